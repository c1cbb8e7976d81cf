"""Who holds which authentication ID.

A person has one ID for each role, and as an institution's clerk one for each
organisation they file for (a support organisation makes one usage request for each).
The Agency's system, too, makes its user choose one category at registration and ties
the ID to it (a legal representative must not register as a relative). So somebody who
extends their own stay and also files for their child holds two IDs, and one who files
for two relatives holds one.
"""

import hmac
from collections.abc import Callable
from datetime import datetime

from sqlite_utils import Database

from kiosk.registry import auth_id as ids
from kiosk.registry import enrolments
from kiosk.registry.held import held_by
from kiosk.registry.marks import Marker, PersonalAttributes
from kiosk.registry.people import (
    Applicant,
    Enrolment,
    Holder,
    Issued,
    Issuer,
    LoginOutcome,
    NotEnrolled,
    Proof,
    Refusal,
    User,
)
from kiosk.registry.recorded import (
    enrolled,
    id_recorded,
    logged_in,
    not_enrolled,
    registered,
    rejoined,
)
from kiosk.registry.seals import Sealer
from kiosk.store.audit.trail import Trail
from kiosk.store.database import Store
from kiosk.store.values import refuse_broken_text, stamp

_LONGEST_VISIT = 64
_DRAWS = 8
_NOBODY = bytes(32)
_PARTICULARS = (
    "SELECT auth_id, issuer, role, kind, users.name, address, birth_date, sex, phone, "
    "mail, language, issued_at, issued_site, shown AS number, "
    "organisations.name AS organisation, "
    "EXISTS (SELECT 1 FROM card_keys WHERE card_keys.user = users.number) AS has_card "
    "FROM users LEFT JOIN enrolments ON enrolments.user = users.number "
    "LEFT JOIN organisations ON organisations.user = users.number "
    "WHERE users.number = ?"
)

_FREE_NUMBER = (
    "SELECT 1 + max(coalesce((SELECT max(number) FROM users), 0), "
    "coalesce((SELECT max(number) FROM deleted_users), 0))"
)
"""Of nobody, not even of somebody who was deleted."""


class VisitReused(ValueError):
    """A visit id came back with another person or another role: a caller's mistake,
    and never answered with the ID of whoever had the visit before.
    """


