"""Every fault at every command of a registration, on a card in process."""

from collections.abc import Callable

import pytest

from kiosk.card.attributes import Attributes
from kiosk.card.certificates import Certificate
from kiosk.card.faults import CardError, Fault, WrongPin
from kiosk.card.mynumber import MyNumberCard
from kiosk.card.pins import PinKind
from kiosk.card.profile import Purpose
from kiosk.card.trust import TrustAnchors
from kiosk.emulator import faults
from kiosk.emulator.authority import CardKeys, SyntheticAuthority
from kiosk.emulator.desk import VirtualDesk
from kiosk.emulator.mynumber import Fault as CardFault
from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.people import PEOPLE
from kiosk.emulator.pins import Pins
from kiosk.secret import Secret
from tests.card.flow import FULL, PHASES, VERIFIES, Registration
from tests.emulator.fixtures import ISSUED, MakeCard
from tests.survived import Survived

PLACES = range(PHASES["attributes"].stop)
QUERIES = {14, 17, 20, 21, 26, 39}
"""The commands that ask for tries left: three to inspect, one before each PIN."""
BEFORE_A_PIN = {21, 26, 39}

KINDS: dict[str, Callable[[int], CardFault]] = {
    "removed": faults.drop_at,
    "6F00": lambda at: faults.replace_at(at, b"\x6f\x00"),
    "6985": lambda at: faults.replace_at(at, b"\x69\x85"),
    "6A82": lambda at: faults.replace_at(at, b"\x6a\x82"),
    "6982": lambda at: faults.replace_at(at, b"\x69\x82"),
    "9000": lambda at: faults.replace_at(at, b"\x90\x00"),
    "63C2": lambda at: faults.replace_at(at, b"\x63\xc2"),
    "63C0": lambda at: faults.replace_at(at, b"\x63\xc0"),
    "6984": lambda at: faults.replace_at(at, b"\x69\x84"),
    "empty": lambda at: faults.replace_at(at, b""),
    "half a status": lambda at: faults.replace_at(at, b"\x90"),
    "truncated": faults.truncate_at,
    "oversized": faults.oversize_at,
    "a little too long": lambda at: faults.oversize_at(at, 1),
    "garbled": faults.garble_at,
}


def outcome(
    card: VirtualMyNumberCard, anchors: TrustAnchors, visit: Registration
) -> str:
    """What a registration ends with, checked against the site's anchors."""
    desk = VirtualDesk()
    desk.put(card)
    try:
        visit.run(lambda: desk.connect(desk.sight))
        assert visit.inspection is not None
        assert visit.signature is not None
        for certificate, purpose in (
            (visit.inspection.authentication, Purpose.AUTHENTICATION),
            (visit.signature, Purpose.SIGNATURE),
        ):
            anchors.check(certificate, purpose, ISSUED)
    except CardError as error:
        return error.fault.value
    except WrongPin as error:
        return f"wrong pin, {error.tries_left} left"
    finally:
        desk.close()
    return "done"


def expected(kind: str, place: int, *, has_data: bool) -> set[str]:
    """What a fault may end in, from what the command is for."""
    unreadable = Fault.UNREADABLE.value
    if kind == "removed":
        return {Fault.REMOVED.value}
    if kind in ("empty", "half a status", "oversized", "a little too long"):
        return {unreadable}
    if kind == "6F00" and place == 0:
        return {"done"}  # woken up with a command to throw away
    if kind == "6A82" and place == 0:
        return {Fault.OTHER_CARD.value}
    if kind in ("63C2", "63C0", "6984") and place in QUERIES | VERIFIES.keys():
        return {expected_of_counter(kind, place)}
    if kind == "9000" and not has_data and place not in QUERIES:
        return {"done"}  # it is what the card says anyway
    if kind in ("truncated", "garbled") and not has_data:
        return {"done"}
    if kind == "garbled":
        # No check sum protects what lies in a file; a certificate's signature does.
        return {
            unreadable,
            Fault.UNKNOWN_GENERATION.value,
            Fault.UNTRUSTED.value,
            Fault.PROOF_FAILED.value,
            *(["done"] if place == 4 else []),  # EF 0008: present, however it says so
        }
    if kind == "6A82":
        return {unreadable, Fault.UNKNOWN_GENERATION.value}
    if place == 24:
        return {unreadable, Fault.PROOF_FAILED.value}
    return {unreadable}


def expected_of_counter(kind: str, place: int) -> str:
    """What a counter in the answer means there."""
    locked = kind in ("63C0", "6984")
    if place in VERIFIES:
        return Fault.PIN_LOCKED.value if locked else "wrong pin, 2 left"
    if place in BEFORE_A_PIN:
        return Fault.PIN_LOCKED.value if locked else Fault.CHANGED.value
    return "done"  # the inspection reports it; the PIN is asked for nevertheless


