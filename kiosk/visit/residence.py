"""The residence card: offered before an application is begun, never asked for.

Its number opens the chip and is all it asks; nothing counts wrong ones. What the chip
says is shown before it goes into the form.
"""

from dataclasses import replace
from typing import Final

from kiosk.rules.vocabulary import Role
from kiosk.visit import begun
from kiosk.visit.effects import ReadResidence
from kiosk.visit.events import (
    CardNumberTyped,
    Chose,
    ResidenceFailed,
    ResidenceTold,
    VisitorEvent,
    WentOn,
)
from kiosk.visit.moves import Transition, go, stay
from kiosk.visit.readings import Reading, Residence, ResidenceFault, iso
from kiosk.visit.state import State
from kiosk.visit.steps import (
    AskResidence,
    EnterCardNumber,
    LayResidence,
    ResidenceRead,
    ResidenceTrouble,
    Working,
)
from kiosk.visit.terms import Glance, Work

STEPS: Final = (
    AskResidence,
    EnterCardNumber,
    LayResidence,
    ResidenceTrouble,
    ResidenceRead,
)
"""The steps that this part of a visit answers for."""
_IN_THE_WAY: Final = {
    Glance.NO_SERVICE: ResidenceFault.NO_SERVICE,
    Glance.NO_READER: ResidenceFault.NO_READER,
    Glance.MUTE: ResidenceFault.MUTE,
}
_ANOTHER_CARD: Final = frozenset(
    {
        ResidenceFault.MY_NUMBER,
        ResidenceFault.SPECIFIED,
        ResidenceFault.OTHER_CARD,
        ResidenceFault.UNKNOWN_GENERATION,
    }
)
"""What only another card can mend."""
_ANOTHER_NUMBER: Final = frozenset(
    {ResidenceFault.EXPIRED, ResidenceFault.ANOTHER_PERSON}
)
"""What only a card of another number can mend."""
_FOR_GOOD: Final = _ANOTHER_NUMBER | {ResidenceFault.FORGED}
"""What is not passed over because a card was moved."""


def seen(moved: Transition) -> Transition:
    """What a glance at the desk means to these steps, after all others."""
    state, effects = moved
    there = state.desk.token if state.desk.has_card else None
    match state.step:
        case LayResidence(passed_over):
            after, more = _lay(state, passed_over)
        case ResidenceTrouble(fault) if fault in _FOR_GOOD:
            return moved
        case ResidenceTrouble(_, tried) if there is not None and there != tried:
            after, more = _lay(state, tried)
        case ResidenceTrouble(fault) if fault in _IN_THE_WAY.values():
            after, more = _lay(state, None)
        case _:
            return moved
    return after, (*effects, *more)


def stepped(state: State, event: VisitorEvent) -> Transition:
    """What the visitor does on a screen of this part."""
    match state.step, event:
        case AskResidence(), WentOn():
            return go(state, EnterCardNumber())
        case AskResidence() | LayResidence() | ResidenceTrouble(), Chose(False):
            return begun.begin(_without(state))
        case EnterCardNumber(), CardNumberTyped():
            return _typed(state, event)
        case ResidenceTrouble(ResidenceFault.WRONG_NUMBER), WentOn():
            return go(state, EnterCardNumber(state.residence.number))
        case ResidenceTrouble(fault), WentOn() if fault in _ANOTHER_NUMBER:
            return go(state.but(residence=Residence()), EnterCardNumber())
        case ResidenceTrouble(fault, tried), WentOn() if fault not in _FOR_GOOD:
            return _lay(state, tried if fault in _ANOTHER_CARD else None)
        case ResidenceRead(), WentOn():
            residence = replace(state.residence, accepted=True)
            return begun.begin(state.but(residence=residence))
        case ResidenceRead(), Chose(False):
            return begun.begin(_without(state))
    return stay(state)


def answered(state: State, event: ResidenceTold | ResidenceFailed) -> Transition:
    """The card has told what it says, or why it does not."""
    if isinstance(event, ResidenceFailed):
        return _in_trouble(state, event.fault)
    reading = event.reading
    if _is_of_another(state, reading):
        return _in_trouble(state, ResidenceFault.ANOTHER_PERSON)
    if reading.expired_on(state.today):
        return _in_trouble(state, ResidenceFault.EXPIRED, iso(reading.card_expires))
    told = Residence(state.residence.number, reading)
    return go(state.but(residence=told), ResidenceRead())


def _typed(state: State, event: CardNumberTyped) -> Transition:
    if event.number is None:
        return state.but(step=EnterCardNumber(event.typed, event.flaw)), ()
    residence = state.residence
    if residence.number != event.number:
        residence = Residence(event.number)
    state = state.but(step=EnterCardNumber(event.number), residence=residence)
    # The My Number card may lie there still.
    old = state.desk.token if state.desk.token == state.in_use else None
    there, _ = go(state, LayResidence(old))
    return _lay(there, old)


def _lay(state: State, passed_over: int | None) -> Transition:
    """Read the card that lies there, or say what is waited for."""
    glance, token = state.desk.glance, state.desk.token
    if glance in _IN_THE_WAY:
        return state.but(step=ResidenceTrouble(_IN_THE_WAY[glance])), ()
    if glance is Glance.EMPTY or token == passed_over:
        return state.but(step=LayResidence(passed_over)), ()
    ticket = state.ticket + 1
    residence = replace(state.residence, tried=token)
    step = Working(Work.READ_RESIDENCE)
    working = state.but(step=step, ticket=ticket, residence=residence)
    return working, (ReadResidence(ticket, token, residence.number),)


def _in_trouble(
    state: State, fault: ResidenceFault, day: str | None = None
) -> Transition:
    tried = state.residence.tried
    if state.desk.has_card and state.desk.token != tried:
        # Another lies there already, or the same one again.
        return _lay(state, tried)
    return state.but(step=ResidenceTrouble(fault, tried, day)), ()


def _without(state: State) -> State:
    """Without the card; its number stays for whoever changes their mind. The way back
    leads to the question, and past no screen that would show what is gone.
    """
    return state.but(step=AskResidence(), residence=Residence(state.residence.number))


def _is_of_another(state: State, reading: Reading) -> bool:
    """Whoever files for themselves was born on the day that both cards tell."""
    account = state.account
    if account is None or account.role != Role.APPLICANT or not reading.birth_date:
        return False
    return reading.birth_date != account.person.birth_date
