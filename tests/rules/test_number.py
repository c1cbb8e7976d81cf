"""申請等取次者証明書番号: from anything printed to 12 digits, and never by guessing.

日行連発第1845号 prints the example (東)弁10第50号 = 132010700050. All other numbers
here are constructed.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.messages import NUMBER_FAULTS
from kiosk.rules.number import (
    IntermediaryNumber,
    InvalidNumber,
    as_printed,
    office_marks,
    parse_number,
)

ON = date(2026, 11, 24)
OFFICES = {
    "札": "11",
    "仙": "12",
    "東": "13",
    "横": "15",
    "名": "16",
    "阪": "17",
    "神": "18",
    "高": "19",
    "広": "20",
    "福": "22",
    "那": "24",
}
CATEGORIES = {"行": "2", "弁": "7"}


@pytest.mark.parametrize(
    "text",
    [
        "(東)弁10第50号",
        "（東）弁１０第５０号",
        "（東）弁10第50",
        "(東)弁10 50号",
        "(東)弁10-50",
        "(東)弁10－50号",
        "(東)弁10‐50号",
        "(東)弁10  50号",
        "(東)弁2010  50号",
        "13ー2010–7−00050",
        "[東]弁10第50号",
        "〔東〕弁10第50号",
        "【東】弁10第50号",
        "「東」弁10第50号",
        "東弁10第50号",
        "東 弁 10 第 50 号",
        " ( 東 ) 弁10 第 50 号 ",
        "東-弁-10-50",
        "(東)弁10年第50号",
        "(東)弁10年50号",
        "(東)弁2010第50号",
        "(東)弁10第00050号",
        "東弁1050",
        "(東)弁1050号",
        "132010700050",
        "１３２０１０７０００５０",
        "13 2010 7 00050",
        "13-2010-7-00050",
        "13　2010　7　00050",
    ],
)
def test_the_published_example_in_every_form(text: str) -> None:
    number = parse_number(text, ON)
    assert number.digits == "132010700050"
    assert number.split == ("13", "2010", "7", "00050")
    assert number.printed == "(東)弁10第50号"


@pytest.mark.parametrize(("mark", "code"), OFFICES.items())
@pytest.mark.parametrize(("kind", "digit"), CATEGORIES.items())
def test_every_published_office_and_category(
    mark: str, code: str, kind: str, digit: str
) -> None:
    number = parse_number(f"({mark}){kind}24第123号", ON)
    assert number.digits == f"{code}2024{digit}00123"
    assert parse_number(number.digits, ON) == number
    assert number.printed == f"({mark}){kind}24第123号"


@pytest.mark.parametrize(
    ("text", "reason", "values"),
    [
        ("1320107000", "digit_count", {"found": 10}),
        ("13201070005", "digit_count", {"found": 11}),
        ("1320107000501", "digit_count", {"found": 13}),
        ("142010700050", "office_code", {"code": "14"}),
        ("212010700050", "office_code", {"code": "21"}),
        ("232010700050", "office_code", {"code": "23"}),
        ("132010800050", "category_code", {"code": "8"}),
        ("131999700050", "year", {"last": 2026}),
        ("132027700050", "year", {"last": 2026}),
        ("132010700000", "serial", {}),
        ("(京)弁10第50号", "office_mark", {"mark": "京"}),
        ("(東)司10第50号", "category_mark", {"mark": "司"}),
        ("(東)弁27第50号", "year", {"last": 2026}),
        ("(東)弁95第50号", "year", {"last": 2026}),
        ("(東)弁1999第50号", "year", {"last": 2026}),
        ("(東)弁010第50号", "year", {"last": 2026}),
        ("(東)弁10第0号", "serial", {}),
        ("(東)弁10第123456号", "serial", {}),
        ("東弁201050", "two_readings", {}),
        ("東弁10", "serial", {}),
        ("東弁1", "year", {"last": 2026}),
        ("", "form", {}),
        ("弁10第50号", "form", {}),
        ("(東)弁第50号", "form", {}),
        ("(東)弁10第号", "form", {}),
        ("(東)弁10第五十号", "form", {}),
        ("(東京)弁10第50号", "form", {}),
        ("(東)弁10第50号の2", "form", {}),
        ("x(東)弁10第50号", "form", {}),
    ],
)
def test_what_is_refused_and_why(
    text: str, reason: str, values: dict[str, object]
) -> None:
    with pytest.raises(InvalidNumber) as caught:
        parse_number(text, ON)
    assert caught.value.reason.id == f"number.{reason}"
    assert dict(caught.value.reason.values) == values
    assert str(caught.value) == f"number.{reason}"


def test_the_first_and_the_last_year_and_serial() -> None:
    assert parse_number("132000700001", ON).printed == "(東)弁00第1号"
    assert parse_number("132026799999", ON).printed == "(東)弁26第99999号"
    assert parse_number("(東)弁00第1号", ON).digits == "132000700001"


def test_the_year_goes_by_the_day_given() -> None:
    with pytest.raises(InvalidNumber):
        parse_number("(東)弁23第50号", date(2022, 3, 16))


def test_a_number_is_a_secret() -> None:
    number = parse_number("(東)弁10第50号", ON)
    assert repr(number) == "IntermediaryNumber()"
    assert "10" not in str(number)


marks = st.sampled_from(sorted(OFFICES))
kinds = st.sampled_from(sorted(CATEGORIES))


@given(marks, kinds, st.integers(2000, 2026), st.integers(1, 99999))
def test_printed_and_digits_are_one(
    mark: str, kind: str, year: int, serial: int
) -> None:
    number = IntermediaryNumber(
        OFFICES[mark], str(year), CATEGORIES[kind], f"{serial:05}"
    )
    assert parse_number(number.printed, ON) == number
    assert parse_number(number.digits, ON) == number
    assert parse_number(f"{mark}{kind}{year}-{serial}", ON) == number


@given(st.text())
def test_any_text_is_a_number_or_has_a_reason(text: str) -> None:
    reason = None
    try:
        number = parse_number(text, ON)
    except InvalidNumber as error:
        reason = error.reason.id
    else:
        assert number.digits.isascii()
        assert len(number.digits) == 12
    assert reason is None or reason in NUMBER_FAULTS


@given(st.text("0123456789", max_size=14))
def test_digits_are_taken_as_they_are_or_not_at_all(text: str) -> None:
    found = text
    try:
        found = parse_number(text, ON).digits
    except InvalidNumber:
        return
    assert found == text


def test_any_number_of_separators_is_refused_at_once() -> None:
    """Each pair of them can be read in two ways, which must not all be tried."""
    with pytest.raises(InvalidNumber):
        parse_number("(東)弁10" + "年第" * 1000 + "x", ON)


def test_a_number_put_together_from_its_parts() -> None:
    """日行連発第1845号: (東)弁10第50号 is 132010700050."""
    assert as_printed("東", "attorney", "10", "50") == "(東)弁10第50号"
    assert as_printed("阪", "gyoseishoshi", "24", "123") == "(阪)行24第123号"


def test_every_office_mark_that_is_published() -> None:
    """日行連発第1845号, the table of offices."""
    assert office_marks() == OFFICES
