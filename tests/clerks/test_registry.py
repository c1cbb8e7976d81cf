"""The clerk at the registry: one visit, one ID; and whatever the store does."""

import logging
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlcipher
from sqlite_utils import Database

from kiosk.clerks.registry import RegistryAnswer, RegistryClerk
from kiosk.registry import auth_id, people
from kiosk.registry.argon import Cost
from kiosk.registry.passwords import Passwords
from kiosk.registry.registry import Registry
from kiosk.secret import Secret
from kiosk.store.database import Store, open_store
from kiosk.visit.effects import (
    CheckPassword,
    Enroll,
    KeepPassword,
    LogIn,
    Register,
    RegistryEffect,
    Rejoin,
)
from kiosk.visit.events import (
    LoginAnswered,
    NotRegistered,
    PasswordChecked,
    PasswordKept,
    Registered,
    StoreFailed,
)
from kiosk.visit.state import Contact, Held, Person
from kiosk.visit.terms import Issuer, Login, PasswordAnswer, Refusal
from tests.registry.people import KEY, NOON, seeded

CARD, RENEWED_CARD, OTHER_CARD = b"key of a card", b"key of its next", b"another key"
ANNA = Person("SYNTHETIC ANNA", "架空県見本市例町1番地", "19900401", "2")
MINA = Person("SYNTHETIC MINA", "架空県見本市例町2番地", "19920229", "2")
CONTACT = Contact("09000000001", "anna@example.invalid")
PRIVATE = (ANNA.name, ANNA.address, ANNA.birth_date, CONTACT.phone, CONTACT.mail)


@pytest.fixture(autouse=True)
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All that is logged in a test, of which nothing may be anybody's."""
    caplog.set_level(logging.DEBUG)
    yield caplog
    assert not [word for word in PRIVATE if word in caplog.text]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "store.db", KEY)
    yield opened
    opened.close()


@pytest.fixture
def clerk(store: Store) -> RegistryClerk:
    return clerk_at(store, NOON)


def clerk_at(store: Store, now: datetime) -> RegistryClerk:
    registry = Registry(store, KEY, seeded(1), "demo")
    passwords = Passwords(store, KEY, seeded(2), Cost(memory=8, passes=1, lanes=1))
    return RegistryClerk(registry, passwords, lambda: now)


def registration(
    ticket: int = 1, person: Person = ANNA, role: str = "applicant"
) -> Register:
    return Register(ticket, role, None, "en", person, CONTACT)


def id_of(answer: RegistryAnswer) -> str:
    assert isinstance(answer, Registered)
    return answer.auth_id


def rows(store: Store) -> dict[str, int]:
    """How many users, cards and visits are kept."""
    with store.read() as db:
        return {table: db[table].count for table in ("users", "card_keys", "visits")}


def test_an_id_is_given_as_it_is_shown(clerk: RegistryClerk) -> None:
    answer = clerk.do(registration(7), "visit", CARD)
    assert isinstance(answer, Registered)
    assert (answer.ticket, answer.new) == (7, True)
    assert auth_id.grouped(auth_id.parse(answer.auth_id)) == answer.auth_id
    assert [len(group) for group in answer.auth_id.split("-")] == [4, 4, 4, 4]


def test_the_same_visit_gets_the_same_id(clerk: RegistryClerk, store: Store) -> None:
    first = id_of(clerk.do(registration(1), "visit", CARD))
    again = clerk.do(registration(2), "visit", CARD)
    assert again == Registered(2, first, new=False)
    assert rows(store) == {"users": 1, "card_keys": 1, "visits": 1}


def test_the_next_visit_gets_it_too(clerk: RegistryClerk, store: Store) -> None:
    first = id_of(clerk.do(registration(1), "visit", CARD))
    assert clerk.do(registration(2), "later", CARD) == Registered(2, first, new=False)
    assert rows(store) == {"users": 1, "card_keys": 1, "visits": 2}


def test_another_role_gets_another(clerk: RegistryClerk) -> None:
    first = id_of(clerk.do(registration(1), "visit", CARD))
    other = clerk.do(registration(2, role="relative"), "later", CARD)
    assert isinstance(other, Registered)
    assert other.new
    assert other.auth_id != first


def test_a_visit_is_never_answered_with_the_id_of_another_person(
    clerk: RegistryClerk, logged: pytest.LogCaptureFixture
) -> None:
    """That would be a mistake of ours; it is told as the store's, and logged."""
    clerk.do(registration(1), "visit", CARD)
    assert clerk.do(registration(2, MINA), "visit", OTHER_CARD) == StoreFailed(2)
    assert logged.messages == ["the registry clerk failed: VisitReused"]


