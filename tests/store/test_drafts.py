"""Drafts of applications: kept field by field, found again by their holder alone."""

import logging
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.forms.application import Application, make
from kiosk.rules.vocabulary import Procedure
from kiosk.store.database import Store, open_store
from kiosk.store.drafts import FORMAT, Draft, Drafts, NewerDraft, NoSuchDraft
from kiosk.store.faults import StoreError, StoreFault
from kiosk.store.health import check
from tests.forms.samples import CHANGE
from tests.registry.people import KEY
from tests.store.holders import LATER, NOW, holders
from tests.store.test_faults import on_its_own_disk

MINUTE = timedelta(minutes=1)
ANSWERS = st.dictionaries(st.text(), st.text(min_size=1), max_size=8)
HOSTILE = [
    "'; DROP TABLE drafts; --",
    "a\x00b",
    "\ufeff\u202e\U0010ffff\ufffe",
    "愛新覺羅 が か\u3099",
    "x" * 100_000,
]


@pytest.fixture
def drafts(store: Store) -> Drafts:
    return Drafts(store)


@pytest.fixture
def holder(store: Store) -> int:
    return holders(store)[0]


@pytest.fixture
def other(store: Store, holder: int) -> int:
    return holders(store)[1]


def begun(
    drafts: Drafts, holder: int, answers: Mapping[str, str | None] | None = None
) -> int:
    draft = drafts.begin(holder, "extension", NOW, LATER).id
    drafts.save(draft, holder, answers or {"name": "LAN"}, "here", NOW, LATER)
    return draft


def answers_of(drafts: Drafts, draft: int, holder: int) -> dict[str, str]:
    return dict(drafts.open(draft, holder, NOW).answers)


def everything_in(store: Store) -> list[tuple[object, ...]]:
    with store.read() as db:
        return [
            *db.execute("SELECT * FROM drafts"),
            *db.execute("SELECT * FROM draft_answers"),
        ]


def made_newer(store: Store, draft: int) -> None:
    with store.write() as db:
        db.execute("UPDATE drafts SET format = ? WHERE number = ?", (FORMAT + 1, draft))


def test_a_new_draft_is_what_it_was_begun_with(drafts: Drafts, holder: int) -> None:
    with_others = ("reentry", "other_activity")
    draft = drafts.begin(
        holder, "change", NOW, LATER, status="student", accompanying=with_others
    )
    assert draft == Draft(
        draft.id, "change", "student", with_others, "", NOW, NOW, LATER, {}
    )
    assert drafts.open(draft.id, holder, NOW) == draft


def test_a_whole_application_comes_back(path: Path) -> None:
    store = open_store(path, KEY)
    [holder] = holders(store, 1)
    drafts = Drafts(store)
    asked = make("change", "student", ("reentry",))
    draft = drafts.begin(
        holder,
        asked.procedure,
        NOW,
        LATER,
        status=asked.status,
        accompanying=asked.accompanying,
    )
    for field, answer in CHANGE.items():
        drafts.save(draft.id, holder, {field: answer}, f"form.{field}", NOW, LATER)
    store.close()
    store = open_store(path, KEY)
    back = Drafts(store).open(draft.id, holder, NOW)
    store.close()
    filled = Application(asked.procedure, asked.status, asked.accompanying, CHANGE)
    assert filled == Application(
        Procedure(back.procedure),
        back.status,
        tuple(Procedure(name) for name in back.accompanying),
        back.answers,
    )
    assert back.place == f"form.{list(CHANGE)[-1]}"


def test_a_draft_becomes_one_about_something_else(
    drafts: Drafts, holder: int, other: int, store: Store
) -> None:
    """Its answers stay; whose it is, too."""
    draft = begun(drafts, holder, {"name": "LAN", "sex": "女"})
    later = NOW + MINUTE
    changed = drafts.change(
        draft,
        holder,
        later,
        LATER + MINUTE,
        status="student",
        accompanying=("reentry",),
    )
    assert changed == Draft(
        *(draft, "extension", "student", ("reentry",), "", NOW, later, LATER + MINUTE),
        {"name": "LAN", "sex": "女"},
    )
    assert drafts.open(draft, holder, later) == changed
    before = everything_in(store)
    with pytest.raises(NoSuchDraft):
        drafts.change(draft, other, later, LATER, status=None, accompanying=())
    with pytest.raises(ValueError, match="Unicode"):
        drafts.change(draft, holder, later, LATER, status="\ud800", accompanying=())
    made_newer(store, draft)
    with pytest.raises(NewerDraft):
        drafts.change(draft, holder, later, LATER, status=None, accompanying=())
    assert everything_in(store)[1:] == before[1:]


