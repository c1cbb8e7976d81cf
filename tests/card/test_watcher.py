"""What the desk's thread tells as readers and the card service come and go.

The service is made up: a list of what it reports at one wait after the other. Return
codes are those of pcsc-lite's ``SCardGetStatusChange`` and ``SCardListReaders``.
"""

import queue
import threading
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final

import pytest
from smartcard import scard

from kiosk.card import watcher
from kiosk.card.desk import Sight, SightState
from kiosk.card.pcsc import PcscDesk

OK: Final = int(scard.SCARD_S_SUCCESS)
TIMEOUT: Final = int(scard.SCARD_E_TIMEOUT)
CANCELLED: Final = int(scard.SCARD_E_CANCELLED)
NO_SERVICE: Final = int(scard.SCARD_E_NO_SERVICE)
STOPPED: Final = int(scard.SCARD_E_SERVICE_STOPPED)
NO_READERS: Final = int(scard.SCARD_E_NO_READERS_AVAILABLE)
UNKNOWN_READER: Final = int(scard.SCARD_E_UNKNOWN_READER)

EMPTY, PRESENT, MUTE = 0x10, 0x20, 0x220
ATR: Final = bytes.fromhex("3B888001000005E0B381A1007F")
PATIENCE: Final = 15.0
"""Seconds an event may take before the test fails. Nothing waits this long."""

Readers = Mapping[str, int]
"""The state of each by name."""


