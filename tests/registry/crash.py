"""Registers visitors in child processes and kills them; run by ``test_crash``.

    python -m tests.registry.crash kill|race FOLDER SEED

A program of its own, because it forks: it has one thread, imports everything once
and starts a child in a millisecond. It writes what each child reported, as JSON.
"""

import json
import os
import select
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from random import Random

from kiosk.registry.registry import Registry
from kiosk.store.database import open_store
from kiosk.store.keys import FileKey
from tests.registry.people import NOON, applicant

PEOPLE = 30
LOOP_KILLS = 60
START_KILLS = 40
RACERS = 4
RACES = 10
Report = Callable[[str], None]


def registry_in(folder: Path) -> Registry:
    key = FileKey(folder / "store.key", folder / "store.db").load_or_create()
    return Registry(open_store(folder / "store.db", key), key, os.urandom)


def register_on_and_on(folder: Path, label: str, seed: int, report: Report) -> None:
    registry = registry_in(folder)
    random = Random(seed)  # noqa: S311
    for number in count():
        person = random.randrange(PEOPLE)
        visit = f"{label}-{number}"
        issued = registry.register(visit, applicant(person), NOON)
        report(f"{visit} {person} {issued.auth_id}")


def register_once(folder: Path, race: int, racer: int, report: Report) -> None:
    registry = registry_in(folder)
    issued = registry.register(f"race-{race}-{racer}", applicant(race), NOON)
    report(f"{int(issued.new)} {issued.auth_id}")


def forked(work: Callable[[Report], None]) -> tuple[int, int]:
    """A child that does the work: its process id, and where its reports are read."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        os.close(reading)
        work(lambda line: _write(writing, line))
    finally:
        os._exit(0)


def _write(descriptor: int, line: str) -> None:
    os.write(descriptor, line.encode() + b"\n")


def killed_after(child: int, reading: int, lines: int, seconds: float) -> list[str]:
    """Kill it ``seconds`` after its n-th report; all whole reports it made."""
    text = b""
    while text.count(b"\n") < lines:
        text += os.read(reading, 65536)
    quiet, other = os.pipe()
    select.select([quiet], [], [], seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 65536):
        text += more
    for descriptor in (quiet, other, reading):
        os.close(descriptor)
    return text.decode().splitlines()


def kill(folder: Path, seed: int) -> list[str]:
    """Sixty kills in the middle of registering, then forty at a first start."""
    random = Random(seed)  # noqa: S311
    reports = []
    for turn in range(LOOP_KILLS):
        own = random.randrange(1 << 30)
        child, reading = forked(
            lambda report, t=turn, s=own: register_on_and_on(  # type: ignore[misc]
                folder / "loop", f"loop-{t}", s, report
            )
        )
        reports += killed_after(
            child, reading, random.randrange(1, 4), random.uniform(0, 0.004)
        )
    for turn in range(START_KILLS):
        home = folder / f"start{turn}"
        child, reading = forked(
            lambda report, h=home, t=turn: register_on_and_on(  # type: ignore[misc]
                h, f"start{t}", t, report
            )
        )
        reports += killed_after(child, reading, 0, random.uniform(0, 0.02))
    return reports


def race(folder: Path) -> list[list[str]]:
    """Four processes register one person at once, in a store that none has made."""
    results = []
    for turn in range(RACES):
        home = folder / f"race{turn // 2}"
        children = [
            forked(
                lambda report, h=home, t=turn, r=racer: register_once(  # type: ignore[misc]
                    h, t, r, report
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
        results.append(lines)
    return results


if __name__ == "__main__":
    what, folder, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    sys.stdout.write(json.dumps(race(folder) if what == "race" else kill(folder, seed)))
