"""Objects of tag, length and value as residence cards write them.

Nearly BER, but for tags of two bytes: the address picture's DF D1 would go on after
its second byte by the rules of ISO/IEC 8825-1. Lengths are of one to three bytes.
"""

from collections.abc import Mapping
from typing import Final

from kiosk.card.faults import CardError, Fault

_TWO_BYTE_TAG: Final = 0x1F
_SHORT: Final = 0x80
_LONG_FORMS: Final = {0x81: 1, 0x82: 2}


def objects(content: bytes) -> Mapping[int, bytes]:
    """All objects of a file, by tag and in their order. Zeros follow the last one; a
    file of zeros has none.

    Raises:
        CardError: UNREADABLE, not made of whole objects, or one comes twice.
    """
    found: dict[int, bytes] = {}
    at = 0
    while content[at:].strip(b"\0"):
        tag, start = _tag(content, at)
        size, start = _length(content, start)
        at = start + size
        if tag in found or at > len(content):
            raise CardError(Fault.UNREADABLE)
        found[tag] = content[start:at]
    return found


def value(content: bytes, tag: int) -> bytes:
    """Value of the one object of a file.

    Raises:
        CardError: UNREADABLE, as ``objects`` or because it is another.
    """
    found = objects(content)
    if found.keys() != {tag}:
        raise CardError(Fault.UNREADABLE)
    return found[tag]


def _tag(content: bytes, at: int) -> tuple[int, int]:
    size = 2 if content[at] & _TWO_BYTE_TAG == _TWO_BYTE_TAG else 1
    return int.from_bytes(content[at : at + size], "big"), at + size


def _length(content: bytes, at: int) -> tuple[int, int]:
    first = content[at : at + 1]
    if first and first[0] < _SHORT:
        return first[0], at + 1
    count = _LONG_FORMS.get(first[0], 0) if first else 0
    octets = content[at + 1 : at + 1 + count]
    if not count or len(octets) < count:
        raise CardError(Fault.UNREADABLE)
    return int.from_bytes(octets, "big"), at + 1 + count
