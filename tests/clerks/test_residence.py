"""The clerk who reads residence cards: what each card and mishap becomes in a visit."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.card.desk import SightState
from kiosk.card.residence.anchors import ResidenceAnchors
from kiosk.clerks.residence import ResidenceClerk
from kiosk.emulator import faults
from kiosk.emulator.desk import VirtualDesk
from kiosk.emulator.residence.authority import ResidenceAuthority
from kiosk.emulator.residence.behaviour import (
    AbsentFace,
    Behaviour,
    Passes,
    Signature,
    Writing,
)
from kiosk.emulator.residence.card import VirtualResidenceCard
from kiosk.emulator.residence.holders import Kind, holder
from kiosk.emulator.residence.pictures import FRONT, NAME
from kiosk.emulator.specified import VirtualSpecifiedCard
from kiosk.emulator.virtual_card import VirtualCard
from kiosk.visit import readings
from kiosk.visit.effects import ReadResidence
from kiosk.visit.events import ResidenceFailed, ResidenceTold
from kiosk.visit.readings import Reading, ResidenceFault
from tests.emulator.fixtures import MakeCard as MakeMyNumber
from tests.emulator.residence.fixtures import (
    ISSUED,
    NUMBER,
    MakeCard,
    residence_authority,
    signers,
)
from tests.emulator.residence.fixtures import make_card as make_residence_card
from tests.survived import Survived

__all__ = ["make_residence_card", "residence_authority", "signers"]

GENERATIONS = [Kind.RESIDENCE_1, Kind.RESIDENCE_2]
SECRET_WORDS = (NUMBER, "ZZ00000000ZZ", "TARO", "見本", "19920229", "INVENTED")


class Hands:
    """Lays cards before the clerk."""

    def __init__(self, anchors: ResidenceAnchors | None) -> None:
        self.desk = VirtualDesk()
        self.clerk = ResidenceClerk(
            self.desk, lambda: self.desk.sight, anchors, lambda: ISSUED
        )

    def read(
        self, card: VirtualCard | None = None, number: str = NUMBER
    ) -> ResidenceTold | ResidenceFailed:
        if card is not None:
            self.desk.put(card)
        return self.clerk.do(ReadResidence(4, self.desk.sight.token, number))

    def told(self, card: VirtualCard) -> Reading:
        answer = self.read(card)
        assert isinstance(answer, ResidenceTold)
        return answer.reading

    def fault(self, card: VirtualCard) -> ResidenceFault:
        answer = self.read(card)
        assert isinstance(answer, ResidenceFailed)
        return answer.fault


@pytest.fixture
def hands(residence_authority: ResidenceAuthority, tmp_path: Path) -> Iterator[Hands]:
    residence_authority.write_anchors(tmp_path)
    hands = Hands(ResidenceAnchors.load(tmp_path, production=False))
    yield hands
    hands.desk.set_busy(False)
    if hands.desk.sight.state is SightState.CARD:
        hands.desk.connect(hands.desk.sight).close()  # nobody holds it
    hands.desk.close()


@pytest.fixture(autouse=True)
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """All that is logged in a test, of which nothing may be anybody's."""
    caplog.set_level(logging.DEBUG)
    yield
    text = caplog.text + repr([record.__dict__ for record in caplog.records])
    assert not [word for word in SECRET_WORDS if word in text]


# Cards that are in order.


def test_the_second_generation(hands: Hands, make_residence_card: MakeCard) -> None:
    told = hands.told(make_residence_card(Kind.RESIDENCE_2))
    assert told.second
    assert not told.special_permanent
    assert told.signature is readings.Signature.RIGHT
    assert (told.birth_date, told.sex) == ("19920229", "1")
    assert (told.nationality, told.status) == ("ZZZ", "INVENTED01")
    # From 1 July 2026 to 31 March 2029.
    assert (told.period, told.stay_expires) == ("0208", "20290331")
    assert told.card_expires == "20290331"
    assert told.name is not None
    assert (told.name.mode, told.name.width, told.name.height) == ("1", *NAME)
    assert told.address_picture is not None
    assert told.face is not None
    assert (told.face.mode, told.face.width, told.face.height) == ("RGB", 180, 240)
    assert (told.address, told.front, told.damaged) == ("", None, False)


def test_the_first_generation(hands: Hands, make_residence_card: MakeCard) -> None:
    told = hands.told(make_residence_card())
    assert not told.second
    assert told.signature is readings.Signature.RIGHT
    assert told.address == holder("worker").person.address
    assert told.front is not None
    assert (told.front.width, told.front.height) == FRONT
    assert told.face is not None
    texts = (told.birth_date, told.nationality, told.status, told.stay_expires)
    assert texts == ("", "", "", "")


def test_a_special_permanent_resident(
    hands: Hands, make_residence_card: MakeCard
) -> None:
    told = hands.told(make_residence_card(Kind.SPECIAL_2))
    assert told.special_permanent
    assert (told.period, told.stay_expires) == ("0208", "")


def test_a_child(hands: Hands, make_residence_card: MakeCard) -> None:
    """Of the first generation: neither photo nor signature."""
    told = hands.told(make_residence_card(holder=replace(holder("worker"), child=True)))
    assert told.signature is readings.Signature.ABSENT
    assert told.face is None
    assert not told.damaged


@pytest.mark.parametrize("kind", GENERATIONS)
@pytest.mark.parametrize("passes", Passes)
def test_through_any_reader(
    hands: Hands, make_residence_card: MakeCard, kind: Kind, passes: Passes
) -> None:
    card = make_residence_card(kind, behaviour=Behaviour(passes=passes))
    assert hands.told(card).signature is readings.Signature.RIGHT
    assert card.alarms == []


