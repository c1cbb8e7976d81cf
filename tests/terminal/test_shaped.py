"""Words that foot cannot shape, seen in foot: as they are drawn for it, which is as
Pango draws them (``tests/letters``), and gone with their page.
"""

import sys
from collections.abc import Callable
from math import ceil
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from kiosk.i18n.languages import Language
from kiosk.letters.lettering import Lettering
from tests.letters.likeness import likeness, trimmed
from tests.letters.samples import BURMESE, NEPALI, THAI
from tests.terminal.foot import CELL, FootDisplay
from tests.terminal.shaped_app import LONG, TITLE
from tests.terminal.tmux import Tmux

pytestmark = pytest.mark.xdist_group("terminal")

APP = [sys.executable, "-m", "tests.terminal.shaped_app"]
ENVIRONMENT = {"PYTHONPATH": str(Path(__file__).parents[2])}
OpenFoot = Callable[..., FootDisplay]
OpenTmux = Callable[..., Tmux]
SIZES = [(80, 24), (120, 40)]
CHOICE_LEFT = 2 + 1 + 4
"""Cells of margin, padding and key before the words of an answer."""


def rows_of(picture: Image.Image) -> list[Image.Image]:
    """One above the other, as white ink on black."""
    grey = picture.convert("L")
    rows = []
    for top in range(0, grey.height, CELL[1]):
        row = grey.crop((CHOICE_LEFT * CELL[0], top, 400, top + CELL[1]))
        dark = row.getpixel((row.width - 1, 0))
        assert isinstance(dark, int)
        rows.append(ImageOps.autocontrast(ImageOps.invert(row) if dark > 127 else row))
    return rows


def expected(row: Language) -> Image.Image:
    lettering = Lettering([row], CELL[1])
    width = ceil(lettering.width(row.own_name)) + CELL[0]
    mask = lettering.mask(row.own_name, width, bold=True, underlined=False)
    return trimmed(Image.frombytes("L", (width, CELL[1]), mask))


def best(shown: Image.Image, word: Image.Image) -> float:
    return max(
        likeness(trimmed(row), word)
        for row in rows_of(shown)
        if row.getbbox() and abs(trimmed(row).width - word.width) <= 3
    )


@pytest.mark.parametrize("size", SIZES)
def test_names_of_languages_in_foot(open_foot: OpenFoot, size: tuple[int, int]) -> None:
    """One has the focus: light on dark."""
    display = open_foot(APP, *size, ENVIRONMENT)
    shown = display.wait_for_still()
    for row in (NEPALI, BURMESE, THAI):
        assert best(shown, expected(row)) >= 0.95
    # The focus goes on and comes back, and the words with it.
    display.key("Down")
    moved = display.wait_for_still()
    assert moved != shown
    for row in (NEPALI, BURMESE, THAI):
        assert best(moved, expected(row)) >= 0.95
    display.key("Up")
    assert display.wait_for_still() == shown


def test_a_page_leaves_no_picture_behind(open_foot: OpenFoot) -> None:
    """Whatever came before it, a page is the same to the last pixel."""
    display = open_foot(APP, 80, 24, ENVIRONMENT)
    shown = display.wait_for_still()
    display.key("1")
    plain = display.wait_for_still()
    assert plain != shown
    # Nothing is left but the words of the page, each at its place in its colours.
    white = plain.convert("L").crop((0, 200, 800, 400))
    assert white.getextrema() == (255, 255)
    display.key("1")
    assert display.wait_for_still() == shown
    display.key("2")
    assert display.wait_for_still() == plain


def test_a_terminal_without_pictures_shows_characters(open_tmux: OpenTmux) -> None:
    terminal = open_tmux(APP, 80, 24, ENVIRONMENT)
    screen = terminal.wait_for("residence card")
    assert "1;1;" not in screen
    assert not [own for own in screen if ord(own) >= 0xF0000]
    assert TITLE[:3] in screen
    assert LONG[:5] in screen
