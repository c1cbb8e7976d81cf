"""The Noto fonts of the system, and text drawn with as many of them as it needs."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from PIL import ImageDraw, ImageFont, features

from kiosk.i18n import LANGUAGES
from kiosk.i18n.languages import of_collection
from kiosk.letters.coverage import Coverage, coverage
from kiosk.record import record

FOLDER: Final = Path("/usr/share/fonts")
MONOSPACED: Final = "NotoSansMono-Regular.ttf"
_FALLBACKS: Final = ("NotoSansCJK-Regular.ttc", "NotoSans-Regular.ttf")
_JOINERS: Final = "\u200c\u200d"
_GETA: Final = "〓"
"""What Japanese printers set for a character they do not have."""


class FontsUnavailable(Exception):
    """Papers cannot be drawn on this machine; ``str()`` says what to install."""


@record
class Face:
    """One font at one size."""

    font: ImageFont.FreeTypeFont
    covers: Coverage


class Typeface:
    """A row of fonts at one size: each character is drawn with the first that has it.

    ``direction`` is that of the language, ``ltr`` or ``rtl``.
    """

    def __init__(self, size: float, faces: tuple[Face, ...], direction: str) -> None:
        self.size = size
        self.rtl = direction == "rtl"
        self._faces = faces

    def width(self, text: str) -> float:
        """In dots."""
        return sum(face.font.getlength(part) for face, part in self._runs(text))

    def reach(self, text: str) -> tuple[float, float]:
        """How far above and below its baseline a text goes, in dots."""
        boxes = [
            face.font.getbbox(part, anchor="ls") for face, part in self._runs(text)
        ]
        return -min(box[1] for box in boxes), max(box[3] for box in boxes)

    def overhang(self, text: str) -> float:
        """How far its last sign goes beyond its width, in dots."""
        *_, (face, part) = self._runs(text)
        right = face.font.getbbox(part, anchor="ls")[2]
        return max(0.0, right - face.font.getlength(part))

    def lead(self, text: str) -> float:
        """How far its first sign goes before its left end, in dots."""
        face, part = next(self._runs(text))
        return max(0.0, -face.font.getbbox(part, anchor="ls")[0])

    def draw(
        self, canvas: ImageDraw.ImageDraw, x: float, baseline: int, text: str, ink: int
    ) -> None:
        """Put one line on the canvas, its left end at ``x``."""
        runs = list(self._runs(text))
        for face, part in reversed(runs) if self.rtl else runs:
            canvas.text((x, baseline), part, fill=ink, font=face.font, anchor="ls")
            x += face.font.getlength(part)

    def _runs(self, text: str) -> Iterator[tuple[Face, str]]:
        """Stretches of text with the font of each."""
        current, stretch = self._faces[0], ""
        for character in text:
            face, drawn = self._face(character, current)
            if face is not current and stretch:
                yield current, stretch
                stretch = ""
            current, stretch = face, stretch + drawn
        if stretch:
            yield current, stretch

    def _face(self, character: str, current: Face) -> tuple[Face, str]:
        # A mark belongs to the letter before it, and a space to no script.
        if character in current.covers and character == " ":
            return current, character
        if character in _JOINERS or unicodedata.category(character)[0] == "M":
            return current, character
        for face in self._faces:
            if character in face.covers:
                return face, character
        return self._face(_GETA, current)


@cache
def typeface(file: str, size: int, bold: bool, direction: str = "ltr") -> Typeface:
    """The font of that file name, and behind it those that have what it lacks.

    Raises:
        FontsUnavailable: a font, or what shapes the scripts of Asia, is missing.
    """
    return row_of_fonts((file, *_FALLBACKS), size, bold, direction)


def row_of_fonts(
    files: Sequence[str], size: float, bold: bool, direction: str = "ltr"
) -> Typeface:
    """The fonts of those file names, the first before the others.

    Raises:
        FontsUnavailable: as ``typeface``.
    """
    faces = tuple(_face(name, size, bold) for name in dict.fromkeys(files))
    return Typeface(size, faces, direction)


def language_face(language: str, size: int, bold: bool = False) -> Typeface:
    """What a language is written with.

    Raises:
        FontsUnavailable: as ``typeface``.
    """
    row = LANGUAGES[language]
    return typeface(row.font, size, bold, row.direction)


def require_shaping() -> None:
    """Without these two Pillow draws many scripts wrong and says nothing.

    Raises:
        FontsUnavailable: one of them is missing.
    """
    for feature, package in (
        ("raqm", "a Pillow with Raqm"),
        ("fribidi", "libfribidi0"),
    ):
        if not features.check(feature):
            raise FontsUnavailable(f"{feature} is missing; install {package}")


def find(file: str, folder: Path = FOLDER) -> Path:
    """Where a font file is.

    Raises:
        FontsUnavailable: nowhere below the folder.
    """
    found = next(folder.rglob(file), None)
    if found is None:
        raise FontsUnavailable(
            f"the font {file} is missing; install fonts-noto-core, fonts-noto-cjk "
            "and fonts-noto-mono"
        )
    return found


@cache
def _face(file: str, size: float, bold: bool) -> Face:
    require_shaping()
    name, place = of_collection(file.replace("-Regular", "-Bold") if bold else file)
    path = find(name)
    font = ImageFont.truetype(
        path, size, index=place, layout_engine=ImageFont.Layout.RAQM
    )
    return Face(font, _coverage(path))


@cache
def _coverage(path: Path) -> Coverage:
    return coverage(path)
