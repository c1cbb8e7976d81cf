"""The part of a visit for those who register without a card to show, and for whoever
brings an ID that the Agency has issued.

Lawyers and gyoseishoshi have the number of their 届出済証明書, institutions what they
tell; what is told is shown once more before anything is kept.
"""

from dataclasses import replace
from typing import Final

from kiosk.rules.number import InvalidNumber, parse_number
from kiosk.rules.usage import ROLES as INSTITUTIONS
from kiosk.rules.vocabulary import KINDS, Role
from kiosk.visit import carding, papers, passwords
from kiosk.visit.effects import Enroll, ReplaceId
from kiosk.visit.events import (
    AddressTyped,
    BroughtTyped,
    Chose,
    NameTyped,
    NotRegistered,
    NumberTyped,
    NumberWanted,
    OrganisationTyped,
    Registered,
    VisitorEvent,
    WentBack,
    WentOn,
)
from kiosk.visit.moves import Transition, back, go, leave, stay
from kiosk.visit.papers import issuer_of
from kiosk.visit.particulars import (
    address_fault,
    address_of,
    birth_date,
    name_fault,
    name_of,
    organisation_fault,
    organisation_of,
)
from kiosk.visit.questions import CARD_ROLES, NUMBER_ROLES, may_register, registers
from kiosk.visit.state import Held, Particulars, Person, State
from kiosk.visit.steps import (
    AskFact,
    ChooseOffice,
    ChooseSex,
    ConfirmBrought,
    ConfirmParticulars,
    EnterAddress,
    EnterBirth,
    EnterBrought,
    EnterContact,
    EnterId,
    EnterName,
    EnterNumber,
    EnterOrganisation,
    LoggedIn,
    NoPassword,
    NumberFound,
    Refused,
    Verdict,
    Working,
)
from kiosk.visit.terms import Issuer, Purpose, Work

STEPS: Final = (
    EnterBrought,
    ConfirmBrought,
    EnterNumber,
    NumberFound,
    EnterOrganisation,
    EnterName,
    EnterBirth,
    ChooseSex,
    EnterAddress,
    ConfirmParticulars,
    Refused,
    NoPassword,
)
"""The steps that this part of a visit answers for."""
CATEGORIES: Final = {Role.GYOSEISHOSHI: "2", Role.ATTORNEY: "7"}
"""The digit of each profession in the 12 digits (日行連発第1845号)."""
_SEXES: Final = ("1", "2")
"""Male and female (ISO/IEC 5218), as a card has them; the portal's list has no more."""


def brings(state: State) -> Transition:
    """Whoever has an ID of the Agency has said who they are."""
    role = state.answers.role
    if role and KINDS.get(Role(role)) and "relation" not in state.answers.facts:
        return go(state, AskFact("relation"))
    return go(state, EnterBrought())


BRING: Final = "bring"
"""Chosen by whoever has logged in and has an ID of the Agency."""


def may_bring(state: State) -> bool:
    """Whether an ID of the Agency may take the place of that which is known: it was
    issued here, no card opens it, and its holder has logged in with the password.
    """
    held = state.held
    logged_in = isinstance(state.step, LoggedIn) and held is not None and held.role
    ours = issuer_of(state) is Issuer.HERE and passwords.has_no_card(state)
    return bool(logged_in) and ours and state.password is not None


def replaces(state: State) -> Transition:
    """To the ID that takes its place."""
    role = state.held.role if state.held else None
    answers = replace(state.answers, role=role, purpose=Purpose.RECORD)
    return go(state.but(answers=answers), EnterBrought())


def begin(state: State) -> Transition:
    """Somebody without a card wants to register: what is asked first."""
    if state.answers.role in NUMBER_ROLES:
        return go(state, EnterNumber())
    return go(state, EnterOrganisation() if _of_institution(state) else EnterName())


def enrolls(state: State) -> bool:
    """Whether the number that was found is registered now."""
    nobody_yet = state.account is None and state.held is None
    by_number = state.answers.role in NUMBER_ROLES
    return nobody_yet and by_number and registers(state) and may_register(state)


def registered(state: State, event: Registered) -> Transition:
    """The ID is there, with a card or without."""
    by_card = state.answers.role in CARD_ROLES
    held = Held(event.issuer, by_card, replaced=event.replaced)
    told = replace(state.answers, auth_id=event.auth_id)
    if state.held is not None:
        held = replace(held, role=state.held.role)
    known = state.but(answers=told, held=held, password=event.password)
    return papers.issue(known, event.new)


def refused(state: State, event: NotRegistered) -> Transition:
    """They have none by this; what they gave is all still there."""
    return state.but(step=Refused(event.why, event.wait)), ()


def stepped(state: State, event: VisitorEvent) -> Transition:
    """What the visitor does on a screen of this part."""
    match state.step, event:
        case EnterBrought(), BroughtTyped(brought):
            return _brought(state, brought)
        case ConfirmBrought(), WentOn() if state.held is not None:
            return _replace(state)
        case ConfirmBrought(), WentOn():
            by_card = state.answers.role in CARD_ROLES
            return carding.prepare(state) if by_card else begin(state)
        case ConfirmBrought(), Chose(False):
            return back(state)
        case EnterNumber(), NumberTyped(text):
            return _number(state, text)
        case EnterNumber(), NumberWanted():
            return go(state, ChooseOffice())
        case NumberFound() as step, WentOn():
            return _found(state, step)
        case Refused() | NoPassword(), _:
            return _otherwise(state, event)
    return _told(state, event)


