"""Texts as pictures: their lines, their place among cells, and what is kept of them."""

import gc
import re
from math import ceil

import pytest
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.color import Color
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from kiosk.i18n import words_of
from kiosk.letters import fonts
from kiosk.message import Message
from kiosk.screens.base import KioskApp
from kiosk.screens.graphics import Cell
from kiosk.screens.kiosk_screen import KioskScreen
from kiosk.screens.placeholders import Placeholders
from kiosk.screens.setting import IN_CELLS
from kiosk.screens.shaped import MOST_CELLS, Line, Shaped, Shaping
from kiosk.screens.sixels import ink_sixels
from kiosk.screens.widgets.caps import Cap, Caps
from kiosk.screens.widgets.choices import ChoiceLine
from kiosk.screens.widgets.text import Text, broken
from tests.letters.samples import PICTURED
from tests.screens.test_sixels import drawn

CELL = Cell(10, 20)
NEPALI = "कृपया आफ्नो निवास कार्ड (在留カード) राख्नुहोस् । PIN अङ्क टाइप गर्नुहोस्।"
THAI = "กรุณาวางบัตรประจำตัวของคุณบนเครื่องอ่านบัตรแล้วรอสักครู่"
INK, GROUND = (16, 32, 64), (240, 224, 208)
STYLE = Style(Color(*GROUND), Color(*INK))
PLACEHOLDER = re.compile("[\U000f0000-\U0010ffff]")


def shaping(scale: int = 1) -> tuple[Shaping, Placeholders]:
    placeholders = Placeholders()
    return Shaping(CELL, PICTURED, placeholders, scale), placeholders


def setting_of(text: str, scale: int = 1) -> Shaped:
    setting = shaping(scale)[0].setting_of(text)
    assert isinstance(setting, Shaped)
    return setting


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("cells", [8, 20, 40, 76])
@pytest.mark.parametrize("text", [NEPALI, THAI], ids=["Nepali", "Thai"])
def test_lines_are_whole_cells_and_fit(text: str, cells: int, scale: int) -> None:
    setting = setting_of(text, scale)
    lines = broken(text, cells * scale - setting.overhang, setting.measure)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not [line for line in lines if line.startswith(("।", "ๆ", ")"))]
    for line in lines:
        held: list[object] = []
        strips = setting.strips(line, STYLE, held)
        assert len(strips) == setting.rows == scale
        needed = ceil(setting.measure(line))
        for strip in strips:
            assert needed <= strip.cell_length <= min(needed + 1, cells * scale)
            assert cell_len(strip.text) == strip.cell_length


def test_a_line_has_the_letters_of_its_text() -> None:
    """A line of Japanese in Nepali is as large as the others."""
    own, _ = shaping()
    assert own.setting_of("在留 कार्ड") is own.setting_of("कार्ड")
    assert own.setting_of("कार्ड ไทย") is not own.setting_of("कार्ड")


@pytest.mark.parametrize("reverse", [False, True])
def test_colours_are_those_of_the_cells(reverse: bool) -> None:
    held: list[object] = []
    style = STYLE + Style(reverse=reverse)
    [strip] = setting_of("ไทย").strips("ไทย", style, held)
    [line] = held
    assert isinstance(line, Line)
    ink, ground = (GROUND, INK) if reverse else (INK, GROUND)
    [segment] = strip
    assert segment.style is not None
    assert segment.style.bgcolor is not None
    assert tuple(segment.style.bgcolor.get_truecolor()) == ground
    colours = re.findall(r"#\d+;2;(\d+);(\d+);(\d+)", line.sixels(0, 0, line.columns))
    wanted = tuple(round(part * 100 / 255) for part in ink)
    assert tuple(map(int, colours[-1])) == wanted


def test_parts_of_a_line_are_parts_of_its_picture() -> None:
    """Row by row and column by column, at twice the size."""
    held: list[object] = []
    setting_of(NEPALI, 2).strips("कार्ड", STYLE, held)
    [line] = held
    assert isinstance(line, Line)
    for row in range(2):
        whole = drawn(line.sixels(row, 0, line.columns), GROUND)
        assert whole.size == (10 * line.columns, 20)
        for first in range(line.columns):
            part = drawn(line.sixels(row, first, first + 1), GROUND)
            area = (10 * first, 0, 10 * first + 10, 20)
            assert part.tobytes() == whole.crop(area).tobytes()


def test_ink_is_as_dark_as_its_mask() -> None:
    mask = bytes(range(256)) * 7
    image = drawn(ink_sixels(mask, 256, (0, 0, 0), (255, 255, 255)), (255, 255, 255))
    assert image.size == (256, 7)
    for x, light in enumerate(image.convert("L").tobytes()[-256:]):
        assert abs(light - (255 - x)) <= 255 / 7 / 2 + 2