# One store for all examples: each has a draft of its own.
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(ANSWERS, max_size=4), st.text(), st.text(min_size=1))
def test_any_text_in_any_field_comes_back(
    drafts: Drafts,
    holder: int,
    saved: list[dict[str, str]],
    place: str,
    procedure: str,
) -> None:
    draft = drafts.begin(holder, procedure, NOW, LATER, accompanying=(place,)).id
    expected: dict[str, str] = {}
    for answers in saved:
        drafts.save(draft, holder, answers, place, NOW, LATER)
        expected |= answers
    back = drafts.open(draft, holder, NOW)
    assert back.answers == expected
    assert (back.procedure, back.accompanying) == (procedure, (place,))
    assert back.place == (place if saved else "")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_back(drafts: Drafts, holder: int, text: str) -> None:
    draft = begun(drafts, holder, {text: text})
    assert answers_of(drafts, draft, holder) == {text: text}


def test_saving_changes_only_what_it_names(drafts: Drafts, holder: int) -> None:
    draft = begun(drafts, holder, {"name": "LAN", "sex": "女", "mobile": "0"})
    second = begun(drafts, holder, {"name": "stays"})
    later = NOW + MINUTE
    changes = {"name": "NGUYEN", "sex": None, "mobile": "", "new": "1", "never": None}
    drafts.save(draft, holder, changes, "there", later, LATER + MINUTE)
    back = drafts.open(draft, holder, NOW)
    assert back.answers == {"name": "NGUYEN", "new": "1"}
    assert (back.place, back.created, back.changed) == ("there", NOW, later)
    assert back.expires == LATER + MINUTE
    assert answers_of(drafts, second, holder) == {"name": "stays"}


def test_the_place_alone_can_be_saved(drafts: Drafts, holder: int) -> None:
    draft = begun(drafts, holder)
    drafts.save(draft, holder, {}, "further", NOW, LATER)
    back = drafts.open(draft, holder, NOW)
    assert (back.place, back.answers) == ("further", {"name": "LAN"})


def test_the_list_tells_drafts_apart_newest_first(
    drafts: Drafts, holder: int, other: int
) -> None:
    first = begun(drafts, holder, {"name": "LAN", "sex": "女"})
    second = drafts.begin(holder, "reentry", NOW, LATER).id
    begun(drafts, other)
    drafts.save(first, holder, {}, "here", NOW + MINUTE, LATER + MINUTE)
    listed = [
        (n.id, n.procedure, n.changed, n.expires, n.answers, n.newer)
        for n in drafts.of(holder, NOW)
    ]
    assert listed == [
        (first, "extension", NOW + MINUTE, LATER + MINUTE, 2, False),
        (second, "reentry", NOW, LATER, 0, False),
    ]


def test_of_drafts_changed_at_once_the_last_begun_is_first(
    drafts: Drafts, holder: int
) -> None:
    begun_in_order = [begun(drafts, holder) for _ in range(3)]
    listed = [note.id for note in drafts.of(holder, NOW)]
    assert listed == begun_in_order[::-1]


def test_a_copy_has_the_same_answers_and_its_own_life(
    drafts: Drafts, holder: int
) -> None:
    first = drafts.begin(
        holder, "change", NOW, LATER, status="student", accompanying=("reentry",)
    ).id
    drafts.save(first, holder, {"name": "LAN"}, "here", NOW, LATER)
    later = NOW + MINUTE
    copy = drafts.copy(first, holder, later, LATER + MINUTE)
    assert copy == Draft(
        copy.id,
        "change",
        "student",
        ("reentry",),
        "",
        later,
        later,
        LATER + MINUTE,
        {"name": "LAN"},
    )
    drafts.save(copy.id, holder, {"name": "MAI"}, "here", later, LATER)
    assert answers_of(drafts, first, holder) == {"name": "LAN"}
    drafts.delete(first, holder, NOW)
    assert answers_of(drafts, copy.id, holder) == {"name": "MAI"}


def all_that_open(
    drafts: Drafts, draft: int, holder: int, now: datetime
) -> list[Callable[[], object]]:
    return [
        lambda: drafts.open(draft, holder, now),
        lambda: drafts.copy(draft, holder, now, LATER),
    ]


def all_that_need(
    drafts: Drafts, draft: int, holder: int, now: datetime = NOW
) -> list[Callable[[], object]]:
    return [
        *all_that_open(drafts, draft, holder, now),
        lambda: drafts.save(draft, holder, {"name": "X"}, "x", now, LATER),
    ]


