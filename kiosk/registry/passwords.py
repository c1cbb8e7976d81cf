"""Passwords: whoever holds an ID may set one, and log in without the card.

Tries are counted and delayed (``tries``); after ten wrong ones one a day is looked at
until the holder's card is used: some have none, and must not be locked out for ever.

An ID that nobody holds, and one whose holder has no password, cost the same Argon2id
computation, are counted, delayed and locked like any other, and get the same answers.
Only in the time after the parameters were changed does an ID with an older password
take another time, until its holder logs in.
"""

import hmac
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from sqlite_utils import Database

from kiosk.japan import JAPAN
from kiosk.record import record
from kiosk.registry import tries
from kiosk.registry.argon import HASH_BYTES, RECOMMENDED, SALT_BYTES, Cost, argon2id
from kiosk.registry.held import counted_as, held_by
from kiosk.registry.marks import Marker
from kiosk.registry.password_form import Unfit, unfit
from kiosk.registry.people import Checked, Holder, PasswordOutcome, Proof, Validity
from kiosk.registry.recorded import logged_in_by_password, password_set
from kiosk.secret import Secret
from kiosk.store.audit.trail import Trail
from kiosk.store.database import Store
from kiosk.store.values import stamp

WARNING_DAYS: Final = 30
LOCKED_FOR: Final = timedelta(days=1)
_NOBODY: Final = 0
"""No user has this number."""
_SET_AT: Final = (
    "SELECT set_at FROM passwords WHERE user = ? "
    "AND user NOT IN (SELECT user FROM fresh_starts)"
)
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=JAPAN)


class UnfitPassword(ValueError):
    """It cannot be a password; ``why`` says what speaks against it."""

    def __init__(self, why: Unfit) -> None:
        self.why = why
        super().__init__(f"not fit for a password: {why}")


class CardNeeded(PermissionError):
    """Whoever has a card sets a password only after it was used in this visit."""

    def __init__(self) -> None:
        super().__init__("a password is set only after the card was used")


@record(hidden=True)
class _Kept:
    user: int
    salt: bytes
    hash: bytes
    cost: Cost
    set_at: datetime
    until: datetime | None = None
    """It is a code of ``fresh_starts``, which opens nothing from then on."""


