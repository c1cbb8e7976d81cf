"""Whoever alters the trail without the key is found."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.store.audit.entries import digest, written
from kiosk.store.audit.events import StaffCalled
from kiosk.store.audit.trail import End, Trail
from kiosk.store.audit.verify import NoEnd, State, as_json, end_of, verify
from kiosk.store.database import Store, open_store
from tests.registry.people import KEY
from tests.store.audit.samples import NOW, SAMPLES, filled

LAST = len(SAMPLES)
OTHER_KEY = bytes(range(1, 33))


@pytest.fixture
def trail(store: Store) -> Store:
    filled(store)
    return store


def found(store: Store) -> tuple[State, int | None]:
    report = verify(store)
    assert report.whole == (report.state is State.WHOLE)
    return report.state, report.at


def harmed(store: Store, *harm: str) -> tuple[State, int | None]:
    with store.write() as db:
        for sql in harm:
            db.execute(sql)
    return found(store)


def test_an_empty_trail_is_whole(store: Store) -> None:
    assert found(store) == (State.WHOLE, None)
    assert verify(store).end == End(0, bytes(32))


def test_a_trail_is_whole(trail: Store) -> None:
    assert found(trail) == (State.WHOLE, None)
    assert verify(trail).entries == LAST


@pytest.mark.parametrize("number", range(1, LAST + 1))
@pytest.mark.parametrize(
    "harm",
    [
        "entry = replace(entry, 'number', 'numbex')",
        "entry = replace(entry, ':00.0', ':01.0')",
        "entry = entry || ' '",
        "digest = zeroblob(32)",
        "mac = zeroblob(32)",
        "digest = x''",
        "entry = ''",
    ],
)
def test_an_altered_entry(trail: Store, number: int, harm: str) -> None:
    sql = f"UPDATE audit SET {harm} WHERE number = {number}"  # noqa: S608
    assert harmed(trail, sql) == (State.ALTERED, number)


def test_an_entry_altered_with_all_digests_after_it(trail: Store) -> None:
    """SHA-256 needs no key: the HMACs show it."""

    def rechain(db: Database) -> None:
        rows = db.execute("SELECT number, entry, digest FROM audit").fetchall()
        before = rows[3][2]
        for number, entry, _ in rows[4:]:
            text = entry.replace('"extension"', '"reentry"')
            before = digest(before, text)
            db.execute(
                "UPDATE audit SET entry = ?, digest = ? WHERE number = ?",
                (text, before, number),
            )

    with trail.write() as db:
        rechain(db)
    begun = 1 + [type(event).__name__ for event in SAMPLES].index("DraftBegun")
    assert found(trail) == (State.ALTERED, begun)


@pytest.mark.parametrize("number", range(1, LAST))
def test_a_missing_entry(trail: Store, number: int) -> None:
    sql = f"DELETE FROM audit WHERE number = {number}"  # noqa: S608
    assert harmed(trail, sql) == (State.ALTERED, number)


@pytest.mark.parametrize("number", range(1, LAST))
def test_a_missing_entry_with_all_numbers_put_right(trail: Store, number: int) -> None:
    assert harmed(
        trail,
        f"DELETE FROM audit WHERE number = {number}",  # noqa: S608
        f"UPDATE audit SET number = -number WHERE number > {number}",  # noqa: S608
        "UPDATE audit SET number = -number - 1 WHERE number < 0",
    ) == (State.ALTERED, number)


@pytest.mark.parametrize("left", range(LAST))
def test_a_cut_end(trail: Store, left: int) -> None:
    cut = f"DELETE FROM audit WHERE number > {left}"  # noqa: S608
    assert harmed(trail, cut) == (State.TRUNCATED, left + 1)


@pytest.mark.parametrize("left", range(1, LAST))
def test_a_cut_end_with_the_head_put_right(trail: Store, left: int) -> None:
    """As far as that goes without the key."""
    assert harmed(
        trail,
        f"DELETE FROM audit WHERE number > {left}",  # noqa: S608
        f"UPDATE audit_end SET number = {left}, digest = "  # noqa: S608
        f"(SELECT digest FROM audit WHERE number = {left}), "
        f"mac = (SELECT mac FROM audit WHERE number = {left})",
    ) == (State.TRUNCATED, left + 1)


@pytest.mark.parametrize("first", range(1, LAST))
def test_two_entries_that_have_changed_places(trail: Store, first: int) -> None:
    assert harmed(
        trail,
        f"UPDATE audit SET number = 0 WHERE number = {first}",  # noqa: S608
        f"UPDATE audit SET number = {first} WHERE number = {first + 1}",  # noqa: S608
        f"UPDATE audit SET number = {first + 1} WHERE number = 0",  # noqa: S608
    ) == (State.ALTERED, first)


@pytest.mark.parametrize("number", range(1, LAST + 1))
def test_an_entry_that_is_there_twice(trail: Store, number: int) -> None:
    assert harmed(
        trail,
        f"INSERT INTO audit SELECT {LAST + 1}, entry, digest, mac FROM audit "  # noqa: S608
        f"WHERE number = {number}",
    ) == (State.ALTERED, LAST + 1)


@pytest.mark.parametrize("number", [0, -1, LAST + 2, 2**62])
def test_an_entry_out_of_the_way(trail: Store, number: int) -> None:
    state, at = harmed(
        trail,
        f"INSERT INTO audit SELECT {number}, entry, digest, mac FROM audit "  # noqa: S608
        "WHERE number = 1",
    )
    assert (state, at) == (State.ALTERED, 1 if number < 1 else LAST + 1)


def rows_of(store: Store, table: str) -> list[tuple[object, ...]]:
    with store.read() as db:
        return list(db.execute(f"SELECT * FROM {table}"))  # noqa: S608


def test_the_whole_trail_of_another_store(trail: Store, tmp_path: Path) -> None:
    other = open_store(tmp_path / "other" / "store.db", OTHER_KEY)
    filled(other)
    with trail.write() as db:
        for table in ("audit", "audit_end"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608
            for row in rows_of(other, table):
                marks = ", ".join("?" * len(row))
                db.execute(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608
    other.close()
    assert found(trail) == (State.ALTERED, 1)


def test_one_entry_of_another_store(trail: Store, tmp_path: Path) -> None:
    """Everything before it is the same there, but for the key."""
    other = open_store(tmp_path / "other" / "store.db", OTHER_KEY)
    filled(other)
    row = rows_of(other, "audit")[4]
    other.close()
    with trail.write() as db:
        db.execute("INSERT OR REPLACE INTO audit VALUES (?, ?, ?, ?)", row)
    assert found(trail) == (State.ALTERED, 5)


def test_an_entry_put_in_by_somebody_without_the_key(trail: Store) -> None:
    end = verify(trail).end
    text = written(LAST + 1, NOW.isoformat(), StaffCalled(), None)
    with trail.write() as db:
        db.execute(
            "INSERT INTO audit VALUES (?, ?, ?, zeroblob(32))",
            (LAST + 1, text, digest(end.digest, text)),
        )
    assert found(trail) == (State.ALTERED, LAST + 1)


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM audit_end",
        "UPDATE audit_end SET number = number + 1",
        "UPDATE audit_end SET digest = zeroblob(32)",
        "UPDATE audit_end SET mac = zeroblob(32)",
        "UPDATE audit_end SET mac = x''",
        "UPDATE audit_end SET number = 0, digest = zeroblob(32), mac = x''",
    ],
)
def test_an_altered_head(trail: Store, harm: str) -> None:
    assert harmed(trail, harm) == (State.TRUNCATED, LAST + 1)


# With a head that was written down earlier


def since(store: Store, earlier: End) -> tuple[State, int | None]:
    report = verify(store, earlier)
    return report.state, report.at


@pytest.mark.parametrize("later", [0, 3])
def test_a_trail_that_goes_on_from_an_earlier_head(trail: Store, later: int) -> None:
    earlier = verify(trail).end
    for _ in range(later):
        Trail(trail).note(StaffCalled(), NOW)
    assert since(trail, earlier) == (State.WHOLE, None)


def test_any_trail_goes_on_from_an_empty_one(trail: Store) -> None:
    assert since(trail, End(0, bytes(32))) == (State.WHOLE, None)


def put_back(store: Store, act: Callable[[Store], None]) -> Store:
    """The store as it was before the act: a whole copy of it, put back."""
    store.close()
    before = store.path.with_name("before.db")
    shutil.copy2(store.path, before)
    again = open_store(store.path, KEY)
    act(again)
    again.close()
    before.replace(store.path)
    return open_store(store.path, KEY)


def test_a_store_that_was_put_back(trail: Store) -> None:
    """In itself it is whole: only the earlier head shows it."""
    ends = []

    def go_on(store: Store) -> None:
        Trail(store).note(StaffCalled(), NOW)
        ends.append(verify(store).end)

    store = put_back(trail, go_on)
    assert found(store) == (State.WHOLE, None)
    assert since(store, ends[0]) == (State.TRUNCATED, LAST + 1)
    # And has gone on otherwise since.
    for _ in range(2):
        Trail(store).note(StaffCalled(), NOW.replace(year=2027))
    assert found(store) == (State.WHOLE, None)
    assert since(store, ends[0]) == (State.REWRITTEN, LAST + 1)
    store.close()


def test_a_trail_written_anew_with_the_key(trail: Store) -> None:
    earlier = verify(trail).end
    with trail.write() as db:
        db.execute("DELETE FROM audit")
        db.execute("UPDATE audit_end SET number = 0, digest = zeroblob(32), mac = x''")
    for _ in range(LAST + 3):
        Trail(trail).note(StaffCalled(), NOW)
    assert found(trail) == (State.WHOLE, None)
    assert since(trail, earlier) == (State.REWRITTEN, LAST)


def test_a_head_is_written_down_and_read_back(trail: Store) -> None:
    end = verify(trail).end
    assert end_of(json.dumps(as_json(end)).encode()) == end


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b"[" * 60000,
        b'{"entries": 1, "digest": ""}',
        b'{"entries": 1, "digest": "zz"}',
        b'{"entries": 1, "digest": 7}',
        b'{"entries": true, "digest": "%s"}' % (b"00" * 32),
        b'{"entries": "1", "digest": "%s"}' % (b"00" * 32),
        b'{"entries": -1, "digest": "%s"}' % (b"00" * 32),
        b'{"entries": 1, "digest": "%s"}' % (b"00" * 31),
    ],
)
def test_what_is_no_head(content: bytes) -> None:
    with pytest.raises(NoEnd):
        end_of(content)
