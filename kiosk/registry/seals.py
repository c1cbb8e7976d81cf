"""What vouches for a user's rows: an entry of the audit trail carries it, and the rows
must still give the same.
"""

import hmac
import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from sqlite_utils import Database

from kiosk.record import record
from kiosk.store.keys import derive

_ROWS = (
    "SELECT number, auth_id, issuer, role, kind, identity, name, address, birth_date, "
    "sex, phone, mail, language, issued_at, issued_site FROM users WHERE number = ?",
    "SELECT card_key, joined_at FROM card_keys WHERE user = ? ORDER BY card_key",
    "SELECT person, role FROM people WHERE user = ? ORDER BY person, role",
)
_FILES_FOR = "SELECT name FROM organisations WHERE user = ?"
_ENROLLED = "SELECT mark, shown FROM enrolments WHERE user = ?"


class Sealer:
    """Makes the seals (HMAC-SHA256, 32 bytes) of one store."""

    def __init__(self, store_key: bytes) -> None:
        self._key = derive(store_key, "registry/seal/1")

    def seal(self, db: Database, user: int) -> bytes:
        """Of the user, of the cards that open their ID, and of whom it is known by."""
        rows = [[*map(_plain, row)] for row in _rows(db, user)]
        return hmac.digest(self._key, json.dumps(rows).encode(), sha256)


@record
class Unsealed:
    """Users whose rows are not what the trail vouches for. ``older`` is how many there
    are of whom it says nothing, since it began after them.
    """

    altered: tuple[int, ...]
    older: int


def unsealed(
    db: Database, sealer: Sealer, seals: Mapping[int, bytes], first_user: int | None
) -> Unsealed:
    """Compare all users with the seals of a whole trail, in the same transaction."""
    present = {row[0] for row in db.execute("SELECT number FROM users")}
    altered = [
        user
        for user, seal in seals.items()
        if not hmac.compare_digest(seal, sealer.seal(db, user))
    ]
    unknown = present - set(seals)
    older = {user for user in unknown if first_user is None or user < first_user}
    return Unsealed(tuple(sorted([*altered, *unknown - older])), len(older))


def _rows(db: Database, user: int) -> Iterator[tuple[Any, ...]]:
    for sql in _ROWS:
        # Their number first, so that no row can pass for one of another table.
        rows = db.execute(sql, (user,)).fetchall()
        yield (len(rows),)
        yield from rows
    # Nothing at all for who has a card: their seals are older than this table.
    yield from db.execute(_ENROLLED, (user,)).fetchall()
    for row in db.execute(_FILES_FOR, (user,)):
        yield ("organisation", *row)


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value
