"""The clerk at the card: what each card and each mishap becomes in a visit."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.card.desk import Connection, Sight
from kiosk.card.faults import CardError, Fault, WrongPin
from kiosk.card.pins import PinKind
from kiosk.emulator import faults
from kiosk.emulator.authority import CardKeys, Identity, SyntheticAuthority
from kiosk.emulator.desk import VirtualDesk
from kiosk.emulator.mynumber import Behaviour, VirtualMyNumberCard
from kiosk.emulator.people import PEOPLE
from kiosk.emulator.token_info import OLD_JUKI_LABEL
from kiosk.emulator.validity import certificate_end
from kiosk.secret import CAPACITY, Secret
from kiosk.visit.effects import Inspect, Prove, ReadAttributes, ReadSignature
from kiosk.visit.events import (
    CardFailed,
    CardInspected,
    CardProved,
    PersonRead,
    PinWrong,
    Seen,
)
from kiosk.visit.state import Person
from kiosk.visit.terms import Glance, Pin, Trouble
from tests.card.flow import PHASES
from tests.clerks.reader import NAMES, PINS, TRIES, WRONG, Reader
from tests.emulator.fixtures import ISSUED, MakeCard
from tests.survived import Survived

PIN_EFFECTS = (Prove, ReadSignature, ReadAttributes)
WORKER = PEOPLE["worker"]
END_OF_STAY = date(2029, 3, 31)
"""The worker's, with which the certificates end."""
JAPAN = ZoneInfo("Asia/Tokyo")
SECRET_WORDS = (
    *(pin.decode() for pin in PINS.values()),
    *(pin.hex() for pin in PINS.values()),
    *(pin.decode() for pin in WRONG.values()),
    *(word for person in PEOPLE.values() for word in (person.name, person.address)),
    *(person.birth_date for person in PEOPLE.values()),
)
"""What no line of a log may hold."""


@pytest.fixture(autouse=True)
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All that is logged in a test, of which nothing may be anybody's."""
    caplog.set_level(logging.DEBUG)
    yield caplog
    text = caplog.text + repr([record.__dict__ for record in caplog.records])
    assert not [word for word in SECRET_WORDS if word in text]


@pytest.fixture(scope="session")
def stranger() -> SyntheticAuthority:
    """An authority that this site does not trust."""
    return SyntheticAuthority.create(ISSUED)


@pytest.fixture(scope="session")
def other_keys() -> CardKeys:
    """Those of another card."""
    return CardKeys.new()


def person(key: str) -> Person:
    own = PEOPLE[key]
    return Person(own.name, own.address, own.birth_date, own.sex)


# A card that is in order.


def test_a_registration(reader: Reader, make_card: MakeCard) -> None:
    card = make_card()
    assert reader.inspect(card) == CardInspected(
        1,
        token=1,
        tries={Pin.AUTHENTICATION: 3, Pin.SIGNATURE: 5, Pin.ATTRIBUTES: 3},
        has_signature=True,
        same=False,
        ends=END_OF_STAY,
    )
    assert reader.use(Prove) == CardProved(2)
    assert reader.use(ReadSignature) == PersonRead(3, person("worker"), END_OF_STAY)
    assert reader.use(ReadAttributes) == PersonRead(4, person("worker"))
    assert not reader.is_free()
    reader.clerk.release()
    assert reader.is_free()
    assert card.alarms == []


def test_each_challenge_is_fresh(reader: Reader, make_card: MakeCard) -> None:
    reader.inspect(make_card())
    for _ in range(3):
        reader.use(Prove)
    assert len(set(reader.challenges)) == 3
    assert {len(own) for own in reader.challenges} == {32}


@pytest.mark.parametrize("key", PEOPLE)
def test_everybody_is_read_as_the_card_says(
    reader: Reader,
    make_card: MakeCard,
    authority: SyntheticAuthority,
    card_keys: CardKeys,
    key: str,
) -> None:
    """Also names of monstrous length, and names that attack a terminal."""
    own = authority.issue(PEOPLE[key], ISSUED, card_keys)
    reader.inspect(make_card(key, identity=own))
    reader.use(Prove)
    ends = certificate_end(PEOPLE[key], ISSUED).astimezone(JAPAN).date()
    assert reader.use(ReadSignature) == PersonRead(3, person(key), ends)
    assert reader.use(ReadAttributes) == PersonRead(4, person(key))


