"""The days that a person has to know, counted from the facts."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from kiosk.rules.calendar import add_months, period_end
from kiosk.rules.facts import Known

OPENS_MONTHS_BEFORE = 3
SPECIAL_PERIOD_MONTHS = 2


def last_online_day(stay_expires: date) -> date:
    """The eve of the last day of the stay."""
    return stay_expires - timedelta(days=1)


def opens_on(stay_expires: date) -> date:
    """From about this day an extension is taken."""
    return add_months(stay_expires, -OPENS_MONTHS_BEFORE)


def special_until(stay_expires: date) -> date:
    """The stay goes on at most to this day while an application is pending.

    入管法 第20条第6項, 第21条第4項: two months from the end of the stay.
    """
    return period_end(stay_expires, SPECIAL_PERIOD_MONTHS)


def acquisition_by(event: date) -> date:
    """入管法 第22条の2第2項: within 30 days of the event."""
    return event + timedelta(days=30)


def without_status_until(event: date) -> date:
    """入管法 第22条の2第1項: 60 days without a status of residence."""
    return event + timedelta(days=60)


_COUNTED: Mapping[str, tuple[str, Callable[[date], date]]] = MappingProxyType(
    {
        "stay_expires": ("stay_expires", lambda day: day),
        "last_online_day": ("stay_expires", last_online_day),
        "opens_on": ("stay_expires", opens_on),
        "special_until": ("stay_expires", special_until),
        "acquisition_by": ("birth_or_loss_date", acquisition_by),
        "without_status_until": ("birth_or_loss_date", without_status_until),
    }
)


def counted(names: tuple[str, ...], known: Known) -> dict[str, str] | None:
    """The named days as ISO text; None when a fact they need is unknown.

    Raises:
        KeyError: no such day is known here.
    """
    result = {}
    for name in names:
        fact, count = _COUNTED[name]
        value = known.get(fact)
        if not isinstance(value, date):
            return None
        result[name] = count(value).isoformat()
    return result
