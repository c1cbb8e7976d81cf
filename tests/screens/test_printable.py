"""Text from outside, safe to draw."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.screens.printable import LIMIT, printable

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)
BIDI_CONTROLS = (
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""Unicode's Bidi_Control property."""


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("山田 太郎", "山田 太郎"),
        ("Nguyễn Thị Hoa", "Nguyễn Thị Hoa"),
        ("Nguye\u0302\u0303n", "Nguye\u0302\u0303n"),
        ("ﾔﾏﾀﾞ　ﾀﾛｳ", "ﾔﾏﾀﾞ　ﾀﾛｳ"),
        ("葛\U000e0100城", "葛城"),
        ("﨑", "﨑"),  # a compatibility ideograph stays: normalising would change it
        ("\U00031350", "\U00031350"),  # an ideograph newer than Python's tables
        ("\ue000島", "\ufffd島"),
        ("\ud800x", "\ufffdx"),
        ("\x1b[31mred\x1b]52;c;eA==\x07", "[31mred]52;c;eA=="),
        ("\x9b2J", "2J"),
        ("one\ntwo\r\nthree\u2028four", "one two  three four"),
        ("a\x7fb\x00c", "abc"),
        (f"a{BIDI_CONTROLS}b", "ab"),
        ("x\U000e0041\U000e007fy", "xy"),
        ("zero\u200bwidth\u200d\u2060\ufeffjoiners\u00ad", "zerowidthjoiners"),
        ("\u3164\u115f\uffa0", ""),
        ("☎\ufe0f", "☎"),
        ("\u0301a", "a"),
    ],
)
def test_what_is_drawn(text: str, drawn: str) -> None:
    assert printable(text) == drawn


def test_a_pile_of_marks_is_lowered() -> None:
    assert printable("a" + "\u0301" * 50 + "b") == "a" + "\u0301" * 6 + "b"


def test_long_text_is_cut_where_it_shows() -> None:
    assert printable("あ" * 10, 4) == "あああ…"
    assert printable("あ" * 4, 4) == "ああああ"
    assert printable("ab", 1) == "…"
    assert printable("ab", 0) == ""
    assert len(printable("x" * 100_000)) == LIMIT


@given(ANY_TEXT, st.integers(0, 40))
def test_nothing_a_terminal_could_act_on(text: str, limit: int) -> None:
    drawn = printable(text, limit)
    assert len(drawn) <= limit
    for character in drawn:
        assert unicodedata.category(character) not in {
            *("Cc", "Cf", "Cs", "Co", "Zl", "Zp"),
        }
        assert unicodedata.bidirectional(character) not in {
            *("LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN"),
        }
        assert "VARIATION SELECTOR" not in unicodedata.name(character, "")
    drawn.encode("utf-8")


@given(ANY_TEXT, st.integers(0, 40))
def test_once_is_enough(text: str, limit: int) -> None:
    drawn = printable(text, limit)
    assert printable(drawn, limit) == drawn


@given(st.text(st.sampled_from("abcÄßжあ漢ｱ0 .,-#/ệ"), max_size=60))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert printable(text) == text