def test_a_childs_card(
    reader: Reader,
    make_card: MakeCard,
    authority: SyntheticAuthority,
    card_keys: CardKeys,
) -> None:
    own = authority.issue(PEOPLE["child"], ISSUED, card_keys, child=True)
    found = reader.inspect(make_card("child", identity=own))
    assert isinstance(found, CardInspected)
    assert not found.has_signature
    assert found.tries[Pin.SIGNATURE] == 0
    assert reader.use(Prove) == CardProved(2)
    assert reader.use(ReadSignature) == CardFailed(3, Trouble.NO_SIGNATURE_CERTIFICATE)
    assert reader.is_free()


# Which card it is.


def test_the_same_card_again_is_known(reader: Reader, make_card: MakeCard) -> None:
    card = make_card()
    reader.inspect(card)
    key = reader.clerk.public_key
    assert key is not None
    again = reader.inspect(card)
    assert isinstance(again, CardInspected)
    assert (again.token, again.same) == (2, True)
    assert reader.clerk.public_key == key


def test_another_card_is_another(
    reader: Reader,
    make_card: MakeCard,
    authority: SyntheticAuthority,
    other_keys: CardKeys,
) -> None:
    reader.inspect(make_card())
    key = reader.clerk.public_key
    own = authority.issue(PEOPLE["student"], ISSUED, other_keys)
    other = reader.inspect(make_card("student", identity=own))
    assert isinstance(other, CardInspected)
    assert not other.same
    assert reader.clerk.public_key not in (None, key)


def test_a_forgotten_card_is_a_new_one(reader: Reader, make_card: MakeCard) -> None:
    card = make_card()
    reader.inspect(card)
    reader.clerk.forget()
    assert reader.clerk.public_key is None
    assert reader.is_free()
    again = reader.inspect(card)
    assert isinstance(again, CardInspected)
    assert not again.same


def test_a_card_that_failed_changes_nothing_of_whose_card_it_was(
    reader: Reader, make_card: MakeCard, stranger: SyntheticAuthority
) -> None:
    """Its key must not be taken for that of the card whose holder was confirmed."""
    card = make_card()
    reader.inspect(card)
    key = reader.clerk.public_key
    forged = stranger.issue(WORKER, ISSUED, CardKeys.new())
    assert isinstance(reader.inspect(make_card(identity=forged)), CardFailed)
    assert reader.clerk.public_key == key
    again = reader.inspect(card)
    assert isinstance(again, CardInspected)
    assert again.same


# PINs.


@pytest.mark.parametrize("kind", PIN_EFFECTS)
def test_a_wrong_pin_until_it_is_locked(
    reader: Reader, make_card: MakeCard, kind: type[Prove]
) -> None:
    card = make_card()
    reader.inspect(card)
    pin, wrong = Pin(NAMES[kind]), WRONG[kind]
    for left in range(TRIES[kind] - 1, 0, -1):
        answer = reader.use(kind, wrong, tries=left + 1)
        assert answer == PinWrong(reader.ticket, pin, left)
        assert not reader.is_free(), "the card stays for the next try"
        assert card.tries_left(NAMES[kind]) == left
    locked = CardFailed(reader.ticket + 1, Trouble.PIN_LOCKED, pin)
    assert reader.use(kind, wrong, tries=1) == locked
    assert reader.is_free()
    found = reader.inspect()
    assert isinstance(found, CardInspected)
    assert found.tries[pin] == 0
    assert reader.use(kind) == replace(locked, ticket=reader.ticket)


@pytest.mark.parametrize("kind", PIN_EFFECTS)
def test_a_pin_is_not_sent_to_a_card_with_other_tries_left(
    reader: Reader, make_card: MakeCard, kind: type[Prove]
) -> None:
    card = make_card(tries={NAMES[kind]: 2})
    reader.inspect(card)
    answer = reader.use(kind)
    assert answer == CardFailed(2, Trouble.CHANGED, Pin(NAMES[kind]))
    assert card.tries_left(NAMES[kind]) == 2
    assert reader.is_free()


