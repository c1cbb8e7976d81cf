"""A visit whose disk fails at every step; run by ``test_no_room`` on a small disk.

    python -m tests.clerks.no_room full|read_only FOLDER

At each step the disk fails, is looked at, and works again. It writes, as JSON, at which
steps the visitor was told so.
"""

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from kiosk.store.audit.verify import verify
from kiosk.store.database import Store
from kiosk.store.repair import open_whole
from tests.clerks.visits import REFUSED, Visits, kept_in
from tests.receipts.papers import printed
from tests.registry.people import KEY, NOON

BLOCK: Final = bytes(4096)
Disk = Callable[[Store, bool], None]
"""Has the disk of a store fail (False) or work."""


def full(store: Store, works: bool) -> None:
    ballast = store.path.with_name("ballast")
    if works:
        ballast.unlink()
        return
    # A log that was folded back has room of its own.
    store.write_anew()
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(BLOCK)


def read_only(store: Store, works: bool) -> None:
    """Nobody can mount a disk anew that is being written to."""
    store.db.execute(f"PRAGMA query_only = {'OFF' if works else 'ON'}")


def main(folder: Path, disk: Disk) -> list[str]:
    """At which steps the visitor was told."""
    path, printer, told = folder / "store.db", folder / "receipts.bin", []
    store = open_whole(path, KEY, None, NOON)
    visits = Visits(store, printer)
    for step in visits.visit(1):
        disk(store, False)
        for _ in range(2):
            answer = step.do()
            if isinstance(answer, step.hoped):
                break  # there was room for it
            assert isinstance(answer, REFUSED), answer
            told.append(step.name)
            found = kept_in(store)
            # What was deleted may be gone, and wiping it still due.
            assert visits.kept.is_in(found) or (
                step.name == "delete" and step.after.is_in(found)
            )
        disk(store, True)
        if not isinstance(answer, step.hoped):
            answer = step.do()
        assert isinstance(answer, step.hoped), answer
        visits.confirmed(step)
        assert visits.kept.is_in(kept_in(store))
    assert len(printed(printer.read_bytes())) == 1
    disk(store, False)
    store.close()
    _start_again(path, disk, visits)
    return told


def _start_again(path: Path, disk: Disk, before: Visits) -> None:
    """On a disk that still fails: who comes is told so, and served when it works."""
    store = open_whole(path, KEY, None, NOON)
    if disk is read_only:
        disk(store, False)
    visits = Visits(store)
    visits.kept = before.kept
    assert visits.kept.is_in(kept_in(store))
    first = next(visits.visit(2))
    answer = first.do()
    # The log may have room of its own.
    assert isinstance(answer, REFUSED | first.hoped)
    disk(store, True)
    assert isinstance(first.do(), first.hoped)
    assert verify(store).whole
    store.close()


DISKS: Final[dict[str, Disk]] = {"full": full, "read_only": read_only}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[2]), DISKS[sys.argv[1]])))
