"""The clerk who keeps usage requests: only for whoever holds the account, all or
nothing, with a real store; and nothing of anybody in the log.
"""

import logging
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.clerks.drafts import DraftClerk
from kiosk.clerks.registry import RegistryClerk
from kiosk.clerks.sheets import SheetClerk
from kiosk.clerks.usage import UsageClerk
from kiosk.registry.passwords import Passwords
from kiosk.registry.registry import Registry
from kiosk.registry.usage import UsageRequests
from kiosk.rules.usage import Answer
from kiosk.rules.usage_life import State
from kiosk.rules.vocabulary import Role
from kiosk.secret import Secret
from kiosk.store.database import Store, open_store
from kiosk.store.drafts import Drafts
from kiosk.store.faults import StoreError, StoreFault
from kiosk.visit.effects import CheckPassword, Enroll, FindDrafts, KeepPassword
from kiosk.visit.events import (
    DraftsFound,
    PaperPrinted,
    PasswordChecked,
    Registered,
    StoreFailed,
)
from kiosk.visit.requests import Usage
from kiosk.visit.site import Site
from kiosk.visit.state import Contact, Person
from kiosk.visit.usage_effects import (
    OpenUsage,
    PrintUsage,
    ReportUsage,
    SaveUsage,
    SendUsage,
    TakeBackUsage,
    TellUsage,
    UsageEffect,
)
from kiosk.visit.usage_events import UsageFound, UsageNotSaved, UsageSaved
from tests.registry.people import KEY, NOON, seeded

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
UNTIL = date(2029, 11, 24)
AGENCY = "ISA 000 123"
PASSWORD = b"quiet-long-sentence"
CLERK = Person("SYNTHETIC KEI", "架空県見本市例町3番地", "", "")
CONTACT = Contact("0312345678", "kei@example.invalid")
SITE = Site("A desk", "demo", "community", ("ja", "en"))
PRIVATE = (
    CLERK.name,
    CLERK.address,
    CONTACT.phone,
    CONTACT.mail,
    AGENCY,
    "certificate",
)
ROLE = Role.SUPPORT_ORGANIZATION_STAFF


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


