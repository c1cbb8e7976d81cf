"""Receipts and slips."""

import pytest

from kiosk.visit.effects import PrintReceipt, PrintSlip, SaveAnswers
from kiosk.visit.events import AnswersSaved, PaperFailed, PaperPrinted, PaperWanted
from kiosk.visit.machine import advance
from kiosk.visit.papers import answered, issue, print_receipt, print_slip
from kiosk.visit.questions import decision
from kiosk.visit.state import State
from kiosk.visit.steps import (
    Issued,
    LoggedIn,
    Overlay,
    Prepare,
    Step,
    Verdict,
    Wording,
)
from kiosk.visit.terms import Paper
from tests.visit.states import fresh, told
from tests.visit.test_filling import EXPIRES, filling

WITH_PAPER = (
    Verdict(Paper.PRINTING),
    Issued(True, Paper.PRINTING),
    LoggedIn(Paper.PRINTING),
)


def printing(step: Step) -> State:
    return told().but(step=step, ticket=4, paper_ticket=4)


@pytest.mark.parametrize(("new", "done"), [(True, "issued"), (False, "found")])
def test_an_id_is_shown_and_printed_at_once(new: bool, done: str) -> None:
    before = told().but(history=(Verdict(),), ticket=4, language="en")
    state, [effect] = issue(before, new)
    assert state.step == Issued(new, Paper.PRINTING)
    assert state.history == (), "an ID is not gone back from"
    assert effect == PrintReceipt(5, "en", done, "", decision(before))
    assert state.ticket == state.paper_ticket == 5


def test_a_receipt_of_a_log_in_has_no_verdict() -> None:
    _, [effect] = print_receipt(fresh().but(step=LoggedIn()))
    assert effect == PrintReceipt(1, "ja", "logged_in", "", None)


@pytest.mark.parametrize("step", WITH_PAPER[1:])
def test_a_receipt_on_its_way_is_not_printed_twice(step: Step) -> None:
    assert print_receipt(printing(step)) == (printing(step), ())


def test_a_receipt_tells_until_when_what_was_begun_is_kept() -> None:
    state = filling().but(overlay=Overlay.START_OVER, language="en")
    stopped, effects = advance(state, PaperWanted())
    assert (stopped.step, stopped.overlay) == (LoggedIn(Paper.PRINTING), None)
    assert stopped.history == ()
    ticket = stopped.paper_ticket
    assert effects == (PrintReceipt(ticket, "en", "draft", "AUTH-ID", None, EXPIRES),)
    printed, _ = advance(stopped, PaperPrinted(ticket))
    assert printed.step == LoggedIn(Paper.PRINTED)
    _, [again] = print_receipt(printed)
    assert isinstance(again, PrintReceipt)
    assert again.kept_until == EXPIRES


def test_what_could_not_be_kept_is_kept_before_somebody_stops() -> None:
    state = filling(unsaved={"name": "LAN"}, failed=True)
    stopped, effects = advance(state.but(overlay=Overlay.START_OVER), PaperWanted())
    assert [type(effect) for effect in effects] == [SaveAnswers, PrintReceipt]
    saved, _ = advance(stopped, AnswersSaved(effects[0].ticket))
    assert saved.draft is not None
    assert not saved.draft.unsaved


def test_nobody_stops_with_a_receipt_who_has_begun_nothing() -> None:
    state = told().but(step=Verdict(), overlay=Overlay.START_OVER)
    assert advance(state, PaperWanted())[1] == ()


def test_a_slip_holds_the_verdict() -> None:
    before = told().but(step=Verdict())
    state, [effect] = print_slip(before)
    assert effect == PrintSlip(1, "ja", "applicant", "extension", decision(before))
    assert state.step == Verdict(Paper.PRINTING)
    assert print_slip(state) == (state, ())
    assert print_slip(fresh()) == (fresh(), ())


@pytest.mark.parametrize("step", WITH_PAPER)
@pytest.mark.parametrize(
    ("event", "paper"),
    [
        (PaperPrinted(4), Paper.PRINTED),
        (PaperFailed(4), Paper.FAILED),
        (PaperFailed(4, no_printer=True), Paper.NO_PRINTER),
        (PaperFailed(4, unsure=True), Paper.UNSURE),
        (PaperFailed(4, needs_staff=True), Paper.NEEDS_STAFF),
        (PaperFailed(4, needs_staff=True, unsure=True), Paper.UNSURE),
        (PaperPrinted(3), Paper.PRINTING),
    ],
)
def test_the_printer_answers(
    step: Step, event: PaperPrinted | PaperFailed, paper: Paper
) -> None:
    state, effects = answered(printing(step), event)
    expected = {
        Verdict: Verdict(paper),
        Issued: Issued(True, paper),
        LoggedIn: LoggedIn(paper),
    }
    assert state.step == expected[type(step)]
    assert effects == ()


@pytest.mark.parametrize("step", [Wording(), Prepare()])
def test_a_slip_is_told_to_a_verdict_that_is_come_back_to(step: Step) -> None:
    state = printing(step).but(history=(Verdict(Paper.PRINTING),))
    after, _ = answered(state, PaperPrinted(4))
    assert (after.step, after.history) == (step, (Verdict(Paper.PRINTED),))
