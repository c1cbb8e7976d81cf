"""What happens to drafts is in the audit trail, in the same transaction."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kiosk.rules.vocabulary import Procedure
from kiosk.store.audit.events import (
    DraftBegun,
    DraftCopied,
    DraftDeleted,
    DraftOpened,
    DraftsExpired,
    Event,
)
from kiosk.store.audit.fields import Count, DraftNumber, UserNumber
from kiosk.store.audit.verify import entries, verify
from kiosk.store.database import Store
from kiosk.store.drafts import Drafts, NoSuchDraft
from kiosk.store.faults import StoreError
from tests.store.holders import LATER, NOW, holders

ONE, TWO = UserNumber(1), UserNumber(2)
FIRST, SECOND, THIRD = (DraftNumber(number) for number in (1, 2, 3))


@pytest.fixture
def drafts(store: Store) -> Drafts:
    assert holders(store) == [ONE, TWO]
    return Drafts(store)


def recorded(store: Store) -> list[Event | None]:
    """After the two registrations."""
    assert verify(store).whole
    with store.read() as db:
        return [entry.event for entry, _, _ in entries(db)][2:]


def test_a_draft_from_beginning_to_end(store: Store, drafts: Drafts) -> None:
    drafts.begin(ONE, "change", NOW, LATER, status="student")
    drafts.save(FIRST, ONE, {"name": "LAN"}, "name", NOW, LATER)
    drafts.of(ONE, NOW)
    drafts.open(FIRST, ONE, NOW)
    drafts.copy(FIRST, ONE, NOW, LATER)
    drafts.delete(FIRST, ONE, NOW)
    drafts.delete(FIRST, ONE, NOW)  # gone already
    drafts.begin(TWO, "of the future", NOW, LATER + timedelta(days=1))
    drafts.expire(LATER)
    drafts.expire(LATER)
    assert recorded(store) == [
        DraftBegun(ONE, FIRST, Procedure.CHANGE),
        DraftOpened(ONE, FIRST),
        DraftCopied(ONE, SECOND, FIRST),
        DraftDeleted(ONE, FIRST),
        DraftBegun(TWO, THIRD, None),
        DraftsExpired(Count(1)),
    ]


def test_what_is_not_had_is_not_recorded(store: Store, drafts: Drafts) -> None:
    drafts.begin(ONE, "change", NOW, LATER)
    acts: tuple[Callable[[], object], ...] = (
        lambda: drafts.open(FIRST, TWO, NOW),
        lambda: drafts.copy(FIRST, TWO, NOW, LATER),
        lambda: drafts.open(FIRST, ONE, LATER),
    )
    for act in acts:
        with pytest.raises(NoSuchDraft):
            act()
    drafts.delete(FIRST, TWO, NOW)
    assert recorded(store) == [DraftBegun(ONE, FIRST, Procedure.CHANGE)]


def test_nothing_is_done_that_cannot_be_recorded(store: Store, drafts: Drafts) -> None:
    drafts.begin(ONE, "change", NOW, LATER)
    with store.write() as db:
        db.execute(
            "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN "
            "SELECT RAISE(ABORT, ''); END"
        )
    acts: tuple[Callable[[], object], ...] = (
        lambda: drafts.begin(TWO, "change", NOW, LATER),
        lambda: drafts.open(FIRST, ONE, NOW),
        lambda: drafts.copy(FIRST, ONE, NOW, LATER),
        lambda: drafts.delete(FIRST, ONE, NOW),
        lambda: drafts.expire(LATER),
    )
    for act in acts:
        with pytest.raises(StoreError):
            act()
    assert [note.id for note in drafts.of(ONE, NOW)] == [FIRST]
    assert drafts.of(TWO, NOW) == []
    assert recorded(store) == [DraftBegun(ONE, FIRST, Procedure.CHANGE)]
