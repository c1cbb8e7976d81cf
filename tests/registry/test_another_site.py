"""A receipt that another site printed: here its ID opens nothing, and whoever scans it
gets the answers of an ID that nobody holds, anywhere.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.registry.argon import Cost, argon2id
from kiosk.registry.auth_id import generate
from kiosk.registry.passwords import Passwords
from kiosk.registry.people import Holder, LoginOutcome, PasswordOutcome, Proof
from kiosk.registry.registry import Registry
from kiosk.registry.visitors import Visitors
from kiosk.secret import Secret
from kiosk.store.database import Store, open_store
from tests.registry.people import KEY, NOON, applicant, enrolment, seeded

ELSEWHERE = bytes(reversed(KEY))
"""Each site has a key of its own."""
PASSWORD = b"tulip-lane-17"
CHEAP = Cost(memory=8, passes=1, lanes=1)
NOBODYS = generate(seeded(99))


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "elsewhere" / "store.db", ELSEWHERE)
    yield opened
    opened.close()


def test_a_card_and_an_id_of_another_site(registry: Registry, other: Store) -> None:
    there = Registry(other, ELSEWHERE, seeded(7), site="elsewhere")
    own = applicant()
    auth_id = there.register("visit-1", own, NOON).auth_id
    assert there.login(auth_id, own.public_key, NOON) is LoginOutcome.KNOWN
    for scanned in (auth_id, NOBODYS):
        assert registry.login(scanned, own.public_key, NOON) is LoginOutcome.RENEWED
        rejoined = registry.rejoin(scanned, own.public_key, own, NOON)
        assert rejoined is LoginOutcome.REFUSED
        assert registry.user(scanned, own.public_key) is None
    here = registry.register("visit-1", own, NOON)
    assert here.new, "whoever registers here gets an ID of this site"
    assert here.auth_id != auth_id


def test_a_password_of_another_site(store: Store, other: Store) -> None:
    there = Registry(other, ELSEWHERE, seeded(7), site="elsewhere")
    issued = there.enroll("visit-1", enrolment(), NOON)
    secret = Secret.of(PASSWORD)
    kept = Passwords(other, ELSEWHERE, seeded(8), CHEAP)
    kept.choose(Holder(issued.user, Proof.ENROLMENT), secret, NOON)
    computed = []

    def counting(secret: Secret, salt: bytes, cost: Cost) -> bytes:
        computed.append(salt)
        return argon2id(secret, salt, cost)

    here = Passwords(store, KEY, seeded(9), CHEAP, counting)
    answers = [
        [
            here.check(scanned, Secret.of(PASSWORD), NOON + number * timedelta(hours=1))
            for number in range(3)
        ]
        for scanned in (issued.auth_id, NOBODYS)
    ]
    assert answers[0] == answers[1]
    assert {own.outcome for own in answers[0]} == {PasswordOutcome.REFUSED}
    assert len(computed) == 6


def test_staff_find_nobody_by_it(store: Store, other: Store) -> None:
    there = Registry(other, ELSEWHERE, seeded(7), site="elsewhere")
    auth_id = there.register("visit-1", applicant(), NOON).auth_id
    assert Visitors(other, ELSEWHERE).find(auth_id, 1, NOON) is not None
    assert Visitors(store, KEY).find(auth_id, 1, NOON) is None


def test_its_cards_and_people_are_known_by_other_marks(
    store: Store, registry: Registry, other: Store
) -> None:
    """So that two files that were carried off cannot be joined by their hashes."""
    there = Registry(other, ELSEWHERE, seeded(7), site="elsewhere")
    marks = []
    for own, at in ((registry, store), (there, other)):
        own.register("visit-1", applicant(), NOON)
        with at.read() as db:
            [[card]] = db.execute("SELECT card_key FROM card_keys")
            [[person]] = db.execute("SELECT person FROM people")
            [[identity]] = db.execute("SELECT identity FROM users")
        marks.append({card, person, identity})
    assert not marks[0] & marks[1]