class Desk:
    """The clerks of one kiosk, and an account that was enrolled here."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.registry = RegistryClerk(
            Registry(store, KEY, seeded(1), "demo"),
            Passwords(store, KEY, seeded(2)),
            lambda: NOON,
        )
        self.requests = UsageRequests(store, KEY)
        self.clerk = UsageClerk(self.registry, self.requests, lambda: NOON)
        self.drafts = DraftClerk(
            self.registry, Drafts(store), lambda: NOON, 30, self.clerk
        )
        self.auth_id = self.enrolled()

    def enrolled(self, brought: str | None = None, number: str = "") -> str:
        person = Person(CLERK.name + number, CLERK.address, "", "")
        effect = Enroll(1, ROLE, "en", person, CONTACT, None, brought)
        answer = self.registry.enroll(effect, f"visit{number}")
        assert isinstance(answer, Registered)
        self.registry.use_password(KeepPassword(2, answer.auth_id), Secret.of(PASSWORD))
        return answer.auth_id

    def log_in(self, auth_id: str) -> PasswordChecked:
        answer = self.registry.use_password(
            CheckPassword(3, auth_id), Secret.of(PASSWORD)
        )
        assert isinstance(answer, PasswordChecked)
        return answer

    def found(self, effect: UsageEffect) -> Usage:
        answer = self.clerk.do(effect)
        assert isinstance(answer, UsageFound)
        assert answer.ticket == effect.ticket
        assert answer.account.person == CLERK
        assert answer.account.contact == CONTACT
        return answer.usage

    @property
    def user(self) -> int:
        [own] = self.requests.waiting()
        return own.user


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def test_from_the_first_question_to_the_approval(desk: Desk) -> None:
    own = desk.auth_id
    assert desk.found(OpenUsage(4, own)) == Usage(ROLE)
    told = {"certificate": Answer.YES}
    assert desk.clerk.do(SaveUsage(5, own, told)) == UsageSaved(5)
    more = {"pledge": Answer.UNKNOWN}
    sent = desk.found(SendUsage(6, own, TODAY - DAY, more))
    assert (sent.state, sent.sent_on) == (State.SENT, TODAY - DAY)
    assert sent.answers == told | more
    assert sent.begun
    desk.requests.approve(desk.user, AGENCY, UNTIL, 1, NOON)
    assert desk.log_in(AGENCY).held is not None
    approved = desk.found(OpenUsage(7, AGENCY))
    assert (approved.state, approved.valid_until) == (State.APPROVED, UNTIL)
    assert approved.is_approved(TODAY)
    reported = desk.found(ReportUsage(8, AGENCY, TODAY))
    assert (reported.reported_on, reported.counted) == (TODAY, False)


def test_what_a_log_in_tells_of_the_account(desk: Desk) -> None:
    held = desk.log_in(desk.auth_id).held
    assert held is not None
    assert held.role == ROLE
    assert not held.by_card


def test_whoever_fills_in_is_told_with_the_drafts(desk: Desk) -> None:
    desk.clerk.do(SendUsage(4, desk.auth_id, TODAY, {}))
    found = desk.drafts.do(FindDrafts(5, desk.auth_id))
    assert isinstance(found, DraftsFound)
    assert found.usage is not None
    assert found.usage.state is State.SENT


def test_taken_back(desk: Desk) -> None:
    desk.clerk.do(SendUsage(4, desk.auth_id, TODAY, {}))
    back = desk.found(TakeBackUsage(5, desk.auth_id))
    assert (back.state, back.sent_on) == (State.DRAFT, None)


def test_nobody_has_shown_whose_it_is(desk: Desk) -> None:
    desk.registry.forget()
    own = desk.auth_id
    for effect in (
        OpenUsage(4, own),
        SendUsage(4, own, TODAY, {}),
        TakeBackUsage(4, own),
        ReportUsage(4, own, TODAY),
    ):
        assert desk.clerk.do(effect) == StoreFailed(4)
    told = SaveUsage(4, own, {"certificate": Answer.YES})
    assert desk.clerk.do(told) == UsageNotSaved(4)
    desk.log_in(own)
    assert desk.found(OpenUsage(5, own)) == Usage(ROLE)


def test_what_cannot_be_done_changes_nothing(desk: Desk) -> None:
    own = desk.auth_id
    for effect in (
        SendUsage(4, own, TODAY + DAY, {}),
        TakeBackUsage(4, own),
        ReportUsage(4, own, TODAY),
    ):
        assert desk.clerk.do(effect) == StoreFailed(4)
    assert desk.found(OpenUsage(5, own)) == Usage(ROLE)


def test_an_id_that_was_brought_along(desk: Desk) -> None:
    """Nothing is kept here of its request."""
    own = desk.enrolled("BROUGHT 1", "2")
    answer = desk.clerk.do(OpenUsage(4, own))
    assert isinstance(answer, UsageFound)
    assert answer.usage == Usage(ROLE, known=False)


def test_its_approval_is_told(desk: Desk) -> None:
    """What is half told is nothing that is known of it."""
    own = desk.enrolled("BROUGHT 1", "2")
    answers = {"listed": Answer.NO}
    assert desk.clerk.do(SaveUsage(4, own, answers)) == UsageSaved(4)
    half = desk.clerk.do(OpenUsage(5, own))
    assert isinstance(half, UsageFound)
    assert not half.usage.known
    since, until = date(2026, 7, 1), date(2027, 6, 30)
    told = desk.clerk.do(TellUsage(6, own, answers, since, until))
    assert isinstance(told, UsageFound)
    assert told.usage.known
    assert (told.usage.decided_on, told.usage.valid_until) == (since, until)
    ours = desk.enrolled(number="3")
    assert desk.clerk.do(TellUsage(7, ours, {}, since, until)) == StoreFailed(7)


@pytest.mark.parametrize("fault", StoreFault)
def test_every_fault_of_the_store(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: StoreFault
) -> None:
    def fail(*_: object) -> None:
        raise StoreError(fault, "told")

    own = desk.auth_id
    with monkeypatch.context() as patch:
        for name in ("of", "save", "send"):
            patch.setattr(UsageRequests, name, fail)
        told = {"certificate": Answer.YES}
        assert desk.clerk.do(OpenUsage(4, own)) == StoreFailed(4)
        assert desk.clerk.do(SendUsage(5, own, TODAY, {})) == StoreFailed(5)
        assert desk.clerk.do(SaveUsage(6, own, told)) == UsageNotSaved(6)
    assert desk.found(OpenUsage(7, own)) == Usage(ROLE)


def test_the_paper_is_set_and_printed() -> None:
    printed = []

    class Tray:
        def print(self, pdf: bytes) -> None:
            printed.append(pdf)

    effect = PrintUsage(
        3, "en", ROLE, {"certificate": Answer.NO}, CLERK, CONTACT, TODAY
    )
    answer = SheetClerk(SITE, Tray(), lambda: NOON).do(effect)
    assert answer == PaperPrinted(3)
    assert printed[0].startswith(b"%PDF-")
