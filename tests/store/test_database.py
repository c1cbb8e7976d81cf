"""Opening the store, its transactions, and what of it can be seen from outside."""

import os
import sqlite3
import stat
import threading
import traceback
from pathlib import Path

import pytest

from kiosk.store.database import Store, open_store
from kiosk.store.faults import StoreError, StoreFault
from tests.registry.people import KEY
from tests.store.sqlcipher_file import plain_pages

NOTE = "架空 花子 0312345678"


def keep(store: Store, text: str = NOTE) -> None:
    with store.write() as db:
        db.execute("CREATE TABLE IF NOT EXISTS notes (text TEXT) STRICT")
        db.execute("INSERT INTO notes VALUES (?)", (text,))


def kept(store: Store) -> list[str]:
    with store.read() as db:
        return [row[0] for row in db.execute("SELECT text FROM notes")]


def test_what_was_written_is_there_after_reopening(path: Path) -> None:
    first = open_store(path, KEY)
    keep(first)
    first.close()
    second = open_store(path, KEY)
    assert kept(second) == [NOTE]
    second.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("temp_store", 2),
        ("trusted_schema", 0),
        ("cipher_memory_security", "1"),
        ("busy_timeout", 10_000),
    ],
)
def test_how_it_is_kept(store: Store, pragma: str, value: str | int) -> None:
    with store.read() as db:
        assert db.execute(f"PRAGMA {pragma}").fetchone()[0] == value


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777])
def test_its_files_are_its_owners_whatever_the_umask(path: Path, umask: int) -> None:
    path.parent.mkdir(mode=0o700)
    before = os.umask(umask)
    try:
        store = open_store(path, KEY, production=True)
        keep(store)
        files = {f.name: stat.S_IMODE(f.stat().st_mode) for f in path.parent.iterdir()}
    finally:
        os.umask(before)
    store.close()
    assert files == dict.fromkeys(("store.db", "store.db-wal", "store.db-shm"), 0o600)


def test_its_folder_is_made_private(store: Store) -> None:
    assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700


def test_nothing_on_disk_can_be_read_without_the_key(store: Store) -> None:
    keep(store)
    names = [f"{store.path.name}{end}" for end in ("", "-wal", "-shm")]
    on_disk = b"".join((store.path.parent / name).read_bytes() for name in names)
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp932", "euc-jp"):
        for word in NOTE.split():
            assert word.encode(encoding) not in on_disk
    assert b"CREATE TABLE" not in on_disk
    assert b"SQLite format 3" not in on_disk
    assert KEY not in on_disk


def test_the_file_is_sqlcipher_4_with_the_raw_key(path: Path) -> None:
    store = open_store(path, KEY)
    keep(store)
    store.close()
    assert NOTE.encode() in b"".join(plain_pages(path, KEY))


def test_what_is_deleted_is_gone_from_the_pages(path: Path) -> None:
    store = open_store(path, KEY)
    keep(store)
    keep(store, "stays")
    with store.write() as db:
        db.execute("DELETE FROM notes WHERE text = ?", (NOTE,))
    store.close()
    content = b"".join(plain_pages(path, KEY))
    assert NOTE.encode() not in content
    assert b"stays" in content


def test_a_block_that_fails_leaves_nothing(store: Store) -> None:
    keep(store, "before")

    def fail() -> None:
        with store.write() as db:
            db.execute("INSERT INTO notes VALUES ('lost')")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert kept(store) == ["before"]
    keep(store, "after")
    assert kept(store) == ["before", "after"]


def test_blocks_do_not_nest(store: Store) -> None:
    with (
        pytest.raises(StoreError) as caught,
        store.write(),
        store.write(),
    ):
        pass
    assert caught.value.fault is StoreFault.INTERNAL
    keep(store)


def test_threads_share_it_without_losing_a_write(store: Store) -> None:
    keep(store, "0")

    def count_up() -> None:
        for _ in range(25):
            with store.write() as db:
                text = db.execute("SELECT text FROM notes").fetchone()[0]
                db.execute("UPDATE notes SET text = ?", (str(int(text) + 1),))

    threads = [threading.Thread(target=count_up) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept(store) == ["200"]


def test_errors_never_carry_what_was_being_stored(store: Store) -> None:
    keep(store)
    with store.write() as db:
        db.execute("CREATE UNIQUE INDEX one ON notes (text)")
    with pytest.raises(StoreError) as caught:
        keep(store)
    shown = "".join(traceback.format_exception(caught.value))
    assert NOTE not in shown
    assert repr(caught.value).count("\n") == 0
    with pytest.raises(StoreError) as caught, store.write() as db:
        db.execute("INSERT INTO notes VALUES (?)", (NOTE.encode(),))
    assert NOTE not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__suppress_context__


def test_a_writer_goes_on_as_soon_as_another_program_is_done(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_store(path, KEY)
    other.db.execute("BEGIN IMMEDIATE")
    looked: list[float] = []

    def pause(seconds: float) -> None:
        looked.append(seconds)
        if len(looked) == 3:
            other.db.execute("COMMIT")

    monkeypatch.setattr("kiosk.store.database.time.sleep", pause)
    with store.write() as db:
        db.execute("CREATE TABLE t (x)")
    assert looked == [0.002] * 3
    # What is not a beginning waits as long as it always did.
    assert store.db.execute("PRAGMA busy_timeout").fetchone() == (10_000,)
    other.close()


def test_a_second_writer_is_told_that_it_is_busy(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.store.database.BUSY_WAIT_MS", 1)
    with store.write(), pytest.raises(StoreError) as caught:
        open_store(store.path, KEY)
    assert caught.value.fault is StoreFault.BUSY


def test_a_plain_reader_cannot_open_it(store: Store) -> None:
    keep(store)
    plain = sqlite3.connect(store.path)
    with pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM notes")
    plain.close()
