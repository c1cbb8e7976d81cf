"""Times and texts as the store keeps them."""

import traceback
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.store.values import refuse_broken_text, stamp

ZONES = st.integers(-23, 23).map(lambda hours: timezone(timedelta(hours=hours)))
TIMES = st.datetimes(
    datetime(1, 1, 2),  # noqa: DTZ001
    datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=ZONES,
)


@given(TIMES, TIMES)
def test_stamps_sort_as_their_times_do(one: datetime, other: datetime) -> None:
    assert (stamp(one) < stamp(other)) == (one < other)


@given(TIMES)
def test_a_stamp_is_its_time(time: datetime) -> None:
    assert datetime.fromisoformat(stamp(time)) == time


def test_a_time_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        stamp(datetime(2026, 11, 24))  # noqa: DTZ001


@given(st.text())
def test_any_whole_text_passes(text: str) -> None:
    refuse_broken_text(text)


def test_half_a_character_is_refused_without_saying_which() -> None:
    broken = "secret \ud800"
    with pytest.raises(ValueError, match="not Unicode") as caught:
        refuse_broken_text("whole", broken)
    assert "secret" not in "".join(traceback.format_exception(caught.value))
