"""What a value of ``kiosk.toml`` must be, and what is made of it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from kiosk.config.faults import Fault, KeyPath, wrong
from kiosk.hours import DAY, Days, Span
from kiosk.record import record

_TIMES: Final = re.compile(r"([0-9]{2}):([0-5][0-9])-([0-9]{2}):([0-5][0-9])")
SWITCH_KEYS: Final = tuple(f"f{number}" for number in (6, 7, 8, *range(13, 25)))
"""Those that mean nothing else on any screen."""
_SERVER: Final = re.compile(
    r"(?:\[(?P<address>[0-9a-fA-F:]+)\]|(?P<name>[A-Za-z0-9.-]+))(?::(?P<port>[0-9]{1,5}))?"
)
_LANGUAGE_CODE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@record
class Place:
    """Where a value stands, which folder relative paths are relative to, and what was
    found wrong so far.
    """

    path: KeyPath
    folder: Path
    faults: list[Fault]

    def at(self, key: str | int) -> "Place":
        """The place of one key of a table, or of one entry of a list."""
        return replace(self, path=(*self.path, key))

    def wrong(self, what: str, value: object) -> None:
        """The value cannot be taken."""
        self.faults.append(wrong(self.path, what, value))


Check = Callable[[Any, Place], Any]
"""Takes what TOML gave and its place; gives what it means. If the place was told that
it is wrong, the answer means nothing.
"""


def whole(low: int, high: int) -> Check:
    """A whole number within these bounds."""

    def check(value: Any, place: Place) -> Any:
        if type(value) is not int:
            place.wrong("must be a whole number", value)
        elif not low <= value <= high:
            place.wrong(f"must be {low} to {high}", value)
        return value

    return check


def text(least: int, most: int) -> Check:
    """One line of so many characters."""

    def check(value: Any, place: Place) -> Any:
        if not isinstance(value, str):
            place.wrong("must be text in quotes", value)
        elif len(value) < least:
            place.wrong("must not be empty", value)
        elif len(value) > most:
            place.wrong(f"must have at most {most} characters", value)
        elif not value.isprintable():
            place.wrong("must be one line of printable characters", value)
        return value

    return check


def one_of(*values: str | int) -> Check:
    """One of these, of their type too."""
    *others, last = map(repr, values)
    known = f"{', '.join(others)} or {last}"

    def check(value: Any, place: Place) -> Any:
        if not any(type(value) is type(own) and value == own for own in values):
            place.wrong(f"must be {known}", value)
        return value

    return check


def flag(value: Any, place: Place) -> Any:
    """True or false, and nothing that counts as one of them."""
    if not isinstance(value, bool):
        place.wrong("must be true or false", value)
    return value


def location(value: Any, place: Place) -> Any:
    """A path; nothing is looked for there."""
    if not isinstance(value, str):
        place.wrong("must be text", value)
    elif not value or not value.isprintable():
        place.wrong("must name a file or folder", value)
    elif value.startswith("~"):
        place.wrong("must be written in full, without ~", value)
    else:
        return place.folder / value
    return value


def times(value: Any, place: Place) -> Any:
    """Spans of one day, in order and apart: minutes after midnight."""
    if not isinstance(value, list):
        place.wrong('must be a list such as ["09:00-12:00", "13:00-17:00"]', value)
        return value
    spans = [_span(own, place.at(number)) for number, own in enumerate(value)]
    known = [own for own in spans if own is not None]
    if any(first[1] >= second[0] for first, second in pairwise(known)):
        place.wrong("must be in order, with time between them", value)
    return tuple(known)


def _span(value: Any, place: Place) -> Span | None:
    told = _TIMES.fullmatch(value) if isinstance(value, str) else None
    if told is None:
        place.wrong("must be times such as 09:00-17:00", value)
        return None
    hour, minute, until, past = map(int, told.groups())
    span = hour * 60 + minute, until * 60 + past
    if not span[0] < span[1] <= DAY:
        place.wrong("must end after it begins, at 24:00 at the latest", value)
        return None
    return span


def days(value: Any, place: Place) -> Any:
    """Days, and spans of days: ``2026-12-29`` or ``2026-12-29/2027-01-03``."""
    if not isinstance(value, list):
        place.wrong('must be a list such as ["2026-12-29/2027-01-03"]', value)
        return value
    told = [_days(own, place.at(number)) for number, own in enumerate(value)]
    return tuple(own for own in told if own is not None)


def _days(value: Any, place: Place) -> Days | None:
    first, _, last = value.partition("/") if isinstance(value, str) else ("", "", "")
    try:
        span = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        place.wrong("must be a day or days such as 2026-12-29/2027-01-03", value)
        return None
    if span[1] < span[0]:
        place.wrong("must end on or after the day on which it begins", value)
        return None
    return span


def language_codes(value: Any, place: Place) -> Any:
    """Codes, each once."""
    if not isinstance(value, list):
        place.wrong('must be a list such as ["ja", "en"]', value)
        return value
    if not value:
        place.wrong("must name at least one", value)
    before = len(place.faults)
    for number, code in enumerate(value):
        _language(code, place.at(number))
    if len(place.faults) == before and len(set(value)) < len(value):
        place.wrong("must name each language once", value)
    return tuple(value)


def _language(code: Any, place: Place) -> None:
    if not isinstance(code, str):
        place.wrong("must be text in quotes", code)
    elif not _LANGUAGE_CODE.fullmatch(code):
        place.wrong("must be a language code such as ja or zh-Hans", code)


def servers(value: Any, place: Place) -> Any:
    """Where servers are: ``name``, ``name:port`` or ``[address]:port`` each."""
    if not isinstance(value, list) or not value:
        place.wrong('must be a list such as ["10.0.0.5:5432"]', value)
        return value
    found = [_server(own, place.at(number)) for number, own in enumerate(value)]
    return tuple(own for own in found if own is not None)


def _server(value: Any, place: Place) -> tuple[str, int] | None:
    told = _SERVER.fullmatch(value) if isinstance(value, str) else None
    if told is None or int(told["port"] or 5432) not in range(1, 65536):
        place.wrong("must be an address and a port such as 10.0.0.5:5432", value)
        return None
    return told["name"] or told["address"], int(told["port"] or 5432)


def switch_keys(value: Any, place: Place) -> Any:
    """Two keys: the next thing, and that thing."""
    if not isinstance(value, list) or len(value) != 2 or value[0] == value[1]:
        place.wrong('must be two keys such as ["f7", "f8"]', value)
        return value
    for number, key in enumerate(value):
        if key not in SWITCH_KEYS:
            place.at(number).wrong("must be f6, f7, f8 or f13 to f24", key)
    return tuple(value)
