"""Every combination of answers, on every day around a change: one verdict, no flaw."""

import itertools
import random
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest

from kiosk.rules.facts import Known
from kiosk.rules.judgement import Outcome, judge
from kiosk.rules.rulebook import Effect, Rule, rules
from kiosk.rules.vocabulary import Procedure, Role
from tests.rules import oracle
from tests.rules.product import (
    ALLOWED,
    CODE,
    CONDITIONAL,
    DAY,
    REFUSED,
    Product,
    all_values,
    binding,
    enumerate_product,
)

CELLS = list(itertools.product(Role, Procedure))
DAYS = sorted(
    {rule.from_ + n * DAY for rule in rules() if rule.from_ for n in (-1, 0, 1)}
    | {date(2024, 2, 29), date(2025, 2, 28), date(2026, 12, 31)}
)


@cache
def products(role: Role, procedure: Procedure) -> tuple[Product, ...]:
    """One product for each set of rules that ever bound this cell.

    On two days with the same demands everything comes out alike: all other days in
    the conditions are counted from the day itself.
    """
    demands: dict[tuple[object, ...], date] = {}
    for on in DAYS:
        demands[tuple((r.needs, r.effect) for r in binding(on, role, procedure))] = on
    return tuple(enumerate_product(on, role, procedure) for on in demands.values())


def visited(product: Product) -> Iterator[tuple[int, int]]:
    return ((index, code) for index, code in enumerate(product.outcomes) if code)


@pytest.mark.parametrize(("role", "procedure"), CELLS)
def test_every_combination(role: Role, procedure: Procedure) -> None:
    """What is settled stays settled, agrees with the oracle, and asks no more."""
    for product in products(role, procedure):
        settled = bytearray(len(product.outcomes))
        for index, code in reversed(list(visited(product))):
            settled[index] = _reachable(product, settled, index)
            if settled[index] == code:
                continue
            known = product.known(index)
            assert code == CONDITIONAL, known
            assert settled[index] != ALLOWED, known
            if settled[index] == REFUSED:
                # Each main procedure is too late for another reason: still asked.
                assert "with_procedure" not in known, known
                assert {"stay_expires", "birth_or_loss_date"} <= set(known), known


def _reachable(product: Product, settled: bytearray, index: int) -> int:
    """The outcomes that answering every open question can end in (a set of bits)."""
    known = product.known(index)
    for fact in product.values:
        if fact not in known and (answered := product.answers(index, fact)):
            found = 0
            for one in answered:
                found |= settled[one]
            return found
    facts = _with_anything(known, product.on)
    verdict = oracle.expected(product.on, product.role, product.procedure, facts)
    return CODE[Outcome(verdict)]


def _with_anything(known: Known, on: date) -> Known:
    """The facts that do not matter there get some value: it must not matter which."""
    return {name: values[-1] for name, values in all_values(on).items()} | known


@pytest.mark.parametrize(("role", "procedure"), CELLS)
def test_what_is_asked_is_what_is_missing(role: Role, procedure: Procedure) -> None:
    """Take one answer out of an allowed case: that one is asked for, and no other."""
    for product in products(role, procedure):
        for index, code in visited(product):
            if code != ALLOWED:
                continue
            for fact, values in product.values.items():
                stride = product.strides[fact]
                digit = index // stride % (len(values) + 1)
                without = index - digit * stride
                if not digit or not product.outcomes[without]:
                    continue
                if product.outcomes[without] != ALLOWED:
                    ask = product.ask(without)
                    assert fact in ask
                    # Only an answer that could stand in its place is asked too.
                    assert set(ask) - {fact} <= {"birth_date", "cannot_apply_in_person"}
                    assert not (set(ask) - {fact}) & set(product.known(index))


