"""Killed at any moment, and started twice: nobody loses an ID or gets two."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from kiosk.registry.auth_id import parse
from kiosk.store.database import Store, open_store
from kiosk.store.health import check
from kiosk.store.keys import FileKey
from tests.registry import crash
from tests.registry.people import NOON, applicant

ROOT = Path(__file__).parents[2]
HALF_REGISTERED = """
    SELECT number FROM users
    WHERE number NOT IN (SELECT user FROM card_keys)
    OR number NOT IN (SELECT user FROM people)
    OR number NOT IN (SELECT user FROM visits)
"""


def run(what: str, folder: Path, seed: int = 20261124) -> Any:
    child = subprocess.run(
        [sys.executable, "-m", "tests.registry.crash", what, folder, str(seed)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    assert child.stderr == ""
    return json.loads(child.stdout)


def reopened(folder: Path) -> Store:
    key = FileKey(folder / "store.key", folder / "store.db").load_or_create()
    return open_store(folder / "store.db", key)


def ids_of_people(store: Store) -> dict[str, str]:
    with store.read() as db:
        rows = list(db.execute("SELECT name, auth_id FROM users"))
        integrity = db.execute("PRAGMA integrity_check").fetchall()
    assert integrity == [("ok",)]
    assert len({name for name, _ in rows}) == len(rows), "somebody has two IDs"
    return dict(rows)


def test_a_hundred_kills(tmp_path: Path) -> None:
    reports = [line.split() for line in run("kill", tmp_path)]
    assert len(reports) > crash.LOOP_KILLS
    for folder in sorted(tmp_path.iterdir()):
        store = reopened(folder)
        check(store)
        kept = ids_of_people(store)
        for visit, person, auth_id in reports:
            if visit.partition("-")[0] == folder.name:
                assert kept[applicant(int(person)).name] == parse(auth_id)
        with store.read() as db:
            assert db.execute(HALF_REGISTERED).fetchall() == []
        store.close()


def test_who_was_killed_registers_again_and_gets_the_same_id(tmp_path: Path) -> None:
    reports = [line.split() for line in run("kill", tmp_path, seed=7)]
    registry = crash.registry_in(tmp_path / "loop")
    for visit, person, auth_id in reports:
        if visit.startswith("loop-"):
            again = registry.register(visit, applicant(int(person)), NOON)
            assert (again.auth_id, again.new) == (auth_id, False)
            later = registry.register("later" + visit, applicant(int(person)), NOON)
            assert (later.auth_id, later.new) == (auth_id, False)


def test_four_processes_at_once_make_one_key_one_store_and_one_id(
    tmp_path: Path,
) -> None:
    races = run("race", tmp_path)
    assert len(races) == crash.RACES
    for lines in races:
        assert len(lines) == crash.RACERS
        new, ids = zip(*(line.split() for line in lines), strict=True)
        assert sorted(new) == ["0", "0", "0", "1"]
        assert len(set(ids)) == 1
    for folder in tmp_path.iterdir():
        store = reopened(folder)
        assert len(ids_of_people(store)) == 2
        store.close()
