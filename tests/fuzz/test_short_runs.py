"""Every parser of what comes from outside, fuzzed for a moment, with its corpus."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tests.missing import missing

FUZZ = Path(__file__).parents[2] / "fuzz"
HARNESSES = sorted(folder.name for folder in (FUZZ / "corpus").iterdir())
SECONDS = 2
MOST_SECONDS = 180.0


@pytest.fixture(autouse=True)
def atheris() -> None:
    """Skip with a reason on a machine without it; fail there in CI."""
    if importlib.util.find_spec("atheris") is not None:
        return
    reason = "not installed: atheris (see README, development)"
    missing(reason)


@pytest.mark.parametrize("harness", HARNESSES)
def test_nothing_is_found_in_a_moment(harness: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, str(FUZZ / "run.py"), harness),
            *("--seconds", str(SECONDS), "--keep", str(tmp_path)),
        ],
        capture_output=True,
        check=False,
        text=True,
        timeout=MOST_SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_harness_has_a_corpus_and_is_run() -> None:
    programs = {path.stem for path in FUZZ.glob("*.py") if "fuzz(" in path.read_text()}
    assert programs - {"harness"} == set(HARNESSES)


def test_what_gives_way_is_found(tmp_path: Path) -> None:
    """A harness whose parser raises what it never may: the run tells, and keeps it."""
    broken = tmp_path / "broken.py"
    broken.write_text(
        "import sys\n"
        f"sys.path.insert(0, {str(FUZZ)!r})\n"
        "from harness import expect, fuzz\n"
        "fuzz(lambda data: expect(b'!' not in data, 'no exclamation mark'))\n"
    )
    done = subprocess.run(
        [sys.executable, broken, "-max_total_time=20", f"-artifact_prefix={tmp_path}/"],
        capture_output=True,
        check=False,
        text=True,
        timeout=MOST_SECONDS,
    )
    assert done.returncode != 0
    assert "no exclamation mark" in done.stderr + done.stdout
    assert [b"!" in path.read_bytes() for path in tmp_path.glob("crash-*")] == [True]
