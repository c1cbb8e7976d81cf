"""What is known of the case, what is still worth asking, and what it comes to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from kiosk.rules.calendar import parse_day
from kiosk.rules.decision import Decision, Outcome, decide
from kiosk.rules.usage import ROLES
from kiosk.rules.vocabulary import KINDS, Procedure, Role
from kiosk.visit.requests import Usage
from kiosk.visit.state import NO_FACTS, Answers, Person, State
from kiosk.visit.steps import AskFact
from kiosk.visit.terms import Purpose

CARD_ROLES: Final = (Role.APPLICANT, Role.LEGAL_REPRESENTATIVE, Role.RELATIVE)
"""Who registers with a My Number card of their own, at once."""
NUMBER_ROLES: Final = (Role.ATTORNEY, Role.GYOSEISHOSHI)
"""Who registers with the number of their 届出済証明書."""
_OF_THE_CARD: Final = frozenset({"has_mynumber_card"})
_OF_THE_CARD_IN_PERSON: Final = frozenset({"has_mynumber_card", "birth_date"})
_OF_THE_FILER: Final = frozenset(
    {
        "relation",
        "relative_in_japan",
        "usage_request_approved",
        "commissioned",
        "has_mynumber_card",
    }
)
STATUS_WANTED: Final = frozenset(
    {Procedure.COE, Procedure.CHANGE, Procedure.ACQUISITION}
)
"""Procedures for which ``status`` is the one wanted, not the one held."""
_OF_THE_STATUS: Final = frozenset({"status", "notified_activity"})


def case(state: State) -> tuple[str, str] | None:
    """Role and procedure, once both are chosen."""
    answers = state.answers
    if answers.role is None or answers.procedure is None:
        return None
    return answers.role, answers.procedure


def decision(state: State) -> Decision:
    """What the rules say of what is known so far.

    Raises:
        ValueError: role or procedure has not been chosen.
    """
    chosen = case(state)
    if chosen is None:
        raise ValueError("nothing to decide yet")
    return decide(state.today, *chosen, _known(state))


def open_question(state: State) -> str | None:
    """The next fact to ask for. What the card tells is not asked.

    Whoever has gone back comes by their later answers once more, to keep or change
    them: only what was told on the way here counts as told.
    """
    chosen = case(state)
    if chosen is None:
        return None
    way = (*state.history, state.step)
    asked = {step.fact for step in way if isinstance(step, AskFact)}
    counts = asked | _told_by_card(state) | _told_by_account(state)
    known = {fact: told for fact, told in _known(state).items() if fact in counts}
    ask = decide(state.today, *chosen, known | _by_being_here(state)).ask
    passed_over = asked | _left_to_card(state)
    return next((fact for fact in ask if fact not in passed_over), None)


def registers(state: State) -> bool:
    """Whether the visitor came to be registered, with an ID of the Agency or not."""
    return state.answers.purpose in (Purpose.REGISTER, Purpose.RECORD)


def may_register(state: State) -> bool:
    """Whether the way to an ID is open, by card or by number. Whoever has one of the
    Agency has been let in there already.
    """
    if state.answers.purpose is Purpose.RECORD:
        return state.answers.role is not None
    if state.answers.purpose is Purpose.REQUEST:
        return state.answers.role in ROLES
    at_once = (*CARD_ROLES, *NUMBER_ROLES)
    return state.answers.role in at_once and may_file(state)


def may_file(state: State) -> bool:
    """Whether nothing stands against filing but what a card will settle, or the advice
    to ask the office first.
    """
    if case(state) is None:
        return False
    found = decision(state)
    if found.outcome is Outcome.REFUSED:
        return False
    settled_later = {*_left_to_card(state), "office_consulted"}
    return settled_later >= set(found.ask)


def with_role(answers: Answers, role: str) -> Answers:
    """Another role: what was told of the filer no longer holds; between in person
    and for somebody else, nothing does.
    """
    if answers.role in (None, role):
        return replace(answers, role=role)
    if Role.APPLICANT in (answers.role, role):
        return replace(answers, role=role, facts=NO_FACTS)
    return replace(_without(answers, _OF_THE_FILER), role=role)


def with_procedure(answers: Answers, procedure: str) -> Answers:
    """Another procedure: whether the office was asked was about the other one, and a
    status held is not a status wanted.
    """
    if answers.procedure in (None, procedure):
        return replace(answers, procedure=procedure)
    changed = _without(answers, frozenset({"office_consulted"}))
    if (answers.procedure in STATUS_WANTED) != (procedure in STATUS_WANTED):
        changed = _without(changed, _OF_THE_STATUS)
    return replace(changed, procedure=procedure)


def with_person(answers: Answers, person: Person) -> Answers:
    """What the card has told of its holder."""
    told = answers.with_fact("has_mynumber_card", True)
    born = _day(person.birth_date)
    if answers.role == Role.APPLICANT and born is not None:
        told = told.with_fact("birth_date", born)
    return told


def without_person(answers: Answers) -> Answers:
    """Another card than the one that told this."""
    told = _OF_THE_CARD_IN_PERSON if answers.role == Role.APPLICANT else _OF_THE_CARD
    return _without(answers, told)


def with_kind(answers: Answers, told: str | None) -> Answers:
    """Which legal representative or relative the account is of."""
    return answers.with_fact("relation", told) if told else answers


def with_usage(answers: Answers, usage: Usage, today: date) -> Answers:
    """Whether the institution's usage request is approved, where that is kept here."""
    if not usage.known:
        return answers
    return answers.with_fact("usage_request_approved", usage.is_approved(today))


