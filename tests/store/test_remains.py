"""Deleted is deleted: the decrypted file has nothing left of it."""

import re
from pathlib import Path
from random import Random

import pytest

from kiosk.store.database import Store, open_store
from kiosk.store.drafts import Drafts
from kiosk.store.faults import StoreError, StoreFault
from kiosk.store.remains import leave, wipe, wipe_if_free
from tests.registry.people import KEY
from tests.store.holders import LATER, NOW, holders
from tests.store.sqlcipher_file import plain_pages

MARK = re.compile(rb"<(\d+)>")


def marks_in(path: Path) -> set[int]:
    """The drafts of which an answer can be read anywhere in the file, its free pages
    and the unused parts of pages included.
    """
    return {int(mark) for mark in MARK.findall(b"".join(plain_pages(path, KEY)))}


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def filled_at_random(store: Store, seed: int) -> tuple[list[int], list[int]]:
    """Drafts with answers from a letter to several pages: those to keep, the others."""
    random = Random(seed)  # noqa: S311
    [holder] = holders(store, 1)
    drafts = Drafts(store)
    made = [drafts.begin(holder, "extension", NOW, LATER).id for _ in range(40)]
    for _ in range(400):
        draft = random.choice(made)
        longest = random.choice((3, 40, 3000))
        answer = f"<{draft}>" * random.randrange(1, longest)
        field = f"field_{random.randrange(30)}"
        drafts.save(draft, holder, {field: answer}, "here", NOW, LATER)
    random.shuffle(made)
    return made[:8], made[8:]


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_left_of_deleted_drafts(path: Path, seed: int) -> None:
    store = open_store(path, KEY)
    kept, others = filled_at_random(store, seed)
    drafts = Drafts(store)
    [holder] = holders(store, 1)
    for draft in others:
        drafts.delete(draft, holder, NOW)
        # While the store is open, before anything else tidies it.
        assert log_of(path).stat().st_size <= 2 * 4096
        assert draft not in marks_in(path)
    assert marks_in(path) <= set(kept)
    assert {note.id for note in drafts.of(holder, NOW)} == set(kept)
    store.close()


def test_deleting_rows_alone_would_leave_some(path: Path) -> None:
    # The control: without wiping, the search above does find what is left.
    found = set()
    for seed in range(6):
        file = path.with_name(f"{seed}.db")
        store = open_store(file, KEY)
        _, others = filled_at_random(store, seed)
        for draft in others:
            with store.write() as db:
                db.execute("DELETE FROM drafts WHERE number = ?", (draft,))
        store.close()
        found |= marks_in(file) & set(others)
    assert found


@pytest.mark.parametrize("again", ["delete", "expire"])
def test_who_is_interrupted_before_wiping_is_made_up_for(
    path: Path, monkeypatch: pytest.MonkeyPatch, again: str
) -> None:
    store = open_store(path, KEY)
    [holder] = holders(store, 1)
    drafts = Drafts(store)
    draft = drafts.begin(holder, "extension", NOW, LATER).id
    drafts.save(draft, holder, {"name": f"<{draft}>"}, "here", NOW, LATER)

    def interrupted(_: Store) -> None:
        raise StoreError(StoreFault.FULL)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "write_anew", interrupted)
        with pytest.raises(StoreError):
            drafts.delete(draft, holder, NOW)
    assert drafts.of(holder, NOW) == []
    assert log_of(path).stat().st_size > 0
    written = []
    honest = Store.write_anew

    def counted(opened: Store) -> None:
        written.append(1)
        honest(opened)

    monkeypatch.setattr(Store, "write_anew", counted)
    for _ in range(2):
        if again == "delete":
            drafts.delete(draft, holder, NOW)
        else:
            assert drafts.expire(NOW) == 0
    assert written == [1]
    assert marks_in(path) == set()
    store.close()


def test_what_is_read_elsewhere_stays_due(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.store.database.BUSY_WAIT_MS", 1)
    other = open_store(store.path, KEY)
    with store.write() as db:
        leave(db)
    with other.read() as db:
        db.execute("SELECT * FROM users").fetchall()
        with pytest.raises(StoreError) as caught:
            wipe(store)
        assert caught.value.fault is StoreFault.BUSY
        # Whoever has deleted something is not told of a failure for that.
        assert not wipe_if_free(store)
    assert wipe_if_free(store)
    assert log_of(store.path).stat().st_size <= 2 * 4096
    other.close()


def test_what_another_deletes_meanwhile_stays_due(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = Store.write_anew

    def meanwhile(opened: Store) -> None:
        honest(opened)
        with opened.write() as db:
            leave(db)

    with store.write() as db:
        leave(db)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "write_anew", meanwhile)
        wipe(store)
    with store.read() as db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
    wipe(store)
    with store.read() as db:
        assert db.execute("PRAGMA user_version").fetchone() == (0,)


def test_a_block_that_fails_leaves_nothing_to_wipe(store: Store) -> None:
    def fail() -> None:
        with store.write() as db:
            leave(db)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with store.read() as db:
        assert db.execute("PRAGMA user_version").fetchone() == (0,)
