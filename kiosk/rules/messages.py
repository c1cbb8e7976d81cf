"""Every message id the rules can speak, so that catalogues can be proven complete."""

from collections.abc import Iterator

from kiosk.rules import usage
from kiosk.rules.advice import steps
from kiosk.rules.formula import Constant
from kiosk.rules.reference import all_items
from kiosk.rules.rulebook import Effect, Rule, rules
from kiosk.rules.vocabulary import FACTS, Procedure, Role, Shape

NUMBER_FAULTS = (
    "number.digit_count",
    "number.office_code",
    "number.category_code",
    "number.office_mark",
    "number.category_mark",
    "number.year",
    "number.serial",
    "number.two_readings",
    "number.form",
)
FEES = ("fee.free", "fee.amount", "fee.by_period", "fee.not_verified")


def message_ids() -> frozenset[str]:
    """All of them: names, questions, options, reasons, remedies, steps, the rest."""
    return frozenset(
        [
            *(f"role.{role}" for role in Role),
            *(f"remedy.{role}" for role in Role),
            *(f"procedure.{procedure}" for procedure in Procedure),
            *_about_facts(),
            *(
                f"rule.{rule.message}.{state}"
                for rule in rules()
                for state in _of(rule)
            ),
            *(f"step.{step.id}" for step in steps()),
            *(item.message.id for item in all_items()),
            *usage.message_ids(),
            *NUMBER_FAULTS,
            *FEES,
        ]
    )


def _about_facts() -> Iterator[str]:
    for kind in FACTS.values():
        yield from (kind.question(role).id for role in Role)
        if kind.shape is Shape.CHOICE:
            yield from (kind.option(option).id for option in kind.options)


def _of(rule: Rule) -> tuple[str, ...]:
    """How a rule can stand: advice is never unmet, and notes only tell."""
    if rule.effect is Effect.NOTE:
        return ("unmet",)
    if isinstance(rule.needs, Constant):
        return ("met",) if rule.needs.value else ("unmet",)
    if rule.effect is Effect.ADVISE:
        return "met", "open"
    return "met", "unmet", "open"
