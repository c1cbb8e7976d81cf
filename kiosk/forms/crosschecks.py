"""What several answers say together. The data of a sheet names a check and its fields.

A check looks only at answers that are there and well formed: what is missing or
misspelt is told once, by the check of the field.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from kiosk.forms.application import Application
from kiosk.forms.findings import Finding, error, warning
from kiosk.forms.options import find, options
from kiosk.forms.values import UNKNOWN_DATE, as_date, first_day
from kiosk.message import say
from kiosk.record import record
from kiosk.rules.days import opens_on
from kiosk.rules.vocabulary import Procedure

COUNTER: Final = "窓口"
RELATIVES: Final = 6
DAYS_A_MONTH: Final = 30
SHORT_STAY: Final = 3 * DAYS_A_MONTH
FIRST: Final = "01"
HOURS_A_WEEK: Final = 28


@record
class Case:
    """The application, its answers with what conditions may ask, the day of filing."""

    application: Application
    answers: Mapping[str, str]
    on: date

    def answer(self, field: str) -> str:
        """The answer of a field; empty when there is none."""
        return self.answers.get(field, "")

    def day(self, field: str) -> date | None:
        """The day that a field says, if it is one."""
        return as_date(self.answer(field))


def _one_of(case: Case, *fields: str) -> Iterator[Finding]:
    """電話番号 又は 携帯電話番号: one is enough, none is not."""
    if not any(case.answer(field) for field in fields):
        yield error(say("form.one_of"), *fields)


def _one_of_begun(case: Case, *fields: str) -> Iterator[Finding]:
    """The same for a person of whom something else is told."""
    group = fields[0].rpartition(".")[0] + "."
    if any(name.startswith(group) for name in case.application.answers):
        yield from _one_of(case, *fields)


def _not_after_today(case: Case, field: str) -> Iterator[Finding]:
    day = as_date(first_day(case.answer(field)))
    if day and day > case.on and case.answer(field) != UNKNOWN_DATE:
        yield error(say("form.not_yet"), field)


def _birth_dates(case: Case, group: str) -> Iterator[Finding]:
    for n in range(1, RELATIVES + 1):
        yield from _not_after_today(case, f"{group}.{n}.birth_date")


def _relatives(case: Case, group: str) -> Iterator[Finding]:
    """They are written from the first on; a seventh does not fit on the form."""
    told = [
        any(name.startswith(f"{group}.{n}.") for name in case.application.answers)
        for n in range(1, RELATIVES + 1)
    ]
    if any(told[n] and not told[n - 1] for n in range(1, RELATIVES)):
        yield warning(say("form.relatives_gap"), f"{group}.1.name")
    if all(told):
        yield warning(
            say("form.relatives_full"), f"{group}.{RELATIVES}.name", "remarks"
        )


def _order(case: Case, first: str, then: str) -> Iterator[Finding]:
    begin, end = case.day(first), case.day(then)
    if begin and end and end < begin:
        yield error(say("form.order"), then, first)


def _order_months(case: Case, first: str, then: str) -> Iterator[Finding]:
    begin = as_date(case.answer(first) + FIRST)
    end = as_date(case.answer(then) + FIRST)
    if begin and end and end < begin:
        yield error(say("form.order"), then, first)


def _at_most(case: Case, part: str, whole: str) -> Iterator[Finding]:
    few, many = case.answer(part), case.answer(whole)
    if few.isdecimal() and many.isdecimal() and int(few) > int(many):
        yield error(say("form.at_most"), part, whole)


def _expired(case: Case, field: str) -> Iterator[Finding]:
    """A passport that has run out can be shown; the office will ask about it."""
    day = case.day(field)
    if day and day < case.on:
        yield warning(say("form.passport_expired"), field)


def _stay(case: Case, field: str) -> Iterator[Finding]:
    """Not online on the last day of the stay, nor after it."""
    day = case.day(field)
    if day and day < case.on:
        yield error(say("form.stay_over"), field)
    elif day == case.on:
        yield error(say("form.stay_last_day"), field)


def _stay_within_three_months(case: Case, field: str, period: str) -> Iterator[Finding]:
    """更新 opens about three months before; for a stay of up to that, at its half."""
    day = case.day(field)
    if day and case.on < (_half(day, case.answer(period)) or opens_on(day)):
        yield warning(say("form.stay_early"), field, period)


def _half(expires: date, period: str) -> date | None:
    """The middle of a stay of three months or less; None for a longer one."""
    entry = find("periods_held", "", period)
    length = re.fullmatch(r"([0-9]+)([dm])", (entry.code if entry else None) or "")
    if length is None:
        return None
    days = int(length[1]) * (DAYS_A_MONTH if length[2] == "m" else 1)
    return expires - timedelta(days=days // 2) if days <= SHORT_STAY else None


def _residence(
    case: Case, prefecture: str, municipality: str, area: str
) -> Iterator[Finding]:
    """申請対象者の住居地 is the prefecture, or the town of its own list."""
    lived, town = case.answer(prefecture), case.answer(municipality)
    chosen = case.answer(area)
    if not lived or not chosen:
        return
    listed = [entry.value for entry in options("residences")]
    wanted = next(
        (name for name in listed if name != lived and (lived + town).startswith(name)),
        lived,
    )
    if not chosen.startswith(lived):
        yield error(say("form.residence", area=wanted), area, prefecture)
    elif chosen != wanted:
        yield warning(say("form.residence", area=wanted), area, municipality)


def _counter(case: Case, receipt: str) -> Iterator[Finding]:
    """再入国許可申請を同時に申請する方は、「窓口」."""
    together = Procedure.REENTRY in case.application.accompanying
    if together and case.answer(receipt) not in ("", COUNTER):
        yield error(say("form.counter"), receipt)


def _chosen_together(case: Case, field: str) -> Iterator[Finding]:
    """What is filed together is also marked on the form."""
    name = field.rpartition(".")[2]
    if (name in case.application.accompanying) != bool(case.answer(field)):
        yield error(say("form.together"), field)


def _same(case: Case, field: str, main: str) -> Iterator[Finding]:
    """The common part says again what the main form says."""
    again, first = case.answer(field), case.answer(main)
    if again and first and again != first:
        yield warning(say("form.differs"), field, main)


def _hours(case: Case, field: str) -> Iterator[Finding]:
    """28 hours a week is the general permission's bound."""
    hours = case.answer(field)
    if hours.isdecimal() and int(hours) > HOURS_A_WEEK:
        yield warning(say("form.hours", limit=HOURS_A_WEEK), field)


def _sector_task(case: Case, task: str, sector: str) -> Iterator[Finding]:
    """A 業務区分 names the 特定産業分野 that it belongs to."""
    done, field = case.answer(task), case.answer(sector)
    if done and field and field not in done:
        yield error(say("form.choice_beside", other=field), task, sector)


def _from_today(case: Case, field: str) -> Iterator[Finding]:
    """A journey that is planned does not begin before the day of filing."""
    day = case.day(field)
    if day and day < case.on:
        yield warning(say("form.past"), field)


CHECKS: Final[Mapping[str, Callable[..., Iterator[Finding]]]] = {
    "one_of": _one_of,
    "one_of_begun": _one_of_begun,
    "not_after_today": _not_after_today,
    "birth_dates": _birth_dates,
    "relatives": _relatives,
    "order": _order,
    "order_months": _order_months,
    "at_most": _at_most,
    "sector_task": _sector_task,
    "expired": _expired,
    "stay": _stay,
    "stay_within_three_months": _stay_within_three_months,
    "residence": _residence,
    "counter": _counter,
    "chosen_together": _chosen_together,
    "same": _same,
    "hours": _hours,
    "from_today": _from_today,
}
