"""Where a sheet goes: to a queue of CUPS, or into a folder of a demo site."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from kiosk.printers.cups import Queue
from kiosk.printers.faults import PrinterError, PrinterFault, from_system


class SheetPrinter(Protocol):
    """Takes one PDF."""

    def print(self, pdf: bytes) -> None:
        """Returns when it was printed.

        Raises:
            PrinterError: it was not, or nobody knows; nothing of the visitor's is in
                it.
        """


class NoSheets:
    """This site prints none."""

    def print(self, pdf: bytes) -> None:
        """Never possible.

        Raises:
            PrinterError: absent, always.
        """
        raise PrinterError(PrinterFault.ABSENT)


class FolderOfSheets:
    """PDF files in a folder, for demo and training."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def print(self, pdf: bytes) -> None:
        """One file more."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (self._folder / f"{self._next():04}.pdf").write_bytes(pdf)
        except OSError as error:
            raise from_system(error, PrinterFault.UNWRITABLE) from None

    def _next(self) -> int:
        taken = (_number(path) for path in self._folder.glob("*.pdf"))
        return 1 + max(taken, default=0)


class CupsSheets:
    """A queue of CUPS, whose paper is A4."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    def print(self, pdf: bytes) -> None:
        """As ``SheetPrinter``."""
        self._queue.print(pdf, "sheet", _on_a4)


def _on_a4(_: frozenset[str]) -> Mapping[str, str]:
    return {"media": "iso_a4_210x297mm", "sides": "one-sided"}


def _number(path: Path) -> int:
    return int(path.stem) if path.stem.isdecimal() else 0
