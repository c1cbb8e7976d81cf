"""What would change an answer, and what to do next."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from types import MappingProxyType

from kiosk.message import Message, Value, say
from kiosk.record import record
from kiosk.rules import data
from kiosk.rules.days import counted
from kiosk.rules.facts import Known
from kiosk.rules.formula import Condition, Constant, compile_condition
from kiosk.rules.judgement import Judgement, Outcome, refuses
from kiosk.rules.vocabulary import Procedure, Role

_ABOUT_THE_FILER = frozenset(
    {
        "relation",
        "relative_in_japan",
        "has_mynumber_card",
        "usage_request_approved",
        "commissioned",
        "office_consulted",
    }
)
"""Facts that are others when somebody else files."""


@record(eq=False)
class Step:
    """One thing to do, and for whom it is said."""

    id: str
    outcomes: frozenset[Outcome]
    roles: frozenset[Role]
    procedures: frozenset[Procedure]
    unmet: frozenset[str] | None
    unless_unmet: frozenset[str]
    asking: str | None
    when: Condition
    values: tuple[str, ...]
    form: bool


@cache
def steps() -> tuple[Step, ...]:
    """Every step, in the order in which they are done."""
    return tuple(
        Step(
            id=row["id"],
            outcomes=frozenset(Outcome(name) for name in row["outcomes"]),
            roles=frozenset(Role(name) for name in row.get("roles", Role)),
            procedures=frozenset(
                Procedure(name) for name in row.get("procedures", Procedure)
            ),
            unmet=frozenset(row["unmet"]) if "unmet" in row else None,
            unless_unmet=frozenset(row.get("unless_unmet", ())),
            asking=row.get("asking"),
            when=compile_condition(row["when"]) if "when" in row else Constant(True),
            values=tuple(row.get("values", ())),
            form=row.get("form", False),
        )
        for row in data.load("advice")["step"]
    )


@cache
def _steps_for(outcome: Outcome, role: Role, procedure: Procedure) -> tuple[Step, ...]:
    return tuple(
        step
        for step in steps()
        if outcome in step.outcomes
        and role in step.roles
        and procedure in step.procedures
    )


def form_number(procedure: Procedure) -> str:
    """The number of the paper form in 入管法施行規則."""
    number: str = data.load("advice")["form"][procedure]
    return number


def next_steps(
    on: date,
    role: Role,
    procedure: Procedure,
    known: Known,
    judgement: Judgement,
    ask: tuple[str, ...],
) -> Iterator[Message]:
    """What to do now, in order."""
    unmet = {rule.id for rule in judgement.unmet}
    for step in _steps_for(judgement.outcome, role, procedure):
        if (
            (step.unmet is not None and not step.unmet & unmet)
            or step.unless_unmet & unmet
            or (step.asking is not None and step.asking not in ask)
            or not step.when.judge(on, known)
        ):
            continue
        days = counted(step.values, known)
        if days is not None:
            yield _said(step, procedure, days)


def _said(step: Step, procedure: Procedure, days: dict[str, str]) -> Message:
    values: dict[str, Value | Message] = {"procedure": say(f"procedure.{procedure}")}
    if step.form:
        values["form"] = form_number(procedure)
    return Message(f"step.{step.id}", MappingProxyType(values | days))


def remedies(
    on: date, role: Role, procedure: Procedure, known: Known
) -> Iterator[Message]:
    """Who else is not refused with the same facts about the foreign national."""
    about_the_person = {
        name: known[name] for name in known if name not in _ABOUT_THE_FILER
    }
    for other in Role:
        if other is not role and not refuses(on, other, procedure, about_the_person):
            yield say(
                f"remedy.{other}",
                role=say(f"role.{other}"),
                procedure=say(f"procedure.{procedure}"),
            )
