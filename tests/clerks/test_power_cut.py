"""The plug is pulled at any instant while the real clerks are at work.

They are stopped, their files are copied as they stand, and each copy is opened as a
kiosk opens it when it starts: what was confirmed is there once, and of what was not
there is all or nothing. A stopped program has written nothing by halves, so what a disk
had not been told to keep yet is also torn, sector by sector. Some stops, and thousands
where the environment says ``MADOGUCHI_LONG=1``.
"""

import json
import os
import select
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any, Final, Self

from kiosk.store.audit.verify import verify
from kiosk.store.clock import borne_out
from kiosk.store.drafts import Drafts
from kiosk.store.repair import open_whole
from tests.clerks.visits import Kept, Visits, kept_in
from tests.registry.people import KEY, NOON
from tests.store.wal import HEADER, PAGE, log_of, pages_in, synced
from tests.survived import Survived

ROOT: Final = Path(__file__).parents[2]
STORES: Final = 400 if os.environ.get("MADOGUCHI_LONG") == "1" else 2
STOPS: Final = 15
"""In each store."""
SECONDS: Final = 0.012
"""Between two of them, at most."""
SECTOR: Final = 512
SALT: Final = 16


class AtWork:
    """Use it in a ``with`` block; the program is killed at its end."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._command = [sys.executable, "-m", "tests.clerks.visits"]
        self._command += [str(folder), str(seed)]
        self._told = b""

    def __enter__(self) -> Self:
        self._program = subprocess.Popen(
            self._command, cwd=ROOT, stdout=subprocess.PIPE, bufsize=0
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._program.kill()
        self._program.communicate()

    def work(self, seconds: float) -> None:
        """Go on for so long, and at least to the first line."""
        self._program.send_signal(signal.SIGCONT)
        while b"\n" not in self._told:
            self._read(60)
        while self._read(seconds):
            seconds /= 2

    def stop(self) -> dict[str, Any]:
        """At this instant; what was told last before."""
        self._program.send_signal(signal.SIGSTOP)
        _, status = os.waitpid(self._program.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status), "the clerks have failed"
        while self._read(0):
            pass
        *_, last, rest = self._told.split(b"\n")
        self._told = last + b"\n" + rest
        told: dict[str, Any] = json.loads(last)
        return told

    def _read(self, seconds: float) -> bool:
        out = self._program.stdout
        assert out is not None
        if not select.select([out], [], [], seconds)[0]:
            return False
        more = out.read(1 << 20)
        assert more, "the clerks have failed"
        self._told += more
        return True


def torn(data: bytes, start: int, random: Random) -> bytes:
    """What came behind ``start`` was not told to be kept: of its sectors some are there
    and some not, to wherever the file ends.
    """
    rest = bytearray(data[start:])
    for at in range(0, len(rest), SECTOR):
        if random.random() < 0.3:
            rest[at : at + SECTOR] = bytes(len(rest[at : at + SECTOR]))
    return data[:start] + bytes(rest[: random.randint(0, len(rest))])


def with_torn_pages(data: bytes, pages: set[int], random: Random) -> bytes:
    """Some of the pages that the log has, too, were just being written. The first bytes
    of the file are its salt, which is written as it was each time.
    """
    changed = bytearray(data)
    for page in pages:
        if random.random() < 0.5:
            at = (page - 1) * PAGE + SECTOR * random.randrange(PAGE // SECTOR)
            changed[at : at + SECTOR] = bytes(len(changed[at : at + SECTOR]))
    return data[:SALT] + bytes(changed[SALT:])


def left_behind(
    path: Path, told: dict[str, Any], random: Random
) -> list[tuple[bytes, bytes]]:
    """The store's file and its log, in each way in which a power cut may leave them."""
    file, log = path.read_bytes(), log_of(path).read_bytes()
    ways = [(file, log)]
    salts, end = told["synced"]
    if path.stat().st_mtime_ns == told["written"]:
        # Nothing was folded back meanwhile, which would have had all of it kept first.
        begun_anew = synced(log)[0] != salts
        ways.append((file, torn(log, 0 if begun_anew else end, random)))
    if len(log) > HEADER:
        ways.append((with_torn_pages(file, pages_in(log), random), log))
    return ways


def opened_again(folder: Path, told: dict[str, Any]) -> None:
    """As the kiosk does when it starts; and whoever was registered is not twice."""
    store = open_whole(folder / "store.db", KEY, None, NOON)
    try:
        Drafts(store).expire(borne_out(store, NOON))
        found = kept_in(store)
        possible = [_kept(told[name]) for name in ("kept", "may")]
        assert any(own.is_in(found) for own in possible), (found, possible)
        assert verify(store).whole
        visits = Visits(store)
        for name in list(possible[1].ids)[-2:]:
            number = int(name.split()[-1])
            step = next(visits.visit(number))
            assert isinstance(step.do(), step.hoped)
        again = kept_in(store).ids
        assert again.keys() == possible[1].ids.keys()
        assert found.ids.items() <= again.items()
    finally:
        store.close()


def _kept(told: dict[str, Any]) -> Kept:
    drafts = [(name, answers) for name, answers in told["drafts"]]
    return Kept(told["ids"], told["passwords"], drafts, Counter(told["acts"]))


def test_nothing_that_was_confirmed_is_lost_or_doubled(
    tmp_path: Path, survived: Survived
) -> None:
    for seed in range(STORES):
        random = Random(seed)  # noqa: S311  # decides when, not what
        folder = tmp_path / str(seed)
        folder.mkdir(mode=0o700)
        path = folder / "store.db"
        with AtWork(folder, seed) as clerks:
            for stop in range(STOPS):
                clerks.work(random.uniform(0, SECONDS))
                told = clerks.stop()
                shared = path.with_name("store.db-shm").read_bytes()
                for number, (file, log) in enumerate(left_behind(path, told, random)):
                    copy = folder / f"{stop}-{number}"
                    copy.mkdir(mode=0o700)
                    (copy / "store.db").touch(mode=0o600)
                    (copy / "store.db").write_bytes(file)
                    (copy / "store.db-wal").write_bytes(log)
                    # Nobody promises anything of it: SQLite makes it anew.
                    left = (shared, bytes(len(shared)), random.randbytes(len(shared)))
                    (copy / "store.db-shm").write_bytes(random.choice(left))
                    opened_again(copy, told)
                    survived("of power")
