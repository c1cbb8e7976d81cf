"""Whether this terminal draws pictures (sixels), and how large its characters are.

A terminal with sixels says so in its primary device attributes (DEC STD 070, chapter
9; xterm's ctlseqs, "Send Device Attributes"). How large a cell is it tells the system
(TIOCGWINSZ). Both are asked before Textual takes the terminal over.
"""

import fcntl
import os
import re
import select
import struct
import termios
import tty
from typing import Final, NamedTuple

PATIENCE_SECONDS: Final = 0.2
"""Every terminal answers, at once. One that does not has no pictures."""
_ASKED: Final = b"\x1b[c"
_ANSWER: Final = re.compile(rb"\x1b\[\?([0-9;]*)c")
_LONGEST_ANSWER: Final = 64
_SIXELS: Final = b"4"


class Cell(NamedTuple):
    """Pixels of one character."""

    width: int
    height: int


def sixel_cell(keyboard: int, screen: int) -> Cell | None:
    """The size of a cell of a terminal that draws sixels; None when it does not.

    ``keyboard`` and ``screen`` are its two ends; nothing may be reading the first.
    """
    cell = _cell(screen)
    if cell is None or not os.isatty(keyboard):
        return None
    found = _ANSWER.search(_asked(keyboard, screen))
    return cell if found and _SIXELS in found[1].split(b";")[1:] else None


def _cell(screen: int) -> Cell | None:
    try:
        told = fcntl.ioctl(screen, termios.TIOCGWINSZ, bytes(8))
    except OSError:
        return None
    rows, columns, width, height = struct.unpack("4H", told)
    if not (rows and columns and width and height):
        return None
    return Cell(width // columns, height // rows)


def _asked(keyboard: int, screen: int) -> bytes:
    before = termios.tcgetattr(keyboard)
    answer = b""
    try:
        tty.setcbreak(keyboard, termios.TCSANOW)
        os.write(screen, _ASKED)
        while not answer.endswith(b"c") and len(answer) < _LONGEST_ANSWER:
            if not select.select([keyboard], [], [], PATIENCE_SECONDS)[0]:
                break
            octet = os.read(keyboard, 1)
            if not octet:
                break
            answer += octet
    finally:
        termios.tcsetattr(keyboard, termios.TCSANOW, before)
    return answer
