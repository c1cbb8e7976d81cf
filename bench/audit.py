"""The audit trail: what an entry costs, and how long it takes to verify many.

    python bench/audit.py [--folder FOLDER]

**An entry's cost.** The acts that are recorded in their own transaction (a registration
of somebody who is known, beginning an application) with their entry and without, in
turns, so that both meet the same load of the machine; without means that ``append``
does nothing. Then those whose entry is all that they write: a log-in and opening an
application, which without it only read, and with it wait for the disk once. Saving an
answer is not recorded.

**Appending and verifying** a trail of 1,000, 10,000 and 100,000 entries: appended in
one transaction, and so without the disk; verified, and beside it the least that anybody
could do: the same rows read, and SHA-256 and HMAC computed over them. Aim: no more than
four times that, and time that grows as the trail does.

FOLDER should be on the terminal's own disk. Every figure is a median.
"""

import argparse
import hmac
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kiosk.registry.people import Applicant
from kiosk.registry.registry import Registry
from kiosk.store.audit.events import DraftNumber, DraftOpened, UserNumber
from kiosk.store.audit.trail import Trail
from kiosk.store.audit.verify import verify
from kiosk.store.database import Store, open_store
from kiosk.store.drafts import Drafts

KEY = bytes(range(32))
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
ROUNDS = 800
SIZES = (1_000, 10_000, 100_000)
RUNS = 5
AIM_TIMES = 4.0
SYNTHETIC = Applicant(
    "applicant", None, b"key of a card", "SYNTHETIC PERSON", "架空県見本市例町1番地",
    "19900401", "2", "09000000001", "person@example.invalid", "en",
)  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin


@contextmanager
def unrecorded() -> Iterator[None]:
    """As if there were no trail."""
    append = Trail.append
    Trail.append = lambda *_: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        Trail.append = append  # type: ignore[method-assign]


def costs(folder: Path) -> None:
    store = open_store(folder / "costs.db", KEY)
    registry = Registry(store, KEY, Random(1).randbytes)  # noqa: S311
    own = registry.register("first", SYNTHETIC, NOW).auth_id
    drafts, visits = Drafts(store), count()
    draft = drafts.begin(1, "extension", NOW, LATER).id
    drafts.save(draft, 1, {"name": "SYNTHETIC PERSON"}, "name", NOW, LATER)
    key = SYNTHETIC.public_key
    acts: dict[str, Callable[[], object]] = {
        "register again": lambda: registry.register(str(next(visits)), SYNTHETIC, NOW),
        "begin an application": lambda: drafts.begin(1, "coe", NOW, LATER),
        "log in": lambda: registry.login(own, key, NOW),
        "open an application": lambda: drafts.open(draft, 1, NOW),
        "save an answer": lambda: drafts.save(
            # SQLite writes nothing where nothing changes.
            draft,
            1,
            {"name": f"PERSON {next(visits)}"},
            "name",
            NOW,
            LATER,
        ),
    }
    print(f"with and without an entry, {ROUNDS} times each, in turns")
    for name, act in acts.items():
        with_it, without = [], []
        for _ in range(ROUNDS):
            with_it.append(seconds(act))
            with unrecorded():
                without.append(seconds(act))
        more = median(with_it) - median(without)
        slow = sorted(with_it)[int(ROUNDS * 0.99)]
        print(
            f"  {name:22}{1000 * median(with_it):8.3f} ms"
            f"{1000 * median(without):8.3f} ms without{1000 * more:+8.3f} ms"
            f"   99 of 100 within{1000 * slow:8.3f} ms"
        )
    store.close()


def filled(path: Path, size: int) -> Store:
    """A store with that many entries, in one transaction."""
    store = open_store(path, KEY)
    trail = Trail(store)
    with store.write() as db:
        for number in range(size):
            event = DraftOpened(UserNumber(number % 5000), DraftNumber(number % 9000))
            trail.append(db, event, NOW + timedelta(seconds=number))
    return store


def least(store: Store) -> None:
    """What cannot be left out: reading the rows, hashing and MACing them."""
    before = bytes(32)
    with store.read() as db:
        for text, own, vouched in db.execute(
            "SELECT entry, digest, mac FROM audit ORDER BY number"
        ):
            before = sha256(before + text.encode()).digest()
            made = hmac.digest(store.trail_key, b"entry" + own, sha256)
            assert (before, made) == (own, vouched)  # noqa: S101 - the same work


def verifying(folder: Path) -> None:
    print("\nverifying a whole trail")
    figures = []
    for size in SIZES:
        begin = perf_counter()
        store = filled(folder / f"{size}.db", size)
        appending = perf_counter() - begin
        ours, bare = [], []
        for _ in range(RUNS):
            ours.append(seconds(lambda: verify(store)))  # noqa: B023 - at once
            bare.append(seconds(lambda: least(store)))  # noqa: B023 - at once
        store.close()
        figures.append(median(ours))
        times = median(ours) / median(bare)
        print(
            f"  {size:>8,} entries{1000 * median(ours):10.1f} ms"
            f"{1_000_000 * median(ours) / size:8.2f} µs each"
            f"   appended in{1_000_000 * appending / size:7.1f} µs each"
            f"   the least: {1000 * median(bare):8.1f} ms{times:8.2f} x"
            f"   aim of {AIM_TIMES:.0f} x: {'met' if times <= AIM_TIMES else 'MISSED'}"
        )
    growth = figures[-1] / figures[0] / (SIZES[-1] / SIZES[0])
    print(f"  time by entry, from the smallest to the largest: {growth:.2f} x")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--folder", type=Path, help="make the files here")
    folder = options.parse_args().folder
    print(f"{platform.machine()}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        private = Path(temporary)
        costs(private)
        verifying(private)


if __name__ == "__main__":
    main()
