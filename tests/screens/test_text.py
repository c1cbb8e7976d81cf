"""Words on the screen: whose they are, what they may hold, where their lines end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import ComposeResult
from uniseg.linebreak import line_break_units

from kiosk.i18n import Words
from kiosk.message import say
from kiosk.screens.base import KioskApp
from kiosk.screens.kiosk_screen import KioskScreen
from kiosk.screens.widgets.text import Text, broken
from tests.screens.harness import made_up_words

NEVER_FIRST = (
    "」』）〕］｝〉》】、。，．・：；？！ー々ぁぃぅぇ"
    "ぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
"""JIS X 4051 行頭禁則: closing brackets, full stops, small kana and their like."""
NEVER_LAST = "「『（〔［｛〈《【"
"""JIS X 4051 行末禁則: opening brackets."""

MIXED = st.text(
    st.sampled_from(
        "あかさんゃーカメッャ漢字在留日「『（」』）、。！？・々 　abcXYZ,.:;!?12"
        "-/\"'“”…%¥$円\u0301\u200b\u2060\u3099"
    ),
    max_size=40,
)


@given(MIXED, st.integers(2, 30))
def test_lines_fit_and_end_where_unicode_allows(text: str, cells: int) -> None:
    """Against the library alone, unit by unit, without our short cuts."""
    expected = []
    line = ""
    for unit in line_break_units(text):
        if cell_len((line + unit).rstrip(" ")) > cells and line:
            expected.append(line)
            line = ""
        line += unit
    expected.append(line)
    if all(cell_len(line.rstrip(" ")) <= cells for line in expected):
        assert broken(text, cells) == [
            line.rstrip(" ").replace("\u200b", "") for line in expected
        ]
    assert all(cell_len(line) <= cells for line in broken(text, cells))


@given(MIXED, st.integers(1, 30))
def test_no_character_is_lost(text: str, cells: int) -> None:
    def kept(text: str) -> str:
        return text.replace(" ", "").replace("\u200b", "")

    assert kept("".join(broken(text, cells))) == kept(text)


@pytest.mark.parametrize("cells", range(8, 40))
def test_no_line_begins_or_ends_with_a_sign_that_must_not(cells: int) -> None:
    closed = "".join(f"漢字仮名{sign}" for sign in NEVER_FIRST)
    opened = "".join(f"{sign}漢字仮名" for sign in NEVER_LAST)
    assert all(line[0] not in NEVER_FIRST for line in broken(closed, cells))
    assert all(line[-1] not in NEVER_LAST for line in broken(opened, cells))


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("", 10, [""]),
        ("one two  three", 7, ["one two", "three"]),
        ("one\n\ntwo", 10, ["one", "", "two"]),
        ("supercalifragilistic", 8, ["supercal", "ifragili", "stic"]),
        ("see supercalifragilistic", 8, ["see", "supercal", "ifragili", "stic"]),
        ("カードを置いてください。", 22, ["カードを置いてくださ", "い。"]),
        ("カードを置いてください。", 24, ["カードを置いてください。"]),
        ("ข้าว\u200bสวย", 4, ["ข้าว", "สวย"]),
        ("e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]),
        ("漢", 1, ["漢"]),
    ],
)
def test_examples(text: str, cells: int, lines: list[str]) -> None:
    assert broken(text, cells) == lines


ENGLISH = made_up_words(hello="Welcome, {name}. Please read this to the very end.")
JAPANESE = made_up_words("ja", hello="{name}さん、最後までお読みください。")


class Greeting(KioskScreen):
    def compose(self) -> ComposeResult:
        yield Text(say("hello", name="Anna"), id="narrow")
        yield Text("[b]ID[/] 1\n2\x1b[2J", id="own")


class App(KioskApp):
    CSS = "#narrow { width: 20; } #own { width: auto; }"

    def __init__(self, words: Words = ENGLISH) -> None:
        super().__init__(words)

    def get_default_screen(self) -> KioskScreen:
        return Greeting()


def drawn(text: Text) -> list[str]:
    return [strip.text.rstrip() for strip in text.render_lines(text.size.region)]


async def test_a_text_is_as_high_as_its_lines() -> None:
    async with App().run_test(size=(80, 24)) as pilot:
        text = pilot.app.query_one("#narrow", Text)
        assert drawn(text) == ["Welcome, Anna.", "Please read this to", "the very end."]
        assert text.size == (20, 3)


async def test_the_language_changes_in_place() -> None:
    app = App()
    async with app.run_test(size=(80, 24)) as pilot:
        text = app.query_one("#narrow", Text)
        app.words = JAPANESE
        await pilot.pause()
        assert text.plain == "Annaさん、最後までお読みください。"
        assert drawn(text) == ["Annaさん、最後までお", "読みください。"]
        assert text.size == (20, 2)


async def test_the_language_changes_on_screens_beneath_too() -> None:
    app = App()
    async with app.run_test(size=(80, 24)) as pilot:
        text = app.query_one("#narrow", Text)
        app.push_screen(KioskScreen())
        await pilot.pause()
        app.words = JAPANESE
        app.pop_screen()
        await pilot.pause()
        assert text.size == (20, 2)


async def test_markup_is_text_and_controls_are_nothing() -> None:
    async with App().run_test(size=(80, 24)) as pilot:
        text = pilot.app.query_one("#own", Text)
        assert text.plain == "[b]ID[/] 1 2[2J"
        assert drawn(text) == ["[b]ID[/] 1 2[2J"]
        assert text.size == (15, 1)


async def test_values_are_made_printable_wherever_they_stand() -> None:
    words = made_up_words(hello="{who}\n{name}", who="({inner})")
    async with App(words).run_test(size=(80, 24)) as pilot:
        text = pilot.app.query_one("#narrow", Text)
        text.show(say("hello", name="a\nb\u202e", who=say("who", inner="\x1b[31m[b]")))
        await pilot.pause()
        assert drawn(text) == ["([31m[b])", "a b"]


async def test_a_repr_tells_no_words() -> None:
    async with App().run_test(size=(80, 24)) as pilot:
        assert "Anna" not in repr(pilot.app.query_one("#narrow", Text))
