"""Certificates as cards hold them, put into the form that a strict parser takes.

eringoio/zairyu-card-reader met two things on genuine cards: encodings that are BER
but not DER, and ECDSA algorithm identifiers with NULL parameters, which RFC 5758
(section 3.2) forbids. Only the form is changed: what was signed is kept apart.
"""

from typing import Final, NamedTuple

from kiosk.card import tlv
from kiosk.card.faults import CardError, Fault

LONGEST: Final = 4096
"""Bytes. A card's own certificate has at most 1,200."""
_DEEPEST: Final = 16
_SEQUENCE: Final = 0x30
_EMPTY: Final = bytes([_SEQUENCE, 0])
_CONSTRUCTED: Final = 0x20
_LONG_TAG: Final = 0x1F
_INDEFINITE: Final = 0x80
_END: Final = b"\0\0"
_ECDSA_WITH_SHA256: Final = bytes.fromhex("06082A8648CE3D040302")
_NULL: Final = bytes.fromhex("0500")


class Parts(NamedTuple):
    """One certificate: as it stands, what of it is signed, and in DER without NULL
    parameters.
    """

    whole: bytes
    signed: bytes
    strict: bytes


def parts(content: bytes) -> Parts:
    """Of the certificate with which ``content`` begins; only zeros may follow.

    Raises:
        CardError: UNREADABLE.
    """
    strict, end = _element(content[:LONGEST], 0, _DEEPEST)
    if strict[0] != _SEQUENCE or strict == _EMPTY or content[end:].strip(b"\0"):
        raise CardError(Fault.UNREADABLE)
    start, _ = _start(content, 0)
    _, signed_end = _element(content[:end], start, _DEEPEST)
    return Parts(content[:end], content[start:signed_end], strict)


def encode(tag: bytes, value: bytes) -> bytes:
    """One element with the shortest length."""
    size = len(value)
    if size < _INDEFINITE:
        return tag + bytes([size]) + value
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return tag + bytes([_INDEFINITE | len(octets)]) + octets + value


def _element(data: bytes, at: int, depth: int) -> tuple[bytes, int]:
    """The element at ``at`` in DER, and where it ends."""
    if depth == 0 or at >= len(data):
        raise CardError(Fault.UNREADABLE)
    tag = data[at : at + 1]
    if tag[0] & _LONG_TAG == _LONG_TAG:
        # None is in a certificate, and only one byte of it would be kept.
        raise CardError(Fault.UNREADABLE)
    start, end = _start(data, at)
    if not tag[0] & _CONSTRUCTED:
        if end is None:
            raise CardError(Fault.UNREADABLE)
        return encode(tag, data[start:end]), end
    children, at = [], start
    while not _is_over(data, at, end):
        child, at = _element(data, at, depth - 1)
        children.append(child)
    if tag[0] == _SEQUENCE and children == [_ECDSA_WITH_SHA256, _NULL]:
        children.pop()
    if end is None:
        at += len(_END)
    elif at != end:
        raise CardError(Fault.UNREADABLE)
    return encode(tag, b"".join(children)), at


def _start(data: bytes, at: int) -> tuple[int, int | None]:
    """Where the value begins and ends; no end where its length is indefinite."""
    if data[at + 1 : at + 2] == bytes([_INDEFINITE]):
        return at + 2, None
    header = tlv.header(data, at)
    if at + header.end > len(data):
        raise CardError(Fault.UNREADABLE)
    return at + header.start, at + header.end


def _is_over(data: bytes, at: int, end: int | None) -> bool:
    if end is None:
        return data[at : at + len(_END)] == _END
    return at >= end
