"""The rules as read from the data: the table's cells and the conditions beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from kiosk.record import record
from kiosk.rules import data
from kiosk.rules.formula import Among, Condition, When, compile_condition
from kiosk.rules.sources import Certainty, cite
from kiosk.rules.vocabulary import Procedure, Role


class Effect(StrEnum):
    """What follows when a rule is not met."""

    REFUSE = "refuse"
    ADVISE = "advise"
    NOTE = "note"


@record(eq=False)
class Rule:
    """One published rule, in force from ``from_`` to ``to``, both included.

    ``mark`` is what its cell of the table shows; conditions beside the table have none.
    ``wording`` is the law's or the Agency's own, in Japanese, where it is at hand.
    """

    id: str
    message: str
    roles: frozenset[Role]
    procedures: frozenset[Procedure]
    from_: date | None
    to: date | None
    effect: Effect
    needs: Condition
    values: tuple[str, ...]
    source: str
    certainty: Certainty
    summary: str
    mark: str | None = None
    wording: str | None = None

    def in_force(self, on: date) -> bool:
        """Whether it holds on that day."""
        return (self.from_ is None or self.from_ <= on) and (
            self.to is None or on <= self.to
        )


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule: the cells of all editions of the table, then the conditions."""
    return (*_cells(), *_conditions())


@cache
def rules_for(role: Role, procedure: Procedure) -> tuple[Rule, ...]:
    """Every rule that ever concerned this role and procedure, the cells first."""
    return tuple(
        rule for rule in rules() if role in rule.roles and procedure in rule.procedures
    )


@lru_cache(maxsize=1024)
def rules_in_force(on: date, role: Role, procedure: Procedure) -> tuple[Rule, ...]:
    """The rules that bind this role and procedure on a day."""
    return tuple(rule for rule in rules_for(role, procedure) if rule.in_force(on))


def _cells() -> Iterator[Rule]:
    table = data.load("table")
    for edition in table["edition"]:
        for role, row in edition["rows"].items():
            for procedure, name in zip(Procedure, row, strict=True):
                symbol = {**edition, **table["symbol"][name]}
                yield _rule(
                    symbol,
                    id_=f"table-{edition['id']}.{role}.{procedure}",
                    roles=frozenset({Role(role)}),
                    procedures=frozenset({procedure}),
                )


def _conditions() -> Iterator[Rule]:
    for row in data.load("rules")["rule"]:
        roles = frozenset(Role(name) for name in row.get("roles", Role))
        named = frozenset(Procedure(name) for name in row.get("procedures", Procedure))
        yield _rule(row, id_=row["id"], roles=roles, procedures=named)
        if row.get("accompanied"):
            yield _accompanied(row, roles, named)


def _rule(
    row: Mapping[str, Any],
    *,
    id_: str,
    roles: frozenset[Role],
    procedures: frozenset[Procedure],
) -> Rule:
    return Rule(
        id=id_,
        message=row.get("message", row["id"]).replace("-", "_"),
        roles=roles,
        procedures=procedures,
        from_=row.get("from"),
        to=row.get("to"),
        effect=Effect(row.get("effect", "refuse")),
        needs=compile_condition(row["needs"]),
        values=tuple(row.get("values", ())),
        source=cite(row["source"], row["section"]),
        certainty=Certainty(row["certainty"]),
        summary=row["summary"],
        mark=row.get("mark"),
        wording=row.get("wording"),
    )


def _accompanied(
    row: Mapping[str, Any], roles: frozenset[Role], main: frozenset[Procedure]
) -> Rule:
    """The same rule for what is filed together with one of its procedures."""
    together = frozenset({Procedure.OTHER_ACTIVITY, Procedure.REENTRY})
    rule = _rule(row, id_=f"{row['id']}.accompanied", roles=roles, procedures=together)
    with_it = Among("with_procedure", frozenset(main), wanted=True)
    return replace(rule, needs=When(with_it, rule.needs))
