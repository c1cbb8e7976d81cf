"""A clerk at a virtual desk, as the tests drive it."""

from datetime import datetime

from kiosk.card.faults import CardError, Fault
from kiosk.card.trust import TrustAnchors
from kiosk.clerks.card import CardAnswer, CardClerk
from kiosk.emulator.desk import VirtualDesk
from kiosk.emulator.virtual_card import VirtualCard
from kiosk.secret import CAPACITY, Secret
from kiosk.visit.effects import (
    CardEffect,
    Inspect,
    Prove,
    ReadAttributes,
    ReadSignature,
)
from kiosk.visit.events import Seen
from tests.emulator.fixtures import ISSUED

PINS: dict[type[CardEffect], bytes] = {
    Prove: b"1234",
    ReadSignature: b"ABC123",
    ReadAttributes: b"4321",
}
"""The right one for each effect: those of ``kiosk.emulator.pins.Pins``."""
WRONG: dict[type[CardEffect], bytes] = {
    Prove: b"9999",
    ReadSignature: b"ZZZ999",
    ReadAttributes: b"9999",
}
TRIES: dict[type[CardEffect], int] = {Prove: 3, ReadSignature: 5, ReadAttributes: 3}
NAMES: dict[type[CardEffect], str] = {
    Prove: "authentication",
    ReadSignature: "signature",
    ReadAttributes: "attributes",
}


class Reader:
    """``now`` may be set. ``ticket`` is that of the last effect."""

    def __init__(self, anchors: TrustAnchors) -> None:
        self.desk = VirtualDesk()
        self.now: datetime = ISSUED
        self.ticket = 0
        self.seen: list[Seen] = []
        self.clerk = CardClerk(self.desk, anchors, lambda: self.now, self._random)
        self.challenges: list[bytes] = []
        self.desk.watch(lambda sight: self.seen.append(self.clerk.seen(sight)))

    def inspect(self, card: VirtualCard | None = None) -> CardAnswer:
        """Lay the card down, or take the one that lies there, and look at it."""
        if card is not None:
            self.desk.put(card)
        self.desk.settle()
        self.ticket += 1
        return self.clerk.do(Inspect(self.ticket, self.seen[-1].token))

    def use(
        self,
        kind: type[Prove] | type[ReadSignature] | type[ReadAttributes],
        pin: bytes | None = None,
        tries: int | None = None,
    ) -> CardAnswer:
        """Give a PIN, the right one unless another is given. It is then wiped."""
        self.ticket += 1
        told = TRIES[kind] if tries is None else tries
        secret = Secret.of(PINS[kind] if pin is None else pin)
        answer = self.clerk.do(kind(self.ticket, told), secret)
        assert bytes(secret._buffer) == bytes(CAPACITY), "the PIN is still there"
        return answer

    def is_free(self) -> bool:
        """Whether the card is powered down, so that others may have it."""
        try:
            self.desk.connect(self.desk.sight).close()
        except CardError as error:
            return error.fault is not Fault.BUSY
        return True

    def _random(self, count: int) -> bytes:
        self.challenges.append(bytes([len(self.challenges)]) * count)
        return self.challenges[-1]
