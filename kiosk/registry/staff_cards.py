"""The My Number cards with which staff may sign in, in place of their passwords.

Of a card nothing is kept but a keyed hash of its authentication key, under a key of its
own: no name, no serial number, and nothing by which a visitor's card would be the same.
Whoever calls has had the card prove that it holds the key.
"""

from datetime import datetime

from sqlite_utils import Database

from kiosk.registry import tries
from kiosk.registry.marks import Marker
from kiosk.registry.people import PasswordOutcome
from kiosk.registry.staff import Member, NoSuchMember, SignedIn, UnfitCode, find, plain
from kiosk.store.audit.events import StaffCardJoined, StaffCardRemoved, StaffSignedIn
from kiosk.store.audit.fields import How, Outcome, StaffNumber
from kiosk.store.audit.trail import Trail
from kiosk.store.database import Store
from kiosk.store.values import stamp


class CardTaken(ValueError):
    """Another code has it."""

    def __init__(self) -> None:
        super().__init__("another code has this card")


class StaffCards:
    """Those of one site. ``store_key`` is that of ``Staff``, ``public_key`` is
    SubjectPublicKeyInfo (DER). Any method may raise ``StoreError``: nothing was
    changed.
    """

    def __init__(self, store: Store, store_key: bytes) -> None:
        self._store = store
        self._mark = Marker(store_key)
        self._trail = Trail(store)

    def has(self, member: Member) -> bool:
        """Whether a card is joined to their code."""
        sql = "SELECT 1 FROM staff_cards WHERE staff = ?"
        with self._store.read() as db:
            return db.execute(sql, (member.number,)).fetchone() is not None

    def join(self, member: Member, public_key: bytes, at: datetime) -> None:
        """From now on this card is theirs; one from before is no longer.

        Raises:
            CardTaken: one card is one code's: nobody is their own second person.
            NoSuchMember: they were removed meanwhile.
        """
        mark = self._mark.staff_card(public_key)
        with self._store.write() as db:
            if find(db, member.code) != member:
                raise NoSuchMember
            if _holder(db, mark) not in (None, member.number):
                raise CardTaken
            db.execute(
                "INSERT OR REPLACE INTO staff_cards VALUES (?, ?, ?)",
                (member.number, mark, stamp(at)),
            )
            event = StaffCardJoined(StaffNumber(member.number))
            self._trail.append(db, event, at)

    def remove(self, code: str, at: datetime) -> bool:
        """Only the password opens this code from now on; False: so it was before.

        Raises:
            UnfitCode, NoSuchMember: nobody has it.
        """
        with self._store.write() as db:
            member = find(db, plain(code))
            if member is None:
                raise NoSuchMember
            sql = "DELETE FROM staff_cards WHERE staff = ?"
            if not db.execute(sql, (member.number,)).rowcount:
                return False
            event = StaffCardRemoved(StaffNumber(member.number))
            self._trail.append(db, event, at)
            return True

    def sign_in(self, code: str, public_key: bytes, at: datetime) -> SignedIn:
        """What comes of a code and a card that has proved its key.

        A code that nobody has gets the answer of one with another card. Nobody can
        guess here, so no try is counted; and wrong passwords lock no card out.
        """
        try:
            own = plain(code)
        except UnfitCode:
            return SignedIn(PasswordOutcome.REFUSED)
        mark = self._mark.staff_card(public_key)
        with self._store.write() as db:
            member = find(db, own)
            number = None if member is None else StaffNumber(member.number)
            if member is None or _holder(db, mark) != member.number:
                event = StaffSignedIn(Outcome.REFUSED, number, How.CARD)
                self._trail.append(db, event, at)
                return SignedIn(PasswordOutcome.REFUSED)
            tries.forgive(db, self._mark.staff_code(own))
            known = StaffSignedIn(Outcome.KNOWN, number, How.CARD)
            self._trail.append(db, known, at)
        return SignedIn(PasswordOutcome.KNOWN, member=member)


def _holder(db: Database, mark: bytes) -> int | None:
    row = db.execute("SELECT staff FROM staff_cards WHERE mark = ?", (mark,)).fetchone()
    return None if row is None else int(row[0])
