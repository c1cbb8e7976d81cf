"""Killed at any moment, and several programs at once: the trail stays one whole chain,
and every act that was done has its entry.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from kiosk.registry.seals import Sealer, unsealed
from kiosk.store.audit.verify import entries, verified
from kiosk.store.database import Store, open_store
from kiosk.store.health import check
from tests.registry.people import KEY
from tests.store.audit import crash

ROOT = Path(__file__).parents[3]


def run(what: str, folder: Path, seed: int) -> list[str]:
    child = subprocess.run(
        [sys.executable, "-m", "tests.store.audit.crash", what, folder, str(seed)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    assert child.stderr == ""
    lines: list[str] = json.loads(child.stdout)
    return lines


def whole(store: Store) -> Counter[str]:
    """How many entries of each kind there are in a trail that is whole, and matches
    the rows of drafts and users.
    """
    check(store)
    with store.read() as db:
        report = verified(db, store.trail_key)
        assert report.whole, report.state
        assert not unsealed(db, Sealer(KEY), report.seals, report.first_user).altered
        codes = Counter(entry.code for entry, _, _ in entries(db))
        assert codes["draft_begun"] == db["drafts"].count
        assert codes["registered"] == db["visits"].count
    return codes


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment(tmp_path: Path, seed: int) -> None:
    reported = Counter(line.split()[0] for line in run("kill", tmp_path, seed))
    assert reported.total() > crash.KILLS
    store = open_store(tmp_path / "store.db", KEY)
    kept = whole(store)
    store.close()
    # What was reported was durable; what came just before the kill may be there, too.
    assert kept >= reported
    assert kept.total() <= reported.total() + 2 * crash.KILLS


def test_several_programs_at_once(tmp_path: Path) -> None:
    lines = run("race", tmp_path, 20261124)
    assert [line for line in lines if line.startswith("failed")] == []
    reported = Counter(line.split()[0] for line in lines)
    assert reported.total() == crash.RACERS * crash.ACTS
    store = open_store(tmp_path / "store.db", KEY)
    kept = whole(store)
    store.close()
    # Each also registered once before.
    assert kept == reported + Counter(registered=crash.RACERS)
