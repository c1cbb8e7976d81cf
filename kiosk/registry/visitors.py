"""What staff may do with what is kept about a visitor, each act with its record.

``staff`` is always the number of whoever does it. Who may do what is not decided here.
"""

import json
from collections.abc import Iterator
from dataclasses import field
from datetime import datetime
from typing import Any, Final

from sqlite_utils import Database

from kiosk.record import record
from kiosk.registry import tries
from kiosk.registry.held import counted_as, held_by
from kiosk.registry.marks import Marker
from kiosk.registry.people import Issuer
from kiosk.registry.seals import Sealer
from kiosk.store.audit.events import (
    ContactCorrected,
    UserDeleted,
    UserExported,
    UserFound,
)
from kiosk.store.audit.fields import StaffNumber, UserNumber
from kiosk.store.audit.trail import Trail
from kiosk.store.database import Store
from kiosk.store.remains import leave, wipe_if_free
from kiosk.store.values import refuse_broken_text, stamp

EXPORT_FORMAT: Final = 1
_HASHES: Final = frozenset({"identity", "card_key", "person", "salt", "hash"})
"""By which the registry recognises somebody, and which tell nobody anything."""

_HANGING: Final = """
    SELECT DISTINCT own.name FROM sqlite_master AS own
    JOIN pragma_foreign_key_list(own.name) AS key
    WHERE own.type = 'table' AND key."table" = 'users' AND key."from" = 'user'
    ORDER BY own.name
"""


class NoSuchUser(LookupError):
    """They were deleted meanwhile."""

    def __init__(self) -> None:
        super().__init__("there is no such user")


@record
class Found:
    """Who holds an ID, without a name. ``auth_id`` is in its plain form; ``issued_at``
    is in UTC.
    """

    user: int
    auth_id: str = field(repr=False)
    issuer: Issuer
    role: str
    kind: str | None
    issued_at: datetime
    issued_site: str
    phone: str = field(repr=False)
    mail: str = field(repr=False)
    organisation: str | None = None
    by_card: bool = True
    """A card opens their ID, and not only a password."""


class Visitors:
    """The users of one store, for its staff. Any method may raise ``StoreError``."""

    def __init__(self, store: Store, store_key: bytes) -> None:
        self._store = store
        self._mark = Marker(store_key)
        self._sealer = Sealer(store_key)
        self._trail = Trail(store)

    def find(self, auth_id: str, staff: int, at: datetime) -> Found | None:
        """Who holds this ID; None: nobody."""
        with self._store.write() as db:
            user = held_by(db, auth_id)
            number = None if user is None else UserNumber(user)
            self._trail.append(db, UserFound(StaffNumber(staff), number), at)
            return None if user is None else _found(db, user)

    def correct_contact(
        self, user: int, phone: str, mail: str, staff: int, at: datetime
    ) -> None:
        """How they can be reached from now on.

        Raises:
            NoSuchUser: nothing was changed.
            ValueError: text that is not Unicode.
        """
        refuse_broken_text(phone, mail)
        with self._store.write() as db:
            update = "UPDATE users SET phone = ?, mail = ? WHERE number = ?"
            if not db.execute(update, (phone, mail, user)).rowcount:
                raise NoSuchUser
            event = ContactCorrected(StaffNumber(staff), UserNumber(user))
            self._trail.append(db, event, at, self._sealer.seal(db, user))

    def export(self, user: int, staff: int, at: datetime) -> dict[str, Any]:
        """All that is kept about them: for ``json.dumps``. Recorded before it is given.

        Raises:
            NoSuchUser: there is nothing.
        """
        with self._store.write() as db:
            content = _content(db, user)
            event = UserExported(StaffNumber(staff), UserNumber(user))
            self._trail.append(db, event, at)
        return {"format": EXPORT_FORMAT, "exported_at": stamp(at), **content}

    def delete(self, user: int, staff: int, confirmed: int, at: datetime) -> bool:
        """Delete them and all that hangs on them, from the file too. False: they are
        gone, and what is left in unused parts of the file goes at the next start.

        Takes as long as copying the file.

        Raises:
            NoSuchUser: they were gone already.
            ValueError: nobody else has confirmed it.
        """
        if staff == confirmed:
            raise ValueError("a second staff member confirms a deletion")
        with self._store.write() as db:
            rows = db.execute("SELECT auth_id FROM users WHERE number = ?", (user,))
            row = rows.fetchone()
            if row is None:
                raise NoSuchUser
            tries.forgive(db, self._mark.auth_id(counted_as(row[0]) or row[0]))
            db.execute("DELETE FROM users WHERE number = ?", (user,))
            db.execute("INSERT OR IGNORE INTO deleted_users VALUES (?)", (user,))
            event = UserDeleted(
                StaffNumber(staff), StaffNumber(confirmed), UserNumber(user)
            )
            self._trail.append(db, event, at, self._sealer.seal(db, user))
            leave(db)
        return wipe_if_free(self._store)


def _found(db: Database, user: int) -> Found:
    [row] = db.query(
        "SELECT number AS user, auth_id, issuer, role, kind, issued_at, issued_site, "
        "phone, mail, organisations.name AS organisation, "
        "EXISTS (SELECT 1 FROM card_keys WHERE user = number) AS by_card FROM users "
        "LEFT JOIN organisations ON organisations.user = number WHERE number = ?",
        [user],
    )
    issued = datetime.fromisoformat(row["issued_at"])
    made = {"issuer": Issuer(row["issuer"]), "by_card": bool(row["by_card"])}
    return Found(**row | made | {"issued_at": issued})


def _content(db: Database, user: int) -> dict[str, Any]:
    people = _rows(db, "SELECT * FROM users WHERE number = ?", user)
    if not people:
        raise NoSuchUser
    [own] = people
    return {
        "user": own,
        **{table: _rows(db, sql, user) for table, sql in _tables(db)},
        "drafts": [_draft(db, draft) for draft in _drafts(db, user)],
        "audit": _entries(db, user),
    }


def _tables(db: Database) -> Iterator[tuple[str, str]]:
    """Every table whose rows hang on a user by a column of that name."""
    for (table,) in db.execute(_HANGING).fetchall():
        # The name is the schema's own.
        yield table, f'SELECT * FROM "{table}" WHERE user = ?'  # noqa: S608


def _rows(db: Database, sql: str, number: int) -> list[dict[str, Any]]:
    return [
        {
            name: value.hex() if isinstance(value, bytes) else value
            for name, value in row.items()
            if name not in _HASHES
        }
        for row in db.query(sql, [number])
    ]


def _drafts(db: Database, user: int) -> list[dict[str, Any]]:
    return _rows(db, "SELECT * FROM drafts WHERE holder = ? ORDER BY number", user)


def _draft(db: Database, row: dict[str, Any]) -> dict[str, Any]:
    sql = "SELECT field, answer FROM draft_answers WHERE draft = ? ORDER BY field"
    answers = db.execute(sql, (row["number"],)).fetchall()
    return {
        **row,
        "accompanying": json.loads(row["accompanying"]),
        "answers": dict(answers),
    }


def _entries(db: Database, user: int) -> list[dict[str, Any]]:
    """What the audit trail says of them."""
    sql = (
        "SELECT entry FROM audit WHERE json_extract(entry, '$.fields.user') = ? "
        "ORDER BY number"
    )
    entries = (json.loads(text) for (text,) in db.execute(sql, (user,)))
    return [
        {name: entry[name] for name in ("number", "at", "event", "fields")}
        for entry in entries
    ]