@pytest.mark.parametrize("kind", PIN_EFFECTS)
@pytest.mark.parametrize("swap", ["lifted", "lifted and laid back", "another"])
def test_a_pin_is_not_sent_to_a_card_that_was_moved(
    reader: Reader, make_card: MakeCard, kind: type[Prove], swap: str
) -> None:
    card = make_card()
    reader.inspect(card)
    reader.desk.take()
    if swap != "lifted":
        reader.desk.put(card if swap == "lifted and laid back" else make_card())
    assert reader.use(kind, WRONG[kind]) == CardFailed(2, Trouble.REMOVED)
    assert card.tries_left(NAMES[kind]) == TRIES[kind]


def test_no_card_was_begun_with(reader: Reader) -> None:
    for kind in PIN_EFFECTS:
        answer = reader.use(kind)
        assert answer == CardFailed(reader.ticket, Trouble.REMOVED)


@pytest.mark.parametrize("kind", PIN_EFFECTS)
@pytest.mark.parametrize("pin", [b"", b"12", b"12345678901234567"])
def test_a_pin_of_a_form_that_no_card_has_is_a_fault_of_ours(
    reader: Reader,
    make_card: MakeCard,
    logged: pytest.LogCaptureFixture,
    kind: type[Prove],
    pin: bytes,
) -> None:
    card = make_card()
    reader.inspect(card)
    assert reader.use(kind, pin) == CardFailed(2, Trouble.UNREADABLE)
    assert logged.messages == ["the card clerk failed: ValueError"]
    assert card.tries_left(NAMES[kind]) == TRIES[kind]


# Cards that will not do.


def bad_cards() -> dict[Trouble, Callable[[MakeCard], VirtualMyNumberCard]]:
    """Each by what is wrong with it."""
    return {
        Trouble.OTHER_CARD: lambda make: make(behaviour=Behaviour(other_card=True)),
        Trouble.OLD_JUKI_CARD: lambda make: make(
            behaviour=Behaviour(label=OLD_JUKI_LABEL)
        ),
        Trouble.SMARTPHONE: lambda make: make(
            behaviour=Behaviour(label="JPKIAPIOSTOKEN")
        ),
        Trouble.UNKNOWN_GENERATION: lambda make: make(
            behaviour=Behaviour(label="JPKIAPICCTOKEN3")
        ),
        Trouble.UNREADABLE: lambda make: make(faults=faults.replace_at(5, b"\x90")),
    }


@pytest.mark.parametrize("trouble", bad_cards())
def test_a_card_that_cannot_be_used(
    reader: Reader, make_card: MakeCard, trouble: Trouble
) -> None:
    card = bad_cards()[trouble](make_card)
    assert reader.inspect(card) == CardFailed(1, trouble)
    assert reader.is_free()
    assert reader.clerk.public_key is None


@pytest.mark.parametrize(
    ("days", "trouble"),
    [(-1, Trouble.NOT_YET_VALID), (3 * 365, Trouble.EXPIRED)],
)
def test_the_dates_of_the_certificate(
    reader: Reader, make_card: MakeCard, days: int, trouble: Trouble
) -> None:
    """The worker's stay, and so the certificate, ends before three years are over."""
    reader.now = ISSUED + timedelta(days=days)
    ended = END_OF_STAY if trouble is Trouble.EXPIRED else None
    assert reader.inspect(make_card()) == CardFailed(1, trouble, ended=ended)
    assert reader.is_free()


def test_a_certificate_that_lapses_in_the_middle(
    reader: Reader, make_card: MakeCard
) -> None:
    reader.inspect(make_card())
    reader.use(Prove)
    reader.now = ISSUED + timedelta(days=3 * 365)
    assert reader.use(ReadSignature) == CardFailed(
        3, Trouble.EXPIRED, ended=END_OF_STAY
    )
    assert reader.is_free()


