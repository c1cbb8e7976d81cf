"""Passwords, and what somebody can do who has none."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from kiosk.registry.argon import Cost, argon2id
from kiosk.registry.auth_id import generate, grouped
from kiosk.registry.password_form import Unfit
from kiosk.registry.passwords import (
    LOCKED_FOR,
    CardNeeded,
    Passwords,
    UnfitPassword,
)
from kiosk.registry.people import Checked, Holder, PasswordOutcome, Proof, Validity
from kiosk.registry.registry import Registry
from kiosk.registry.tries import TRIES
from kiosk.secret import Secret
from kiosk.store.database import Store, open_store
from kiosk.store.faults import StoreError
from tests.registry.people import KEY, NOON, applicant, enrolment, seeded

KNOWN, REFUSED, WAIT, LOCKED, EXPIRED = PasswordOutcome
CHEAP = Cost(memory=8, passes=1, lanes=1)
DEARER = Cost(memory=16, passes=2, lanes=1)
RIGHT = b"tulip-lane-17"
WRONG = b"tulip-lane-18"
OTHER = b"maple-lane-19"
ROOT = Path(__file__).parents[2]
NOBODYS = generate(seeded(99))
SECOND = timedelta(seconds=1)
WAITS = [1, 2, 4, 8, 16, 32, 64, 128, 256]
"""Seconds after the first wrong try, the second, and so on to the ninth."""


class Counting:
    """Argon2id that remembers what it was asked to compute."""

    def __init__(self) -> None:
        self.costs: list[Cost] = []

    def __call__(self, secret: Secret, salt: bytes, cost: Cost) -> bytes:
        self.costs.append(cost)
        return argon2id(secret, salt, cost)


@pytest.fixture
def counting() -> Counting:
    return Counting()


@pytest.fixture
def passwords(store: Store, counting: Counting) -> Passwords:
    return Passwords(store, KEY, seeded(2), CHEAP, counting)


@pytest.fixture
def auth_id(registry: Registry) -> str:
    return registry.register("visit-1", applicant(), NOON).auth_id


@pytest.fixture
def holder(registry: Registry, auth_id: str) -> Holder:
    user = registry.holder(auth_id, applicant().public_key)
    assert user is not None
    return Holder(user, Proof.CARD)


@pytest.fixture
def secured(passwords: Passwords, holder: Holder, counting: Counting) -> Passwords:
    passwords.choose(holder, Secret.of(RIGHT), NOON)
    counting.costs.clear()
    return passwords


def tried(
    passwords: Passwords, auth_id: str, typed: bytes = WRONG, at: datetime = NOON
) -> Checked:
    secret = Secret.of(typed)
    answer = passwords.check(auth_id, secret, at)
    assert len(secret) == 0
    return answer


def patiently(passwords: Passwords, auth_id: str, times: int) -> datetime:
    """So many wrong tries, each after an hour; when the next would be."""
    for number in range(times):
        tried(passwords, auth_id, at=NOON + timedelta(hours=number))
    return NOON + timedelta(hours=times)


def test_the_right_one_is_known(secured: Passwords, auth_id: str) -> None:
    answer = tried(secured, grouped(auth_id).lower(), RIGHT)
    assert answer.outcome is KNOWN
    assert answer.user is not None


def test_no_other_is(secured: Passwords, auth_id: str) -> None:
    for number, typed in enumerate((WRONG, RIGHT.upper(), RIGHT[:-1], RIGHT + b"!")):
        at = NOON + timedelta(hours=number)
        assert tried(secured, auth_id, typed, at).outcome is REFUSED


def test_a_text_that_is_no_id_is_refused_for_nothing(
    secured: Passwords, counting: Counting
) -> None:
    for text in ("", " ", "まどぐち", "x" * 65):
        assert tried(secured, text, RIGHT) == Checked(REFUSED)
    assert counting.costs == []


def test_it_is_kept_as_argon2id_with_a_fresh_salt(
    passwords: Passwords, holder: Holder, store: Store
) -> None:
    rows = []
    for _ in range(2):
        passwords.choose(holder, Secret.of(RIGHT), NOON)
        with store.read() as db:
            rows += list(db.query("SELECT * FROM passwords"))
    for row in rows:
        other = Argon2id(
            salt=row["salt"], length=32, iterations=1, lanes=1, memory_cost=8
        )
        assert row["hash"] == other.derive(RIGHT)
    assert rows[0]["salt"] != rows[1]["salt"]
    assert len(rows[0]["salt"]) == 16


def test_a_new_one_takes_the_place_of_the_old(
    secured: Passwords, holder: Holder, auth_id: str
) -> None:
    secured.choose(holder, Secret.of(WRONG), NOON)
    assert tried(secured, auth_id, WRONG).outcome is KNOWN
    assert tried(secured, auth_id, RIGHT).outcome is REFUSED


def test_one_is_set_only_after_the_card_was_used(
    secured: Passwords, holder: Holder, auth_id: str
) -> None:
    without = Holder(holder.user, Proof.PASSWORD)
    secret = Secret.of(WRONG)
    with pytest.raises(CardNeeded):
        secured.choose(without, secret, NOON)
    assert len(secret) == 0
    with pytest.raises(CardNeeded):
        secured.card_used(without)
    assert tried(secured, auth_id, RIGHT).outcome is KNOWN


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (b"short", Unfit.LENGTH),
        (b"with a space", Unfit.CHARACTER),
        (b"12345678", Unfit.GUESSABLE),
        (b"19900401", Unfit.OWN),
        (b"01041990", Unfit.OWN),
        (b"09000000001", Unfit.OWN),
        (b"person1@example.invalid", Unfit.OWN),
        (None, Unfit.OWN),
    ],
)
def test_what_is_unfit_changes_nothing(
    secured: Passwords, holder: Holder, auth_id: str, typed: bytes | None, why: Unfit
) -> None:
    secret = Secret.of(typed or grouped(auth_id).encode())
    with pytest.raises(UnfitPassword) as caught:
        secured.choose(holder, secret, NOON)
    assert caught.value.why is why
    assert len(secret) == 0
    assert tried(secured, auth_id, RIGHT).outcome is KNOWN


# Guessing


def test_each_wrong_try_makes_the_next_wait_longer_until_none_is_looked_at(
    secured: Passwords, auth_id: str
) -> None:
    at, waits = NOON, []
    while (answer := tried(secured, auth_id, at=at)).outcome is REFUSED:
        waits.append(answer.wait)
        just_before = at + answer.wait * SECOND - timedelta(microseconds=1)
        assert tried(secured, auth_id, RIGHT, just_before) == Checked(WAIT, 1)
        at += answer.wait * SECOND
    assert waits == WAITS
    assert answer == Checked(LOCKED)
    just_before = at + LOCKED_FOR - timedelta(microseconds=1)
    assert tried(secured, auth_id, RIGHT, just_before) == Checked(LOCKED)


@pytest.mark.parametrize("whose", ["somebody's", "nobody's"])
def test_then_one_a_day_is(
    secured: Passwords, auth_id: str, counting: Counting, whose: str
) -> None:
    """Who has no card could never come back else."""
    own = auth_id if whose == "somebody's" else NOBODYS
    at = patiently(secured, own, TRIES)
    counting.costs.clear()
    for day in range(1, 30):
        then = at + day * LOCKED_FOR
        assert tried(secured, own, WRONG, then) == Checked(LOCKED)
        assert tried(secured, own, RIGHT, then) == Checked(LOCKED)
    assert len(counting.costs) == 29
    right = tried(secured, own, RIGHT, at + 31 * LOCKED_FOR)
    assert right.outcome is (KNOWN if whose == "somebody's" else LOCKED)


def test_a_clock_put_back_locks_for_one_more_day(
    secured: Passwords, auth_id: str
) -> None:
    at = patiently(secured, auth_id, TRIES)
    back = at - timedelta(days=99)
    assert tried(secured, auth_id, RIGHT, back) == Checked(LOCKED)
    assert tried(secured, auth_id, RIGHT, back + LOCKED_FOR).outcome is KNOWN


def test_a_try_that_comes_too_soon_is_not_looked_at_and_not_counted(
    secured: Passwords, auth_id: str, counting: Counting
) -> None:
    tried(secured, auth_id)
    for _ in range(99):
        assert tried(secured, auth_id, RIGHT) == Checked(WAIT, 1)
    assert len(counting.costs) == 1
    assert tried(secured, auth_id, RIGHT, NOON + SECOND).outcome is KNOWN


def test_the_right_one_forgives_the_wrong_ones(
    secured: Passwords, auth_id: str
) -> None:
    at = patiently(secured, auth_id, TRIES - 1)
    assert tried(secured, auth_id, RIGHT, at).outcome is KNOWN
    assert tried(secured, auth_id, WRONG, at) == Checked(REFUSED, 1)


def test_a_day_of_guessing_gives_ten_guesses(
    secured: Passwords, auth_id: str, counting: Counting
) -> None:
    for number in range(2000):
        tried(secured, auth_id, b"guess %06d" % number, NOON + number * 43 * SECOND)
    assert len(counting.costs) == TRIES


def test_the_card_or_a_new_password_opens_what_is_locked(
    secured: Passwords, holder: Holder, auth_id: str
) -> None:
    opened: list[Callable[[], object]] = [
        lambda: secured.card_used(holder),
        lambda: secured.choose(holder, Secret.of(RIGHT), NOON),
    ]
    for opening in opened:
        at = patiently(secured, auth_id, TRIES)
        assert tried(secured, auth_id, RIGHT, at) == Checked(LOCKED)
        opening()
        assert tried(secured, auth_id, RIGHT, at).outcome is KNOWN


def test_tries_are_remembered_through_a_restart(
    secured: Passwords, store: Store, auth_id: str, tmp_path: Path
) -> None:
    at = patiently(secured, auth_id, TRIES)
    store.close()
    again = open_store(tmp_path / "data" / "store.db", KEY)
    restarted = Passwords(again, KEY, seeded(3), CHEAP)
    assert tried(restarted, auth_id, RIGHT, at) == Checked(LOCKED)
    again.close()


def test_whoever_kills_the_program_while_it_computes_has_used_up_the_try(
    secured: Passwords, store: Store, auth_id: str
) -> None:
    for number in range(TRIES):
        at = NOON + timedelta(hours=number)
        command = (auth_id, RIGHT.decode(), at.isoformat())
        child = subprocess.run(
            [sys.executable, "-m", "tests.registry.killed_try", store.path, *command],
            cwd=ROOT,
            check=False,
        )
        assert child.returncode == -signal.SIGKILL
    later = NOON + timedelta(days=1)
    assert tried(secured, auth_id, RIGHT, later) == Checked(LOCKED)


def test_a_computation_that_fails_uses_up_the_try_and_wipes(
    secured: Passwords, store: Store, auth_id: str
) -> None:
    def no_room(secret: Secret, salt: bytes, cost: Cost) -> bytes:
        raise MemoryError

    failing = Passwords(store, KEY, seeded(3), CHEAP, no_room)
    secret = Secret.of(RIGHT)
    with pytest.raises(MemoryError):
        failing.check(auth_id, secret, NOON)
    assert len(secret) == 0
    assert tried(secured, auth_id, RIGHT) == Checked(WAIT, 1)


def test_a_store_that_cannot_count_looks_at_nothing(
    secured: Passwords, store: Store, auth_id: str, counting: Counting
) -> None:
    store.db.execute("PRAGMA query_only = ON")
    secret = Secret.of(RIGHT)
    with pytest.raises(StoreError):
        secured.check(auth_id, secret, NOON)
    assert counting.costs == []
    assert len(secret) == 0


def test_a_clock_put_back_makes_nobody_wait_longer_than_once_more(
    secured: Passwords, auth_id: str
) -> None:
    tried(secured, auth_id)
    earlier = NOON - timedelta(days=1)
    assert tried(secured, auth_id, RIGHT, earlier) == Checked(WAIT, 1)
    assert tried(secured, auth_id, RIGHT, earlier + SECOND).outcome is KNOWN


# Finding out which IDs there are


def test_an_id_that_nobody_holds_answers_and_costs_as_one_with_a_password(
    secured: Passwords, registry: Registry, auth_id: str, counting: Counting
) -> None:
    unsecured = registry.register("visit-2", applicant(2), NOON).auth_id
    seen = []
    for asked in (auth_id, unsecured, NOBODYS):
        counting.costs.clear()
        answers = []
        at = NOON
        for number in range(2 * TRIES):
            answers.append(tried(secured, asked, b"guess-%03d" % number, at))
            answers.append(tried(secured, asked, b"guess-again", at))
            at += timedelta(minutes=10)
        seen.append((answers, list(counting.costs)))
    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0][1]) == TRIES


def test_no_answer_to_an_unknown_id_is_anything_else(secured: Passwords) -> None:
    # Not even with what its hash is compared with.
    answers = {tried(secured, NOBODYS, typed).outcome for typed in (b"\0" * 8, RIGHT)}
    assert answers == {REFUSED, WAIT}


def test_what_is_kept_of_a_try_does_not_tell_the_id(
    secured: Passwords, store: Store
) -> None:
    tried(secured, NOBODYS)
    with store.read() as db:
        [row] = db.query("SELECT * FROM password_tries")
    assert len(row["auth_id"]) == 32
    assert NOBODYS not in repr(row)


def test_nothing_that_comes_back_shows_a_password_or_an_id(
    secured: Passwords, holder: Holder, auth_id: str
) -> None:
    with pytest.raises(UnfitPassword) as caught:
        secured.choose(holder, Secret.of(b"short"), NOON)
    shown = repr(caught.value) + repr(tried(secured, auth_id, RIGHT))
    assert "short" not in shown
    assert RIGHT.decode() not in shown
    assert auth_id not in shown


# What is recorded


def test_every_try_that_is_looked_at_is_recorded(
    secured: Passwords, holder: Holder, store: Store, auth_id: str
) -> None:
    tried(secured, auth_id)
    tried(secured, auth_id)
    tried(secured, auth_id, RIGHT, NOON + SECOND)
    tried(secured, NOBODYS)
    tried(secured, auth_id, RIGHT, NOON + timedelta(days=400))
    with store.read() as db:
        rows = db.execute("SELECT entry FROM audit ORDER BY number").fetchall()
    entries = [json.loads(entry) for [entry] in rows]
    assert [entry for entry in entries if "password" in str(entry)] == entries[1:]
    set_once, *tries = entries[1:]
    assert "password_set" in str(set_once)
    told = [
        ("refused", holder.user),
        ("known", holder.user),
        ("refused", None),
        ("refused", holder.user),
    ]
    for entry, (outcome, user) in zip(tries, told, strict=True):
        assert f"'outcome': '{outcome}'" in str(entry)
        assert f"'user': {user}" in str(entry)


# Its year


@pytest.mark.parametrize(
    ("set_at", "last_day"),
    [
        (datetime(2026, 11, 24, 3, tzinfo=UTC), date(2027, 11, 24)),
        (datetime(2026, 11, 24, 15, tzinfo=UTC), date(2027, 11, 25)),
        (datetime(2028, 2, 29, 3, tzinfo=UTC), date(2029, 2, 28)),
    ],
)
def test_it_holds_for_a_year_of_days_in_japan(
    secured: Passwords, holder: Holder, auth_id: str, set_at: datetime, last_day: date
) -> None:
    secured.choose(holder, Secret.of(RIGHT), set_at)
    midnight = datetime(last_day.year, last_day.month, last_day.day, 15, tzinfo=UTC)
    just_before = midnight - timedelta(microseconds=1)
    known = tried(secured, auth_id, RIGHT, just_before)
    assert known.validity == Validity(last_day, warns=True)
    assert known.outcome is KNOWN
    assert tried(secured, auth_id, RIGHT, midnight) == Checked(EXPIRED)


def test_an_expired_one_says_so_only_to_whoever_knows_it(
    secured: Passwords, auth_id: str
) -> None:
    later = NOON + timedelta(days=400)
    assert tried(secured, auth_id, WRONG, later) == Checked(REFUSED, 1)
    assert tried(secured, auth_id, RIGHT, later + SECOND) == Checked(EXPIRED)


def test_it_is_told_from_thirty_days_before(secured: Passwords, holder: Holder) -> None:
    last_day = date(2027, 11, 24)
    for days, warns in ((31, False), (30, True), (0, True), (-1, True)):
        at = datetime(2027, 11, 24, 3, tzinfo=UTC) - timedelta(days=days)
        assert secured.validity(holder.user, at) == Validity(last_day, warns)


def test_who_has_none_has_no_last_day(passwords: Passwords, holder: Holder) -> None:
    assert passwords.validity(holder.user, NOON) is None


# Other parameters


def test_where_the_parameters_have_changed_it_is_hashed_anew_when_it_is_typed(
    secured: Passwords, store: Store, auth_id: str, counting: Counting
) -> None:
    dearer = Passwords(store, KEY, seeded(3), DEARER, counting)
    assert tried(dearer, auth_id, WRONG).outcome is REFUSED
    for expected in ([CHEAP, CHEAP, DEARER], [DEARER]):
        assert tried(dearer, auth_id, RIGHT, NOON + SECOND).outcome is KNOWN
        assert counting.costs == expected
        counting.costs.clear()
    with store.read() as db:
        [row] = db.query("SELECT memory, passes, lanes, set_at FROM passwords")
    assert Cost(row["memory"], row["passes"], row["lanes"]) == DEARER
    assert datetime.fromisoformat(row["set_at"]) == NOON


def test_a_time_without_its_zone_is_a_mistake(
    passwords: Passwords, holder: Holder, auth_id: str
) -> None:
    naive = datetime(2026, 11, 24)  # noqa: DTZ001  # what is not taken
    with pytest.raises(ValueError, match="time zone"):
        passwords.check(auth_id, Secret.of(RIGHT), naive)
    with pytest.raises(ValueError, match="time zone"):
        passwords.choose(holder, Secret.of(RIGHT), naive)


def test_a_password_goes_with_its_user(
    secured: Passwords, store: Store, holder: Holder, auth_id: str
) -> None:
    with store.write() as db:
        db.execute("DELETE FROM users WHERE number = ?", (holder.user,))
    assert tried(secured, auth_id, RIGHT) == Checked(REFUSED, 1)


@pytest.fixture
def enrolled(registry: Registry) -> tuple[str, int]:
    """The ID and the number of somebody without a card."""
    issued = registry.enroll("enrolled", enrolment(), NOON)
    return issued.auth_id, issued.user


def test_who_has_no_card_sets_one_when_enrolled_and_logs_in(
    passwords: Passwords, enrolled: tuple[str, int]
) -> None:
    auth_id, user = enrolled
    passwords.choose(Holder(user, Proof.ENROLMENT), Secret.of(RIGHT), NOON)
    answer = tried(passwords, auth_id, RIGHT)
    assert (answer.outcome, answer.user) == (KNOWN, user)


def test_and_another_with_the_one_before(
    passwords: Passwords, enrolled: tuple[str, int]
) -> None:
    auth_id, user = enrolled
    passwords.choose(Holder(user, Proof.ENROLMENT), Secret.of(RIGHT), NOON)
    passwords.choose(Holder(user, Proof.PASSWORD), Secret.of(OTHER), NOON)
    assert tried(passwords, auth_id, OTHER).outcome is KNOWN


@pytest.mark.parametrize("proof", [Proof.PASSWORD, Proof.ENROLMENT])
def test_who_has_a_card_needs_it(
    passwords: Passwords, holder: Holder, proof: Proof
) -> None:
    with pytest.raises(CardNeeded):
        passwords.choose(Holder(holder.user, proof), Secret.of(RIGHT), NOON)


@pytest.mark.parametrize("brought", ["agency-1", "AB12 [x]'--"])
def test_an_id_of_the_agency_has_one_as_any_other(
    registry: Registry, passwords: Passwords, brought: str
) -> None:
    issued = registry.enroll("brought", enrolment(brought=brought), NOON)
    passwords.choose(Holder(issued.user, Proof.ENROLMENT), Secret.of(RIGHT), NOON)
    assert tried(passwords, f" {brought}\u3000", RIGHT).outcome is KNOWN
    for number in range(TRIES):
        at = NOON + timedelta(hours=1 + number)
        assert tried(passwords, brought, WRONG, at).outcome in (REFUSED, LOCKED)
    assert tried(passwords, brought, RIGHT, at).outcome is LOCKED


def test_without_a_card_the_one_whose_year_is_over_is_known_as_that(
    passwords: Passwords, enrolled: tuple[str, int]
) -> None:
    """Nothing else could show who sets the next; the visit lets them do only that."""
    auth_id, user = enrolled
    passwords.choose(Holder(user, Proof.ENROLMENT), Secret.of(RIGHT), NOON)
    later = NOON + timedelta(days=400)
    answer = tried(passwords, auth_id, RIGHT, later)
    assert answer.outcome is KNOWN
    assert answer.validity is not None
    assert answer.validity.last_day < later.date()
    assert tried(passwords, auth_id, WRONG, later).outcome is REFUSED
