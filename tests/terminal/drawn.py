"""A program on a bare terminal device, and the screen that it draws there.

Knows what Textual writes: where to go on (CUP), text, colours. Quick enough for
thousands of visits; how a terminal in earnest takes it, ``tmux.py`` and ``foot.py``
show.
"""

import os
import re
import select
from collections.abc import Callable
from time import monotonic
from typing import Final

from rich.cells import get_character_cell_size

from tests.terminal.bare import COLUMNS, ROWS, BareTerminal
from tests.terminal.waiting import PATIENCE

_PART: Final = re.compile(
    r"\x1b\[(?P<place>[0-9;]*)H|\x1b\[(?P<gone>[0-3]?)J"
    r"|\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\"
    r"|[ -/]*[0-Z\\^_`-~])|(?P<control>[\r\n])|(?P<text>[^\x1b\r\n]+)"
)
_GLANCE: Final = 0.008
"""Seconds."""
_KEYS: Final = {
    "Enter": "\r",
    "Escape": "\x1b",
    "NPage": "\x1b[6~",
    "F1": "\x1bOP",
    "F2": "\x1bOQ",
    "F4": "\x1bOS",
    "F9": "\x1b[20~",
    "F10": "\x1b[21~",
    "F11": "\x1b[23~",
    "F12": "\x1b[24~",
}
"""tmux's names."""


_PIPE: Final = 256
"""Octets that are surely taken at once."""


class DrawnTerminal(BareTerminal):
    """Use it in a ``with`` block, as ``BareTerminal``."""

    _rest = ""
    _row = _column = 0
    _octets = b""

    def screen(self) -> str:
        """What is shown now: a line a row, without the spaces at their ends."""
        self._draw()
        return "\n".join("".join(row).rstrip() for row in self._rows())

    def key(self, *names: str) -> None:
        self.type("".join(_KEYS[name] for name in names))

    def cursor_row(self) -> int:
        """The row, from 0, of the line that is being typed."""
        self._draw()
        return self._row

    def wait_for(
        self, wanted: Callable[[str], object], timeout: float = PATIENCE
    ) -> str:
        """The first screen of which ``wanted`` is true; every look takes a moment."""
        deadline = monotonic() + timeout
        while True:
            self.let_run(_GLANCE)
            screen = self.screen()
            if wanted(screen):
                return screen
            if not self.alive or monotonic() > deadline:
                state = "running" if self.alive else "ended"
                raise AssertionError(f"{state}, never shown:\n{screen}")

    def feed(self, octets: bytes) -> None:
        """What a terminal may send that is no text. The program may write meanwhile."""
        left = octets
        while left:
            reads, writes, _ = select.select(
                [self._device], [self._device], [], PATIENCE
            )
            if reads:
                self._take(monotonic())
            if writes:
                left = left[os.write(self._device, left[:_PIPE]) :]

    def until_quiet(self, seconds: float) -> None:
        """Wait until nothing has been drawn for so long."""
        while self._take(monotonic() + seconds):
            pass

    def until_drawn(self, quiet: float) -> float:
        """Wait until something has been drawn, and then nothing for so long. In how
        many seconds from now the last of it came.
        """
        began = last = monotonic()
        patience = PATIENCE
        while self._take(monotonic() + patience):
            last, patience = monotonic(), quiet
        return last - began

    def _rows(self) -> list[list[str]]:
        if not hasattr(self, "_cells"):
            self._cells = [[" "] * COLUMNS for _ in range(ROWS)]
        return self._cells

    def _draw(self) -> None:
        """What has been written since, and forget that it was written."""
        octets = self._octets + bytes(self._written)
        self._written.clear()
        self._typed_at = 0
        text = octets.decode(errors="ignore")
        at = 0
        for part in _PART.finditer(text):
            if part.start() != at:
                break
            at = part.end()
            self._take_part(part)
        # A sequence or a character that has not come as a whole yet.
        self._octets = text[at:].encode() + _cut(octets)

    def _take_part(self, part: re.Match[str]) -> None:
        if part["place"] is not None:
            row, _, column = part["place"].partition(";")
            self._row = min(int(row or 1), ROWS) - 1
            self._column = min(int(column or 1), COLUMNS) - 1
        elif part["gone"] is not None:
            for row in self._rows():
                row[:] = [" "] * COLUMNS
        elif part["control"] == "\r":
            self._column = 0
        elif part["control"] == "\n":
            self._row = min(self._row + 1, ROWS - 1)
        elif part["text"]:
            self._write(part["text"])

    def _write(self, text: str) -> None:
        row = self._rows()[self._row]
        for character in text:
            width = get_character_cell_size(character)
            if not width:
                if self._column:
                    row[self._column - 1] += character
                continue
            cells = [character] + [""] * (width - 1)
            row[self._column : self._column + width] = cells
            del row[COLUMNS:]
            self._column = min(self._column + width, COLUMNS)


def _cut(octets: bytes) -> bytes:
    """The first octets of a character at the end, of which the rest has not come."""
    for length in range(1, min(4, len(octets) + 1)):
        tail = octets[-length:]
        if tail[0] >= 0xC0:
            expected = 2 if tail[0] < 0xE0 else 3 if tail[0] < 0xF0 else 4
            return tail if length < expected else b""
        if tail[0] < 0x80:
            break
    return b""
