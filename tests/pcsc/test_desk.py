"""The desk over a real pcscd: what it sees, and whom it lets near the card."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from smartcard.scard import SCARD_STATE_PRESENT

from kiosk.card.desk import Connection, Sight, SightState
from kiosk.card.door import Door
from kiosk.card.faults import CardError, Fault
from kiosk.card.info import describe
from kiosk.card.mynumber import MyNumberCard
from kiosk.card.pcsc import PcscDesk
from kiosk.emulator.atr import CONTACTLESS
from kiosk.emulator.virtual_card import LinkDropped
from kiosk.emulator.vpcd import VpcdLink
from kiosk.secret import Secret
from tests.emulator.fixtures import MakeCard
from tests.emulator.wire import JPKI, file, select, sign
from tests.pcsc.service import READERS, CardService

pytestmark = pytest.mark.xdist_group("pcsc")

PATIENCE = 15.0
"""Seconds an event may take before the test fails. Nothing waits this long."""


class Watched:
    """A desk and all it has told."""

    def __init__(self, reader_filter: str = "") -> None:
        self.desk = PcscDesk(reader_filter)
        self._told: queue.Queue[Sight] = queue.Queue()
        self.desk.watch(self._told.put)

    def next(self) -> Sight:
        """The next thing it tells. Fails, never hangs."""
        return self._told.get(timeout=PATIENCE)

    def until(self, state: SightState) -> Sight:
        """The next sight of a kind; others before it are passed over."""
        while (sight := self.next()).state is not state:
            pass
        return sight

    def silent(self) -> bool:
        """Whether all it told has been heard."""
        return self._told.empty()

    def close(self) -> None:
        """Stop watching."""
        self.desk.close()


@pytest.fixture
def watched(card_service: CardService) -> Iterator[Watched]:
    """A desk that has seen two empty readers."""
    with closing(Watched()) as watched:
        assert watched.next() == Sight(SightState.EMPTY, READERS[0], b"", 0)
        yield watched


def fault_of_connecting(desk: PcscDesk, sight: Sight) -> Fault:
    """What stands in the way."""
    with pytest.raises(CardError) as caught:
        desk.connect(sight)
    return caught.value.fault


def answer(connection: Connection, *commands: str) -> str:
    """The last answer, in hex."""
    for command in commands:
        last = connection.transmit(bytearray.fromhex(command))
    return last.hex().upper()


def test_a_card_put_on_lifted_and_put_on_again(
    card_service: CardService, watched: Watched, make_card: MakeCard
) -> None:
    card = make_card()
    with card_service.inserted(card):
        assert watched.next() == Sight(SightState.CARD, READERS[0], card.atr, 1)
    assert watched.next() == Sight(SightState.EMPTY, READERS[0], b"", 1)
    with card_service.inserted(card):
        assert watched.next() == Sight(SightState.CARD, READERS[0], card.atr, 2)


def test_using_a_card_is_no_change(
    card_service: CardService, watched: Watched, make_card: MakeCard
) -> None:
    card_service.insert(make_card())
    sight = watched.next()
    for _ in range(3):
        with closing(watched.desk.connect(sight)) as connection:
            assert answer(connection, select(JPKI)) == "9000"
    card_service.take()
    assert watched.next().state is SightState.EMPTY
    assert watched.silent()


def test_the_reader_with_the_card_counts_for_as_long_as_it_stays(
    card_service: CardService, watched: Watched, make_card: MakeCard
) -> None:
    card_service.insert(make_card(), 1)
    assert watched.next().reader == READERS[1]
    card_service.insert(make_card(), 0)
    card_service.take(1)
    sight = watched.next()
    assert (sight.reader, sight.token) == (READERS[0], 2)


def test_only_readers_of_the_given_name(
    card_service: CardService, make_card: MakeCard
) -> None:
    with closing(Watched("00 01")) as watched:
        assert watched.next() == Sight(SightState.EMPTY, READERS[1], b"", 0)
        card_service.insert(make_card(), 0)
        card_service.insert(make_card(), 1)
        assert watched.next().reader == READERS[1]
    with closing(Watched("no such reader")) as watched:
        assert watched.next().state is SightState.NO_READER


def test_a_card_that_lay_there_before(
    card_service: CardService, make_card: MakeCard
) -> None:
    card_service.insert(make_card())
    with closing(Watched()) as watched:
        assert watched.next().state is SightState.CARD


def test_a_card_without_an_answer_to_reset(
    card_service: CardService, watched: Watched
) -> None:
    card_service.lay(Mute())
    sight = watched.next()
    assert (sight.state, sight.reader) == (SightState.MUTE, READERS[0])
    assert fault_of_connecting(watched.desk, sight) is Fault.MUTE


@pytest.mark.parametrize("ending", ["stop", "kill"])
def test_the_service_ends_and_comes_back(
    card_service: CardService, watched: Watched, make_card: MakeCard, ending: str
) -> None:
    with VpcdLink(make_card(), port=card_service.port, reconnect=True):
        first = watched.until(SightState.CARD)
        connection = watched.desk.connect(first)
        getattr(card_service, ending)()
        assert watched.next().state is SightState.NO_SERVICE
        with pytest.raises(CardError) as caught:
            connection.transmit(bytearray.fromhex(select(JPKI)))
        assert caught.value.fault in (Fault.NO_SERVICE, Fault.REMOVED)
        connection.close()

        card_service.start()
        second = watched.until(SightState.CARD)
        assert second.token > first.token
        assert fault_of_connecting(watched.desk, first) is Fault.CHANGED
        with closing(watched.desk.connect(second)) as again:
            assert answer(again, select(JPKI)) == "9000"


def test_the_service_is_started_after_the_kiosk(
    stopped_card_service: CardService,
) -> None:
    with closing(Watched()) as watched:
        nothing = watched.next()
        assert nothing.state is SightState.NO_SERVICE
        assert fault_of_connecting(watched.desk, nothing) is Fault.NO_SERVICE
        stopped_card_service.start()
        watched.until(SightState.EMPTY)


def test_another_program_holds_the_card(
    card_service: CardService, watched: Watched, make_card: MakeCard
) -> None:
    card_service.insert(make_card())
    sight = watched.next()
    with closing(watched.desk.connect(sight)):
        assert fault_of_connecting(watched.desk, sight) is Fault.BUSY
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, READERS[0]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert fault_of_connecting(watched.desk, sight) is Fault.BUSY
        holder.communicate(b"\n")
    with closing(watched.desk.connect(sight)) as connection:
        assert answer(connection, select(JPKI)) == "9000"


HOLDER = """
import sys
from smartcard.scard import *
context = SCardEstablishContext(SCARD_SCOPE_SYSTEM)[1]
status, card, _ = SCardConnect(
    context, sys.argv[1], SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T1
)
print("held" if status == SCARD_S_SUCCESS else SCardGetErrorMessage(status), flush=True)
sys.stdin.readline()
SCardDisconnect(card, SCARD_UNPOWER_CARD)
"""


def test_a_card_lifted_in_use_does_not_keep_the_reader(
    card_service: CardService, watched: Watched, make_card: MakeCard
) -> None:
    card = make_card()
    card_service.insert(card)
    first = watched.next()
    connection = watched.desk.connect(first)
    assert answer(connection, select(JPKI)) == "9000"
    card_service.take()
    for _ in range(2):
        with pytest.raises(CardError) as caught:
            answer(connection, select(JPKI))
        assert caught.value.fault is Fault.REMOVED
    empty = watched.until(SightState.EMPTY)
    assert fault_of_connecting(watched.desk, empty) is Fault.REMOVED
    assert fault_of_connecting(watched.desk, first) is Fault.REMOVED

    card_service.insert(card)
    second = watched.until(SightState.CARD)
    assert fault_of_connecting(watched.desk, first) is Fault.CHANGED
    with closing(watched.desk.connect(second)) as again:
        assert answer(again, select(JPKI)) == "9000"
    connection.close()


def test_closing_forgets_a_verified_pin(
    card_service: CardService, watched: Watched, make_card: MakeCard
) -> None:
    card_service.insert(make_card())
    sight = watched.next()
    card = MyNumberCard.open(watched.desk.connect(sight))
    card.prove(Secret.of(b"1234"), bytes(16), 3)
    card.close()
    card.close()
    with closing(watched.desk.connect(sight)) as connection:
        key = (select(JPKI), file("0017"))
        assert answer(connection, *key, sign(b"x")) == "6982"


def test_the_door_stands_before_a_real_reader(
    card_service: CardService, watched: Watched, make_card: MakeCard
) -> None:
    card = make_card()
    card_service.insert(card)
    door = Door(watched.desk.connect(watched.next()))
    assert door.send(bytearray.fromhex(select(JPKI))).status == 0x9000
    door.close()
    assert card.alarms == []


def test_nothing_is_told_after_closing(
    card_service: CardService, make_card: MakeCard
) -> None:
    threads = set(threading.enumerate())
    watched = Watched()
    watched.next()
    watched.close()
    assert set(threading.enumerate()) == threads
    card_service.insert(make_card())
    card_service.wait_until(SCARD_STATE_PRESENT)
    assert watched.silent()
    watched.close()


def test_a_desk_is_watched_once() -> None:
    with closing(Watched()) as watched, pytest.raises(RuntimeError):
        watched.desk.watch(lambda sight: None)


def test_a_listener_that_fails_is_still_told(
    card_service: CardService, make_card: MakeCard, caplog: pytest.LogCaptureFixture
) -> None:
    told: queue.Queue[Sight] = queue.Queue()

    def fail(sight: Sight) -> None:
        told.put(sight)
        raise ValueError("SAMPLE TARO")

    desk = PcscDesk()
    desk.watch(fail)
    with closing(desk):
        assert told.get(timeout=PATIENCE).state is SightState.EMPTY
        card_service.insert(make_card())
        assert told.get(timeout=PATIENCE).state is SightState.CARD
    assert "ValueError" in caplog.text
    assert "SAMPLE" not in caplog.text


def test_what_lies_on_the_reader(
    card_service: CardService, make_card: MakeCard
) -> None:
    card = make_card()
    card_service.insert(card)
    with closing(PcscDesk()) as desk:
        found = json.loads(json.dumps(describe(desk).as_dict()))
    assert found == {
        "kind": "mynumber",
        "reader": READERS[0],
        "contactless": True,
        "tries": {"authentication": 3, "signature": 5, "attributes": 3},
        "has_signature_certificate": True,
        "has_residence_side": False,
        "not_before": "2026-11-02T03:04:05+00:00",
        "not_after": "2029-03-31T14:59:59+00:00",
    }
    assert card.alarms == []


@pytest.mark.usefixtures("card_service")
def test_nothing_lies_on_the_reader() -> None:
    with closing(PcscDesk()) as desk, pytest.raises(CardError) as caught:
        describe(desk)
    assert caught.value.fault is Fault.NO_CARD


class Mute:
    """Something is there, but its answer to reset is none: it is longer than
    ISO/IEC 7816-3 allows. (An empty one makes vpcd hang up.)
    """

    def __init__(self) -> None:
        self._powered = False

    @property
    def atr(self) -> bytes:
        powered, self._powered = self._powered, False
        return bytes([0x3B] * 40) if powered else CONTACTLESS

    def power_on(self) -> bytes:
        self._powered = True
        return b""

    def power_off(self) -> None:
        pass

    def reset(self) -> bytes:
        return self.power_on()

    def transmit(self, apdu: bytes) -> bytes:
        raise LinkDropped
