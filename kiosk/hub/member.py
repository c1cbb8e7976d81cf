"""What makes a terminal or an office a member of its association. It is kept in the
encrypted store.
"""

from dataclasses import replace
from typing import Final

from sqlite_utils import Database

from kiosk.hub.association import Association
from kiosk.hub.authority import Pair
from kiosk.hub.identity import Identity
from kiosk.hub.office import Ring, UntrustedRingError, trusted
from kiosk.record import record
from kiosk.store.database import Store

_READ: Final = (
    "SELECT number, login, title, association, secret, root, ring, authority, "
    "certificate, key, office, office_before, authority_key FROM hub_member"
)
_KEEP: Final = (
    "INSERT INTO hub_member (one, number, login, title, association, secret, root, "
    "ring, authority, certificate, key, office, office_before, authority_key) "
    "VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@record(hidden=True)
class Member:
    """``number`` and ``login`` are the hub's for it, ``title`` is for people. ``ring``
    is signed. ``office``: the private key of an office's, ``office_before``: the one
    before; ``authority_key``: that of the association's authority, where the office
    may invite.
    """

    number: int
    title: str
    association: Association
    identity: Identity
    ring: bytes
    office: bytes | None = None
    authority_key: bytes | None = None
    office_before: bytes | None = None

    @property
    def offices(self) -> Ring:
        """Whom everything is sealed for.

        Raises:
            UntrustedRingError: the store holds another ring than the root signed.
        """
        return trusted(self.ring, self.association.root)

    @property
    def authority(self) -> Pair | None:
        """The association's, where this office may invite."""
        if self.authority_key is None:
            return None
        return Pair(self.identity.authority, self.authority_key)

    def told(self, ring: bytes) -> "Member":
        """With the ring that the hub has, if that is a newer one of the association's;
        else as before: a hub that lies changes nothing.
        """
        try:
            trusted(ring, self.association.root, self.offices.serial)
        except UntrustedRingError:
            return self
        return replace(self, ring=ring)


def member_of(db: Database) -> Member | None:
    """Who this terminal is; None: it has never joined."""
    row = db.execute(_READ).fetchone()
    if row is None:
        return None
    number, login, title, own, secret, root, ring, authority, *more = row
    certificate, key, office, before, authority_key = more
    return Member(
        number,
        title,
        Association(own, secret, root),
        Identity(login, Pair(certificate, key), authority),
        ring,
        office,
        authority_key,
        before,
    )


def keep_member(store: Store, own: Member) -> None:
    """From now on this terminal is this member.

    Raises:
        StoreError: nothing was kept.
    """
    with store.write() as db:
        db.execute("DELETE FROM hub_member")
        db.execute(
            _KEEP,
            (
                own.number,
                own.identity.login,
                own.title,
                own.association.id,
                own.association.secret,
                own.association.root,
                own.ring,
                own.identity.authority,
                own.identity.pair.certificate,
                own.identity.pair.key,
                own.office,
                own.office_before,
                own.authority_key,
            ),
        )


def keep_ring(db: Database, ring: bytes) -> None:
    """Another ring, where ``Member.told`` has taken it."""
    db.execute("UPDATE hub_member SET ring = ?", (ring,))
