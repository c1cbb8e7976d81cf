"""The desk with real readers, through the card service of the system (pcscd)."""

import threading
from collections.abc import Callable
from typing import Final

from smartcard.scard import (
    SCARD_E_COMM_DATA_LOST,
    SCARD_E_NOT_TRANSACTED,
    SCARD_E_TIMEOUT,
    SCARD_PROTOCOL_T0,
    SCARD_PROTOCOL_T1,
    SCARD_S_SUCCESS,
    SCARD_SCOPE_SYSTEM,
    SCARD_SHARE_EXCLUSIVE,
    SCARD_STATE_UNAWARE,
    SCARD_UNPOWER_CARD,
    SCARD_W_RESET_CARD,
    SCardConnect,
    SCardDisconnect,
    SCardEstablishContext,
    SCardGetStatusChange,
    SCardReconnect,
    SCardReleaseContext,
)

from kiosk.card import line
from kiosk.card.desk import Connection, Sight, SightState
from kiosk.card.faults import CardError, Fault
from kiosk.card.lookout import Insertion, Lookout, Report
from kiosk.card.scard_faults import fault_of
from kiosk.card.watcher import Watcher

# With both offered pcscd takes T=1, which every My Number card speaks. T=0 is for
# telling other cards apart.
_PROTOCOLS: Final = SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1
_LINE_ERRORS: Final = (
    SCARD_E_NOT_TRANSACTED,
    SCARD_E_COMM_DATA_LOST,
    SCARD_W_RESET_CARD,
)
_NOTICED_MS: Final = 1_000
"""Within so long a reader notices that a card was lifted; they look twice a second."""
_STATUS_BYTES: Final = 2
_NOT_A_CARD: Final = {
    SightState.NO_SERVICE: Fault.NO_SERVICE,
    SightState.NO_READER: Fault.NO_READER,
    SightState.EMPTY: Fault.REMOVED,
    SightState.MUTE: Fault.MUTE,
}


class PcscDesk:
    """Every reader whose name contains ``reader_filter``. See ``desk.Desk``.

    ``watch`` may be called once. ``connect`` may be called from any thread.
    """

    def __init__(self, reader_filter: str = "") -> None:
        self._lookout = Lookout(reader_filter)
        self._lock = threading.Lock()
        self._watcher: Watcher | None = None

    def watch(self, listener: Callable[[Sight], None]) -> None:
        """Tell ``listener`` what is seen, from a thread of the desk's own."""
        if self._watcher is not None:
            raise RuntimeError("this desk is watched already")
        self._watcher = Watcher(self._lookout, self._lock, listener)
        self._watcher.start()

    def connect(self, sight: Sight) -> Connection:
        """The card of ``sight``, powered, for nobody else.

        Raises:
            CardError: BUSY, MUTE, REMOVED, NO_READER, NO_SERVICE; OTHER_CARD, it
                speaks no protocol that readers do; CHANGED, another was put on since.
        """
        if sight.state is not SightState.CARD:
            raise CardError(_NOT_A_CARD[sight.state])
        with self._lock:
            insertion = self._lookout.insertion(sight.token)
        if insertion is None:
            raise CardError(Fault.CHANGED)
        return _connect(insertion)

    def close(self) -> None:
        """Stop watching."""
        if self._watcher is not None:
            self._watcher.stop()


class _PcscConnection:
    """One exclusive connection in a context of its own. Any failure closes it: until
    then it would keep the reader from everybody, the next connection included.
    """

    def __init__(self, context: int, handle: int, protocol: int, reader: str) -> None:
        self._context = context
        self._handle = handle
        self._protocol = protocol
        self._reader = reader
        self._has_answered = False
        self._fault: Fault | None = None

    def transmit(self, apdu: bytearray) -> bytes:
        """Answer of the card.

        A first command that was lost on a line just coming up is sent once more after
        power was off and on: nothing has been selected then, so it cannot be a PIN.

        Raises:
            CardError: there is none; from then on always the same.
        """
        if self._fault is not None:
            raise CardError(self._fault)
        status, answer = self._send(apdu)
        if status in _LINE_ERRORS and not self._has_answered and self._restart():
            status, answer = self._send(apdu)
        if status != SCARD_S_SUCCESS:
            fault = self._why(status)
            self.close()
            self._fault = fault
            raise CardError(fault)
        self._has_answered = True
        return answer

    def close(self) -> None:
        """Power the card down and let others have the reader."""
        if self._fault is None:
            self._fault = Fault.REMOVED
            SCardDisconnect(self._handle, SCARD_UNPOWER_CARD)
            SCardReleaseContext(self._context)

    def _send(self, apdu: bytearray) -> tuple[int, bytes]:
        status, answer = line.transmit(self._handle, self._protocol, apdu)
        if status == SCARD_S_SUCCESS and len(answer) < _STATUS_BYTES:
            # Some drivers report a line that broke as a success with nothing in it.
            status = SCARD_E_NOT_TRANSACTED
        return status, answer

    def _restart(self) -> bool:
        status, _ = SCardReconnect(
            self._handle, SCARD_SHARE_EXCLUSIVE, _PROTOCOLS, SCARD_UNPOWER_CARD
        )
        return bool(status == SCARD_S_SUCCESS)

    def _why(self, status: int) -> Fault:
        """A broken line is most often a card being lifted, which the reader notices
        a little later.
        """
        fault = fault_of(status)
        if fault is Fault.UNREADABLE and self._is_lifted():
            return Fault.REMOVED
        return fault

    def _is_lifted(self) -> bool:
        report = _report(self._context, self._reader)
        if report is not None and report.has_card:
            report = _report(self._context, self._reader, report.state)
        return report is None or not report.has_card


def _connect(insertion: Insertion) -> _PcscConnection:
    status, context = SCardEstablishContext(SCARD_SCOPE_SYSTEM)
    if status != SCARD_S_SUCCESS:
        raise CardError(fault_of(status))
    status, handle, protocol = SCardConnect(
        context, insertion.reader, SCARD_SHARE_EXCLUSIVE, _PROTOCOLS
    )
    if status != SCARD_S_SUCCESS:
        SCardReleaseContext(context)
        raise CardError(fault_of(status))
    connection = _PcscConnection(context, handle, protocol, insertion.reader)
    report = _report(context, insertion.reader)
    if report is None or report.events != insertion.events:
        connection.close()
        raise CardError(Fault.CHANGED)
    return connection


def _report(
    context: int, reader: str, known: int = SCARD_STATE_UNAWARE
) -> Report | None:
    """State of a reader now; with ``known``, once it is another or time is up."""
    status, found = SCardGetStatusChange(context, _NOTICED_MS, [(reader, known)])
    if status == SCARD_E_TIMEOUT:
        return Report(reader, known, b"")
    if status != SCARD_S_SUCCESS:
        return None
    name, state, atr = found[0]
    return Report(name, state, bytes(atr))
