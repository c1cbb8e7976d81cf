"""The visit's own words are those of the devices it must not import."""

from enum import StrEnum

import pytest

from kiosk.card.desk import SightState
from kiosk.card.faults import Fault
from kiosk.card.pins import PinKind
from kiosk.registry.password_form import Unfit
from kiosk.registry.people import LoginOutcome, PasswordOutcome
from kiosk.visit.terms import (
    WAITING_FOR_A_CARD,
    Glance,
    Login,
    PasswordAnswer,
    PasswordFault,
    Pin,
    Trouble,
)


def values(words: type[StrEnum]) -> set[str]:
    return {word.value for word in words}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Glance, SightState),
        (Pin, PinKind),
        (Login, LoginOutcome),
        (PasswordAnswer, PasswordOutcome),
    ],
)
def test_both_know_the_same(ours: type[StrEnum], theirs: type[StrEnum]) -> None:
    assert values(ours) == values(theirs)


def test_what_the_registry_does_not_take_has_a_name() -> None:
    assert values(PasswordFault) == values(Unfit) | {"differs", "over"}


def test_every_fault_of_a_card_is_a_trouble() -> None:
    others = {"another_person", "store", "password_locked", "password_expired"}
    assert values(Trouble) - values(Fault) == others
    assert values(Fault) <= values(Trouble)


def test_what_is_waited_for_can_be_seen_at_the_desk() -> None:
    seen = values(Glance) - {"card", "empty"}
    assert {trouble.value for trouble in WAITING_FOR_A_CARD} == {
        *seen,
        "no_card",
        "removed",
    }
