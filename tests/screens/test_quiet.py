"""Presses that are meant for the page before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.screens.quiet import BURST_SECONDS, Quiet


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_first_page_hears_at_once(clock: Clock) -> None:
    assert Quiet(0.4, clock).hears()


def test_second_press_is_not_an_answer(clock: Clock) -> None:
    quiet = Quiet(0.4, clock)
    quiet.begin()
    clock.seconds += 0.2
    assert not quiet.hears()


def test_press_after_a_look_is_one(clock: Clock) -> None:
    quiet = Quiet(0.4, clock)
    quiet.begin()
    clock.seconds += 0.41
    assert quiet.hears()


@given(st.lists(st.floats(0.0, 0.39), min_size=1, max_size=50))
def test_held_key_never_answers(pauses: list[float]) -> None:
    clock = Clock()
    quiet = Quiet(0.4, clock)
    quiet.begin()
    for pause in pauses:
        clock.seconds += pause
        assert not quiet.hears()
    clock.seconds += 0.41
    assert quiet.hears()


def test_scanned_digits_choose_nothing(clock: Clock) -> None:
    quiet = Quiet(0.4, clock)
    assert quiet.hears_key()
    for _ in range(16):
        clock.seconds += BURST_SECONDS / 5
        assert not quiet.hears_key()
    clock.seconds += BURST_SECONDS * 2
    assert quiet.hears_key()


def test_without_a_time_every_press_is_heard(clock: Clock) -> None:
    quiet = Quiet(0, clock)
    quiet.begin()
    assert quiet.hears()
    assert quiet.hears_key()
    assert quiet.hears_key()
