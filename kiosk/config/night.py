"""When a terminal looks after itself: never while its desk is open."""

from typing import Final

from kiosk.config.models import HoursSettings
from kiosk.config.needs import NeedsError
from kiosk.hours import DAY, Span
from kiosk.record import record

_FIRST: Final = 2 * 60
"""Minutes after midnight: when it begins where nothing speaks against it."""
_STEP: Final = 15
_LISTS, _UPGRADE, _REBOOT, _WHOLE = 30, 60, 150, 180
"""Minutes after its beginning; each part may begin a quarter of an hour late."""
_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SLIP: Final = "08:45"
"""Where nothing is printed in the morning: a timer must have a time."""


@record
class Night:
    """Minutes after midnight: of the copy of the store, the look for updates, the
    updates, and the restart if one is needed.
    """

    backup: int
    lists: int
    upgrade: int
    reboot: int


def night_of(hours: HoursSettings) -> Night:
    """Three hours that are closed on every day of the week, from two o'clock if that
    can be; else as near to it as can be.

    Raises:
        NeedsError: there are none.
    """
    starts = sorted(range(0, DAY, _STEP), key=_from_first)
    start = next((own for own in starts if _is_closed(hours, own)), None)
    if start is None:
        raise NeedsError(
            "hours: no three hours are closed on every day; leave some, or updates "
            "would be installed while somebody is served"
        )
    parts = (start + more for more in (0, _LISTS, _UPGRADE, _REBOOT))
    return Night(*(part % DAY for part in parts))


def mornings(hours: HoursSettings) -> tuple[str, ...]:
    """When the slip of a morning is printed, as calendar events of systemd.time(7)."""
    if not hours.slip_minutes:
        return (f"*-*-* {_SLIP}",)
    firsts = (
        (day, (spans[0][0] - hours.slip_minutes) % DAY, spans[0][0])
        for day, spans in enumerate(hours.week)
        if spans
    )
    told = tuple(
        f"{_WEEKDAYS[day - (at > opens)]} *-*-* {clock(at)}"
        for day, at, opens in firsts
    )
    return told or (f"*-*-* {_SLIP}",)


def clock(minute: int) -> str:
    """``HH:MM``."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _from_first(start: int) -> int:
    """How far it is from two o'clock, to either side."""
    away = abs(start - _FIRST)
    return min(away, DAY - away)


def _is_closed(hours: HoursSettings, start: int) -> bool:
    """On every day; where no hours are given, nobody has said when somebody comes."""
    return not any(
        _meet((start + more, start + _WHOLE + more), span)
        for spans in hours.week
        for span in spans
        for more in (0, -DAY)
    )


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
