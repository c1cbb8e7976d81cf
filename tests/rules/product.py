"""The whole product of answers for one role and procedure, by classes of answers.

Two answers to a question are of one class when every condition that could be asked
of them comes out alike; one of each class stands for all, and 0 for "not known".
That the classes are right is tested value by value against the oracle.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.rules.calendar import add_months
from kiosk.rules.facts import Known
from kiosk.rules.formula import Condition, Group, When, _OfOneFact
from kiosk.rules.judgement import Outcome, judge, open_facts
from kiosk.rules.rulebook import Effect, Rule, rules_for
from kiosk.rules.vocabulary import FACTS, Procedure, Role, Shape

DAY = timedelta(days=1)
ALLOWED, CONDITIONAL, REFUSED = 1, 2, 4
CODE = {
    Outcome.ALLOWED: ALLOWED,
    Outcome.CONDITIONAL: CONDITIONAL,
    Outcome.REFUSED: REFUSED,
}
Value = bool | date | str


def binding(on: date, role: Role, procedure: Procedure) -> tuple[Rule, ...]:
    """The rules in force that can decide something."""
    return tuple(
        rule
        for rule in rules_for(role, procedure)
        if rule.in_force(on) and rule.effect is not Effect.NOTE
    )


def all_values(on: date) -> dict[str, list[Value]]:
    """Every choice, and days on and around every limit."""
    values: dict[str, list[Value]] = {}
    for kind in FACTS.values():
        if kind.shape is Shape.YES_NO:
            values[kind.name] = [True, False]
        elif kind.shape is Shape.CHOICE:
            values[kind.name] = list(kind.options)
    opening = add_months(on, 3)
    values["stay_expires"] = [
        on + days * DAY for days in (-400, -1, 0, 1, 2, 45, 400)
    ] + [opening - DAY, opening, opening + DAY, opening + 2 * DAY, opening + 4 * DAY]
    values["birth_or_loss_date"] = [
        on - days * DAY for days in (-1, 0, 1, 29, 30, 31, 60, 61)
    ]
    values["birth_date"] = [
        add_months(on, -12 * years) + days * DAY
        for years in (1, 15, 16, 18, 40)
        for days in (-1, 0, 1)
    ]
    return values


def atoms(condition: Condition) -> Iterator[_OfOneFact]:
    match condition:
        case Group(parts, _):
            for part in parts:
                yield from atoms(part)
        case When(guard, demand):
            yield from atoms(guard)
            yield from atoms(demand)
        case _OfOneFact():
            yield condition


def classes(on: date, rules: Sequence[Rule]) -> dict[str, list[Value]]:
    """For every fact that any rule looks at: one value of each class."""
    asked = [atom for rule in rules for atom in atoms(rule.needs)]
    found: dict[str, list[Value]] = {}
    for fact, values in all_values(on).items():
        looking = [atom for atom in asked if atom.fact == fact]
        if not looking:
            continue
        by_class: dict[tuple[bool, ...], Value] = {}
        for value in values:
            by_class.setdefault(tuple(atom.holds(on, value) for atom in looking), value)
        found[fact] = list(by_class.values())
    return {fact: found[fact] for fact in FACTS if fact in found}


def matters(fact: str, condition: Condition, on: date, known: Known) -> bool:
    """Whether a condition looks at a fact at all, given the guards' answers so far."""
    match condition:
        case Group(parts, _):
            return any(matters(fact, part, on, known) for part in parts)
        case When(guard, demand):
            if matters(fact, guard, on, known):
                return True
            closed = guard.judge(on, known) is False
            return not closed and matters(fact, demand, on, known)
        case _OfOneFact():
            return condition.fact == fact
    return False


@dataclass
class Product:
    """Outcomes of all combinations. Digit 0 of a fact means that it is not known.

    Answering one more question always leads to a higher index.
    An outcome of 0 is a combination that names a fact which does not matter there,
    such as the notice number of a student.
    """

    on: date
    role: Role
    procedure: Procedure
    values: dict[str, list[Value]]
    strides: dict[str, int]
    outcomes: bytearray

    def known(self, index: int) -> Known:
        """The facts that stand behind one index."""
        facts: Known = {}
        for fact, values in self.values.items():
            digit = index // self.strides[fact] % (len(values) + 1)
            if digit:
                facts[fact] = values[digit - 1]
        return facts

    def answers(self, index: int, fact: str) -> list[int]:
        """The indices with this fact answered, less the facts that then fall away.

        Empty where the fact does not matter.
        """
        stride = self.strides[fact]
        found = []
        for digit in range(1, len(self.values[fact]) + 1):
            one = index + digit * stride
            if not self.outcomes[one]:
                one = self._without_idle_facts(one)
            if one == index:
                return []
            found.append(one)
        return found

    def _without_idle_facts(self, index: int) -> int:
        known = self.known(index)
        needs = [rule.needs for rule in binding(self.on, self.role, self.procedure)]
        for fact in known:
            if not any(matters(fact, need, self.on, known) for need in needs):
                digit = index // self.strides[fact] % (len(self.values[fact]) + 1)
                index -= digit * self.strides[fact]
        return index

    def ask(self, index: int) -> tuple[str, ...]:
        """What is asked at one index that is conditional."""
        known = self.known(index)
        judgement = judge(self.on, self.role, self.procedure, known)
        return open_facts(self.on, judgement.open, known)


def enumerate_product(on: date, role: Role, procedure: Procedure) -> Product:
    """Judge every combination of the facts that matter."""
    values = classes(on, binding(on, role, procedure))
    strides, size = {}, 1
    for fact, options in reversed(values.items()):
        strides[fact] = size
        size *= len(options) + 1
    outcomes = bytearray(size)
    facts = list(values.items())
    conditions = [rule.needs for rule in binding(on, role, procedure)]
    known: Known = {}

    def walk(depth: int, index: int) -> None:
        if depth == len(facts):
            outcomes[index] = CODE[judge(on, role, procedure, known).outcome]
            return
        fact, options = facts[depth]
        walk(depth + 1, index)
        if any(matters(fact, condition, on, known) for condition in conditions):
            for value in options:
                index += strides[fact]
                known[fact] = value
                walk(depth + 1, index)
            del known[fact]

    walk(0, 0)
    return Product(on, role, procedure, values, strides, outcomes)
