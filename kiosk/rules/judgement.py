"""Every rule in force for one role and procedure, weighed against what is known."""

from datetime import date
from enum import StrEnum

from kiosk.record import record
from kiosk.rules.facts import Known
from kiosk.rules.rulebook import Effect, Rule, rules_in_force
from kiosk.rules.vocabulary import FACTS, Procedure, Role


class Outcome(StrEnum):
    """May it be filed online?"""

    ALLOWED = "allowed"
    CONDITIONAL = "conditional"
    REFUSED = "refused"


@record
class Judgement:
    """The rules that bind, by how they stand; and those that only tell something."""

    met: tuple[Rule, ...]
    open: tuple[Rule, ...]
    unmet: tuple[Rule, ...]
    notes: tuple[Rule, ...]

    @property
    def outcome(self) -> Outcome:
        """Refused by one rule not met; allowed only when every rule is met."""
        if self.unmet:
            return Outcome.REFUSED
        return Outcome.CONDITIONAL if self.open else Outcome.ALLOWED


def judge(on: date, role: Role, procedure: Procedure, known: Known) -> Judgement:
    """Weigh the rules in force on a day."""
    met: list[Rule] = []
    undecided: list[Rule] = []
    unmet: list[Rule] = []
    notes: list[Rule] = []
    for rule in rules_in_force(on, role, procedure):
        holds = rule.needs.judge(on, _weighed(rule, known))
        if rule.effect is Effect.NOTE:
            if holds is False:
                notes.append(rule)
        elif holds is None:
            undecided.append(rule)
        else:
            (met if holds else unmet).append(rule)
    return Judgement(tuple(met), tuple(undecided), tuple(unmet), tuple(notes))


def refuses(on: date, role: Role, procedure: Procedure, known: Known) -> bool:
    """Whether some rule is not met already: the outcome is a refusal."""
    return any(
        rule.effect is Effect.REFUSE and rule.needs.judge(on, known) is False
        for rule in rules_in_force(on, role, procedure)
    )


def open_facts(on: date, rules: tuple[Rule, ...], known: Known) -> tuple[str, ...]:
    """The facts that the undecided rules wait for, in the order of asking."""
    waiting = {
        fact
        for rule in rules
        for fact in rule.needs.open_facts(on, _weighed(rule, known))
    }
    return tuple(fact for fact in FACTS if fact in waiting)


def _weighed(rule: Rule, known: Known) -> Known:
    """For advice "not yet asked" is as good as unknown: it can still be done."""
    if rule.effect is Effect.ADVISE and known.get("office_consulted") is False:
        return {name: known[name] for name in known if name != "office_consulted"}
    return known
