"""What the registry does is in the audit trail, in the same transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kiosk.registry.auth_id import generate
from kiosk.registry.registry import Registry, VisitReused
from kiosk.rules.vocabulary import RelativeKind, Role
from kiosk.store.audit.events import CardRejoined, Event, LoggedIn, Registered
from kiosk.store.audit.fields import How, Language, Outcome, UserNumber
from kiosk.store.audit.verify import entries, verify
from kiosk.store.database import Store
from kiosk.store.faults import StoreError
from tests.registry.people import NOON, applicant, seeded

ONE = UserNumber(1)
NEW = Registered(ONE, Role.APPLICANT, None, Language("vi"), new=True)


def recorded(store: Store) -> list[Event | None]:
    assert verify(store).whole
    with store.read() as db:
        return [entry.event for entry, _, _ in entries(db)]


def test_registrations(store: Store, registry: Registry) -> None:
    registry.register("visit-1", applicant(1), NOON)
    registry.register("visit-1", applicant(1), NOON)  # asked twice, done once
    registry.register("visit-2", applicant(1, language="ja"), NOON)
    married = applicant(1, role="relative", kind="spouse", language="en")
    registry.register("visit-3", married, NOON)
    assert recorded(store) == [
        NEW,
        Registered(ONE, Role.APPLICANT, None, Language("ja"), new=False),
        Registered(
            UserNumber(2), Role.RELATIVE, RelativeKind.SPOUSE, Language("en"), new=True
        ),
    ]


def test_what_has_no_code_does_not_stop_a_registration(
    store: Store, registry: Registry
) -> None:
    registry.register(
        "visit-1",
        applicant(1, role="another", kind="another", language="another"),
        NOON,
    )
    assert recorded(store) == [Registered(ONE, None, None, None, new=True)]


def test_log_ins(store: Store, registry: Registry) -> None:
    own = registry.register("visit-1", applicant(1), NOON).auth_id
    registry.login(own, applicant(1).public_key, NOON)
    registry.login(own, b"another card", NOON)
    registry.login("無", b"another card", NOON)
    assert recorded(store)[1:] == [
        LoggedIn(How.CARD, Outcome.KNOWN, ONE),
        LoggedIn(How.CARD, Outcome.RENEWED, None),
        LoggedIn(How.CARD, Outcome.REFUSED, None),
    ]


def test_joined_cards(store: Store, registry: Registry) -> None:
    own = registry.register("visit-1", applicant(1), NOON).auth_id
    registry.rejoin(own, b"a renewed card", applicant(1), NOON)
    registry.rejoin(own, b"another card", applicant(2), NOON)
    registry.rejoin(generate(seeded(9)), b"another card", applicant(2), NOON)
    assert recorded(store)[1:] == [
        CardRejoined(joined=True, user=ONE),
        CardRejoined(joined=False, user=ONE),
        CardRejoined(joined=False, user=None),
    ]


def test_what_was_refused_by_a_fault_of_ours_is_not_there(
    store: Store, registry: Registry
) -> None:
    registry.register("visit-1", applicant(1), NOON)
    with pytest.raises(VisitReused):
        registry.register("visit-1", applicant(2), NOON)
    assert recorded(store) == [NEW]


@contextmanager
def nothing_is_recorded(store: Store) -> Iterator[None]:
    """Each entry is refused, as by a full disk."""
    with store.write() as db:
        db.execute(
            "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN "
            "SELECT RAISE(ABORT, ''); END"
        )
    yield
    with store.write() as db:
        db.execute("DROP TRIGGER full")


def test_nothing_is_done_that_cannot_be_recorded(
    store: Store, registry: Registry
) -> None:
    own = registry.register("visit-1", applicant(1), NOON).auth_id
    key = applicant(1).public_key
    with nothing_is_recorded(store):
        for act in (
            lambda: registry.register("visit-2", applicant(2), NOON),
            lambda: registry.register("visit-2", applicant(1, phone="1"), NOON),
            lambda: registry.rejoin(own, b"new", applicant(1, address="new"), NOON),
            lambda: registry.login(own, key, NOON),
        ):
            with pytest.raises(StoreError):
                act()
    user = registry.user(own, key)
    assert user is not None
    assert (user.phone, user.address) == (applicant(1).phone, applicant(1).address)
    assert registry.user(own, b"new") is None
    with store.read() as db:
        assert db["users"].count == 1
    assert recorded(store) == [NEW]
