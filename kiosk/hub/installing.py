"""How the hub's tables and functions come into the database, and stay up to date.

A file of ``schema/`` that has been released is never edited; a change is a new file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final

from pg8000.native import Connection, identifier

from kiosk.hub.faults import HubError, HubFault
from kiosk.hub.link import faults
from kiosk.record import record

_FOLDER: Final = Path(__file__).with_name("schema")


@record
class Step:
    """One file: its number, and what is in it."""

    number: int
    sql: str

    @property
    def digest(self) -> bytes:
        """SHA-256, kept in the database."""
        return sha256(self.sql.encode()).digest()


def steps() -> tuple[Step, ...]:
    """All, in order."""
    files = sorted(_FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return tuple(Step(int(own.name[:4]), own.read_text("utf-8")) for own in files)


def install(admin: Connection) -> int:
    """Bring the database up to date, all or nothing; how many steps that took.

    ``admin`` may make roles. Raises:
        HubError: NEWER, or what the database said.
    """
    with faults(), _transaction(admin):
        done = _done(admin)
        known = {own.number: own.digest for own in steps()}
        if any(known.get(number) != digest for number, digest in done.items()):
            raise HubError(HubFault.NEWER)
        due = [own for own in steps() if own.number not in done]
        for own in due:
            # Without parameters: several statements at once.
            admin.run(own.sql)
            with as_owner(admin):
                admin.run(
                    "INSERT INTO hub.migrations (number, digest) VALUES (:number, :of)",
                    number=own.number,
                    of=own.digest,
                )
        return len(due)


@contextmanager
def as_owner(admin: Connection) -> Iterator[None]:
    """What a superuser could do anyway; whoever is none becomes a member for it."""
    [[own]] = admin.run("SELECT CURRENT_USER::text")
    admin.run(f"GRANT madoguchi_owner TO {identifier(own)}")
    admin.run("SET ROLE madoguchi_owner")
    # Where the block fails, the transaction takes both back.
    yield
    admin.run("RESET ROLE")
    admin.run(f"REVOKE madoguchi_owner FROM {identifier(own)}")


def first_office(admin: Connection, title: str, ring: bytes) -> tuple[int, str]:
    """The association's first member, and its ring; number and role of that office.

    Raises:
        HubError: what the database said; REFUSED where there is an office already.
    """
    with faults(), _transaction(admin), as_owner(admin):
        [[members]] = admin.run("SELECT count(*) FROM hub.members")
        if members:
            raise HubError(HubFault.REFUSED, "there is an association already")
        [[number, login]] = admin.run(
            "SELECT number, login::text FROM hub.enrol(:title, true)", title=title
        )
        admin.run("INSERT INTO hub.ring (serial, sealed) VALUES (1, :ring)", ring=ring)
        return number, login


@contextmanager
def _transaction(admin: Connection) -> Iterator[None]:
    admin.run("BEGIN")
    try:
        yield
        admin.run("COMMIT")
    except BaseException:
        admin.run("ROLLBACK")
        raise


def _done(admin: Connection) -> dict[int, bytes]:
    [[there]] = admin.run("SELECT to_regclass('hub.migrations') IS NOT NULL")
    if not there:
        return {}
    with as_owner(admin):
        return dict(admin.run("SELECT number, digest FROM hub.migrations"))
