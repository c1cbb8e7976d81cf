"""Cards in place of staff members' passwords: whose they are, and what is kept."""

from datetime import timedelta

import pytest

from kiosk.registry.argon import Cost
from kiosk.registry.marks import Marker
from kiosk.registry.people import PasswordOutcome
from kiosk.registry.staff import Member, NoSuchMember, SignedIn, Staff, UnfitCode
from kiosk.registry.staff_cards import CardTaken, StaffCards
from kiosk.registry.tries import TRIES
from kiosk.secret import Secret
from kiosk.store.audit.events import (
    Event,
    StaffCardJoined,
    StaffCardRemoved,
    StaffSignedIn,
)
from kiosk.store.audit.fields import How, Outcome, StaffNumber, StaffRole
from kiosk.store.audit.verify import entries, verify
from kiosk.store.database import Store
from tests.registry.people import KEY, NOON, seeded

KNOWN, REFUSED, _, LOCKED, _ = PasswordOutcome
CARD, OTHER = b"key of a card", b"key of another card"
RIGHT = b"tulip-lane-17"
ONE = StaffNumber(1)


@pytest.fixture
def staff(store: Store) -> Staff:
    own = Staff(store, KEY, seeded(3), Cost(8, 1, 1))
    for code in ("desk-1", "desk-2"):
        own.add(code, StaffRole.HELPER, Secret.of(RIGHT), NOON)
    return own


@pytest.fixture
def cards(store: Store) -> StaffCards:
    return StaffCards(store, KEY)


def recorded(store: Store) -> list[Event | None]:
    assert verify(store).whole
    with store.read() as db:
        return [entry.event for entry, _, _ in entries(db)]


def test_a_joined_card_opens_its_code_and_no_other(
    staff: Staff, cards: StaffCards, store: Store
) -> None:
    one, two = staff.members()
    assert cards.sign_in("desk-1", CARD, NOON) == SignedIn(REFUSED)
    cards.join(one, CARD, NOON)
    assert cards.sign_in(" DESK-1", CARD, NOON) == SignedIn(KNOWN, member=one)
    for code in ("desk-2", "nobody", "", "'; DROP TABLE staff; --"):
        assert cards.sign_in(code, CARD, NOON) == SignedIn(REFUSED)
    assert cards.sign_in("desk-1", OTHER, NOON) == SignedIn(REFUSED)
    assert (cards.has(one), cards.has(two)) == (True, False)
    assert recorded(store)[2:6] == [
        StaffSignedIn(Outcome.REFUSED, ONE, How.CARD),
        StaffCardJoined(ONE),
        StaffSignedIn(Outcome.KNOWN, ONE, How.CARD),
        StaffSignedIn(Outcome.REFUSED, StaffNumber(2), How.CARD),
    ]


def test_a_new_card_takes_the_place_of_the_one_before(
    staff: Staff, cards: StaffCards
) -> None:
    one, two = staff.members()
    cards.join(one, CARD, NOON)
    cards.join(one, OTHER, NOON)
    assert cards.sign_in("desk-1", CARD, NOON).outcome is REFUSED
    assert cards.sign_in("desk-1", OTHER, NOON).outcome is KNOWN
    cards.join(two, CARD, NOON)
    with pytest.raises(CardTaken):
        cards.join(two, OTHER, NOON)
    assert cards.sign_in("desk-2", CARD, NOON).outcome is KNOWN


def test_a_card_is_removed(staff: Staff, cards: StaffCards, store: Store) -> None:
    one, _ = staff.members()
    cards.join(one, CARD, NOON)
    assert cards.remove("Desk-1", NOON)
    assert not cards.remove("desk-1", NOON)
    assert cards.sign_in("desk-1", CARD, NOON).outcome is REFUSED
    assert recorded(store)[-2:] == [
        StaffCardRemoved(ONE),
        StaffSignedIn(Outcome.REFUSED, ONE, How.CARD),
    ]
    with pytest.raises(NoSuchMember):
        cards.remove("nobody", NOON)
    with pytest.raises(UnfitCode):
        cards.remove("x", NOON)


def test_it_goes_with_whose_it_was(staff: Staff, cards: StaffCards) -> None:
    one, two = staff.members()
    cards.join(one, CARD, NOON)
    staff.remove("desk-1", NOON)
    with pytest.raises(NoSuchMember):
        cards.join(one, CARD, NOON)
    cards.join(two, CARD, NOON)
    changed = Member(two.number, two.code, StaffRole.MANAGER)
    with pytest.raises(NoSuchMember):
        cards.join(changed, CARD, NOON)


def test_wrong_passwords_lock_no_card_out(staff: Staff, cards: StaffCards) -> None:
    """And whoever has come in with it may try the password again."""
    one, _ = staff.members()
    cards.join(one, CARD, NOON)
    at = NOON
    for _ in range(TRIES):
        at += timedelta(hours=1)
        staff.sign_in("desk-1", Secret.of(b"tulip-lane-18"), at)
    assert staff.sign_in("desk-1", Secret.of(RIGHT), at).outcome is LOCKED
    assert cards.sign_in("desk-1", CARD, at).outcome is KNOWN
    assert staff.sign_in("desk-1", Secret.of(RIGHT), at).outcome is KNOWN


def test_nothing_else_of_the_card_is_kept(
    staff: Staff, cards: StaffCards, store: Store
) -> None:
    """And not what a visitor's card is known by."""
    cards.join(staff.members()[0], CARD, NOON)
    with store.read() as db:
        [row] = db.query("SELECT * FROM staff_cards")
    assert row["mark"] == Marker(KEY).staff_card(CARD)
    assert row["mark"] != Marker(KEY).card(CARD)
    assert set(row) == {"staff", "mark", "joined_at"}
