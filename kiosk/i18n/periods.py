"""Lengths of time in words, as CLDR has them for each language."""

import re
from typing import Final

_PERIOD: Final = re.compile(r"(?P<count>[0-9]+)(?P<unit>[dmy])")
_YEARS, _MONTHS, _DAYS = "duration-year", "duration-month", "duration-day"
_UNITS: Final = {"y": _YEARS, "m": _MONTHS, "d": _DAYS}
_MONTHS_A_YEAR: Final = 12


def period(code: str, locale: str) -> str:
    """``27m`` is 2 years 3 months, ``1y`` and ``15d`` are what they look like; empty
    for what is no length.
    """
    parts = _PERIOD.fullmatch(code)
    if parts is None:
        return ""
    count, unit = int(parts["count"]), _UNITS[parts["unit"]]
    years, rest = divmod(count, _MONTHS_A_YEAR) if unit == _MONTHS else (0, count)
    told = ((_YEARS, years), (unit, rest))
    return " ".join(_counted(number, name, locale) for name, number in told if number)


def _counted(number: int, unit: str, locale: str) -> str:
    # Imported when the first is written: no screen waits for it at the start.
    from babel.units import format_unit

    text = format_unit(number, unit, locale=locale)
    # A language that has one form only has it among the short ones.
    return format_unit(number, unit, "short", locale=locale) if unit in text else text
