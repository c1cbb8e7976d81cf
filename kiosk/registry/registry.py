"""Who holds which authentication ID.

A person has one ID for each role: the Agency's system, too, makes its user choose one
category at registration and ties the ID to it (a legal representative must not
register as a relative). So somebody who extends their own stay and also files for
their child holds two IDs, and one who files for two relatives holds one.
"""

import hmac
from collections.abc import Callable
from datetime import datetime

from sqlite_utils import Database

from kiosk.registry import auth_id as ids
from kiosk.registry.marks import Marker, PersonalAttributes
from kiosk.registry.people import (
    Applicant,
    Holder,
    Issued,
    Issuer,
    LoginOutcome,
    Proof,
    User,
)
from kiosk.registry.recorded import logged_in, registered, rejoined
from kiosk.registry.seals import Sealer
from kiosk.store.audit.trail import Trail
from kiosk.store.database import Store
from kiosk.store.values import refuse_broken_text, stamp

_LONGEST_VISIT = 64
_DRAWS = 8
_NOBODY = bytes(32)
_PARTICULARS = (
    "SELECT auth_id, issuer, role, kind, name, address, birth_date, sex, phone, mail, "
    "language, issued_at, issued_site FROM users WHERE number = ?"
)


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

        Raises:
            StoreError: nothing was changed.
            VisitReused: the visit belongs to somebody else.
            ValueError: no visit id, a naive time, or text that is not Unicode.
        """
        if not 0 < len(visit) <= _LONGEST_VISIT:
            raise ValueError(f"a visit id has 1 to {_LONGEST_VISIT} characters")
        when = stamp(at)
        refuse_broken_text(visit, *_texts(applicant))
        card = self._mark.card(applicant.public_key)
        person = self._mark.person(applicant)
        identity = self._mark.identity(applicant)
        with self._store.write() as db:
            visited = _first(db, "SELECT user FROM visits WHERE visit = ?", visit)
            if visited is not None:
                if not _is_of(db, visited, applicant.role, card, person):
                    raise VisitReused("this visit id belongs to another registration")
                return Issued(_auth_id_of(db, visited), new=False)
            user = _find(db, applicant.role, card, person)
            new = user is None
            if user is None:
                user = self._issue(db, applicant, identity, when)
            else:
                _keep_newest(db, user, applicant, identity)
            _join(db, user, card, person, applicant.role, when)
            db.execute("INSERT INTO visits VALUES (?, ?, ?)", (visit, user, when))
            event = registered(user, applicant, new=new)
            self._trail.append(db, event, at, self._sealer.seal(db, user))
            return Issued(_auth_id_of(db, user), new=new)

    def login(self, auth_id: str, public_key: bytes, at: datetime) -> LoginOutcome:
        """KNOWN: this card has this ID. RENEWED: ask for the attributes and ``rejoin``.

        One look-up answers, which cannot tell an ID that nobody has from one whose
        holder has a new card; so nobody learns here which IDs exist. REFUSED only for
        a text that is no ID at all. Nobody is let in without a record of it.

        Raises:
            StoreError: the store could not be read, or not be written to.
            ValueError: a naive time.
        """
        parsed = _parsed(auth_id)
        with self._store.write() as db:
            user = self._holder(db, parsed, public_key) if parsed else None
            outcome = _outcome(parsed, user)
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
        parsed = _parsed(auth_id)
        if parsed is None:
            return LoginOutcome.REFUSED
        card = self._mark.card(public_key)
        person = self._mark.person(attributes)
        identity = self._mark.identity(attributes)
        with self._store.write() as db:
            row = db.execute(
                "SELECT number, role, identity FROM users WHERE auth_id = ?", (parsed,)
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
        return User(**row | {"issuer": Issuer(row["issuer"]), "issued_at": when})

    def holder(self, auth_id: str, public_key: bytes) -> int | None:
        """Whose ID it is, by the number that stays when a card is renewed; only to
        the ID and a card that are KNOWN to each other.

        Raises:
            StoreError: the store could not be read.
        """
        parsed = _parsed(auth_id)
        if parsed is None:
            return None
        with self._store.read() as db:
            return self._holder(db, parsed, public_key)

    def _holder(self, db: Database, auth_id: str, public_key: bytes) -> int | None:
        return _first(
            db,
            "SELECT number FROM card_keys JOIN users ON number = user "
            "WHERE card_key = ? AND auth_id = ?",
            self._mark.card(public_key),
            auth_id,
        )

    def _issue(
        self, db: Database, applicant: Applicant, identity: bytes, when: str
    ) -> int:
        cursor = db.execute(
            "INSERT INTO users (auth_id, issuer, role, kind, identity, name, address, "
            "birth_date, sex, phone, mail, language, issued_at, issued_site) "
            "VALUES (:auth_id, :issuer, :role, :kind, :identity, :name, :address, "
            ":birth_date, :sex, :phone, :mail, :language, :issued_at, :issued_site)",
            vars(applicant)
            | {
                "auth_id": self._free_id(db),
                "issuer": Issuer.HERE.value,
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


def _outcome(auth_id: str | None, user: int | None) -> LoginOutcome:
    if auth_id is None:
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


def _auth_id_of(db: Database, user: int) -> str:
    row = db.execute("SELECT auth_id FROM users WHERE number = ?", (user,)).fetchone()
    return str(row[0])


def _first(db: Database, sql: str, *parameters: str | bytes | int) -> int | None:
    row = db.execute(sql, parameters).fetchone()
    return None if row is None else row[0]


def _parsed(auth_id: str) -> str | None:
    try:
        return ids.parse(auth_id)
    except ids.InvalidAuthId:
        return None


def _texts(applicant: Applicant) -> list[str]:
    return [text for text in vars(applicant).values() if isinstance(text, str)]
