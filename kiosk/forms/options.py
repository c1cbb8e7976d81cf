"""The pull-down lists, and which entry a person means.

An answer is the Japanese of an entry (``有``); the form writes Japanese and English
(``有 Yes``). Some lists depend on another answer: municipalities on the prefecture,
offices on the residence, periods of stay on the status.
"""

import unicodedata
from functools import cache
from typing import Any, Final

from kiosk.forms.data import load
from kiosk.record import record
from kiosk.rules.statuses import statuses

_SPECIAL_PERIODS: Final = {
    "unlimited": "無期限 Unlimited",
    "mission": "外交活動の期間 Period during which diplomatic activities are performed",
}
_UNITS: Final = {"d": "日", "m": "月", "y": "年"}
_WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_MONTHS: Final = 12
JAPAN: Final = "日本"


@record
class Option:
    """An entry. ``code`` is what it is called elsewhere: ISO 3166-1, or a status."""

    value: str
    official: str
    code: str | None = None

    @property
    def english(self) -> str:
        """The English that the form itself has; empty for names of places."""
        return self.official.removeprefix(self.value).strip()


@cache
def options(name: str, by: str = "") -> tuple[Option, ...]:
    """The entries of a list; where it depends on an answer, of that answer.

    Without the answer, every entry it could have.

    Raises:
        KeyError: no such list.
    """
    if name in _MADE:
        return tuple(dict.fromkeys(_MADE[name](by)))
    return tuple(_option(text) for text in load("lists")["lists"][name])


def find(name: str, by: str, text: str) -> Option | None:
    """The entry that is meant by its Japanese, its English, or both."""
    return _index(name, by).get(_key(text))


@cache
def _index(name: str, by: str) -> dict[str, Option]:
    found: dict[str, Option] = {}
    for option in options(name, by):
        for text in (option.value, option.official, option.english):
            found.setdefault(_key(text), option)
    found.pop("", None)
    return found


def _key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _option(official: str, code: str | None = None) -> Option:
    return Option(official.split(" ")[0], official, code)


def _nationalities(_: str) -> list[Option]:
    return [entry for entry in _countries("") if entry.value != JAPAN]


def _countries(_: str) -> list[Option]:
    rows = load("nationalities")["nationality"]
    return [_option(row["official"], row.get("territory")) for row in rows]


def _prefectures(_: str) -> list[Option]:
    return [_option(name) for name in load("municipalities")]


def _municipalities(prefecture: str) -> list[Option]:
    lists = load("municipalities")
    chosen = [lists[prefecture]] if prefecture in lists else lists.values()
    return [_option(name) for names in chosen for name in names]


def _residences(_: str) -> list[Option]:
    return [_option(name) for name in load("offices")["residence"]]


def _offices(residence: str) -> list[Option]:
    file = load("offices")
    entries = [_option(official) for official in file["offices"]]
    chosen = file["residence"].get(residence)
    if chosen is None:
        return entries
    return [entry for name in chosen for entry in entries if entry.value == name]


def _statuses_held(_: str) -> list[Option]:
    return [_option(row["official"], row["id"]) for row in load("statuses")["status"]]


def _statuses_wanted(_: str) -> list[Option]:
    return [
        _option(row["official"], row["id"])
        for row in load("statuses")["status"]
        if row.get("wanted", True)
    ]


def _periods_wanted(status: str) -> list[Option]:
    return [
        _option(written(period), period)
        for row in _rows_of(status)
        for period in _asked(row["id"])
    ]


def _periods_held(status: str) -> list[Option]:
    return [
        _option(written(period), period)
        for row in _rows_of(status)
        for period in _steps(row["held"] if "held" in row else _asked(row["id"]))
    ]


def _rows_of(status: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = load("statuses")["status"]
    return [row for row in rows if row["official"].split(" ")[0] == status] or rows


def _asked(status_id: str) -> tuple[str, ...]:
    return next(status.periods for status in statuses() if status.id == status_id)


def _steps(entries: tuple[str, ...] | list[str]) -> list[str]:
    """Every step of ranges such as ``1m..51m``."""
    found = []
    for entry in entries:
        first, _, last = entry.partition("..")
        end = int((last or first)[:-1]) if first[:-1].isdigit() else 0
        steps = (
            [f"{n}{first[-1]}" for n in range(int(first[:-1]), end + 1)] if end else []
        )
        found += steps or [entry]
    return found


def written(period: str) -> str:
    """A period as the form writes it: ``27m`` is ２年３月."""
    if period in _SPECIAL_PERIODS:
        return _SPECIAL_PERIODS[period]
    count, unit = int(period[:-1]), period[-1]
    years, months = divmod(count, _MONTHS) if unit == "m" else (0, count)
    parts = [f"{years}年" if years else "", f"{months}{_UNITS[unit]}" if months else ""]
    return "".join(parts).translate(_WIDE)


_MADE: Final = {
    "nationalities": _nationalities,
    "countries": _countries,
    "prefectures": _prefectures,
    "municipalities": _municipalities,
    "residences": _residences,
    "offices": _offices,
    "statuses_held": _statuses_held,
    "statuses_wanted": _statuses_wanted,
    "periods_wanted": _periods_wanted,
    "periods_held": _periods_held,
}
