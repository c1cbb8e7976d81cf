"""The commands that a residence card is sent, and the longest of its answers."""

from enum import Enum
from typing import Final

from kiosk.card.apdu import Response
from kiosk.card.faults import CardError, Fault
from kiosk.card.residence.files import Application, ResidenceFile

LONGEST_ANSWER: Final = 7013
"""Bytes of data: the front of a card of the first generation, encrypted."""

BLOCK: Final = 239
"""Bytes of a file in one block: encrypted and wrapped (244) it is still a short
answer, whatever the cipher. Not every reader passes longer ones."""

_STATUS_BYTES: Final = 2
_SELECT: Final = bytes.fromhex("00A4040C10")
_READ: Final = bytes.fromhex("00B0")
_READ_SECURED: Final = bytes.fromhex("08B0")
_GET_CHALLENGE: Final = bytes.fromhex("0084000008")
_MUTUAL_AUTHENTICATE: Final = bytes.fromhex("0082000028")
_VERIFY: Final = bytes.fromhex("0820008613861101")
_SHORT_ID: Final = 0x80
_WANTED: Final = bytes.fromhex("9602")


class Lengths(Enum):
    """How much is asked for at once, and in which form of APDU."""

    WHOLE = "whole"
    """Whole files, extended lengths: the example of the specification."""
    BLOCKS = "blocks"
    """Blocks with short answers; the commands keep the specified, extended form."""
    SHORT = "short"
    """Blocks, and short commands too. For secured reads that is not specified."""


def split(answer: bytes) -> Response:
    """Take an answer apart.

    Raises:
        CardError: UNREADABLE, too short or too long to be one.
    """
    if not _STATUS_BYTES <= len(answer) <= LONGEST_ANSWER + _STATUS_BYTES:
        raise CardError(Fault.UNREADABLE)
    data, status = answer[:-_STATUS_BYTES], answer[-_STATUS_BYTES:]
    return Response(data, int.from_bytes(status, "big"))


def select(application: Application) -> bytearray:
    """SELECT by name, no file control information wanted."""
    return bytearray(_SELECT + application.value)


def get_challenge() -> bytearray:
    """The card's nonce, eight bytes, good for the next command only."""
    return bytearray(_GET_CHALLENGE)


def mutual_authenticate(proof: bytes) -> bytearray:
    """``proof``: ``agreement.PROOF_BYTES``."""
    return bytearray(_MUTUAL_AUTHENTICATE + proof + b"\0")


def verify(cryptogram: bytes) -> bytearray:
    """The encrypted card number, 16 bytes."""
    return bytearray(_VERIFY + cryptogram)


def place(file: ResidenceFile, offset: int) -> bytes:
    """P1 and P2 of READ BINARY: by short identifier at the start, which makes the
    file the current one, and by offset behind it.
    """
    if offset == 0:
        return bytes([_SHORT_ID | file.short_id, 0])
    return offset.to_bytes(2, "big")


def read(where: bytes, length: int, *, extended: bool) -> bytearray:
    """READ BINARY of at most ``length`` bytes; extended, 0 is the whole file."""
    expected = b"\0" + length.to_bytes(2, "big") if extended else bytes([length])
    return bytearray(_READ + where + expected)


def read_secured(where: bytes, length: int, *, extended: bool) -> bytearray:
    """The same under secure messaging: ``length`` counts decrypted bytes."""
    wanted = _WANTED + length.to_bytes(2, "big")
    if extended:
        body = b"\0" + len(wanted).to_bytes(2, "big") + wanted + b"\0\0"
    else:
        body = bytes([len(wanted)]) + wanted + b"\0"
    return bytearray(_READ_SECURED + where + body)
