"""Conditions over facts that may be unknown: true, false, or not known (None).

A condition is written in the data files as one table::

    { yes = "relative_in_japan" }                        that answer is yes
    { fact = "status", among = ["student"] }             a choice is listed
    { fact = "status", not_among = ["diplomat"] }        a choice is not listed
    { age_under = 16 }   { age_from = 15 }               by birth_date, on the day
    { until = "stay_expires", days = -1 }                the day is not after that
    { since = "stay_expires", months = -3 }              the day is not before that
    { any = [...] }   { all = [...] }
    { when = {...}, then = {...} }                       then only matters if when holds
    { always = true }   { always = false }

Logic is Kleene's: an unknown fact decides nothing unless the others already do.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Protocol

from kiosk.record import record
from kiosk.rules.calendar import add_months, is_under
from kiosk.rules.facts import Known
from kiosk.rules.vocabulary import FACTS


class Condition(Protocol):
    """Something that is true, false or not known on a day."""

    def judge(self, on: date, known: Known) -> bool | None:
        """None while the facts that would decide it are unknown."""

    def open_facts(self, on: date, known: Known) -> Iterator[str]:
        """The unknown facts that can still decide it; none once it is decided."""


@record
class Constant:
    """Holds, or does not, whatever the facts."""

    value: bool

    def judge(self, on: date, known: Known) -> bool | None:
        return self.value

    def open_facts(self, on: date, known: Known) -> Iterator[str]:
        return iter(())


@record
class _OfOneFact:
    fact: str

    def judge(self, on: date, known: Known) -> bool | None:
        value = known.get(self.fact)
        return None if value is None else self.holds(on, value)

    def open_facts(self, on: date, known: Known) -> Iterator[str]:
        if self.fact not in known:
            yield self.fact

    def holds(self, on: date, value: Any) -> bool:
        """Whether the known value makes it true."""
        raise NotImplementedError


@record
class Yes(_OfOneFact):
    def holds(self, on: date, value: Any) -> bool:
        return bool(value)


@record
class Among(_OfOneFact):
    options: frozenset[str]
    wanted: bool

    def holds(self, on: date, value: Any) -> bool:
        return (value in self.options) is self.wanted


@record
class Age(_OfOneFact):
    years: int
    under: bool

    def holds(self, on: date, value: Any) -> bool:
        return is_under(self.years, value, on) is self.under


@record
class Limit(_OfOneFact):
    """The day lies on the right side of a day counted from a known one."""

    days: int
    months: int
    last: bool

    def holds(self, on: date, value: Any) -> bool:
        edge = add_months(value, self.months) + timedelta(days=self.days)
        return on <= edge if self.last else on >= edge


@record
class Group:
    """``any`` is decided by one truth, ``all`` by one falsehood."""

    parts: tuple[Condition, ...]
    decisive: bool

    def judge(self, on: date, known: Known) -> bool | None:
        verdict: bool | None = not self.decisive
        for part in self.parts:
            one = part.judge(on, known)
            if one is self.decisive:
                return one
            if one is None:
                verdict = None
        return verdict

    def open_facts(self, on: date, known: Known) -> Iterator[str]:
        if self.judge(on, known) is None:
            for part in self.parts:
                yield from part.open_facts(on, known)


@record
class When:
    """A demand that only some are under. Nobody is asked about it before the guard."""

    guard: Condition
    demand: Condition

    def judge(self, on: date, known: Known) -> bool | None:
        guarded = self.guard.judge(on, known)
        if guarded is False:
            return True
        demanded = self.demand.judge(on, known)
        return demanded if guarded or demanded else None

    def open_facts(self, on: date, known: Known) -> Iterator[str]:
        if self.judge(on, known) is None:
            unknown_guard = self.guard.judge(on, known) is None
            yield from (self.guard if unknown_guard else self.demand).open_facts(
                on, known
            )


def compile_condition(table: Mapping[str, Any]) -> Condition:
    """The condition that a data table describes.

    Raises:
        ValueError: no such form, or a fact that does not exist.
    """
    match dict(table):
        case {"always": bool(value), **rest} if not rest:
            return Constant(value)
        case {"any": [*parts], **rest} if not rest:
            return Group(tuple(compile_condition(part) for part in parts), True)
        case {"all": [*parts], **rest} if not rest:
            return Group(tuple(compile_condition(part) for part in parts), False)
        case {"when": dict(guard), "then": dict(demand), **rest} if not rest:
            return When(compile_condition(guard), compile_condition(demand))
        case {"yes": str(fact), **rest} if not rest:
            return Yes(_fact(fact))
        case {"fact": str(fact), "among": [*options], **rest} if not rest:
            return Among(_fact(fact), _listed(fact, options), True)
        case {"fact": str(fact), "not_among": [*options], **rest} if not rest:
            return Among(_fact(fact), _listed(fact, options), False)
        case {"age_under": int(years), **rest} if not rest:
            return Age("birth_date", years, True)
        case {"age_from": int(years), **rest} if not rest:
            return Age("birth_date", years, False)
        case {"until": str(fact), **shift}:
            return _limit(fact, shift, last=True)
        case {"since": str(fact), **shift}:
            return _limit(fact, shift, last=False)
    raise ValueError(f"not a condition: {dict(table)!r}")


def _limit(fact: str, shift: dict[str, Any], *, last: bool) -> Limit:
    days, months = shift.pop("days", 0), shift.pop("months", 0)
    if shift:
        raise ValueError(f"a limit is shifted by days or months, not {shift!r}")
    return Limit(_fact(fact), days, months, last)


def _fact(name: str) -> str:
    if name not in FACTS:
        raise ValueError(f"no such fact: {name!r}")
    return name


def _listed(fact: str, options: list[str]) -> frozenset[str]:
    strange = set(options) - set(FACTS[_fact(fact)].options)
    if strange:
        raise ValueError(f"{fact} has no choice {sorted(strange)!r}")
    return frozenset(options)