def test_anothers_draft_is_as_if_there_were_none(
    store: Store, drafts: Drafts, holder: int, other: int
) -> None:
    draft = begun(drafts, holder)
    before = everything_in(store)
    said = set()
    for missing, who in ((draft, other), (draft + 1, holder), (draft, 999)):
        for ask in all_that_need(drafts, missing, who):
            with pytest.raises(NoSuchDraft) as caught:
                ask()
            said.add(repr(caught.value))
        drafts.delete(missing, who, NOW)
    assert len(said) == 1
    assert drafts.of(other, NOW) == []
    assert everything_in(store) == before


def test_a_deleted_draft_is_gone_and_its_number_never_comes_again(
    store: Store, drafts: Drafts, holder: int
) -> None:
    draft = begun(drafts, holder)
    drafts.delete(draft, holder, NOW)
    drafts.delete(draft, holder, NOW)
    assert everything_in(store) == []
    for ask in all_that_need(drafts, draft, holder):
        with pytest.raises(NoSuchDraft):
            ask()
    assert begun(drafts, holder) > draft


def test_from_its_last_moment_on_a_draft_is_not_found(
    drafts: Drafts, holder: int
) -> None:
    draft = begun(drafts, holder)
    last = LATER - timedelta(microseconds=1)
    assert [note.id for note in drafts.of(holder, last)] == [draft]
    drafts.open(draft, holder, last)
    assert drafts.of(holder, LATER) == []
    for ask in all_that_open(drafts, draft, holder, LATER):
        with pytest.raises(NoSuchDraft):
            ask()


def test_a_draft_that_expires_while_it_is_filled_in_is_still_saved(
    drafts: Drafts, holder: int
) -> None:
    draft = begun(drafts, holder)
    later = LATER + timedelta(days=30)
    drafts.save(draft, holder, {"sex": "女"}, "here", LATER, later)
    assert drafts.open(draft, holder, LATER).answers == {"name": "LAN", "sex": "女"}


def test_only_what_has_expired_is_swept_away(
    store: Store, drafts: Drafts, holder: int, other: int
) -> None:
    old = [begun(drafts, who) for who in (holder, other, other)]
    made_newer(store, old[2])
    kept = drafts.begin(other, "reentry", NOW, LATER + MINUTE).id
    tokyo = timezone(timedelta(hours=9))
    assert drafts.expire(NOW) == 0
    assert drafts.expire(LATER.astimezone(tokyo)) == 3
    assert drafts.expire(LATER) == 0
    assert [note.id for note in drafts.of(other, NOW)] == [kept]
    assert drafts.of(holder, NOW) == []
    check(store)


def test_a_newer_versions_draft_is_left_as_it_is(
    store: Store, drafts: Drafts, holder: int, other: int
) -> None:
    draft = begun(drafts, holder)
    made_newer(store, draft)
    before = everything_in(store)
    for ask in all_that_need(drafts, draft, holder):
        with pytest.raises(NewerDraft):
            ask()
    for ask in all_that_need(drafts, draft, other):
        with pytest.raises(NoSuchDraft):
            ask()
    [note] = drafts.of(holder, NOW)
    assert (note.id, note.newer) == (draft, True)
    assert everything_in(store) == before
    drafts.delete(draft, holder, NOW)
    assert everything_in(store) == []


def test_who_is_not_registered_holds_nothing(store: Store, drafts: Drafts) -> None:
    with pytest.raises(StoreError) as caught:
        drafts.begin(1, "extension", NOW, LATER)
    assert caught.value.fault is StoreFault.INTERNAL


def test_drafts_go_with_their_holder(
    store: Store, drafts: Drafts, holder: int, other: int
) -> None:
    begun(drafts, holder)
    kept = begun(drafts, other)
    with store.write() as db:
        db.execute("DELETE FROM users WHERE number = ?", (holder,))
    assert [row[0] for row in everything_in(store)] == [kept, kept]


def test_all_the_answers_of_one_saving_or_none(
    store: Store, drafts: Drafts, holder: int
) -> None:
    draft = begun(drafts, holder)
    before = everything_in(store)
    with store.write() as db:
        db.execute(
            "CREATE TRIGGER fails BEFORE INSERT ON draft_answers "
            "WHEN new.field = 'c' BEGIN SELECT raise(ABORT, 'no'); END"
        )
    with pytest.raises(StoreError):
        drafts.save(draft, holder, dict.fromkeys("abcd", "1"), "x", LATER, LATER)
    assert everything_in(store) == before


NAIVE = datetime(2026, 11, 24)  # noqa: DTZ001


