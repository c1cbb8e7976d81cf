"""When the certificates of a card end, as a visit comes to know it."""

from datetime import date

import pytest

from kiosk.visit.carding import await_card
from kiosk.visit.events import CardFailed, CardInspected, CardProved, PersonRead
from kiosk.visit.machine import advance
from kiosk.visit.state import State
from kiosk.visit.steps import InTrouble, Working
from kiosk.visit.terms import Pin, Trouble, Work
from tests.visit.states import FULL, MEI, ON_READER, told

LOG_IN, SIGNING = date(2031, 4, 1), date(2028, 4, 20)


def inspected(state: State, *, same: bool = False, ends: date = LOG_IN) -> State:
    """The card that lies there, looked at."""
    begun, _ = await_card(state.but(desk=ON_READER))
    event = CardInspected(begun.ticket, 1, FULL, True, same, ends)
    return advance(begun, event)[0]


def read(state: State, ends: date | None = SIGNING) -> State:
    """Its holder's particulars are asked for; with their own certificate or without."""
    asked = state.but(step=Working(Work.READ_SIGNATURE), ticket=state.ticket + 1)
    return advance(asked, PersonRead(asked.ticket, MEI, ends))[0]


def test_each_certificate_tells_its_own_day() -> None:
    state = inspected(told())
    assert state.card is not None
    assert state.card.ends == {Pin.AUTHENTICATION: LOG_IN}
    state = read(state)
    assert state.card is not None
    assert state.card.ends == {Pin.AUTHENTICATION: LOG_IN, Pin.SIGNATURE: SIGNING}


def test_the_text_area_tells_no_day() -> None:
    state = read(inspected(told()), None)
    assert state.card is not None
    assert state.card.ends == {Pin.AUTHENTICATION: LOG_IN}


@pytest.mark.parametrize("same", [True, False])
def test_a_day_is_known_of_the_card_that_told_it(same: bool) -> None:
    before = read(inspected(told()))
    state = inspected(before.but(step=Working(Work.INSPECT)), same=same)
    assert state.card is not None
    assert (Pin.SIGNATURE in state.card.ends) == same


def test_a_proof_takes_nothing_away() -> None:
    state = inspected(told())
    asked = state.but(step=Working(Work.PROVE), ticket=state.ticket + 1)
    proven, _ = advance(asked, CardProved(asked.ticket))
    assert proven.card is not None
    assert proven.card.ends == {Pin.AUTHENTICATION: LOG_IN}


def test_the_last_day_of_an_expired_one_is_told() -> None:
    begun, _ = await_card(told().but(desk=ON_READER))
    failed = CardFailed(begun.ticket, Trouble.EXPIRED, ended=date(2026, 11, 1))
    state, _ = advance(begun, failed)
    assert state.step == InTrouble(Trouble.EXPIRED, ended=date(2026, 11, 1))
