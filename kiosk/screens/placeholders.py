"""Cells of pictures, as characters.

Each cell of a picture on the screen is a character of its own, of those that Unicode
leaves to private use. Textual cuts them, covers them and scrolls them as any others, so
that no half of a picture is ever left and none lies over its neighbours. Only what is
written to the terminal has blank cells in their place, and over them that part of the
picture. ``printable`` lets none of them through.
"""

import re
from collections import deque
from collections.abc import Iterator
from functools import partial
from typing import Final, Protocol
from weakref import ref

_FIRST: Final = 0xF0000
_BLOCK: Final = 64
"""Characters that one picture takes at once."""
_PLANE: Final = 0x10000
_BLOCKS: Final = 2 * _PLANE // _BLOCK
_LAST_OF_PLANE: Final = (_PLANE // _BLOCK - 1, _BLOCKS - 1)
"""Unicode has no characters at the ends of these two."""
_PICTURED: Final = re.compile("[\U000f0000-\U0010fffd]+")
_CURSOR_BESIDE_PICTURES: Final = "\x1b[?8452h"
"""Where it stays after a picture (xterm's ctlseqs): a screen whose last line has one
would move up by a line else.
"""


class Pictured(Protocol):
    """A picture of some lines, each ``columns`` cells wide."""

    @property
    def columns(self) -> int: ...

    def sixels(self, line: int, first: int, last: int) -> str:
        """Of a line the cells from ``first`` up to ``last``, which is left out."""


class Placeholders:
    """Those of one terminal. They are given back when their picture is gone."""

    def __init__(self) -> None:
        self._free = deque(
            block for block in range(_BLOCKS) if block not in _LAST_OF_PLANE
        )
        self._taken: dict[int, tuple[ref[Pictured], int]] = {}

    def take(self, picture: Pictured, lines: int = 1) -> list[str] | None:
        """The characters of each of its lines; None where there are not enough left.

        Whoever shows them holds the picture for as long.
        """
        cells = picture.columns * lines
        needed = -(-cells // _BLOCK)
        if needed > len(self._free):
            return None
        blocks = [self._free.popleft() for _ in range(needed)]
        held = ref(picture, partial(self._give_back, blocks))
        for place, block in enumerate(blocks):
            self._taken[block] = held, place * _BLOCK
        characters = "".join(
            chr(_FIRST + block * _BLOCK + place)
            for block in blocks
            for place in range(_BLOCK)
        )
        starts = range(0, cells, picture.columns)
        return [characters[start : start + picture.columns] for start in starts]

    def drawn(self, output: str) -> str:
        """What is written to a terminal, with pictures where their characters were."""
        drawn, pictures = _PICTURED.subn(self._draw, output)
        return _CURSOR_BESIDE_PICTURES + drawn if pictures else output

    def _give_back(self, blocks: list[int], _: ref[Pictured]) -> None:
        for block in blocks:
            del self._taken[block]
        self._free.extend(blocks)

    def _draw(self, run: re.Match[str]) -> str:
        return "".join(
            _over(picture, line, first, last)
            for picture, line, first, last in self._parts(run[0])
        )

    def _parts(self, run: str) -> Iterator[tuple[Pictured | None, int, int, int]]:
        """Stretches of one line of one picture; None: of one that is gone."""
        now: tuple[Pictured | None, int] = None, 0
        first = last = 0
        for character in run:
            picture, cell = self._place(character)
            line, column = divmod(cell, picture.columns) if picture else (0, last)
            if (picture, line) != now or column != last:
                if last > first:
                    yield *now, first, last
                now, first = (picture, line), column
            last = column + 1
        yield *now, first, last

    def _place(self, character: str) -> tuple[Pictured | None, int]:
        block, place = divmod(ord(character) - _FIRST, _BLOCK)
        if block not in self._taken:
            return None, 0
        picture, start = self._taken[block]
        return picture(), start + place


def _over(picture: Pictured | None, line: int, first: int, last: int) -> str:
    """Blank cells, and over them the picture, which moves the cursor as it likes."""
    blank = " " * (last - first)
    if picture is None:
        return blank
    sixels = picture.sixels(line, first, last)
    return f"\x1b7{blank}\x1b8{sixels}\x1b8\x1b[{last - first}C"
