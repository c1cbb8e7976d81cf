"""Everything that can be wrong with the file, and what is said of it."""

import errno
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from kiosk.store.database import Store, open_store
from kiosk.store.faults import StoreError, StoreFault, from_sqlite, from_system
from kiosk.store.health import check
from tests.missing import missing
from tests.registry.people import KEY
from tests.store.test_database import keep, kept
from tests.store.wal import pages_in

ROOT = Path(__file__).parents[2]


def fault_of(action: Callable[[], object]) -> StoreFault:
    with pytest.raises(StoreError) as caught:
        action()
    assert "\n" not in str(caught.value)
    return caught.value.fault


@pytest.fixture
def full(path: Path) -> Path:
    """A store of several pages, closed cleanly."""
    store = open_store(path, KEY)
    for number in range(40):
        keep(store, f"{number} " * 200)
    store.close()
    return path


def test_another_key(full: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = full.read_bytes()
    assert fault_of(lambda: open_store(full, bytes(32))) is StoreFault.WRONG_KEY
    assert full.read_bytes() == before
    # The library's own log would land on the visitor's screen.
    assert capfd.readouterr() == ("", "")


def copy_without_closing(store: Store, folder: Path) -> Path:
    """The files as a power cut would leave them."""
    shutil.copytree(store.path.parent, folder)
    (folder / "store.db-shm").unlink()
    return folder / store.path.name


def test_another_key_after_a_power_cut_destroys_nothing(
    store: Store, tmp_path: Path
) -> None:
    keep(store, "only in the write-ahead log")
    left = copy_without_closing(store, tmp_path / "left")
    assert fault_of(lambda: open_store(left, bytes(32))) is StoreFault.WRONG_KEY
    again = open_store(left, KEY)
    assert kept(again) == ["only in the write-ahead log"]
    again.close()


@pytest.mark.parametrize("share", [0.1, 0.35, 0.5, 0.77, 0.99])
def test_a_log_cut_short_loses_only_the_end(
    store: Store, tmp_path: Path, share: float
) -> None:
    written = [str(number) for number in range(40)]
    for text in written:
        keep(store, text)
    left = copy_without_closing(store, tmp_path / "left")
    log = left.with_name("store.db-wal")
    with log.open("r+b") as file:
        file.truncate(int(log.stat().st_size * share))
    again = open_store(left, KEY)
    check(again)
    found = kept(again) if "notes" in again.db.table_names() else []
    assert found == written[: len(found)]
    assert len(found) < len(written)
    again.close()


def test_pages_torn_while_the_log_is_folded_back_are_no_damage(
    store: Store, tmp_path: Path
) -> None:
    """The log has them whole; a copy of yesterday would take their place else."""
    keep(store, "confirmed")
    left = copy_without_closing(store, tmp_path / "left")
    file, log = left.read_bytes(), left.with_name("store.db-wal").read_bytes()
    torn = bytearray(file)
    for page in pages_in(log):
        torn[page * 4096 - 100 : page * 4096] = bytes(100)
    left.write_bytes(torn)
    again = open_store(left, KEY)
    check(again)
    assert kept(again) == ["confirmed"]
    again.close()


def test_a_key_of_another_length_is_a_callers_mistake(path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        open_store(path, bytes(16))


def test_a_plain_sqlite_file(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE notes (text)")
    plain.close()
    path.chmod(0o600)
    assert fault_of(lambda: open_store(path, KEY)) is StoreFault.UNENCRYPTED


@pytest.mark.parametrize("size", [1, 100, 4095, 4097, 10_000])
def test_something_else_of_any_size(path: Path, size: int) -> None:
    path.parent.mkdir(mode=0o700)
    path.touch(mode=0o600)
    path.write_bytes(b"%PDF" * size)
    assert fault_of(lambda: open_store(path, KEY)) in {
        StoreFault.UNREADABLE,
        StoreFault.WRONG_KEY,
    }


@pytest.mark.parametrize("cut", [1, 16, 4095, 4096, 8192, 20_000])
def test_a_file_cut_short(full: Path, cut: int) -> None:
    with full.open("r+b") as file:
        file.truncate(full.stat().st_size - cut)

    def use() -> None:
        store = open_store(full, KEY)
        try:
            check(store)
        finally:
            store.close()

    assert fault_of(use) is StoreFault.UNREADABLE


def test_a_changed_byte_in_any_page_is_found(full: Path) -> None:
    sound = full.read_bytes()
    assert len(sound) > 10 * 4096
    for start in range(0, len(sound), 4096):
        damaged = bytearray(sound)
        damaged[start + 2000] ^= 1
        full.write_bytes(damaged)

        def use() -> None:
            store = open_store(full, KEY)
            try:
                check(store)
            finally:
                store.close()

        expected = StoreFault.UNREADABLE if start else StoreFault.WRONG_KEY
        assert fault_of(use) is expected


def test_a_changed_byte_is_found_even_where_nothing_is_kept(full: Path) -> None:
    store = open_store(full, KEY)
    with store.write() as db:
        db.execute("DROP TABLE notes")
    store.close()
    damaged = bytearray(full.read_bytes())
    for start in range(len(damaged) - 3 * 4096, len(damaged), 4096):
        damaged[start + 2000] ^= 1
    full.write_bytes(damaged)
    store = open_store(full, KEY)
    assert fault_of(lambda: check(store)) is StoreFault.UNREADABLE
    store.close()


def test_a_sound_store_passes_the_check(full: Path) -> None:
    store = open_store(full, KEY)
    check(store)
    store.close()


def test_a_missing_reference_is_found(store: Store) -> None:
    store.db.execute("PRAGMA foreign_keys = OFF")
    with store.write() as db:
        db.execute("INSERT INTO visits VALUES ('v', 99, '2026')")
    assert fault_of(lambda: check(store)) is StoreFault.UNREADABLE


def test_a_broken_structure_with_good_checksums_is_found(full: Path) -> None:
    store = open_store(full, KEY)
    store.db.execute("PRAGMA writable_schema = ON")
    with store.write() as db:
        db.execute("DELETE FROM sqlite_master WHERE name = 'visits_by_user'")
    store.close()
    store = open_store(full, KEY)
    assert fault_of(lambda: check(store)) is StoreFault.UNREADABLE
    store.close()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o606])
def test_a_file_open_to_others(full: Path, mode: int) -> None:
    full.chmod(mode)
    assert fault_of(lambda: open_store(full, KEY)) is StoreFault.PERMISSIONS


def test_a_folder_open_to_others_is_refused_in_production(full: Path) -> None:
    full.parent.chmod(0o755)
    open_store(full, KEY).close()
    refused = fault_of(lambda: open_store(full, KEY, production=True))
    assert refused is StoreFault.PERMISSIONS


def test_somebody_elses_file(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: full.stat().st_uid + 1)
    assert fault_of(lambda: open_store(full, KEY)) is StoreFault.PERMISSIONS


def test_a_link_or_a_folder(full: Path) -> None:
    link = full.with_name("link.db")
    link.symlink_to(full)
    assert fault_of(lambda: open_store(link, KEY)) is StoreFault.PERMISSIONS
    assert fault_of(lambda: open_store(full.parent, KEY)) is StoreFault.PERMISSIONS


def test_a_parent_that_is_no_folder(full: Path) -> None:
    fault = fault_of(lambda: open_store(full / "store.db", KEY))
    assert fault is StoreFault.PERMISSIONS


def test_read_only(store: Store) -> None:
    keep(store)
    store.db.execute("PRAGMA query_only = ON")
    assert fault_of(lambda: keep(store)) is StoreFault.READ_ONLY


def test_no_room_left(store: Store) -> None:
    keep(store, "before")
    pages = store.db.execute("PRAGMA page_count").fetchone()[0]
    store.db.execute(f"PRAGMA max_page_count = {pages + 1}").fetchall()
    assert fault_of(lambda: keep(store, "x" * 50_000)) is StoreFault.FULL
    assert kept(store) == ["before"]
    store.db.execute("PRAGMA max_page_count = 100000").fetchall()
    keep(store, "after")
    assert kept(store) == ["before", "after"]
    check(store)


FILL = """
import sys
from pathlib import Path
from kiosk.store.database import open_store
from kiosk.store.faults import StoreError
from tests.registry.people import KEY
from tests.store.test_database import keep
store = open_store(Path(sys.argv[1]), KEY)
try:
    for number in range(10_000):
        keep(store, str(number) + " " * 4000)
        print(number, flush=True)
except StoreError as error:
    print(error.fault)
"""


def test_a_file_size_limit_loses_nothing_that_was_kept(path: Path) -> None:
    limit = 400_000
    child = subprocess.run(
        [sys.executable, "-c", FILL, path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    *numbers, fault = child.stdout.split()
    assert fault in {StoreFault.DISK, StoreFault.FULL}
    assert len(numbers) > 10
    store = open_store(path, KEY)
    assert [text.split()[0] for text in kept(store)] == numbers
    check(store)
    store.close()


REREAD = """
import sys
from pathlib import Path
from kiosk.store.database import open_store
from kiosk.store.faults import StoreError
from kiosk.store.health import check
from tests.registry.people import KEY
from tests.store.test_database import kept
try:
    store = open_store(Path(sys.argv[1]), KEY)
    check(store)
    print("again", *(text.split()[0] for text in kept(store)))
except StoreError as error:
    print("again", error.fault)
"""
BALLAST = """
import sys
from pathlib import Path
Path(sys.argv[1]).with_name("ballast").write_bytes(bytes(100_000))
"""


def on_its_own_disk(
    folder: Path, then: str, fill: str = FILL, reread: str = REREAD
) -> list[str]:
    """Fill a 600 kB file system, do ``then``, and say what each program printed.

    In a mount namespace, so nothing outside the test sees the file system.
    """
    folder.mkdir(mode=0o700)
    script = f"""
        mount -t tmpfs -o size=600k,mode=700 none "$1" || exit 77
        "$2" -c "$3" "$1/store.db" || exit 1
        {then}
        "$2" -c "$4" "$1/store.db"
    """
    arguments = ["sh", folder, sys.executable, BALLAST + fill, reread]
    # Root needs no user namespace, which no program in a chroot gets.
    own = ["--user", "--map-root-user"] if os.geteuid() else []
    child = subprocess.run(
        ["unshare", *own, "--mount", "sh", "-c", script]
        + [str(argument) for argument in arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if child.returncode == 77 or "unshare" in child.stderr:
        missing("this machine allows no mount namespaces")
    assert child.returncode == 0, child.stderr
    return child.stdout.split("again")


def test_a_full_disk_loses_nothing_that_was_kept(path: Path) -> None:
    first, again = on_its_own_disk(path.parent, 'rm "$1/ballast"')
    *numbers, fault = first.split()
    assert fault == StoreFault.FULL
    assert len(numbers) > 10
    assert again.split() == numbers


def test_a_disk_mounted_read_only(path: Path) -> None:
    _, again = on_its_own_disk(path.parent, 'mount -o remount,ro "$1" || exit 77')
    assert again.split() == [StoreFault.READ_ONLY]


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (sqlcipher.SQLITE_FULL, StoreFault.FULL),
        (sqlcipher.SQLITE_CANTOPEN, StoreFault.PERMISSIONS),
        (sqlcipher.SQLITE_CORRUPT | 1 << 8, StoreFault.UNREADABLE),
        (sqlcipher.SQLITE_READONLY | 5 << 8, StoreFault.READ_ONLY),
        (sqlcipher.SQLITE_IOERR | 3 << 8, StoreFault.DISK),
        (sqlcipher.SQLITE_BUSY | 2 << 8, StoreFault.BUSY),
        (sqlcipher.SQLITE_CONSTRAINT, StoreFault.INTERNAL),
    ],
)
def test_result_codes(code: int, fault: StoreFault) -> None:
    error = sqlcipher.OperationalError("secret text")
    error.sqlite_errorcode = code
    error.sqlite_errorname = "SQLITE_SOMETHING"
    assert from_sqlite(error).fault is fault
    assert "secret" not in str(from_sqlite(error))


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (errno.EACCES, StoreFault.PERMISSIONS),
        (errno.EROFS, StoreFault.READ_ONLY),
        (errno.ENOSPC, StoreFault.FULL),
        (errno.EIO, StoreFault.DISK),
    ],
)
def test_system_errors(number: int, fault: StoreFault) -> None:
    assert from_system(OSError(number, "text")).fault is fault
