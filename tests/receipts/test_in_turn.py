"""Two programs at one printer: one after the other."""

import os
import threading
from pathlib import Path

import pytest

from kiosk.printers.faults import PrinterError, PrinterFault
from kiosk.receipts.in_turn import in_turn
from kiosk.receipts.wire import Wire


class Line:
    """A wire to nowhere that tells when it was opened and closed."""

    def __init__(self, lock: Path) -> None:
        self.told: list[str] = []
        self._open = in_turn(self._wire, lock)

    def open(self) -> Wire:
        return self._open()

    def _wire(self) -> Wire:
        self.told.append("opened")
        file = os.open(os.devnull, os.O_RDWR)

        def close(well: bool) -> None:
            os.close(file)
            self.told.append("closed")

        return Wire(file, hears=False, ends=False, close=close)


def test_who_comes_second_waits_until_the_first_is_done(tmp_path: Path) -> None:
    first, second = Line(tmp_path / "lock"), Line(tmp_path / "lock")
    wire = first.open()
    waiting = threading.Thread(target=lambda: second.open().close(True))
    waiting.start()
    waiting.join(0.1)
    assert (waiting.is_alive(), second.told) == (True, [])
    wire.close(True)
    waiting.join(10)
    assert second.told == ["opened", "closed"]


def test_a_printer_that_is_not_there_is_given_free(tmp_path: Path) -> None:
    def absent() -> Wire:
        raise PrinterError(PrinterFault.ABSENT)

    with pytest.raises(PrinterError):
        in_turn(absent, tmp_path / "lock")()
    Line(tmp_path / "lock").open().close(True)


def test_without_a_place_for_the_lock_nobody_waits(tmp_path: Path) -> None:
    first = Line(tmp_path / "nowhere" / "lock")
    second = Line(tmp_path / "nowhere" / "lock")
    first.open()
    second.open().close(True)