def test_what_is_kept_is_bounded_and_wiped() -> None:
    own, placeholders = shaping()
    setting = own.setting_of("ไทย")
    free = len(placeholders._free)
    gc.collect()
    before = sum(isinstance(each, Line) for each in gc.get_objects())
    for number in range(1_000):
        for line in range(12):
            setting.strips(f"ไทย {number} {line} {'ก' * 40}", STYLE, [])
    kept = [each for each in gc.get_objects() if isinstance(each, Line)][before:]
    assert sum(line.columns for line in kept) <= MOST_CELLS
    assert not [line for line in kept if "ไทย" in repr(line)]
    assert "ไทย" not in repr(own)
    del kept
    own.wipe()
    assert len(placeholders._free) == free
    assert "999" not in str(vars(own)) + str(vars(setting))


def test_without_its_fonts_a_text_stays_in_cells(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def missing(*_: object) -> None:
        raise fonts.FontsUnavailable("install fonts-noto-core")

    monkeypatch.setattr("kiosk.letters.lettering.row_of_fonts", missing)
    assert shaping()[0].setting_of(THAI) is IN_CELLS
    assert caplog.messages == ["install fonts-noto-core"]


class Page(KioskScreen):
    def compose(self) -> ComposeResult:
        yield Text(NEPALI, id="text")
        yield Text("Cells only, 在留カード.", id="cells")
        yield Text("ไทย", id="right")
        yield ChoiceLine(1, Message("မြန်မာ"), Message(THAI))
        yield Caps([[Cap("नेपाली", lambda: None), Cap("A", lambda: None)]])


class App(KioskApp):
    CSS = """
    #text { width: 30; background: #ffffff; color: #000000; }
    #right { width: 20; text-align: right; background: #ffffff; }
    ChoiceLine { width: 40; content-align: left middle; height: 6; }
    """

    def get_default_screen(self) -> KioskScreen:
        return Page()


def app(cell: Cell | None = CELL) -> App:
    own = App(words_of("en"))
    own.cell, own.pictured = cell, PICTURED
    return own


def rows(widget: Text) -> list[Strip]:
    return widget.render_lines(widget.size.region)


async def test_pictures_take_whole_cells_of_their_widgets() -> None:
    own = app()
    async with own.run_test(size=(80, 24)):
        text = own.query_one("#text", Text)
        assert text.plain == NEPALI
        assert text.size.height == len(text.broken(NEPALI, 30)) > 1
        for strip in rows(text):
            assert strip.cell_length == 30
            assert PLACEHOLDER.match(strip.text)
        assert not PLACEHOLDER.search(
            "".join(own.placeholders.drawn(strip.text) for strip in rows(text))
        )
        [right] = rows(own.query_one("#right", Text))
        assert right.text.startswith(" " * 10)
        assert PLACEHOLDER.match(right.text[-1])
        [cells] = rows(own.query_one("#cells", Text))
        assert cells.text.rstrip() == "Cells only, 在留カード."
        choice = rows(own.query_one(ChoiceLine))
        words = [strip for strip in choice if PLACEHOLDER.search(strip.text)]
        assert len(words) >= 3
        assert sum(strip.text.startswith(" 1  ") for strip in choice) == 1
        assert all(PLACEHOLDER.match(strip.text[4]) for strip in words)
        caps = rows(own.query_one(Caps))
        assert sum(bool(PLACEHOLDER.search(strip.text)) for strip in caps) == 1


async def test_without_pictures_all_is_in_cells() -> None:
    own = app(cell=None)
    async with own.run_test(size=(80, 24)):
        for widget in own.query(Text):
            for strip in rows(widget):
                assert not PLACEHOLDER.search(strip.text)
        text = own.query_one("#text", Text)
        plain = Content("\n".join(broken(NEPALI, 30))).plain.split("\n")
        assert [strip.text.rstrip() for strip in rows(text)] == plain


async def test_what_is_shown_stays_when_the_rest_is_forgotten() -> None:
    own = app()
    async with own.run_test(size=(80, 24)) as pilot:
        text = own.query_one("#text", Text)
        shown = [strip.text for strip in rows(text)]
        own.forget_texts()
        gc.collect()
        for line in shown:
            assert "\x1bP" in own.placeholders.drawn(line)
        text.show("ไทย")
        await pilot.pause()
        rows(text)
        own.forget_texts()
        gc.collect()
        for line in shown:
            assert "\x1bP" not in own.placeholders.drawn(line)


async def test_a_repr_tells_no_words() -> None:
    own = app()
    async with own.run_test(size=(80, 24)):
        text = own.query_one("#text", Text)
        told = [repr(each) for each in (text, text.render(), *text._held, own._shaping)]
        assert not [line for line in told if "कार्ड" in line]
