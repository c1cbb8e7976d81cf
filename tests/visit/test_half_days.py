"""Days that were begun when their question was left."""

import pytest

from kiosk.screens.page import DateForm
from kiosk.screens.pages import page_of
from kiosk.visit.events import Chose, DraftsFound, FormWanted, WentBack, WentOn
from kiosk.visit.half_days import half_day
from kiosk.visit.machine import advance
from kiosk.visit.state import HalfDay, State
from kiosk.visit.steps import AskFact, FillIn, Review, Step, Verdict
from tests.forms.samples import application
from tests.visit.states import told
from tests.visit.test_filling import ACCOUNT, filling, with_id

HALF = HalfDay("dmy", "0904")
EXPIRES = AskFact("stay_expires")


def asked(step: Step) -> State:
    if isinstance(step, AskFact):
        return told(facts={"status": "student"}).but(step=step)
    return filling(application("extension", stay_expires="20270115"), step)


@pytest.mark.parametrize("step", [EXPIRES, FillIn("stay_expires")])
def test_half_a_day_is_there_again(step: Step) -> None:
    left, _ = advance(asked(step), WentBack(HALF))
    assert left.step != step
    again = left.but(step=step)
    form = page_of(again).form
    assert isinstance(form, DateForm)
    assert form.half == HALF
    assert "0904" not in repr(again)


@pytest.mark.parametrize("step", [EXPIRES, FillIn("stay_expires")])
@pytest.mark.parametrize("event", [Chose("2027-01-15"), WentBack()])
def test_it_is_gone_once_something_else_stands_there(
    step: Step, event: Chose | WentBack
) -> None:
    left, _ = advance(asked(step), WentBack(HALF))
    after, _ = advance(left.but(step=step), event)
    assert half_day(after, step) is None


def test_the_same_question_of_rules_and_form_is_two() -> None:
    left, _ = advance(asked(EXPIRES), WentBack(HALF))
    assert half_day(left, EXPIRES) == HALF
    assert half_day(left, FillIn("stay_expires")) is None
    assert half_day(left, FillIn("stay_expires", correcting=True)) is None


def test_a_correction_that_was_left_is_there_again() -> None:
    step = FillIn("stay_expires", correcting=True)
    state = asked(step).but(history=(Review(),))
    left, _ = advance(state, WentBack(HALF))
    assert left.step == Review()
    again, _ = advance(left, Chose("stay_expires"))
    assert half_day(again, again.step) == HALF


def test_no_other_step_has_one() -> None:
    state = told().but(step=Verdict(), history=(EXPIRES,))
    left, _ = advance(state, WentBack(HALF))
    assert left.half_days == {}
    assert half_day(left, Verdict()) is None


def test_another_application_knows_nothing_of_it() -> None:
    left, _ = advance(asked(FillIn("stay_expires")), WentBack(HALF))
    known = with_id(left)
    wanted, _ = advance(known, FormWanted())
    found, _ = advance(wanted, DraftsFound(wanted.ticket, ACCOUNT, ()))
    assert found.half_days == {}


def test_it_is_passed_over() -> None:
    left, _ = advance(asked(FillIn("stay_expires")), WentBack(HALF))
    after, _ = advance(left.but(step=FillIn("stay_expires")), WentOn())
    assert after.half_days == {}
