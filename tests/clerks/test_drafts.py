"""The clerk who keeps drafts: only for their holder, all or nothing, and to the day."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from types import MappingProxyType

import pytest

from kiosk.clerks.drafts import DraftClerk
from kiosk.clerks.registry import RegistryClerk
from kiosk.forms.application import Application, make
from kiosk.registry.auth_id import grouped
from kiosk.registry.passwords import Passwords
from kiosk.registry.registry import Registry
from kiosk.store.database import Store, open_store
from kiosk.store.drafts import FORMAT, Drafts
from kiosk.visit.drafts import DraftNote
from kiosk.visit.effects import (
    BeginDraft,
    DraftEffect,
    EraseDraft,
    FindDrafts,
    LogIn,
    OpenDraft,
    SaveAnswers,
)
from kiosk.visit.events import (
    AnswersNotSaved,
    AnswersSaved,
    DraftOpened,
    DraftsFound,
    Event,
    StoreFailed,
)
from kiosk.visit.state import Account, Contact, Person
from tests.clerks.test_registry import Failing
from tests.registry.people import KEY, NOON, applicant, seeded
from tests.survived import Survived

DAYS = 30
ASKED = make("extension", "student", ("reentry",))
ANSWERS: dict[str, str | None] = {"name": "SYNTHETIC LAN", "sex": "女"}
PRIVATE = ("SYNTHETIC", "女", "架空県", "09000000", "example.invalid", "19900401")
TODAY = date(2026, 11, 24)


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
    """A clerk, two people with their cards, and a clock."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now: datetime = NOON
        registry = Registry(store, KEY, seeded(1), "demo")
        passwords = Passwords(store, KEY, seeded(2))
        self.registry = RegistryClerk(registry, passwords, lambda: self.now)
        self.clerk = DraftClerk(self.registry, Drafts(store), lambda: self.now, DAYS)
        self.logged_in: tuple[str, int | None] | None = None
        self.cards = [applicant(number).public_key for number in (1, 2)]
        self.ids = [
            grouped(registry.register(f"visit-{n}", applicant(n), NOON).auth_id)
            for n in (1, 2)
        ]

    def do(self, effect: DraftEffect, card: int | None = 0) -> Event:
        """After a log-in with this card, if it is another than the last one."""
        if self.logged_in != (effect.auth_id, card):
            self.logged_in = effect.auth_id, card
            key = None if card is None else self.cards[card]
            self.registry.do(LogIn(0, effect.auth_id), "visit", key)
        return self.clerk.do(effect)

    def begin(self, asked: Application = ASKED, who: int = 0) -> DraftOpened:
        answer = self.do(BeginDraft(1, self.ids[who], asked), who)
        assert isinstance(answer, DraftOpened)
        return answer

    def begun(self) -> int:
        """The number of one that has answers."""
        draft = self.begin().draft
        saved = self.do(SaveAnswers(2, self.ids[0], draft, ANSWERS, "sex"))
        assert saved == AnswersSaved(2)
        return draft

    def notes(self, who: int = 0) -> tuple[DraftNote, ...]:
        answer = self.do(FindDrafts(9, self.ids[who]), who)
        assert isinstance(answer, DraftsFound)
        return answer.notes

    def open(self, draft: int) -> DraftOpened:
        answer = self.do(OpenDraft(9, self.ids[0], draft))
        assert isinstance(answer, DraftOpened)
        return answer

    def rows(self) -> list[tuple[object, ...]]:
        with self.store.read() as db:
            return [
                *db.execute("SELECT * FROM drafts"),
                *db.execute("SELECT * FROM draft_answers"),
            ]


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def filled(answers: dict[str, str | None]) -> Application:
    kept = {name: text for name, text in answers.items() if text}
    return replace(ASKED, answers=MappingProxyType(kept))


def test_one_is_begun_filled_in_and_opened(desk: Desk) -> None:
    expires = TODAY + timedelta(days=DAYS)
    opened = desk.begin()
    assert opened == DraftOpened(1, opened.draft, ASKED, expires, None)
    saving = SaveAnswers(2, desk.ids[0], opened.draft, ANSWERS, "sex")
    assert desk.do(saving) == AnswersSaved(2)
    again = desk.do(OpenDraft(3, desk.ids[0], opened.draft))
    assert again == DraftOpened(3, opened.draft, filled(ANSWERS), expires, "sex")


