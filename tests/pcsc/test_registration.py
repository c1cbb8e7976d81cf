"""A whole registration over a real pcscd."""

from contextlib import closing

import pytest

from kiosk.card.desk import Sight, SightState
from kiosk.card.faults import CardError, Fault
from kiosk.card.pcsc import PcscDesk
from kiosk.card.pins import PinKind
from kiosk.emulator.authority import Identity
from kiosk.emulator.mynumber import Behaviour
from kiosk.emulator.people import PEOPLE
from tests.card.flow import FULL, PHASES, VERIFIES, Registration
from tests.emulator.fixtures import MakeCard
from tests.pcsc.service import CardService
from tests.pcsc.test_desk import Watched

pytestmark = pytest.mark.xdist_group("pcsc")


@pytest.mark.parametrize(
    "behaviour",
    [
        Behaviour(),
        Behaviour(long_form=True, filler=b"\xff" * 300),
        Behaviour(first_apdu_fails=True),
        Behaviour(forgets_on_reset=True),
    ],
    ids=["usual", "long form", "first command fails", "forgets on reset"],
)
def test_everything_the_card_knows(
    card_service: CardService,
    make_card: MakeCard,
    identity: Identity,
    behaviour: Behaviour,
) -> None:
    card = make_card(behaviour=behaviour)
    card_service.insert(card)
    done = Registration()
    with closing(Watched()) as watched:
        sight = watched.until(SightState.CARD)
        done.run(lambda: watched.desk.connect(sight))

    assert done.inspection is not None
    assert dict(done.inspection.tries) == {PinKind(k): n for k, n in FULL.items()}
    assert done.inspection.has_signature_certificate
    assert done.inspection.authentication.der == identity.authentication_certificate
    assert done.signature is not None
    assert done.signature.der == identity.signature_certificate
    person = PEOPLE["worker"]
    for attributes in (done.signature.attributes, done.attributes):
        assert attributes is not None
        assert attributes.name == person.name
        assert attributes.address == person.address
        assert attributes.birth_date == person.birth_date
        assert attributes.sex == person.sex
    assert all(len(secret) == 0 for secret in done.secrets)
    assert card.alarms == []


def test_how_many_commands_it_takes(
    card_service: CardService, make_card: MakeCard
) -> None:
    """A contactless card answers one in some 10 to 50 ms: each one more is felt."""
    card = make_card()
    sent: list[bytes] = []
    counts: dict[str, int] = {}

    def record(index: int, command: bytes, answer: bytes) -> bytes:
        sent.append(command)
        return answer

    card.faults = record
    card_service.insert(card)
    with closing(Watched()) as watched:
        sight = watched.until(SightState.CARD)
        Registration().run(
            lambda: watched.desk.connect(sight),
            lambda step: counts.update({step: len(sent)}),
        )

    assert counts == {step: places.stop for step, places in PHASES.items()}
    with_pin = [at for at, own in enumerate(sent) if own[1] == 0x20 and len(own) > 4]
    assert with_pin == list(VERIFIES)


def test_again_and_again(card_service: CardService, make_card: MakeCard) -> None:
    """Nothing is left over by one visit that stands in the way of the next."""
    card = make_card()
    card_service.insert(card)
    with closing(Watched()) as watched:
        sight = watched.until(SightState.CARD)
        for _ in range(20):
            Registration().run(lambda: watched.desk.connect(sight))
        assert watched.silent()
    assert card.alarms == []
    assert {name: card.tries_left(name) for name in FULL} == FULL


def test_without_a_watcher_nothing_can_be_connected() -> None:
    """A sight is one of this desk, or nothing."""
    with pytest.raises(CardError) as caught:
        PcscDesk().connect(Sight(SightState.CARD, "elsewhere", b"", 1))
    assert caught.value.fault is Fault.CHANGED
