"""What visitors type, and the entry that they mean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.forms.options import options
from kiosk.writing.data import load
from kiosk.writing.folding import folded, shortened
from kiosk.writing.search import name_of, searchable

COUNTRIES = options("countries")


@pytest.mark.parametrize(
    ("typed", "locale", "first"),
    [
        ("ベトナム", "ja_JP", "ベトナム"),
        ("ﾍﾞﾄ", "ja_JP", "ベトナム"),
        ("べと", "ja_JP", "ベトナム"),
        ("beto", "en", "ベトナム"),
        ("vetonamu", "en", "ベトナム"),
        ("viet", "en", "ベトナム"),
        ("Việt", "en", "ベトナム"),
        ("VNM", "en", "ベトナム"),
        ("中国", "vi", "中国"),
        ("ちゅうごく", "vi", "中国"),
        ("chuugoku", "vi", "中国"),
        ("chugoku", "vi", "中国"),
        ("tyuug", "vi", "中国"),
        ("trung quoc", "vi", "中国"),
        ("china", "vi", "中国"),
        ("hàn", "vi", "韓国"),
        ("corée du sud", "fr", "韓国"),
        ("u.s.a.", "en", "米国"),
        ("USA", "en", "米国"),
        ("united k", "en", "英国"),
        ("England", "en", "英国"),
        ("igirisu", "en", "英国"),
        ("amerika", "en", "米国"),
        ("あめりか", "en", "米国"),
        ("Brasil", "en", "ブラジル"),
        ("नेपाल", "en", "ネパール"),
        ("대한", "en", "韓国"),
        ("Deutschland", "en", "ドイツ"),
        ("turkiye", "en", "トルコ"),
        ("firip", "en", "フィリピン"),
        ("ＰＥＲＵ", "en", "ペルー"),
        ("east timor", "en", "東ティモール"),
        ("timor", "en", "東ティモール"),
        ("cote", "en", "コートジボワール"),
        ("congo democratic", "en", "コンゴ民主共和国"),
        ("stateless", "en", "無国籍"),
        ("ちょうせん", "en", "朝鮮"),
    ],
)
def test_nationality(typed: str, locale: str, first: str) -> None:
    assert searchable("nationalities", locale=locale).find(typed)[0].value == first


@pytest.mark.parametrize(
    ("name", "by", "typed", "first"),
    [
        ("relations", "", "つま", "妻"),
        ("relations", "", "otto", "夫"),
        ("relations", "", "uncle", "叔父（伯父）・叔母（伯母）"),
        ("relations", "", "おば", "叔父（伯父）・叔母（伯母）"),
        ("relations", "", "chijin", "友人・知人"),
        ("ports", "", "nrt", "成田空港(NRT)"),
        ("ports", "", "narita", "成田空港(NRT)"),
        ("ports", "", "kansai", "関西国際空港(KIX)"),
        ("occupations_n", "", "つうや", "翻訳・通訳"),
        ("occupations_n", "", "interpret", "翻訳・通訳"),
        ("prefectures", "", "osaka", "大阪府"),
        ("prefectures", "", "oosaka", "大阪府"),
        ("prefectures", "", "とうきょう", "東京都"),
        ("prefectures", "", "tky", ""),
        ("municipalities", "東京都", "shinj", "新宿区"),
        ("municipalities", "東京都", "江戸", "江戸川区"),
        ("municipalities", "神奈川県", "なかく", "横浜市中区"),
        ("offices", "", "yokohama", "東京出入国在留管理局横浜支局"),
        ("majors", "", "kougaku", "工学"),
        ("residences", "", "tokyo", "東京都"),
        ("residences", "", "machida", "東京都町田市"),
        ("periods_held", "家族滞在", "1 year", "１年"),
        ("periods_held", "家族滞在", "3nen", "３年"),
        ("periods_held", "家族滞在", "2nen3k", "２年３月"),
        ("periods_held", "家族滞在", "2 years 3", "２年３月"),
        ("periods_held", "短期滞在", "90nichi", "９０日"),
    ],
)
def test_other_lists(name: str, by: str, typed: str, first: str) -> None:
    found = searchable(name, by).find(typed)
    assert (found[0].value if found else "") == first


def test_kanji_that_the_converter_offers_are_searched_too() -> None:
    trained = searchable("skill_tests").find("かいご", also=("介護", "解語"))
    assert trained[0].value.startswith("介護")


def test_the_better_match_comes_first_then_the_order_of_the_form() -> None:
    search = searchable("nationalities")
    assert search.find("guinea")[0].value == "ギニア"
    united = [entry.value for entry in search.find("united")]
    assert united == ["米国", "アラブ首長国連邦", "英国"]


def test_nothing_typed_is_the_whole_list() -> None:
    search = searchable("nationalities")
    assert search.find("") == search.find(" 、") == options("nationalities")


def test_a_list_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        searchable("wishes")


@pytest.mark.parametrize(
    ("value", "name", "locale", "called"),
    [
        ("ベトナム", "nationalities", "vi", "Việt Nam"),
        ("韓国", "nationalities", "fr", "Corée du Sud"),
        ("無国籍", "nationalities", "fr", "statelessness"),
        ("朝鮮", "nationalities", "fr", "朝鮮"),
        ("妻", "relations", "vi", "Wife"),
        ("東京都", "prefectures", "vi", "東京都"),
        ("２年３月", "periods_held", "en", "2 years 3 months"),
        ("２年３月", "periods_held", "vi", "2 năm 3 tháng"),
        ("１５日", "periods_held", "ja", "15 日"),
        ("無期限", "periods_held", "en", "Unlimited"),
    ],
)
def test_what_an_entry_is_called(
    value: str, name: str, locale: str, called: str
) -> None:
    (option,) = [entry for entry in options(name) if entry.value == value]
    assert name_of(option, name, locale) == called


@given(entry=st.sampled_from(COUNTRIES), data=st.data())
@settings(deadline=None)
def test_any_beginning_of_a_name_finds_it(entry: object, data: st.DataObject) -> None:
    name = data.draw(
        st.sampled_from([entry.value, entry.official, entry.english or entry.value])
    )
    end = data.draw(st.integers(1, len(name)))
    assert entry in searchable("countries").find(name[:end])


@given(typed=st.text(max_size=20))
@settings(deadline=None)
def test_any_text_finds_entries_once(typed: str) -> None:
    found = searchable("countries", locale="vi").find(typed)
    assert len(set(found)) == len(found)
    assert set(found) <= set(COUNTRIES)


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＶＩỆＴ　ＮＡＭ", "viet nam"),
        ("ﾍﾞﾄﾅﾑ", "べとなむ"),
        ("Côte d’Ivoire", "cote d ivoire"),
        ("Đà Nẵng", "da nang"),
        ("Łódź", "lodz"),
        ("Türkiye", "turkiye"),
        ("が", "が"),
        ("か\u3099", "が"),
        ("ශ්\u200dරී", "ශ්රී"),
    ],
)
def test_spellings_that_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("とうきょう", "ときょ"),
        ("おおさか", "おさか"),
        ("ふぃりぴん", "ふぃりぴん"),
        ("べとなむ", "ゔぇとなむ"),
        ("てぃもーる", "ちもる"),
        ("にいがた", "にがた"),
    ],
)
def test_readings_that_are_one(one: str, other: str) -> None:
    assert shortened(one) == shortened(other)


def test_voicing_is_no_accent() -> None:
    assert folded("ハ") != folded("バ")


@pytest.mark.parametrize(("code", "names"), load("also_called").items())
def test_what_countries_are_also_called(code: str, names: list[str]) -> None:
    for name in names:
        assert searchable("nationalities").find(name)[0].code == code
