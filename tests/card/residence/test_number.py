"""The card number: its form, and that it says nothing by accident."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card.residence.number import CardNumber, Flaw, WrongNumber, flaw

NUMBER = "AB12345678CD"


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER,
        "ab12345678cd",
        "aB12345678Cd",
        "ＡＢ１２３４５６７８ＣＤ",
        "ａｂ１２３４５６７８ｃｄ",
        " AB 12345678 CD\n",
        "AB　1234　5678　CD",
        "AB\t12345678CD\r\n",
    ],
)
def test_what_is_put_right(typed: str) -> None:
    number = CardNumber.parse(typed)
    assert number is not None
    assert number.reveal() == NUMBER
    assert number.codes() == b"\x41\x42\x31\x32\x33\x34\x35\x36\x37\x38\x43\x44"
    assert number == CardNumber(NUMBER)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "AB", "AB1234567CD", "AB123456789CD", "A112345678CD", "AB12345678C1"),
        *("AB12345678CDE", "XAB12345678CD", "AB1234O678CD", "AB-12345678-CD"),
        *("AB١٢٣٤٥٦٧٨CD", "AB①2345678CD", "ＡＢ一２３４５６７８ＣＤ", "ÄB12345678CD"),
        *("ß12345678CD", "ſB12345678CD", "ﬀ12345678CD", "AB12345678\u212aD"),
        *("AB\x0012345678CD", "AB12345678CD\u200b", "AB１２３４５６７8", "🪪"),
    ],
)
def test_what_is_not_a_number(typed: str) -> None:
    """Nothing that merely looks or folds like a letter or digit becomes one."""
    assert CardNumber.parse(typed) is None


@given(st.from_regex("[A-Z]{2}[0-9]{8}[A-Z]{2}", fullmatch=True), st.data())
def test_every_number_in_every_width(text: str, data: st.DataObject) -> None:
    wide = data.draw(st.lists(st.booleans(), min_size=12, max_size=12))
    low = data.draw(st.lists(st.booleans(), min_size=12, max_size=12))
    typed = "".join(
        chr(ord(c.lower() if small else c) + (0xFEE0 if full else 0))
        for c, full, small in zip(text, wide, low, strict=True)
    )
    number = CardNumber.parse(typed)
    assert number is not None
    assert number.reveal() == text


@given(st.text(max_size=20))
def test_whatever_is_typed(typed: str) -> None:
    number = CardNumber.parse(typed)
    assert number is None or number == CardNumber.parse(number.reveal())


def test_it_says_nothing() -> None:
    number = CardNumber(NUMBER)
    for text in (repr(number), str(number), f"{number}", repr([number])):
        assert "AB" not in text
        assert "1234" not in text
    with pytest.raises(TypeError):
        pickle.dumps(number)
    with pytest.raises(TypeError):
        hash(number)
    assert number != NUMBER
    assert str(WrongNumber()) == "wrong card number"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("", Flaw.EMPTY),
        (" \u3000", Flaw.EMPTY),
        ("A", Flaw.SHORT),
        ("AB12345678C", Flaw.SHORT),
        ("AB1234567CD", Flaw.MIDDLE),
        ("AB12345678CDE", Flaw.LONG),
        ("A112345678CD", Flaw.FRONT),
        ("ßB12345678CD", Flaw.FRONT),
        ("12345678", Flaw.FRONT),
        ("AB1234O678CD", Flaw.MIDDLE),
        ("AB-12345678-CD", Flaw.MIDDLE),
        ("ab１２３４５６７8c0", Flaw.BACK),
        (NUMBER, None),
        ("ａｂ 12345678 ｃｄ", None),
    ],
)
def test_what_is_to_be_mended_first(typed: str, wrong: Flaw | None) -> None:
    assert flaw(typed) is wrong


@given(st.text(st.sampled_from("ABoO01 Ｚ９ßé-"), max_size=14))
def test_a_number_is_what_has_no_flaw(typed: str) -> None:
    assert (CardNumber.parse(typed) is None) == (flaw(typed) is not None)
