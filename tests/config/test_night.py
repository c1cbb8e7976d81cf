"""A terminal looks after itself while nobody is served."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config.models import HoursSettings
from kiosk.config.needs import NeedsError
from kiosk.config.night import clock, mornings, night_of
from kiosk.hours import DAY, Span

OFFICE = HoursSettings(monday=((540, 720), (780, 1020)), friday=((510, 1020),))
WEEKDAYS = "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"


def week(days: Mapping[str, Span]) -> HoursSettings:
    settings: dict[str, Any] = {day: (span,) for day, span in days.items()}
    return HoursSettings(**settings)


def times(hours: HoursSettings) -> list[str]:
    night = night_of(hours)
    return [
        clock(own) for own in (night.backup, night.lists, night.upgrade, night.reboot)
    ]


@pytest.mark.parametrize("hours", [HoursSettings(), OFFICE])
def test_at_night_where_nothing_speaks_against_it(hours: HoursSettings) -> None:
    assert times(hours) == ["02:00", "02:30", "03:00", "04:30"]


def test_a_desk_that_is_open_at_night_is_looked_after_beside_that() -> None:
    late = HoursSettings(saturday=((18 * 60, DAY),), sunday=((0, 4 * 60),))
    assert times(late) == ["04:00", "04:30", "05:00", "06:30"]
    early = HoursSettings(monday=((4 * 60 + 30, 12 * 60),))
    assert times(early) == ["01:30", "02:00", "02:30", "04:00"]


def test_a_desk_that_never_closes_is_refused() -> None:
    always = week(dict.fromkeys(WEEKDAYS, (0, DAY)))
    with pytest.raises(NeedsError, match="no three hours are closed"):
        night_of(always)


@given(
    st.dictionaries(
        st.sampled_from(WEEKDAYS),
        st.tuples(st.integers(0, DAY - 1), st.integers(1, DAY)).filter(
            lambda span: span[0] < span[1]
        ),
        min_size=1,
    )
)
def test_none_of_it_is_done_while_the_desk_is_open(days: dict[str, Span]) -> None:
    settings = week(days)
    try:
        night = night_of(settings)
    except NeedsError:
        return
    hours = settings.hours
    assert hours is not None
    monday = datetime.fromisoformat("2026-11-23 00:00")
    for day in range(7):
        begin = monday + timedelta(days=day, minutes=night.backup)
        for minute in range(180):
            assert not hours.is_open(begin + timedelta(minutes=minute))


def test_a_slip_before_each_opening() -> None:
    assert mornings(OFFICE) == ("Mon *-*-* 08:45", "Fri *-*-* 08:15")


def test_a_slip_of_the_day_before_where_a_desk_opens_at_midnight() -> None:
    early = HoursSettings(monday=((5, 600),))
    assert mornings(early) == ("Sun *-*-* 23:50",)


@pytest.mark.parametrize("hours", [HoursSettings(), replace(OFFICE, slip_minutes=0)])
def test_a_timer_has_a_time_even_where_nothing_is_printed(hours: HoursSettings) -> None:
    assert mornings(hours) == ("*-*-* 08:45",)
