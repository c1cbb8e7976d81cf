"""Fixtures of virtual cards. A folder's conftest imports those it wants.

Making keys takes a second, so one authority and one pair of keys serve a whole run.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.emulator.authority import CardKeys, Identity, SyntheticAuthority
from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.people import PEOPLE

ISSUED = datetime(2026, 11, 2, 3, 4, 5, tzinfo=UTC)
"""When the cards of the tests were issued: noon of a day in Japan."""

MakeCard = Callable[..., VirtualMyNumberCard]


@pytest.fixture(scope="session")
def authority() -> SyntheticAuthority:
    """The authority that issued the cards of this run."""
    return SyntheticAuthority.create(ISSUED)


@pytest.fixture(scope="session")
def card_keys() -> CardKeys:
    """One card's RSA keys."""
    return CardKeys.new()


@pytest.fixture(scope="session")
def identity(authority: SyntheticAuthority, card_keys: CardKeys) -> Identity:
    """The worker's certificates."""
    return authority.issue(PEOPLE["worker"], ISSUED, card_keys)


@pytest.fixture
def make_card(identity: Identity) -> MakeCard:
    """Makes the worker's card, not powered, with the switches given."""

    def make(person: str = "worker", **switches: Any) -> VirtualMyNumberCard:
        own = switches.pop("identity", identity)
        return VirtualMyNumberCard(PEOPLE[person], own, **switches)

    return make
