"""A text as the segments of a QR code, so that no reader has to guess its encoding.

ISO/IEC 18004 leaves the meaning of bytes to the reader: 会社員 in UTF-8 is 莨夂､ｾ蜩｡
for one that expects Shift_JIS. So Japanese goes into the mode that is made for it.
Where that mode lacks a character or has two readings of it, the text is UTF-8, and
says so (extended channel interpretation 26).
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from qrcode.util import BitBuffer, QRData

_TWO_READINGS: Final = frozenset("―＼")
"""That some tables of Shift_JIS take for a dash and a backslash of other numbers."""
_BLOCKS: Final = ((0x8140, 0x9FFC, 0x8140), (0xE040, 0xEBBF, 0xC140))
"""Of double bytes: first, last, and what the mode subtracts."""
_ROW: Final = 0xC0
_BITS: Final = 13
_NUMBERS: Final = 0b0001
_BYTES: Final = 0b0100
_TWO_BYTES: Final = 0b1000
_INTERPRETATION: Final = 0b0111
"""Indicators of modes."""
_UTF_8: Final = 26


def segments(text: str) -> list[QRData]:
    """What ``qrcode`` is to put into the code, in this order."""
    if all(char.isascii() or _kanji(char) is not None for char in text):
        return list(_mixed(text))
    return [_Utf8(), QRData(text.encode(), _BYTES)]


def _mixed(text: str) -> Iterator[QRData]:
    for ascii_, run in groupby(text, key=str.isascii):
        part = "".join(run)
        yield QRData(part.encode(), _BYTES) if ascii_ else _Kanji(part)


def _kanji(char: str) -> int | None:
    """The 13 bits of a character; None where the mode has none that is sure."""
    double = char.encode("shift_jis", "ignore")
    # Windows has more characters, and other code points for － and ～.
    if char in _TWO_READINGS or double != char.encode("cp932", "ignore"):
        return None
    code = int.from_bytes(double, "big")
    for first, last, less in _BLOCKS:
        if first <= code <= last:
            row, cell = divmod(code - less, 0x100)
            return row * _ROW + cell
    return None


class _Kanji(QRData):
    """Two bytes of Shift_JIS in 13 bits."""

    def __init__(self, text: str) -> None:
        super().__init__(text.encode("shift_jis"), _BYTES)
        # qrcode knows the mode and how its length is written, and only not its data.
        self.mode: Any = _TWO_BYTES
        self._codes = [code for code in map(_kanji, text) if code is not None]

    def __len__(self) -> int:
        return len(self._codes)

    def write(self, buffer: BitBuffer) -> None:
        """The characters, after mode and length."""
        for code in self._codes:
            buffer.put(code, _BITS)


class _Utf8(QRData):
    """The mark that what follows is UTF-8.

    It has no length, which ``qrcode`` writes of everything: so it comes after a
    segment of no digits.
    """

    def __init__(self) -> None:
        super().__init__(b"", _NUMBERS, check_data=False)

    def write(self, buffer: BitBuffer) -> None:
        """The mark, after a length of nought."""
        buffer.put(_INTERPRETATION, 4)
        buffer.put(_UTF_8, 8)
