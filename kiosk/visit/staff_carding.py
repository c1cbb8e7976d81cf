"""The card of a staff member, which lies on the same reader as visitors' cards and is
never taken for one of them: what is laid down while the pages for staff are shown is
theirs, and is taken away before a visitor goes on.

A PIN goes by the same rules as a visitor's: tries left are known before it is asked
for, the last one is risked only by who says so, and none is ever typed for twice.
"""

from typing import Final

from kiosk.visit.desk import (
    CardUse,
    EnterStaffPassword,
    EnterStaffPin,
    LayStaffCard,
    OwnCard,
    StaffCardTrouble,
    StaffCardWorking,
    StaffDesk,
    StaffLastTry,
    StaffStep,
)
from kiosk.visit.effects import ReleaseCard
from kiosk.visit.events import PinTyped, VisitorEvent, WentOn
from kiosk.visit.moves import Transition, stay
from kiosk.visit.staff_effects import (
    InspectStaffCard,
    ProveStaffCard,
    ReleaseStaffCard,
)
from kiosk.visit.staff_events import (
    StaffCardAnswer,
    StaffCardFailed,
    StaffCardInspected,
    StaffPinWrong,
)
from kiosk.visit.state import State
from kiosk.visit.terms import PinNote, Trouble

IN_USE: Final = (StaffCardWorking, EnterStaffPin, StaffLastTry)
"""The steps in which the card is held."""
STEPS: Final = (*IN_USE, LayStaffCard, StaffCardTrouble)


def seen(state: State, desk: StaffDesk, *, laid: bool) -> Transition:
    """The reader was looked at; ``laid``: a card lies there that did not before."""
    step = desk.step
    match step:
        case EnterStaffPassword(code, second) if laid:
            return _inspect(state, CardUse(code, second))
        case LayStaffCard(use) | StaffCardTrouble(use) if laid:
            return _inspect(state, use)
        case EnterStaffPin(use, token) | StaffLastTry(use, token):
            if state.desk.has_card and state.desk.token == token:
                return stay(state)
            return _to(state, StaffCardTrouble(use, Trouble.REMOVED))
    return stay(state)


def happened(state: State, desk: StaffDesk, event: VisitorEvent) -> Transition:
    """What is done on a page of this part."""
    match desk.step, event:
        case StaffLastTry(use, token), WentOn():
            return _to(state, EnterStaffPin(use, token, 1))
        case EnterStaffPin(use, token, tries), PinTyped(well_formed):
            if not well_formed:
                return _to(state, EnterStaffPin(use, token, tries, PinNote.FORM))
            ticket = state.staff_ticket + 1
            there = StaffCardWorking(use, token)
            return _to(state, there, ticket, ProveStaffCard(ticket, tries))
    return stay(state)


def answered(
    state: State, step: StaffCardWorking, event: StaffCardAnswer
) -> Transition:
    """What the card says, but for that it has proved its key."""
    use, token = step.use, step.token
    match event:
        case StaffCardInspected(_, tries):
            return _ask_pin(state, use, token, tries)
        case StaffPinWrong(_, tries):
            return _ask_pin(state, use, token, tries, PinNote.WRONG)
        case StaffCardFailed(_, trouble, ended):
            return _to(state, StaffCardTrouble(use, trouble, ended))
    return stay(state)


def behind(use: CardUse) -> StaffStep:
    """Where the card was asked for."""
    return OwnCard() if use.joins else EnterStaffPassword(use.code, use.second)


def let_go(before: State, moved: Transition) -> Transition:
    """Whatever leads away from the card lets go of it."""
    after, effects = moved
    held = before.staff is not None and isinstance(before.staff.step, IN_USE)
    holds = after.staff is not None and isinstance(after.staff.step, IN_USE)
    return moved if holds or not held else (after, (ReleaseStaffCard(), *effects))


def _inspect(state: State, use: CardUse) -> Transition:
    """The visitor's card has been lifted; the visit lets go of what it held of it."""
    ticket, token = state.staff_ticket + 1, state.desk.token
    inspect = InspectStaffCard(ticket, token)
    there, effects = _to(state, StaffCardWorking(use, token), ticket, inspect)
    return there, (ReleaseCard(), *effects)


def _ask_pin(
    state: State, use: CardUse, token: int, tries: int, note: PinNote | None = None
) -> Transition:
    if not state.desk.has_card or state.desk.token != token:
        return _to(state, StaffCardTrouble(use, Trouble.REMOVED))
    if tries == 0:
        return _to(state, StaffCardTrouble(use, Trouble.PIN_LOCKED))
    if tries == 1:
        return _to(state, StaffLastTry(use, token, note is PinNote.WRONG))
    return _to(state, EnterStaffPin(use, token, tries, note))


def _to(
    state: State,
    step: StaffStep,
    ticket: int | None = None,
    *effects: InspectStaffCard | ProveStaffCard,
) -> Transition:
    desk = state.staff or StaffDesk(state.language)
    if ticket is None:
        return state.but(staff=desk.at(step)), ()
    there = state.but(staff=desk.at(step, ticket), staff_ticket=ticket)
    return there, effects