class Registry:
    """The registry of one site. ``store_key`` is the store's own key, from which the
    keys of the hashes are derived; ``random`` gives n unpredictable bytes.
    """

    def __init__(
        self,
        store: Store,
        store_key: bytes,
        random: Callable[[int], bytes],
        site: str = "",
    ) -> None:
        self._store = store
        self._mark = Marker(store_key)
        self._sealer = Sealer(store_key)
        self._trail = Trail(store)
        self._random = random
        self._site = site

    def register(self, visit: str, applicant: Applicant, at: datetime) -> Issued:
        """The applicant's one ID for their role, made now if there is none.

        All or nothing, and durable when it returns: whoever is killed before may call
        again with the same visit, card or person and gets the same ID. Where the
        person had one, the card is joined to it and the newest particulars are kept.
        An ID of the Agency that is brought takes the place of theirs: nobody has two.

        Raises:
            NotEnrolled: what was brought is kept for somebody else, or it is too soon
                after others of which that was so.
            StoreError: nothing was changed.
            VisitReused: the visit belongs to somebody else.
            ValueError: no visit id, a naive time, or text that is not Unicode.
        """
        _check_visit(visit)
        when = stamp(at)
        refuse_broken_text(visit, *_texts(applicant))
        _check_brought(applicant.brought)
        card = self._mark.card(applicant.public_key)
        person = self._mark.person(applicant)
        identity = self._mark.identity(applicant)
        with self._store.write() as db:
            visited = _first(db, "SELECT user FROM visits WHERE visit = ?", visit)
            if visited is not None:
                if not _is_of(db, visited, applicant.role, card, person):
                    raise VisitReused("this visit id belongs to another registration")
                return _issued(db, visited, new=False)
            user = _find(db, applicant.role, card, person)
            new = user is None
            brought = self._brought(db, applicant.brought, user, at)
            if not isinstance(brought, NotEnrolled):
                if user is None:
                    user = self._issue(db, applicant, identity, when, brought)
                else:
                    _keep_newest(db, user, applicant, identity)
                _join(db, user, card, person, applicant.role, when)
                db.execute("INSERT INTO visits VALUES (?, ?, ?)", (visit, user, when))
                replaced = not new and _take_over(db, user, brought)
                if brought is not None:
                    self._trail.append(db, id_recorded(user), at)
                event = registered(user, applicant, new=new)
                self._trail.append(db, event, at, self._sealer.seal(db, user))
                return _issued(db, user, new=new, replaced=replaced)
        raise brought

    def enroll(self, visit: str, enrolment: Enrolment, at: datetime) -> Issued:
        """An ID for somebody without a card, or the one that they have brought.

        All or nothing, durable when it returns, and the same once more for the same
        visit, as ``register``. Nothing shows here who somebody is, so nobody is ever
        answered with an ID that was there before.

        Raises:
            NotEnrolled: number, person or ID is enrolled already, or it is too soon.
            StoreError: nothing was changed.
            VisitReused: the visit belongs to somebody else.
            ValueError: as of ``register``; or what was brought cannot be an ID.
        """
        _check_visit(visit)
        when = stamp(at)
        refuse_broken_text(visit, *_texts(enrolment))
        brought = enrolment.brought
        _check_brought(brought)
        person = self._mark.person(enrolment, enrolment.organisation)
        mark = self._mark.number(enrolment.number) if enrolment.number else None
        with self._store.write() as db:
            visited = _first(db, "SELECT user FROM visits WHERE visit = ?", visit)
            if visited is not None:
                if not _is_enrolled(db, visited, enrolment.role, person, mark):
                    raise VisitReused("this visit id belongs to another registration")
                return _issued(db, visited, new=False)
            wait = enrolments.seconds_to_wait(db, at)
            refusal = None if wait else _refusal(db, enrolment, person, mark)
            if refusal is not None:
                enrolments.count_refusal(db, at)
                self._trail.append(db, not_enrolled(refusal), at)
            if refusal is None and not wait:
                identity = self._mark.identity(enrolment)
                user = self._issue(db, enrolment, identity, when, brought)
                enrolments.enrol(db, user, enrolment.number, mark)
                enrolments.keep_organisation(db, user, enrolment.organisation)
                db.execute(
                    "INSERT INTO people VALUES (?, ?, ?)",
                    (person, enrolment.role, user),
                )
                db.execute("INSERT INTO visits VALUES (?, ?, ?)", (visit, user, when))
                event = enrolled(user, enrolment)
                self._trail.append(db, event, at, self._sealer.seal(db, user))
                return _issued(db, user, new=True)
        raise NotEnrolled(refusal or Refusal.WAIT, wait)

    def replace(self, holder: Holder, brought: str, at: datetime) -> Issued:
        """An ID of the Agency in place of the holder's, which was issued here; what was
        begun and the password stay. For whoever has no card: with one, ``register``.

        Raises:
            NotEnrolled: it is kept for somebody else, or it is too soon after others.
            PermissionError: the holder has a card.
            StoreError: nothing was changed.
            ValueError: what was brought cannot be an ID.
        """
        _check_brought(brought)
        user = holder.user
        with self._store.write() as db:
            carded = "SELECT user FROM card_keys WHERE user = ?"
            if _first(db, carded, user) is not None:
                raise PermissionError("a card shows whose an ID is")
            new = self._brought(db, brought, user, at)
            if not isinstance(new, NotEnrolled):
                replaced = _take_over(db, user, new)
                seal = self._sealer.seal(db, user)
                self._trail.append(db, id_recorded(user), at, seal)
                return _issued(db, user, new=False, replaced=replaced)
        raise new

    def login(self, auth_id: str, public_key: bytes, at: datetime) -> LoginOutcome:
        """KNOWN: this card has this ID. RENEWED: ask for the attributes and ``rejoin``.

        One look-up answers, which cannot tell an ID that nobody has from one whose
        holder has a new card; so nobody learns here which IDs exist. REFUSED only for
        a text that is no ID at all. Nobody is let in without a record of it.

        Raises:
            StoreError: the store could not be read, or not be written to.
            ValueError: a naive time.
        """
        with self._store.write() as db:
            user = self._holder(db, auth_id, public_key)
            outcome = _outcome(auth_id, user)
            self._trail.append(db, logged_in(outcome, user), at)
        return outcome

    def rejoin(
        self,
        auth_id: str,
        public_key: bytes,
        attributes: PersonalAttributes,
        at: datetime,
    ) -> LoginOutcome:
        """Join a renewed card to its holder's ID: KNOWN, or REFUSED without a reason.

        Name, birth date and sex must be those registered; the address may have
        changed, and the new one is kept.

        Raises:
            StoreError: nothing was changed.
            ValueError: a naive time, or text that is not Unicode.
        """
        when = stamp(at)
        refuse_broken_text(attributes.name, attributes.address)
        if not ids.readings(auth_id):
            return LoginOutcome.REFUSED
        card = self._mark.card(public_key)
        person = self._mark.person(attributes)
        identity = self._mark.identity(attributes)
        with self._store.write() as db:
            # An ID that was never opened by a card is not opened by one now.
            row = db.execute(
                "SELECT number, role, identity FROM users WHERE number = ? "
                "AND EXISTS (SELECT 1 FROM card_keys WHERE user = number)",
                (held_by(db, auth_id),),
            ).fetchone()
            user, role, kept = row or (None, "", _NOBODY)
            if not hmac.compare_digest(kept, identity) or user is None:
                self._trail.append(db, rejoined(user, joined=False), at)
                return LoginOutcome.REFUSED
            db.execute(
                "UPDATE users SET address = ? WHERE number = ?",
                (attributes.address, user),
            )
            _join(db, user, card, person, role, when)
            event = rejoined(user, joined=True)
            self._trail.append(db, event, at, self._sealer.seal(db, user))
            return LoginOutcome.KNOWN

    def user(self, auth_id: str, public_key: bytes) -> User | None:
        """The registered particulars, for a reprint or a form; only to the ID and a
        card that are KNOWN to each other.

        Raises:
            StoreError: the store could not be read.
        """
        user = self.holder(auth_id, public_key)
        return None if user is None else self.user_of(Holder(user, Proof.CARD))

    def user_of(self, holder: Holder) -> User | None:
        """The same of whoever has shown that they hold an ID; None if it is gone.

        Raises:
            StoreError: the store could not be read.
        """
        with self._store.read() as db:
            rows = list(db.query(_PARTICULARS, [holder.user]))
        if not rows:
            return None
        [row] = rows
        when = datetime.fromisoformat(row.pop("issued_at"))
        made = {
            "issuer": Issuer(row["issuer"]),
            "issued_at": when,
            "has_card": bool(row["has_card"]),
        }
        return User(**row | made)

    def holder(self, auth_id: str, public_key: bytes) -> int | None:
        """Whose ID it is, by the number that stays when a card is renewed; only to
        the ID and a card that are KNOWN to each other.

        Raises:
            StoreError: the store could not be read.
        """
        with self._store.read() as db:
            return self._holder(db, auth_id, public_key)

    def _holder(self, db: Database, auth_id: str, public_key: bytes) -> int | None:
        user = held_by(db, auth_id)
        if user is None:
            return None
        return _first(
            db,
            "SELECT user FROM card_keys WHERE card_key = ? AND user = ?",
            self._mark.card(public_key),
            user,
        )

    def _brought(
        self, db: Database, brought: str | None, user: int | None, at: datetime
    ) -> str | NotEnrolled | None:
        """What is to be kept of it: nothing, where it is theirs already."""
        if brought is None:
            return None
        wait = enrolments.seconds_to_wait(db, at)
        if wait:
            return NotEnrolled(Refusal.WAIT, wait)
        holder = held_by(db, brought)
        if holder is None:
            return brought
        if holder == user:
            return None
        enrolments.count_refusal(db, at)
        self._trail.append(db, not_enrolled(Refusal.ID), at)
        return NotEnrolled(Refusal.ID)

    def _issue(
        self,
        db: Database,
        applicant: Applicant | Enrolment,
        identity: bytes,
        when: str,
        brought: str | None = None,
    ) -> int:
        cursor = db.execute(
            "INSERT INTO users (number, auth_id, issuer, role, kind, identity, name, "
            "address, birth_date, sex, phone, mail, language, issued_at, issued_site) "
            "VALUES (:number, :auth_id, :issuer, :role, :kind, :identity, :name, "
            ":address, :birth_date, :sex, :phone, :mail, :language, :issued_at, "
            ":issued_site)",
            {"kind": None}
            | vars(applicant)
            | {
                "number": _first(db, _FREE_NUMBER),
                "auth_id": brought or self._free_id(db),
                "issuer": (Issuer.AGENCY if brought else Issuer.HERE).value,
                "identity": identity,
                "issued_at": when,
                "issued_site": self._site,
            },
        )
        return int(cursor.lastrowid or 0)

    def _free_id(self, db: Database) -> str:
        for _ in range(_DRAWS):
            drawn = ids.generate(self._random)
            taken = "SELECT number FROM users WHERE auth_id = ?"
            if _first(db, taken, drawn) is None:
                return drawn
        raise RuntimeError("the source of random bytes repeats itself")


