"""A desk with a virtual reader, in process: for the demo site and for tests."""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from kiosk.card.desk import Connection, Sight, SightState
from kiosk.card.faults import CardError, Fault
from kiosk.emulator.virtual_card import LinkDropped, VirtualCard

READER: Final = "Virtual reader"

Listener = Callable[[Sight], None]


@dataclass(slots=True)
class _Trouble:
    """What is wrong with the desk just now."""

    no_service: bool = False
    no_reader: bool = False
    busy: bool = False
    mute: bool = False


class VirtualDesk:
    """A ``Desk`` whose reader, service and cards do what they are told.

    Listeners are called from a thread of the desk's own, in order; ``settle`` waits
    until they have heard everything. May be used from any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._card: VirtualCard | None = None
        self._token = 0
        self._trouble = _Trouble()
        self._connection: _VirtualConnection | None = None
        self._listeners: list[Listener] = []
        self._calls: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._caller: threading.Thread | None = None
        self._told = self.sight

    @property
    def sight(self) -> Sight:
        """What the desk sees now."""
        with self._lock:
            card, trouble = self._card, self._trouble
            if trouble.no_service:
                return Sight(SightState.NO_SERVICE, "", b"", self._token)
            if trouble.no_reader:
                return Sight(SightState.NO_READER, "", b"", self._token)
            if card is None:
                return Sight(SightState.EMPTY, READER, b"", self._token)
            if trouble.mute:
                return Sight(SightState.MUTE, READER, b"", self._token)
            return Sight(SightState.CARD, READER, card.atr, self._token)

    def put(self, card: VirtualCard) -> None:
        """Lay a card on the reader; one that lies there is lifted first."""
        with self._lock:
            self.take()
            self._card = card
            self._token += 1
            self._tell()

    def take(self) -> None:
        """Lift the card. Whoever is talking to it finds it gone."""
        with self._lock:
            self._lose()
            self._card = None
            self._tell()

    def stop_service(self) -> None:
        """The card service dies; the card stays where it is."""
        with self._lock:
            self._lose()
            self._trouble.no_service = True
            self._tell()

    def start_service(self) -> None:
        """The card service comes back, and sees the card as if newly put."""
        with self._lock:
            self._trouble.no_service = False
            self._token += 1
            self._tell()

    def unplug(self) -> None:
        """The reader is pulled out."""
        with self._lock:
            self._lose()
            self._trouble.no_reader = True
            self._tell()

    def plug(self) -> None:
        """The reader is back, and sees the card as if newly put."""
        with self._lock:
            self._trouble.no_reader = False
            self._token += 1
            self._tell()

    def set_busy(self, busy: bool) -> None:
        """Whether another program holds the card."""
        with self._lock:
            self._trouble.busy = busy

    def set_mute(self, mute: bool) -> None:
        """Whether the card gives no answer to reset, as one put upside down."""
        with self._lock:
            if mute:
                self._lose()
            self._trouble.mute = mute
            self._tell()

    def watch(self, listener: Listener) -> None:
        """Tell ``listener`` what is seen now, and then each change."""
        with self._lock:
            if self._caller is None:
                self._caller = threading.Thread(
                    target=self._run, name="virtual desk", daemon=True
                )
                self._caller.start()
            self._listeners.append(listener)
            sight = self.sight
            self._calls.put(partial(listener, sight))

    def connect(self, sight: Sight) -> Connection:
        """Power up the card of ``sight``.

        Raises:
            CardError: what stands in the way, as the real desk would say it.
        """
        with self._lock:
            card = self._expect(sight)
            if self._trouble.busy or self._connection is not None:
                raise CardError(Fault.BUSY)
            card.power_on()
            self._connection = _VirtualConnection(self, card)
            return self._connection

    def settle(self) -> None:
        """Wait until every listener has been told of everything so far."""
        self._calls.join()

    def close(self) -> None:
        """Nobody is told anything any more."""
        with self._lock:
            self._lose()
            self._listeners.clear()
            caller, self._caller = self._caller, None
        if caller is not None:
            self._calls.put(None)
            caller.join()

    def released(self, connection: "_VirtualConnection") -> None:
        """A connection was closed by its user."""
        with self._lock:
            if self._connection is connection:
                self._connection = None

    def _expect(self, sight: Sight) -> VirtualCard:
        now = self.sight
        faults = {
            SightState.NO_SERVICE: Fault.NO_SERVICE,
            SightState.NO_READER: Fault.NO_READER,
            SightState.MUTE: Fault.MUTE,
        }
        if now.state in faults:
            raise CardError(faults[now.state])
        if self._card is None:
            raise CardError(Fault.REMOVED)
        if now.token != sight.token:
            raise CardError(Fault.CHANGED)
        return self._card

    def _lose(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.lose()

    def _tell(self) -> None:
        sight = self.sight
        if sight == self._told:
            return
        self._told = sight
        for listener in self._listeners:
            self._calls.put(partial(listener, sight))

    def _run(self) -> None:
        while True:
            call = self._calls.get()
            try:
                if call is None:
                    return
                call()
            finally:
                self._calls.task_done()


class _VirtualConnection:
    """The only user of a card until it is closed or the card is lifted."""

    def __init__(self, desk: VirtualDesk, card: VirtualCard) -> None:
        self._desk = desk
        self._card = card
        self._lost = False

    def transmit(self, apdu: bytearray) -> bytes:
        """Answer of the card.

        Raises:
            CardError: REMOVED, before, during and ever after it was lifted.
        """
        if self._lost:
            raise CardError(Fault.REMOVED)
        try:
            answer = self._card.transmit(bytes(apdu))
        except LinkDropped:
            self._desk.take()
            raise CardError(Fault.REMOVED) from None
        if self._lost:
            raise CardError(Fault.REMOVED)
        return answer

    def close(self) -> None:
        """Power the card down and let others have it."""
        if not self._lost:
            self._card.power_off()
        self._desk.released(self)

    def lose(self) -> None:
        """The card is gone."""
        self._lost = True
        self._card.power_off()