@pytest.fixture
def anchors(
    authority: SyntheticAuthority, tmp_path_factory: pytest.TempPathFactory
) -> TrustAnchors:
    """What the site trusts."""
    folder = tmp_path_factory.mktemp("anchors")
    authority.write_anchors(folder)
    return TrustAnchors.load(folder, production=False)


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_at_every_command(
    make_card: MakeCard, anchors: TrustAnchors, kind: str, survived: Survived
) -> None:
    for place in PLACES:
        card = make_card()
        pins: dict[bytes, int] = {}
        data: list[bool] = []
        break_it = KINDS[kind](place)

        def watch(
            index: int,
            command: bytes,
            answer: bytes,
            pins: dict[bytes, int] = pins,
            data: list[bool] = data,
            break_it: CardFault = break_it,
        ) -> bytes:
            if command[1] == 0x20 and len(command) > 4:
                assert command not in pins, "a PIN was sent twice"
                pins[command] = index
            data.append(len(answer) > 2)
            return break_it(index, command, answer)

        card.faults = watch
        visit = Registration()
        result = outcome(card, anchors, visit)

        assert result in expected(kind, place, has_data=data[place]), place
        if result not in ("done", Fault.UNTRUSTED.value):
            assert max(pins.values(), default=0) <= place or kind == "garbled", place
        assert all(len(secret) == 0 for secret in visit.secrets), place
        # The right PINs, each once: on the card no try was ever lost.
        assert {name: card.tries_left(name) for name in FULL} == FULL, place
        assert card.alarms == [], place
        survived("at the card")


def test_the_places_are_where_they_are_said_to_be(make_card: MakeCard) -> None:
    card = make_card()
    sent: list[bytes] = []

    def record(index: int, command: bytes, answer: bytes) -> bytes:
        sent.append(command)
        return answer

    card.faults = record
    desk = VirtualDesk()
    desk.put(card)
    visit = Registration()
    visit.run(lambda: desk.connect(desk.sight))
    assert len(sent) == len(PLACES)
    assert {at for at, own in enumerate(sent) if own == b"\0\x20\0\x80"} == QUERIES
    assert [at for at, own in enumerate(sent) if own[1] == 0x20 and len(own) > 4] == [
        *VERIFIES
    ]
    assert isinstance(visit.signature, Certificate)
    assert isinstance(visit.attributes, Attributes)


# --- A PIN whose answer was lost ----------------------------------------------------


@pytest.mark.parametrize("place", VERIFIES)
@pytest.mark.parametrize(
    "lose", [faults.drop_at, lambda at: faults.replace_at(at, b"")]
)
def test_a_wrong_pin_lost_on_the_way_is_not_given_again(
    make_card: MakeCard, place: int, lose: Callable[[int], CardFault]
) -> None:
    """The try is spent; the next attempt sees it and sends nothing."""
    name = VERIFIES[place]
    card = make_card(pins=wrong_for(name))
    card.faults = lose(place)
    desk = VirtualDesk()
    desk.put(card)
    with pytest.raises(CardError):
        Registration().run(lambda: desk.connect(desk.sight))
    assert card.tries_left(name) == FULL[name] - 1

    card.faults = None
    desk.put(card)
    with pytest.raises(CardError) as caught:
        Registration().run(lambda: desk.connect(desk.sight))
    assert (caught.value.fault, caught.value.pin) == (Fault.CHANGED, PinKind(name))
    assert card.tries_left(name) == FULL[name] - 1


def wrong_for(name: str) -> Pins:
    """PINs of which one is not the one that will be typed."""
    codes = {"authentication": b"0000", "signature": b"ZZZ999", "attributes": b"0000"}
    return Pins(**{name: codes[name]})


def test_another_card_does_not_get_the_pin_typed_for_the_first(
    make_card: MakeCard,
) -> None:
    """Its holder was told of three tries; this one has two left."""
    desk = VirtualDesk()
    other = make_card(tries={"authentication": 2})
    desk.put(other)
    with pytest.raises(CardError) as caught:
        Registration().run(lambda: desk.connect(desk.sight))
    assert caught.value.fault is Fault.CHANGED
    assert other.tries_left("authentication") == 2


@pytest.mark.parametrize("name", FULL)
def test_until_it_is_locked(make_card: MakeCard, name: str) -> None:
    """Each wrong PIN costs one try, the last one locks, and then nothing is sent."""
    virtual = make_card()
    desk = VirtualDesk()
    desk.put(virtual)
    card = MyNumberCard.open(desk.connect(desk.sight))

    def attempt(told: int) -> None:
        if name == "authentication":
            card.prove(Secret.of(b"9999"), bytes(16), told)
        elif name == "signature":
            card.signature_certificate(Secret.of(b"WRONG1"), told)
        else:
            card.attributes(Secret.of(b"9999"), told)

    for left in range(FULL[name] - 1, 0, -1):
        with pytest.raises(WrongPin) as wrong:
            attempt(left + 1)
        assert wrong.value.tries_left == left == virtual.tries_left(name)
    for told in (1, 0, 1, FULL[name]):
        with pytest.raises(CardError) as locked:
            attempt(told)
        assert locked.value.fault is Fault.PIN_LOCKED
        assert virtual.tries_left(name) == 0
    assert card.inspect().tries[PinKind(name)] == 0
    card.close()


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody(
    authority: SyntheticAuthority,
    make_card: MakeCard,
    anchors: TrustAnchors,
    card_keys: CardKeys,
    person: str,
) -> None:
    own = authority.issue(PEOPLE[person], ISSUED, card_keys)
    card = make_card(person, identity=own)
    visit = Registration()
    assert outcome(card, anchors, visit) == "done"
    assert visit.attributes is not None
    assert visit.attributes.name == PEOPLE[person].name
