"""Appending to the trail."""

import hmac
from datetime import datetime
from typing import Final

from sqlite_utils import Database

from kiosk.record import record
from kiosk.store.audit.entries import BEGINNING, digest, head_mac, mac, written
from kiosk.store.audit.events import Event, TrailBroken
from kiosk.store.database import Store
from kiosk.store.values import stamp


@record
class End:
    """The last entry; number 0 before there is one."""

    number: int
    digest: bytes


NOTHING: Final = End(0, BEGINNING)


class Trail:
    """The trail of a store. Several programs may append to it at once."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def append(
        self, db: Database, event: Event, at: datetime, seal: bytes | None = None
    ) -> None:
        """Record what the transaction that ``db`` is in does: both or neither.

        ``seal`` is what vouches for the rows of the event's user from now on. A clock
        that was set back is recorded as it stands.

        Raises:
            ValueError: a naive time.
        """
        when, key = stamp(at), self._store.trail_key
        end = last_entry(db)
        if kept_end(db, key) != end:
            # Somebody has been at it. Visitors are not turned away for that, and what
            # was found stays on record: with a new end alone it would be covered up.
            end = _add(db, key, end, written(end.number + 1, when, TrailBroken(), None))
        _add(db, key, end, written(end.number + 1, when, event, seal))

    def note(self, event: Event, at: datetime) -> None:
        """Record what changes nothing in the store, in a transaction of its own.

        Raises:
            StoreError: it was not recorded.
            ValueError: a naive time.
        """
        with self._store.write() as db:
            self.append(db, event, at)


def last_entry(db: Database) -> End:
    """The entry with the highest number."""
    row = db.execute(
        "SELECT number, digest FROM audit ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return NOTHING if row is None else End(*row)


def kept_end(db: Database, key: bytes) -> End | None:
    """Where the trail ended when it was last appended to; None if what says so was
    not written with this key.
    """
    row = db.execute("SELECT number, digest, mac FROM audit_end").fetchone()
    if row is None:
        return None
    number, own, mac_of_it = row
    if End(number, own) == NOTHING and not mac_of_it:
        return NOTHING  # as the store was made, before there was a key
    if not hmac.compare_digest(mac_of_it, head_mac(key, number, own)):
        return None
    return End(number, own)


def _add(db: Database, key: bytes, end: End, text: str) -> End:
    number, own = end.number + 1, digest(end.digest, text)
    db.execute(
        "INSERT INTO audit VALUES (?, ?, ?, ?)", (number, text, own, mac(key, own))
    )
    db.execute(
        "INSERT OR REPLACE INTO audit_end VALUES (1, ?, ?, ?)",
        (number, own, head_mac(key, number, own)),
    )
    return End(number, own)