@pytest.mark.parametrize(
    ("card", "login"), [(CARD, Login.KNOWN), (OTHER_CARD, Login.RENEWED)]
)
def test_logging_in(clerk: RegistryClerk, card: bytes, login: Login) -> None:
    own = id_of(clerk.do(registration(1), "visit", CARD))
    held = Held(auth_id=own, role="applicant") if login is Login.KNOWN else None
    answer = clerk.do(LogIn(2, own), "later", card)
    assert answer == LoginAnswered(2, login, None, held)


def test_a_text_that_is_no_id_is_refused(clerk: RegistryClerk) -> None:
    assert clerk.do(LogIn(1, ""), "visit", CARD) == LoginAnswered(1, Login.REFUSED)


@pytest.mark.parametrize(
    ("person", "login"), [(ANNA, Login.KNOWN), (MINA, Login.REFUSED)]
)
def test_a_renewed_card_is_joined_by_its_holders_particulars(
    clerk: RegistryClerk, person: Person, login: Login
) -> None:
    own = id_of(clerk.do(registration(1), "visit", CARD))
    rejoin = Rejoin(2, own, person)
    held = Held(auth_id=own, role="applicant") if login is Login.KNOWN else None
    answer = clerk.do(rejoin, "later", RENEWED_CARD)
    assert answer == LoginAnswered(2, login, None, held)
    known = clerk.do(LogIn(3, own), "later", RENEWED_CARD)
    joined = Login.KNOWN if login is Login.KNOWN else Login.RENEWED
    assert known == LoginAnswered(3, joined, None, held if joined is login else None)


EFFECTS: tuple[RegistryEffect, ...] = (
    registration(5),
    LogIn(5, "0000-0000-0000-0000"),
    Rejoin(5, "0000-0000-0000-0000", ANNA),
)


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda own: type(own).__name__)
def test_without_a_card_nothing_is_done(
    clerk: RegistryClerk, store: Store, effect: RegistryEffect
) -> None:
    assert clerk.do(effect, "visit", None) == StoreFailed(5)
    assert set(rows(store).values()) == {0}


# The store fails.


class Failing:
    """A database of which the statement at ``place``, counted from 0, fails."""

    def __init__(self, db: Database, place: int) -> None:
        self._db = db
        self._left = place

    def execute(self, *args: Any) -> Any:
        self._count()
        return self._db.execute(*args)

    def query(self, *args: Any) -> Any:
        self._count()
        return self._db.query(*args)

    def _count(self) -> None:
        if self._left == 0:
            error = sqlcipher.OperationalError(f"no room for {ANNA.name}")
            error.sqlite_errorcode = sqlcipher.SQLITE_FULL
            error.sqlite_errorname = "SQLITE_FULL"
            raise error
        self._left -= 1


@pytest.mark.parametrize("what", ["new", "known", "log in", "rejoin"])
def test_the_store_fails_at_each_statement(
    clerk: RegistryClerk,
    store: Store,
    logged: pytest.LogCaptureFixture,
    what: str,
) -> None:
    """Nothing is kept, nothing personal is logged, and asked again it works."""
    own = "" if what == "new" else id_of(clerk.do(registration(1), "before", CARD))
    effects: dict[str, RegistryEffect] = {
        "new": registration(5),
        "known": registration(5),
        "log in": LogIn(5, own),
        "rejoin": Rejoin(5, own, ANNA),
    }
    card = RENEWED_CARD if what == "rejoin" else CARD
    before, genuine = rows(store), store.db
    for place in count():
        store.db = Failing(genuine, place)  # type: ignore[assignment]  # stands in
        answer = clerk.do(effects[what], "visit", card)
        store.db = genuine
        if answer != StoreFailed(5):
            break
        assert rows(store) == before
    assert place >= 1
    # The last one kept nobody from anything: wrong tries of a password were forgiven.
    assert len(logged.messages) == place + 1
    assert all(text.endswith("(SQLITE_FULL)") for text in logged.messages)
    if own:
        # Nor that what the ID is could not be read.
        known = LoginAnswered(5, Login.KNOWN)
        assert answer in (Registered(5, own, new=False), known)
    else:
        assert answer == Registered(5, id_of(answer), new=True)
        assert rows(store) == {"users": 1, "card_keys": 1, "visits": 1}
    again = clerk.do(effects[what], "visit", card)
    assert again in (
        LoginAnswered(5, Login.KNOWN, None, Held(auth_id=own, role="applicant")),
        Registered(5, own or id_of(answer), new=False),
    )


