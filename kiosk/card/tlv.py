"""Objects of tag, length and value as the card writes them (ISO/IEC 8825-1, BER).

Lengths need not be minimal: cards from about 2023 write ``82 00 0F`` for fifteen.
Between objects there may be filler, 00, and after the last one FF as well.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from kiosk.card.faults import CardError, Fault
from kiosk.record import record

_FILLER: Final = b"\x00\xff"
_LONG_TAG: Final = 0x1F
_MORE: Final = 0x80
_LONGEST_TAG: Final = 3
_LONGEST_LENGTH: Final = 4


@record
class Header:
    """Tag and length of one object. ``size`` and ``start`` are in bytes, ``start``
    from the first byte of the tag to that of the value.
    """

    tag: int
    start: int
    size: int = field(repr=False)

    @property
    def end(self) -> int:
        """Bytes from the first of the tag to behind the value."""
        return self.start + self.size


def header(data: bytes, at: int = 0) -> Header:
    """The object that begins at ``at``. Its value may be longer than ``data``.

    Raises:
        CardError: UNREADABLE, this is no tag and length.
    """
    tag, position = _tag(data, at)
    size, position = _length(data, position)
    return Header(tag, position - at, size)


def value(data: bytes, tag: int) -> bytes:
    """Value of the object with which ``data`` begins; what follows is ignored.

    Raises:
        CardError: UNREADABLE, another tag or a value that is cut off.
    """
    found = header(data)
    if found.tag != tag or found.end > len(data):
        raise CardError(Fault.UNREADABLE)
    return data[found.start : found.end]


def children(data: bytes) -> Mapping[int, bytes]:
    """All objects of a constructed value, by tag.

    Raises:
        CardError: UNREADABLE, not made of whole objects, or one comes twice.
    """
    found: dict[int, bytes] = {}
    at = _after_filler(data, 0)
    while at < len(data):
        own = header(data, at)
        if own.tag in found or at + own.end > len(data):
            raise CardError(Fault.UNREADABLE)
        found[own.tag] = data[at + own.start : at + own.end]
        at = _after_filler(data, at + own.end)
    return found


def _after_filler(data: bytes, at: int) -> int:
    """FF is filler only up to the end: it also begins private tags (FF 20)."""
    if not data[at:].strip(_FILLER):
        return len(data)
    while data[at] == 0:
        at += 1
    return at


def _tag(data: bytes, at: int) -> tuple[int, int]:
    octets = data[at : at + _LONGEST_TAG]
    if octets and octets[0] & _LONG_TAG != _LONG_TAG:
        return octets[0], at + 1
    for size in range(2, len(octets) + 1):
        if not octets[size - 1] & _MORE:
            return int.from_bytes(octets[:size], "big"), at + size
    raise CardError(Fault.UNREADABLE)


def _length(data: bytes, at: int) -> tuple[int, int]:
    first = data[at] if at < len(data) else _MORE  # indefinite: refused like none
    if not first & _MORE:
        return first, at + 1
    count = first & ~_MORE
    octets = data[at + 1 : at + 1 + count]
    if not 1 <= count <= _LONGEST_LENGTH or len(octets) < count:
        raise CardError(Fault.UNREADABLE)
    return int.from_bytes(octets, "big"), at + 1 + count
