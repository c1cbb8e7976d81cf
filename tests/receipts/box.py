"""A receipt printer made of a thread: takes ESC/POS from a file descriptor, prints row
by row, answers as Epson's command reference says, and breaks where it is told to.
"""

import os
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum


class Break(StrEnum):
    """What happens to it."""

    PAPER = "out of paper"
    COVER = "its cover is opened"
    CUTTER = "its cutter is stuck"
    OFFLINE = "it is put offline"
    STALL = "it hangs"
    DIE = "it is switched off"


_HARMLESS = 0x12
_ANSWERS = {
    Break.PAPER: {1: 0x08, 2: 0x20, 4: 0x60},
    Break.COVER: {1: 0x08, 2: 0x04},
    Break.CUTTER: {1: 0x08, 2: 0x40, 3: 0x08},
    Break.OFFLINE: {1: 0x08},
}
"""Bits that are set in the answer to DLE EOT n. Each of these stops the printer."""


@dataclass
class Box:
    """``breaks`` after so many bytes of what is to be printed (``at``), asked or not.

    ``is_mute``: answers nothing; ``has_turns``: knows GS r; ``drawer``: the bit of its
    drawer is set; ``chatter``: what it says before each answer; ``rolls``: bits of
    the paper sensor while all is well. ``papers``: what was cut off; ``rows``: how many
    were printed.
    """

    breaks: Break | None = None
    at: int = 0
    is_mute: bool = False
    has_turns: bool = True
    drawer: bool = True
    chatter: bytes = b""
    rolls: int = 0
    knows: int = 4
    rows: int = 0
    papers: list[bytes] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    _taken: int = 0
    _buffer: bytes = b""
    _unread: bytes = b""
    _strip: bytes = b""

    @property
    def is_broken(self) -> bool:
        return self.breaks is not None and self._taken >= self.at

    def serve(self, file: int) -> None:
        """Until the other side hangs up, or this one dies."""
        self._buffer = self._unread = self._strip = b""
        while True:
            if self.is_broken and self.breaks is Break.STALL:
                self.released.wait(20)
                return
            if self.is_broken and self.breaks is Break.DIE:
                return
            self._unread += os.read(file, 4096) or self._hang_up()
            while self._unread and not self._is_gone():
                if not self._take(file):
                    break

    def _hang_up(self) -> bytes:
        raise ConnectionAbortedError

    def _is_gone(self) -> bool:
        return self.is_broken and self.breaks in (Break.STALL, Break.DIE)

    def _take(self, file: int) -> bool:
        """One byte, or one question; whether there was a whole one."""
        if self._unread.startswith(b"\x10\x04"):
            if len(self._unread) < 3:
                return False
            self._answer(file, self._unread[2])
            self._unread = self._unread[3:]
            return True
        if self._unread == b"\x10":
            return False
        self._buffer += self._unread[:1]
        self._unread = self._unread[1:]
        if not self.is_broken:
            self._print(file)
        self._taken += 1
        return True

    def _answer(self, file: int, number: int) -> None:
        if self.is_mute or number > self.knows:
            return
        bits = _HARMLESS | (0x04 if number == 1 and self.drawer else 0)
        bits |= self.rolls if number == 4 else 0
        if self.is_broken and self.breaks:
            bits |= _ANSWERS[self.breaks].get(number, 0)
        os.write(file, self.chatter + bytes((bits,)))

    def _print(self, file: int) -> None:
        """Whatever of the buffer is a whole command, or another row of a picture."""
        data = self._buffer
        if data == b"\x1b@":
            self._strip, self._buffer = b"", b""
        elif data.startswith(b"\x1dv0\x00") and len(data) >= 8:
            columns, height = struct.unpack_from("<HH", data, 4)
            if (len(data) - 8) % columns == 0 and len(data) > 8:
                self.rows += 1
            if len(data) == 8 + columns * height:
                self._strip, self._buffer = self._strip + data[8:], b""
        elif data.startswith(b"\x1bd") and len(data) == 3:
            self._buffer = b""
        elif data == b"\x1dV\x00":
            self.papers.append(self._strip)
            self._strip, self._buffer = b"", b""
        elif data == b"\x1dr\x01":
            self._buffer = b""
            if self.has_turns and not self.is_mute:
                os.write(file, b"\x00")


@contextmanager
def listening(box: Box, buffer: int | None = None) -> Iterator[int]:
    """Its port in the network: one connection after the other."""
    listener = socket.socket()
    if buffer:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    listener.bind(("127.0.0.1", 0))
    listener.listen()

    def run() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection, suppress(ConnectionError):
                    box.serve(connection.fileno())

    with _thread(run):
        try:
            yield listener.getsockname()[1]
        finally:
            box.released.set()
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()


@contextmanager
def attached(box: Box) -> Iterator[str]:
    """Its device file: a serial port, as far as this side can tell."""
    ours, theirs = os.openpty()
    path = os.ttyname(theirs)

    def run() -> None:
        # A terminal that nobody has open any more gives an error.
        with suppress(OSError):
            box.serve(ours)
        os.close(ours)

    with _thread(run):
        try:
            yield path
        finally:
            box.released.set()
            os.close(theirs)


@contextmanager
def _thread(run: "object") -> Iterator[None]:
    assert callable(run)
    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        thread.join(20)
        assert not thread.is_alive()
