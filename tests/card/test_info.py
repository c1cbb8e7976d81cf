"""What lies on the reader, for whoever looks after the kiosk."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from kiosk.card.faults import CardError, Fault
from kiosk.card.info import CardKind, describe
from kiosk.emulator.authority import SyntheticAuthority
from kiosk.emulator.desk import READER, VirtualDesk
from kiosk.emulator.mynumber import Behaviour
from kiosk.emulator.people import PEOPLE
from kiosk.emulator.residence.behaviour import Behaviour as ResidenceBehaviour
from kiosk.emulator.residence.behaviour import Passes
from kiosk.emulator.residence.holders import Kind
from kiosk.emulator.specified import VirtualSpecifiedCard
from kiosk.emulator.virtual_card import LinkDropped
from tests.emulator.fixtures import ISSUED, MakeCard
from tests.emulator.residence.fixtures import MakeCard as MakeResidenceCard
from tests.emulator.residence.fixtures import make_card as make_residence_card
from tests.emulator.residence.fixtures import residence_authority, signers

__all__ = ["make_residence_card", "residence_authority", "signers"]

CONTACT = [
    bytes.fromhex("3BDA13FF8131FB468012392F31C173C601C03B"),
    bytes.fromhex("3BC5FF8131FB458073C6010000"),
    bytes.fromhex("3BF59100FF918171FE400042000100D1D6"),
    b"",
    b"\x3b",
]
"""Of My Number cards in readers with contacts (OpenSC; Debian's smartcard_list)."""


@pytest.fixture
def desk() -> Iterator[VirtualDesk]:
    """An empty one."""
    with closing(VirtualDesk()) as desk:
        yield desk


def test_a_my_number_card(desk: VirtualDesk, make_card: MakeCard) -> None:
    card = make_card(tries={"attributes": 0})
    desk.put(card)
    found = describe(desk)
    assert json.loads(json.dumps(found.as_dict())) == {
        "kind": "mynumber",
        "reader": READER,
        "contactless": True,
        "tries": {"authentication": 3, "signature": 5, "attributes": 0},
        "has_signature_certificate": True,
        "has_residence_side": False,
        "not_before": "2026-11-02T03:04:05+00:00",
        "not_after": "2029-03-31T14:59:59+00:00",
    }
    assert card.alarms == []
    desk.connect(desk.sight).close()  # nothing holds it any more


def test_a_specified_card(desk: VirtualDesk, make_card: MakeCard) -> None:
    """Its My Number side is used; its residence side is told of."""
    card = VirtualSpecifiedCard(make_card())
    desk.put(card)
    found = describe(desk)
    assert found.kind is CardKind.MY_NUMBER
    assert found.has_residence_side
    assert card.alarms == []


def test_a_childs_card(
    desk: VirtualDesk,
    make_card: MakeCard,
    authority: SyntheticAuthority,
    card_keys: object,
) -> None:
    own = authority.issue(PEOPLE["child"], ISSUED, card_keys, child=True)  # type: ignore[arg-type]
    desk.put(make_card("child", identity=own))
    assert describe(desk).has_signature_certificate is False


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        (Behaviour(other_card=True), CardKind.OTHER),
        (Behaviour(label="JPKIAPICCTOKEN"), CardKind.OLD_JUKI),
        (Behaviour(label="JPKIAPGPSETOKEN"), CardKind.SMARTPHONE),
    ],
)
def test_other_cards(
    desk: VirtualDesk, make_card: MakeCard, behaviour: Behaviour, kind: CardKind
) -> None:
    desk.put(make_card(behaviour=behaviour))
    assert describe(desk).as_dict() == {
        "kind": kind.value,
        "reader": READER,
        "contactless": True,
    }
    desk.connect(desk.sight).close()


@pytest.mark.parametrize(
    ("passes", "passes_extended"),
    [(Passes.EVERYTHING, True), (Passes.SHORT_ANSWERS, True), (Passes.SHORT, False)],
)
@pytest.mark.parametrize("kind", Kind)
def test_a_residence_card_tells_what_the_reader_passes(
    desk: VirtualDesk,
    make_residence_card: MakeResidenceCard,
    kind: Kind,
    passes: Passes,
    passes_extended: bool,
) -> None:
    card = make_residence_card(kind, behaviour=ResidenceBehaviour(passes=passes))
    desk.put(card)
    assert describe(desk).as_dict() == {
        "kind": "residence",
        "reader": READER,
        "contactless": True,
        "extended_lengths": passes_extended,
    }
    assert card.alarms == []


@pytest.mark.parametrize(
    ("answer", "fault"), [(b"", None), (b"\x90", None), ("gone", Fault.REMOVED)]
)
def test_a_reader_that_loses_the_line_over_a_long_command(
    desk: VirtualDesk,
    make_residence_card: MakeResidenceCard,
    answer: bytes | str,
    fault: Fault | None,
) -> None:
    def lose(index: int, command: bytes, given: bytes) -> bytes:
        if len(command) == 5 or command[1] != 0xB0:
            return given
        if isinstance(answer, str):
            raise LinkDropped
        return answer

    desk.put(make_residence_card(faults=lose))
    if fault is None:
        assert describe(desk).passes_extended is False
        return
    with pytest.raises(CardError) as caught:
        describe(desk)
    assert caught.value.fault is fault


@pytest.mark.parametrize("atr", CONTACT)
def test_a_card_with_contacts(
    desk: VirtualDesk, make_card: MakeCard, atr: bytes
) -> None:
    desk.put(make_card(behaviour=Behaviour(atr=atr)))
    assert describe(desk).is_contactless is False


@pytest.mark.parametrize(
    ("trouble", "fault"),
    [
        (lambda desk: desk.take(), Fault.NO_CARD),
        (lambda desk: desk.unplug(), Fault.NO_READER),
        (lambda desk: desk.stop_service(), Fault.NO_SERVICE),
        (lambda desk: desk.set_mute(True), Fault.MUTE),
        (lambda desk: desk.set_busy(True), Fault.BUSY),
    ],
)
def test_troubles(
    desk: VirtualDesk,
    make_card: MakeCard,
    trouble: Callable[[VirtualDesk], None],
    fault: Fault,
) -> None:
    desk.put(make_card())
    trouble(desk)
    with pytest.raises(CardError) as caught:
        describe(desk)
    assert caught.value.fault is fault