def _check_visit(visit: str) -> None:
    if not 0 < len(visit) <= _LONGEST_VISIT:
        raise ValueError(f"a visit id has 1 to {_LONGEST_VISIT} characters")


def _check_brought(brought: str | None) -> None:
    if brought is not None and not ids.is_opaque(brought):
        raise ValueError("what was brought cannot be an ID")


def _take_over(db: Database, user: int, brought: str | None) -> bool:
    """The Agency's ID is theirs now; whether that of this registry has gone."""
    if brought is None:
        return False
    before = _issued(db, user, new=False).issuer
    db.execute(
        "UPDATE users SET auth_id = ?, issuer = ? WHERE number = ?",
        (brought, Issuer.AGENCY.value, user),
    )
    return before is Issuer.HERE


def _refusal(
    db: Database, enrolment: Enrolment, person: bytes, mark: bytes | None
) -> Refusal | None:
    """What of it is somebody's already."""
    if mark is not None and enrolments.has_number(db, mark):
        return Refusal.NUMBER
    known = "SELECT user FROM people WHERE person = ? AND role = ?"
    if _first(db, known, person, enrolment.role) is not None:
        return Refusal.PERSON
    if enrolment.brought and held_by(db, enrolment.brought) is not None:
        return Refusal.ID
    return None


