"""When a desk is open: hours of each weekday, and days on which it stays closed.

Times are those of the desk's own clock, without a zone.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from kiosk.record import record

Span = tuple[int, int]
"""From and until, in minutes after midnight; the last of them is 1440."""
Days = tuple[date, date]
"""The first and the last of some days."""

DAY: Final = 24 * 60
_FURTHEST: Final = 400
"""Days that are looked through for the next opening."""


@record
class Hours:
    """``week``: the spans of each weekday, Monday first, in order and apart."""

    week: tuple[tuple[Span, ...], ...]
    closed: tuple[Days, ...] = ()

    def spans(self, day: date) -> tuple[Span, ...]:
        """Those of one day."""
        if any(first <= day <= last for first, last in self.closed):
            return ()
        return self.week[day.weekday()]

    def is_open(self, at: datetime) -> bool:
        """Whether somebody is let in at this moment."""
        minute = at.hour * 60 + at.minute
        return any(begin <= minute < end for begin, end in self.spans(at.date()))

    def opens_after(self, at: datetime) -> datetime | None:
        """The next opening behind this moment; None where no calendar has one."""
        return next((own for own in self._openings(at.date()) if own > at), None)

    def _openings(self, day: date) -> Iterator[datetime]:
        for more in range(_FURTHEST):
            own = day + timedelta(days=more)
            for begin, _ in self.spans(own):
                yield datetime.combine(own, time(begin // 60, begin % 60))
