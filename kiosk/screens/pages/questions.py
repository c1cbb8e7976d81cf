"""Who files what, and whatever else the rules still need to know."""

from typing import Final

from kiosk.message import say
from kiosk.rules.vocabulary import FACTS, FactKind, Procedure, Role, Shape
from kiosk.screens.page import Choice, DateForm, Page, Place
from kiosk.visit.events import Chose
from kiosk.visit.half_days import half_day
from kiosk.visit.state import State
from kiosk.visit.steps import AskFact
from kiosk.visit.terms import Purpose

_MOST_HELD: Final = (
    "engineer_specialist_in_humanities_international_services",
    "student",
    "dependent",
    "specified_skilled_worker_i",
    "long_term_resident",
    "spouse_or_child_of_japanese_national",
    "designated_activities",
    "business_manager",
)
"""Statuses that are extended and changed most often come first (在留外国人統計,
2025-06, without permanent residents and technical interns)."""


def role(state: State) -> Page:
    """As whom the visitor files."""
    return Page(
        title=say("screen.role.title"),
        choices=tuple(
            Choice(
                say(f"role.{own}"),
                Chose(own.value),
                hint=say(f"screen.role.{own}.hint"),
                chosen=own == state.answers.role,
            )
            for own in Role
        ),
        next=say("screen.role.next.record")
        if state.answers.purpose is Purpose.RECORD
        else say("screen.role.next"),
        place=Place.QUESTIONS,
    )


def procedure(state: State) -> Page:
    """What the visitor wants to file; what most people come for is first."""
    first = (Procedure.EXTENSION, Procedure.CHANGE, Procedure.COE)
    rest = tuple(own for own in Procedure if own not in first)
    return Page(
        title=say("screen.procedure.title"),
        choices=tuple(
            Choice(
                say(f"procedure.{own}"),
                Chose(own.value),
                hint=say(f"screen.procedure.{own}.hint"),
                chosen=own == state.answers.procedure,
            )
            for own in (*first, *rest)
        ),
        next=say("screen.procedure.next"),
        place=Place.QUESTIONS,
    )


def fact(state: State, name: str) -> Page:
    """One question of the rules."""
    kind, asking = FACTS[name], state.answers.role or Role.APPLICANT
    given = state.answers.facts.get(name)
    return Page(
        title=kind.question(asking),
        form=DateForm(str(given or ""), half=half_day(state, AskFact(name)))
        if kind.shape is Shape.DATE
        else None,
        choices=_options(kind, asking, given),
        next=say("screen.fact.next"),
        place=Place.QUESTIONS,
    )


def _options(
    kind: FactKind, asking: str, given: str | bool | None
) -> tuple[Choice, ...]:
    if kind.shape is Shape.YES_NO:
        return (
            Choice(say("screen.yes"), Chose(True), chosen=given is True),
            Choice(say("screen.no"), Chose(False), chosen=given is False),
        )
    options = kind.options_for(asking)
    if kind.name == "status":
        options = (*_MOST_HELD, *(own for own in options if own not in _MOST_HELD))
    return tuple(
        Choice(kind.option(own), Chose(own), chosen=own == given) for own in options
    )
