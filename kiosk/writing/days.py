"""A day while it is typed: eight digits, in the order of the visitor's language.

Digits in another order are understood where they can be nothing else; the parts then
stand in that order, so that nobody sees a year cut in two. A separator ends a part that
is one digit short: ``4/9/2026``.
"""

from dataclasses import field, replace
from datetime import date
from typing import Final

from kiosk.record import record
from kiosk.rules.calendar import EARLIEST, LATEST
from kiosk.writing.eras import WhichIsMonth, parse_digits

ORDERS: Final = ("ymd", "dmy", "mdy")
"""In which year, month and day may be typed."""
LENGTH: Final = 8
NOBODY_KNOWS: Final = "99999999"
SEPARATORS: Final = frozenset("-/.,、 　年月日년월일")
_LENGTHS: Final = {"y": 4, "m": 2, "d": 2}
_UNKNOWN: Final = "00"
_SHORT: Final = frozenset("123456789")


def _beginnings(low: int, high: int, digits: int) -> frozenset[str]:
    """All that a number may begin with while it is typed."""
    whole = [f"{number:0{digits}}" for number in range(low, high + 1)]
    return frozenset(text[:end] for text in whole for end in range(digits + 1))


_YEARS: Final = _beginnings(EARLIEST.year, LATEST.year, 4)
_KNOWN: Final = {"y": _YEARS, "m": _beginnings(1, 12, 2), "d": _beginnings(1, 31, 2)}
_PART_KNOWN: Final = {
    "y": _YEARS,
    "m": _beginnings(0, 12, 2),
    "d": _beginnings(0, 31, 2),
}


@record
class Typing:
    """The digits typed so far. ``order`` is the language's when it was begun;
    ``part_known``: month and day may be 00, or all of it 9.
    """

    order: str
    digits: str = field(default="", repr=False)
    part_known: bool = False

    @classmethod
    def of(cls, given: str, order: str, *, part_known: bool = False) -> "Typing":
        """A day that was given before, ISO or YYYYMMDD, as it would be typed."""
        digits = given.replace("-", "")[:LENGTH]
        return cls("ymd", digits, part_known).in_order(order)

    def in_order(self, order: str) -> "Typing":
        """The same in the order of another language. What is half a day, or none,
        stays as it was begun: no digit moves under anybody's hand.
        """
        if not self.digits:
            return replace(self, order=order)
        day = self.understood
        if day is None or order == self.order:
            return self
        return replace(self, order=order, digits=_in_order(day, order))

    def struck(self, stroke: str) -> "Typing | None":
        """With one more digit, or one part ended; None: that is no key of a day."""
        if stroke in SEPARATORS:
            return self.ended
        if len(stroke) == 1 and stroke.isascii() and stroke.isdigit():
            return replace(self, digits=(self.digits + stroke)[:LENGTH])
        return None

    def with_digits(self, digits: str) -> "Typing":
        """The same with other digits."""
        return replace(self, digits=digits)

    @property
    def ended(self) -> "Typing":
        """With a zero before the one digit of a month or day that is all of it."""
        for order in _first(self.order):
            parts = _split(self.digits, order)
            ended = self.with_digits(f"{self.digits[:-1]}0{self.digits[-1:]}")
            if _SHORT & {parts["m"], parts["d"]} and ended._fits(order):
                return ended
        return self

    @property
    def shape(self) -> str:
        """The order in which the parts stand: that in which they can be a day."""
        fitting = (own for own in _first(self.order) if self._fits(own))
        return next(fitting, self.order)

    @property
    def parts(self) -> dict[str, str]:
        """The digits of ``y``, ``m`` and ``d``, in the order of ``shape``."""
        return _split(self.digits, self.shape)

    @property
    def is_whole(self) -> bool:
        """All digits are typed."""
        return len(self.digits) == LENGTH

    @property
    def day(self) -> date | None:
        """The day that is meant, all of it known."""
        try:
            return parse_digits(self.digits, self.order) if self.is_whole else None
        except ValueError:
            return None

    @property
    def is_two_days(self) -> bool:
        """Day and month could each be the other, and nothing tells which."""
        try:
            parse_digits(self.digits, self.order)
        except WhichIsMonth:
            return True
        except ValueError:
            pass
        return False

    @property
    def understood(self) -> str | None:
        """YYYYMMDD; YYYYMM00, YYYY0000 or 99999999 where that is enough; else None."""
        day = self.day
        if day is not None:
            return f"{day:%Y%m%d}"
        return self._part() if self.part_known and self.is_whole else None

    def _part(self) -> str | None:
        if self.digits == NOBODY_KNOWS:
            return NOBODY_KNOWS
        for order in _first(self.order):
            parts = _split(self.digits, order)
            if parts["d"] == _UNKNOWN and self._fits(order):
                return "".join(parts[own] for own in "ymd")
        return None

    def _fits(self, order: str) -> bool:
        may_be = _PART_KNOWN if self.part_known else _KNOWN
        parts = _split(self.digits, order)
        if parts["m"] == _UNKNOWN and not _UNKNOWN.startswith(parts["d"]):
            return False
        return all(typed in may_be[part] for part, typed in parts.items())


def _first(order: str) -> tuple[str, ...]:
    """All orders, this one before the others."""
    return (order, *(own for own in ORDERS if own != order))


def _split(digits: str, order: str) -> dict[str, str]:
    parts = {}
    for part in order:
        parts[part], digits = digits[: _LENGTHS[part]], digits[_LENGTHS[part] :]
    return parts


def _in_order(day: str, order: str) -> str:
    """The digits of YYYYMMDD."""
    parts = _split(day, "ymd")
    return day if day == NOBODY_KNOWS else "".join(parts[own] for own in order)
