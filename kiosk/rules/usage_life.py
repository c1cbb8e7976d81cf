"""Where a usage request stands, how long its approval holds, when its report is due."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from kiosk.record import record
from kiosk.rules import usage
from kiosk.rules.calendar import add_months, period_end
from kiosk.rules.usage import About, CountedFrom, Note, Row
from kiosk.rules.vocabulary import Role


class State(StrEnum):
    """Where a request stands. That an approval is over is told by its day alone."""

    DRAFT = "draft"
    """Its clerk is still going through the checklist."""
    SENT = "sent"
    """Its clerk says that the immigration office has it."""
    APPROVED = "approved"
    REFUSED = "refused"


class Phase(StrEnum):
    """How an approval stands on a day."""

    GOOD = "good"
    DUE = "due"
    """The Agency's reminder is out: the periodic report is to be handed in."""
    LATE = "late"
    """It may not be through in time any more."""
    OVER = "over"


@record
class Term:
    """An approval that holds until ``until``, the day included. ``due`` is the day by
    which the report should be handed in, ``remind`` the first day to speak of it.
    """

    until: date
    due: date
    remind: date

    def phase(self, on: date) -> Phase:
        """How it stands."""
        if on > self.until:
            return Phase.OVER
        if on > self.due:
            return Phase.LATE
        return Phase.DUE if on >= self.remind else Phase.GOOD


def term(until: date, role: Role) -> Term:
    """The days of an approval."""
    row = _in_force(usage.reports(), until, role)
    return Term(
        until, add_months(until, -row.due_months), add_months(until, -row.remind_months)
    )


def prolonged(until: date, reported: date, role: Role) -> date:
    """The new end after a report, as the rules of its day say.

    Where they do not say from which day its years run, they run from the report's:
    that is never too long.
    """
    life = _in_force(usage.lives(), reported, role)
    begin = until if life.counted_from is CountedFrom.END else reported
    return max(until, period_end(begin, 12 * life.years))


def uncertain(
    on: date, role: Role, approved: date | None, reported: date | None, *, counted: bool
) -> tuple[Note, ...]:
    """What is to be said of an end: how it was ``counted`` here, and that an approval
    from before a change was not lengthened by it.
    """
    last = max((day for day in (approved, reported) if day is not None), default=None)
    return tuple(
        own
        for own in usage.notes()
        if own.holds(on, role)
        and (
            (own.about is About.LIFE and counted and _is_since(last, own))
            or (own.about is About.OLDER and not _is_since(last, own))
        )
    )


def _is_since(day: date | None, own: Note) -> bool:
    return day is not None and own.from_ is not None and day >= own.from_


_Kind = TypeVar("_Kind", bound=Row)


def _in_force(rows: Iterable[_Kind], on: date, role: Role) -> _Kind:
    for own in rows:
        if own.holds(on, role):
            return own
    raise LookupError(f"the data have nothing of reports for {role} on {on}")
