"""The clerk at the registry and passwords: who is known, by what, and until when."""

import logging
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.clerks.drafts import DraftClerk
from kiosk.clerks.registry import RegistryClerk
from kiosk.registry.argon import Cost
from kiosk.registry.passwords import Passwords
from kiosk.registry.people import Proof
from kiosk.registry.registry import Registry
from kiosk.registry.tries import TRIES
from kiosk.secret import Secret
from kiosk.store.database import Store, open_store
from kiosk.store.drafts import Drafts
from kiosk.store.faults import StoreError, StoreFault
from kiosk.visit.effects import CheckPassword, FindDrafts, KeepPassword, LogIn, Register
from kiosk.visit.events import (
    DraftsFound,
    LoginAnswered,
    PasswordChecked,
    PasswordKept,
    PasswordUnfit,
    Registered,
    StoreFailed,
)
from kiosk.visit.state import Contact, Held, Password, Person
from kiosk.visit.terms import Login, PasswordAnswer, PasswordFault
from tests.registry.people import KEY, NOON, seeded

CARD, OTHER_CARD = b"key of a card", b"another key"
ANNA = Person("SYNTHETIC ANNA", "架空県見本市例町1番地", "19900401", "2")
MINA = Person("SYNTHETIC MINA", "架空県見本市例町2番地", "19920229", "2")
RIGHT, WRONG = b"tulip-lane-17", b"tulip-lane-18"
NOBODYS = "P6EQ-2MQ1-BPA6-30GJ"
IN_A_YEAR = Password(date(2027, 11, 24), warns=False)


class Desk:
    """Both clerks, and a clock to be moved."""

    def __init__(self, store: Store) -> None:
        self.now: datetime = NOON
        self.store = store
        self.passwords = Passwords(store, KEY, seeded(2), Cost(8, 1, 1))
        self.clerk = RegistryClerk(
            Registry(store, KEY, seeded(1)), self.passwords, lambda: self.now
        )
        self.drafts = DraftClerk(self.clerk, Drafts(store), lambda: self.now, 30)

    def register(self, person: Person = ANNA, card: bytes = CARD) -> str:
        effect = Register(1, "applicant", None, "en", person, Contact("0312345678"))
        answer = self.clerk.do(effect, f"visit of {person.birth_date}", card)
        assert isinstance(answer, Registered)
        return answer.auth_id

    def log_in(self, auth_id: str, card: bytes = CARD) -> LoginAnswered:
        answer = self.clerk.do(LogIn(2, auth_id), "visit", card)
        assert isinstance(answer, LoginAnswered)
        return answer

    def keep(self, auth_id: str, typed: bytes = RIGHT) -> object:
        secret = Secret.of(typed)
        answer = self.clerk.use_password(KeepPassword(3, auth_id), secret)
        assert len(secret) == 0
        return answer

    def check(self, auth_id: str, typed: bytes = RIGHT) -> object:
        secret = Secret.of(typed)
        answer = self.clerk.use_password(CheckPassword(4, auth_id), secret)
        assert len(secret) == 0
        return answer

    def opens(self, auth_id: str) -> bool:
        """Whether applications of this ID are to be had."""
        return isinstance(self.drafts.do(FindDrafts(5, auth_id)), DraftsFound)


@pytest.fixture(autouse=True)
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    caplog.set_level(logging.DEBUG)
    yield caplog
    private = (ANNA.name, RIGHT.decode(), WRONG.decode(), NOBODYS)
    assert not [word for word in private if word in caplog.text]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = open_store(tmp_path / "store.db", KEY)
    yield Desk(store)
    store.close()


@pytest.fixture
def secured(desk: Desk) -> str:
    """The ID of somebody who has set a password and left."""
    auth_id = desk.register()
    desk.keep(auth_id)
    desk.clerk.forget()
    return auth_id


def test_set_after_registering_and_used_in_another_visit(
    desk: Desk, secured: str
) -> None:
    known = PasswordChecked(
        4, PasswordAnswer.KNOWN, 0, IN_A_YEAR, Held(auth_id=secured, role="applicant")
    )
    assert desk.check(secured) == known
    assert desk.opens(secured)
    holder = desk.clerk.holder(secured)
    assert holder is not None
    assert holder.proof is Proof.PASSWORD


def test_set_after_logging_in_with_the_card(desk: Desk) -> None:
    auth_id = desk.register()
    desk.clerk.forget()
    held = Held(auth_id=auth_id, role="applicant")
    assert desk.log_in(auth_id) == LoginAnswered(2, Login.KNOWN, None, held)
    assert desk.keep(auth_id) == PasswordKept(3, IN_A_YEAR)
    assert desk.log_in(auth_id) == LoginAnswered(2, Login.KNOWN, IN_A_YEAR, held)