def forged(genuine: Identity, own: Identity, what: str) -> Identity:
    """The genuine card with one certificate put in from elsewhere."""
    if what == "authentication":
        return replace(
            genuine,
            keys=replace(genuine.keys, authentication=own.keys.authentication),
            authentication_certificate=own.authentication_certificate,
        )
    return replace(genuine, signature_certificate=own.signature_certificate)


def test_an_authority_that_is_not_trusted(
    reader: Reader,
    make_card: MakeCard,
    stranger: SyntheticAuthority,
    identity: Identity,
    other_keys: CardKeys,
) -> None:
    own = stranger.issue(WORKER, ISSUED, other_keys)
    card = make_card(identity=forged(identity, own, "authentication"))
    assert reader.inspect(card) == CardFailed(1, Trouble.UNTRUSTED)
    assert reader.is_free()
    card = make_card(identity=forged(identity, own, "signature"))
    assert isinstance(reader.inspect(card), CardInspected)
    assert reader.use(Prove) == CardProved(3)
    assert reader.use(ReadSignature) == CardFailed(4, Trouble.UNTRUSTED)
    assert reader.is_free()


def test_a_certificate_for_another_purpose(
    reader: Reader, make_card: MakeCard, identity: Identity
) -> None:
    assert identity.signature_certificate is not None
    swapped = replace(
        identity,
        authentication_certificate=identity.signature_certificate,
        signature_certificate=identity.authentication_certificate,
    )
    card = make_card(identity=swapped)
    assert reader.inspect(card) == CardFailed(1, Trouble.WRONG_PROFILE)
    half = replace(identity, signature_certificate=identity.authentication_certificate)
    reader.inspect(make_card(identity=half))
    assert reader.use(ReadSignature) == CardFailed(3, Trouble.WRONG_PROFILE)
    assert reader.is_free()


def test_a_chip_without_the_certificates_key(
    reader: Reader, make_card: MakeCard, identity: Identity, other_keys: CardKeys
) -> None:
    """Certificates are public: anybody can copy them, but not the key."""
    copied = replace(
        identity, keys=replace(other_keys, signature=identity.keys.signature)
    )
    reader.inspect(make_card(identity=copied))
    assert reader.use(Prove) == CardFailed(2, Trouble.PROOF_FAILED)
    assert reader.is_free()


# The desk.


def obstacles() -> dict[Trouble, Callable[[VirtualDesk], None]]:
    """What may stand between a card that was seen and its being powered up."""
    return {
        Trouble.NO_SERVICE: VirtualDesk.stop_service,
        Trouble.NO_READER: VirtualDesk.unplug,
        Trouble.MUTE: lambda desk: desk.set_mute(True),
        Trouble.BUSY: lambda desk: desk.set_busy(True),
        Trouble.REMOVED: VirtualDesk.take,
    }


@pytest.mark.parametrize("trouble", obstacles())
def test_an_obstacle_after_the_card_was_seen(
    reader: Reader, make_card: MakeCard, trouble: Trouble, survived: Survived
) -> None:
    reader.desk.put(make_card())
    reader.desk.settle()
    reader.desk._listeners.clear()  # the clerk does not hear of it in time
    obstacles()[trouble](reader.desk)
    assert reader.inspect() == CardFailed(1, trouble)
    survived("at the clerk")


@pytest.mark.parametrize("glance", Glance)
def test_what_is_seen_is_told_as_it_is(
    reader: Reader, make_card: MakeCard, glance: Glance
) -> None:
    reader.desk.put(make_card())
    match glance:
        case Glance.NO_SERVICE:
            reader.desk.stop_service()
        case Glance.NO_READER:
            reader.desk.unplug()
        case Glance.MUTE:
            reader.desk.set_mute(True)
        case Glance.EMPTY:
            reader.desk.take()
        case Glance.CARD:
            pass
    reader.desk.settle()
    assert reader.seen[-1] == Seen(glance, 1)


@pytest.mark.parametrize("token", [0, 1, 3])
def test_a_card_that_is_not_there_any_more_is_not_inspected(
    reader: Reader, make_card: MakeCard, token: int
) -> None:
    """The visit asks for the card it was told of; meanwhile another lies there."""
    reader.inspect(make_card())
    card = make_card()
    reader.desk.put(card)
    reader.desk.settle()
    answer = reader.clerk.do(Inspect(9, token))
    assert answer == CardFailed(9, Trouble.REMOVED)
    assert reader.is_free(), "the one from before is let go in any case"


