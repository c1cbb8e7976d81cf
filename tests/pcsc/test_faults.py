"""Faults at the commands of a card's flows, over a real pcscd.

Every one of them, in every flow, is tried without a service in
``tests/card/test_fault_matrix.py``; here is what a real service makes of some.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from kiosk.card.desk import Sight, SightState
from kiosk.card.faults import CardError, Fault, WrongPin
from kiosk.card.info import describe
from kiosk.card.pcsc import PcscDesk
from kiosk.card.residence.apdu import Lengths
from kiosk.card.residence.fallback import read
from kiosk.card.residence.number import CardNumber
from kiosk.emulator import faults
from kiosk.emulator.mynumber import Fault as CardFault
from kiosk.emulator.residence.holders import Kind
from kiosk.emulator.virtual_card import LinkDropped
from tests.card.flow import FULL, VERIFIES, Registration
from tests.emulator.fixtures import MakeCard
from tests.emulator.residence.fixtures import NUMBER, residence_authority, signers
from tests.emulator.residence.fixtures import MakeCard as MakeResidenceCard
from tests.emulator.residence.fixtures import make_card as make_residence_card
from tests.pcsc.service import READERS, CardService
from tests.pcsc.test_card_pulled import UNDER_PCSCD
from tests.pcsc.test_desk import Watched
from tests.survived import Survived

__all__ = ["make_residence_card", "residence_authority", "signers"]

pytestmark = pytest.mark.xdist_group("pcsc")

READING = 17
"""More commands than reading a whole residence card takes."""


@pytest.fixture
def watched(card_service: CardService) -> Iterator[Watched]:
    """A desk under a running service."""
    with closing(Watched()) as watched:
        yield watched


def register(watched: Watched, sight: Sight) -> Fault | str:
    """A registration, in a word."""
    try:
        Registration().run(lambda: watched.desk.connect(sight))
    except CardError as error:
        return error.fault
    except WrongPin as error:
        return f"{error.tries_left} left"
    return "done"


def read_residence(watched: Watched, sight: Sight) -> Fault | str:
    """A residence card read as a whole, in a word."""
    try:
        read(lambda: watched.desk.connect(sight), CardNumber(NUMBER), (Lengths.WHOLE,))
    except CardError as error:
        return error.fault
    return "done"


@pytest.mark.parametrize("kind", [Kind.RESIDENCE_1, Kind.RESIDENCE_2])
def test_a_residence_card_pulled_at_every_command(
    card_service: CardService,
    watched: Watched,
    make_residence_card: MakeResidenceCard,
    kind: Kind,
    survived: Survived,
) -> None:
    card = make_residence_card(kind)
    for place in range(READING):
        card.faults = faults.drop_at(place)
        link = card_service.lay(card)
        told = read_residence(watched, watched.until(SightState.CARD))
        link.stop()
        watched.until(SightState.EMPTY)
        if told == "done":
            break
        assert told is Fault.REMOVED, place
        survived(UNDER_PCSCD)
    assert place > 5
    card.faults = None
    with card_service.inserted(card):
        assert read_residence(watched, watched.until(SightState.CARD)) == "done"
    assert card.alarms == []


@dataclass
class Ends:
    """A fault: the service ends while the card works at one command, once."""

    service: CardService
    place: int
    ended: bool = False

    def __call__(self, index: int, command: bytes, answer: bytes) -> bytes:
        if index != self.place or self.ended:
            return answer
        self.ended = True
        self.service.kill()
        raise LinkDropped


AT = (0, 5, 14, *VERIFIES, 24, 42)
"""Selecting, reading, asking for tries, each PIN, signing, the attributes."""


@pytest.mark.parametrize("place", AT)
def test_the_service_is_killed_at_a_command(
    card_service: CardService,
    watched: Watched,
    make_card: MakeCard,
    place: int,
    survived: Survived,
) -> None:
    card = make_card()
    card.faults = Ends(card_service, place)
    link = card_service.lay(card)
    told = register(watched, watched.until(SightState.CARD))
    assert told in (Fault.NO_SERVICE, Fault.REMOVED)
    assert watched.until(SightState.NO_SERVICE)
    link.stop()
    assert {name: card.tries_left(name) for name in FULL} == FULL

    card_service.start()
    card_service.lay(card)
    assert register(watched, watched.until(SightState.CARD)) == "done"
    assert card.alarms == []
    survived(UNDER_PCSCD)


@pytest.mark.parametrize("kind", [Kind.RESIDENCE_1, Kind.RESIDENCE_2])
@pytest.mark.parametrize("place", [0, 3, 4, 6])
def test_the_service_is_killed_while_a_residence_card_is_read(
    card_service: CardService,
    watched: Watched,
    make_residence_card: MakeResidenceCard,
    kind: Kind,
    place: int,
    survived: Survived,
) -> None:
    card = make_residence_card(kind)
    card.faults = Ends(card_service, place)
    link = card_service.lay(card)
    told = read_residence(watched, watched.until(SightState.CARD))
    assert told in (Fault.NO_SERVICE, Fault.REMOVED)
    watched.until(SightState.NO_SERVICE)
    link.stop()

    card_service.start()
    card_service.lay(card)
    assert read_residence(watched, watched.until(SightState.CARD)) == "done"
    survived(UNDER_PCSCD)


ANSWERS: dict[str, Callable[[int], CardFault]] = {
    "6F00": lambda at: faults.replace_at(at, b"\x6f\x00"),
    "truncated": lambda at: faults.truncate_at(at, 4000),
    "oversized": lambda at: faults.oversize_at(at, 8000),
    "noise": lambda at: faults.replace_at(at, bytes(range(256)) + b"\x90\x00"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_strange_answers(
    card_service: CardService,
    watched: Watched,
    make_card: MakeCard,
    make_residence_card: MakeResidenceCard,
    name: str,
    survived: Survived,
) -> None:
    """To a certificate, to a PIN's counter and to a PIN; and of a residence card, to
    its type, to the agreement on a key and to a picture.
    """
    card = make_card()
    with card_service.inserted(card):
        sight = watched.until(SightState.CARD)
        for place in (6, 14, 22):
            card.faults = ANSWERS[name](place)
            told = register(watched, sight)
            is_no_change = name == "truncated" and place in (14, 22)
            assert told == ("done" if is_no_change else Fault.UNREADABLE), place
            card.faults = None
            assert register(watched, sight) == "done"
            assert {pin: card.tries_left(pin) for pin in FULL} == FULL
            survived(UNDER_PCSCD)
    watched.until(SightState.EMPTY)
    residence = make_residence_card()
    with card_service.inserted(residence):
        sight = watched.until(SightState.CARD)
        for place in (1, 3, 6):
            residence.faults = ANSWERS[name](place)
            assert read_residence(watched, sight) is Fault.UNREADABLE, place
            residence.faults = None
            assert read_residence(watched, sight) == "done"
            survived(UNDER_PCSCD)


RESET_BY_ANOTHER = """
import sys
from smartcard.scard import *
context = SCardEstablishContext(SCARD_SCOPE_SYSTEM)[1]
status, card, _ = SCardConnect(
    context, sys.argv[1], SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1
)
if status == SCARD_S_SUCCESS:
    status = SCardDisconnect(card, SCARD_RESET_CARD)