def test_an_answer_is_changed_and_taken_back(desk: Desk) -> None:
    draft = desk.begun()
    changes = {"name": "SYNTHETIC MAI", "sex": None, "married": "無"}
    assert desk.do(SaveAnswers(3, desk.ids[0], draft, changes, None)) == AnswersSaved(3)
    opened = desk.open(draft)
    assert opened.application == filled({"name": "SYNTHETIC MAI", "married": "無"})
    assert opened.place is None


def test_a_copy_has_the_answers_and_no_place(desk: Desk) -> None:
    draft = desk.begun()
    copied = desk.do(OpenDraft(3, desk.ids[0], draft, copy=True))
    assert isinstance(copied, DraftOpened)
    assert copied.draft != draft
    assert (copied.application, copied.place) == (filled(ANSWERS), None)
    desk.do(SaveAnswers(4, desk.ids[0], copied.draft, {"sex": "男"}, "sex"))
    assert desk.open(draft).application == filled(ANSWERS)


def test_it_becomes_one_with_more_filed_together(desk: Desk) -> None:
    """The same one, with its answers, kept as long as any that was changed."""
    draft = desk.begun()
    desk.now += timedelta(days=1)
    asked = make("extension", "dependent", ("reentry",))
    changed = desk.do(BeginDraft(3, desk.ids[0], asked, draft))
    now = replace(asked, answers=filled(ANSWERS).answers)
    later = TODAY + timedelta(days=DAYS + 1)
    assert changed == DraftOpened(3, draft, now, later, None)
    assert [note.id for note in desk.notes()] == [draft]
    assert desk.open(draft).application == now


def test_they_are_listed_the_newest_first_with_whose_they_are(desk: Desk) -> None:
    first = desk.begun()
    desk.now += timedelta(days=1)
    second = desk.begin(make("coe", None, ())).draft
    own = applicant(1)
    found = desk.do(FindDrafts(5, desk.ids[0]))
    assert found == DraftsFound(
        5,
        Account(
            own.role,
            own.kind,
            Person(own.name, own.address, own.birth_date, own.sex),
            Contact(own.phone, own.mail),
        ),
        (
            DraftNote(second, "coe", date(2026, 11, 25), date(2026, 12, 25), 0),
            DraftNote(first, "extension", TODAY, date(2026, 12, 24), 2),
        ),
    )


def test_days_are_those_of_japan(desk: Desk) -> None:
    """23:30 in Greenwich is the next morning."""
    desk.now = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert desk.begin().expires == date(2026, 12, 25)
    assert [note.changed for note in desk.notes()] == [date(2026, 11, 25)]


def test_what_is_deleted_is_gone_and_the_rest_is_told(desk: Desk) -> None:
    draft, other = desk.begun(), desk.begin().draft
    answer = desk.do(EraseDraft(7, desk.ids[0], draft))
    assert isinstance(answer, DraftsFound)
    assert [note.id for note in answer.notes] == [other]
    assert desk.do(OpenDraft(8, desk.ids[0], draft)) == StoreFailed(8)
    twice = desk.do(EraseDraft(9, desk.ids[0], draft))
    assert isinstance(twice, DraftsFound), "deleted twice is deleted"


def test_every_change_keeps_it_longer(desk: Desk) -> None:
    draft = desk.begun()
    desk.now += timedelta(days=DAYS - 1)
    desk.do(SaveAnswers(3, desk.ids[0], draft, {"married": "無"}, "married"))
    desk.now += timedelta(days=DAYS - 1)
    assert [note.id for note in desk.notes()] == [draft]
    desk.now += timedelta(days=1)
    assert desk.notes() == ()
    assert desk.do(OpenDraft(4, desk.ids[0], draft)) == StoreFailed(4)


def test_one_of_a_newer_program_is_listed_and_left_alone(
    desk: Desk, store: Store, logged: pytest.LogCaptureFixture
) -> None:
    draft = desk.begun()
    with store.write() as db:
        db.execute("UPDATE drafts SET format = ?", (FORMAT + 1,))
    before = desk.rows()
    [note] = desk.notes()
    assert note.newer
    assert desk.do(OpenDraft(3, desk.ids[0], draft)) == StoreFailed(3)
    assert desk.do(OpenDraft(3, desk.ids[0], draft, copy=True)) == StoreFailed(3)
    assert desk.do(BeginDraft(3, desk.ids[0], ASKED, draft)) == StoreFailed(3)
    saving = SaveAnswers(4, desk.ids[0], draft, ANSWERS, None)
    assert desk.do(saving) == AnswersNotSaved(4)
    assert desk.rows() == before
    assert set(logged.messages) == {"the drafts refused: NewerDraft"}


