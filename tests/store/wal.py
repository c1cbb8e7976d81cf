"""SQLite's write-ahead log, read without SQLite.

https://www.sqlite.org/fileformat2.html#the_write_ahead_log: a header of 32 bytes, with
the salts at 16; frames of a header of 24 bytes and a page. A frame's header has the
page's number, the file's size in pages where it ends a transaction (else 0), and the
salts. SQLCipher leaves these as they are.
"""

import struct
from pathlib import Path
from typing import Final

PAGE: Final = 4096
HEADER: Final = 32
FRAME: Final = 24 + PAGE


def log_of(path: Path) -> Path:
    """The log of the store with this file."""
    return path.with_name(path.name + "-wal")


def synced(log: bytes) -> tuple[str, int]:
    """The salts, in hexadecimal, and where the last whole transaction ends."""
    salts, end = log[16:24], HEADER
    for start in range(HEADER, len(log) - FRAME + 1, FRAME):
        _, size = struct.unpack_from(">II", log, start)
        if log[start + 8 : start + 16] != salts:
            break
        if size:
            end = start + FRAME
    return salts.hex(), end


def pages_in(log: bytes) -> set[int]:
    """The numbers of the pages that its transactions have, from 1."""
    _, end = synced(log)
    starts = range(HEADER, end, FRAME)
    return {struct.unpack_from(">I", log, start)[0] for start in starts}
