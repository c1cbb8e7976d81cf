"""Appending: with the act or not at all."""

from datetime import datetime

import pytest
from sqlite_utils import Database

from kiosk.store.audit.entries import Entry
from kiosk.store.audit.events import StaffCalled, TrailBroken, TrailExported
from kiosk.store.audit.fields import Count
from kiosk.store.audit.trail import End, Trail, last_entry
from kiosk.store.audit.verify import State, entries, verify
from kiosk.store.database import Store, open_store
from kiosk.store.faults import StoreError, StoreFault
from tests.registry.people import KEY
from tests.store.audit.samples import MINUTE, NOW, SAMPLES, filled


def kept(store: Store) -> list[Entry]:
    with store.read() as db:
        return [entry for entry, _, _ in entries(db)]


def test_entries_are_kept_in_order_and_numbered(store: Store) -> None:
    filled(store)
    assert [entry.event for entry in kept(store)] == list(SAMPLES)
    assert [entry.number for entry in kept(store)] == list(range(1, len(SAMPLES) + 1))


def test_they_are_there_after_reopening_and_the_chain_goes_on(store: Store) -> None:
    filled(store)
    store.close()
    again = open_store(store.path, KEY)
    filled(again)
    report = verify(again)
    assert (report.state, report.entries) == (State.WHOLE, 2 * len(SAMPLES))
    again.close()


def test_what_is_rolled_back_leaves_no_entry(store: Store) -> None:
    trail = Trail(store)
    trail.note(StaffCalled(), NOW)

    def fail() -> None:
        with store.write() as db:
            trail.append(db, TrailExported(Count(1)), NOW)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert [entry.event for entry in kept(store)] == [StaffCalled()]
    trail.note(StaffCalled(), NOW)
    assert verify(store).whole


def test_times_are_those_of_the_clock_also_when_it_was_set_back(store: Store) -> None:
    trail = Trail(store)
    for at in (NOW, NOW - MINUTE, NOW - MINUTE, NOW, NOW - 2 * MINUTE):
        trail.note(StaffCalled(), at)
    assert [datetime.fromisoformat(entry.at) for entry in kept(store)] == [
        NOW,
        NOW - MINUTE,
        NOW - MINUTE,
        NOW,
        NOW - 2 * MINUTE,
    ]
    report = verify(store)
    assert report.whole
    assert report.set_back == (2, 5)


def test_a_naive_time_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="zone"):
        Trail(store).note(StaffCalled(), NOW.replace(tzinfo=None))
    assert kept(store) == []


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE audit_end SET number = 3, digest = (SELECT digest FROM audit "
        "WHERE number = 3)",
        "UPDATE audit_end SET mac = zeroblob(32)",
        "UPDATE audit_end SET number = 0, digest = zeroblob(32), mac = x''",
        "DELETE FROM audit_end",
        "DELETE FROM audit WHERE number > 5",
        "DELETE FROM audit",
        "UPDATE audit SET digest = zeroblob(32) WHERE number = (SELECT max(number) "
        "FROM audit)",
    ],
)
def test_appending_goes_on_after_harm_at_the_end_and_never_covers_it_up(
    store: Store, harm: str
) -> None:
    filled(store)
    with store.write() as db:
        db.execute(harm)
    for _ in range(3):
        Trail(store).note(StaffCalled(), NOW)
    assert verify(store).state is State.ALTERED
    *_, broken, one, two, three = [entry.event for entry in kept(store)]
    assert (broken, one, two, three) == (TrailBroken(), *[StaffCalled()] * 3)


def test_nobody_can_append_between_reading_the_end_and_going_on_from_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(store)
    monkeypatch.setattr("kiosk.store.database.BUSY_WAIT_MS", 1)
    other = open_store(store.path, KEY)
    refused = []

    def meanwhile(db: Database) -> End:
        end = last_entry(db)
        if not refused:
            with pytest.raises(StoreError) as caught, other.write():
                pass
            refused.append(caught.value.fault)
        return end

    monkeypatch.setattr("kiosk.store.audit.trail.last_entry", meanwhile)
    Trail(store).note(StaffCalled(), NOW)
    assert refused == [StoreFault.BUSY]
    Trail(other).note(StaffCalled(), NOW)
    other.close()
    assert verify(store).whole
    assert verify(store).entries == len(SAMPLES) + 2
