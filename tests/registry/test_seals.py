"""Rows of users are what the audit trail vouches for."""

import pytest

from kiosk.registry.people import LoginOutcome
from kiosk.registry.registry import Registry
from kiosk.registry.seals import Sealer, Unsealed, unsealed
from kiosk.store.audit.verify import verified
from kiosk.store.database import Store
from tests.registry.people import KEY, NOON, applicant

SEALER = Sealer(KEY)
WELL = Unsealed((), 0)
OF_A_USER = (
    "auth_id", "issuer", "role", "kind", "identity", "name", "address", "birth_date",
    "sex", "phone", "mail", "language", "issued_at", "issued_site",
)  # fmt: skip


def found(store: Store) -> Unsealed:
    with store.read() as db:
        report = verified(db, store.trail_key)
        assert report.whole
        return unsealed(db, SEALER, report.seals, report.first_user)


def harmed(store: Store, sql: str) -> Unsealed:
    with store.write() as db:
        db.execute(sql)
    return found(store)


@pytest.fixture
def three(store: Store, registry: Registry) -> Store:
    for number in (1, 2, 3):
        registry.register(f"visit-{number}", applicant(number), NOON)
    return store


def test_nobody_is_altered_by_what_the_registry_does(
    three: Store, registry: Registry
) -> None:
    assert found(three) == WELL
    moved = applicant(1, address="elsewhere", public_key=b"a renewed card")
    own = registry.register("visit-1", applicant(1), NOON).auth_id
    assert registry.rejoin(own, moved.public_key, moved, NOON) is LoginOutcome.KNOWN
    registry.register("visit-4", applicant(2, phone="", kind="spouse"), NOON)
    registry.register("visit-5", applicant(3, role="relative"), NOON)
    registry.login(own, moved.public_key, NOON)
    assert found(three) == WELL


@pytest.mark.parametrize("column", OF_A_USER)
def test_an_altered_row(three: Store, column: str) -> None:
    new = {
        "issuer": "'agency'",
        "identity": "x'00'",
        "auth_id": "'0000000000000000'",
    }.get(column, "'x'")
    sql = f"UPDATE users SET {column} = {new} WHERE number = 2"  # noqa: S608
    assert harmed(three, sql) == Unsealed((2,), 0)


def test_every_column_is_sealed(three: Store) -> None:
    with three.read() as db:
        columns = {column.name for column in db["users"].columns}
    assert columns == {"number", *OF_A_USER}


@pytest.mark.parametrize(
    "sql",
    [
        # Somebody's own card opens another's ID, or no longer their own.
        "INSERT INTO card_keys VALUES (zeroblob(32), 2, '')",
        "DELETE FROM card_keys WHERE user = 2",
        "INSERT INTO people VALUES (zeroblob(32), 'applicant', 2)",
        "DELETE FROM people WHERE user = 2",
        "DELETE FROM users WHERE number = 2",
    ],
)
def test_altered_cards_and_marks(three: Store, sql: str) -> None:
    assert harmed(three, sql) == Unsealed((2,), 0)


def test_cards_of_two_users_changed_for_each_other(three: Store) -> None:
    assert harmed(
        three, "UPDATE card_keys SET user = 3 - user WHERE user IN (1, 2)"
    ) == Unsealed((1, 2), 0)


def test_a_user_whom_no_entry_knows(three: Store) -> None:
    copied = (
        "INSERT INTO users SELECT 9, 'x', issuer, role, kind, identity, name, address, "
        "birth_date, sex, phone, mail, language, issued_at, issued_site FROM users "
        "WHERE number = 1"
    )
    assert harmed(three, copied) == Unsealed((9,), 0)


def test_a_row_put_back_to_an_earlier_state(three: Store, registry: Registry) -> None:
    with three.read() as db:
        before = db.execute("SELECT address FROM users WHERE number = 1").fetchone()[0]
    own = registry.register("visit-1", applicant(1), NOON).auth_id
    moved = applicant(1, address="elsewhere")
    registry.rejoin(own, moved.public_key, moved, NOON)
    with three.write() as db:
        db.execute("UPDATE users SET address = ? WHERE number = 1", (before,))
    assert found(three) == Unsealed((1,), 0)


def test_users_from_before_the_trail_are_counted(three: Store) -> None:
    registry = Registry(three, KEY, bytes)
    with three.write() as db:
        db.execute("DELETE FROM audit")
        db.execute("UPDATE audit_end SET number = 0, digest = zeroblob(32), mac = x''")
    assert found(three) == Unsealed((), 3)
    # One of them comes back; then a new one.
    registry.register("visit-6", applicant(2), NOON)
    assert found(three) == Unsealed((), 2)
    registry.register("visit-7", applicant(7), NOON)
    assert found(three) == Unsealed((), 2)


def test_another_store_seals_otherwise(three: Store) -> None:
    with three.read() as db:
        assert SEALER.seal(db, 1) != Sealer(bytes(32)).seal(db, 1)
        assert SEALER.seal(db, 1) != SEALER.seal(db, 2)


def test_a_card_does_not_pass_for_a_mark(three: Store) -> None:
    """A row with the same values in the other table is another row."""
    seals = []
    for table, other in (("card_keys", "people"), ("people", "card_keys")):
        with three.write() as db:
            db.execute(f"DELETE FROM {other} WHERE user = 1")  # noqa: S608
            db.execute(f"DELETE FROM {table} WHERE user = 1")  # noqa: S608
            columns = (
                "(card_key, joined_at" if table == "card_keys" else "(person, role"
            )
            db.execute(
                f"INSERT INTO {table} {columns}, user) VALUES (x'00', 'x', 1)"  # noqa: S608
            )
            seals.append(SEALER.seal(db, 1))
    assert seals[0] != seals[1]
