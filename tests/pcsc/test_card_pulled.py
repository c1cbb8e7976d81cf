"""The card torn off at every command of a registration, over a real pcscd."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from kiosk.card.desk import SightState
from kiosk.card.faults import CardError, Fault
from kiosk.card.pins import PinKind
from kiosk.emulator.faults import drop_at
from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.pins import Pins
from tests.card.flow import FULL, PHASES, VERIFIES, Registration
from tests.emulator.fixtures import MakeCard
from tests.pcsc.service import CardService
from tests.pcsc.test_desk import Watched
from tests.survived import Survived

pytestmark = pytest.mark.xdist_group("pcsc")

UNDER_PCSCD = "under a real card service"


@pytest.fixture
def watched(card_service: CardService) -> Iterator[Watched]:
    """A desk under a running service."""
    with closing(Watched()) as watched:
        yield watched


def pulled(
    service: CardService, watched: Watched, card: VirtualMyNumberCard, place: int
) -> CardError:
    """The error of a registration whose card is torn off at one command.

    What the card did with that command is done; only the answer is lost.
    """
    card.faults = drop_at(place)
    link = service.lay(card)
    sight = watched.until(SightState.CARD)
    visit = Registration()
    with pytest.raises(CardError) as caught:
        visit.run(lambda: watched.desk.connect(sight))
    link.stop()
    card.faults = None
    assert watched.until(SightState.EMPTY).token == sight.token
    assert all(len(secret) == 0 for secret in visit.secrets)
    return caught.value


def tries_left(card: VirtualMyNumberCard) -> dict[str, int]:
    """All counters."""
    return {name: card.tries_left(name) for name in FULL}


@pytest.mark.parametrize("phase", PHASES)
def test_pulled_at_every_command(
    card_service: CardService,
    watched: Watched,
    make_card: MakeCard,
    phase: str,
    survived: Survived,
) -> None:
    card = make_card()
    for place in PHASES[phase]:
        error = pulled(card_service, watched, card, place)
        assert error.fault is Fault.REMOVED, place
        # The PINs were right: whatever reached the card left its counters full.
        assert tries_left(card) == FULL, place
        survived(UNDER_PCSCD)
    with card_service.inserted(card):
        sight = watched.until(SightState.CARD)
        Registration().run(lambda: watched.desk.connect(sight))
    assert card.alarms == []


@pytest.mark.parametrize("place", VERIFIES)
def test_pulled_while_a_wrong_pin_is_checked(
    card_service: CardService,
    watched: Watched,
    make_card: MakeCard,
    place: int,
    survived: Survived,
) -> None:
    """One try is spent and never a second: next time the counter gives it away."""
    name = VERIFIES[place]
    wrong = {"authentication": b"0000", "signature": b"ZZZ999", "attributes": b"0000"}
    card = make_card(pins=Pins(**{name: wrong[name]}))
    after = FULL | {name: FULL[name] - 1}

    assert pulled(card_service, watched, card, place).fault is Fault.REMOVED
    assert tries_left(card) == after

    card_service.insert(card)
    sight = watched.until(SightState.CARD)
    with pytest.raises(CardError) as caught:
        Registration().run(lambda: watched.desk.connect(sight))
    assert (caught.value.fault, caught.value.pin) == (Fault.CHANGED, PinKind(name))
    assert tries_left(card) == after
    survived(UNDER_PCSCD)
