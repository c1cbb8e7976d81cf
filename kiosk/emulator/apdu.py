"""Command APDUs as a card takes them apart (ISO/IEC 7816-3, section 12.1)."""

from dataclasses import field
from enum import IntEnum

from kiosk.record import record

_SHORT_LE = 0x100
_EXTENDED_LE = 0x10000


class SW(IntEnum):
    """Status words the card answers with (ISO/IEC 7816-4, section 5.1.3)."""

    OK = 0x9000
    TRIES_LEFT = 0x63C0
    WRONG_LENGTH = 0x6700
    CHANNEL_NOT_SUPPORTED = 0x6881
    SECURE_MESSAGING_NOT_SUPPORTED = 0x6882
    CHAINING_NOT_SUPPORTED = 0x6884
    WRONG_FILE_KIND = 0x6981
    SECURITY_NOT_SATISFIED = 0x6982
    BLOCKED = 0x6984
    CONDITIONS_NOT_SATISFIED = 0x6985
    NO_CURRENT_FILE = 0x6986
    SECURE_MESSAGING_HERE = 0x69FC
    NOT_FOUND = 0x6A82
    WRONG_PARAMETERS = 0x6A86
    OFFSET_OUTSIDE_FILE = 0x6B00
    UNKNOWN_INSTRUCTION = 0x6D00
    UNKNOWN_CLASS = 0x6E00
    NO_DIAGNOSIS = 0x6F00


class Refusal(Exception):
    """The command ends here with a status word and no data."""

    def __init__(self, status: int) -> None:
        super().__init__(f"{status:04X}")
        self.status = status


@record
class Command:
    """One command. ``expected`` is Le in bytes (256 and 65536 for zero), None if
    the command has none. ``data`` may be a PIN and never shows in a repr.
    """

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = field(default=b"", repr=False)
    expected: int | None = None


def parse(apdu: bytes) -> Command:
    """Take an APDU apart.

    Raises:
        Refusal: 6700, the lengths contradict each other.
    """
    if len(apdu) < 4:
        raise Refusal(SW.WRONG_LENGTH)
    cla, ins, p1, p2 = apdu[:4]
    return Command(cla, ins, p1, p2, *_body(apdu[4:]))


def _body(body: bytes) -> tuple[bytes, int | None]:
    if not body:
        return b"", None
    if len(body) == 1:
        return b"", body[0] or _SHORT_LE
    if body[0] != 0:
        return _data_and_le(body[1:], body[0], le_bytes=1)
    if len(body) == 3:
        return b"", int.from_bytes(body[1:], "big") or _EXTENDED_LE
    if len(body) < 3:
        raise Refusal(SW.WRONG_LENGTH)
    return _data_and_le(body[3:], int.from_bytes(body[1:3], "big"), le_bytes=2)


def _data_and_le(rest: bytes, lc: int, *, le_bytes: int) -> tuple[bytes, int | None]:
    if lc == 0 or len(rest) not in (lc, lc + le_bytes):
        raise Refusal(SW.WRONG_LENGTH)
    if len(rest) == lc:
        return rest, None
    zero_means = _SHORT_LE if le_bytes == 1 else _EXTENDED_LE
    return rest[:lc], int.from_bytes(rest[lc:], "big") or zero_means
