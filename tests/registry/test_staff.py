"""Staff members: who may sign in, and what somebody can do who may not."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from kiosk.registry.argon import Cost, argon2id
from kiosk.registry.passwords import UnfitPassword
from kiosk.registry.people import PasswordOutcome
from kiosk.registry.staff import (
    CodeTaken,
    Member,
    NoSuchMember,
    SignedIn,
    Staff,
    UnfitCode,
)
from kiosk.registry.tries import TRIES
from kiosk.secret import Secret
from kiosk.store.audit.events import (
    Event,
    StaffAdded,
    StaffPasswordSet,
    StaffRemoved,
    StaffRoleChanged,
    StaffSignedIn,
)
from kiosk.store.audit.fields import Outcome, StaffNumber, StaffRole
from kiosk.store.audit.verify import entries, verify
from kiosk.store.database import Store
from tests.registry.people import KEY, NOON, seeded

KNOWN, REFUSED, WAIT, LOCKED, _ = PasswordOutcome
CHEAP = Cost(memory=8, passes=1, lanes=1)
RIGHT, WRONG = b"tulip-lane-17", b"tulip-lane-18"
ONE = StaffNumber(1)
HOUR = timedelta(hours=1)


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
def staff(store: Store, counting: Counting) -> Staff:
    own = Staff(store, KEY, seeded(3), CHEAP, counting)
    own.add("desk-1", StaffRole.HELPER, Secret.of(RIGHT), NOON)
    counting.computed = 0
    return own


def tried(
    staff: Staff, code: str, typed: bytes = WRONG, at: datetime = NOON
) -> SignedIn:
    secret = Secret.of(typed)
    answer = staff.sign_in(code, secret, at)
    assert len(secret) == 0
    return answer


def recorded(store: Store) -> list[Event | None]:
    assert verify(store).whole
    with store.read() as db:
        return [entry.event for entry, _, _ in entries(db)]


@pytest.mark.parametrize("typed", ["desk-1", " DESK-1 ", "ｄｅｓｋ－１", "Desk-1"])
def test_a_code_is_known_however_it_was_typed(staff: Staff, typed: str) -> None:
    member = Member(1, "desk-1", StaffRole.HELPER)
    assert tried(staff, typed, RIGHT) == SignedIn(KNOWN, member=member)


@pytest.mark.parametrize(
    "code",
    ["", "a", "-a", "x" * 17, "a b", "a'; DROP TABLE staff; --", "日本", "[b]a[/b]"],
)
def test_what_can_be_no_code(staff: Staff, store: Store, code: str) -> None:
    with pytest.raises(UnfitCode):
        staff.add(code, StaffRole.HELPER, Secret.of(RIGHT), NOON)
    assert tried(staff, code, RIGHT) == SignedIn(REFUSED)
    assert len(staff.members()) == 1


def test_nothing_tells_which_codes_there_are(staff: Staff, counting: Counting) -> None:
    """The same answers, waits, locks and computations."""
    answers, computed = {}, {}
    for code in ("desk-1", "nobody"):
        counting.computed = 0
        answers[code] = [
            tried(staff, code, at=NOON + number * HOUR / 2) for number in range(TRIES)
        ] + [tried(staff, code, at=NOON + 100 * HOUR)]
        computed[code] = counting.computed
    assert answers["desk-1"] == answers["nobody"]
    assert computed["desk-1"] == computed["nobody"] == TRIES
    assert answers["nobody"][-1] == SignedIn(LOCKED)
    # Nor does the right one, then.
    assert tried(staff, "desk-1", RIGHT, NOON + 200 * HOUR) == SignedIn(LOCKED)


def test_the_next_try_waits(staff: Staff) -> None:
    for number in range(4):
        at = NOON + number * HOUR
        assert tried(staff, "desk-1", at=at) == SignedIn(REFUSED, 2**number)
    assert tried(staff, "desk-1", RIGHT, at) == SignedIn(WAIT, 8)
    later = at + timedelta(seconds=8)
    assert tried(staff, "desk-1", RIGHT, later).outcome is KNOWN
    assert tried(staff, "desk-1", at=later) == SignedIn(REFUSED, 1)


def test_a_new_password_opens_again(staff: Staff) -> None:
    for number in range(TRIES):
        tried(staff, "desk-1", at=NOON + number * HOUR)
    staff.set_password("desk-1", Secret.of(WRONG), NOON)
    assert tried(staff, "desk-1", WRONG, NOON + 100 * HOUR).outcome is KNOWN
    assert tried(staff, "desk-1", RIGHT, NOON + 100 * HOUR).outcome is REFUSED


@pytest.mark.parametrize("password", [b"short", b"12345678", b"a b c d e"])
def test_what_can_be_no_password(staff: Staff, password: bytes) -> None:
    acts: tuple[Callable[[Secret], Member], ...] = (
        lambda own: staff.add("desk-2", StaffRole.HELPER, own, NOON),
        lambda own: staff.set_password("desk-1", own, NOON),
    )
    for act in acts:
        secret = Secret.of(password)
        with pytest.raises(UnfitPassword):
            act(secret)
        assert len(secret) == 0
    assert tried(staff, "desk-1", RIGHT).outcome is KNOWN


def test_the_code_itself_is_no_password(staff: Staff) -> None:
    with pytest.raises(UnfitPassword):
        staff.add("gyosei-1", StaffRole.HELPER, Secret.of(b"Gyosei-1"), NOON)


def test_a_code_is_one_persons(staff: Staff) -> None:
    with pytest.raises(CodeTaken):
        staff.add("DESK-1", StaffRole.MANAGER, Secret.of(RIGHT), NOON)
    [member] = staff.members()
    assert member.role is StaffRole.HELPER


def test_a_number_is_never_used_twice(staff: Staff) -> None:
    staff.remove("desk-1", NOON)
    again = staff.add("desk-1", StaffRole.HELPER, Secret.of(RIGHT), NOON)
    assert again.number == 2


def test_who_was_removed_or_has_another_role_is_so_at_once(staff: Staff) -> None:
    member = tried(staff, "desk-1", RIGHT).member
    assert member is not None
    assert staff.still(member)
    staff.change_role("desk-1", StaffRole.MANAGER, NOON)
    assert not staff.still(member)
    staff.change_role("desk-1", StaffRole.HELPER, NOON)
    assert staff.still(member)
    staff.remove("desk-1", NOON)
    assert not staff.still(member)
    assert tried(staff, "desk-1", RIGHT) == SignedIn(REFUSED, 1)


ACTS: list[Callable[[Staff], object]] = [
    lambda staff: staff.change_role("nobody", StaffRole.MANAGER, NOON),
    lambda staff: staff.set_password("nobody", Secret.of(RIGHT), NOON),
    lambda staff: staff.remove("nobody", NOON),
]


@pytest.mark.parametrize("act", ACTS)
def test_nobody_is_changed(staff: Staff, act: Callable[[Staff], object]) -> None:
    with pytest.raises(NoSuchMember):
        act(staff)


def test_all_of_it_is_recorded(staff: Staff, store: Store) -> None:
    tried(staff, "desk-1")
    tried(staff, "nobody")
    tried(staff, "desk-1", RIGHT)  # too soon: not looked at
    tried(staff, "desk-1", RIGHT, NOON + HOUR)
    staff.change_role("desk-1", StaffRole.MANAGER, NOON)
    staff.set_password("desk-1", Secret.of(WRONG), NOON)
    staff.remove("desk-1", NOON)
    assert recorded(store) == [
        StaffAdded(ONE, StaffRole.HELPER),
        StaffSignedIn(Outcome.REFUSED, ONE),
        StaffSignedIn(Outcome.REFUSED, None),
        StaffSignedIn(Outcome.KNOWN, ONE),
        StaffRoleChanged(ONE, StaffRole.MANAGER),
        StaffPasswordSet(ONE),
        StaffRemoved(ONE),
    ]


def test_nothing_of_a_password_is_in_the_file_or_shown(
    staff: Staff, store: Store
) -> None:
    member = tried(staff, "desk-1", RIGHT).member
    assert RIGHT.decode() not in repr((member, staff.members()))
    with store.read() as db:
        [row] = db.query("SELECT * FROM staff")
    assert RIGHT not in row["hash"] + row["salt"]
    assert (row["memory"], row["passes"], row["lanes"]) == (8, 1, 1)
