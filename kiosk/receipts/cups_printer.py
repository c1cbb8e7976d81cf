"""Receipts on any printer that CUPS knows."""

from functools import partial

from kiosk.printers.cups import Queue
from kiosk.receipts.page import options_for


class CupsPrinter:
    """Takes the PDF file of a paper, not the bytes for a receipt printer."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    def print(self, job: bytes) -> None:
        """As ``Printer``, for a PDF file."""
        self._queue.print(job, "receipt", partial(options_for, job))
