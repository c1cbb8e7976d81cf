"""Who works at the desk, and how they show it: a code and a password.

A code is chosen by a manager and is nobody's name. Its password is kept and compared
as a user's is (``passwords``): a code that nobody has costs the same computation, waits
and locks alike, and gets the same answers. After ten wrong tries a manager sets a new
password at the command line.
"""

import hmac
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlite_utils import Database

from kiosk.record import record
from kiosk.registry import tries
from kiosk.registry.argon import HASH_BYTES, RECOMMENDED, SALT_BYTES, Cost, argon2id
from kiosk.registry.marks import Marker
from kiosk.registry.password_form import unfit
from kiosk.registry.passwords import UnfitPassword
from kiosk.registry.people import Checked, PasswordOutcome
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
from kiosk.store.audit.trail import Trail
from kiosk.store.database import Store
from kiosk.store.values import stamp

LONGEST_CODE: Final = 16
_CODE: Final = re.compile(rf"[a-z0-9][a-z0-9-]{{1,{LONGEST_CODE - 1}}}")
_NOBODY: Final = 0
"""No staff member has this number."""


class UnfitCode(ValueError):
    """A code has 2 to 16 letters, digits and hyphens."""

    def __init__(self) -> None:
        super().__init__(f"not 2 to {LONGEST_CODE} letters, digits or hyphens")


class CodeTaken(ValueError):
    """Another staff member has it."""

    def __init__(self) -> None:
        super().__init__("another staff member has this code")


class NoSuchMember(LookupError):
    """Nobody has this code."""

    def __init__(self) -> None:
        super().__init__("no staff member has this code")


@record
class Member:
    """One staff member."""

    number: int
    code: str
    role: StaffRole


@record
class SignedIn:
    """``wait``: seconds until the next try is looked at; ``member`` is there when the
    code and the password are KNOWN to each other.
    """

    outcome: PasswordOutcome
    wait: int = 0
    member: Member | None = None


@record(hidden=True)
class _Kept:
    member: Member
    salt: bytes
    hash: bytes
    cost: Cost


