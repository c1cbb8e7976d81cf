"""The eligibility table as it stood on a day."""

from datetime import date

from kiosk.rules.rulebook import Rule, rules_for
from kiosk.rules.vocabulary import Procedure, Role


def cell(on: date, role: Role, procedure: Procedure) -> Rule:
    """The one cell of the table in force; it carries its mark, such as △3.

    Institutions have no published cell: ○ⁱ stands for their own conditions.
    """
    (only,) = (
        rule
        for rule in rules_for(role, procedure)
        if rule.mark is not None and rule.in_force(on)
    )
    return only


def conditions(on: date, role: Role, procedure: Procedure) -> tuple[Rule, ...]:
    """The conditions beside the table, in force that day."""
    return tuple(
        rule
        for rule in rules_for(role, procedure)
        if rule.mark is None and rule.in_force(on)
    )
