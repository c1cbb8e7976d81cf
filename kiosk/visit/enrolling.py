"""The part of a visit for those who register without a card to show."""

from dataclasses import replace
from typing import Final

from kiosk.visit import papers
from kiosk.visit.events import Chose, NotRegistered, Registered, VisitorEvent, WentOn
from kiosk.visit.moves import Transition, go, leave, stay
from kiosk.visit.questions import CARD_ROLES
from kiosk.visit.state import Held, State
from kiosk.visit.steps import EnterId, NoPassword, Refused
from kiosk.visit.terms import Purpose

STEPS: Final = (Refused, NoPassword)
"""The steps that this part of a visit answers for."""


def registered(state: State, event: Registered) -> Transition:
    """The ID is there, with a card or without."""
    held = Held(event.issuer, state.answers.role in CARD_ROLES)
    told = replace(state.answers, auth_id=event.auth_id)
    known = state.but(answers=told, held=held, password=event.password)
    return papers.issue(known, event.new)


def refused(state: State, event: NotRegistered) -> Transition:
    """They have none by this; what they gave is all still there."""
    return state.but(step=Refused(event.why, event.wait)), ()


def stepped(state: State, event: VisitorEvent) -> Transition:
    """What the visitor does on a screen of this part."""
    match state.step, event:
        case Refused(), Chose(Purpose.LOG_IN):
            answers = replace(state.answers, purpose=Purpose.LOG_IN, auth_id=None)
            return go(state.but(answers=answers), EnterId())
        case Refused() | NoPassword(), WentOn():
            return leave(state)
    return stay(state)
