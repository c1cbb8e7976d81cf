"""A ZIP archive that is the same to the byte for the same content.

A part of the format (PKWARE's APPNOTE 6.3.10, 4.3) that every program reads: entries
stored one after the other, no extra fields, no comments, one date. Not compressed, as
photographs and PDFs are already, and as what zlib writes differs between versions of
it. What is read is taken only where writing would have written the same, so an archive
has no place for anything else.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from kiosk.filing.faults import Damage, DamagedPackage
from kiosk.record import record

CHUNK: Final = 64 * 1024
"""Bytes: so much of a file is in memory at a time."""
MOST_ENTRIES: Final = 64
LONGEST_NAME: Final = 255
"""Bytes."""

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_VERSION: Final = 20
_MADE_BY: Final = 3 << 8 | _VERSION  # Unix: names are UTF-8, modes are kept
_UTF8: Final = 0x0800
_STORED: Final = 0
_MIDNIGHT, _FIRST_DAY = 0, 0x0021  # 1980-01-01, the first that there is
_PLAIN_FILE: Final = 0o100600 << 16
_LARGEST: Final = 2**32 - 1


@record(hidden=True)
class Entry:
    """One file: where its header begins, and what stands in it."""

    name: str
    size: int
    crc: int
    offset: int

    @property
    def start(self) -> int:
        """Where its content begins."""
        return self.offset + _LOCAL.size + len(self.name.encode())

    @property
    def end(self) -> int:
        """Where the next begins."""
        return self.start + self.size

    @property
    def header(self) -> bytes:
        """What stands before its content."""
        name = self.name.encode()
        own = (_VERSION, _UTF8, _STORED, _MIDNIGHT, _FIRST_DAY)
        sizes = (self.crc, self.size, self.size)
        return _LOCAL.pack(b"PK\3\4", *own, *sizes, len(name), 0) + name

    @property
    def listed(self) -> bytes:
        """What stands in the directory."""
        name = self.name.encode()
        own = (_MADE_BY, _VERSION, _UTF8, _STORED, _MIDNIGHT, _FIRST_DAY)
        sizes = (self.crc, self.size, self.size)
        rest = (len(name), 0, 0, 0, 0, _PLAIN_FILE, self.offset)
        return _CENTRAL.pack(b"PK\1\2", *own, *sizes, *rest) + name


class ArchiveWriter:
    """Writes to ``out``, which is empty and can be gone back in."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._entries: list[Entry] = []

    def add(self, name: str, content: Iterable[bytes]) -> None:
        """One more file.

        Raises:
            ValueError: more, or larger, than such an archive holds.
        """
        begun = Entry(name, 0, 0, self._entries[-1].end if self._entries else 0)
        self._out.write(begun.header)
        size = crc = 0
        for chunk in content:
            size, crc = size + len(chunk), zlib.crc32(chunk, crc)
            self._out.write(chunk)
        entry = Entry(name, size, crc, begun.offset)
        self._entries.append(entry)
        if entry.end > _LARGEST or len(self._entries) > MOST_ENTRIES:
            raise ValueError("too much for one archive")
        self._out.seek(entry.offset)
        self._out.write(entry.header)
        self._out.seek(entry.end)

    def finish(self) -> None:
        """The directory, without which it is no archive."""
        self._out.write(_directory(self._entries))


def entries(file: BinaryIO) -> tuple[Entry, ...]:
    """What an archive holds, in order. Every byte but those of contents is looked at.

    Raises:
        DamagedPackage: not as ``ArchiveWriter`` writes it.
    """
    size = file.seek(0, 2)
    file.seek(max(0, size - _END.size))
    try:
        _, _, _, _, count, length, offset, _ = _END.unpack(file.read(_END.size))
        if count > MOST_ENTRIES or offset + length + _END.size != size:
            raise DamagedPackage(Damage.NOT_A_PACKAGE)
        file.seek(offset)
        directory = file.read(min(length, _longest_directory(count)))
        found = tuple(_listed(directory, count))
    except (struct.error, UnicodeDecodeError):
        raise DamagedPackage(Damage.NOT_A_PACKAGE) from None
    file.seek(offset)
    if file.read() != _directory(found) or not _in_order(found, offset):
        raise DamagedPackage(Damage.NOT_A_PACKAGE)
    for entry in found:
        file.seek(entry.offset)
        if file.read(len(entry.header)) != entry.header:
            raise DamagedPackage(Damage.NOT_A_PACKAGE)
    return found


def content(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """A file of an archive, piece by piece.

    Raises:
        DamagedPackage: it has changed; told at its end.
    """
    file.seek(entry.start)
    crc, left = 0, entry.size
    while left:
        chunk = file.read(min(CHUNK, left))
        if not chunk:
            raise DamagedPackage(Damage.CHANGED)
        crc, left = zlib.crc32(chunk, crc), left - len(chunk)
        yield chunk
    if crc != entry.crc:
        raise DamagedPackage(Damage.CHANGED)


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """The rest of any file."""
    while chunk := file.read(CHUNK):
        yield chunk


def _directory(own: Iterable[Entry]) -> bytes:
    known = tuple(own)
    listed = b"".join(entry.listed for entry in known)
    offset = known[-1].end if known else 0
    counts = (0, 0, len(known), len(known))
    return listed + _END.pack(b"PK\5\6", *counts, len(listed), offset, 0)


def _listed(directory: bytes, count: int) -> Iterator[Entry]:
    place = 0
    for _ in range(count):
        told = _CENTRAL.unpack_from(directory, place)
        crc, size, name_length, offset = told[7], told[9], told[10], told[16]
        place += _CENTRAL.size
        name = directory[place : place + name_length].decode()
        place += name_length
        yield Entry(name, size, crc, offset)


def _in_order(found: tuple[Entry, ...], offset: int) -> bool:
    """One after the other, with nothing between them, before or after."""
    ends = [0, *(entry.end for entry in found)]
    return [*(entry.offset for entry in found), offset] == ends


def _longest_directory(count: int) -> int:
    return count * (_CENTRAL.size + LONGEST_NAME)
