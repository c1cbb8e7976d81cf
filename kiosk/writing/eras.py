"""Days as people write them: in a Japanese era, or in the order of their language.

``rules.calendar`` reads what an authority writes. Here is what a keyboard brings:
``24/11/2026``, ``Nov 24, 2026``, ``24 thg 11 2026``, ``20261124``. Nothing is guessed:
a year has four digits, and a day that could be two days is read in the order of the
visitor's language, or not at all where that has the year first.
"""

import re
import unicodedata
from datetime import date
from functools import cache
from typing import Final

from babel import Locale

from kiosk.record import record
from kiosk.rules.calendar import EARLIEST, LATEST, parse_day


class WhichIsMonth(ValueError):
    """Day and month could each be the other, and the language does not tell."""


@record
class Era:
    """A Japanese era: its name, its letter, and its first day."""

    name: str
    letter: str
    first: date


ERAS: Final = (
    # 元号を改める政令 (平成31年政令第143号), in force 2019-05-01
    Era("令和", "R", date(2019, 5, 1)),
    # 元号を改める政令 (昭和64年政令第1号), in force on the day after 1989-01-07
    Era("平成", "H", date(1989, 1, 8)),
    # 改元の詔書 of 1926-12-25 and of 1912-07-30, each in force from that very day
    Era("昭和", "S", date(1926, 12, 25)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("明治", "M", EARLIEST),
)
"""The newest first; in Meiji from the day it was proclaimed."""
_DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST = "dmy", "mdy", "ymd"
_SEPARATORS: Final = r"[-./,،\s年月日년월일]+"
_PARTS: Final = re.compile(
    rf"(\d{{1,4}})(m?){_SEPARATORS}(\d{{1,2}})(m?){_SEPARATORS}(\d{{1,4}})(m?)"
    rf"(?:{_SEPARATORS})?"
)
_EIGHT_DIGITS: Final = re.compile(r"\d{8}")
_YEAR_DIGITS: Final = 4
_ENGLISH: Final = "en"
_ENGLISH_FILLERS: Final = ("st", "nd", "rd", "th", "of")
_QUOTED: Final = re.compile("'([^']+)'")
_AFTER_MONTH: Final = re.compile("MMMM'([^']+)'")


def era_of(day: date) -> Era:
    """The era of a day from 1868-10-23 on.

    Raises:
        ValueError: before that.
    """
    for era in ERAS:
        if day >= era.first:
            return era
    raise ValueError("that day is before Meiji")


def in_era(day: date) -> str:
    """令和8年11月24日; the first year of an era is 元年.

    Raises:
        ValueError: before Meiji.
    """
    era = era_of(day)
    year = day.year - era.first.year + 1
    return f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


@cache
def order_of(locale: str) -> str:
    """``dmy``, ``mdy`` or ``ymd``: how the language writes a day (CLDR, short form)."""
    pattern = Locale.parse(locale).date_formats["short"].pattern.casefold()
    return "".join(sorted("dmy", key=pattern.index))


def parse_typed(text: str, locale: str) -> date:
    """The day a person typed.

    ISO, an era, eight digits, or three numbers of which one may be the name of a month
    in the language or in English. Where the year stands last, day and month are in the
    order of the language, or in the other order when only that is a day.

    Raises:
        WhichIsMonth: the year stands last, which it never does in the language, and
            both orders make a day.
        ValueError: not such a day, or outside the days of ``rules.calendar``.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    order = order_of(locale)
    if _EIGHT_DIGITS.fullmatch(plain):
        return parse_digits(plain, order)
    try:
        return parse_day(plain)
    except ValueError:
        return _the_day(_readings(plain, locale, order), order)


def parse_digits(digits: str, order: str) -> date:
    """The day of eight digits that were typed by somebody used to this order.

    No day is meant by the same digits with the year first and with the year last: the
    years of ``rules.calendar`` begin with no day, and go on with no month.

    Raises:
        WhichIsMonth, ValueError: as ``parse_typed``.
    """
    year_last = (digits[:2], digits[2:4], digits[4:])
    year_first = (digits[:4], digits[4:6], digits[6:])
    readings = [
        _read(_YEAR_FIRST, year_first),
        *(_read(own, year_last) for own in _year_last(order)),
    ]
    return _the_day(readings, order)


def _the_day(readings: list[tuple[int, int, int]], order: str) -> date:
    """The first of some years, months and days that is a day."""
    days = [day for reading in readings if (day := _day(*reading)) is not None]
    if not days:
        raise ValueError("not a day such as 2026-03-01 or 令和8年3月1日")
    if order == _YEAR_FIRST and len(set(days)) > 1:
        raise WhichIsMonth("that could be two days; begin with the year")
    return days[0]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


def _readings(plain: str, locale: str, order: str) -> list[tuple[int, int, int]]:
    """The years, months and days it may be, the likeliest first."""
    found = _PARTS.fullmatch(_with_month_numbers(plain.casefold(), locale))
    if found is None:
        return []
    numbers, named = found.group(1, 3, 5), found.group(2, 4, 6)
    return [_read(own, numbers) for own in _fitting(numbers, named, order)]


def _fitting(numbers: tuple[str, ...], named: tuple[str, ...], order: str) -> list[str]:
    """The orders in which the only four digits are a year and a name is a month."""
    years = [place for place, digits in enumerate(numbers) if len(digits) > 2]
    if len(years) != 1 or len(numbers[years[0]]) != _YEAR_DIGITS or years[0] == 1:
        return []
    orders = [_YEAR_FIRST] if years[0] == 0 else _year_last(order)
    if any(named):
        months = [place for place, mark in enumerate(named) if mark]
        return [own for own in orders if months == [own.index("m")]]
    return orders


def _year_last(order: str) -> list[str]:
    """How a day with the year last may be meant, first as the language has it."""
    orders = [_DAY_FIRST, _MONTH_FIRST]
    return orders[::-1] if order == _MONTH_FIRST else orders


def _read(order: str, numbers: tuple[str, ...]) -> tuple[int, int, int]:
    year, month, day = (int(numbers[order.index(part)]) for part in "ymd")
    return year, month, day


def _with_month_numbers(text: str, locale: str) -> str:
    """``24 nov 2026`` as ``24 11m 2026``; words between the parts are left out."""
    for name, number in _month_names(locale):
        text = _replaced(text, name, f" {number}m ")
    for word in _fillers(locale):
        text = _replaced(text, word, " ")
    return text.strip()


def _replaced(text: str, word: str, by: str) -> str:
    """With a word replaced where it is no part of another word."""
    return re.sub(rf"(?<![^\W\d]){re.escape(word)}\.?(?![^\W\d])", by, text)


@cache
def _month_names(locale: str) -> tuple[tuple[str, int], ...]:
    """The longest first. Names that are made of the number are read as numbers."""
    endings = ("", *_AFTER_MONTH.findall(_long_pattern(locale)))
    names = {
        name.casefold().rstrip(".") + ending: number
        for language in (_ENGLISH, locale)
        for months in Locale.parse(language).months.values()
        for width in ("wide", "abbreviated")
        for number, name in months[width].items()
        for ending in endings
        if not any(char.isdigit() for char in name)
    }
    return tuple(sorted(names.items(), key=lambda item: (-len(item[0]), item[0])))


@cache
def _fillers(locale: str) -> tuple[str, ...]:
    """Words that stand between day, month and year, as in ``24 de maio de 1990``."""
    quoted = [word.casefold() for word in _QUOTED.findall(_long_pattern(locale))]
    endings = ("", *_AFTER_MONTH.findall(_long_pattern(locale)))
    around = [
        "".join(char for char in name if not char.isdigit()).casefold() + ending
        for width in ("wide", "abbreviated")
        for name in Locale.parse(locale).months["format"][width].values()
        for ending in endings
        if any(char.isdigit() for char in name)
    ]
    words = {word.strip(" .-") for word in (*quoted, *around, *_ENGLISH_FILLERS)} - {""}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _long_pattern(locale: str) -> str:
    pattern: str = Locale.parse(locale).date_formats["long"].pattern
    return pattern
