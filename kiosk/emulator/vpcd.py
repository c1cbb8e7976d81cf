"""Puts a virtual card on the virtual reader of vsmartcard, under a real pcscd.

The protocol is that of vpcd (frankmorgner/vsmartcard, ``virtualsmartcard/doc/
api.txt``): the card is the TCP client; a frame is a two-byte big-endian length and
as many bytes; a frame of one byte is a control, anything longer a command APDU.
"""

import socket
import threading
from contextlib import suppress
from typing import Final

from kiosk.emulator.virtual_card import LinkDropped, VirtualCard

DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 35963

_POWER_OFF: Final = 0
_POWER_ON: Final = 1
_RESET: Final = 2
_GET_ATR: Final = 4

_RETRY_SECONDS: Final = 0.2
_CONNECT_SECONDS: Final = 5.0
_LENGTH_BYTES: Final = 2


class _LinkLost(Exception):
    """The connection to vpcd ended, from either side."""


class VpcdLink:
    """One card on one slot of vpcd: connecting is laying it down, closing lifts it.

    ``start`` serves the card in a thread. With ``reconnect`` the link comes back
    when vpcd restarts and waits for one that is not there yet; without it, ``start``
    connects at once and raises ``OSError`` when nobody listens. An error of the card
    itself (its counter file cannot be written) ends the thread; ``wait`` and ``stop``
    raise it again.
    """

    def __init__(
        self,
        card: VirtualCard,
        host: str = DEFAULT_HOST,
        port: int = DEFAULT_PORT,
        *,
        reconnect: bool = False,
    ) -> None:
        self._card = card
        self._address = (host, port)
        self._reconnect = reconnect
        self._socket: socket.socket | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._failure: Exception | None = None

    def start(self) -> None:
        """Lay the card down. Does nothing when it already lies there."""
        if self._thread is not None and self._thread.is_alive():
            return
        self._stopping.clear()
        if not self._reconnect:
            self._connect()
        self._thread = threading.Thread(target=self._run, name="vpcd", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Lift the card. vpcd notices at its next poll, within half a second."""
        self._stopping.set()
        self._disconnect()
        self.wait()
        self._thread = None

    def wait(self, seconds: float | None = None) -> bool:
        """Until the card is lifted; False when ``seconds`` ran out before."""
        if self._thread is None:
            return True
        self._thread.join(seconds)
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        return not self._thread.is_alive()

    def __enter__(self) -> "VpcdLink":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _connect(self) -> None:
        connection = socket.create_connection(self._address, _CONNECT_SECONDS)
        connection.settimeout(None)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = connection

    def _disconnect(self) -> None:
        connection, self._socket = self._socket, None
        if connection is None:
            return
        with suppress(OSError):  # vpcd may have been quicker
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()

    def _run(self) -> None:
        try:
            self._keep_serving()
        except Exception as error:  # raised again where somebody can hear it
            self._failure = error
        finally:
            self._card.power_off()
            self._disconnect()

    def _keep_serving(self) -> None:
        while not self._stopping.is_set():
            if self._socket is None:
                try:
                    self._connect()
                except OSError:
                    self._stopping.wait(_RETRY_SECONDS)
                continue
            try:
                self._serve()
            except (_LinkLost, LinkDropped):
                self._card.power_off()
                self._disconnect()
            if not self._reconnect:
                return

    def _serve(self) -> None:
        while True:
            request = self._frame()
            if request == bytes([_GET_ATR]):
                self._answer(self._card.atr)
            elif request == bytes([_POWER_OFF]):
                self._card.power_off()
            elif request == bytes([_POWER_ON]):
                self._card.power_on()
            elif request == bytes([_RESET]):
                self._card.reset()
            elif len(request) > 1:
                self._answer(self._card.transmit(request))

    def _frame(self) -> bytes:
        return self._receive(int.from_bytes(self._receive(_LENGTH_BYTES), "big"))

    def _receive(self, length: int) -> bytes:
        received = b""
        while len(received) < length:
            part = self._receive_some(length - len(received))
            if not part:
                raise _LinkLost
            received += part
        return received

    def _receive_some(self, most: int) -> bytes:
        try:
            connection = self._connected()
            # vpcd writes a frame's length and its bytes in two segments. Without an
            # immediate acknowledgement of the first it holds the second back for
            # 40 ms; Linux forgets this option, so it is set before each receive.
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            return connection.recv(most)
        except OSError as error:
            raise _LinkLost from error

    def _answer(self, payload: bytes) -> None:
        frame = len(payload).to_bytes(_LENGTH_BYTES, "big") + payload
        try:
            self._connected().sendall(frame)
        except OSError as error:
            raise _LinkLost from error

    def _connected(self) -> socket.socket:
        if self._socket is None:
            raise _LinkLost
        return self._socket
