"""Drafts: saving a field, and finding one draft among many.

    python bench/drafts.py [--folder FOLDER]

**Saving.** One answer with the place where it was given, durable when the call
returns, beside the sqlite3 module of Python in the same run and folder: a plain file
(write-ahead log, synchronous=FULL as well), the same tables, the same two statements,
the same bytes. What is ours on top is encryption with authentication of every page,
wiped memory, one lock, and checking whose draft it is. Both save in turns, so that
both meet the same load of the machine. Beside them the bare disk: two pages written
into a file that is long enough already, and synchronised.

**Finding.** Opening a store of 1,000, 10,000 and 100,000 drafts (one a holder, twelve
answers each), listing one holder's and opening it. Aim: a hundred times as many cost
no more than a tree that is deeper, log 100,000 / log 1,000 = 1.67 times.

**Deleting** writes the file anew, and so grows with it; so does looking for what has
expired. Both are printed to know for how many drafts that is bearable.

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
from datetime import UTC, datetime, timedelta
from functools import partial
from math import log
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kiosk.store.database import Store, open_store
from kiosk.store.drafts import FORMAT, Drafts
from kiosk.store.values import stamp

KEY = bytes(range(32))
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
FIELDS = tuple(f"field_of_the_form_{number}" for number in range(12))
ANSWER = "架空県見本市例町１－２－３"
PAGES = bytes(2 * 4096)
BARE = 4_000_000
"""Bytes of the bare file: as long as a write-ahead log grows."""
SAVES = 1500
SIZES = (1_000, 10_000, 100_000)
ROUNDS = 41
DELETES = 3
AIM_GROWTH = log(SIZES[-1]) / log(SIZES[0])

TABLES = ("drafts", "draft_answers")
UPDATE = "UPDATE drafts SET place = ?, changed_at = ?, expires_at = ? WHERE number = ?"
KEEP = (
    "INSERT INTO draft_answers VALUES (?, ?, ?) "
    "ON CONFLICT DO UPDATE SET answer = excluded.answer"
)


def filled(path: Path, count: int) -> Store:
    """A store with that many drafts: holder n has draft n."""
    store = open_store(path, KEY)
    holders = range(1, count + 1)
    when, end = stamp(NOW), stamp(LATER)
    with store.write() as db:
        db.conn.executemany(
            "INSERT INTO users VALUES (?, ?, 'here', 'applicant', NULL, zeroblob(32), "
            "'', '', '', '', '', '', '', '', '')",
            ((n, str(n)) for n in holders),
        )
        db.conn.executemany(
            "INSERT INTO drafts VALUES (?, ?, ?, 'extension', 'student', '[]', "
            "'form', ?, ?, ?)",
            ((n, n, FORMAT, when, when, end) for n in holders),
        )
        db.conn.executemany(
            KEEP, ((n, field, ANSWER) for n in holders for field in FIELDS)
        )
    return store


def plain_copy(store: Store, path: Path) -> sqlite3.Connection:
    """The store's tables of drafts and their rows in a plain file."""
    plain = sqlite3.connect(path, isolation_level=None)
    plain.execute("PRAGMA journal_mode = WAL")
    plain.execute("PRAGMA synchronous = FULL")
    plain.execute("BEGIN")
    with store.read() as db:
        for [sql] in db.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name IN ('drafts', "
            "'draft_answers') AND sql IS NOT NULL"
        ):
            plain.execute(sql)
        for table in TABLES:
            rows = db.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
            marks = ", ".join("?" * len(rows[0]))
            plain.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
    plain.execute("COMMIT")
    return plain


def plainly(plain: sqlite3.Connection, draft: int, field: str, answer: str) -> None:
    plain.execute("BEGIN IMMEDIATE")
    times = stamp(NOW), stamp(LATER)
    plain.execute(UPDATE, (field, *times, draft))
    plain.execute(KEEP, (draft, field, answer))
    plain.execute("COMMIT")