def test_a_store_that_another_program_keeps_locked(
    clerk: RegistryClerk, store: Store, logged: pytest.LogCaptureFixture
) -> None:
    with store.read() as db:
        db.execute("PRAGMA busy_timeout = 0").fetchall()
    other = open_store(store.path, KEY)
    with other.write():
        assert clerk.do(registration(1), "visit", CARD) == StoreFailed(1)
    assert logged.messages[0].startswith("the registry failed: another program")
    assert isinstance(clerk.do(registration(2), "visit", CARD), Registered)
    other.close()


def test_a_clock_without_a_zone_is_a_fault_of_ours(
    store: Store, logged: pytest.LogCaptureFixture
) -> None:
    naive = datetime(2026, 11, 24, 12)  # noqa: DTZ001  # that is the point
    clerk = clerk_at(store, naive)
    assert clerk.do(registration(1), "visit", CARD) == StoreFailed(1)
    assert logged.messages == ["the registry clerk failed: ValueError"]


def test_text_that_is_not_unicode_is_not_kept(
    clerk: RegistryClerk, store: Store
) -> None:
    """A broken card may give half a surrogate pair."""
    broken = Person("SYNTHETIC \ud800", ANNA.address, ANNA.birth_date, ANNA.sex)
    assert clerk.do(registration(1, broken), "visit", CARD) == StoreFailed(1)
    assert set(rows(store).values()) == {0}


OFFICE = Person("SYNTHETIC OFFICE", "架空県見本市例町9番地", "19850201", "1")


def enrolling(ticket: int = 1, **changes: Any) -> Enroll:
    told = {"number": "132024200123"} | changes
    return Enroll(ticket, "gyoseishoshi", "en", OFFICE, CONTACT, **told)


def test_somebody_without_a_card_gets_an_id_and_may_set_a_password(
    clerk: RegistryClerk,
) -> None:
    answer = clerk.enroll(enrolling(7), "visit")
    assert isinstance(answer, Registered)
    assert (answer.ticket, answer.new, answer.issuer) == (7, True, Issuer.HERE)
    own = answer.auth_id
    assert auth_id.grouped(auth_id.parse(own)) == own
    kept = clerk.use_password(KeepPassword(8, own), Secret.of(b"tulip-lane-17"))
    assert isinstance(kept, PasswordKept)
    clerk.forget()
    assert clerk.holder(own) is None
    late = clerk.use_password(KeepPassword(9, own), Secret.of(b"tulip-lane-18"))
    assert late == StoreFailed(9)
    right = clerk.use_password(CheckPassword(10, own), Secret.of(b"tulip-lane-17"))
    assert isinstance(right, PasswordChecked)
    assert right.answer is PasswordAnswer.KNOWN
    again = clerk.use_password(KeepPassword(11, own), Secret.of(b"tulip-lane-18"))
    assert isinstance(again, PasswordKept)


def test_an_id_of_the_agency_is_shown_as_it_was_brought(clerk: RegistryClerk) -> None:
    brought = "p6eq2MQ1bpa6"
    answer = clerk.enroll(enrolling(1, brought=brought), "visit")
    assert answer == Registered(1, brought, True, None, Issuer.AGENCY)
    again = clerk.enroll(enrolling(2, brought=brought), "visit")
    assert again == Registered(2, brought, False, None, Issuer.AGENCY)


def test_a_number_that_is_there_is_refused_and_shows_nobody(
    clerk: RegistryClerk, logged: pytest.LogCaptureFixture
) -> None:
    first = clerk.enroll(enrolling(1), "visit")
    assert isinstance(first, Registered)
    refused = clerk.enroll(enrolling(2), "later")
    assert refused == NotRegistered(2, Refusal.NUMBER)
    assert clerk.holder(first.auth_id) is None
    for ticket in range(3, 7):
        clerk.enroll(enrolling(ticket), "later")
    assert clerk.enroll(enrolling(8), "later") == NotRegistered(8, Refusal.WAIT, 3600)
    assert "132024200123" not in logged.text


def test_a_fault_of_the_store_is_told_as_one(
    clerk: RegistryClerk, store: Store, logged: pytest.LogCaptureFixture
) -> None:
    store.close()
    assert clerk.enroll(enrolling(1), "visit") == StoreFailed(1)
    assert len(logged.messages) == 1


def test_the_registry_and_the_visit_have_the_same_words() -> None:
    assert [own.value for own in people.Refusal] == [own.value for own in Refusal]
    assert [own.value for own in people.Issuer] == [own.value for own in Issuer]
