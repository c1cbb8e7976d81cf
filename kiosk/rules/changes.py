"""What changed for whom between two days, over everything that is dated."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Protocol

from kiosk.record import record
from kiosk.rules.fees import all_fees
from kiosk.rules.reference import all_items
from kiosk.rules.rulebook import Rule, rules, rules_for
from kiosk.rules.sources import Certainty
from kiosk.rules.table import cell
from kiosk.rules.usage import all_rows
from kiosk.rules.vocabulary import Procedure, Role

_DAY = timedelta(days=1)


class Dated(Protocol):
    """A row of the data that holds from one day to another, both included."""

    @property
    def id(self) -> str: ...
    @property
    def from_(self) -> date | None: ...
    @property
    def to(self) -> date | None: ...
    @property
    def summary(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def certainty(self) -> Certainty: ...


@record
class Change:
    """What held until the eve of ``day`` (``before``) and what holds from it.

    One of the two is None where something began or ended.
    """

    day: date
    roles: tuple[Role, ...]
    procedures: tuple[Procedure, ...]
    before: Dated | None
    after: Dated | None


def changes(begin: date, end: date) -> tuple[Change, ...]:
    """Every change after ``begin`` up to and on ``end``, by day."""
    found = [*_cells(begin, end), *_conditions(begin, end), *_around(begin, end)]
    return tuple(sorted(found, key=lambda change: change.day))


def _cells(begin: date, end: date) -> Iterator[Change]:
    """A new edition of the table is a change only where its cell says another thing."""
    for role, procedure in product(Role, Procedure):
        for rule in rules_for(role, procedure):
            if rule.mark is None or rule.from_ is None:
                continue
            before = cell(rule.from_ - _DAY, role, procedure)
            if begin < rule.from_ <= end and not _says_the_same(before, rule):
                yield Change(rule.from_, (role,), (procedure,), before, rule)


def _says_the_same(one: Rule, other: Rule) -> bool:
    return (one.mark, one.needs) == (other.mark, other.needs)


def _conditions(begin: date, end: date) -> Iterator[Change]:
    for rule in rules():
        if rule.mark is None:
            roles = tuple(role for role in Role if role in rule.roles)
            named = tuple(name for name in Procedure if name in rule.procedures)
            yield from _began_or_ended(rule, roles, named, begin, end)


def _around(begin: date, end: date) -> Iterator[Change]:
    for item in all_items():
        roles = tuple(role for role in Role if role in item.roles)
        yield from _began_or_ended(item, roles, (), begin, end)
    for fee in all_fees():
        yield from _began_or_ended(fee, tuple(Role), fee.procedures, begin, end)
    for row in all_rows():
        roles = tuple(role for role in Role if role in row.roles)
        yield from _began_or_ended(row, roles, (), begin, end)


def _began_or_ended(
    row: Dated,
    roles: tuple[Role, ...],
    procedures: tuple[Procedure, ...],
    begin: date,
    end: date,
) -> Iterator[Change]:
    if row.from_ is not None and begin < row.from_ <= end:
        yield Change(row.from_, roles, procedures, None, row)
    if row.to is not None and begin < row.to + _DAY <= end:
        yield Change(row.to + _DAY, roles, procedures, row, None)
