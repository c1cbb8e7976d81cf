"""Nothing that could reach a log or a screen by accident says anything personal."""

import logging
import random
import traceback
from collections.abc import Iterator

import pytest

from kiosk.card.apdu import (
    Response,
    select_application,
    select_file,
    verify,
    verify_query,
    wipe,
)
from kiosk.card.door import Door, ForbiddenCommand
from kiosk.card.faults import CardError, Fault, WrongPin
from kiosk.card.files import Application, CardFile
from kiosk.card.info import describe
from kiosk.card.mynumber import MyNumberCard
from kiosk.card.pins import PinKind
from kiosk.emulator.desk import VirtualDesk
from kiosk.emulator.faults import drop_at, garble_at, replace_at
from kiosk.emulator.mynumber import Fault as CardFault
from kiosk.emulator.people import PEOPLE, Person
from kiosk.secret import Secret
from tests.card.flow import PASSWORD, PIN, Registration
from tests.emulator.fixtures import MakeCard

PERSON: Person = PEOPLE["worker"]
PINS = ("1234", "4321", "ABC123", PIN.hex(), PASSWORD.hex())


def says_nothing(text: str) -> bool:
    """Neither a PIN nor one of the four attributes nor card data in hex or escapes."""
    personal = (PERSON.name, PERSON.address, PERSON.birth_date, PERSON.name.split()[0])
    return not any(word in text for word in (*PINS, *personal, "\\x", "x99"))


@pytest.fixture
def desk(make_card: MakeCard) -> Iterator[VirtualDesk]:
    """The worker's card on a desk."""
    desk = VirtualDesk()
    desk.put(make_card())
    yield desk
    desk.close()


def test_everything_the_card_gave(desk: VirtualDesk) -> None:
    visit = Registration()
    visit.run(lambda: desk.connect(desk.sight))
    assert visit.inspection is not None
    found = (
        visit.inspection,
        visit.inspection.authentication,
        visit.signature,
        visit.signature.attributes if visit.signature else None,
        visit.attributes,
        describe(desk),
        Response(PIN, 0x9000),
        *visit.secrets,
    )
    for own in found:
        assert own is not None
        for text in (repr(own), str(own), f"{own}"):
            assert says_nothing(text), type(own)


def test_the_machinery(desk: VirtualDesk) -> None:
    connection = desk.connect(desk.sight)
    card = MyNumberCard.open(connection)
    card.prove(Secret.of(PIN), bytes(16), 3)
    for own in (card, connection, Door(connection)):
        assert says_nothing(repr(own) + str(own))


@pytest.mark.parametrize(
    "error",
    [
        *(CardError(fault) for fault in Fault),
        *(CardError(Fault.PIN_LOCKED, kind) for kind in PinKind),
        *(WrongPin(kind, 2) for kind in PinKind),
        ForbiddenCommand(),
    ],
)
def test_errors(error: Exception) -> None:
    assert says_nothing(repr(error) + str(error) + repr(error.args))


def test_errors_are_told_apart() -> None:
    assert len({str(CardError(fault)) for fault in Fault}) == len(Fault)
    assert all(fault.value == fault.name.lower() for fault in Fault)


def local_values(error: BaseException) -> str:
    """What a traceback with local values, as Textual prints it, shows of our code."""
    frames = traceback.TracebackException.from_exception(error, capture_locals=True)
    own = [frame for frame in frames.stack if "kiosk/card/" in frame.filename]
    assert own
    return " ".join(value for f in own for value in (f.locals or {}).values())


def attempt(desk: VirtualDesk, pin: bytes, tries: int = 3) -> Exception:
    """The error in which reading the attributes ends."""
    card = MyNumberCard.open(desk.connect(desk.sight))
    with pytest.raises((CardError, WrongPin, ValueError)) as caught:
        card.attributes(Secret.of(pin), tries)
    return caught.value


@pytest.mark.parametrize(
    ("pin", "tries", "breaking"),
    [
        (b"9876", 3, None),
        (b"ABC123", 3, None),
        (b"9876", 2, None),
        (b"9876", 3, drop_at(6)),
        (b"9876", 3, replace_at(6, b"")),
        (b"4321", 3, drop_at(8)),
        (b"4321", 3, garble_at(8)),
    ],
)
def test_tracebacks(
    desk: VirtualDesk, make_card: MakeCard, pin: bytes, tries: int, breaking: CardFault
) -> None:
    desk.put(make_card(faults=breaking))
    error = attempt(desk, pin, tries)
    assert error.__context__ is None or error.__suppress_context__
    shown = local_values(error)
    assert pin.decode() not in shown
    assert str(list(pin)) not in shown


def test_a_command_that_was_stopped(desk: VirtualDesk) -> None:
    door = Door(desk.connect(desk.sight))
    with pytest.raises(ForbiddenCommand) as caught:
        door.send(verify(Secret.of(PIN)))
    assert says_nothing(str(caught.value))


def test_nothing_is_logged(desk: VirtualDesk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        Registration().run(lambda: desk.connect(desk.sight))
    assert caplog.records == []


class Accepting:
    """A card that answers as a counter of 3 or as success, and keeps nothing."""

    def transmit(self, apdu: bytearray) -> bytes:
        """Looks at the length only."""
        return b"\x63\xc3" if len(apdu) == 4 else b"\x90\x00"

    def close(self) -> None:
        """Nothing to do."""


def test_no_copy_of_a_pin_is_left_in_memory() -> None:
    """Neither reachable nor freed and not overwritten: the process's own memory is
    searched. What pyscard and pcscd copy beyond the connection is not ours.
    """
    pin = Secret()
    for unit in drawn_pin():
        pin.append(unit)
    door = Door(Accepting())
    door.send(select_application(Application.TEXT))
    door.send(select_file(CardFile.ATTRIBUTES_PIN))
    door.send(verify_query())
    with pin:
        command = verify(pin)
        door.send(command)
        wipe(command)
        assert copies_of_a_pin_command() == 0
        # That it would have been found: looked for last, for looking makes copies.
        command = verify(pin)
        assert copies_of_a_pin_command() > 0


def drawn_pin() -> list[int]:
    """One that is drawn anew each time it is needed, so as to lie nowhere."""
    drawn = random.Random(7)  # noqa: S311
    return [drawn.choice(b"0123456789") for _ in range(4)]


def copies_of_a_pin_command() -> int:
    """How often VERIFY followed by the drawn PIN lies in writable memory."""
    wanted, header = drawn_pin(), bytes.fromhex("0020008004")
    found = 0
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb") as memory:
        for area in [line.split() for line in maps]:
            if not area[1].startswith("rw"):
                continue
            start, end = (int(edge, 16) for edge in area[0].split("-"))
            memory.seek(start)
            content = memory.read(end - start)
            at = content.find(header)
            while at >= 0:
                found += list(content[at + 5 : at + 9]) == wanted
                at = content.find(header, at + 1)
    return found
