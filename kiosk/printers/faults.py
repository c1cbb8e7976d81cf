"""What can go wrong with a printer."""

import errno
from enum import StrEnum
from typing import Final


class PrinterFault(StrEnum):
    """Why a paper was not printed, or why nobody knows."""

    ABSENT = "absent"
    """Nothing is there, or nobody answers under that name."""
    UNWRITABLE = "unwritable"
    STOPPED = "stopped"
    """Its queue takes nothing, or hands nothing on."""
    OFFLINE = "offline"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    BROKEN = "broken"
    """Jammed, its cutter stuck, out of ink, or an error that it does not name."""
    INTERRUPTED = "interrupted"
    """It went away in the middle."""
    TIMEOUT = "timeout"
    """It takes nothing any more, or never comes to an end, and does not say why."""
    FULL = "full"
    """The disk has no room for what is printed into a file."""
    UNCONFIRMED = "unconfirmed"
    """It has taken everything, and cannot say what became of it."""


BY_HAND: Final = frozenset({PrinterFault.PAPER_OUT, PrinterFault.COVER_OPEN})
"""What anybody who has the key to the printer can mend at once."""


class PrinterError(Exception):
    """The paper was not printed, or nobody knows whether it was.

    ``begun``: some or all of it may have come out, or may still come. ``str()`` is the
    fault, and what the system calls it.
    """

    def __init__(
        self, fault: PrinterFault, detail: str = "", *, begun: bool = False
    ) -> None:
        self.fault = fault
        self.detail = detail
        self.begun = begun
        super().__init__(f"{fault} ({detail})" if detail else str(fault))


_BY_ERRNO: Final = {
    errno.ENOENT: PrinterFault.ABSENT,
    errno.ENXIO: PrinterFault.ABSENT,
    errno.ENODEV: PrinterFault.ABSENT,
    errno.EACCES: PrinterFault.UNWRITABLE,
    errno.EPERM: PrinterFault.UNWRITABLE,
    errno.EROFS: PrinterFault.UNWRITABLE,
    errno.EISDIR: PrinterFault.UNWRITABLE,
    errno.ENOTDIR: PrinterFault.UNWRITABLE,
    errno.EEXIST: PrinterFault.UNWRITABLE,
    errno.ELOOP: PrinterFault.UNWRITABLE,
    errno.ENOSPC: PrinterFault.FULL,
    errno.EDQUOT: PrinterFault.FULL,
    errno.EFBIG: PrinterFault.FULL,
    errno.ETIMEDOUT: PrinterFault.TIMEOUT,
}


def from_system(
    error: OSError,
    otherwise: PrinterFault = PrinterFault.INTERRUPTED,
    *,
    begun: bool = False,
) -> PrinterError:
    """The fault behind an error of the operating system, without its own text."""
    number = error.errno or 0
    name = errno.errorcode.get(number, "OSError")
    return PrinterError(_BY_ERRNO.get(number, otherwise), name, begun=begun)
