"""Fixtures of virtual residence cards. A folder's conftest imports those it wants."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.emulator.residence.authority import ResidenceAuthority, ResidenceSigner
from kiosk.emulator.residence.card import VirtualResidenceCard
from kiosk.emulator.residence.holders import Kind, holder

ISSUED = datetime(2026, 11, 2, 3, 4, 5, tzinfo=UTC)
"""When the cards of the tests were issued."""

NUMBER = "AA00000001ZZ"
"""That of the worker's card."""

MakeCard = Callable[..., VirtualResidenceCard]


@pytest.fixture(scope="session")
def residence_authority() -> ResidenceAuthority:
    """The authority that issued the residence cards of this run."""
    return ResidenceAuthority.create(ISSUED)


@pytest.fixture(scope="session")
def signers(residence_authority: ResidenceAuthority) -> dict[bool, ResidenceSigner]:
    """What signs the cards of the first generation (True) and the second."""
    return {
        True: residence_authority.signer("1", ISSUED),
        False: residence_authority.signer("2", ISSUED),
    }


@pytest.fixture(scope="session")
def make_card(signers: dict[bool, ResidenceSigner]) -> MakeCard:
    """Makes the worker's card, not powered, with the switches given."""

    def make(
        kind: Kind = Kind.RESIDENCE_1, person: str = "worker", **switches: Any
    ) -> VirtualResidenceCard:
        own = switches.pop("holder", None) or holder(person)
        signer = switches.pop("signer", None) or signers[kind.is_first]
        return VirtualResidenceCard(kind, own, signer, **switches)

    return make
