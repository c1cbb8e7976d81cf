"""The few commands this kiosk sends, and what comes back (ISO/IEC 7816-4).

Commands are ``bytearray`` so that one that holds a PIN can be wiped.
"""

from dataclasses import field
from enum import IntEnum
from typing import Final

from kiosk.card.faults import CardError, Fault
from kiosk.card.files import Application, CardFile
from kiosk.record import record
from kiosk.secret import Secret

BLOCK: Final = 256
"""Bytes of the longest short answer. Not every reader passes longer ones."""

SHA256_PREFIX: Final = bytes.fromhex("3031300D060960864801650304020105000420")
"""DigestInfo of SHA-256 without its hash (RFC 8017, section 9.2, note 1)."""

_SELECT_APPLICATION: Final = bytes.fromhex("00A4040C")
_SELECT_FILE: Final = bytes.fromhex("00A4020C")
_READ_BINARY: Final = bytes.fromhex("00B0")
_VERIFY: Final = bytes.fromhex("00200080")
_COMPUTE_SIGNATURE: Final = bytes.fromhex("802A0080")
_STATUS_BYTES: Final = 2


class Status(IntEnum):
    """Status words (ISO/IEC 7816-4, section 5.1.3) that mean something here."""

    OK = 0x9000
    END_OF_FILE = 0x6282
    NO_TRIES_LEFT = 0x63C0
    MOST_TRIES_LEFT = 0x63CF
    SECURITY_NOT_SATISFIED = 0x6982
    BLOCKED = 0x6983
    REFERENCE_NOT_USABLE = 0x6984
    FUNCTION_NOT_SUPPORTED = 0x6A81
    NOT_FOUND = 0x6A82
    WRONG_PARAMETERS = 0x6A86
    UNKNOWN_INSTRUCTION = 0x6D00
    UNKNOWN_CLASS = 0x6E00
    NO_DIAGNOSIS = 0x6F00


@record
class Response:
    """Data, at most 256 bytes, and a status word."""

    data: bytes = field(repr=False)
    status: int

    @property
    def tries_left(self) -> int | None:
        """What the answer to VERIFY says of the counter; None when it says nothing.

        Blocked is 63C0 or, from some sources, 6983 or 6984. 6300 would be a PIN
        without a counter, which no issued card has: it says nothing.
        """
        if self.status in (Status.BLOCKED, Status.REFERENCE_NOT_USABLE):
            return 0
        if Status.NO_TRIES_LEFT <= self.status <= Status.MOST_TRIES_LEFT:
            return self.status - Status.NO_TRIES_LEFT
        return None


def split(answer: bytes) -> Response:
    """Take an answer apart.

    Raises:
        CardError: UNREADABLE, too short or too long to be one.
    """
    if not _STATUS_BYTES <= len(answer) <= BLOCK + _STATUS_BYTES:
        raise CardError(Fault.UNREADABLE)
    data, status = answer[:-_STATUS_BYTES], answer[-_STATUS_BYTES:]
    return Response(data, int.from_bytes(status, "big"))


def throw_away() -> bytearray:
    """SELECT of a main file the card does not have: wakes it up, changes nothing."""
    return bytearray.fromhex("00A40000")


def select_application(application: Application) -> bytearray:
    """SELECT by name, no file control information wanted."""
    aid = application.value
    return bytearray([*_SELECT_APPLICATION, len(aid), *aid])


def select_file(file: CardFile) -> bytearray:
    """SELECT of an elementary file in the current application."""
    return bytearray([*_SELECT_FILE, 2, *file.identifier.to_bytes(2, "big")])


def read_binary(offset: int, length: int) -> bytearray:
    """READ BINARY of 1 to 256 bytes of the current file."""
    return bytearray([*_READ_BINARY, *offset.to_bytes(2, "big"), length % BLOCK])


def verify_query() -> bytearray:
    """VERIFY without a PIN: asks how many tries are left, costs none."""
    return bytearray(_VERIFY)


def verify(pin: Secret) -> bytearray:
    """VERIFY of the current PIN file. Wipe it when it was sent."""
    with pin.view() as codes:
        command = bytearray(len(_VERIFY) + 1 + len(codes))
        command[: len(_VERIFY)] = _VERIFY
        command[len(_VERIFY)] = len(codes)
        command[len(_VERIFY) + 1 :] = codes
    return command


def compute_signature(digest: bytes) -> bytearray:
    """Sign a SHA-256 digest with the current key; the card adds the padding only."""
    digest_info = SHA256_PREFIX + digest
    return bytearray([*_COMPUTE_SIGNATURE, len(digest_info), *digest_info, 0])


def wipe(command: bytearray) -> None:
    """Overwrite in place."""
    command[:] = bytes(len(command))