class Staff:
    """The staff of one site. ``store_key`` and ``random`` are those of ``Registry``;
    ``compute`` is Argon2id. Any method may raise ``StoreError``: nothing was changed.
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

    def members(self) -> list[Member]:
        """Everybody, the first to be added first."""
        with self._store.read() as db:
            rows = db.execute("SELECT number, code, role FROM staff ORDER BY number")
            return [_member(*row) for row in rows]

    def add(self, code: str, role: StaffRole, password: Secret, at: datetime) -> Member:
        """One more. The password is wiped, whatever happens.

        Raises:
            UnfitCode, CodeTaken, UnfitPassword: nobody was added.
        """
        own = plain(code)
        salt, hashed = self._hashed(own, password)
        with self._store.write() as db:
            if _kept(db, own) is not None:
                raise CodeTaken
            cursor = db.execute(
                "INSERT INTO staff (code, role, salt, hash, memory, passes, lanes, "
                "set_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (own, role, salt, hashed, *_columns(self._cost), stamp(at)),
            )
            # Whoever guessed at the code before it was anybody's has not locked it.
            tries.forgive(db, self._mark.staff_code(own))
            number = StaffNumber(cursor.lastrowid or _NOBODY)
            self._trail.append(db, StaffAdded(number, role), at)
        return Member(number, own, role)

    def change_role(self, code: str, role: StaffRole, at: datetime) -> Member:
        """Another role for somebody.

        Raises:
            UnfitCode, NoSuchMember: nothing was changed.
        """
        with self._store.write() as db:
            member = _find(db, plain(code))
            db.execute(
                "UPDATE staff SET role = ? WHERE number = ?", (role, member.number)
            )
            event = StaffRoleChanged(StaffNumber(member.number), role)
            self._trail.append(db, event, at)
        return Member(member.number, member.code, role)

    def set_password(self, code: str, password: Secret, at: datetime) -> Member:
        """A new password for somebody, who may try at once. It is wiped.

        Raises:
            UnfitCode, NoSuchMember, UnfitPassword: the one before still holds.
        """
        own = plain(code)
        salt, hashed = self._hashed(own, password)
        with self._store.write() as db:
            member = _find(db, own)
            db.execute(
                "UPDATE staff SET salt = ?, hash = ?, memory = ?, passes = ?, "
                "lanes = ?, set_at = ? WHERE number = ?",
                (salt, hashed, *_columns(self._cost), stamp(at), member.number),
            )
            tries.forgive(db, self._mark.staff_code(own))
            self._trail.append(db, StaffPasswordSet(StaffNumber(member.number)), at)
        return member

    def remove(self, code: str, at: datetime) -> Member:
        """Somebody may no longer sign in.

        Raises:
            UnfitCode, NoSuchMember: nobody was removed.
        """
        with self._store.write() as db:
            member = _find(db, plain(code))
            db.execute("DELETE FROM staff WHERE number = ?", (member.number,))
            self._trail.append(db, StaffRemoved(StaffNumber(member.number)), at)
        return member

    def sign_in(self, code: str, password: Secret, at: datetime) -> SignedIn:
        """What comes of a code and a password, which is wiped. Every try that was
        looked at is recorded.
        """
        with password:
            try:
                own = plain(code)
            except UnfitCode:
                return SignedIn(PasswordOutcome.REFUSED)
            mark = self._mark.staff_code(own)
            with self._store.write() as db:
                wrong, turned_away = tries.count(db, mark, at)
                kept = _kept(db, own) or self._nobodys()
            if turned_away is not None:
                return _told(turned_away)
            hashed = self._compute(password, kept.salt, kept.cost)
        known = kept.member.number != _NOBODY
        right = hmac.compare_digest(hashed, kept.hash) and known
        with self._store.write() as db:
            # Removed or given another role meanwhile: then as it is now.
            now = _kept(db, own) if right else None
            if now is None or now.hash != kept.hash:
                number = StaffNumber(kept.member.number) if known else None
                self._trail.append(db, StaffSignedIn(Outcome.REFUSED, number), at)
                return _told(tries.refused(wrong))
            tries.forgive(db, mark)
            self._trail.append(db, _known(now.member), at)
        return SignedIn(PasswordOutcome.KNOWN, member=now.member)

    def still(self, member: Member) -> bool:
        """Whether somebody who has signed in is still there, in the same role."""
        with self._store.read() as db:
            kept = _kept(db, member.code)
        return kept is not None and kept.member == member

    def _nobodys(self) -> _Kept:
        """What is computed for a code that nobody has."""
        nobody = Member(_NOBODY, "", StaffRole.HELPER)
        return _Kept(nobody, bytes(SALT_BYTES), bytes(HASH_BYTES), self._cost)

    def _hashed(self, code: str, password: Secret) -> tuple[bytes, bytes]:
        with password:
            why = unfit(password, (code,))
            if why is not None:
                raise UnfitPassword(why)
            salt = self._random(SALT_BYTES)
            return salt, self._compute(password, salt, self._cost)


def plain(code: str) -> str:
    """A code as it is kept: however wide and in whatever case it was typed.

    Raises:
        UnfitCode: it can be none.
    """
    own = unicodedata.normalize("NFKC", code[: 4 * LONGEST_CODE]).strip().lower()
    if not _CODE.fullmatch(own):
        raise UnfitCode
    return own


def find(db: Database, code: str) -> Member | None:
    """Whose code this is, in its plain form; None: nobody's."""
    kept = _kept(db, code)
    return None if kept is None else kept.member


def _find(db: Database, code: str) -> Member:
    member = find(db, code)
    if member is None:
        raise NoSuchMember
    return member


def _kept(db: Database, code: str) -> _Kept | None:
    row = db.execute(
        "SELECT number, code, role, salt, hash, memory, passes, lanes FROM staff "
        "WHERE code = ?",
        (code,),
    ).fetchone()
    if row is None:
        return None
    number, own, role, salt, hashed, *cost = row
    return _Kept(_member(number, own, role), salt, hashed, Cost(*cost))


def _member(number: int, code: str, role: str) -> Member:
    return Member(number, code, StaffRole(role))


def _columns(cost: Cost) -> tuple[int, int, int]:
    return cost.memory, cost.passes, cost.lanes


def _known(member: Member) -> Event:
    return StaffSignedIn(Outcome.KNOWN, StaffNumber(member.number))


def _told(checked: Checked) -> SignedIn:
    return SignedIn(checked.outcome, checked.wait)
