"""Answers checklists in child processes and kills them; run by ``test_usage_crash``.

    python -m tests.registry.usage_crash FOLDER SEED KILLS

It writes what the children reported, as JSON.
"""

import json
import os
import sys
from datetime import date
from itertools import count
from pathlib import Path
from random import Random

from kiosk.registry.registry import Registry
from kiosk.registry.usage import UsageRequests
from kiosk.store.database import open_store
from tests.registry.crash import Report, forked, killed_after
from tests.registry.people import KEY, NOON, applicant

ROLE = "organization_staff"
QUESTIONS = 12
TODAY = date(2026, 11, 24)


def answer_on(path: Path, label: str, random: Random, report: Report) -> None:
    """Answer, hand in and take back, saying before and after each what is done."""
    store = open_store(path, KEY)
    registry = Registry(store, KEY, os.urandom)
    own = applicant(1, role=ROLE)
    auth_id = registry.register("visit", own, NOON).auth_id
    user = registry.holder(auth_id, own.public_key)
    assert user is not None
    requests = UsageRequests(store, KEY)
    for number in count():
        told = f"{random.randrange(QUESTIONS)} {label}-{number}"
        question, answer = told.split()
        report(f"will {told}")
        if random.random() < 0.2:
            requests.send(user, TODAY, NOON, {question: answer})
            report(f"did {told}")
            requests.take_back(user, NOON)
        else:
            requests.save(user, {question: answer}, NOON)
            report(f"did {told}")


def main(folder: Path, seed: int, kills: int) -> list[str]:
    random = Random(seed)  # noqa: S311
    path = folder / "store.db"
    reports = []
    for turn in range(kills):
        own = Random(random.randrange(1 << 30))  # noqa: S311
        child, reading = forked(
            lambda report, t=turn, r=own: answer_on(path, str(t), r, report)  # type: ignore[misc]
        )
        lines = random.choice((0, 1, 2, 3, 5, 8))
        reports += killed_after(child, reading, lines, random.uniform(0, 0.003))
    return reports


if __name__ == "__main__":
    reported = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(reported))
