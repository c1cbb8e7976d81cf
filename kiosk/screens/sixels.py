"""Pictures as sixels: six rows of pixels in a line, colour by colour (DEC STD 070,
chapter 9).
"""

import re
from collections.abc import Iterator
from typing import Final

from PIL import Image

COLOURS: Final = 64
_BAND: Final = 6
"""Rows of pixels in one line of sixels."""
_FIRST: Final = 0x3F
_SHORTEST_RUN: Final = 4
"""A shorter one is no shorter when it is counted."""


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
    return re.sub(
        rf"(.)\1{{{_SHORTEST_RUN - 1},}}",
        lambda run: f"!{len(run[0])}{run[1]}",
        line.decode("ascii"),
    )
