"""A new start for somebody who has forgotten their password and has no card: a code, on
paper, that stands in for the password for half an hour and is good for one thing only,
to choose the next one.

It takes the place of the password at once and is kept, compared, counted and delayed
just as one: nothing in an answer or its time tells that there is one.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from kiosk.record import record
from kiosk.registry import tries
from kiosk.registry.argon import RECOMMENDED, SALT_BYTES, Cost, argon2id
from kiosk.registry.held import counted_as
from kiosk.registry.marks import Marker
from kiosk.secret import Secret
from kiosk.store.audit.events import NewStartGiven
from kiosk.store.audit.fields import StaffNumber, UserNumber
from kiosk.store.audit.trail import Trail
from kiosk.store.database import Store
from kiosk.store.values import stamp

VALID_FOR: Final = timedelta(minutes=30)
LENGTH: Final = 10
ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""Small letters and digits, of which none looks like another: 49 bits."""
_ROW: Final = (
    "SELECT auth_id, EXISTS (SELECT 1 FROM card_keys WHERE user = number) "
    "FROM users WHERE number = ?"
)


class NoNewStart(ValueError):
    """There is no such user, or a card of theirs opens their ID."""

    def __init__(self) -> None:
        super().__init__("no new start for this user")


@record(hidden=True)
class NewStart:
    """What is printed; ``until`` is the moment from which on it opens nothing."""

    code: str
    until: datetime


class FreshStarts:
    """Those of one site; the arguments are those of ``Passwords``."""

    def __init__(
        self,
        store: Store,
        store_key: bytes,
        random: Callable[[int], bytes],
        cost: Cost = RECOMMENDED,
        compute: Callable[[Secret, bytes, Cost], bytes] = argon2id,
    ) -> None:
        self._store = store
        self._mark = Marker(store_key)
        self._trail = Trail(store)
        self._random = random
        self._cost = cost
        self._compute = compute

    def give(self, user: int, staff: int, confirmed: int, at: datetime) -> NewStart:
        """A code in place of their password; one from before opens nothing more, and
        wrong tries are forgiven.

        Raises:
            NoNewStart: nothing was changed.
            StoreError: the same.
            ValueError: nobody else has confirmed it.
        """
        if staff == confirmed:
            raise ValueError("a second staff member confirms a new start")
        code, until = self._code(), at + VALID_FOR
        salt = self._random(SALT_BYTES)
        with Secret.of(code.encode()) as secret:
            hashed = self._compute(secret, salt, self._cost)
        cost = self._cost
        with self._store.write() as db:
            row = db.execute(_ROW, (user,)).fetchone()
            if row is None or row[1]:
                raise NoNewStart
            db.execute(
                "INSERT OR REPLACE INTO passwords VALUES (?, ?, ?, ?, ?, ?, ?)",
                (user, salt, hashed, cost.memory, cost.passes, cost.lanes, stamp(at)),
            )
            sql = "INSERT OR REPLACE INTO fresh_starts VALUES (?, ?)"
            db.execute(sql, (user, stamp(until)))
            tries.forgive(db, self._mark.auth_id(counted_as(row[0]) or row[0]))
            who, by = StaffNumber(staff), StaffNumber(confirmed)
            self._trail.append(db, NewStartGiven(who, by, UserNumber(user)), at)
        return NewStart(code, until)

    def _code(self) -> str:
        drawn = int.from_bytes(self._random(2 * LENGTH), "big")
        return "".join(
            ALPHABET[drawn // len(ALPHABET) ** place % len(ALPHABET)]
            for place in range(LENGTH)
        )
