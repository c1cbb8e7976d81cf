"""Lines of text drawn as high as a row of cells, with every sign shaped."""

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Final

from PIL import Image, ImageDraw

from kiosk.i18n.languages import Language
from kiosk.i18n.scripts import SCRIPTS
from kiosk.letters.fonts import Typeface, row_of_fonts

INK: Final = 255
"""Of a mask: a dot that is wholly ink."""
_OTHERS: Final = ("NotoSans-Regular.ttf", "NotoSansCJK-Regular.ttc")
_OTHERS_TALLEST: Final = ((_OTHERS[0], "Ég"), (_OTHERS[1], "漢"))
_TRIAL: Final = 200
"""Dots: a size at which letters have their true proportions."""
_STEP: Final = 0.25
"""Dots between two sizes of letters that are tried."""
_UNDERLINE: Final = 0.07
"""Its thickness, in sizes."""
_MOST_WIDTHS: Final = 4_000
"""Pieces of text of which the width is remembered."""


class Lettering:
    """Text with signs of some languages, in rows of ``height`` dots: as large as it may
    be with the tallest sign of each still in the row. A line may go beyond its width by
    ``overhang``; ``lead`` of that is left free before it, for signs that begin there.
    How wide what is, it remembers until ``wipe``.

    Raises:
        FontsUnavailable: as ``letters.fonts``.
    """

    def __init__(self, languages: Sequence[Language], height: int) -> None:
        samples = [(row.font, SCRIPTS[row.script].tallest) for row in languages]
        self.size, self.baseline = _largest(samples or _OTHERS_TALLEST, height)
        files = [*(row.font for row in languages), *_OTHERS]
        self._height = height
        self._faces = [row_of_fonts(files, self.size, bold) for bold in (False, True)]
        words = [word for _, sample in samples for word in sample.split()]
        self.lead = max(
            (ceil(face.lead(word)) for face in self._faces for word in words), default=0
        )
        beyond = (self.face(bold=True).overhang(word) for word in words)
        self.overhang = self.lead + max(beyond, default=0.0)
        self._widths: dict[str, float] = {}

    def face(self, *, bold: bool) -> Typeface:
        """What is written with."""
        return self._faces[bold]

    def width(self, text: str) -> float:
        """In dots. Whatever is bold is measured, so that a line takes as much room when
        it becomes so.
        """
        width = self._widths.get(text)
        if width is None:
            if len(self._widths) >= _MOST_WIDTHS:
                self._widths.clear()
            width = self._widths[text] = self.face(bold=True).width(text)
        return width

    def mask(self, text: str, width: int, *, bold: bool, underlined: bool) -> bytes:
        """A row of so many dots with a text at its left end, row by row, an octet a
        dot: how much of it is ink.
        """
        face = self.face(bold=bold)
        image = Image.new("L", (width, self._height))
        canvas = ImageDraw.Draw(image)
        face.draw(canvas, self.lead, self.baseline, text, INK)
        if underlined:
            thick = max(1, round(_UNDERLINE * face.size))
            top = min(self.baseline + 2 * thick, self._height - thick)
            right = min(width, self.lead + round(face.width(text)))
            canvas.rectangle((self.lead, top, right - 1, top + thick - 1), fill=INK)
        return image.tobytes()

    def wipe(self) -> None:
        """Forget the texts."""
        self._widths.clear()


def _largest(samples: Iterable[tuple[str, str]], height: int) -> tuple[float, int]:
    """The size at which the samples, each in its font, fit a row, and where in it their
    baseline is. It is looked for, as small letters are drawn up to whole dots.

    Raises:
        FontsUnavailable: as ``letters.fonts``.
    """
    above, below = _reach(samples, _TRIAL)
    size = height * _TRIAL / (above + below) // _STEP * _STEP
    above, below = _reach(samples, size)
    while above + below > height and size > _STEP:
        size -= _STEP
        above, below = _reach(samples, size)
    return size, round(above)


def _reach(samples: Iterable[tuple[str, str]], size: float) -> tuple[float, float]:
    """How far they go above and below their baseline, in dots."""
    reaches = [
        row_of_fonts([file], size, bold).reach(sample)
        for file, sample in samples
        for bold in (False, True)
    ]
    return max(up for up, _ in reaches), max(down for _, down in reaches)
