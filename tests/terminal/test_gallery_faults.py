"""The comparison of pictures finds what is wrong with one. These are drawn here."""

from typing import Final

import pytest
from PIL import Image, ImageDraw, ImageFont

from kiosk.letters.fonts import MONOSPACED, find
from kiosk.letters.lettering import Lettering
from tests.terminal.foot import CELL
from tests.terminal.gallery import Part, Piece, Rgb, Said, View, faults, shape

INK: Final = (20, 32, 43)
WHITE: Final = (255, 255, 255)
WIDTH, HEIGHT = CELL
COLUMNS, ROWS = 12, 3
WORDS: Final = "Ég"
LINE: Final = "ÉgÉgÉg"
LINE_COLUMNS: Final = 8
AT: Final = (1, 0)
LINE_AT: Final = (2, 2)


def letters(ink: Rgb = INK) -> Image.Image:
    """A word in cells, in the first row; a line that is a picture, in the last."""
    shown = Image.new("RGB", (COLUMNS * WIDTH, ROWS * HEIGHT), WHITE)
    canvas = ImageDraw.Draw(shown)
    font = ImageFont.truetype(find(MONOSPACED), 14)
    for place, own in enumerate(WORDS):
        at = ((AT[0] + place) * WIDTH, AT[1] * HEIGHT + 15)
        canvas.text(at, own, fill=ink, font=font, anchor="ls")
    width = LINE_COLUMNS * WIDTH
    octets = Lettering([], HEIGHT).mask(LINE, width, bold=False, underlined=False)
    mask = Image.frombytes("L", (width, HEIGHT), octets)
    shown.paste(ink, (LINE_AT[0] * WIDTH, LINE_AT[1] * HEIGHT), mask)
    return shown


def view(
    words: str = WORDS,
    line: str = LINE,
    columns: int = LINE_COLUMNS,
    word_area: tuple[int, int, int, int] = (1, 0, 4, 1),
) -> View:
    part = Part(line, "", columns, 1, 0, 0, columns, bold=False, underlined=False)
    x, y = LINE_AT
    said = [
        Said("cells", word_area, words, whole=True),
        Said("picture", (x, y, COLUMNS - x, 1), line, whole=True),
    ]
    after = COLUMNS - x - columns
    pieces = [
        Piece(0, 0, 1, " ", INK, WHITE, None),
        Piece(1, 0, 2, words, INK, WHITE, None),
        Piece(3, 0, COLUMNS - 3, " " * (COLUMNS - 3), INK, WHITE, None),
        Piece(0, 1, COLUMNS, " " * COLUMNS, INK, WHITE, None),
        Piece(0, 2, x, " " * x, INK, WHITE, None),
        Piece(x, y, columns, "", INK, WHITE, part),
        Piece(x + columns, y, after, " " * after, INK, WHITE, None),
    ]
    return View(1, "drawn", said, pieces, last=True)


def box(colour: Rgb = INK) -> Image.Image:
    cell = Image.new("RGB", CELL, WHITE)
    ImageDraw.Draw(cell).rectangle((1, 3, WIDTH - 2, HEIGHT - 4), outline=colour)
    return cell


TOFU: Final = frozenset([shape(box(), WHITE)])


def found(told: View, shown: Image.Image) -> str:
    return "\n".join(faults(told, shown, TOFU))


def spoiled(
    area: tuple[int, int, int, int], colour: Rgb = WHITE, ink: Rgb = INK
) -> Image.Image:
    shown = letters(ink)
    ImageDraw.Draw(shown).rectangle(area, fill=colour)
    return shown


def test_what_is_right_has_no_fault() -> None:
    assert found(view(), letters()) == ""


def test_a_box_for_a_letter() -> None:
    shown = letters()
    shown.paste(box(), (WIDTH, 0))
    assert found(view(), shown) == "1,0: a box is drawn for 'É'"


@pytest.mark.parametrize(
    ("area", "fault"),
    [
        ((WIDTH, 0, 2 * WIDTH - 1, HEIGHT - 1), "1,0: nothing is drawn for 'É'"),
        ((20, 40, 59, 49), f"2,2: not as it is drawn: {LINE!r}"),
    ],
)
def test_letters_that_are_not_there(
    area: tuple[int, int, int, int], fault: str
) -> None:
    assert found(view(), spoiled(area)) == fault


@pytest.mark.parametrize(
    ("dot", "place"),
    [((45, 10), "3,0"), ((0, 30), "0,1"), ((0, 59), "0,2"), ((119, 40), "10,2")],
)
def test_ink_where_ground_should_be(dot: tuple[int, int], place: str) -> None:
    assert found(view(), spoiled((*dot, *dot), INK)) == f"{place}: is not ground"


def test_a_line_that_is_too_narrow() -> None:
    columns = 3
    assert "cut right by" in found(view(columns=columns), letters())


def test_a_sign_that_no_font_has() -> None:
    assert "1,0: no font has U+1000" in found(view(words="\u1000g"), letters())
    assert "no font has all of" in found(view(line="\u1000g"), letters())


def test_letters_outside_of_every_text() -> None:
    told = view(word_area=(5, 1, 2, 1))
    assert f"outside of every text: {WORDS!r}" in found(told, letters())
    assert f"without ink: {WORDS!r}" in found(told, letters())


def test_texts_over_each_other() -> None:
    told = view(word_area=(1, 0, 4, 3))
    assert f"over each other: {WORDS!r} and {LINE!r}" in found(told, letters())


def test_letters_that_are_too_pale() -> None:
    """Of black and white WCAG says 21:1; of #767676 on white, 4.54:1."""
    grey = (0x76, 0x76, 0x76)
    assert "contrast 4.54: 'Ég'" in found(view(), letters(grey))
    black = (0, 0, 0)
    assert "contrast" not in found(view(), letters(black))
