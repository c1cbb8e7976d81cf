"""Killed at any moment: at most the answer that was just being given is lost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.registry.usage import UsageRequests
from kiosk.rules.usage_life import State
from kiosk.store.audit.verify import verify
from kiosk.store.database import open_store
from kiosk.store.health import check
from tests.registry.people import KEY

ROOT = Path(__file__).parents[2]
BATCHES = 4
KILLS = 100


@pytest.mark.parametrize("seed", range(BATCHES))
def test_a_hundred_kills(tmp_path: Path, seed: int) -> None:
    child = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.registry.usage_crash",
            tmp_path,
            str(seed),
            str(KILLS),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    assert child.stderr == ""
    reports = [line.split() for line in json.loads(child.stdout)]
    store = open_store(tmp_path / "store.db", KEY)
    check(store)
    assert verify(store).whole
    [user] = {row[0] for row in store.db.execute("SELECT number FROM users")}
    kept = UsageRequests(store, KEY).of(user)
    store.close()
    assert kept is not None
    assert kept.state in (State.DRAFT, State.SENT)
    assert (kept.sent_on is None) == (kept.state is State.DRAFT)
    # What a question may hold: its last finished answer, or one begun after that.
    allowed: dict[str, set[str | None]] = {}
    for what, question, answer in reports:
        if what == "did":
            allowed[question] = {answer}
        else:
            allowed.setdefault(question, {None}).add(answer)
    assert sum(report[0] == "did" for report in reports) > KILLS
    assert set(kept.answers) <= set(allowed)
    for question, answers in allowed.items():
        assert kept.answers.get(question) in answers
