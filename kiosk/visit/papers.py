"""Receipts and slips. Nothing of a visit depends on a printer."""

from kiosk.visit.effects import PrintForgotten, PrintReceipt, PrintSlip
from kiosk.visit.events import PaperAnswer, PaperFailed
from kiosk.visit.moves import Transition, go, release, save_once_more, stay
from kiosk.visit.questions import case, decision
from kiosk.visit.state import State
from kiosk.visit.steps import (
    ForgotPaper,
    HandOver,
    HandTables,
    Issued,
    LoggedIn,
    Step,
    UsagePackage,
    Verdict,
)
from kiosk.visit.terms import Issuer, Paper


def issue(state: State, new: bool) -> Transition:
    """The ID is there: shown, and printed at once."""
    return _print_receipt(state.but(step=Issued(new, Paper.PRINTING), history=()))


def print_receipt(state: State) -> Transition:
    """The paper with the ID, again; not while one is on its way."""
    match state.step:
        case Issued(new, paper) if paper is not Paper.PRINTING:
            return _print_receipt(state.but(step=Issued(new, Paper.PRINTING)))
        case LoggedIn(paper) if paper is not Paper.PRINTING:
            return _print_receipt(state.but(step=LoggedIn(Paper.PRINTING)))
    return stay(state)


def stop_with_receipt(state: State) -> Transition:
    """Who stops filling in has the day on paper until which it is kept."""
    kept, saving = save_once_more(state)
    released, releasing = release(kept)
    stopped = released.but(step=LoggedIn(Paper.PRINTING), history=(), overlay=None)
    there, printing = _print_receipt(stopped)
    return there, (*saving, *releasing, *printing)


def _print_receipt(state: State) -> Transition:
    ticket = state.ticket + 1
    effect = PrintReceipt(
        ticket,
        state.language,
        _done(state),
        state.answers.auth_id or "",
        decision(state) if case(state) else None,
        state.draft.expires if state.draft else None,
        issuer_of(state),
        _organisation(state),
    )
    return state.but(ticket=ticket, paper_ticket=ticket), (effect,)


def print_slip(state: State) -> Transition:
    """The paper with the verdict."""
    chosen = case(state)
    if chosen is None or state.step == Verdict(Paper.PRINTING):
        return stay(state)
    ticket = state.ticket + 1
    effect = PrintSlip(ticket, state.language, *chosen, decision(state))
    step = Verdict(Paper.PRINTING)
    return state.but(step=step, ticket=ticket, paper_ticket=ticket), (effect,)


def print_request(state: State, group: str) -> Transition:
    """What is written into the request for a forgotten ID, with what a card told."""
    ticket = state.ticket + 1
    person = state.card.person if state.card else None
    effect = PrintForgotten(ticket, state.language, group, person)
    there, _ = go(state, ForgotPaper(group))
    return there.but(ticket=ticket, paper_ticket=ticket), (effect,)


def answered(state: State, event: PaperAnswer) -> Transition:
    """The printer has taken it, or not; told on the screen that asked for it."""
    if event.ticket != state.paper_ticket:
        return stay(state)
    paper = outcome(event)
    # A sheet is asked for while a receipt may be on its way still; then nobody has
    # waited to hear of that.
    of_sheet = isinstance(state.step, HandOver | HandTables | UsagePackage)
    past_paper = Paper.UNSURE if of_sheet else paper
    history = tuple(
        _settled(past, paper if isinstance(past, HandOver) else past_paper)
        for past in state.history
    )
    state = state.but(history=history)
    match state.step:
        case Issued(new, Paper.PRINTING):
            return state.but(step=Issued(new, paper)), ()
        case LoggedIn(Paper.PRINTING):
            return state.but(step=LoggedIn(paper)), ()
        case HandOver(Paper.PRINTING):
            return state.but(step=HandOver(paper)), ()
        case ForgotPaper(group, Paper.PRINTING):
            return state.but(step=ForgotPaper(group, paper)), ()
        case UsagePackage(Paper.PRINTING):
            return state.but(step=UsagePackage(paper)), ()
    return stay(state.but(step=_settled(state.step, paper)))


def _settled(step: Step, paper: Paper) -> Step:
    """A screen that is come back to does not wait for its paper for ever."""
    match step:
        case Verdict(Paper.PRINTING):
            return Verdict(paper)
        case Issued(new, Paper.PRINTING):
            return Issued(new, paper)
        case LoggedIn(Paper.PRINTING):
            return LoggedIn(paper)
        case HandOver(Paper.PRINTING):
            return HandOver(paper)
    return step


def outcome(event: PaperAnswer) -> Paper:
    """How a paper stands when its printer has answered."""
    match event:
        case PaperFailed(no_printer=True):
            return Paper.NO_PRINTER
        case PaperFailed(unsure=True):
            return Paper.UNSURE
        case PaperFailed(needs_staff=True):
            return Paper.NEEDS_STAFF
        case PaperFailed():
            return Paper.FAILED
    return Paper.PRINTED


def _organisation(state: State) -> str:
    """By which the IDs of one clerk are told apart."""
    if state.account is not None:
        return state.account.organisation
    return state.answers.own.organisation


def issuer_of(state: State) -> Issuer:
    """Who made the visitor's ID."""
    return Issuer.HERE if state.held is None else state.held.issuer


def _done(state: State) -> str:
    """What was done, as the receipt says it."""
    if isinstance(state.step, Issued):
        if issuer_of(state) is Issuer.AGENCY:
            return "recorded"
        return "issued" if state.step.new else "found"
    return "draft" if state.draft else "logged_in"
