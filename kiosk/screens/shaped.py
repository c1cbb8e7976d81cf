"""Text that a terminal cannot shape: each line is a picture of the words."""

import logging
from collections import OrderedDict
from math import ceil
from typing import Final

from rich.color import Color
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.strip import Strip
from textual.style import Style

from kiosk.i18n.languages import Language
from kiosk.i18n.scripts import Pictured
from kiosk.letters.fonts import FontsUnavailable
from kiosk.letters.lettering import Lettering
from kiosk.record import record
from kiosk.screens.graphics import Cell
from kiosk.screens.placeholders import Placeholders
from kiosk.screens.setting import IN_CELLS, Setting
from kiosk.screens.sixels import Rgb, ink_sixels

MOST_CELLS: Final = 20_000
"""Of lines that are kept to be shown again: some four screens full."""
_HAIR: Final = 0.01
"""Cells by which a sum of widths may be off."""
_BLACK: Final = (0, 0, 0)
_WHITE: Final = (255, 255, 255)

logger = logging.getLogger(__name__)


@record
class Look:
    """How words are drawn. Colours are octets of red, green and blue."""

    ink: Rgb
    ground: Rgb
    bold: bool
    underlined: bool


class Shaping:
    """Sets texts as pictures, in cells of one size. ``scale``: so many cells high and
    wide is what would take one. Lines are kept until ``wipe`` or until there are too
    many.
    """

    def __init__(
        self,
        cell: Cell,
        pictured: Pictured,
        placeholders: Placeholders,
        scale: int = 1,
    ) -> None:
        self.cell = cell
        self.scale = scale
        self._pictured = pictured
        self._placeholders = placeholders
        self._settings: dict[tuple[Language, ...], Setting] = {}
        self._lines: OrderedDict[tuple[Lettering, str, Look], Line] = OrderedDict()
        self._cells = 0

    def setting_of(self, text: str) -> Setting:
        """By all that is in a text, so that each of its lines has the same letters.
        Without their fonts a terminal has to do what it can.
        """
        languages = self._pictured.of(text)
        if languages not in self._settings:
            self._settings[languages] = self._made(languages)
        return self._settings[languages]

    def line(self, lettering: Lettering, text: str, columns: int, look: Look) -> "Line":
        """One line, so many cells wide, to be held for as long as it is shown."""
        key = lettering, text, look
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = Line(self, lettering, text, columns, look)
            line.characters = (
                self._placeholders.take(line, self.scale)
                or [" " * columns] * self.scale
            )
            self._cells += columns
            while self._cells > MOST_CELLS and len(self._lines) > 1:
                self._cells -= self._lines.popitem(last=False)[1].columns
        self._lines.move_to_end(key)
        return line

    def wipe(self) -> None:
        """Forget every text. What is on the screen stays until it is drawn anew."""
        self._lines.clear()
        self._cells = 0
        for setting in self._settings.values():
            if isinstance(setting, Shaped):
                setting.wipe()

    def _made(self, languages: tuple[Language, ...]) -> Setting:
        try:
            return Shaped(self, Lettering(languages, self.cell.height * self.scale))
        except FontsUnavailable as error:
            logger.error("%s", error)
            return IN_CELLS


class Shaped:
    """Texts with signs of some languages."""

    def __init__(self, shaping: Shaping, lettering: Lettering) -> None:
        self.rows = shaping.scale
        self.overhang = lettering.overhang / shaping.cell.width
        self._shaping = shaping
        self._lettering = lettering

    def measure(self, text: str) -> float:
        return self._lettering.width(text) / self._shaping.cell.width

    def strips(self, line: str, style: Style, held: list[object]) -> list[Strip]:
        look = _look(style)
        columns = max(1, ceil(self.measure(line) + self.overhang - _HAIR))
        picture = self._shaping.line(self._lettering, line, columns, look)
        held.append(picture)
        ground = RichStyle(bgcolor=Color.from_rgb(*look.ground))
        return [
            Strip([Segment(characters, ground)], columns)
            for characters in picture.characters
        ]

    def wipe(self) -> None:
        """Forget the texts."""
        self._lettering.wipe()


class Line:
    """The picture of a line. It is drawn when it is first written to the terminal."""

    def __init__(
        self,
        shaping: Shaping,
        lettering: Lettering,
        text: str,
        columns: int,
        look: Look,
    ) -> None:
        self.columns = columns
        self.characters: list[str] = []
        self._lettering = lettering
        self._text = text
        self._look = look
        self._cell = shaping.cell
        self._drawn: dict[int, str] = {}

    def sixels(self, line: int, first: int, last: int) -> str:
        if (first, last) != (0, self.columns):
            return self._part(line, first, last)
        if line not in self._drawn:
            self._drawn[line] = self._part(line, first, last)
        return self._drawn[line]

    def _part(self, line: int, first: int, last: int) -> str:
        width, height = self._cell
        look = self._look
        whole = self.columns * width
        mask = self._lettering.mask(
            self._text, whole, bold=look.bold, underlined=look.underlined
        )
        top = line * height * whole
        rows = range(top, top + height * whole, whole)
        if first > 0 or last < self.columns:
            left, right = first * width, last * width
            part = b"".join(mask[row + left : row + right] for row in rows)
        else:
            part = mask[rows.start : rows.stop]
        return ink_sixels(part, (last - first) * width, look.ink, look.ground)


def _look(style: Style) -> Look:
    rich = style.rich_style
    ink, ground = _rgb(rich.color, _WHITE), _rgb(rich.bgcolor, _BLACK)
    if style.reverse:
        ink, ground = ground, ink
    return Look(ink, ground, bool(style.bold), bool(style.underline))


def _rgb(colour: Color | None, otherwise: Rgb) -> Rgb:
    if colour is None:
        return otherwise
    red, green, blue = colour.get_truecolor()
    return red, green, blue
