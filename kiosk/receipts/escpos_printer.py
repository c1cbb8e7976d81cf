"""A receipt printer that understands ESC/POS, on whatever wire."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from kiosk.receipts.conversation import PATIENCE, Patience, printed, status
from kiosk.receipts.status import Status
from kiosk.receipts.wire import Wire


class EscposPrinter:
    """``open_wire`` is called for each paper; it raises a ``PrinterError`` when there
    is no printer. ``clock`` never goes back.
    """

    def __init__(
        self,
        open_wire: Callable[[], Wire],
        patience: Patience = PATIENCE,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._open_wire = open_wire
        self._patience = patience
        self._clock = clock

    def print(self, job: bytes) -> None:
        """As ``Printer``."""
        with self._wire() as wire:
            printed(wire, job, self._patience, self._clock)

    def status(self) -> Status | None:
        """What it says of itself; None if it says nothing.

        Raises:
            PrinterError: it cannot be reached.
        """
        with self._wire() as wire:
            return status(wire, self._patience, self._clock)

    @contextmanager
    def _wire(self) -> Iterator[Wire]:
        wire = self._open_wire()
        well = False
        try:
            yield wire
            well = True
        finally:
            wire.close(well)
