"""What a program says that it has drawn, compared with a picture of the terminal.

Each check goes from cell to cell: letters where letters are said to be, drawn with a
glyph of their own, whole and to be read; nothing but ground anywhere else.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from typing import Any, Final, NamedTuple

from PIL import Image, ImageChops, ImageDraw
from rich.cells import get_character_cell_size
from textual.geometry import Region

from kiosk.i18n import LANGUAGES
from kiosk.letters.coverage import Coverage, coverage
from kiosk.letters.fonts import MONOSPACED, find
from kiosk.letters.lettering import INK, Lettering
from kiosk.screens.sixels import SHADES
from tests.terminal.foot import CELL

LEAST_CONTRAST: Final = 7.0
"""Of words (WCAG 2.2, success criterion 1.4.6)."""
LEAST_OF_SIGNS: Final = 3.0
"""Of dots that stand for characters, thinner than any letter (1.4.11)."""
FONTS: Final = (MONOSPACED, "NotoSansCJK-Regular.ttc")
"""What foot is told to use."""
_DRAWN_BY_FOOT: Final = range(0x2500, 0x25A0)
"""Lines and blocks: no font is asked for them."""
_EDGE: Final = "▁"
"""At the foot of a key: no letter."""
_FRAME: Final = "┏┓┗┛━┃"
_JOINERS: Final = "\u200b\u200c\u200d"
_SHADE: Final = 255 // (SHADES - 1) + 5
"""By how much a part of a colour may be off: half a shade of a picture's ink at either
side, and the hundredths in which sixels say a colour.
"""

Rgb = tuple[int, int, int]


class Said(NamedTuple):
    """A text, or a box without letters, and the cells that can be seen of it."""

    kind: str
    """``cells``, ``picture`` or ``box``."""
    area: tuple[int, int, int, int]
    words: str
    whole: bool
    """All of it can be seen."""

    @property
    def region(self) -> Region:
        return Region(*self.area)


class Part(NamedTuple):
    """The cells from ``first`` up to ``last`` of one row of a line that is a picture
    ``columns`` wide and ``rows`` high. ``languages``: codes with spaces between.
    """

    line: str
    languages: str
    columns: int
    rows: int
    row: int
    first: int
    last: int
    bold: bool
    underlined: bool


class Piece(NamedTuple):
    """Cells of one row that look alike. ``part``: they are part of a picture."""

    x: int
    y: int
    width: int
    text: str
    ink: Rgb
    ground: Rgb
    part: Part | None
    underlined: bool = False
    """Cells whose blanks have a line too."""


class View(NamedTuple):
    """All that can be seen at once. ``last``: none comes after it."""

    number: int
    name: str
    said: list[Said]
    pieces: list[Piece]
    last: bool

    @classmethod
    def told(cls, told: Mapping[str, Any]) -> "View":
        """From a line of the journal."""
        return cls(
            number=told["number"],
            name=told["name"],
            said=[Said(*own) for own in told["said"]],
            pieces=[
                Piece(
                    x, y, n, text, tuple(ink), tuple(ground), part and Part(*part), line
                )
                for x, y, n, text, ink, ground, part, line in told["pieces"]
            ],
            last=told["last"],
        )


def faults(view: View, shown: Image.Image, tofu: frozenset[bytes]) -> Iterator[str]:
    """All that is wrong with a picture. ``tofu``: shapes of what foot draws for a
    character that no font has.
    """
    yield from _overlaps(view)
    letters: dict[tuple[int, Rgb, Rgb], Counter[Rgb]] = {}
    inked = set()
    for piece in view.pieces:
        owner = _owner(view, piece)
        if owner is not None and view.said[owner].kind == "box":
            continue
        drawn = _Drawn(piece, shown)
        yield from drawn.faults(tofu)
        if drawn.has_letters:
            inked.add(owner)
            if owner is None:
                yield f"outside of every text: {piece.text!r}"
            else:
                key = owner, piece.ink, piece.ground
                letters.setdefault(key, Counter()).update(drawn.colours())
    for number, said in enumerate(view.said):
        inky = said.whole and said.kind != "box" and said.words.strip()
        if inky and number not in inked:
            yield f"without ink: {said.words!r}"
    for (number, _, _), colours in letters.items():
        found = contrast(colours)
        is_words = any(map(str.isalnum, view.said[number].words))
        if found < (LEAST_CONTRAST if is_words else LEAST_OF_SIGNS):
            yield f"contrast {found:.2f}: {view.said[number].words!r}"


def contrast(colours: Counter[Rgb]) -> float:
    """Of ink and ground; between them lie the edges of the letters."""
    ground = luminance(colours.most_common(1)[0][0])
    return max(
        (max(ground, own) + 0.05) / (min(ground, own) + 0.05)
        for own in map(luminance, colours)
    )


def luminance(colour: Rgb) -> float:
    """Relative luminance (WCAG 2.2)."""
    red, green, blue = (
        own / 255 / 12.92 if own <= 10 else ((own / 255 + 0.055) / 1.055) ** 2.4
        for own in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def shape(cells: Image.Image, ground: Rgb) -> bytes:
    """Where there is ink, without its colours."""
    plain = Image.new("RGB", cells.size, ground)
    difference = ImageChops.difference(cells, plain).convert("L")
    return difference.point(lambda value: 255 * (value > 0)).tobytes()


class _Drawn:
    """A piece as it is on the picture."""

    def __init__(self, piece: Piece, shown: Image.Image) -> None:
        self._piece = piece
        self._shown = shown

    @property
    def has_letters(self) -> bool:
        piece = self._piece
        return piece.part is not None or bool(piece.text.strip(f" {_EDGE}{_FRAME}"))

    def faults(self, tofu: frozenset[bytes]) -> Iterator[str]:
        if self._piece.part is not None:
            yield from self._faults_of_picture(self._piece.part)
        else:
            yield from self._faults_of_cells(tofu)

    def colours(self) -> Counter[Rgb]:
        """Of the cells with letters, and how often each."""
        if self._piece.part is not None:
            return _colours(self._at(0, self._piece.width))
        found: Counter[Rgb] = Counter()
        for x, width, letters in _clusters(self._piece.text):
            if letters.strip(f" {_EDGE}{_FRAME}"):
                found += _colours(self._at(x, width))
        return found

    def _faults_of_cells(self, tofu: frozenset[bytes]) -> Iterator[str]:
        ground = self._piece.ground
        before = ""
        for x, width, letters in _clusters(self._piece.text):
            if letters.isspace():
                # foot lets a sign that is wider than its cell into a blank after it.
                taken = bool(before) and not before.isascii()
                before = ""
                if not self._piece.underlined:
                    yield from self._faults_of_ground(x + taken, width - taken)
                continue
            before = letters
            cells = self._at(x, width)
            uniform = cells.getcolors(1)
            for own in _without_glyph(letters):
                yield f"{self._place(x)} no font has U+{ord(own):04X}"
            if uniform and letters != "█":
                yield f"{self._place(x)} nothing is drawn for {letters!r}"
            elif shape(cells, ground) in tofu:
                yield f"{self._place(x)} a box is drawn for {letters!r}"

    def _faults_of_ground(self, x: int, width: int) -> Iterator[str]:
        if width and self._at(x, width).getcolors(1) != [
            (width * CELL[0] * CELL[1], self._piece.ground)
        ]:
            yield f"{self._place(x)} is not ground"

    def _faults_of_picture(self, part: Part) -> Iterator[str]:
        piece = self._piece
        lettering = _lettering(part.languages, part.rows * CELL[1])
        if _lost(lettering, part.line, part.bold):
            yield f"{self._place(0)} no font has all of {part.line!r}"
        whole, beyond = _mask(lettering, part)
        if beyond:
            yield f"{self._place(0)} cut {beyond}: {part.line!r}"
        left, top = part.first * CELL[0], part.row * CELL[1]
        box = (left, top, part.last * CELL[0], top + CELL[1])
        mask = whole.crop(box)
        ink, ground = (Image.new("RGB", mask.size, own) for own in piece[4:6])
        wanted = Image.composite(ink, ground, mask)
        difference = ImageChops.difference(wanted, self._at(0, piece.width))
        if max(high for _, high in difference.getextrema()) > _SHADE:  # type: ignore[misc]
            yield f"{self._place(0)} not as it is drawn: {part.line!r}"

    def _at(self, x: int, width: int) -> Image.Image:
        left, top = (self._piece.x + x) * CELL[0], self._piece.y * CELL[1]
        box = (left, top, left + width * CELL[0], top + CELL[1])
        return self._shown.crop(box)

    def _place(self, x: int) -> str:
        return f"{self._piece.x + x},{self._piece.y}:"


def _overlaps(view: View) -> Iterator[str]:
    for one, other in combinations(view.said, 2):
        if one.region.overlaps(other.region):
            yield f"over each other: {one.words!r} and {other.words!r}"


def _owner(view: View, piece: Piece) -> int | None:
    cells = Region(piece.x, piece.y, piece.width, 1)
    return next(
        (
            number
            for number, own in enumerate(view.said)
            if own.region.contains_region(cells)
        ),
        None,
    )


@cache
def _clusters(text: str) -> tuple[tuple[int, int, str], ...]:
    """Where in a text, how many cells, and what stands there; blanks at once."""
    found: list[tuple[int, int, str]] = []
    x = 0
    for own in text:
        width = get_character_cell_size(own)
        before = found[-1] if found else (0, 0, "")
        if found and (width == 0 or (own == " " and before[2].isspace())):
            found[-1] = (before[0], before[1] + width, before[2] + own)
        else:
            found.append((x, width, own))
        x += width
    return tuple(found)


def _colours(cells: Image.Image) -> Counter[Rgb]:
    counted = cells.getcolors(cells.width * cells.height) or []
    return Counter({own: times for times, own in counted})  # type: ignore[misc]


@cache
def _covers() -> tuple[Coverage, ...]:
    return tuple(coverage(find(name)) for name in FONTS)


def _without_glyph(letters: str) -> Iterator[str]:
    for own in letters:
        drawn = ord(own) in _DRAWN_BY_FOOT or own in _JOINERS
        if not drawn and not any(own in covers for covers in _covers()):
            yield own


@cache
def _lettering(languages: str, height: int) -> Lettering:
    return Lettering([LANGUAGES[code] for code in languages.split()], height)


@cache
def _lost(lettering: Lettering, line: str, bold: bool) -> bool:
    """Whether a sign is not drawn, or by a font that does not have it."""
    runs = list(lettering.face(bold=bold)._runs(line))
    return "".join(part for _, part in runs) != line or any(
        own not in face.covers
        for face, part in runs
        for own in part
        if own not in _JOINERS
    )


@cache
def _mask(lettering: Lettering, part: Part) -> tuple[Image.Image, str]:
    """A line as it has to be, and where its ink would go beyond its cells: it is drawn
    once more with room all around.
    """
    width, height = part.columns * CELL[0], part.rows * CELL[1]
    octets = lettering.mask(
        part.line, width, bold=part.bold, underlined=part.underlined
    )
    free = Image.new("L", (width + 2 * height, 3 * height))
    lettering.face(bold=part.bold).draw(
        ImageDraw.Draw(free),
        height + lettering.lead,
        height + lettering.baseline,
        part.line,
        INK,
    )
    left, top, right, bottom = free.getbbox() or (height, height, height, height)
    beyond = {
        "left": height - left,
        "above": height - top,
        "right": right - height - width,
        "below": bottom - 2 * height,
    }
    told = ", ".join(f"{side} by {dots}" for side, dots in beyond.items() if dots > 0)
    return Image.frombytes("L", (width, height), octets), told
