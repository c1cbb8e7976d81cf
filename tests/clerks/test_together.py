"""A kiosk, staff and the command line at work on one store at once.

Nobody is told that it is locked, nothing that was kept is lost, and the audit trail is
whole and has every act. Some seconds, and ten minutes where the environment says
``MADOGUCHI_LONG=1``; what came of it is told by ``--log-cli-level=info``.
"""

import json
import logging
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from kiosk.registry.seals import Sealer, unsealed
from kiosk.registry.staff import Staff
from kiosk.secret import Secret
from kiosk.store.audit.verify import entries, verified
from kiosk.store.database import open_store
from kiosk.store.health import check
from tests.clerks import together
from tests.registry.people import KEY, NOON, seeded

ROOT = Path(__file__).parents[2]
SECONDS = 600 if os.environ.get("MADOGUCHI_LONG") == "1" else 8
RECORDED = ("registered", "draft_begun", "draft_deleted", "contact_corrected")

logger = logging.getLogger(__name__)


def at_work(what: str, folder: Path, seed: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.clerks.together", what),
            *(str(folder), str(SECONDS), str(seed)),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def told(process: subprocess.Popen[str]) -> dict[str, Any]:
    out, errors = process.communicate(timeout=SECONDS + 120)
    assert process.returncode == 0, errors
    assert errors == ""
    report: dict[str, Any] = json.loads(out)
    return report


def test_nothing_is_lost_and_nobody_is_locked_out(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.db", KEY)
    staff = Staff(store, KEY, seeded(1), together.CHEAP)
    for code, role in together.MEMBERS.items():
        staff.add(code, role, Secret.of(together.PASSWORD), NOON)
    store.close()
    works = ("kiosk", "staff", "command")
    processes = [at_work(what, tmp_path, seed) for seed, what in enumerate(works)]
    reports = dict(zip(works, map(told, processes), strict=True))
    for what, report in reports.items():
        logger.info("%s: %s, %s", what, report["done"], report["slowest"])
        assert report["logged"] == []
        assert report["failed"] == []
    kiosk, desk = reports["kiosk"], reports["staff"]
    store = open_store(tmp_path / "store.db", KEY)
    check(store)
    with store.read() as db:
        trail = verified(db, store.trail_key)
        assert trail.whole
        assert not unsealed(db, Sealer(KEY), trail.seals, trail.first_user).altered
        recorded = Counter(entry.code for entry, _, _ in entries(db))
        for draft, answers in kiosk["drafts"].items():
            rows = db.execute(
                "SELECT field, answer FROM draft_answers WHERE draft = ?", (draft,)
            )
            assert dict(rows.fetchall()) == answers
        for user, phone in desk["phones"].items():
            sql = "SELECT phone FROM users WHERE number = ?"
            assert db.execute(sql, (user,)).fetchone() == (phone,)
        for user in desk["deleted"]:
            sql = "SELECT 1 FROM users WHERE number = ?"
            assert db.execute(sql, (user,)).fetchone() is None
        assert db["drafts"].count == len(kiosk["drafts"])
        assert db["staff"].count == len(together.MEMBERS)
    done = Counter(kiosk["done"]) + Counter(desk["done"])
    for code in (*RECORDED, "user_deleted", "user_exported"):
        assert recorded[code] == done[code], code
        assert done[code], code
    store.close()