def test_not_set_by_whoever_knows_only_the_old_one(desk: Desk, secured: str) -> None:
    desk.check(secured)
    assert desk.keep(secured, WRONG) == StoreFailed(3)
    assert desk.check(secured) == PasswordChecked(
        4, PasswordAnswer.KNOWN, 0, IN_A_YEAR, Held(auth_id=secured, role="applicant")
    )


def forgotten(desk: Desk, auth_id: str) -> None:
    desk.clerk.forget()


def other_registers(desk: Desk, auth_id: str) -> None:
    desk.register(MINA, OTHER_CARD)


def other_card(desk: Desk, auth_id: str) -> None:
    desk.log_in(auth_id, OTHER_CARD)


def wrong_password(desk: Desk, auth_id: str) -> None:
    desk.check(auth_id, WRONG)


def no_card(desk: Desk, auth_id: str) -> None:
    desk.clerk.do(LogIn(2, auth_id), "visit", None)


@pytest.mark.parametrize(
    "meanwhile", [forgotten, other_registers, other_card, wrong_password, no_card]
)
def test_who_is_known_is_so_no_longer_than_that_holds(
    desk: Desk, secured: str, meanwhile: Callable[[Desk, str], None]
) -> None:
    desk.log_in(secured)
    assert desk.opens(secured)
    meanwhile(desk, secured)
    assert not desk.opens(secured)
    assert desk.keep(secured, WRONG) == StoreFailed(3)


def test_one_id_does_not_open_another(desk: Desk, secured: str) -> None:
    other = desk.register(MINA, OTHER_CARD)
    assert desk.opens(other)
    assert not desk.opens(secured)
    assert desk.keep(secured, WRONG) == StoreFailed(3)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (b"12345678", PasswordFault.GUESSABLE),
        (b"19900401", PasswordFault.OWN),
        (b"0312345678", PasswordFault.OWN),
    ],
)
def test_what_is_unfit_says_why(desk: Desk, typed: bytes, fault: PasswordFault) -> None:
    auth_id = desk.register()
    assert desk.keep(auth_id, typed) == PasswordUnfit(3, fault)
    assert desk.keep(auth_id) == PasswordKept(3, IN_A_YEAR)


def test_an_id_that_nobody_holds_is_answered_as_a_wrong_password(
    desk: Desk, secured: str
) -> None:
    for _ in range(TRIES + 1):
        answer = desk.check(secured, WRONG)
        assert answer == desk.check(NOBODYS, WRONG)
        desk.now += timedelta(hours=1)
    assert answer == PasswordChecked(4, PasswordAnswer.LOCKED)
    assert desk.check(secured) == answer


def test_the_card_unlocks(desk: Desk, secured: str) -> None:
    for _ in range(TRIES):
        desk.check(secured, WRONG)
        desk.now += timedelta(hours=1)
    assert desk.check(secured) == PasswordChecked(4, PasswordAnswer.LOCKED)
    desk.log_in(secured)
    known = PasswordChecked(
        4, PasswordAnswer.KNOWN, 0, IN_A_YEAR, Held(auth_id=secured, role="applicant")
    )
    assert desk.check(secured) == known


def test_its_end_is_told(desk: Desk, secured: str) -> None:
    desk.now = NOON + timedelta(days=340)
    soon = Password(IN_A_YEAR.last_day, warns=True)
    assert desk.check(secured) == PasswordChecked(
        4, PasswordAnswer.KNOWN, 0, soon, Held(auth_id=secured, role="applicant")
    )
    desk.now = NOON + timedelta(days=366)
    assert desk.check(secured) == PasswordChecked(4, PasswordAnswer.EXPIRED)
    assert not desk.opens(secured)
    held = Held(auth_id=secured, role="applicant")
    assert desk.log_in(secured) == LoginAnswered(2, Login.KNOWN, soon, held)


def test_without_anything_typed_nothing_is_known(desk: Desk, secured: str) -> None:
    answer = desk.clerk.use_password(CheckPassword(4, secured), None)
    assert answer == PasswordChecked(4, PasswordAnswer.REFUSED, 1)


def test_a_store_that_fails_is_told_as_such_and_the_password_is_wiped(
    desk: Desk, secured: str, logged: pytest.LogCaptureFixture
) -> None:
    desk.log_in(secured)
    desk.store.db.execute("PRAGMA query_only = ON")
    assert desk.keep(secured, WRONG) == StoreFailed(3)
    assert desk.check(secured) == StoreFailed(4)
    assert all(text.startswith("the registry failed: ") for text in logged.messages)


def test_a_card_is_let_in_though_passwords_cannot_be_had(
    desk: Desk, secured: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StoreError(StoreFault.DISK)

    monkeypatch.setattr(desk.passwords, "card_used", broken)
    assert desk.log_in(secured) == LoginAnswered(2, Login.KNOWN)
    assert desk.opens(secured)
