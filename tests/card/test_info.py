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
from kiosk.emulator.specified import VirtualSpecifiedCard
from tests.emulator.fixtures import ISSUED, MakeCard


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
    assert describe(desk).as_dict() == {"kind": kind.value, "reader": READER}
    desk.connect(desk.sight).close()


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
