"""A printer in the network that takes raw bytes, as most do on port 9100."""

import fcntl
import socket
import struct
import termios
from collections.abc import Callable
from contextlib import suppress
from time import monotonic, sleep
from typing import Final

from kiosk.receipts.printer import PrinterError, PrinterFault, from_system

CONNECT_SECONDS: Final = 3.0
PATIENCE_SECONDS: Final = 20.0
FAREWELL_SECONDS: Final = 1.0
_LOOK_AGAIN_SECONDS: Final = 0.01


class NetworkPrinter:
    """Sends a paper over TCP and waits until the printer has acknowledged all of it.

    ``connect``: seconds until it must answer. ``patience``: until it must have taken
    everything. ``farewell``: how long it may still say that it broke off; many
    printers never close the connection themselves.
    """

    def __init__(
        self,
        host: str,
        port: int,
        connect: float = CONNECT_SECONDS,
        patience: float = PATIENCE_SECONDS,
        farewell: float = FAREWELL_SECONDS,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._address = host, port
        self._connect = connect
        self._patience = patience
        self._farewell = farewell
        self._clock = clock

    def print(self, job: bytes) -> None:
        """As ``Printer``.

        Raises:
            PrinterError: half a paper may have come out, unless it is absent.
        """
        with self._connected() as connection:
            deadline = self._clock() + self._patience
            try:
                connection.settimeout(self._patience)
                connection.sendall(job)
                connection.shutdown(socket.SHUT_WR)
                self._wait_until_taken(connection, deadline)
                self._hear_farewell(connection)
            except TimeoutError:
                raise PrinterError(PrinterFault.TIMEOUT) from None
            except OSError as error:
                raise from_system(error) from None

    def _connected(self) -> socket.socket:
        try:
            return socket.create_connection(self._address, self._connect)
        # A host name that cannot be one is refused with a UnicodeError.
        except (OSError, UnicodeError):
            raise PrinterError(PrinterFault.ABSENT) from None

    def _wait_until_taken(self, connection: socket.socket, deadline: float) -> None:
        while _unacknowledged(connection):
            if self._clock() > deadline:
                raise TimeoutError
            _raise_reset(connection)
            sleep(_LOOK_AGAIN_SECONDS)
        _raise_reset(connection)

    def _hear_farewell(self, connection: socket.socket) -> None:
        """Read what it says until it closes; one that keeps quiet is content.

        A printer that closes with bytes unread resets the connection: an OSError.
        """
        deadline = self._clock() + self._farewell
        while (left := deadline - self._clock()) > 0:
            connection.settimeout(left)
            with suppress(TimeoutError):
                if not connection.recv(1024):
                    return


def _unacknowledged(connection: socket.socket) -> int:
    """How many bytes the other side's system does not have yet (tcp(7), SIOCOUTQ)."""
    answer = fcntl.ioctl(connection, termios.TIOCOUTQ, bytes(4))
    return int(struct.unpack("i", answer)[0])


def _raise_reset(connection: socket.socket) -> None:
    number = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if number:
        raise OSError(number, "reset")
