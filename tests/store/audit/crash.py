"""Registers, begins drafts and notes things in child processes; run by ``test_crash``.

    python -m tests.store.audit.crash kill|race FOLDER SEED

A program of its own, because it forks (see ``tests.registry.crash``). It writes what
the children reported, as JSON.
"""

import json
import os
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from random import Random

from kiosk.registry.registry import Registry
from kiosk.store.audit.events import StaffCalled
from kiosk.store.audit.trail import Trail
from kiosk.store.database import Store, open_store
from kiosk.store.drafts import Drafts
from tests.registry.crash import Report, forked, killed_after
from tests.registry.people import KEY, NOON, applicant
from tests.store.holders import LATER

KILLS = 120
RACERS = 4
ACTS = 60


def acts(store: Store, label: str, random: Random) -> Callable[[int], str]:
    """One act after another; what each returns was done durably, with its entry."""
    registry = Registry(store, KEY, os.urandom)
    drafts, trail = Drafts(store), Trail(store)
    own = applicant(1)
    registry.register(label, own, NOON)
    [holder] = {row[0] for row in store.db.execute("SELECT number FROM users")}

    def act(number: int) -> str:
        match random.randrange(4):
            case 0:
                registry.register(f"{label}-{number}", own, NOON)
                return "registered"
            case 1:
                return f"draft_begun {drafts.begin(holder, 'coe', NOON, LATER).id}"
            case 2:
                registry.login("0000000000000000", own.public_key, NOON)
                return "logged_in"
            case _:
                trail.note(StaffCalled(), NOON)
                return "staff_called"

    return act


def on_and_on(path: Path, label: str, random: Random, report: Report) -> None:
    act = acts(open_store(path, KEY), label, random)
    for number in count():
        report(act(number))


def some(path: Path, label: str, random: Random, report: Report) -> None:
    act = acts(open_store(path, KEY), label, random)
    try:
        for number in range(ACTS):
            report(act(number))
    except Exception as error:
        report(f"failed {type(error).__name__} {error}")


def kill(folder: Path, seed: int) -> list[str]:
    random = Random(seed)  # noqa: S311
    reports = []
    for turn in range(KILLS):
        own = Random(random.randrange(1 << 30))  # noqa: S311
        child, reading = forked(
            lambda report, t=turn, r=own: on_and_on(  # type: ignore[misc]
                folder / "store.db", f"turn-{t}", r, report
            )
        )
        lines = random.choice((0, 1, 2, 3, 5))
        reports += killed_after(child, reading, lines, random.uniform(0, 0.004))
    return reports


def race(folder: Path, seed: int) -> list[str]:
    children = [
        forked(
            lambda report, n=racer: some(  # type: ignore[misc]
                folder / "store.db",
                f"racer-{n}",
                Random(seed + n),  # noqa: S311
                report,
            )
        )
        for racer in range(RACERS)
    ]
    lines = []
    for child, reading in children:
        text = b""
        while more := os.read(reading, 65536):
            text += more
        os.close(reading)
        os.waitpid(child, 0)
        lines += text.decode().splitlines()
    return lines


if __name__ == "__main__":
    what, home, number = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    sys.stdout.write(json.dumps({"kill": kill, "race": race}[what](home, number)))
