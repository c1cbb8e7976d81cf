"""A plain file that keeps what would be printed, for a demo site."""

import os
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Final

from kiosk.printers.faults import PrinterFault, from_system
from kiosk.receipts.conversation import PATIENCE, Patience
from kiosk.receipts.device_wire import device_wire
from kiosk.receipts.escpos_printer import EscposPrinter

_DEVICES: Final = Path("/dev")


class FilePrinter:
    """Appends to a file, all of a paper or nothing; or sends to what is no plain file
    as to a receipt printer.
    """

    def __init__(
        self,
        path: Path,
        patience: Patience = PATIENCE,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._path = path
        self._device = EscposPrinter(partial(device_wire, path), patience, clock)

    def print(self, job: bytes) -> None:
        """As ``Printer``. Of a plain file, nothing is kept when it fails."""
        if is_device(self._path):
            self._device.print(job)
            return
        try:
            file = self._opened()
        except OSError as error:
            raise from_system(error, PrinterFault.ABSENT) from None
        try:
            _append(file, job)
        except OSError as error:
            raise from_system(error) from None
        finally:
            os.close(file)

    def _opened(self) -> int:
        self._path.parent.mkdir(0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        return os.open(self._path, flags, 0o600)


def is_device(path: Path) -> bool:
    """Whether something else than a plain file is to be expected there: a device is
    never made, for when it is missing, the printer is.
    """
    if _DEVICES in path.parents:
        return True
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _append(file: int, data: bytes) -> None:
    before = os.fstat(file).st_size
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[os.write(file, rest) :]
        os.fsync(file)
    except OSError:
        os.ftruncate(file, before)
        raise
