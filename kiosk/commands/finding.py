"""What the doctor says of one part of the terminal."""

from dataclasses import asdict
from enum import StrEnum

from kiosk.record import record


class State(StrEnum):
    """How a part is. A kiosk runs on warnings; what is bad stops visitors."""

    OK = "ok"
    WARNING = "warning"
    BAD = "bad"


@record
class Finding:
    """``what`` was found of ``part``; ``do`` is empty when nothing is to be done."""

    part: str
    state: State
    what: str
    do: str = ""

    def as_dict(self) -> dict[str, str]:
        """For ``json.dumps``."""
        return asdict(self)


def ok(part: str, what: str) -> Finding:
    return Finding(part, State.OK, what)


def warning(part: str, what: str, do: str) -> Finding:
    return Finding(part, State.WARNING, what, do)


def bad(part: str, what: str, do: str) -> Finding:
    return Finding(part, State.BAD, what, do)
