"""A paper being written from top to bottom: sizes, and lines of text."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kiosk.letters.fonts import Typeface, language_face
from kiosk.receipts.lines import Flow
from kiosk.receipts.strip import BLACK, WHITE, Strip
from kiosk.record import record

LEADING: Final = 1.42
"""The height of a line, in sizes of its letters."""
RISE: Final = 0.36
"""Half the height of a capital, in the same."""
_STUB: Final = 2.5
"""A last line narrower than so many kanji is avoided."""


@record
class Sizes:
    """Dots, of which there are 8 a millimetre (203 an inch)."""

    width: int
    margin: int
    body: int
    small: int
    fine: int
    heading: int
    title: int
    smallest_id: int = 42
    largest_id: int = 60
    code: float = 0.62
    """The QR code: some 30 mm of 58, and 44 mm of 80."""


WIDTHS: Final[Mapping[int, Sizes]] = MappingProxyType(
    {
        58: Sizes(384, margin=20, body=24, small=22, fine=20, heading=29, title=30),
        80: Sizes(576, margin=30, body=27, small=23, fine=20, heading=34, title=36),
    }
)
"""By the width of the paper in millimetres."""


class Draft:
    """A strip, the sizes that hold for it, and what writes on it."""

    def __init__(self, sizes: Sizes) -> None:
        self.sizes = sizes
        self.strip = Strip(sizes.width, sizes.margin)

    @property
    def indent(self) -> int:
        """How far the items of a list stand in."""
        return round(self.sizes.body * 1.7)

    def gap(self, share: float) -> None:
        """White rows, as a share of the size of plain words."""
        self.strip.take(round(self.sizes.body * share))

    def flush(self, text: str, face: Typeface, indent: int = 0) -> None:
        """Lines that begin at the margin where the language begins."""
        room = self.strip.inner - indent
        for line in Flow(text, face.width).without_stub(room, _STUB * face.size):
            x: float = self.strip.margin + indent
            if face.rtl:
                x = self.strip.width - x - face.width(line)
            self._line(line, face, x)

    def centred(self, text: str, face: Typeface, inset: int = 0) -> None:
        """Lines of about the same length, in the middle, ``inset`` off the margins."""
        room = self.strip.inner - 2 * inset
        for line in Flow(text, face.width).balanced(room):
            x = (self.strip.width - face.width(line)) / 2
            self._line(line, face, x)

    def disc(self, number: int, rtl: bool) -> None:
        """A white number on black, beside the line that comes next."""
        face = language_face("en", round(self.sizes.body * 0.78), bold=True)
        x, y = self._dot(self.sizes.body * 0.6, rtl)
        left, baseline = x - face.width(str(number)) / 2, round(y + face.size * RISE)
        face.draw(self.strip.canvas, left, baseline, str(number), WHITE)

    def bullet(self, rtl: bool) -> None:
        """A dot beside the line that comes next."""
        self._dot(self.sizes.body * 0.17, rtl)

    def _dot(self, radius: float, rtl: bool) -> tuple[float, float]:
        """Black, centred where the mark of an item belongs: that place."""
        self.strip.reserve(round(self.sizes.body * LEADING))
        x: float = self.strip.margin + self.sizes.body * 0.6
        x = self.strip.width - x if rtl else x
        y = self.strip.y + self.sizes.body * LEADING / 2
        box = (x - radius, y - radius, x + radius, y + radius)
        self.strip.canvas.ellipse(box, fill=BLACK)
        return x, y

    def _line(self, line: str, face: Typeface, x: float) -> None:
        height = round(face.size * LEADING)
        top = self.strip.take(height)
        baseline = top + round(height / 2 + face.size * RISE)
        face.draw(self.strip.canvas, x, baseline, line, BLACK)
