"""Killed at any moment a thousand times: no finished field is lost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.store.database import Store, open_store
from kiosk.store.drafts import Draft, Drafts
from kiosk.store.health import check
from tests.registry.people import KEY
from tests.store.holders import NOW

ROOT = Path(__file__).parents[2]
BATCHES = 10
KILLS = 100


def killed_while_filling_in(folder: Path, seed: int) -> list[list[str]]:
    child = subprocess.run(
        [sys.executable, "-m", "tests.store.crash", folder, str(seed), str(KILLS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    assert child.stderr == ""
    return [line.split() for line in json.loads(child.stdout)]


def reopened(store: Store) -> dict[str, Draft]:
    drafts = Drafts(store)
    [holder] = {row[0] for row in store.db.execute("SELECT number FROM users")}
    notes = drafts.of(holder, NOW)
    return {str(note.id): drafts.open(note.id, holder, NOW) for note in notes}


@pytest.mark.parametrize("seed", range(BATCHES))
def test_a_hundred_kills(tmp_path: Path, seed: int) -> None:
    reports = killed_while_filling_in(tmp_path, seed)
    store = open_store(tmp_path / "store.db", KEY)
    check(store)
    drafts = reopened(store)
    store.close()
    assert {report[1] for report in reports} <= set(drafts)
    # What a field may hold: its last finished answer, or one begun after that.
    allowed: dict[tuple[str, str], set[str | None]] = {}
    for report in reports:
        if report[0] == "did":
            _, draft, field, answer = report
            allowed[draft, field] = {answer}
        elif report[0] == "will":
            _, draft, field, answer = report
            allowed.setdefault((draft, field), {None}).add(answer)
    assert sum(report[0] == "did" for report in reports) > KILLS
    for (draft, field), answers in allowed.items():
        kept = drafts[draft].answers.get(field)
        assert (kept and kept.rstrip()) in answers
    for number, whole in drafts.items():
        for field in whole.answers:
            assert (number, field) in allowed
        # Place and answer are saved together.
        assert not whole.answers or whole.place in whole.answers.values()
