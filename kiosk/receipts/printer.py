"""The printers, and what can go wrong with them."""

import errno
from enum import StrEnum
from typing import Protocol


class PrinterFault(StrEnum):
    """Why a paper was not printed, or not to its end."""

    ABSENT = "absent"
    """Nothing is there, or nobody answers under that name."""
    UNWRITABLE = "unwritable"
    INTERRUPTED = "interrupted"
    """It went away in the middle; half a paper may have come out."""
    TIMEOUT = "timeout"
    """It takes nothing any more: out of paper, open, or jammed."""
    FULL = "full"


_TEXTS = {
    PrinterFault.ABSENT: "no printer answers; switch it on and check its cable",
    PrinterFault.UNWRITABLE: "the printer may not be written to; add the kiosk's user "
    "to group lp, or correct printer.path",
    PrinterFault.INTERRUPTED: "the printer went away while it printed; check its cable",
    PrinterFault.TIMEOUT: "the printer takes nothing; check its paper and its cover",
    PrinterFault.FULL: "no room is left for the printed file; free space on its disk",
}


class PrinterError(Exception):
    """The paper was not printed, or only half.

    ``fault`` says why, ``str()`` is one line: what is wrong and what to do.
    """

    def __init__(self, fault: PrinterFault, detail: str = "") -> None:
        self.fault = fault
        super().__init__(_TEXTS[fault] + (f" ({detail})" if detail else ""))


class Printer(Protocol):
    """Something that papers come out of."""

    def print(self, job: bytes) -> None:
        """Give it the bytes of a whole paper; waits a bounded time.

        Raises:
            PrinterError: it did not take all of it.
        """


class NoPrinter:
    """A site without one."""

    def print(self, job: bytes) -> None:
        """Never possible.

        Raises:
            PrinterError: absent, always.
        """
        raise PrinterError(PrinterFault.ABSENT)


_BY_ERRNO = {
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
    error: OSError, otherwise: PrinterFault = PrinterFault.INTERRUPTED
) -> PrinterError:
    """The fault behind an error of the operating system, without its own text."""
    number = error.errno or 0
    name = errno.errorcode.get(number, "OSError")
    return PrinterError(_BY_ERRNO.get(number, otherwise), name)
