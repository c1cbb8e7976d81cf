"""Reading a residence card at the desk, as the tests do it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kiosk.card.desk import Connection
from kiosk.card.faults import CardError
from kiosk.card.residence.apdu import Lengths
from kiosk.card.residence.card import FirstGeneration, SecondGeneration
from kiosk.card.residence.fallback import Reading, read
from kiosk.card.residence.number import CardNumber, WrongNumber
from kiosk.emulator.desk import VirtualDesk
from kiosk.emulator.virtual_card import VirtualCard
from tests.emulator.residence.fixtures import NUMBER

WHOLE = (Lengths.WHOLE,)


@dataclass
class Sent:
    """What reached a card, and how it answered."""

    commands: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)

    def record(self, index: int, command: bytes, answer: bytes) -> bytes:
        """A fault that is none."""
        self.commands.append(command)
        self.answers.append(answer)
        return answer

    @property
    def verifies(self) -> int:
        """How often the number was given."""
        return sum(command[1] == 0x20 for command in self.commands)


def read_at_desk(
    card: VirtualCard,
    number: str = NUMBER,
    ways: Sequence[Lengths] = WHOLE,
    random: Callable[[int], bytes] | None = None,
) -> Reading:
    """Everything on a card that is laid on a desk for it."""
    desk = VirtualDesk()
    desk.put(card)

    def connect() -> Connection:
        return desk.connect(desk.sight)

    try:
        if random is None:
            return read(connect, CardNumber(number), ways)
        return read(connect, CardNumber(number), ways, random)
    finally:
        desk.close()


def outcome(
    card: VirtualCard, number: str = NUMBER, ways: Sequence[Lengths] = WHOLE
) -> str:
    """In a word."""
    try:
        read_at_desk(card, number, ways)
    except CardError as error:
        return error.fault.value
    except WrongNumber:
        return "wrong number"
    return "done"


def first(card: VirtualCard) -> FirstGeneration:
    """The contents of a card of the first generation."""
    contents = read_at_desk(card).contents
    assert isinstance(contents, FirstGeneration)
    return contents


def second(card: VirtualCard) -> SecondGeneration:
    """The contents of a card of the second generation."""
    contents = read_at_desk(card).contents
    assert isinstance(contents, SecondGeneration)
    return contents
