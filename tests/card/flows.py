"""Everything the kiosk does with a card, each from beginning to end in a word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.card.faults import CardError
from kiosk.card.info import describe
from kiosk.card.residence.apdu import Lengths
from kiosk.card.residence.card import detect
from kiosk.card.residence.fallback import read
from kiosk.card.residence.number import CardNumber, WrongNumber
from kiosk.card.trust import TrustAnchors
from kiosk.clerks.card import CardClerk
from kiosk.secret import CAPACITY, Secret
from kiosk.visit.effects import Inspect, Prove, ReadAttributes, ReadSignature
from kiosk.visit.events import CardFailed, CardInspected, PinWrong
from kiosk.visit.terms import Pin
from tests.card.manager import ManagedDesk
from tests.clerks.reader import NAMES, PINS
from tests.emulator.fixtures import ISSUED
from tests.emulator.residence.fixtures import NUMBER

PinEffects = Sequence[type[Prove] | type[ReadSignature] | type[ReadAttributes]]
Run = Callable[[ManagedDesk, TrustAnchors], str]

DONE: Final = "done"
REGISTRATION: Final[PinEffects] = (Prove, ReadSignature)
LOG_IN: Final[PinEffects] = (Prove,)
RENEWED_CARD: Final[PinEffects] = (Prove, ReadAttributes)


@dataclass(frozen=True)
class Visit:
    """A visitor's card in the clerk's hands: looked at, then one PIN after the other.

    ``pins`` are typed where they are not the right ones. Nothing but a wrong PIN may
    be asked for again, and nothing is.
    """

    effects: PinEffects
    pins: dict[str, bytes]

    def __call__(self, desk: ManagedDesk, anchors: TrustAnchors) -> str:
        clerk = CardClerk(desk, anchors, lambda: ISSUED, lambda count: bytes(count))
        seen = clerk.seen(desk.sight)
        try:
            inspected = clerk.do(Inspect(1, seen.token))
            if isinstance(inspected, CardFailed):
                return inspected.trouble.value
            assert isinstance(inspected, CardInspected)
            for kind in self.effects:
                name = NAMES[kind]
                secret = Secret.of(self.pins.get(name, PINS[kind]))
                answer = clerk.do(kind(2, inspected.tries[Pin(name)]), secret)
                assert bytes(secret._buffer) == bytes(CAPACITY), "the PIN is there"
                if isinstance(answer, CardFailed):
                    return answer.trouble.value
                if isinstance(answer, PinWrong):
                    return f"wrong {answer.pin.value}, {answer.tries_left} left"
            return DONE
        finally:
            clerk.forget()


def card_info(desk: ManagedDesk, anchors: TrustAnchors) -> str:
    """``kiosk card info``: the kind of card it tells."""
    return _in_a_word(lambda: describe(desk).kind.value)


def residence_type(desk: ManagedDesk, anchors: TrustAnchors) -> str:
    """Which residence card it is, asked alone."""
    return _in_a_word(lambda: detect(desk.connect(desk.sight)).generation.value)


def residence_reading(*ways: Lengths) -> Run:
    """Everything on a residence card, in the first way that works."""

    def run(desk: ManagedDesk, anchors: TrustAnchors) -> str:
        def reading() -> str:
            read(lambda: desk.connect(desk.sight), CardNumber(NUMBER), ways)
            return DONE

        return _in_a_word(reading)

    return run


def _in_a_word(work: Callable[[], str]) -> str:
    try:
        return work()
    except CardError as error:
        return error.fault.value
    except WrongNumber:
        return "wrong number"