def to_the_disk(file: int, number: int) -> None:
    os.pwrite(file, PAGES, number * len(PAGES) % BARE)
    os.fdatasync(file)


def seconds(work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin


def saving(folder: Path) -> None:
    store = filled(folder / "saving.db", SIZES[0])
    drafts = Drafts(store)
    plain = plain_copy(store, folder / "plain.db")
    bare = os.open(folder / "bare", os.O_CREAT | os.O_WRONLY, 0o600)
    os.write(bare, bytes(BARE + len(PAGES)))
    random = Random(20261124)  # noqa: S311
    ours, theirs, disk = [], [], []
    for number in range(SAVES):
        draft, field = random.randint(1, SIZES[0]), random.choice(FIELDS)
        answer = {field: f"{ANSWER}{random.randrange(100)}"}
        ours.append(
            seconds(partial(drafts.save, draft, draft, answer, field, NOW, LATER))
        )
        theirs.append(seconds(partial(plainly, plain, draft, field, answer[field])))
        disk.append(seconds(partial(to_the_disk, bare, number)))
    os.close(bare)
    plain.close()
    store.close()
    against = median(theirs)
    print(f"saving one answer durably, {SAVES} times each, in turns")
    for name, times in (
        ("kiosk.store.drafts", ours),
        ("sqlite3, plain", theirs),
        ("two pages and fdatasync", disk),
    ):
        slow = sorted(times)[int(len(times) * 0.99)]
        print(
            f"  {name:26}{1000 * median(times):8.3f} ms"
            f"   99 of 100 within{1000 * slow:8.3f} ms{median(times) / against:7.2f} x"
        )


def finding(folder: Path) -> None:
    figures = {size: _finding(folder / f"{size}.db", size) for size in SIZES}
    print(f"\n{'one draft among':34}" + "".join(f"{size:>14,}" for size in SIZES))
    for name in figures[SIZES[0]]:
        row = [figures[size][name] for size in SIZES]
        print(
            f"  {name:32}"
            + "".join(f"{1000 * value:11.3f} ms" for value in row)
            + f"{row[-1] / row[0]:8.2f} x"
        )
    whole = [figures[size]["open, list and find"] for size in SIZES]
    verdict = "met" if whole[-1] / whole[0] <= AIM_GROWTH else "MISSED"
    print(f"  aim for open, list and find: at most {AIM_GROWTH:.2f} x: {verdict}")


def _finding(path: Path, size: int) -> dict[str, float]:
    filled(path, size).close()
    random = Random(size)  # noqa: S311
    whole, opening, listing, reading = [], [], [], []
    for _ in range(ROUNDS):
        holder = random.randint(1, size)
        begin = perf_counter()
        store = open_store(path, KEY)
        opened = perf_counter()
        drafts = Drafts(store)
        [note] = drafts.of(holder, NOW)
        listed = perf_counter()
        drafts.open(note.id, holder, NOW)
        end = perf_counter()
        store.close()
        whole.append(end - begin)
        opening.append(opened - begin)
        listing.append(listed - opened)
        reading.append(end - listed)
    with closing(open_store(path, KEY)) as store:
        drafts = Drafts(store)
        sweeping = [seconds(partial(drafts.expire, NOW)) for _ in range(DELETES)]
        deleting = [
            seconds(partial(drafts.delete, n, n, NOW)) for n in range(1, 1 + DELETES)
        ]
    return {
        "open, list and find": median(whole),
        "  open the store": median(opening),
        "  list the holder's": median(listing),
        "  open the draft": median(reading),
        "look for what has expired": median(sweeping),
        "delete and write the file anew": median(deleting),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--folder", type=Path, help="make the files here")
    folder = options.parse_args().folder
    print(f"{platform.machine()}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        private = Path(temporary)
        saving(private)
        finding(private)


if __name__ == "__main__":
    main()