def kind(answers: Answers) -> str | None:
    """Which legal representative or relative; None for the other roles."""
    told = answers.facts.get("relation")
    kinds = KINDS.get(Role(answers.role)) if answers.role else None
    return str(told) if kinds and told in kinds else None


def _known(state: State) -> Mapping[str, object]:
    """What was told, but for what the card will tell better."""
    left = _left_to_card(state)
    told = {f: value for f, value in state.answers.facts.items() if f not in left}
    return {**told, **_by_being_here(state)}


def _by_being_here(state: State) -> dict[str, object]:
    """Whoever stands here in person is in Japan."""
    return {"in_japan": True} if state.answers.role == Role.APPLICANT else {}


def _told_by_card(state: State) -> frozenset[str]:
    if state.card is None or state.card.person is None:
        return frozenset()
    nothing_else = Answers(role=state.answers.role)
    return frozenset(with_person(nothing_else, state.card.person).facts)


def _told_by_account(state: State) -> frozenset[str]:
    if state.account is None:
        return frozenset()
    account = Answers(role=state.account.role)
    told = with_person(with_kind(account, state.account.kind), state.account.person)
    if state.usage is not None:
        told = with_usage(told, state.usage, state.today)
    return frozenset(told.facts)


def _left_to_card(state: State) -> frozenset[str]:
    read = state.card is not None and state.card.person is not None
    return frozenset() if read else _card_facts(state)


def _card_facts(state: State) -> frozenset[str]:
    """Facts that a card read in this visit tells."""
    registers = state.answers.purpose is Purpose.REGISTER
    if not registers or state.answers.role not in CARD_ROLES:
        return frozenset()
    in_person = state.answers.role == Role.APPLICANT
    return _OF_THE_CARD_IN_PERSON if in_person else _OF_THE_CARD


def _without(answers: Answers, facts: frozenset[str]) -> Answers:
    for fact in facts:
        answers = answers.without_fact(fact)
    return answers


def _day(digits: str) -> str | None:
    """An ISO day from ``YYYYMMDD``; None where month or day is not known."""
    try:
        return parse_day(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}").isoformat()
    except ValueError:
        return None
