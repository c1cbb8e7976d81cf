"""Copies of the store: whole, private, and nothing lost when one is put back."""

import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.store.backup import KEPT, back_up, backups, restore
from kiosk.store.database import Store, open_store
from kiosk.store.faults import StoreError, StoreFault
from tests.registry.people import KEY

AT = datetime(2026, 11, 24, 3, 4, 5, tzinfo=UTC)
OTHER_KEY = bytes(32)
HOLD_OPEN = """
import sys
from pathlib import Path
from kiosk.store.database import open_store
store = open_store(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
print("open", flush=True)
sys.stdin.read()
store.close()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def put(store: Store, word: str) -> None:
    with store.write() as db:
        db.execute("CREATE TABLE IF NOT EXISTS words (word TEXT)")
        db.execute("INSERT INTO words VALUES (?)", (word,))


def words(path: Path, key: bytes = KEY) -> list[str]:
    own = open_store(path, key)
    try:
        with own.read() as db:
            return [row[0] for row in db.execute("SELECT word FROM words")]
    finally:
        own.close()


def test_a_copy_holds_what_the_store_held_and_opens_with_its_key(
    store: Store, folder: Path
) -> None:
    put(store, "kept")
    copy = back_up(store, folder, KEY, AT)
    put(store, "later")
    assert copy == folder / "kiosk-20261124T030405Z.db"
    assert words(copy) == ["kept"]
    with pytest.raises(StoreError):
        open_store(copy, OTHER_KEY)


def test_a_copy_is_its_owners_alone_and_nothing_else_is_left(
    store: Store, folder: Path
) -> None:
    before = os.umask(0)
    try:
        copy = back_up(store, folder, KEY, AT)
    finally:
        os.umask(before)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(folder.iterdir()) == [copy]


def test_nothing_that_was_stored_can_be_read_without_the_key(
    store: Store, folder: Path
) -> None:
    put(store, "山田 花子" * 100)
    copy = back_up(store, folder, KEY, AT)
    assert "花子".encode() not in copy.read_bytes()


def test_the_oldest_go_and_nothing_else_does(store: Store, folder: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / "kiosk-notes.db").touch()
    for day in range(KEPT + 2):
        back_up(store, folder, KEY, AT + timedelta(days=day))
    kept = backups(folder)
    assert len(kept) == KEPT
    assert kept[0].name == f"kiosk-{AT + timedelta(days=KEPT + 1):%Y%m%dT%H%M%SZ}.db"
    assert (folder / "kiosk-notes.db").exists()


def test_a_copy_that_cannot_be_opened_again_is_none(store: Store, folder: Path) -> None:
    with pytest.raises(StoreError):
        back_up(store, folder, OTHER_KEY, AT)
    assert list(folder.iterdir()) == []


def test_a_killed_copy_does_not_stand_in_the_way(store: Store, folder: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / ".kiosk-20261124T030405Z.db.new").write_bytes(b"half")
    assert backups(folder) == []
    assert back_up(store, folder, KEY, AT).exists()


def test_what_was_there_is_set_aside(path: Path, store: Store, folder: Path) -> None:
    put(store, "then")
    copy = back_up(store, folder, KEY, AT)
    put(store, "now")
    store.close()
    aside = restore(path, copy, KEY, AT)
    assert words(path) == ["then"]
    assert aside is not None
    assert words(aside) == ["then", "now"]
    assert copy.exists()


def test_on_a_new_machine_there_is_nothing_to_set_aside(
    tmp_path: Path, store: Store, folder: Path
) -> None:
    put(store, "then")
    copy = back_up(store, folder, KEY, AT)
    fresh = tmp_path / "new" / "kiosk.db"
    assert restore(fresh, copy, KEY, AT) is None
    assert words(fresh) == ["then"]


@pytest.mark.parametrize("place", [100, 5000, -100])
def test_a_damaged_copy_is_refused(
    path: Path, store: Store, folder: Path, place: int
) -> None:
    put(store, "now")
    copy = back_up(store, folder, KEY, AT)
    store.close()
    content = bytearray(copy.read_bytes())
    content[place] ^= 1
    copy.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(StoreError):
        restore(path, copy, KEY, AT)
    assert path.read_bytes() == before
    assert sorted(own.name for own in path.parent.iterdir()) == ["store.db"]


def test_a_copy_under_another_key_is_refused(
    path: Path, store: Store, folder: Path
) -> None:
    put(store, "now")
    copy = back_up(store, folder, KEY, AT)
    with pytest.raises(StoreError) as caught:
        restore(path, copy, OTHER_KEY, AT)
    assert caught.value.fault is StoreFault.WRONG_KEY


def test_a_store_in_use_is_left_alone(path: Path, store: Store, folder: Path) -> None:
    copy = back_up(store, folder, KEY, AT)
    store.close()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_OPEN, path, KEY.hex()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(StoreError) as caught:
            restore(path, copy, KEY, AT)
        other.communicate()
    assert caught.value.fault is StoreFault.BUSY


def test_no_folder_has_no_copies(folder: Path) -> None:
    assert backups(folder) == []
