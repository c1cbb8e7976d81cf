"""What staff may do with what is kept about a visitor, and its record."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.registry.auth_id import generate, grouped
from kiosk.registry.day import Act, acts_of
from kiosk.registry.registry import Registry
from kiosk.registry.seals import Sealer, Unsealed, unsealed
from kiosk.registry.visitors import NoSuchUser, Visitors
from kiosk.rules.calendar import today
from kiosk.store.audit.events import (
    ContactCorrected,
    Event,
    PaperAsked,
    StaffCalled,
    StaffLooked,
    UserDeleted,
    UserExported,
    UserFound,
)
from kiosk.store.audit.fields import Paper, Printing, StaffNumber, StaffPage, UserNumber
from kiosk.store.audit.trail import Trail
from kiosk.store.audit.verify import entries, verified
from kiosk.store.database import Store
from kiosk.store.drafts import Drafts
from tests.registry.people import KEY, NOON, applicant, seeded

LATER = NOON + timedelta(days=30)
ONE, TWO = StaffNumber(1), StaffNumber(2)
ANSWER = "SYNTHETIC ANSWER OF SOMEBODY"


@pytest.fixture
def visitors(store: Store) -> Visitors:
    return Visitors(store, KEY)


@pytest.fixture
def auth_id(registry: Registry) -> str:
    return registry.register("visit-1", applicant(), NOON).auth_id


def recorded(store: Store) -> list[Event | None]:
    """The last entries, of a trail that is whole and vouches for every row."""
    with store.read() as db:
        report = verified(db, store.trail_key)
        assert report.whole
        found = unsealed(db, Sealer(KEY), report.seals, report.first_user)
        assert found == Unsealed((), 0)
        return [entry.event for entry, _, _ in entries(db)]


def test_found_by_the_id_alone(visitors: Visitors, auth_id: str, store: Store) -> None:
    for typed in (auth_id, grouped(auth_id).lower()):
        found = visitors.find(typed, 1, NOON)
        assert found is not None
        assert (found.user, found.role, found.phone) == (
            1,
            "applicant",
            applicant().phone,
        )
        assert applicant().phone not in repr(found)
        assert auth_id not in repr(found)
    for typed in (generate(seeded(9)), "", "SYNTHETIC PERSON 1", "' OR 1=1 --"):
        assert visitors.find(typed, 1, NOON) is None
    own = UserNumber(1)
    assert recorded(store)[1:] == [
        UserFound(ONE, own),
        UserFound(ONE, own),
        *[UserFound(ONE, None)] * 4,
    ]


def test_a_contact_is_corrected_under_a_new_seal(
    visitors: Visitors, auth_id: str, store: Store
) -> None:
    visitors.correct_contact(1, "0312345678", "'; --[b]@example.invalid", 1, NOON)
    found = visitors.find(auth_id, 1, NOON)
    assert found is not None
    assert (found.phone, found.mail) == ("0312345678", "'; --[b]@example.invalid")
    assert recorded(store)[1] == ContactCorrected(ONE, UserNumber(1))
    with pytest.raises(NoSuchUser):
        visitors.correct_contact(2, "", "", 1, NOON)
    with pytest.raises(ValueError, match="Unicode"):
        visitors.correct_contact(1, "\ud800", "", 1, NOON)


def with_everything(store: Store, registry: Registry, auth_id: str) -> None:
    """A draft with an answer, of the user of an ID."""
    drafts = Drafts(store)
    draft = drafts.begin(1, "extension", NOON, LATER, accompanying=("reentry",))
    drafts.save(draft.id, 1, {"name": ANSWER}, "name", NOON, LATER)


def test_an_export_holds_all_that_is_kept(
    visitors: Visitors, registry: Registry, auth_id: str, store: Store
) -> None:
    with_everything(store, registry, auth_id)
    registry.register("visit-2", applicant(2), NOON)
    content = visitors.export(1, 1, NOON)
    text = json.dumps(content, ensure_ascii=False)
    own = applicant()
    for kept in (auth_id, own.name, own.address, own.birth_date, own.phone, own.mail):
        assert kept in text
    assert content["drafts"][0]["answers"] == {"name": ANSWER}
    assert content["drafts"][0]["accompanying"] == ["reentry"]
    assert [entry["event"] for entry in content["audit"]] == [
        "registered",
        "draft_begun",
    ]
    assert applicant(2).name not in text
    # What tells nobody anything, and would let another recognise them.
    assert not {"identity", "card_key", "person"} & set(text.split('"'))
    assert recorded(store)[-1] == UserExported(ONE, UserNumber(1))
    with pytest.raises(NoSuchUser):
        visitors.export(3, 1, NOON)


def test_an_export_names_every_table_of_a_user(
    visitors: Visitors, auth_id: str, store: Store
) -> None:
    with store.read() as db:
        hanging = {
            table
            for (table,) in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' "
                "AND sql LIKE '%REFERENCES users%'"
            )
        }
    assert hanging - {"drafts"} <= set(visitors.export(1, 1, NOON))


def test_deleting_leaves_nothing_but_the_record(
    visitors: Visitors, registry: Registry, auth_id: str, store: Store
) -> None:
    with_everything(store, registry, auth_id)
    registry.register("visit-2", applicant(2), NOON)
    assert visitors.delete(1, 1, 2, NOON)
    assert recorded(store)[-1] == UserDeleted(ONE, TWO, UserNumber(1))
    with store.read() as db:
        for table in ("card_keys", "people", "visits", "drafts", "draft_answers"):
            [left] = db.execute(
                f"SELECT count(*) FROM {table}"  # noqa: S608
            ).fetchone()
            assert left == (1 if table in ("card_keys", "people", "visits") else 0)
        [due] = db.execute("PRAGMA user_version").fetchone()
    assert due == 0
    assert visitors.find(auth_id, 1, NOON) is None
    with pytest.raises(NoSuchUser):
        visitors.delete(1, 1, 2, NOON)


def test_only_with_a_second_person(
    visitors: Visitors, auth_id: str, store: Store
) -> None:
    with pytest.raises(ValueError, match="second"):
        visitors.delete(1, 1, 1, NOON)
    assert visitors.find(auth_id, 1, NOON) is not None


def test_the_number_of_a_deleted_user_is_nobody_elses(
    visitors: Visitors, registry: Registry, auth_id: str, store: Store
) -> None:
    visitors.delete(1, 1, 2, NOON)
    registry.register("visit-2", applicant(), NOON)
    with store.read() as db:
        [own] = db.query("SELECT number, auth_id FROM users")
    assert own["number"] == 2
    assert own["auth_id"] != auth_id
    recorded(store)


def test_a_file_that_is_read_meanwhile_is_wiped_later(
    visitors: Visitors, auth_id: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kiosk.store.faults import StoreError, StoreFault

    def busy() -> None:
        raise StoreError(StoreFault.BUSY)

    with monkeypatch.context() as patch:
        patch.setattr(store, "write_anew", busy)
        assert not visitors.delete(1, 1, 2, NOON)
    assert visitors.find(auth_id, 1, NOON) is None
    Drafts(store).expire(NOON)
    with store.read() as db:
        assert db.execute("PRAGMA user_version").fetchone() == (0,)


def test_a_day_is_told_without_anybodys_name(
    registry: Registry, auth_id: str, store: Store
) -> None:
    with_everything(store, registry, auth_id)
    trail = Trail(store)
    trail.note(PaperAsked(Paper.RECEIPT, Printing.UNSURE), NOON)
    trail.note(StaffCalled(), NOON + timedelta(minutes=5))
    registry.login(auth_id, applicant().public_key, NOON + timedelta(days=1))
    acts = acts_of(store, today(NOON), 1, NOON)
    assert acts == [
        Act("12:05", "staff_called"),
        Act("12:00", "paper_asked", paper="receipt", outcome="unsure"),
        Act("12:00", "draft_begun", "applicant", "extension", "vi"),
        Act("12:00", "registered", "applicant", None, "vi", None, "new"),
    ]
    assert applicant().name not in repr(acts)
    assert recorded(store)[-1] == StaffLooked(ONE, StaffPage.TODAY)
    [next_day] = acts_of(store, today(NOON + timedelta(days=1)), None, NOON)
    assert (next_day.what, next_day.outcome) == ("logged_in", "known")


@pytest.mark.parametrize(
    ("at", "day"), [("2026-11-24T14:59:59", 24), ("2026-11-24T15:00:00", 25)]
)
def test_a_day_begins_at_midnight_in_japan(store: Store, at: str, day: int) -> None:
    from datetime import UTC, date, datetime

    Trail(store).note(StaffCalled(), datetime.fromisoformat(at).replace(tzinfo=UTC))
    for number in (24, 25):
        acts = acts_of(store, date(2026, 11, number), None, LATER)
        assert bool(acts) == (number == day)


def test_nothing_of_an_export_is_written_by_itself(
    visitors: Visitors, auth_id: str, tmp_path: Path
) -> None:
    before = {path.name for path in tmp_path.rglob("*")}
    visitors.export(1, 1, NOON)
    assert {path.name for path in tmp_path.rglob("*")} == before
