"""A picture from a card: in true pixels where the terminal has sixels, in characters
where it has not.

A photo is drawn in half blocks of its colours, words in Braille dots, of which a cell
has most.
"""

from math import ceil
from typing import Final, Protocol, cast

from PIL import Image, ImageOps
from rich.color import Color
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widget import Widget

from kiosk.screens.graphics import Cell
from kiosk.screens.placeholders import Placeholders
from kiosk.screens.sixels import sixels
from kiosk.visit.readings import Picture

INK: Final = 150
"""Of 255: what is darker is drawn as words."""
_MARGIN: Final = 4
"""Pixels of white that are left around words."""
_DOTS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Braille patterns (Unicode 25.1): the bit of each dot, row by row."""
_BRAILLE: Final = 0x2800
_BLACK_ON_WHITE: Final = RichStyle(color="#000000", bgcolor="#ffffff")


class PictureView(Widget):
    """The picture, as wide as its place; it is never made larger. Nothing of it shows
    in a repr.
    """

    def __init__(self, picture: Picture, classes: str = "") -> None:
        super().__init__(classes=classes, markup=False)
        self._image = _image(picture)
        self._visual: _Drawn | None = None

    def render(self) -> Visual:
        if self._visual is None:
            app = cast(Drawing, self.app)
            self._visual = _Drawn(self._image, app.cell, app.placeholders)
        return self._visual


class Drawing(Protocol):
    """What a picture asks of its app: the size of a cell, where sixels are drawn, and
    what stands for them.
    """

    @property
    def cell(self) -> Cell | None: ...

    @property
    def placeholders(self) -> Placeholders: ...


class _Drawn(Visual):
    """Drawn once for each width."""

    def __init__(
        self, image: Image.Image, cell: Cell | None, placeholders: Placeholders
    ) -> None:
        self._image = image
        self._cell = cell
        self._placeholders = placeholders
        self._held: list[Pixels] = []
        self._drawn: dict[int, list[Strip]] = {}

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        return self._strips(width)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        return len(self._strips(width))

    def _strips(self, width: int) -> list[Strip]:
        if width not in self._drawn:
            self._drawn[width] = self._in_pixels(width) or drawn(self._image, width)
        return self._drawn[width]

    def _in_pixels(self, width: int) -> list[Strip]:
        if self._cell is None:
            return []
        pixels = Pixels(self._image, width, self._cell)
        self._held.append(pixels)
        return [
            Strip([Segment(line, _BLACK_ON_WHITE)], pixels.columns)
            for line in self._placeholders.take(pixels, pixels.lines) or ()
        ]


class Pixels:
    """A picture in at most so many columns, with white around it up to whole cells."""

    def __init__(self, image: Image.Image, columns: int, cell: Cell) -> None:
        small = _fitted(image, columns * cell.width)
        self.columns = ceil(small.width / cell.width)
        self.lines = ceil(small.height / cell.height)
        size = (self.columns * cell.width, self.lines * cell.height)
        self._whole = Image.new("RGB", size, "white")
        self._whole.paste(small)
        self._cell = cell

    def sixels(self, line: int, first: int, last: int) -> str:
        """Part of one line: each is a picture of its own, so that lines may be scrolled
        away and drawn anew one by one.
        """
        wide, high = self._cell
        area = (first * wide, line * high, last * wide, (line + 1) * high)
        return sixels(self._whole.crop(area))


def drawn(image: Image.Image, columns: int) -> list[Strip]:
    """The lines of a picture in so many columns, in characters."""
    return _braille(image, columns) if image.mode == "L" else _half(image, columns)


def _image(picture: Picture) -> Image.Image:
    """Words in "L" without the white around them, a photo in "RGB"."""
    size = picture.width, picture.height
    image = Image.frombytes(picture.mode, size, picture.pixels)
    if picture.mode != "1":
        return image.convert("RGB")
    grey = image.convert("L")
    left, top, right, bottom = ImageOps.invert(grey).getbbox() or (0, 0, *size)
    return grey.crop(
        (
            max(0, left - _MARGIN),
            max(0, top - _MARGIN),
            min(picture.width, right + _MARGIN),
            min(picture.height, bottom + _MARGIN),
        )
    )


def _fitted(image: Image.Image, width: int) -> Image.Image:
    """No wider than ``width`` pixels."""
    if image.width <= width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((max(1, width), height), Image.Resampling.BOX)


def _half(image: Image.Image, columns: int) -> list[Strip]:
    """Two pixels in a cell, one above the other."""
    small = _fitted(image, columns)
    octets, row_bytes = small.tobytes(), 3 * small.width
    rows = [octets[at : at + row_bytes] for at in range(0, len(octets), row_bytes)]
    if len(rows) % 2:
        rows.append(rows[-1])
    return [
        Strip(
            [
                Segment("▀", RichStyle.from_color(_colour(upper, x), _colour(lower, x)))
                for x in range(small.width)
            ],
            small.width,
        )
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]


def _colour(row: bytes, x: int) -> Color:
    return Color.from_rgb(*row[3 * x : 3 * x + 3])


def _braille(image: Image.Image, columns: int) -> list[Strip]:
    """Two by four dots in a cell."""
    small = _fitted(image, 2 * columns)
    dark = small.point(lambda value: 255 * (value < INK))
    cells = (small.width + 1) // 2
    strips = []
    for top in range(0, dark.height, len(_DOTS)):
        row = "".join(_cell(dark, 2 * column, top) for column in range(cells))
        strips.append(Strip([Segment(row, _BLACK_ON_WHITE)], cells))
    return strips


def _cell(dark: Image.Image, left: int, top: int) -> str:
    bits = 0
    for down, line in enumerate(_DOTS):
        for across, bit in enumerate(line):
            at = left + across, top + down
            if at[0] < dark.width and at[1] < dark.height and dark.getpixel(at):
                bits |= bit
    return chr(_BRAILLE + bits)