class Passwords:
    """The passwords of one site. ``store_key`` and ``random`` are those of
    ``Registry``; ``compute`` is Argon2id.
    """

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

    def choose(self, holder: Holder, password: Secret, at: datetime) -> Validity:
        """Keep a new password, in place of any before. It is wiped, whatever happens.

        Raises:
            UnfitPassword: it was not kept; the one before still holds.
            CardNeeded: the holder has a card and has not used it in this visit.
            StoreError: nothing was changed.
        """
        with password:
            when = stamp(at)
            if holder.proof is not Proof.CARD and self._has_card(holder.user):
                raise CardNeeded
            auth_id, *known = self._known_of(holder.user)
            why = unfit(password, (auth_id, *known))
            if why is not None:
                raise UnfitPassword(why)
            salt, hashed = self._hashed(password)
        with self._store.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO passwords VALUES (?, ?, ?, ?, ?, ?, ?)",
                (holder.user, salt, hashed, *_columns(self._cost), when),
            )
            self._forgive(db, auth_id)
            self._trail.append(db, password_set(holder.user), at)
        return _validity(at, at)

    def check(self, auth_id: str, password: Secret, at: datetime) -> Checked:
        """What comes of an ID and a password. It is wiped, whatever happens. Every try
        that was looked at is recorded. Whoever has no card is KNOWN by a password whose
        year is over, as nothing else could show who sets the next; by the code of a
        new start without ``validity``, since they have no password then.

        Raises:
            StoreError: the store could not be read or written.
        """
        with password:
            counted = counted_as(auth_id)
            if counted is None:
                return Checked(PasswordOutcome.REFUSED)
            mark = self._mark.auth_id(counted)
            with self._store.write() as db:
                wrong, turned_away = tries.count(db, mark, at, LOCKED_FOR)
                kept = _kept(db, auth_id) or self._nobodys()
            if turned_away is not None:
                return turned_away
            over = kept.until is not None and at >= kept.until
            right = self._is_right(kept, password) and not over
            outdated = right and kept.cost != self._cost
            anew = self._hashed(password) if outdated else None
        validity = _validity(kept.set_at, at)
        in_time = _day(at) <= validity.last_day
        holds = right and (in_time or not self._has_card(kept.user))
        with self._store.write() as db:
            if right:
                tries.forgive(db, mark)
            if anew is not None:
                self._keep_anew(db, kept, *anew)
            user = None if kept.user == _NOBODY else kept.user
            self._trail.append(db, logged_in_by_password(user, known=holds), at)
        if not right:
            return tries.refused(wrong)
        if not holds:
            return Checked(PasswordOutcome.EXPIRED)
        own = validity if kept.until is None else None
        return Checked(PasswordOutcome.KNOWN, user=user, validity=own)

    def card_used(self, holder: Holder) -> None:
        """The holder was here in person: wrong tries, whoever made them, are forgotten.

        Raises:
            CardNeeded: the holder has used a password only.
            StoreError: nothing was changed.
        """
        if holder.proof is not Proof.CARD:
            raise CardNeeded
        auth_id, *_ = self._known_of(holder.user)
        with self._store.write() as db:
            self._forgive(db, auth_id)

    def validity(self, user: int, at: datetime) -> Validity | None:
        """How long the user's password holds, or held; None if there is none.

        Raises:
            StoreError: the store could not be read.
        """
        with self._store.read() as db:
            row = db.execute(_SET_AT, (user,)).fetchone()
        return None if row is None else _validity(datetime.fromisoformat(row[0]), at)

    def _nobodys(self) -> _Kept:
        """What is computed for an ID without a password."""
        salt, hashed = bytes(SALT_BYTES), bytes(HASH_BYTES)
        return _Kept(_NOBODY, salt, hashed, self._cost, _LONG_AGO)

    def _is_right(self, kept: _Kept, password: Secret) -> bool:
        hashed = self._compute(password, kept.salt, kept.cost)
        return hmac.compare_digest(hashed, kept.hash) and kept.user != _NOBODY

    def _keep_anew(self, db: Database, kept: _Kept, salt: bytes, hashed: bytes) -> None:
        # Only in place of what was compared: another may have been chosen since.
        db.execute(
            "UPDATE passwords SET salt = ?, hash = ?, memory = ?, passes = ?, "
            "lanes = ? WHERE user = ? AND salt = ?",
            (salt, hashed, *_columns(self._cost), kept.user, kept.salt),
        )

    def _hashed(self, password: Secret) -> tuple[bytes, bytes]:
        salt = self._random(SALT_BYTES)
        return salt, self._compute(password, salt, self._cost)

    def _forgive(self, db: Database, auth_id: str) -> None:
        tries.forgive(db, self._mark.auth_id(counted_as(auth_id) or auth_id))

    def _has_card(self, user: int) -> bool:
        with self._store.read() as db:
            sql = "SELECT 1 FROM card_keys WHERE user = ?"
            return db.execute(sql, (user,)).fetchone() is not None

    def _known_of(self, user: int) -> tuple[str, ...]:
        """What is known of a user and must not be the password: first the ID."""
        with self._store.read() as db:
            [[auth_id, born, phone, mail]] = db.execute(
                "SELECT auth_id, birth_date, phone, mail FROM users WHERE number = ?",
                (user,),
            )
        year, month, day = born[:4], born[4:6], born[6:]
        births = year + month + day, day + month + year, month + day + year
        return auth_id, phone, mail, *births


def _kept(db: Database, auth_id: str) -> _Kept | None:
    row = db.execute(
        "SELECT passwords.user, salt, hash, memory, passes, lanes, set_at, until "
        "FROM passwords LEFT JOIN fresh_starts USING (user) WHERE passwords.user = ?",
        (held_by(db, auth_id),),
    ).fetchone()
    if row is None:
        return None
    user, salt, hashed, *cost, set_at, until = row
    ends = None if until is None else datetime.fromisoformat(until)
    set_on = datetime.fromisoformat(set_at)
    return _Kept(user, salt, hashed, Cost(*cost), set_on, ends)


def _columns(cost: Cost) -> tuple[int, int, int]:
    return cost.memory, cost.passes, cost.lanes


def _validity(set_at: datetime, at: datetime) -> Validity:
    """A year from the day on which it was set, as at the Agency's portal
    (https://www.moj.go.jp/isa/applications/online/online-riyousyajyouhouhenkou.html),
    which reminds 30 days before.
    """
    last_day = _year_after(_day(set_at))
    return Validity(last_day, (last_day - _day(at)).days <= WARNING_DAYS)


def _year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)


def _day(at: datetime) -> date:
    return at.astimezone(JAPAN).date()
