"""Pictures from a card as characters and as pixels, and what is not seen of them."""

import unicodedata

import pytest
from PIL import Image
from rich.segment import Segment
from textual.strip import Strip

from kiosk.i18n import words_of
from kiosk.screens.graphics import Cell
from kiosk.screens.pages import page_of
from kiosk.screens.widgets.picture import PictureView, Pixels, drawn
from kiosk.visit.readings import Picture, Residence, ResidenceFault
from kiosk.visit.steps import LayResidence, ResidenceRead, ResidenceTrouble
from tests.screens.pages import READINGS, at
from tests.screens.showing import showing
from tests.screens.test_sixels import drawn as as_drawn
from tests.screens.test_sixels import unlike

CELL = Cell(10, 20)


def words(width: int, height: int) -> Image.Image:
    """A black line down the left and one along the bottom."""
    image = Image.new("L", (width, height), 255)
    image.paste(0, (0, 0, 1, height))
    image.paste(0, (0, height - 1, width, height))
    return image


def dots(strips: list[Strip]) -> list[str]:
    """Braille taken apart by Unicode's own names: a row of # and . for each of dots."""
    places = {1: (0, 0), 2: (1, 0), 3: (2, 0), 7: (3, 0)}
    places |= {4: (0, 1), 5: (1, 1), 6: (2, 1), 8: (3, 1)}
    rows: list[list[str]] = []
    for strip in strips:
        lines = [["."] * (2 * strip.cell_length) for _ in range(4)]
        for column, char in enumerate(strip.text):
            name = unicodedata.name(char)
            for digit in name.removeprefix("BRAILLE PATTERN DOTS-"):
                if digit.isdigit():
                    down, across = places[int(digit)]
                    lines[down][2 * column + across] = "#"
        rows += lines
    return ["".join(row) for row in rows]


def test_words_are_dots() -> None:
    strips = drawn(words(6, 7), 10)
    assert dots(strips) == [*["#....."] * 6, "######", "......"]


def test_words_are_made_smaller_but_never_larger() -> None:
    assert [own.cell_length for own in drawn(words(6, 8), 50)] == [3, 3]
    small = drawn(words(400, 80), 50)
    assert [own.cell_length for own in small] == [50] * 5


def test_a_photo_is_two_colours_in_a_cell() -> None:
    image = Image.new("RGB", (2, 3), "red")
    image.putpixel((1, 1), (0, 0, 255))
    image.putpixel((0, 2), (0, 255, 0))
    upper, lower = drawn(image, 18)
    assert [colours(own) for own in upper] == [
        ("#ff0000", "#ff0000"),
        ("#ff0000", "#0000ff"),
    ]
    # An odd last row stands twice.
    assert [colours(own) for own in lower] == [
        ("#00ff00", "#00ff00"),
        ("#ff0000", "#ff0000"),
    ]


def colours(segment: Segment) -> tuple[str, str]:
    """Of the upper and the lower half of a cell."""
    assert segment.text == "▀"
    style = segment.style
    assert style is not None
    assert style.color is not None
    assert style.bgcolor is not None
    return style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex


@pytest.mark.parametrize("size", [(180, 240), (37, 53), (10, 20), (1, 1)])
def test_pixels_are_lines_of_pictures(size: tuple[int, int]) -> None:
    """Each as high as a cell; the last is filled up with white."""
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    pixels = Pixels(image, 18, CELL)
    wide, high = -(-size[0] // 10), -(-size[1] // 20)
    assert (pixels.columns, pixels.lines) == (wide, high)
    whole = Image.new("RGB", (wide * 10, high * 20), "white")
    whole.paste(image)
    for line in range(high):
        for first in {0, wide // 2}:
            part = as_drawn(pixels.sixels(line, first, wide))
            area = (10 * first, 20 * line, wide * 10, 20 * line + 20)
            assert unlike(part, whole.crop(area)) < 12


def test_pixels_are_no_wider_than_their_place() -> None:
    pixels = Pixels(Image.new("L", (674, 425)), 30, CELL)
    assert (pixels.columns, pixels.lines) == (30, 10)  # 300 by 189 pixels


@pytest.mark.parametrize("cell", [None, CELL])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("name", READINGS)
async def test_pictures_have_their_place_on_the_page(
    name: str, size: tuple[int, int], cell: Cell | None
) -> None:
    residence = Residence("AA12345678BB", READINGS[name])
    async with showing(words_of("ja"), size) as reader:
        reader.app.cell = cell
        await reader.show(page_of(at(ResidenceRead(), residence=residence)))
        views = list(reader.app.screen.query(PictureView))
        assert len(views) == {"second": 3, "first": 2, "a child's": 1}[name]
        for view in views:
            lines = view.render_lines(view.size.region)
            assert len(lines) == view.size.height > 0
            assert 0 < view.size.width <= size[0]
            assert view.region.right <= size[0]


def test_nothing_of_a_picture_is_in_a_repr() -> None:
    picture = Picture("L", 2, 2, b"FACE")
    for own in (picture, PictureView(picture), page_of):
        assert "FACE" not in repr(own)
    residence = Residence("AA12345678BB", READINGS["second"])
    page = page_of(at(ResidenceRead(), residence=residence))
    assert "19900401" not in repr(page.photo)
    assert "UUUU" not in repr(page)


@pytest.mark.parametrize(
    "step",
    [LayResidence(), ResidenceTrouble(ResidenceFault.NO_READER)],
)
async def test_an_enter_too_many_does_not_pass_over_the_card(
    step: LayResidence | ResidenceTrouble,
) -> None:
    """A scanner may end its number with two of them."""
    async with showing(words_of("en"), (80, 24)) as reader:
        await reader.show(page_of(at(step)))
        assert reader.app.focused is None
