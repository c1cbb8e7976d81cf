"""Pictures as sixels: six rows of pixels in a line, colour by colour (DEC STD 070,
chapter 9). Words are pictures of one ink on one ground.
"""

import re
from collections.abc import Iterator
from typing import Final, TypeAlias

from PIL import Image

COLOURS: Final = 64
_BAND: Final = 6
"""Rows of pixels in one line of sixels."""
_FIRST: Final = 0x3F
_SHORTEST_RUN: Final = 4
"""A shorter one is no shorter when it is counted."""
_RUN: Final = re.compile(rf"(.)\1{{{_SHORTEST_RUN - 1},}}")
_GAP: Final = re.compile(rf"\?{{{_SHORTEST_RUN},}}")
"""The only runs that words have many of; this is found five times as fast."""

Rgb: TypeAlias = tuple[int, int, int]
SHADES: Final = 8
"""From ground, which is not drawn, to ink."""
_SHADE: Final = bytes((value * (SHADES - 1) + 127) // 255 for value in range(256))
_DOTS: Final = [
    [bytes((shade == own) << down for own in _SHADE) for down in range(_BAND)]
    for shade in range(SHADES)
]
"""By shade and row in a band: what each value of a mask adds to its sixel."""


def sixels(image: Image.Image) -> str:
    """A picture as one device control string. Its size is said in it, and nothing is
    drawn beyond.
    """
    few = image.quantize(COLOURS)
    palette = few.getpalette() or []
    colours = "".join(
        f"#{at};2;" + ";".join(str(part * 100 // 255) for part in rgb)
        for at, rgb in enumerate(zip(*[iter(palette)] * 3, strict=False))
    )
    bands = "-".join(_bands(few.tobytes(), few.width))
    return f'\x1bP0;1;0q"1;1;{few.width};{few.height}{colours}{bands}\x1b\\'


def _bands(pixels: bytes, width: int) -> Iterator[str]:
    rows = [pixels[at : at + width] for at in range(0, len(pixels), width)]
    for top in range(0, len(rows), _BAND):
        lines: dict[int, bytearray] = {}
        for down, row in enumerate(rows[top : top + _BAND]):
            for x, colour in enumerate(row):
                line = lines.get(colour)
                if line is None:
                    line = lines[colour] = bytearray([_FIRST]) * width
                line[x] += 1 << down
        yield "$".join(f"#{colour}{_run(line)}" for colour, line in lines.items())


def _run(line: bytearray) -> str:
    """Repeated characters counted."""
    return _RUN.sub(lambda run: f"!{len(run[0])}{run[1]}", line.decode("ascii"))


def ink_sixels(mask: bytes, width: int, ink: Rgb, ground: Rgb) -> str:
    """Words on their ground, which is there already: only what is not ground is drawn.

    ``mask`` has an octet for each pixel, row by row: how much of it is ink.
    """
    height = len(mask) // width
    colours = "".join(
        f"#{shade};2;" + ";".join(map(str, _between(ground, ink, shade)))
        for shade in range(1, SHADES)
    )
    bands = "-".join(
        "$".join(_shades(mask[top : top + _BAND * width], width))
        for top in range(0, len(mask), _BAND * width)
    )
    return f'\x1bP0;1;0q"1;1;{width};{height}{colours}{bands}\x1b\\'


def _shades(band: bytes, width: int) -> Iterator[str]:
    """A line for each shade in a band. The six rows are added up as whole numbers, of
    which each octet is a column.
    """
    rows = [band[start : start + width] for start in range(0, len(band), width)]
    blank = int.from_bytes(bytes([_FIRST]) * width, "big")
    for shade in sorted(set(band.translate(_SHADE)) - {0}):
        dots = _DOTS[shade]
        line = blank + sum(
            int.from_bytes(row.translate(dots[down]), "big")
            for down, row in enumerate(rows)
        )
        drawn = line.to_bytes(width, "big").rstrip(b"?").decode("ascii")
        yield f"#{shade}" + _GAP.sub(lambda gap: f"!{len(gap[0])}?", drawn)


def _between(ground: Rgb, ink: Rgb, shade: int) -> Iterator[int]:
    """In hundredths, as sixels have them."""
    share = shade / (SHADES - 1)
    for one, other in zip(ground, ink, strict=True):
        yield round((one + (other - one) * share) * 100 / 255)