# Nobody else.


def effects_on(draft: int, auth_id: str) -> list[DraftEffect]:
    return [
        FindDrafts(5, auth_id),
        BeginDraft(5, auth_id, ASKED),
        BeginDraft(5, auth_id, ASKED, draft),
        OpenDraft(5, auth_id, draft),
        OpenDraft(5, auth_id, draft, copy=True),
        EraseDraft(5, auth_id, draft),
        SaveAnswers(5, auth_id, draft, {"name": None}, None),
    ]


@pytest.mark.parametrize("place", range(7))
@pytest.mark.parametrize("card", [1, None])
def test_another_card_gets_nothing_with_the_id(
    desk: Desk, place: int, card: int | None, logged: pytest.LogCaptureFixture
) -> None:
    draft = desk.begun()
    before = desk.rows()
    effect = effects_on(draft, desk.ids[0])[place]
    failed = AnswersNotSaved if isinstance(effect, SaveAnswers) else StoreFailed
    assert desk.do(effect, card) == failed(5)
    assert desk.rows() == before
    assert logged.messages == ["the drafts refused: NobodyKnown"]


@pytest.mark.parametrize("auth_id", ["", "nonsense", "0000-0000-0000-0000"])
@pytest.mark.parametrize("place", range(7))
def test_an_id_that_nobody_has(desk: Desk, place: int, auth_id: str) -> None:
    draft = desk.begun()
    before = desk.rows()
    answer = desk.do(effects_on(draft, auth_id)[place])
    assert answer in (StoreFailed(5), AnswersNotSaved(5))
    assert desk.rows() == before


@pytest.mark.parametrize("place", [2, 3, 4, 5])
def test_the_number_of_anothers_draft_is_of_no_use(desk: Desk, place: int) -> None:
    """With an own ID and an own card."""
    draft = desk.begun()
    before = desk.rows()
    answer = desk.do(effects_on(draft, desk.ids[1])[place], 1)
    if isinstance(answer, DraftsFound):
        assert answer.notes == ()
    else:
        assert answer in (StoreFailed(5), AnswersNotSaved(5))
    assert desk.rows() == before
    assert desk.notes(1) == ()


# The store fails.


@pytest.mark.parametrize("place", range(7))
def test_the_store_fails_at_each_statement(
    desk: Desk,
    store: Store,
    place: int,
    logged: pytest.LogCaptureFixture,
    survived: Survived,
) -> None:
    """Nothing is half done, nothing personal is logged, and asked again it works.
    What is to be deleted may be gone already.
    """
    draft = desk.begun()
    effect = effects_on(draft, desk.ids[0])[place]
    failed = AnswersNotSaved if isinstance(effect, SaveAnswers) else StoreFailed
    before, genuine = desk.rows(), store.db
    for statement in count():
        store.db = Failing(genuine, statement)  # type: ignore[assignment]  # stands in
        answer = desk.do(effect)
        store.db = genuine
        if answer != failed(5):
            break
        erased = [[]] if isinstance(effect, EraseDraft) else []
        assert desk.rows() in (before, *erased)
        survived("at the clerk")
    assert statement >= 1
    assert isinstance(answer, DraftsFound | DraftOpened | AnswersSaved)
    assert len(logged.messages) == statement


def test_what_nobody_expected_is_told_by_its_kind_alone(
    desk: Desk, logged: pytest.LogCaptureFixture
) -> None:
    draft = desk.begun()
    broken: dict[str, str | None] = {"name": "SYNTHETIC \ud800"}
    saving = SaveAnswers(3, desk.ids[0], draft, broken, None)
    assert desk.do(saving) == AnswersNotSaved(3)
    assert desk.open(draft).application == filled(ANSWERS)
    assert logged.messages == ["the draft clerk failed: ValueError"]


def test_one_that_no_procedure_has_is_not_opened(desk: Desk, store: Store) -> None:
    """The file was written by hand, or is damaged."""
    draft = desk.begun()
    with store.write() as db:
        db.execute("UPDATE drafts SET procedure = 'nonsense'")
    assert desk.do(OpenDraft(3, desk.ids[0], draft)) == StoreFailed(3)
