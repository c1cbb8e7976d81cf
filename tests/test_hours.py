"""When a desk is open, and when it opens next."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hours import DAY, Hours

MORNING, AFTERNOON = (540, 720), (780, 1020)
NEW_YEAR = (date(2026, 12, 29), date(2027, 1, 3))
OFFICE = Hours((*[(MORNING, AFTERNOON)] * 5, (MORNING,), ()), (NEW_YEAR,))
"""Closed at noon, on Saturday afternoons, on Sundays and around New Year."""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-25 08:59", False),  # a Wednesday
        ("2026-11-25 09:00", True),
        ("2026-11-25 11:59", True),
        ("2026-11-25 12:00", False),
        ("2026-11-25 13:00", True),
        ("2026-11-25 17:00", False),
        ("2026-11-28 11:00", True),  # Saturday
        ("2026-11-28 14:00", False),
        ("2026-11-29 11:00", False),  # Sunday
        ("2026-12-28 11:00", True),
        ("2026-12-29 11:00", False),
        ("2027-01-03 11:00", False),
        ("2027-01-04 11:00", True),
    ],
)
def test_a_desk_is_open_from_the_first_minute_to_the_last(
    moment: str, is_open: bool
) -> None:
    assert OFFICE.is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-25 08:00", "2026-11-25 09:00"),
        ("2026-11-25 09:00", "2026-11-25 13:00"),
        ("2026-11-25 12:30", "2026-11-25 13:00"),
        ("2026-11-25 18:00", "2026-11-26 09:00"),
        ("2026-11-28 14:00", "2026-11-30 09:00"),
        ("2026-12-28 17:00", "2027-01-04 09:00"),
    ],
)
def test_the_next_opening(moment: str, opens: str) -> None:
    assert OFFICE.opens_after(at(moment)) == at(opens)


def test_a_desk_that_never_opens() -> None:
    assert Hours(((),) * 7).opens_after(at("2026-11-25 12:00")) is None


@given(st.datetimes(at("2026-01-01 00:00"), at("2027-12-31 00:00")))
def test_at_its_opening_it_is_open_and_it_was_not_open_just_before(
    moment: datetime,
) -> None:
    opens = OFFICE.opens_after(moment)
    assert opens is not None
    assert opens > moment
    assert OFFICE.is_open(opens)
    assert not OFFICE.is_open(opens - timedelta(minutes=1))


def test_a_day_may_last_until_midnight() -> None:
    hours = Hours((((0, DAY),),) * 7)
    assert hours.is_open(at("2026-11-25 23:59"))
    assert hours.is_open(at("2026-11-26 00:00"))