def _is_enrolled(
    db: Database, user: int, role: str, person: bytes, mark: bytes | None
) -> bool:
    if mark is not None and enrolments.has_number(db, mark, user):
        return True
    own = "SELECT user FROM people WHERE user = ? AND person = ? AND role = ?"
    return _first(db, own, user, person, role) is not None


def _issued(db: Database, user: int, *, new: bool, replaced: bool = False) -> Issued:
    auth_id, issuer = db.execute(
        "SELECT auth_id, issuer FROM users WHERE number = ?", (user,)
    ).fetchone()
    return Issued(auth_id, new, Issuer(issuer), user, replaced)


def _outcome(auth_id: str, user: int | None) -> LoginOutcome:
    if not ids.readings(auth_id):
        return LoginOutcome.REFUSED
    return LoginOutcome.RENEWED if user is None else LoginOutcome.KNOWN


def _find(db: Database, role: str, card: bytes, person: bytes) -> int | None:
    # A card speaks louder than attributes: its key cannot be shared or mistyped.
    # Of several IDs (one per address moved to without logging in) the oldest.
    by_card = _first(
        db,
        "SELECT min(number) FROM card_keys JOIN users ON number = user "
        "WHERE card_key = ? AND role = ?",
        card,
        role,
    )
    if by_card is not None:
        return by_card
    by_person = "SELECT user FROM people WHERE person = ? AND role = ?"
    return _first(db, by_person, person, role)


def _is_of(db: Database, user: int, role: str, card: bytes, person: bytes) -> bool:
    return (
        _first(
            db,
            "SELECT number FROM users WHERE number = ?1 AND role = ?2 AND ("
            "EXISTS (SELECT 1 FROM card_keys WHERE card_key = ?3 AND user = ?1) OR "
            "EXISTS (SELECT 1 FROM people WHERE person = ?4 AND role = ?2 "
            "AND user = ?1))",
            user,
            role,
            card,
            person,
        )
        is not None
    )


def _join(
    db: Database, user: int, card: bytes, person: bytes, role: str, when: str
) -> None:
    db.execute("INSERT OR IGNORE INTO card_keys VALUES (?, ?, ?)", (card, user, when))
    db.execute("INSERT OR IGNORE INTO people VALUES (?, ?, ?)", (person, role, user))


def _keep_newest(
    db: Database, user: int, applicant: Applicant, identity: bytes
) -> None:
    db.execute(
        "UPDATE users SET kind = :kind, identity = :identity, name = :name, "
        "address = :address, birth_date = :birth_date, sex = :sex, phone = :phone, "
        "mail = :mail, language = :language WHERE number = :number",
        vars(applicant) | {"identity": identity, "number": user},
    )


def _first(db: Database, sql: str, *parameters: str | bytes | int) -> int | None:
    row = db.execute(sql, parameters).fetchone()
    return None if row is None else row[0]


def _texts(applicant: Applicant | Enrolment) -> list[str]:
    return [text for text in vars(applicant).values() if isinstance(text, str)]