@pytest.mark.parametrize("kind", GENERATIONS)
def test_without_authorities_no_signature_is_checked(
    make_residence_card: MakeCard, kind: Kind
) -> None:
    told = Hands(None).told(make_residence_card(kind))
    assert told.signature is readings.Signature.UNCHECKED


@pytest.mark.parametrize("face", AbsentFace)
def test_a_photo_that_is_not_there_is_no_damage(
    hands: Hands, make_residence_card: MakeCard, face: AbsentFace
) -> None:
    own = replace(holder("worker"), child=True)
    card = make_residence_card(Kind.RESIDENCE_2, holder=own, writing=Writing(face=face))
    told = hands.told(card)
    assert told.face is None
    assert not told.damaged


def test_a_damaged_picture_takes_nothing_else_away(
    hands: Hands, make_residence_card: MakeCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would not pass the signature if it were damaged on the card."""
    monkeypatch.setattr("kiosk.card.residence.pictures.LARGEST_FILE", 2_999)
    told = hands.told(make_residence_card(Kind.RESIDENCE_2))
    assert told.damaged
    assert told.face is None
    assert told.name is not None
    assert told.birth_date == "19920229"


# Cards that are not.


@pytest.mark.parametrize("kind", GENERATIONS)
def test_a_wrong_number_is_told_from_a_dead_card(
    hands: Hands, make_residence_card: MakeCard, kind: Kind
) -> None:
    """And may be typed anew as often as one likes."""
    card = make_residence_card(kind)
    for _ in range(20):
        answer = hands.read(card, "ZZ00000000ZZ")
        assert answer == ResidenceFailed(4, ResidenceFault.WRONG_NUMBER)
    assert hands.told(card).signature is readings.Signature.RIGHT


@pytest.mark.parametrize("kind", GENERATIONS)
def test_what_the_agency_did_not_sign_is_not_told(
    hands: Hands, make_residence_card: MakeCard, kind: Kind
) -> None:
    card = make_residence_card(kind, writing=Writing(signature=Signature.FORGED))
    assert hands.fault(card) is ResidenceFault.FORGED


def other_cards(
    my_number: MakeMyNumber,
) -> dict[ResidenceFault, Callable[[], VirtualCard]]:
    """What else may be laid down."""
    dead = faults.replace_at(0, b"\x6e\x00")
    return {
        ResidenceFault.MY_NUMBER: my_number,
        ResidenceFault.SPECIFIED: lambda: VirtualSpecifiedCard(my_number()),
        ResidenceFault.OTHER_CARD: lambda: my_number(
            faults=lambda index, command, answer: b"\x6a\x82"
        ),
        ResidenceFault.UNREADABLE: lambda: my_number(
            faults=lambda index, command, answer: dead(0, command, answer)[:1]
        ),
    }


@pytest.mark.parametrize(
    "fault",
    [
        ResidenceFault.MY_NUMBER,
        ResidenceFault.SPECIFIED,
        ResidenceFault.OTHER_CARD,
        ResidenceFault.UNREADABLE,
    ],
)
def test_another_card_is_called_by_its_name(
    hands: Hands, make_card: MakeMyNumber, fault: ResidenceFault
) -> None:
    card = other_cards(make_card)[fault]()
    assert hands.fault(card) is fault


def test_a_type_of_card_that_is_not_known(
    hands: Hands, make_residence_card: MakeCard
) -> None:
    card = make_residence_card(faults=faults.replace_at(0, b"\xc1\x02\x30\x39\x90\x00"))
    assert hands.fault(card) is ResidenceFault.UNKNOWN_GENERATION


def test_a_card_that_is_gone_or_another(
    hands: Hands, make_residence_card: MakeCard
) -> None:
    card = make_residence_card()
    hands.desk.put(card)
    earlier = ReadResidence(4, hands.desk.sight.token, NUMBER)
    hands.desk.put(card)
    gone = ResidenceFailed(4, ResidenceFault.REMOVED)
    assert hands.clerk.do(earlier) == gone
    hands.desk.take()
    assert hands.read() == gone


@pytest.mark.parametrize(
    ("fail", "fault"),
    [
        (VirtualDesk.stop_service, ResidenceFault.REMOVED),
        (lambda desk: desk.set_busy(True), ResidenceFault.BUSY),
    ],
)
def test_a_desk_that_is_not_well(
    hands: Hands,
    make_residence_card: MakeCard,
    fail: Callable[[VirtualDesk], None],
    fault: ResidenceFault,
) -> None:
    """That the service has died is told by the desk itself."""
    hands.desk.put(make_residence_card())
    fail(hands.desk)
    assert hands.read() == ResidenceFailed(4, fault)


def test_a_fault_of_ours_is_one_of_reading(
    hands: Hands,
    make_residence_card: MakeCard,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(NUMBER)

    monkeypatch.setattr("kiosk.clerks.residence.check", fail)
    assert hands.fault(make_residence_card()) is ResidenceFault.UNREADABLE
    assert "RuntimeError" in caplog.text


@pytest.mark.parametrize("kind", GENERATIONS)
def test_torn_off_at_every_command(
    hands: Hands, make_residence_card: MakeCard, survived: Survived, kind: Kind
) -> None:
    """The card is free afterwards, and reads at the next try."""
    sent: list[bytes] = []

    def record(index: int, command: bytes, answer: bytes) -> bytes:
        sent.append(command)
        return answer

    hands.told(make_residence_card(kind, faults=record))
    for place in range(len(sent)):
        card: VirtualResidenceCard = make_residence_card(
            kind, faults=faults.drop_at(place)
        )
        assert hands.fault(card) is ResidenceFault.REMOVED
        card.faults = None
        hands.told(card)
        survived("at the clerk")
