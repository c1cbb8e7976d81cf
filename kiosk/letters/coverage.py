"""Which characters a font file can draw: its ``cmap`` table.

OpenType 1.9.1, https://learn.microsoft.com/typography/opentype/spec/cmap; of the
formats only 4 and 12, which every current font has one of.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_COLLECTION: Final = b"ttcf"
_UNICODE: Final = {(3, 10): 12, (0, 4): 12, (0, 6): 12, (3, 1): 4, (0, 3): 4}
"""Platform and encoding of a table to its format, the most complete first."""


class Coverage:
    """The characters of one font, as sorted ranges."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in ranges]
        self._ends = [end for _, end in ranges]

    def __contains__(self, character: str) -> bool:
        code = ord(character)
        place = bisect_right(self._starts, code) - 1
        return place >= 0 and code <= self._ends[place]


def coverage(path: Path) -> Coverage:
    """Of the font in a file, or of the first in a collection.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no font with a Unicode cmap.
    """
    data = path.read_bytes()
    try:
        table = _cmap(data)
        return Coverage(sorted(_ranges(data, table)))
    except (struct.error, IndexError):
        raise ValueError(f"{path.name}: not a whole font") from None


def _cmap(data: bytes) -> int:
    """Where the cmap table begins."""
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == _COLLECTION else 0
    (count,) = struct.unpack_from(">H", data, start + 4)
    for i in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * i)
        if tag == b"cmap":
            return int(offset)
    raise ValueError("a font without characters")


def _ranges(data: bytes, table: int) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">H", data, table + 2)
    found = {}
    for i in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, table + 4 + 8 * i)
        found[platform, encoding] = table + offset
    for kind, expected in _UNICODE.items():
        if kind in found:
            (version,) = struct.unpack_from(">H", data, found[kind])
            if version == expected:
                return _READERS[expected](data, found[kind])
    raise ValueError("a font without a Unicode cmap")


def _groups(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Format 12: groups of 32-bit characters."""
    (count,) = struct.unpack_from(">I", data, at + 12)
    body = data[at + 16 : at + 16 + 12 * count]
    return ((start, end) for start, end, _ in struct.iter_unpack(">III", body))


def _segments(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Format 4: segments of 16-bit characters, the last of which is U+FFFF."""
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    return zip(starts[:-1], ends[:-1], strict=True)


_READERS: Final = {4: _segments, 12: _groups}
