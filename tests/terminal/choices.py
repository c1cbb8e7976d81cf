"""The answers that a screen offers by number, as they can be read off it.

They stand below each other or in two columns, each with its number before it, its words
and then smaller ones, which may go on over several lines.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from rich.cells import cell_len

from tests.terminal.words import squeezed

_NUMBER: Final = re.compile(r"(?<=  )[1-9](?=  )")
_WORDS: Final = 3
"""Cells from the number to the words."""
_MARGIN: Final = 2
"""Cells put around each line, and those between two columns."""
_FILLING: Final = "\0"


@dataclass(frozen=True)
class Offer:
    """One answer: its key, the cell of its number, and all its words squeezed."""

    number: str
    column: int
    row: int
    text: str


def offers(screen: str) -> list[Offer]:
    """All that can be seen of them."""
    lines = [f"  {_cells(line)}  " for line in screen.replace("►", " ").splitlines()]
    marks = {
        (row, found.start()): found.group()
        for row, line in enumerate(lines)
        for found in _NUMBER.finditer(line)
    }
    # An answer may itself be a digit.
    marks = {
        (row, column): number
        for (row, column), number in marks.items()
        if (row, column - _WORDS) not in marks
    }
    columns = sorted({column for _, column in marks})
    return [
        Offer(
            number,
            column - _MARGIN,
            row,
            _text(lines, row, _height(lines, marks, row, column), column, columns),
        )
        for (row, column), number in marks.items()
    ]


def offer_of(screen: str, *words: str) -> Offer | None:
    """The answer that begins with these words; the one that says least beside them."""
    wanted = squeezed("".join(words))
    found = [own for own in offers(screen) if own.text.startswith(wanted)]
    return min(found, key=lambda own: len(own.text), default=None)


def _height(
    lines: list[str], marks: Collection[tuple[int, int]], row: int, column: int
) -> int:
    """Lines, down to the next number in the column."""
    below = takewhile(
        lambda own: (own, column) not in marks, range(row + 1, len(lines))
    )
    return 1 + sum(1 for _ in below)


def _text(
    lines: list[str], row: int, height: int, column: int, columns: list[int]
) -> str:
    """Squeezed, down to an empty line."""
    right = next((other - _MARGIN for other in columns if other > column), None)
    block = [line[column + _WORDS : right] for line in lines[row : row + height]]
    return squeezed("".join(takewhile(str.strip, block)).replace(_FILLING, ""))


def _cells(line: str) -> str:
    """With a filling after each character that is two cells wide."""
    return "".join(own + _FILLING * (cell_len(own) - 1) for own in line)
