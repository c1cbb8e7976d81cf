"""The part of a visit that asks who files what, and says whether it may be."""

from dataclasses import replace

from kiosk.rules.facts import BadInput
from kiosk.rules.number import InvalidNumber, as_printed, parse_number
from kiosk.rules.vocabulary import Procedure, Role
from kiosk.visit import begun, carding, enrolling, papers
from kiosk.visit.events import (
    NumberWanted,
    PaperWanted,
    RegistrationWanted,
    VisitorEvent,
    WentOn,
    WordingWanted,
)
from kiosk.visit.moves import Transition, go, leave, stay
from kiosk.visit.questions import (
    CARD_ROLES,
    NUMBER_ROLES,
    may_file,
    may_register,
    open_question,
    with_person,
    with_procedure,
    with_role,
)
from kiosk.visit.state import State
from kiosk.visit.steps import (
    AskFact,
    ChooseOffice,
    ChooseProcedure,
    ChooseRole,
    EnterId,
    EnterSerial,
    NumberFound,
    Verdict,
    Wording,
)
from kiosk.visit.terms import PURPOSES, Purpose


def purpose(state: State, value: str | bool) -> Transition:
    """What the visitor came for."""
    if value not in PURPOSES:
        return stay(state)
    purpose = Purpose(value)
    answers = replace(state.answers, purpose=purpose)
    if purpose is Purpose.RECORD:
        # No procedure is asked of them: where they have one, they have been let in.
        answers = replace(answers, procedure=None)
    chosen = state.but(answers=answers)
    return go(chosen, EnterId() if purpose is Purpose.LOG_IN else ChooseRole())


def role(state: State, value: str | bool) -> Transition:
    """As whom they file; a card that was read before has told of them."""
    if value not in tuple(Role):
        return stay(state)
    answers = with_role(state.answers, str(value))
    if state.card is not None and state.card.person is not None:
        answers = with_person(answers, state.card.person)
    told = state.but(answers=answers)
    if answers.purpose is Purpose.RECORD:
        return enrolling.brings(told)
    return go(told, ChooseProcedure())


def procedure(state: State, value: str | bool) -> Transition:
    """What they want to file, and the first question about it."""
    if value not in tuple(Procedure):
        return stay(state)
    return _ask_on(state.but(answers=with_procedure(state.answers, str(value))))


def fact(state: State, fact: str, value: str | bool) -> Transition:
    """An answer, and the next question; one that the rules do not know is none."""
    told = state.but(answers=state.answers.with_fact(fact, value))
    try:
        return _ask_on(told)
    except BadInput:
        return stay(state)


def _ask_on(state: State) -> Transition:
    if state.answers.purpose is Purpose.RECORD and state.account is None:
        return enrolling.brings(state)
    fact = open_question(state)
    return go(state, Verdict() if fact is None else AskFact(fact))


def verdict(state: State, event: VisitorEvent) -> Transition:
    """From the verdict: to the card, to the form, to a paper, or away."""
    match event:
        case WentOn() if begun.may_fill_in(state) and may_file(state):
            return begun.together(state)
        case WentOn():
            registers = state.answers.purpose is Purpose.REGISTER
            return _register(state) if registers else leave(state)
        case RegistrationWanted() if state.account is None:
            purpose = replace(state.answers, purpose=Purpose.REGISTER)
            wanted = state.but(answers=purpose)
            return _register(wanted) if may_register(wanted) else stay(state)
        case WordingWanted():
            return go(state, Wording())
        case NumberWanted() if state.answers.role in NUMBER_ROLES:
            return go(state, ChooseOffice())
        case PaperWanted():
            return papers.print_slip(state)
    return stay(state)


def _register(state: State) -> Transition:
    """With the card, with the number, or not at once."""
    if not may_register(state):
        return leave(state)
    by_card = state.answers.role in CARD_ROLES
    return carding.prepare(state) if by_card else enrolling.begin(state)


def serial(state: State, step: EnterSerial, year: str, serial: str) -> Transition:
    """The rules' own reading of what is printed; its refusal says what is wrong."""
    printed = as_printed(step.office, state.answers.role or "", year, serial)
    typed = EnterSerial(step.office, year, serial)
    try:
        number = parse_number(printed, state.today)
    except InvalidNumber as error:
        return state.but(step=replace(typed, fault=error.reason)), ()
    return go(state.but(step=typed), NumberFound(number))
