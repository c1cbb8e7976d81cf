"""A printer behind a device file, and a plain file that keeps what was printed."""

import os
import select
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Final

from kiosk.receipts.printer import PrinterError, PrinterFault, from_system

PATIENCE_SECONDS: Final = 20.0
_DEVICES: Final = Path("/dev")


class FilePrinter:
    """Sends to a device, or appends to a file, all of a paper or nothing.

    ``patience``: seconds in which the device must take it all. ``clock`` never goes
    back.
    """

    def __init__(
        self,
        path: Path,
        patience: float = PATIENCE_SECONDS,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._path = path
        self._patience = patience
        self._clock = clock

    def print(self, job: bytes) -> None:
        """As ``Printer``.

        Raises:
            PrinterError: of a file, nothing was kept; a device may hold half.
        """
        with self._opened() as file:
            try:
                if stat.S_ISREG(os.fstat(file).st_mode):
                    _append(file, job)
                else:
                    self._send(file, job)
            except OSError as error:
                raise from_system(error) from None

    @contextmanager
    def _opened(self) -> Iterator[int]:
        # A device is never made: when it is missing, the printer is.
        is_device = _DEVICES in self._path.parents
        flags = os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK | os.O_CLOEXEC
        try:
            if not is_device:
                self._path.parent.mkdir(0o700, parents=True, exist_ok=True)
            file = os.open(self._path, flags | (0 if is_device else os.O_CREAT), 0o600)
        except OSError as error:
            raise from_system(error, PrinterFault.ABSENT) from None
        try:
            yield file
        finally:
            os.close(file)

    def _send(self, file: int, data: bytes) -> None:
        deadline = self._clock() + self._patience
        rest = memoryview(data)
        while rest:
            left = deadline - self._clock()
            if left <= 0 or not _takes(file, left):
                raise PrinterError(PrinterFault.TIMEOUT)
            with suppress(BlockingIOError):
                rest = rest[os.write(file, rest) :]


def _takes(file: int, seconds: float) -> bool:
    """Whether it becomes ready to be written to."""
    poll = select.poll()
    poll.register(file, select.POLLOUT)
    return bool(poll.poll(max(1, round(seconds * 1000))))


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
