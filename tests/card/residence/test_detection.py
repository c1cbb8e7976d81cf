"""Which card lies there, told before anything is selected."""

import pytest

from kiosk.card.faults import CardError, Fault
from kiosk.card.residence.card import ResidenceCard, detect
from kiosk.card.residence.kinds import CardType, Detection, Generation
from kiosk.emulator.authority import CardKeys, SyntheticAuthority
from kiosk.emulator.desk import VirtualDesk
from kiosk.emulator.mynumber import Behaviour as MyNumberBehaviour
from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.people import PEOPLE
from kiosk.emulator.residence.behaviour import Behaviour
from kiosk.emulator.residence.holders import Kind
from tests.card.script import Script
from tests.emulator.residence.fixtures import ISSUED, MakeCard

TYPE = "00 B0 8A 00 04"
VERSION = "00 B0 8B 00 06"
SPECIFIED = "00 A4 04 0C 10 D3 92 F0 00 4F 01" + "00" * 10

KNOWN = {
    "C1 01 31": (Generation.FIRST, CardType.RESIDENCE_1),
    "C1 01 32": (Generation.FIRST, CardType.SPECIAL_PERMANENT_1),
    "C1 02 30 35": (Generation.SECOND, CardType.RESIDENCE_2),
    "C1 02 30 36": (Generation.SECOND, CardType.SPECIAL_PERMANENT_2),
    "C1 02 30 37": (Generation.SPECIFIED, CardType.SPECIFIED_RESIDENCE),
    "C1 02 30 38": (Generation.SPECIFIED, CardType.SPECIFIED_SPECIAL_PERMANENT),
}


@pytest.mark.parametrize("content", KNOWN)
def test_the_type_says_it(content: str) -> None:
    script = Script([(TYPE, content + "9000")])
    assert detect(script) == Detection(*KNOWN[content])
    script.finished()


def test_a_first_command_that_is_swallowed() -> None:
    script = Script([(TYPE, "6F00"), (TYPE, "C101319000")])
    assert detect(script).type is CardType.RESIDENCE_1
    script.finished()


@pytest.mark.parametrize("answer", ["6A82", "6986", "6982", "6D00", "6E00", "9000"])
def test_a_specified_card_is_known_by_its_application(answer: str) -> None:
    script = Script([(TYPE, answer), (SPECIFIED, "9000")])
    assert detect(script) == Detection(Generation.SPECIFIED, None)
    script.finished()


@pytest.mark.parametrize("answer", ["6A82", "6986", "6D00", "84 00 9000", "9000"])
def test_other_cards(answer: str) -> None:
    script = Script([(TYPE, answer), (SPECIFIED, "6A82")])
    with pytest.raises(CardError) as caught:
        detect(script)
    assert caught.value.fault is Fault.OTHER_CARD
    script.finished()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("C1 01 33", Fault.UNKNOWN_GENERATION),
        ("C1 02 30 39", Fault.UNKNOWN_GENERATION),
        ("C1 01 01", Fault.UNKNOWN_GENERATION),
        ("C1 02 30", Fault.UNREADABLE),
        ("C1", Fault.UNREADABLE),
    ],
)
def test_a_type_that_is_not_known(content: str, fault: Fault) -> None:
    script = Script([(TYPE, content + "9000")])
    with pytest.raises(CardError) as caught:
        detect(script)
    assert caught.value.fault is fault
    script.finished()


@pytest.mark.parametrize("answer", ["C004303030319000", "C0043030303100009000"])
def test_opening_reads_the_version(answer: str) -> None:
    script = Script([(TYPE, "C1 02 30 35 9000"), (VERSION, answer)])
    card = ResidenceCard.open(script)
    assert (card.type, card.version) == (CardType.RESIDENCE_2, "0001")
    card.close()
    script.finished()


@pytest.mark.parametrize("answer", ["6A82", "C0049000", "C00441424344 9000", "9000"])
def test_a_version_that_is_none(answer: str) -> None:
    script = Script([(TYPE, "C1 01 31 9000"), (VERSION, answer)])
    with pytest.raises(CardError) as caught:
        ResidenceCard.open(script)
    assert caught.value.fault is Fault.UNREADABLE
    script.finished()


@pytest.mark.parametrize(
    "lines",
    [[(TYPE, "C1 02 30 37 9000")], [(TYPE, "6A82"), (SPECIFIED, "9000")]],
)
def test_a_specified_card_is_said_to_be_beyond_this_kiosk(
    lines: list[tuple[str, str]],
) -> None:
    script = Script(list(lines))
    with pytest.raises(CardError) as caught:
        ResidenceCard.open(script)
    assert caught.value.fault is Fault.UNKNOWN_GENERATION
    script.finished()


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("first_apdu_fails", [False, True])
def test_virtual_cards(make_card: MakeCard, kind: Kind, first_apdu_fails: bool) -> None:
    desk = VirtualDesk()
    card = make_card(kind, behaviour=Behaviour(first_apdu_fails=first_apdu_fails))
    desk.put(card)
    assert detect(desk.connect(desk.sight)).type == kind.value
    opened = ResidenceCard.open(desk.connect(desk.sight))
    assert opened.type.is_special_permanent == kind.is_special
    opened.close()
    assert card.alarms == []


def test_a_my_number_card_is_another_and_stays_untouched() -> None:
    authority = SyntheticAuthority.create(ISSUED)
    identity = authority.issue(PEOPLE["worker"], ISSUED, CardKeys.new())
    for first_apdu_fails in (False, True):
        card = VirtualMyNumberCard(
            PEOPLE["worker"],
            identity,
            behaviour=MyNumberBehaviour(first_apdu_fails=first_apdu_fails),
        )
        desk = VirtualDesk()
        desk.put(card)
        with pytest.raises(CardError) as caught:
            detect(desk.connect(desk.sight))
        assert caught.value.fault is Fault.OTHER_CARD
        assert card.alarms == []
        assert card.tries_left("signature") == 5
