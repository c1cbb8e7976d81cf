"""Finding an entry of a long list by what a visitor types.

By the Japanese of the form, by how that is read (in kana or Latin letters, while they
are typed), by the form's English; and a country by its name in the visitor's language,
by what it calls itself, and by the three letters of the passport. Countries' names are
CLDR's, by the ISO code that each entry of the list has.
"""

import re
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.core import get_global

from kiosk.forms.options import Option, options
from kiosk.i18n.periods import period
from kiosk.record import record
from kiosk.writing.data import load
from kiosk.writing.folding import folded, shortened
from kiosk.writing.romaji import Typed, begun

COUNTRIES: Final = ("nationalities", "countries")
PERIODS: Final = ("periods_held", "periods_wanted")
_ENGLISH, _JAPANESE = "en", "ja"
_PASSPORT_CODE: Final = re.compile("[A-Z]{3}")
_LISTS_KEPT: Final = 64
_SYLLABLES: Final = 2
"""So few kana are inside of too many words."""
_LATIN: Final = re.compile("[a-z]")
_KANA: Final = re.compile("[ぁ-ゖー ]+")


class Match(IntEnum):
    """How well an entry is met; the lower the better."""

    WHOLE = 0
    BEGINNING = 1
    WORD = 2
    """A later word begins so."""
    CODE = 3
    """The three letters of a passport."""
    WORDS = 4
    """Each word begins one of its words."""
    INSIDE = 5


@record
class _Entry:
    """Every name as ``folded``, every reading as ``shortened``."""

    option: Option
    names: tuple[str, ...]
    readings: tuple[str, ...]
    codes: tuple[str, ...]


class Search:
    """One list, ready to be searched; see ``searchable``."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        self._entries = tuple(entries)

    def find(self, typed: str, also: Iterable[str] = ()) -> tuple[Option, ...]:
        """The entries that are met, the best first, then in the order of the list.

        ``also`` are other ways to write what was typed: the kanji of its kana. With
        nothing typed, all entries.
        """
        queries = [folded(text) for text in (typed, *also)]
        if not any(queries):
            return tuple(entry.option for entry in self._entries)
        kana = _readings_begun(queries[0])
        ranked = []
        for place, entry in enumerate(self._entries):
            matches = [_match(entry, query) for query in queries if query]
            matches.append(_read_match(entry, kana))
            best = min((match for match in matches if match is not None), default=None)
            if best is not None:
                ranked.append((best, place))
        return tuple(self._entries[place].option for _, place in sorted(ranked))


@lru_cache(_LISTS_KEPT)
def searchable(name: str, by: str = "", locale: str = _ENGLISH) -> Search:
    """A list of ``kiosk.forms.options`` for a visitor of a language.

    Raises:
        KeyError: no such list.
    """
    return Search(_entry(option, name, locale) for option in options(name, by))


def name_of(option: Option, name: str, locale: str) -> str:
    """What an entry is called: a country or a length of time in the language, others
    in English. The Japanese where there is neither.
    """
    own = ""
    if option.code and name in COUNTRIES:
        own = _territory(option.code, locale)
    elif option.code and name in PERIODS:
        own = period(option.code, locale)
    return own or option.english or option.value


def _territory(code: str, locale: str) -> str:
    found: str = Locale.parse(locale).territories.get(code, "")
    return found


def _entry(option: Option, name: str, locale: str) -> _Entry:
    names = [option.value, option.official, option.english]
    codes: tuple[str, ...] = ()
    if name in COUNTRIES and option.code:
        names += _country_names(option.code, locale)
        codes = _passport_codes().get(option.code, ())
    if name in PERIODS and option.code:
        names += [period(option.code, language) for language in (locale, _ENGLISH)]
    unique = dict.fromkeys(filter(None, map(folded, names)))
    read = (_reading(option, name), *filter(_KANA.fullmatch, unique))
    readings = dict.fromkeys(filter(None, map(shortened, read)))
    return _Entry(option, tuple(unique), tuple(readings), codes)


def _country_names(code: str, locale: str) -> list[str]:
    named = [_territory(code, language) for language in (locale, _ENGLISH, _JAPANESE)]
    return [
        *named,
        *load("own_names").get(code, ()),
        *load("also_called").get(code, ()),
    ]


def _reading(option: Option, name: str) -> str:
    """How the Japanese is read: by the table, or as it stands where it is kana."""
    table = load("readings")
    if name in PERIODS:
        units = str.maketrans(table["units"])
        return folded(option.value.translate(units))
    return folded(table.get(name, table["entries"]).get(option.value) or option.value)


@lru_cache(1)
def _passport_codes() -> dict[str, tuple[str, ...]]:
    """ISO 3166-1: the three letters, also former ones, of each two."""
    found: dict[str, tuple[str, ...]] = {}
    for code, territories in get_global("territory_aliases").items():
        if _PASSPORT_CODE.fullmatch(code) and len(territories) == 1:
            territory = territories[0]
            found[territory] = (*found.get(territory, ()), code.casefold())
    return found


def _readings_begun(query: str) -> tuple[str, ...]:
    """The kana that Latin letters or kana may be the beginning of."""
    typed = Typed().keys(query.replace(" ", ""))
    if not typed.shown or _LATIN.search(typed.kana):
        return ()
    starts = (shortened(typed.kana + kana) for kana in begun(typed.waiting))
    return tuple(dict.fromkeys(start for start in starts if start))


def _match(entry: _Entry, query: str) -> Match | None:
    if query in entry.names:
        return Match.WHOLE
    if any(name.startswith(query) for name in entry.names):
        return Match.BEGINNING
    if any(f" {query}" in name for name in entry.names):
        return Match.WORD
    if query in entry.codes:
        return Match.CODE
    if " " in query and any(_all_words(name, query) for name in entry.names):
        return Match.WORDS
    inside = len(query) > 1 and any(query in name for name in entry.names)
    return Match.INSIDE if inside else None


def _all_words(name: str, query: str) -> bool:
    return all(f" {word}" in f" {name}" for word in query.split())


def _read_match(entry: _Entry, kana: tuple[str, ...]) -> Match | None:
    met = (_reading_match(reading, kana) for reading in entry.readings if kana)
    return min((match for match in met if match is not None), default=None)


def _reading_match(reading: str, kana: tuple[str, ...]) -> Match | None:
    if reading in kana:
        return Match.WHOLE
    if reading.startswith(kana):
        return Match.BEGINNING
    if any(f" {start}" in reading for start in kana):
        return Match.WORD
    inside = any(len(start) > _SYLLABLES and start in reading for start in kana)
    return Match.INSIDE if inside else None