def enroll(state: State) -> Transition:
    """Ask the registry for an ID of whoever has told this of themselves."""
    answers, own = state.answers, state.answers.own
    if answers.role is None or not may_register(state):
        # Midnight has passed, or the visitor came back from another answer.
        return go(state, Verdict())
    effect = Enroll(
        state.ticket + 1,
        answers.role,
        state.language,
        Person(own.name, own.address, own.birth_date, own.sex),
        answers.contact,
        own.number or None,
        _brought_one(state),
        own.organisation or None if _of_institution(state) else None,
    )
    there, _ = go(state, Working(Work.REGISTER))
    return there.but(ticket=effect.ticket), (effect,)


def _told(state: State, event: VisitorEvent) -> Transition:
    """Particulars, one after the other."""
    match state.step, event:
        case EnterOrganisation(), OrganisationTyped(name):
            return _organisation(state, name)
        case EnterName(), NameTyped(surname, given):
            return _name(state, surname, given)
        case EnterBirth(), Chose(str(day)):
            return _birth(state, day)
        case ChooseSex(), Chose(sex) if sex in _SEXES:
            return go(_with(state, sex=str(sex)), EnterAddress())
        case EnterAddress(), AddressTyped(text):
            return _address(state, text)
        case ConfirmParticulars(), WentOn():
            return enroll(state)
        case ConfirmParticulars(), Chose(False):
            return begin(state) if _of_institution(state) else go(state, EnterName())
    return stay(state)


def _brought(state: State, brought: str | None) -> Transition:
    if brought is None:
        return state.but(step=EnterBrought(refused=True)), ()
    kept = _with(state.but(step=EnterBrought()), brought=brought)
    return go(kept, ConfirmBrought())


def _replace(state: State) -> Transition:
    ticket, answers = state.ticket + 1, state.answers
    effect = ReplaceId(ticket, answers.auth_id or "", answers.own.brought)
    there, _ = go(state, Working(Work.REGISTER))
    return there.but(ticket=ticket), (effect,)


def _number(state: State, text: str) -> Transition:
    """The 12 digits, or what is printed; its refusal says what is wrong."""
    try:
        number = parse_number(text, state.today)
    except InvalidNumber as error:
        return state.but(step=EnterNumber(text, error.reason)), ()
    return go(state.but(step=EnterNumber(text)), NumberFound(number))


def _found(state: State, step: NumberFound) -> Transition:
    if not enrolls(state):
        return leave(state)
    if step.number.category != CATEGORIES.get(Role(state.answers.role or "")):
        return stay(state)
    return go(_with(state, number=step.number.digits), EnterName())


def _name(state: State, surname: str, given: str) -> Transition:
    name = name_of(surname, given)
    typed = _with(state, surname=surname, given=given, name=name)
    fault = name_fault(name)
    if fault is not None:
        return typed.but(step=EnterName(fault)), ()
    asks_birth = state.answers.role in NUMBER_ROLES
    step = EnterBirth() if asks_birth else EnterAddress()
    return go(typed.but(step=EnterName()), step)


def _birth(state: State, day: str) -> Transition:
    born = birth_date(day, state.today)
    if born is None:
        return state.but(step=EnterBirth(refused=True)), ()
    told = _with(state.but(step=EnterBirth()), birth_date=born)
    return go(told, ChooseSex())


def _organisation(state: State, typed: str) -> Transition:
    """Full-width, as the forms have the name of a workplace."""
    name = organisation_of(typed)
    told = _with(state, organisation=name)
    fault = organisation_fault(name)
    if fault is not None:
        return told.but(step=EnterOrganisation(fault)), ()
    return go(told.but(step=EnterOrganisation()), EnterName())


def _of_institution(state: State) -> bool:
    return state.answers.role in INSTITUTIONS


def _address(state: State, text: str) -> Transition:
    address = address_of(text)
    told = _with(state, address=address)
    fault = address_fault(address)
    if fault is not None:
        return told.but(step=EnterAddress(fault)), ()
    return go(told.but(step=EnterAddress()), EnterContact())


def _otherwise(state: State, event: VisitorEvent) -> Transition:
    match state.step, event:
        case Refused(), Chose(Purpose.LOG_IN):
            answers = replace(state.answers, purpose=Purpose.LOG_IN, auth_id=None)
            return go(state.but(answers=answers), EnterId())
        case Refused() | NoPassword(), WentOn():
            return leave(state)
        case Refused(), WentBack():
            return back(state)
    return stay(state)


def _brought_one(state: State) -> str | None:
    brings = state.answers.purpose is Purpose.RECORD
    return state.answers.own.brought or None if brings else None


def _with(state: State, **told: str) -> State:
    own: Particulars = replace(state.answers.own, **told)
    return state.but(answers=replace(state.answers, own=own))
