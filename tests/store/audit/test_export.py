"""Entries in words and codes, by days in Japan."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from kiosk.i18n.words import words_of
from kiosk.store.audit.events import KINDS, StaffCalled
from kiosk.store.audit.export import Row, as_csv, as_json, rows
from kiosk.store.audit.trail import Trail
from kiosk.store.database import Store
from tests.store.audit.samples import SAMPLES, filled

say = words_of("en").say


def exported(store: Store, begin: date = date.min, end: date = date.max) -> list[Row]:
    with store.read() as db:
        return list(rows(db, begin, end))


def test_json_can_be_followed_without_a_key(store: Store) -> None:
    filled(store)
    own = json.loads(as_json(exported(store), say))
    before = bytes(32)
    for row in own:
        before = hashlib.sha256(before + row["text"].encode()).digest()
        assert row["digest"] == before.hex()
        inside = json.loads(row["text"])
        for name in ("number", "at", "event", "fields"):
            assert inside[name] == row[name]
    assert [row["event"] for row in own] == [
        code for event in SAMPLES for code, kind in KINDS.items() if type(event) is kind
    ]
    assert own[1]["words"] == (
        "User 1 was registered as Legal representative (法定代理人) and was given "
        "a new authentication ID (認証ID)"
    )


def test_csv_has_a_column_for_each_field(store: Store) -> None:
    filled(store)
    own = list(csv.DictReader(io.StringIO(as_csv(exported(store), say))))
    assert len(own) == len(SAMPLES)
    assert (own[1]["user"], own[1]["role"], own[1]["new"], own[1]["draft"]) == (
        "1",
        "legal_representative",
        "true",
        "",
    )
    assert all(row["words"] and len(row["digest"]) == 64 for row in own)
    # No program of tables may take a cell for a formula.
    assert not [
        cell for row in own for cell in row.values() if cell[:1] in "=+-@" and cell
    ]


@pytest.mark.parametrize(
    ("begin", "end", "numbers"),
    [
        (date(2026, 3, 1), date(2026, 3, 1), [2, 3]),
        (date(2026, 2, 1), date(2026, 2, 28), [1]),
        (date(2026, 3, 2), date(2026, 3, 31), [4]),
        (date.min, date.max, [1, 2, 3, 4]),
        (date(2027, 1, 1), date.max, []),
    ],
)
def test_a_day_is_a_day_in_japan(
    store: Store, begin: date, end: date, numbers: list[int]
) -> None:
    trail = Trail(store)
    for at in (
        datetime(2026, 2, 28, 14, 59, 59, tzinfo=UTC),
        datetime(2026, 2, 28, 15, 0, tzinfo=UTC),
        datetime(2026, 3, 1, 14, 59, 59, 999999, tzinfo=UTC),
        datetime(2026, 3, 1, 15, 0, tzinfo=UTC),
    ):
        trail.note(StaffCalled(), at)
    assert [row.entry.number for row in exported(store, begin, end)] == numbers


def test_what_cannot_be_read_does_not_stop_the_rest(store: Store) -> None:
    filled(store)
    with store.write() as db:
        db.execute("UPDATE audit SET entry = 'x' WHERE number = 2")
    assert [row.entry.number for row in exported(store)][:2] == [1, 3]


@pytest.mark.parametrize("write", [as_json, as_csv])
def test_an_entry_of_a_newer_version_is_told_as_that(
    store: Store, write: Callable[..., str]
) -> None:
    filled(store)
    with store.write() as db:
        db.execute(
            "UPDATE audit SET entry = replace(entry, 'started', 'of_the_future')"
        )
    content = write(exported(store)[:1], say)
    assert "of_the_future" in content
    assert "newer version" in content
