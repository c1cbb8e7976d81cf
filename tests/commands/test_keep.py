"""What has a fault is started again, as long as that helps."""

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from kiosk.commands.keep import FAULT_SECONDS, FAULT_STATUS, MOST_FAULTS, kept

SECONDS_APART = FAULT_SECONDS / MOST_FAULTS


class Kept:
    """Runs a program that ends each time as it is told."""

    def __init__(self, seconds_apart: float = 0.0) -> None:
        self.shown = 0
        self.reported: list[int] = []
        self._times: Iterator[float] = count(0.0, seconds_apart)

    def runs(self, script: str) -> int:
        return kept(
            [sys.executable, "-I", "-S", "-c", script],
            self._show,
            self.reported.append,
            lambda: next(self._times),
        )

    def _show(self) -> None:
        self.shown += 1


@pytest.mark.parametrize("status", [0, 1, 2])
def test_who_ends_by_itself_has_ended(status: int) -> None:
    own = Kept()
    assert own.runs(f"raise SystemExit({status})") == status
    assert own.shown == 0
    assert own.reported == []


@pytest.mark.parametrize(
    ("how", "told"),
    [
        (f"raise SystemExit({FAULT_STATUS})", FAULT_STATUS),
        ("import os; os.kill(os.getpid(), 9)", -9),
        ("import os; os.kill(os.getpid(), 11)", -11),
    ],
)
def test_a_fault_is_shown_and_told_each_time_until_it_is_the_systems(
    how: str, told: int
) -> None:
    own = Kept()
    assert own.runs(how) == FAULT_STATUS
    assert own.reported == [told] * (MOST_FAULTS + 1)
    assert own.shown == MOST_FAULTS + 1


def test_faults_that_are_far_from_each_other_are_not_added_up(
    tmp_path: Path,
) -> None:
    runs = tmp_path / "runs"
    script = f"""
with open({str(runs)!r}, "a+") as told:
    told.write("x")
    told.seek(0)
    raise SystemExit({FAULT_STATUS} if len(told.read()) <= 10 else 0)
"""
    own = Kept(SECONDS_APART)
    assert own.runs(script) == 0
    assert own.shown == 10


def test_the_word_to_end_is_no_fault() -> None:
    own = Kept()
    assert own.runs("import os; os.kill(os.getpid(), 15)") == 0
    assert own.shown == 0