sys.exit(0 if status == SCARD_S_SUCCESS else 1)
"""


def reset_by_another() -> bool:
    """Whether another program may reset the card just now."""
    command = [sys.executable, "-c", RESET_BY_ANOTHER, READERS[0]]
    return subprocess.run(command, check=False, timeout=60).returncode == 0


def test_nobody_can_reset_a_card_in_use(
    card_service: CardService,
    watched: Watched,
    make_card: MakeCard,
    survived: Survived,
) -> None:
    """Between two uses anybody can, and it does no harm."""
    card = make_card()
    card_service.insert(card)
    sight = watched.until(SightState.CARD)
    may_reset: list[bool] = []
    done = Registration()
    done.run(
        lambda: watched.desk.connect(sight),
        lambda step: may_reset.append(reset_by_another()),
    )
    assert may_reset == [False] * 5
    assert done.attributes is not None
    assert reset_by_another()
    assert register(watched, sight) == "done"
    assert {name: card.tries_left(name) for name in FULL} == FULL
    survived(UNDER_PCSCD)


def test_the_reader_is_unplugged_and_plugged_in_again(
    card_service: CardService,
    watched: Watched,
    make_card: MakeCard,
    survived: Survived,
) -> None:
    """vpcd's cannot be pulled; the service starts without it, and with it again."""
    card = make_card()
    link = card_service.lay(card)
    before = watched.until(SightState.CARD)
    card_service.stop()
    link.stop()
    card_service.start(plugged=False)
    unplugged = watched.until(SightState.NO_READER)
    with pytest.raises(CardError) as caught:
        watched.desk.connect(unplugged)
    assert caught.value.fault is Fault.NO_READER
    with closing(PcscDesk()) as desk, pytest.raises(CardError) as caught:
        describe(desk)
    assert caught.value.fault is Fault.NO_READER

    card_service.stop()
    card_service.start()
    card_service.lay(card)
    sight = watched.until(SightState.CARD)
    assert sight.token > before.token
    assert register(watched, sight) == "done"
    survived(UNDER_PCSCD)
