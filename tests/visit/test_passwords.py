"""The moves around a password: set with the card, used in its place."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from kiosk.visit.effects import CheckPassword, Inspect, KeepPassword
from kiosk.visit.events import (
    Event,
    LoginAnswered,
    PasswordChecked,
    PasswordKept,
    PasswordTyped,
    PasswordUnfit,
    PasswordWanted,
    Registered,
    Seen,
    StoreFailed,
    WentBack,
    WentOn,
)
from kiosk.visit.machine import advance
from kiosk.visit.passwords import may_choose, may_use
from kiosk.visit.state import DeskView, Password, State
from kiosk.visit.steps import (
    ChoosePassword,
    EnterId,
    EnterPassword,
    InTrouble,
    Issued,
    LoggedIn,
    PasswordSet,
    Prepare,
    Step,
    Working,
)
from kiosk.visit.terms import (
    Glance,
    Login,
    Paper,
    PasswordAnswer,
    PasswordFault,
    Purpose,
    Trouble,
    Work,
)
from tests.visit.states import MEI, ON_READER, card, fresh

ID = "AUTH-ID-0000"
OWN = Password(date(2027, 11, 24), warns=False)
AT_THE_ID = (LoggedIn(), LoggedIn(Paper.FAILED), Issued(True, Paper.PRINTED))
CHECKING, KEEPING = Working(Work.CHECK_PASSWORD), Working(Work.KEEP_PASSWORD)


def coming_back(step: Step, purpose: Purpose = Purpose.LOG_IN) -> State:
    """Somebody who has typed their ID."""
    answers = replace(fresh().answers, purpose=purpose, auth_id=ID)
    return fresh().but(step=step, history=(EnterId(),), answers=answers)


def known(step: Step) -> State:
    """Somebody whose card has shown that the ID is theirs."""
    proven = replace(card(MEI), token=None, proven=True)
    return coming_back(step).but(card=proven)


def after(state: State, *happened: Event) -> State:
    for event in happened:
        state, _ = advance(state, event)
    return state


def test_it_stands_in_for_the_card_at_a_log_in() -> None:
    state = after(coming_back(Prepare()), PasswordWanted())
    assert state.step == EnterPassword()
    state, effects = advance(state, PasswordTyped())
    assert (state.step, effects) == (CHECKING, (CheckPassword(1, ID),))
    state, effects = advance(state, PasswordChecked(1, PasswordAnswer.KNOWN, 0, OWN))
    assert (state.step, state.password, effects) == (LoggedIn(), OWN, ())


@pytest.mark.parametrize("trouble", Trouble)
def test_also_where_the_card_or_the_reader_is_in_trouble(trouble: Trouble) -> None:
    state = coming_back(InTrouble(trouble))
    no_help = {Trouble.STORE, Trouble.PASSWORD_LOCKED, Trouble.PASSWORD_EXPIRED}
    step = after(state, PasswordWanted()).step
    assert step == (state.step if trouble in no_help else EnterPassword())


@pytest.mark.parametrize(
    ("step", "purpose"),
    [
        *product(
            (Prepare(), InTrouble(Trouble.NO_READER)), (Purpose.REGISTER, Purpose.ASK)
        ),
        (EnterId(), Purpose.LOG_IN),
        (EnterPassword(), Purpose.LOG_IN),
        (Working(Work.LOG_IN), Purpose.LOG_IN),
    ],
)
def test_nowhere_else(step: Step, purpose: Purpose) -> None:
    state = coming_back(step, purpose)
    assert not may_use(state)
    assert advance(state, PasswordWanted()) == (state, ())


def test_a_card_that_was_here_before_proves_nothing_then() -> None:
    """It may be somebody else's: no password is set with it."""
    state = known(InTrouble(Trouble.ANOTHER_PERSON))
    state = after(state, PasswordWanted(), PasswordTyped())
    state = after(state, PasswordChecked(1, PasswordAnswer.KNOWN, 0, OWN))
    assert state.step == LoggedIn()
    assert not may_choose(state)
    assert after(state, PasswordWanted()) == state


