"""Everything that is asked of residence cards, with answers that may be any."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count

import atheris
from harness import expect, fuzz, instrumented

with instrumented():
    from disturbed import DisturbedConnection

    from kiosk.card.faults import CardError
    from kiosk.card.residence.fallback import read
    from kiosk.card.residence.number import CardNumber, WrongNumber

from kiosk.emulator.residence.authority import ResidenceAuthority
from kiosk.emulator.residence.card import VirtualResidenceCard
from kiosk.emulator.residence.holders import Kind, holder

ISSUED = datetime(2026, 11, 2, tzinfo=UTC)
HOLDER = holder("worker")
AUTHORITY = ResidenceAuthority.create(ISSUED)


def drawn() -> Callable[[int], bytes]:
    """The same octets in each run, so that a finding can be found again."""
    draws = count()
    return lambda size: hashlib.shake_128(next(draws).to_bytes(4)).digest(size)


CARDS = [
    VirtualResidenceCard(
        kind, HOLDER, AUTHORITY.signer(generation, ISSUED), random=drawn()
    )
    for kind, generation in ((Kind.RESIDENCE_1, "1"), (Kind.RESIDENCE_2, "2"))
]


def conversation(data: bytes) -> None:
    """With both generations, in every way of asking."""
    for card in CARDS:
        given = atheris.FuzzedDataProvider(data)
        connections: list[DisturbedConnection] = []

        def connect() -> DisturbedConnection:
            connections.append(DisturbedConnection(card, given))  # noqa: B023 - called in this turn only
            return connections[-1]  # noqa: B023

        with suppress(CardError, WrongNumber):
            read(connect, CardNumber(HOLDER.number), random=drawn())
        for connection in connections:
            verifies = sum(sent[1] == 0x20 for sent in connection.sent)
            expect(verifies <= 1, "the number is given once")
        expect(card.alarms == [], "nothing forbidden reaches the card")


if __name__ == "__main__":
    fuzz(conversation)
