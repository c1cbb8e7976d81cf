"""Lines break where Unicode says, and never before closing punctuation."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uniseg.graphemecluster import grapheme_clusters
from uniseg.linebreak import line_break_units

from kiosk.receipts.lines import Flow, unbreakable

MIXED = st.text(
    st.sampled_from(
        "aZéếñ .,;:!?¿¡-/'’\"()[]<>12\u00a0%¥️\u0301नि"
        "あいっゃーア漢字年「」『』（）、。・…〜々한국"
    )
)


LETTERS = [
    *range(0xC0, 0x250),
    *range(0x1E00, 0x1F00),
    *range(0x3000, 0x3200),
    *range(0x4E00, 0xA010, 37),
    *range(0xAC00, 0xD7A4, 37),
]


def test_each_letter_breaks_where_uniseg_does() -> None:
    for code in LETTERS:
        text = f"字{chr(code)}字 A{chr(code)}1"
        assert list(unbreakable(text)) == list(line_break_units(text)), hex(code)


def by_count(text: str) -> float:
    return float(len(text))


@given(MIXED)
@settings(max_examples=1000)
def test_the_short_cuts_break_where_uniseg_does(text: str) -> None:
    assert list(unbreakable(text)) == list(line_break_units(text))


@given(MIXED, st.integers(1, 20))
@settings(max_examples=300)
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, width: int) -> None:
    lines = Flow(text, by_count).lines(width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        # A letter and its marks are never parted, whatever the width.
        assert len(line) <= width or len(list(grapheme_clusters(line))) == 1


@given(MIXED, st.integers(1, 20))
@settings(max_examples=300)
def test_balancing_needs_no_more_lines(text: str, width: int) -> None:
    flow = Flow(text, by_count)
    for others in (flow.balanced(width), flow.without_stub(width, 3)):
        assert len(others) == len(flow.lines(width))
        assert "".join(others).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("width", range(4, 30))
def test_no_line_begins_with_closing_punctuation(width: int) -> None:
    text = (
        "申請（更新）は、在留期間の「満了」する日までに。"
        "ちょっと待って、マッチ！カード・パスポート。"
    )
    for line in Flow(text, by_count).lines(width):
        assert line[0] not in "。、）」！・ょッーっ"


def test_a_word_longer_than_the_line_keeps_its_full_stop() -> None:
    lines = Flow("A" * 20 + "。", by_count).lines(5)
    assert lines == [*["AAAAA"] * 3, "AAAA", "A。"]


def test_a_stub_is_avoided() -> None:
    flow = Flow("この窓口では控えています。", by_count)
    assert flow.lines(11) == ["この窓口では控えていま", "す。"]
    assert min(map(len, flow.without_stub(11, 3))) >= 3


def test_headings_are_balanced() -> None:
    assert Flow("Fukuoka Support Centre of the City", by_count).balanced(30) == [
        "Fukuoka Support",
        "Centre of the City",
    ]


def test_no_text_is_one_empty_line() -> None:
    assert Flow("", by_count).lines(10) == [""]
