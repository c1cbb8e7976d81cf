"""Handing over beside the sheet: the Agency's tables for bulk entry.

Only those who file for others have the Agency's tool that reads them.
"""

from itertools import takewhile
from typing import Final

from kiosk.forms.check import Report, check
from kiosk.forms.form import form_for
from kiosk.rules.vocabulary import Role
from kiosk.visit.drafts import Draft
from kiosk.visit.effects import WriteTables
from kiosk.visit.events import (
    AnswersWanted,
    TablesAnswer,
    TablesNotWritten,
    TablesWanted,
    TablesWritten,
    VisitorEvent,
    WentOn,
)
from kiosk.visit.moves import Transition, leave, stay
from kiosk.visit.state import State
from kiosk.visit.steps import HandOver, HandTables, Review
from kiosk.visit.tables import TablesFault, Written

ROLES: Final = frozenset(
    {
        Role.ATTORNEY,
        Role.GYOSEISHOSHI,
        Role.ORGANIZATION_STAFF,
        Role.SUPPORT_ORGANIZATION_STAFF,
        Role.PUBLIC_INTEREST_STAFF,
    }
)
"""Bulk entry is for institutions and intermediaries, not for individuals."""
STEPS: Final = (HandTables,)
_CHARACTER: Final = "form.character"


def may_have_tables(state: State) -> bool:
    """Whether tables may be asked for here, by whoever is known."""
    known = state.account is not None and state.account.role in ROLES
    return known and state.site.tables


def has_tables(draft: Draft) -> bool:
    """Whether the Agency has any for this application."""
    return bool(form_for(draft.application).layouts)


def wanted(state: State, step: HandOver | HandTables) -> Transition:
    """Checked as the Agency's tool would, and then written."""
    draft = state.draft
    if draft is None or not may_have_tables(state) or not has_tables(draft):
        return stay(state)
    if isinstance(step, HandOver):
        state = state.but(history=(*state.history, step))
    report = check(draft.application, state.today)
    fault = _refused(report)
    if fault is not None:
        return state.but(step=HandTables(state.ticket, fault)), ()
    ticket = state.ticket + 1
    writing = state.but(ticket=ticket, step=HandTables(ticket))
    return writing, (WriteTables(ticket, report.application),)


def stepped(state: State, event: VisitorEvent) -> Transition:
    """What the visitor does once they are written, or cannot be."""
    match state.step, event:
        case HandTables(_, None), _:
            return stay(state)
        case HandTables() as step, TablesWanted():
            return wanted(state, step)
        case HandTables(), AnswersWanted():
            before = takewhile(lambda past: past != Review(), state.history)
            return state.but(step=Review(), history=tuple(before)), ()
        case HandTables(), WentOn():
            return leave(state)
    return stay(state)


def answered(state: State, event: TablesAnswer) -> Transition:
    """They are written, or not; told on the screen that waits for it."""
    step = state.step
    if not isinstance(step, HandTables) or step.ticket != event.ticket or step.outcome:
        return stay(state)
    match event:
        case TablesWritten(ticket, folder, files):
            return state.but(step=HandTables(ticket, Written(folder, files))), ()
        case TablesNotWritten(ticket, fault):
            return state.but(step=HandTables(ticket, fault)), ()


def _refused(report: Report) -> TablesFault | None:
    if any(one.message.id == _CHARACTER for one in report.errors):
        return TablesFault.CHARACTERS
    return TablesFault.ERRORS if report.errors else None
