"""What a receipt printer says of itself, a byte at a time.

Epson's ESC/POS command reference: DLE EOT n is answered at once, whatever the printer
is doing; GS r 1 only when its turn has come behind all that was sent before. Behind a
cut, which waits for the last line, that means: printed. Which answer a byte is, its
fixed bits tell.
"""

from collections.abc import Mapping
from typing import Final

from kiosk.printers.faults import PrinterFault
from kiosk.record import record

QUESTIONS: Final = (1, 2, 3, 4)
"""Printer, why it is offline, which error, paper: ``n`` of DLE EOT."""
TURN: Final = b"\x1dr\x01"
"""Asks for an answer in its turn: GS r 1."""
REPORT_LENGTH: Final = 4
"""Bytes of an automatic status report (GS a), of which some printers send many."""

_OFFLINE: Final = 0x08
_COVER_OPEN: Final = 0x04
_STOPPED_FOR_PAPER: Final = 0x20
_ERROR: Final = 0x40
_MECHANICAL, _CUTTER, _FATAL, _PASSING = 0x04, 0x08, 0x20, 0x40
_NEAR_END: Final = 0x0C
_PAPER_END: Final = 0x60


def question(number: int) -> bytes:
    """DLE EOT n."""
    return bytes((0x10, 0x04, number))


def is_answer(byte: int) -> bool:
    """Whether this byte answers a question: ``0xx1xx10``."""
    return byte & 0x93 == 0x12


def is_turn(byte: int) -> bool:
    """Whether it answers ``TURN``: ``0xx0xxxx``."""
    return byte & 0x90 == 0


def is_report(byte: int) -> bool:
    """Whether it begins an automatic report: ``0xx1xx00``."""
    return byte & 0x93 == 0x10


@record
class Status:
    """The answers by question; what was not answered is taken to be well."""

    answers: Mapping[int, int]

    @property
    def fault(self) -> PrinterFault | None:
        """What keeps it from printing, in the order in which it is to be mended."""
        if self._says(2, _COVER_OPEN):
            return PrinterFault.COVER_OPEN
        if self._says(2, _STOPPED_FOR_PAPER) or self._says(4, _PAPER_END):
            return PrinterFault.PAPER_OUT
        if self._says(3, _MECHANICAL | _CUTTER | _FATAL):
            return PrinterFault.BROKEN
        if self._says(3, _PASSING):
            # A hot head cools by itself; the paper then goes on.
            return None
        if self._says(2, _ERROR):
            return PrinterFault.BROKEN
        return PrinterFault.OFFLINE if self._says(1, _OFFLINE) else None

    @property
    def near_end(self) -> bool:
        """Whether the roll is nearly used up."""
        return self._says(4, _NEAR_END)

    def _says(self, number: int, bits: int) -> bool:
        return bool(self.answers.get(number, 0) & bits)
