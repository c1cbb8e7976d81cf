"""What the card service's return codes mean to whoever stands at the desk.

Meanings: PC/SC Workgroup, part 5, and pcsc-lite's ``pcsclite.h``.
"""

from collections.abc import Mapping
from typing import Final

from smartcard import scard

from kiosk.card.faults import Fault

_FAULTS: Final[Mapping[int, Fault]] = {
    code & 0xFFFFFFFF: fault
    for fault, codes in {
        # The last two: polkit does not let this user near the readers.
        Fault.NO_SERVICE: (
            scard.SCARD_E_NO_SERVICE,
            scard.SCARD_E_SERVICE_STOPPED,
            scard.SCARD_P_SHUTDOWN,
            scard.SCARD_F_COMM_ERROR,
            scard.SCARD_W_SECURITY_VIOLATION,
            scard.SCARD_E_NO_ACCESS,
        ),
        Fault.NO_READER: (
            scard.SCARD_E_NO_READERS_AVAILABLE,
            scard.SCARD_E_READER_UNAVAILABLE,
            scard.SCARD_E_UNKNOWN_READER,
            scard.SCARD_E_READER_UNSUPPORTED,
        ),
        # A handle becomes invalid when the service or the reader was gone between.
        Fault.REMOVED: (
            scard.SCARD_W_REMOVED_CARD,
            scard.SCARD_E_NO_SMARTCARD,
            scard.SCARD_E_INVALID_HANDLE,
        ),
        Fault.BUSY: (
            scard.SCARD_E_SHARING_VIOLATION,
            scard.SCARD_E_SERVER_TOO_BUSY,
            scard.SCARD_E_NOT_READY,
        ),
        Fault.MUTE: (
            scard.SCARD_W_UNRESPONSIVE_CARD,
            scard.SCARD_W_UNPOWERED_CARD,
            scard.SCARD_E_INVALID_ATR,
            scard.SCARD_E_TIMEOUT,
        ),
        Fault.OTHER_CARD: (
            scard.SCARD_E_PROTO_MISMATCH,
            scard.SCARD_W_UNSUPPORTED_CARD,
            scard.SCARD_E_CARD_UNSUPPORTED,
            scard.SCARD_E_UNKNOWN_CARD,
        ),
        # Somebody reset the card: what was selected is not any more.
        Fault.CHANGED: (scard.SCARD_W_RESET_CARD,),
    }.items()
    for code in codes
}


def fault_of(status: int) -> Fault:
    """The fault of a return code that is not success; UNREADABLE when it is about
    the line to the card, or about nothing that is known.
    """
    return _FAULTS.get(status & 0xFFFFFFFF, Fault.UNREADABLE)
