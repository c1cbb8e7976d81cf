"""Days, ages and periods as Japanese law counts them. No clock is read here."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta

from kiosk.japan import JAPAN

EARLIEST = date(1868, 10, 23)
LATEST = date(2199, 12, 31)
"""Days outside are slips of the finger, and reckoning from them could not end."""

_ERA = re.compile(
    r"(令和|平成|昭和|大正|明治|[RHSTM])(\d{1,2}|元)[年.\-/](\d{1,2})[月.\-/](\d{1,2})日?"
)
_WESTERN = re.compile(
    r"(?a:(\d{4})-(\d{2})-(\d{2})|(\d{4})[年./](\d{1,2})[月./](\d{1,2})日?)"
)
_ERAS = {
    "R": (date(2019, 5, 1), LATEST),
    "H": (date(1989, 1, 8), date(2019, 4, 30)),
    "S": (date(1926, 12, 25), date(1989, 1, 7)),
    "T": (date(1912, 7, 30), date(1926, 12, 24)),
    "M": (EARLIEST, date(1912, 7, 29)),
}
_LETTERS = {"令和": "R", "平成": "H", "昭和": "S", "大正": "T", "明治": "M"}


def today(now: datetime) -> date:
    """The day in Japan at an aware instant: the offices' day ends at Tokyo midnight.

    Raises:
        ValueError: ``now`` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("an instant without a time zone has no day in Japan")
    return now.astimezone(JAPAN).date()


def parse_day(text: str) -> date:
    """A day from ISO (2026-03-01), an era date (令和8年3月1日, R8.3.1) or 2026年3月1日.

    Full-width digits are fine. An era date must lie inside its era.

    Raises:
        ValueError: not such a day, in one line.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if western := _WESTERN.fullmatch(plain):
        day = date(*(int(part) for part in western.groups() if part))
    elif era := _ERA.fullmatch(plain.upper()):
        day = _era_day(*era.groups())
    else:
        raise ValueError("not a day such as 2026-03-01 or 令和8年3月1日")
    if not EARLIEST <= day <= LATEST:
        raise ValueError("that day is too long ago or too far away")
    return day


def _era_day(name: str, year: str, month: str, day: str) -> date:
    first, last = _ERAS[_LETTERS.get(name, name)]
    number = 1 if year == "元" else int(year)
    result = date(first.year + number - 1, int(month), int(day))
    if not first <= result <= last:
        raise ValueError("that day does not lie in that era")
    return result


def add_months(day: date, months: int) -> date:
    """The corresponding day ``months`` later (or earlier), or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, _length(year, month + 1)))


def period_end(event: date, months: int) -> date:
    """The last day of a period of months that runs from the day after ``event``.

    民法 140, 143: the day of the event does not count; a period that begins on the
    first of a month ends with a month; otherwise it ends on the eve of the
    corresponding day, or on the last day of a month that has no such day.
    """
    first = event + timedelta(days=1)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if first.day > _length(year, month + 1):
        return date(year, month + 1, _length(year, month + 1))
    return date(year, month + 1, first.day) - timedelta(days=1)


def is_under(age: int, born: date, on: date) -> bool:
    """Whether somebody born on ``born`` has not reached ``age`` during the day ``on``.

    年齢計算ニ関する法律 with 民法 143: an age is reached when the eve of the birthday
    ends, so what is filed during the eve is still filed under that age. Born on 29
    February, it is reached at the end of 28 February in every year.
    """
    year = born.year + age
    if (born.month, born.day) == (2, 29) and _length(year, 2) == 28:
        return on <= date(year, 2, 28)
    return on < born.replace(year=year)


def _length(year: int, month: int) -> int:
    return monthrange(year, month)[1]
