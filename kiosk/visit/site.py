"""What a visit needs to know of the site it happens at."""

from kiosk.hours import Hours
from kiosk.record import record
from kiosk.visit.display import Display


@record
class Site:
    """The site's settings, as far as a visit depends on them. Times in seconds.

    ``mode`` and ``kind`` are those of ``kiosk.toml``; the first of ``languages`` is
    the one a visitor is met with. ``tables``: the Agency's have a folder. ``hours``:
    those of the desk; None: at all hours. ``display`` is how a visitor finds the
    screens; ``large_type``: this terminal can draw large letters.
    """

    name: str
    mode: str
    kind: str
    languages: tuple[str, ...]
    idle_seconds: int = 60
    warning_seconds: int = 20
    goodbye_seconds: int = 8
    tables: bool = False
    hours: Hours | None = None
    display: Display = Display()
    large_type: bool = False