@pytest.mark.parametrize("wait", [0, 1, 256])
@pytest.mark.parametrize("answer", [PasswordAnswer.REFUSED, PasswordAnswer.WAIT])
def test_a_wrong_one_is_asked_for_again(answer: PasswordAnswer, wait: int) -> None:
    state = after(coming_back(EnterPassword()), PasswordTyped())
    state, effects = advance(state, PasswordChecked(1, answer, wait))
    assert state.step == EnterPassword(answer, wait)
    state, effects = advance(state, PasswordTyped())
    assert effects == (CheckPassword(2, ID),)


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (PasswordAnswer.LOCKED, Trouble.PASSWORD_LOCKED),
        (PasswordAnswer.EXPIRED, Trouble.PASSWORD_EXPIRED),
    ],
)
def test_the_card_is_the_way_out(answer: PasswordAnswer, trouble: Trouble) -> None:
    state = after(coming_back(EnterPassword()), PasswordTyped())
    state = after(state, PasswordChecked(1, answer))
    assert state.step == InTrouble(trouble)
    assert after(state, WentOn()).step == Prepare()
    laid, effects = advance(state, Seen(Glance.CARD, 1))
    assert (laid.step, effects) == (Working(Work.INSPECT), (Inspect(2, 1),))
    there = state.but(desk=ON_READER, in_use=1)
    assert after(there, WentOn()).step == Working(Work.INSPECT)


def test_back_leads_to_the_card() -> None:
    state = coming_back(EnterPassword(PasswordAnswer.REFUSED, 4))
    assert after(state, WentBack()).step == Prepare()
    without = state.but(desk=DeskView(Glance.NO_READER))
    assert after(without, WentBack()).step == InTrouble(Trouble.NO_READER)


@pytest.mark.parametrize("step", AT_THE_ID)
def test_it_is_chosen_and_typed_again(step: Step) -> None:
    state = after(known(step), PasswordWanted())
    assert state.step == ChoosePassword()
    state = after(state, PasswordTyped())
    assert state.step == ChoosePassword(again=True)
    state, effects = advance(state, PasswordTyped())
    assert (state.step, effects) == (KEEPING, (KeepPassword(1, ID),))
    state = after(state, PasswordKept(1, OWN))
    assert (state.step, state.password) == (PasswordSet(), OWN)
    for way in (WentOn(), WentBack()):
        assert after(state, way).step == step


@pytest.mark.parametrize("step", AT_THE_ID)
def test_not_without_the_card(step: Step) -> None:
    not_proven = replace(card(MEI), token=None)
    for held in (None, not_proven):
        state = known(step).but(card=held)
        assert not may_choose(state)
        assert advance(state, PasswordWanted()) == (state, ())


@pytest.mark.parametrize("fault", PasswordFault)
@pytest.mark.parametrize("again", [False, True])
def test_what_cannot_be_one_is_begun_anew(again: bool, fault: PasswordFault) -> None:
    state = known(ChoosePassword(again=again))
    told, effects = advance(state, PasswordTyped(fault))
    assert (told.step, effects) == (ChoosePassword(fault=fault), ())
    assert after(told, PasswordTyped()).step == ChoosePassword(again=True)


def test_what_the_registry_does_not_take_is_begun_anew() -> None:
    state = known(KEEPING).but(ticket=3)
    told = after(state, PasswordUnfit(3, PasswordFault.OWN))
    assert told.step == ChoosePassword(fault=PasswordFault.OWN)
    assert told.password is None


def test_back_from_choosing_it_leads_to_the_id() -> None:
    state = after(known(LoggedIn()), PasswordWanted(), PasswordTyped())
    assert after(state, WentBack()).step == LoggedIn()


@pytest.mark.parametrize("step", [ChoosePassword(again=True), EnterPassword()])
def test_the_store_fails(step: Step) -> None:
    state = known(LoggedIn()) if step != EnterPassword() else coming_back(Prepare())
    state = after(state, PasswordWanted()).but(step=step)
    state = after(state, PasswordTyped(), StoreFailed(1))
    assert state.step == InTrouble(Trouble.STORE)
    home = Prepare() if step == EnterPassword() else LoggedIn()
    assert after(state, WentOn()).step == home


def test_what_the_registry_tells_of_it_is_remembered() -> None:
    logging_in = coming_back(Working(Work.LOG_IN)).but(ticket=4)
    state = after(logging_in, LoginAnswered(4, Login.KNOWN, OWN))
    assert state.password == OWN
    found = coming_back(Working(Work.REGISTER), Purpose.REGISTER).but(ticket=4)
    assert after(found, Registered(4, ID, False, OWN)).password == OWN


@pytest.mark.parametrize("working", [CHECKING, KEEPING])
def test_an_answer_to_something_else_is_too_late(working: Working) -> None:
    state = known(working).but(ticket=5)
    other = KEEPING if working == CHECKING else CHECKING
    late: list[Event] = [
        PasswordChecked(4, PasswordAnswer.KNOWN, 0, OWN),
        PasswordKept(4, OWN),
        PasswordUnfit(4, PasswordFault.OWN),
        PasswordKept(5, OWN)
        if other == KEEPING
        else PasswordChecked(5, PasswordAnswer.KNOWN, 0, OWN),
    ]
    for event in late:
        assert advance(state, event) == (state, ())
