"""Older and newer stores. ``schema_N.sql`` is what the first N steps write."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher
from sqlite_utils import Database, Migrations

from kiosk.store import database, migrations
from kiosk.store.database import Store, open_store
from kiosk.store.drafts import Drafts
from kiosk.store.faults import StoreError, StoreFault
from tests.registry.people import KEY

SCHEMAS = [Path(__file__).with_name(f"schema_{n}.sql") for n in range(1, 12)]
SCHEMA_1, SCHEMA_2, *_ = SCHEMAS


def plain_connection(path: Path) -> sqlcipher.Connection:
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    return connection


@pytest.fixture
def older(path: Path) -> Path:
    path.parent.mkdir(mode=0o700)
    path.touch(mode=0o600)
    connection = plain_connection(path)
    connection.executescript(SCHEMA_1.read_text())
    connection.close()
    return path


def schema(connection: sqlcipher.Connection) -> list[str]:
    rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
    return sorted(" ".join(row[0].split()) for row in rows)


def with_steps(
    monkeypatch: pytest.MonkeyPatch, *more: Callable[[Database], None]
) -> None:
    with_only(monkeypatch, *migrations.STEPS, *more)


def with_only(
    monkeypatch: pytest.MonkeyPatch, *steps: Callable[[Database], None]
) -> None:
    registered = Migrations("madoguchi")
    for step in steps:
        registered()(step)
    monkeypatch.setattr(database, "MIGRATIONS", registered)
    monkeypatch.setattr(database, "STEP_NAMES", {step.__name__ for step in steps})


def tables(store: Store) -> set[str]:
    with store.read() as db:
        return set(db.table_names())


@pytest.mark.parametrize(("count", "written"), list(enumerate(SCHEMAS, start=1)))
def test_a_step_still_makes_what_it_made(
    path: Path, monkeypatch: pytest.MonkeyPatch, count: int, written: Path
) -> None:
    # An applied step is never edited: stores that have it would lack the edit.
    with_only(monkeypatch, *migrations.STEPS[:count])
    store = open_store(path, KEY)
    frozen = plain_connection(path.with_name("frozen.db"))
    frozen.executescript(written.read_text())
    assert schema(store.db.conn) == schema(frozen)
    frozen.close()
    store.close()


def test_a_store_of_the_first_release_opens_with_its_rows(older: Path) -> None:
    store = open_store(older, KEY)
    with store.read() as db:
        [user] = db.query("SELECT * FROM users")
        assert (user["number"], user["name"]) == (7, "SYNTHETIC PERSON 1")
    now = schema(store.db.conn)
    store.close()
    fresh = open_store(older.with_name("fresh.db"), KEY)
    assert now == schema(fresh.db.conn)
    fresh.close()


def test_a_store_with_drafts_opens_with_its_rows(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    path.touch(mode=0o600)
    connection = plain_connection(path)
    connection.executescript(SCHEMA_2.read_text())
    connection.close()
    store = open_store(path, KEY)
    draft = Drafts(store).open(3, 7, datetime(2026, 11, 30, tzinfo=UTC))
    assert (draft.procedure, draft.place) == ("extension", "form.name")
    assert draft.accompanying == ("reentry",)
    assert draft.answers == {"name": "NGUYEN THI LAN", "home_address": "架空県"}
    store.close()


def test_a_later_step_is_applied_once(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied = []

    def a_later_step(db: Database) -> None:
        applied.append(1)
        db.execute("CREATE TABLE later (one TEXT)")

    with_steps(monkeypatch, a_later_step)
    for _ in range(2):
        store = open_store(older, KEY)
        assert "later" in tables(store)
        store.close()
    assert applied == [1]


def test_a_step_that_fails_changes_nothing(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def a_good_step(db: Database) -> None:
        db.execute("CREATE TABLE good (one TEXT)")

    def a_bad_step(db: Database) -> None:
        db.execute("CREATE TABLE half (one TEXT)")
        db.execute("CREATE TABLE users (one TEXT)")

    with monkeypatch.context() as patch:
        with_steps(patch, a_good_step, a_bad_step)
        with pytest.raises(StoreError) as caught:
            open_store(older, KEY)
        assert caught.value.fault is StoreFault.INTERNAL
    store = open_store(older, KEY)
    assert not tables(store) & {"good", "half"}
    store.close()


def test_a_newer_store_is_left_alone(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def a_step_of_the_future(db: Database) -> None:
        db.execute("CREATE TABLE future (one TEXT)")

    with monkeypatch.context() as patch:
        with_steps(patch, a_step_of_the_future)
        open_store(older, KEY).close()
    before = older.read_bytes()
    with pytest.raises(StoreError) as caught:
        open_store(older, KEY)
    assert caught.value.fault is StoreFault.NEWER
    assert older.read_bytes() == before
