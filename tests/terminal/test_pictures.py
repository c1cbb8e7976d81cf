"""A card's pictures as they are seen: true pixels in foot, characters in tmux."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from kiosk.i18n import words_of
from kiosk.message import say
from tests.terminal.foot import CELL, FootDisplay
from tests.terminal.reading_app import FACE, HEIGHT, WIDTH
from tests.terminal.tmux import Tmux

pytestmark = pytest.mark.xdist_group("terminal")

APP = [sys.executable, "-m", "tests.terminal.reading_app"]
ENVIRONMENT = {"PYTHONPATH": str(Path(__file__).parents[2])}
OpenFoot = Callable[..., FootDisplay]
OpenTmux = Callable[..., Tmux]


MARGIN, SCROLL_BAR = 2, 1
"""Cells."""


def face() -> Image.Image:
    return Image.frombytes(FACE.mode, (WIDTH, HEIGHT), FACE.pixels)


def place_of(part: Image.Image, shown: Image.Image) -> tuple[int, int]:
    """Column and row of the cell from which a picture is to be seen, pixel by pixel but
    for the hundredths in which sixels say a colour.
    """
    for top in range(0, shown.height - part.height + 1, CELL[1]):
        for left in range(0, shown.width - part.width + 1, CELL[0]):
            area = (left, top, left + part.width, top + part.height)
            difference = ImageChops.difference(shown.crop(area), part)
            if max(difference.tobytes()) <= 3:
                return left // CELL[0], top // CELL[1]
    raise AssertionError("it is not to be seen")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_photo_in_foot(open_foot: OpenFoot, size: tuple[int, int]) -> None:
    """Whole, at the right of the page, beside its margin and the scroll bar."""
    display = open_foot(APP, *size, ENVIRONMENT)
    shown = display.wait_for_still().convert("RGB")
    column, _ = place_of(face(), shown)
    assert column + WIDTH // CELL[0] == size[0] - MARGIN - SCROLL_BAR


def test_the_photo_is_scrolled(open_foot: OpenFoot) -> None:
    """Its lower part goes with the page, and comes back whole."""
    display = open_foot(APP, 80, 24, ENVIRONMENT)
    whole = face()
    shown = display.wait_for_still().convert("RGB")
    column, row = place_of(whole, shown)
    display.key("Next")
    moved = display.wait_for_still().convert("RGB")
    assert moved != shown
    lines = HEIGHT // CELL[1]
    gone = next(n for n in range(1, lines) if _is_at_top(moved, whole, n, column))
    assert 0 < gone < lines
    display.key("Prior")
    assert place_of(whole, display.wait_for_still().convert("RGB")) == (column, row)


def _is_at_top(shown: Image.Image, whole: Image.Image, gone: int, column: int) -> bool:
    """Whether the page begins with what is left of the photo without so many lines."""
    part = whole.crop((0, gone * CELL[1], WIDTH, HEIGHT))
    try:
        return place_of(part, shown) == (column, 2)
    except AssertionError:
        return False


def test_the_photo_in_a_terminal_without_pictures(open_tmux: OpenTmux) -> None:
    """Half blocks for the photo, dots for the words, and no code left over."""
    terminal = open_tmux(APP, 80, 24, ENVIRONMENT)
    title = words_of("en").say(say("screen.residence.read.title"))
    screen = terminal.wait_for(title)
    assert screen.count("▀" * (WIDTH // CELL[0])) >= HEIGHT // CELL[1]
    assert any(0x2800 < ord(character) < 0x2900 for character in screen)
    assert "1;1;" not in screen