@pytest.mark.parametrize(("role", "procedure"), CELLS)
def test_nothing_is_asked_that_cannot_matter(role: Role, procedure: Procedure) -> None:
    """An open case asks something; what it does not ask settles nothing alone."""
    sampled = random.Random(f"{role}{procedure}")  # noqa: S311
    for product in products(role, procedure):
        opened = [index for index, code in visited(product) if code == CONDITIONAL]
        for index in sampled.sample(opened, min(400, len(opened))):
            ask = product.ask(index)
            known = product.known(index)
            assert ask
            assert all(known.get(fact, False) is False for fact in ask)
            for fact, values in product.values.items():
                if fact in known or fact in ask:
                    continue
                for value in values:
                    outcome = _judged(product, {**known, fact: value})
                    assert outcome is Outcome.CONDITIONAL


def _judged(product: Product, known: Known) -> Outcome:
    return judge(product.on, product.role, product.procedure, known).outcome


@pytest.mark.parametrize(("role", "procedure"), CELLS)
def test_every_single_value_against_the_oracle(
    role: Role, procedure: Procedure
) -> None:
    """Classes merge values: here every choice and limit day is tried itself."""
    for on in DAYS:
        values = all_values(on)
        for base in _bases(on):
            for fact, options in values.items():
                for value in options:
                    facts = {**base, fact: value}
                    expected = oracle.expected(on, role, procedure, facts)
                    found = judge(on, role, procedure, facts).outcome
                    assert found == expected, (on, facts)


def _bases(on: date) -> list[Known]:
    """Complete sets of facts, each allowed for some role, near the edge of others."""
    ready: Known = {
        "with_procedure": "extension",
        "has_mynumber_card": True,
        "usage_request_approved": True,
        "commissioned": True,
        "relation": "mother",
        "relative_in_japan": True,
        "in_japan": True,
        "status": "student",
        "notified_activity": "47",
        "birth_or_loss_date": on - 10 * DAY,
        "stay_expires": on + 20 * DAY,
        "birth_date": date(on.year - 10, 5, 5),
        "cannot_apply_in_person": False,
        "office_consulted": True,
    }
    grown: Known = {
        **ready,
        "birth_date": date(on.year - 30, 5, 5),
        "cannot_apply_in_person": True,
        "with_procedure": "acquisition",
        "status": "designated_activities",
        "office_consulted": False,
    }
    entrusted: Known = {
        **ready,
        "birth_date": date(on.year - 30, 5, 5),
        "relation": "parent",
        "status": "specified_skilled_worker_i",
        "with_procedure": "change",
    }
    return [ready, grown, entrusted, {**grown, "notified_activity": "other"}]


def test_on_every_day_every_cell_has_exactly_one_mark() -> None:
    for on, (role, procedure) in itertools.product(DAYS, CELLS):
        marks = [
            rule.mark
            for rule in rules()
            if rule.mark is not None
            and rule.in_force(on)
            and role in rule.roles
            and procedure in rule.procedures
        ]
        assert len(marks) == 1, (on, role, procedure)


def test_no_rule_is_unreachable() -> None:
    """Every rule decides some case alone, tells something, or is what allows it."""
    waiting = {rule.id: rule for rule in rules()}
    for on in DAYS:
        values = all_values(on)
        for role, procedure in CELLS:
            for base in _bases(on):
                for fact, options in values.items():
                    for value in options:
                        facts = {**base, fact: value}
                        found = judge(on, role, procedure, facts)
                        for rule in _alone(found.unmet, found.open):
                            waiting.pop(rule.id, None)
                        for rule in (*found.notes, *found.met):
                            if rule.effect is Effect.NOTE or rule.mark is not None:
                                waiting.pop(rule.id, None)
    assert not waiting


def _alone(*sides: tuple[Rule, ...]) -> tuple[Rule, ...]:
    deciding = tuple(rule for side in sides for rule in side)
    return deciding if len(deciding) == 1 else ()


def test_every_rule_has_a_source_and_a_plausible_span() -> None:
    for rule in rules():
        assert "<https://" in rule.source
        assert rule.summary
        assert rule.roles
        assert rule.procedures
        assert rule.from_ is None or rule.to is None or rule.from_ <= rule.to


def test_rule_ids_are_unique() -> None:
    ids = [rule.id for rule in rules()]
    assert len(ids) == len(set(ids))
