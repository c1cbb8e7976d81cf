"""The line about faults survived is right, with and without workers."""

import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import pytest

@pytest.mark.parametrize("count", [1000, 600, 50])
def test_the_card(count, survived):
    for _ in range(count):
        survived("at the card")

def test_the_door(survived):
    survived("at the door")

def test_that_fails(survived):
    survived("at the door")
    raise AssertionError

def test_without_any():
    pass
"""
ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("workers", [[], ["-n", "2"]])
def test_counts_add_up_and_failures_do_not_count(
    tmp_path: Path, workers: list[str]
) -> None:
    """Where nothing was broken, nothing is said."""
    (tmp_path / "test_some.py").write_text(TESTS)
    told = run(tmp_path, *workers)
    line = "faults survived: 1,651; 1,650 at the card, 1 at the door"
    assert told.splitlines().count(line) == 1
    assert "survived" not in run(tmp_path, *workers, "-k", "without")


def run(folder: Path, *arguments: str) -> str:
    """The output of pytest with the plugin on a folder."""
    command = [sys.executable, "-m", "pytest", "-p", "tests.survived"]
    place = ["-c", str(folder / "none.ini"), "--rootdir", str(folder), str(folder)]
    (folder / "none.ini").write_text("[pytest]\n")
    done = subprocess.run(
        [*command, *place, *arguments, "-q", "-p", "no:cacheprovider"],
        capture_output=True,
        check=False,
        cwd=ROOT,
        text=True,
        timeout=60,
    )
    return done.stdout
