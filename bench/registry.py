"""The registry: issuing an ID, and finding somebody among many.

    python bench/registry.py [--folder FOLDER]

**Issuing.** A registration, durable when the call returns, beside the sqlite3 module of
Python in the same run and folder, in turns: a plain file (write-ahead log,
synchronous=FULL as well), the same tables and the rows that a registration writes. What
is ours on top: encryption with authentication of every page, the look-ups (card,
person, visit), keyed hashes, and the entry of the audit trail with its chain and seal.

**Finding.** A store of 1,000, 10,000 and 100,000 registered users: opening it, a log-in
by card (which writes its record), the look-up alone, and the first second of a visit to
the desk (an ID that is scanned, also one that nobody holds). Aim: a hundred times as
many users cost no more than a tree that is deeper, log 100,000 / log 1,000 = 1.67.

FOLDER is where the files are made and should be on the terminal's own disk; a
temporary one if left out. Every figure is a median.
"""

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from math import log
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kiosk.registry.auth_id import generate
from kiosk.registry.marks import Marker
from kiosk.registry.people import Applicant
from kiosk.registry.registry import Registry
from kiosk.registry.visitors import Visitors
from kiosk.store.database import Store, open_store
from kiosk.store.values import stamp

KEY = bytes(range(32))
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ISSUES = 600
SIZES = (1_000, 10_000, 100_000)
ROUNDS = 101
AIM_GROWTH = log(SIZES[-1]) / log(SIZES[0])
TABLES = ("users", "card_keys", "people", "visits", "audit", "audit_end")
STEPS = (
    "INSERT INTO users (auth_id, issuer, role, identity, name, address, birth_date, "
    "sex, phone, mail, language, issued_at, issued_site) VALUES (?, 'here', "
    "'applicant', ?, ?, ?, '19900401', '2', '', '', 'vi', ?, 'demo')",
    "INSERT INTO card_keys VALUES (?, ?, ?)",
    "INSERT INTO people VALUES (?, 'applicant', ?)",
    "INSERT INTO visits VALUES (?, ?, ?)",
    "INSERT INTO audit VALUES (?, ?, ?, ?)",
    "UPDATE audit_end SET number = ?, digest = ?, mac = ?",
)
ENTRY = '{"at":"2026-11-24T03:00:00.000000+00:00","event":"registered","fields":{}}' * 3


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--folder", type=Path, default=None)
    folder = options.parse_args().folder
    print(f"{platform.machine()}, {os.cpu_count()} processors, ", end="")
    print(f"SQLite {sqlite3.sqlite_version} beside SQLCipher")
    with tempfile.TemporaryDirectory(dir=folder) as own:
        issuing(Path(own))
        finding(Path(own))


def person(number: int) -> Applicant:
    return Applicant(
        "applicant",
        None,
        b"key of card %d" % number,
        f"SYNTHETIC PERSON {number}",
        f"架空県見本市例町{number}番地",
        "19900401",
        "2",
        f"090{number:08}",
        "",
        "vi",
    )


def issuing(folder: Path) -> None:
    """Ours and the plain file in turns, so that both meet the same load."""
    with (
        closing(open_store(folder / "ours.db", KEY)) as store,
        closing(plain_file(folder / "plain.db", store)) as plain,
    ):
        registry = Registry(store, KEY, os.urandom, "demo")
        ours, raw = [], []
        for number in range(1, ISSUES + 1):
            visit, own = f"visit-{number}", person(number)
            ours.append(timed(lambda v=visit, o=own: registry.register(v, o, NOW)))
            raw.append(timed(lambda n=number: write(plain, n)))
    own, bare = median(ours[20:]), median(raw[20:])
    print("\nissuing an ID, durably")
    print(f"  ours        {own * 1000:7.2f} ms")
    print(f"  plain       {bare * 1000:7.2f} ms")
    print(f"  ratio       {own / bare:7.2f}")


