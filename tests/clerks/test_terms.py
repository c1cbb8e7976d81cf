"""A visit knows no device: its words for what they tell are held to theirs here."""

from enum import StrEnum

import pytest

from kiosk.card.desk import SightState
from kiosk.card.faults import Fault
from kiosk.card.pins import PinKind
from kiosk.registry.people import LoginOutcome
from kiosk.visit.terms import Glance, Login, Pin, Trouble


@pytest.mark.parametrize(
    ("of_the_visit", "of_the_device"),
    [(Glance, SightState), (Pin, PinKind), (Login, LoginOutcome)],
)
def test_the_same_words(
    of_the_visit: type[StrEnum], of_the_device: type[StrEnum]
) -> None:
    assert {own.value for own in of_the_visit} == {own.value for own in of_the_device}


def test_every_fault_of_a_card_is_a_trouble() -> None:
    """And two troubles are not the card's."""
    not_the_cards = {Trouble.ANOTHER_PERSON, Trouble.STORE}
    assert {own.value for own in Fault} == {
        own.value for own in set(Trouble) - not_the_cards
    }
