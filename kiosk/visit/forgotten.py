"""The part of a visit for whoever has forgotten their ID.

One that was issued here comes again by registering again with the card. One of the
Agency is told by the Agency alone, on a request that is written on paper: no ID is
shown by this way.
"""

from dataclasses import replace
from typing import Final

from kiosk.visit import carding, papers
from kiosk.visit.events import Chose, PaperWanted, VisitorEvent, WentOn
from kiosk.visit.moves import Transition, go, leave, stay
from kiosk.visit.state import State
from kiosk.visit.steps import (
    ChooseRole,
    ForgotAgency,
    ForgotHere,
    ForgotId,
    ForgotPaper,
)
from kiosk.visit.terms import Issuer, Paper, Purpose

STEPS: Final = (ForgotId, ForgotHere, ForgotAgency, ForgotPaper)
"""The steps that this part of a visit answers for."""
WITH_CARD: Final = "card"
PERSON: Final = "person"
GROUPS: Final = (PERSON, "number", "institution")
"""Who asks for an ID of the Agency; each hands the request in elsewhere."""


def stepped(state: State, event: VisitorEvent) -> Transition:
    """What the visitor does on a screen of this part."""
    match state.step, event:
        case ForgotId(), Chose(Issuer.HERE):
            return go(state, ForgotHere())
        case ForgotId(), Chose(Issuer.AGENCY):
            return go(state, ForgotAgency())
        case ForgotHere(), WentOn():
            return go(_for(state, Purpose.REGISTER), ChooseRole())
        case ForgotAgency(), Chose(group):
            return _request(state, group)
        case ForgotPaper(group, paper), PaperWanted() if paper is not Paper.PRINTING:
            return papers.print_request(state, group)
        case ForgotPaper(), WentOn():
            return leave(state)
    return stay(state)


def _request(state: State, group: str | bool) -> Transition:
    asking = _for(state, Purpose.FORGOT)
    if group in GROUPS:
        # Whoever wants lines to write on has none of what a card has told.
        return papers.print_request(asking.but(card=None), str(group))
    if group != WITH_CARD:
        return stay(state)
    if state.card is not None and state.card.person is not None:
        return papers.print_request(asking, PERSON)
    return carding.prepare(asking)


def _for(state: State, purpose: Purpose) -> State:
    return state.but(answers=replace(state.answers, purpose=purpose))