def test_a_time_without_its_zone_is_a_callers_mistake(
    store: Store, drafts: Drafts, holder: int
) -> None:
    draft = begun(drafts, holder)
    before = everything_in(store)
    for ask in (
        lambda: drafts.begin(holder, "extension", NAIVE, LATER),
        lambda: drafts.begin(holder, "extension", NOW, NAIVE),
        lambda: drafts.copy(draft, holder, NOW, NAIVE),
        lambda: drafts.save(draft, holder, {}, "", NOW, NAIVE),
        lambda: drafts.save(draft, holder, {}, "", NAIVE, LATER),
        lambda: drafts.open(draft, holder, NAIVE),
        lambda: drafts.of(holder, NAIVE),
        lambda: drafts.expire(NAIVE),
    ):
        with pytest.raises(ValueError, match="time zone"):
            ask()
    assert everything_in(store) == before


BROKEN = "secret \ud800"


def test_half_a_character_is_refused_and_never_shown(
    store: Store, drafts: Drafts, holder: int
) -> None:
    draft = begun(drafts, holder)
    before = everything_in(store)
    for ask in (
        lambda: drafts.begin(holder, BROKEN, NOW, LATER),
        lambda: drafts.begin(holder, "x", NOW, LATER, status=BROKEN),
        lambda: drafts.begin(holder, "x", NOW, LATER, accompanying=(BROKEN,)),
        lambda: drafts.save(draft, holder, {BROKEN: "x"}, "", NOW, LATER),
        lambda: drafts.save(draft, holder, {"x": BROKEN}, "", NOW, LATER),
        lambda: drafts.save(draft, holder, {}, BROKEN, NOW, LATER),
    ):
        with pytest.raises(ValueError, match="not Unicode") as caught:
            ask()
        assert "secret" not in "".join(traceback.format_exception(caught.value))
    assert everything_in(store) == before


def test_nothing_that_was_typed_shows(
    store: Store, drafts: Drafts, holder: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    typed = "NGUYEN THI LAN"
    draft = begun(drafts, holder, {"name": typed})
    shown = [repr(drafts.open(draft, holder, NOW)), repr(drafts.of(holder, NOW))]
    store.db.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreError) as caught:
        drafts.save(draft, holder, {"name": typed}, typed, NOW, LATER)
    shown += [*traceback.format_exception(caught.value), caplog.text]
    assert caught.value.fault is StoreFault.READ_ONLY
    for secret in (typed, "extension", "here"):
        assert all(secret not in text for text in shown)


def test_no_room_left_keeps_what_was_saved(
    store: Store, drafts: Drafts, holder: int
) -> None:
    draft = begun(drafts, holder)
    pages = store.db.execute("PRAGMA page_count").fetchone()[0]
    store.db.execute(f"PRAGMA max_page_count = {pages + 1}").fetchall()
    before = everything_in(store)
    with pytest.raises(StoreError) as caught:
        drafts.save(draft, holder, {"reason": "x" * 50_000}, "x", LATER, LATER)
    assert caught.value.fault is StoreFault.FULL
    assert everything_in(store) == before
    store.db.execute("PRAGMA max_page_count = 100000").fetchall()
    drafts.save(draft, holder, {"sex": "女"}, "here", NOW, LATER)
    assert answers_of(drafts, draft, holder) == {"name": "LAN", "sex": "女"}


def fill(path: Path) -> None:
    """Save answers until the store fails: which were saved, and the fault. Run by a
    program of its own.
    """
    store = open_store(path, KEY)
    drafts = Drafts(store)
    [holder] = holders(store, 1)
    draft = drafts.begin(holder, "extension", NOW, LATER).id
    try:
        for number in count():
            answer = {f"field_{number}": str(number) * 500}
            drafts.save(draft, holder, answer, f"at_{number}", NOW, LATER)
            print(number, flush=True)  # noqa: T201
    except StoreError as error:
        print(error.fault)  # noqa: T201


def reread(path: Path) -> None:
    """The place and the fields of the only draft."""
    store = open_store(path, KEY)
    check(store)
    [note] = Drafts(store).of(1, NOW)
    draft = Drafts(store).open(note.id, 1, NOW)
    fields = sorted(int(field.removeprefix("field_")) for field in draft.answers)
    print("again", draft.place, *fields)  # noqa: T201


CALL = """
import sys
from pathlib import Path
from tests.store import test_drafts
test_drafts.{}(Path(sys.argv[1]))
"""


def test_a_full_disk_loses_nothing_that_was_saved(path: Path) -> None:
    first, again = on_its_own_disk(
        path.parent, 'rm "$1/ballast"', CALL.format("fill"), CALL.format("reread")
    )
    *saved, fault = first.split()
    assert fault == StoreFault.FULL
    assert len(saved) > 10
    assert again.split() == [f"at_{saved[-1]}", *saved]
