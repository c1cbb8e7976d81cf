"""The wire to one receipt printer, there and back.

python-escpos has connections of its own, but none says how much of a paper was taken,
those to USB and serial ports wait for ever, and the one to USB takes the printer away
from the kernel's driver. So it only makes the bytes here.
"""

import fcntl
import os
import select
import struct
import termios
from collections.abc import Callable
from time import sleep
from typing import Final

from kiosk.record import record

_LOUDEST: Final = 256
"""Bytes that are heard at a time."""
_BREATH_SECONDS: Final = 0.01


class HungUp(Exception):
    """The printer has closed the wire; all it had to say was heard."""


@record
class Wire:
    """An open file that does not block.

    ``hears``: whether answers can come. ``ends``: whether an empty answer means that
    it hung up, as with a socket; a USB printer gives empty ones all the time.
    ``close``: told whether all went well; otherwise what was not taken is thrown away.
    """

    file: int
    hears: bool
    ends: bool
    close: Callable[[bool], None]

    def send(self, data: memoryview, seconds: float) -> int:
        """How many bytes it has taken; 0 when it takes none in that time.

        Raises:
            OSError: it is gone.
        """
        if not _ready(self.file, select.POLLOUT, seconds):
            return 0
        try:
            return os.write(self.file, data)
        except BlockingIOError:
            return 0

    def hear(self, seconds: float) -> bytes:
        """What it says; nothing when it says nothing in that time.

        Raises:
            HungUp: it never will again.
            OSError: it is gone.
        """
        if not self.hears or not _ready(self.file, select.POLLIN, seconds):
            return b""
        try:
            heard = os.read(self.file, _LOUDEST)
        except BlockingIOError:
            return b""
        if not heard and self.ends:
            raise HungUp
        if not heard:
            sleep(_BREATH_SECONDS)
        return heard

    def waiting(self) -> int:
        """How many bytes this machine still holds (tcp(7), SIOCOUTQ; tty_ioctl(4))."""
        try:
            answer = fcntl.ioctl(self.file, termios.TIOCOUTQ, bytes(4))
        except OSError:
            return 0
        return int(struct.unpack("i", answer)[0])


def _ready(file: int, event: int, seconds: float) -> bool:
    poll = select.poll()
    poll.register(file, event)
    return bool(poll.poll(max(0, round(seconds * 1000))))
