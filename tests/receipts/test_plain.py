"""Whatever somebody put into a text, a short printable line comes out."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.receipts.plain import LONGEST, plain


@given(st.text())
def test_one_line_of_printable_characters(text: str) -> None:
    line = plain(text)
    assert len(line) <= LONGEST
    assert line == line.strip()
    allowed = "\u200c\u200d\u3000\u00a0\u202f"
    assert all(each.isprintable() or each in allowed for each in line)


@given(st.text())
def test_done_twice_is_the_same(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two\r\n  lines\t", "two lines"),
        ("\u202ereversed\u2066", "reversed"),
        ("\ufeffsoft\u00adhyphen", "softhyphen"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("private \ue000", "private"),
        ("क्‍ष", "क्‍ष"),
        ("が", "が"),
        ("漢字　全角", "漢字　全角"),
        ("[b]markup[/b] <i>", "[b]markup[/b] <i>"),
    ],
)
def test_examples(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_a_long_text_ends_in_an_ellipsis() -> None:
    assert plain("x" * 10_000) == "x" * (LONGEST - 1) + "…"
    assert plain("x" * LONGEST) == "x" * LONGEST


def test_heaps_of_marks_are_levelled() -> None:
    heap = plain("a" + "\u0323\u0330" * 500)
    assert sum(unicodedata.category(each) == "Mn" for each in heap) <= 4