@pytest.mark.parametrize("place", range(PHASES["attributes"].stop))
def test_a_card_lifted_at_each_command(
    reader: Reader, make_card: MakeCard, place: int, survived: Survived
) -> None:
    card = make_card(faults=faults.drop_at(place))
    answers = [reader.inspect(card)]
    for kind in PIN_EFFECTS:
        if not isinstance(answers[-1], CardFailed):
            answers.append(reader.use(kind))
    assert answers[-1] == CardFailed(reader.ticket, Trouble.REMOVED)
    card.faults = None
    again = reader.inspect(card)
    assert isinstance(again, CardInspected)
    assert set(again.tries.values()) == {3, 5}, "no try is lost"
    assert again.same == (len(answers) > 1)
    survived("at the clerk")


# Everything that can be raised.


class Raising:
    """A desk, and its card, that fail in one way."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def watch(self, listener: Callable[[Sight], None]) -> None: ...

    def close(self) -> None: ...

    def connect(self, sight: Sight) -> Connection:
        raise self._error


@pytest.mark.parametrize("pin", [None, *PinKind])
@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_its_event(
    reader: Reader,
    make_card: MakeCard,
    fault: Fault,
    pin: PinKind | None,
    survived: Survived,
) -> None:
    reader.desk.put(make_card())
    reader.desk.settle()
    reader.clerk._desk = Raising(CardError(fault, pin))
    told = Pin(pin.value) if pin else None
    assert reader.inspect() == CardFailed(1, Trouble(fault.value), told)
    survived("at the clerk")


@pytest.mark.parametrize("pin", PinKind)
def test_a_refused_pin_has_its_event(
    reader: Reader, make_card: MakeCard, pin: PinKind
) -> None:
    reader.desk.put(make_card())
    reader.desk.settle()
    reader.clerk._desk = Raising(WrongPin(pin, 2))
    assert reader.inspect() == PinWrong(1, Pin(pin.value), 2)


def unexpected() -> Exception:
    return RuntimeError(f"{WORKER.name} typed 1234, {WORKER.birth_date}")


def test_what_nobody_expected_is_told_as_unreadable(
    reader: Reader, make_card: MakeCard, logged: pytest.LogCaptureFixture
) -> None:
    """Only the kind of it is logged: its text may be anything."""
    reader.desk.put(make_card())
    reader.desk.settle()
    reader.clerk._desk = Raising(unexpected())
    assert reader.inspect() == CardFailed(1, Trouble.UNREADABLE)
    assert logged.messages == ["the card clerk failed: RuntimeError"]


@pytest.mark.parametrize("kind", PIN_EFFECTS)
def test_what_nobody_expected_in_the_middle(
    reader: Reader,
    make_card: MakeCard,
    logged: pytest.LogCaptureFixture,
    kind: type[Prove],
) -> None:
    card = make_card()
    reader.inspect(card)

    def fail(command: bytes) -> None:
        raise unexpected()

    card.delay = fail
    assert reader.use(kind) == CardFailed(2, Trouble.UNREADABLE)
    assert reader.is_free()
    assert logged.messages == ["the card clerk failed: RuntimeError"]


def test_a_pin_given_to_what_needs_none_is_wiped(
    reader: Reader, make_card: MakeCard
) -> None:
    reader.desk.put(make_card())
    reader.desk.settle()
    secret = Secret.of(b"1234")
    reader.clerk.do(Inspect(1, 1), secret)
    assert bytes(secret._buffer) == bytes(CAPACITY)


def test_releasing_and_forgetting_may_come_at_any_time(
    reader: Reader, make_card: MakeCard
) -> None:
    reader.clerk.release()
    reader.clerk.forget()
    reader.inspect(make_card())
    for _ in range(2):
        reader.clerk.release()
        assert reader.is_free()
    reader.clerk.forget()
    assert reader.use(Prove) == CardFailed(2, Trouble.REMOVED)