def plain_file(path: Path, store: Store) -> sqlite3.Connection:
    """The same tables, in a file that is not encrypted."""
    plain = sqlite3.connect(path, isolation_level=None)
    plain.execute("PRAGMA journal_mode = WAL")
    plain.execute("PRAGMA synchronous = FULL")
    with store.read() as db:
        for name, sql in db.execute("SELECT tbl_name, sql FROM sqlite_master"):
            if name in TABLES and sql:
                plain.execute(sql)
    plain.execute("INSERT INTO audit_end VALUES (1, 0, zeroblob(32), x'')")
    return plain


def write(plain: sqlite3.Connection, number: int) -> None:
    """What a registration writes, and nothing else."""
    when, mark = stamp(NOW), os.urandom(32)
    own = person(number)
    values: tuple[tuple[object, ...], ...] = (
        (generate(os.urandom), mark, own.name, own.address, when),
        (os.urandom(32), number, when),
        (os.urandom(32), number),
        (f"visit-{number}", number, when),
        (number, ENTRY, mark, mark),
        (number, mark, mark),
    )
    plain.execute("BEGIN IMMEDIATE")
    for sql, row in zip(STEPS, values, strict=True):
        plain.execute(sql, row)
    plain.execute("COMMIT")


def finding(folder: Path) -> None:
    """The same questions to ever more users."""
    found: dict[str, list[float]] = {}
    print("\nfinding one among       " + "".join(f"{size:>12,}" for size in SIZES))
    for size in SIZES:
        path = folder / f"{size}.db"
        with closing(open_store(path, KEY)) as store:
            holders = fill(store, size)
        os.sync()  # what filling has left to the disk is not what is measured
        begun = perf_counter()
        with closing(open_store(path, KEY)) as store:
            found.setdefault("opening", []).append(perf_counter() - begun)
            for what, took in questions(store, holders).items():
                found.setdefault(what, []).append(took)
        path.unlink()
    for what, times in found.items():
        shown = "".join(f"{took * 1000:9.2f} ms" for took in times)
        print(f"  {what:22}{shown}   x {times[-1] / times[0]:.2f}")
    print(f"aim: x {AIM_GROWTH:.2f} at most")


def fill(store: Store, size: int) -> list[tuple[str, bytes]]:
    """Users as a registration leaves them, but in one transaction and without records;
    some of them, by ID and key.
    """
    mark, when, random = Marker(KEY), stamp(NOW), Random(size)  # noqa: S311
    kept = set(random.sample(range(1, size + 1), ROUNDS))
    holders = []
    with store.write() as db:
        for number in range(1, size + 1):
            own, auth_id = person(number), generate(random.randbytes)
            identity = mark.identity(own)
            db.execute(STEPS[0], (auth_id, identity, own.name, own.address, when))
            db.execute(STEPS[1], (mark.card(own.public_key), number, when))
            db.execute(STEPS[2], (mark.person(own), number))
            db.execute(STEPS[3], (f"visit-{number}", number, when))
            if number in kept:
                holders.append((auth_id, own.public_key))
    random.shuffle(holders)
    return holders


def questions(store: Store, holders: list[tuple[str, bytes]]) -> dict[str, float]:
    registry, visitors = Registry(store, KEY, os.urandom), Visitors(store, KEY)
    nobody = [generate(os.urandom) for _ in holders]
    asked: dict[str, Callable[[int], object]] = {
        "log-in by card": lambda at: registry.login(*holders[at], NOW),
        "look-up alone": lambda at: registry.holder(*holders[at]),
        "particulars": lambda at: registry.user(*holders[at]),
        "scanned at the desk": lambda at: visitors.find(holders[at][0], 1, NOW),
        "an ID of nobody": lambda at: visitors.find(nobody[at], 1, NOW),
    }
    times: dict[str, list[float]] = {what: [] for what in asked}
    for at in range(len(holders)):
        for what, ask in asked.items():
            times[what].append(timed(lambda a=ask, n=at: a(n)))
    return {what: median(took) for what, took in times.items()}


def timed(act: Callable[[], object]) -> float:
    begun = perf_counter()
    act()
    return perf_counter() - begun


if __name__ == "__main__":
    main()
