"""A new start for who has forgotten a password: once, soon, and told by nothing."""

from datetime import datetime, timedelta

import pytest

from kiosk.registry.argon import Cost, argon2id
from kiosk.registry.fresh_starts import ALPHABET, LENGTH, FreshStarts, NoNewStart
from kiosk.registry.passwords import Passwords
from kiosk.registry.people import Checked, Holder, Issued, PasswordOutcome, Proof
from kiosk.registry.registry import Registry
from kiosk.registry.tries import TRIES
from kiosk.secret import Secret
from kiosk.store.audit.events import NewStartGiven
from kiosk.store.audit.fields import StaffNumber, UserNumber
from kiosk.store.audit.verify import entries, verify
from kiosk.store.database import Store
from tests.registry.people import KEY, NOON, applicant, enrolment, seeded

CHEAP = Cost(memory=8, passes=1, lanes=1)
BEFORE, NEXT = b"tulip-lane-17", b"rose-alley-42"
KNOWN, REFUSED, *_ = PasswordOutcome
MINUTE = timedelta(minutes=1)


class Counting:
    """Argon2id that counts its computations."""

    def __init__(self) -> None:
        self.computed = 0

    def __call__(self, secret: Secret, salt: bytes, cost: Cost) -> bytes:
        self.computed += 1
        return argon2id(secret, salt, cost)


@pytest.fixture
def counting() -> Counting:
    return Counting()


@pytest.fixture
def passwords(store: Store, counting: Counting) -> Passwords:
    return Passwords(store, KEY, seeded(2), CHEAP, counting)


@pytest.fixture
def starts(store: Store) -> FreshStarts:
    return FreshStarts(store, KEY, seeded(3), CHEAP)


@pytest.fixture
def own(registry: Registry, passwords: Passwords) -> Issued:
    """Somebody without a card, who has a password."""
    issued = registry.enroll("visit-1", enrolment(), NOON)
    chosen(passwords, issued, BEFORE)
    return issued


def chosen(passwords: Passwords, own: Issued, password: bytes) -> None:
    holder = Holder(own.user, Proof.PASSWORD)
    passwords.choose(holder, Secret.of(password), NOON)


def tried(
    passwords: Passwords, own: Issued, typed: bytes, at: datetime = NOON
) -> Checked:
    return passwords.check(own.auth_id, Secret.of(typed), at)


def test_a_code_opens_once_and_the_password_before_it_no_more(
    starts: FreshStarts, passwords: Passwords, own: Issued, store: Store
) -> None:
    code = starts.give(own.user, 1, 2, NOON).code.encode()
    assert tried(passwords, own, BEFORE).outcome is REFUSED
    later = NOON + MINUTE
    assert tried(passwords, own, code, later) == Checked(KNOWN, user=own.user)
    assert passwords.validity(own.user, later) is None, "they have none to log in with"
    chosen(passwords, own, NEXT)
    assert tried(passwords, own, code, later + MINUTE).outcome is REFUSED
    assert tried(passwords, own, NEXT, later + 2 * MINUTE).outcome is KNOWN
    assert passwords.validity(own.user, later) is not None
    with store.read() as db:
        assert db["fresh_starts"].count == 0


@pytest.mark.parametrize(("minutes", "outcome"), [(29, KNOWN), (30, REFUSED)])
def test_it_holds_for_half_an_hour(
    starts: FreshStarts,
    passwords: Passwords,
    own: Issued,
    minutes: int,
    outcome: PasswordOutcome,
) -> None:
    start = starts.give(own.user, 1, 2, NOON)
    assert start.until == NOON + 30 * MINUTE
    at = NOON + minutes * MINUTE
    assert tried(passwords, own, start.code.encode(), at).outcome is outcome


def test_a_second_code_ends_the_first(
    starts: FreshStarts, passwords: Passwords, own: Issued
) -> None:
    first = starts.give(own.user, 1, 2, NOON).code.encode()
    second = starts.give(own.user, 1, 2, NOON).code.encode()
    assert tried(passwords, own, first).outcome is REFUSED
    assert tried(passwords, own, second, NOON + MINUTE).outcome is KNOWN


def test_it_ends_a_lock_and_is_guessed_no_better_than_a_password(
    starts: FreshStarts, passwords: Passwords, own: Issued
) -> None:
    at = NOON
    for _ in range(TRIES):
        at += timedelta(hours=1)
        tried(passwords, own, NEXT, at)
    assert tried(passwords, own, BEFORE, at).outcome is PasswordOutcome.LOCKED
    code = starts.give(own.user, 1, 2, at).code.encode()
    for wait in (0, 1, 3):
        at += timedelta(seconds=wait)
        assert tried(passwords, own, NEXT, at).outcome is REFUSED
    assert tried(passwords, own, code, at).outcome is PasswordOutcome.WAIT
    assert tried(passwords, own, code, at + MINUTE).outcome is KNOWN


def test_nothing_tells_that_there_is_one(
    starts: FreshStarts, passwords: Passwords, own: Issued, counting: Counting
) -> None:
    starts.give(own.user, 1, 2, NOON)
    counting.computed = 0
    answers = [
        passwords.check(auth_id, Secret.of(NEXT), NOON)
        for auth_id in (own.auth_id, "0000000000000000"[:15] + "X")
    ]
    assert answers[0] == answers[1] == Checked(REFUSED, 1)
    assert counting.computed == 2


def test_only_for_who_has_no_card_and_with_a_second_person(
    starts: FreshStarts, registry: Registry, own: Issued
) -> None:
    carded = registry.register("visit-2", applicant(), NOON)
    for user in (carded.user, 999):
        with pytest.raises(NoNewStart):
            starts.give(user, 1, 2, NOON)
    with pytest.raises(ValueError, match="second staff member"):
        starts.give(own.user, 1, 1, NOON)


def test_what_is_kept_and_recorded(
    starts: FreshStarts, own: Issued, store: Store
) -> None:
    start = starts.give(own.user, 1, 2, NOON)
    assert len(start.code) == LENGTH
    assert set(start.code) <= set(ALPHABET)
    assert start.code not in repr(start)
    assert verify(store).whole
    with store.read() as db:
        kept = [*db.query("SELECT * FROM passwords"), *db.query("SELECT * FROM audit")]
        assert start.code not in repr(kept)
        *_, (last, _, _) = entries(db)
    given = NewStartGiven(StaffNumber(1), StaffNumber(2), UserNumber(own.user))
    assert last.event == given