@dataclass
class Service:
    """``readers`` is what there is, or the return code of a service that is not well.

    A change comes only while it is waited for, and ends the wait.
    """

    readers: Readers | int
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _is_waited_for: bool = False
    _is_cancelled: bool = False
    _ends: int = OK

    def change(self, readers: Readers | int, ends: int = OK) -> None:
        """Something is otherwise now; ``ends``: what the wait then returns."""
        with self._changed:
            while not self._is_waited_for and not isinstance(self.readers, int):
                self._patiently()
            self.readers = readers
            self._ends = ends
            self._is_waited_for = False
            self._changed.notify_all()

    def _patiently(self) -> None:
        if not self._changed.wait(PATIENCE):
            raise AssertionError("nothing happens any more")

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Have ``kiosk.card.watcher`` call this."""
        for name, own in (
            ("SCardEstablishContext", self._establish),
            ("SCardReleaseContext", lambda context: OK),
            ("SCardListReaders", self._list),
            ("SCardGetStatusChange", self._wait),
            ("SCardCancel", self._cancel),
        ):
            monkeypatch.setattr(watcher, name, own)
        monkeypatch.setattr(watcher, "_SHORTEST_PAUSE", 0.001)

    def _establish(self, scope: int) -> tuple[int, int]:
        return (self.readers if isinstance(self.readers, int) else OK), 1

    def _list(self, context: int, groups: list[str]) -> tuple[int, list[str]]:
        if isinstance(self.readers, int):
            return self.readers, []
        return (OK, list(self.readers)) if self.readers else (NO_READERS, [])

    def _wait(
        self, context: int, most: int, known: list[tuple[str, int]]
    ) -> tuple[int, list[tuple[str, int, list[int]]]]:
        with self._changed:
            status = OK
            if all(state or name.startswith("\\\\?PnP?") for name, state in known):
                self._is_waited_for = not self._is_cancelled
                self._changed.notify_all()
                while self._is_waited_for:
                    self._patiently()
                status = CANCELLED if self._is_cancelled else self._ends
            if isinstance(self.readers, int):
                return self.readers, []
            own = self.readers
            return status, [
                (name, own.get(name, 0), list(ATR) if own.get(name, 0) & 0x20 else [])
                for name, _ in known
            ]

    def _cancel(self, context: int) -> int:
        with self._changed:
            self._is_cancelled = True
            self._is_waited_for = False
            self._changed.notify_all()
        return OK


class Watched:
    """A desk over a made-up service, and what it tells."""

    def __init__(self, service: Service, wanted: str = "") -> None:
        self.told: queue.Queue[Sight] = queue.Queue()
        self.desk = PcscDesk(wanted)
        self.service = service
        self.desk.watch(self.told.put)

    def next(self) -> tuple[SightState, str, int]:
        """The next that is told."""
        sight = self.told.get(timeout=PATIENCE)
        return sight.state, sight.reader, sight.token

    def close(self) -> None:
        """Stop."""
        self.desk.close()


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    """One empty reader."""
    service = Service({"A": EMPTY})
    service.install(monkeypatch)
    return service


def test_a_reader_unplugged_and_plugged_in_again(service: Service) -> None:
    with closing(Watched(service)) as watched:
        assert watched.next() == (SightState.EMPTY, "A", 0)
        service.change({"A": 1 << 16 | PRESENT})
        assert watched.next() == (SightState.CARD, "A", 1)
        service.change({})
        assert watched.next() == (SightState.NO_READER, "", 1)
        service.change({"A": EMPTY})
        assert watched.next() == (SightState.EMPTY, "A", 1)
        service.change({"A": 1 << 16 | PRESENT})
        assert watched.next() == (SightState.CARD, "A", 2), "perhaps another card"


def test_a_reader_that_vanishes_while_it_is_waited_for(service: Service) -> None:
    with closing(Watched(service)) as watched:
        watched.next()
        service.change({}, ends=UNKNOWN_READER)
        assert watched.next() == (SightState.NO_READER, "", 0)
        service.change({"B": EMPTY})
        assert watched.next() == (SightState.EMPTY, "B", 0)


def test_several_readers_and_the_one_with_the_card_pulled_out(
    service: Service,
) -> None:
    with closing(Watched(service)) as watched:
        watched.next()
        service.change({"A": EMPTY, "B": 1 << 16 | PRESENT, "C": EMPTY})
        assert watched.next() == (SightState.CARD, "B", 1)
        service.change({"A": EMPTY, "C": EMPTY})
        assert watched.next() == (SightState.EMPTY, "A", 1)
        service.change({"A": EMPTY, "C": 1 << 16 | PRESENT})
        assert watched.next() == (SightState.CARD, "C", 2)


def test_a_dual_reader_has_one_name_with_contacts_and_one_without(
    service: Service,
) -> None:
    names = ("Dual 00 00", "Dual 00 01")
    service.readers = {names[0]: EMPTY, names[1]: EMPTY}
    with closing(Watched(service)) as watched:
        assert watched.next() == (SightState.EMPTY, names[0], 0)
        service.change({names[0]: EMPTY, names[1]: 1 << 16 | PRESENT})
        assert watched.next() == (SightState.CARD, names[1], 1)
        service.change({names[0]: 1 << 16 | PRESENT, names[1]: 2 << 16 | EMPTY})
        assert watched.next() == (SightState.CARD, names[0], 2)


@pytest.mark.parametrize("code", [NO_SERVICE, STOPPED])
def test_the_service_ends_and_starts_again(service: Service, code: int) -> None:
    with closing(Watched(service)) as watched:
        watched.next()
        service.change({"A": 1 << 16 | PRESENT})
        assert watched.next() == (SightState.CARD, "A", 1)
        service.change(code)
        assert watched.next() == (SightState.NO_SERVICE, "", 1)
        service.change({})
        assert watched.next() == (SightState.NO_READER, "", 1)
        service.change({"A": 1 << 16 | PRESENT})
        assert watched.next() == (SightState.CARD, "A", 2), "counts begin anew"


def test_no_service_from_the_start(service: Service) -> None:
    service.readers = NO_SERVICE
    with closing(Watched(service)) as watched:
        assert watched.next() == (SightState.NO_SERVICE, "", 0)
        service.change({"A": EMPTY})
        assert watched.next() == (SightState.EMPTY, "A", 0)


def test_a_wait_that_brings_nothing_tells_nothing(service: Service) -> None:
    with closing(Watched(service)) as watched:
        watched.next()
        service.change({"A": EMPTY}, ends=TIMEOUT)
        service.change({"A": EMPTY | 0x100})
        service.change({"A": 1 << 16 | PRESENT})
        assert watched.next() == (SightState.CARD, "A", 1)
        assert watched.told.empty()


def test_a_card_being_powered_is_not_called_mute_at_once(service: Service) -> None:
    with closing(Watched(service)) as watched:
        watched.next()
        service.change({"A": 1 << 16 | MUTE})
        service.change({"A": 1 << 16 | PRESENT})
        assert watched.next() == (SightState.CARD, "A", 1)
        service.change({"A": 2 << 16 | MUTE})
        service.change({"A": 2 << 16 | MUTE}, ends=TIMEOUT)
        assert watched.next() == (SightState.MUTE, "A", 1)
