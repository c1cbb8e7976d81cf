"""How an association begins, grows, and changes its offices' keys."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from pg8000.native import Connection

from kiosk.hub import hpke
from kiosk.hub.association import ID_BYTES, SECRET_BYTES, Association
from kiosk.hub.authority import Pair, for_member, for_server, new_authority
from kiosk.hub.envelope import Kind, name_of, readers_of, rewrap
from kiosk.hub.faults import CannotOpenError, HubError, HubFault
from kiosk.hub.identity import Identity
from kiosk.hub.installing import first_office, install
from kiosk.hub.invitation import invitation
from kiosk.hub.link import Link
from kiosk.hub.member import Member, keep_member, keep_ring
from kiosk.hub.office import Paper, Ring, first_ring, signed
from kiosk.record import record
from kiosk.store.database import Store
from kiosk.store.keys import KEY_BYTES

_PAGE: Final = 200
_RULES: Final = b"""\
# Lines for pg_hba.conf, before any others that let somebody into the database.
hostssl madoguchi +madoguchi_terminal all cert
host    madoguchi all                 all reject
"""

Random = Callable[[int], bytes]


@record(hidden=True)
class Founded:
    """``files`` are for the database's server."""

    office: Member
    paper: Paper
    files: Mapping[str, bytes]


@record(hidden=True)
class Invited:
    """``ring`` is another one, where the new member is an office."""

    file: bytes
    code: str
    ring: bytes | None


def found(
    admin: Connection, title: str, hosts: tuple[str, ...], random: Random, now: datetime
) -> Founded:
    """An association with one office, in an empty database.

    Raises:
        HubError: nothing was made.
    """
    try:
        paper, key = Paper(random(KEY_BYTES)), random(hpke.KEY_BYTES)
        association = Association(random(ID_BYTES), random(SECRET_BYTES), paper.root)
        ring = signed(first_ring(paper, title, hpke.public_of(key)), paper)
        authority = new_authority("Madoguchi", now)
        server = for_server(authority, hosts, now)
        install(admin)
        number, login = first_office(admin, title, ring)
    finally:
        admin.close()
    own = Identity(login, for_member(authority, login, now), authority.certificate)
    office = Member(number, title, association, own, ring, key, authority.key)
    files = {
        "ca.crt": authority.certificate,
        "server.crt": server.certificate,
        "server.key": server.key,
        "pg_hba.conf": _RULES,
    }
    return Founded(office, paper, files)


def invite(
    link: Link,
    own: Member,
    title: str,
    paper: Paper | None,
    random: Random,
    now: datetime,
) -> Invited:
    """One more terminal; with the paper, one more office.

    Raises:
        HubError: nobody was invited; REFUSED where this is no office that may, or the
            paper is another association's.
    """
    authority = _authority(own)
    key = ring = None
    if paper is not None:
        key = random(hpke.KEY_BYTES)
        ring = _publish(link, own, paper, title, hpke.public_of(key))
    number, login = link.invite(title, office=paper is not None)
    pair = for_member(authority, login, now)
    new = Member(
        number,
        title,
        own.association,
        Identity(login, pair, authority.certificate),
        ring or own.ring,
        key,
        authority.key if key else None,
    )
    file, code = invitation(new, random)
    return Invited(file, code, ring)


def rotate(link: Link, store: Store, own: Member, paper: Paper, random: Random) -> int:
    """Another key for this office; how many records were sealed for it.

    Both keys are kept before anybody hears of the new one, and the one before until the
    next time, for what terminals sealed meanwhile. Whoever was cut off calls again.

    Raises:
        HubError, StoreError: some of it may be done.
    """
    if own.office is None:
        raise HubError(HubFault.REFUSED, "this is no office")
    _check_paper(own, paper)
    ring = own.told(link.greet().ring).offices
    if hpke.public_of(own.office) in ring.readers:
        if own.office_before is not None:
            reseal(link, own.association, own.office_before, own.office)
        new = random(hpke.KEY_BYTES)
        own = replace(own, office=new, office_before=own.office)
        keep_member(store, own)
    before, key = own.office_before, own.office
    if before is None or key is None:
        raise HubError(HubFault.REFUSED, "the ring has another key of this office")
    name = _name(ring, hpke.public_of(before))
    sealed = _publish(link, own, paper, name, hpke.public_of(key))
    keep(store, sealed)
    return reseal(link, own.association, before, key)


def reseal(link: Link, association: Association, old: bytes, new: bytes) -> int:
    """Seal for one private key what another opens, and no more for that; how many
    records.

    Raises:
        HubError: some of it may be done.
    """
    name, public = name_of(hpke.public_of(old)), hpke.public_of(new)
    count = after = 0
    while page := link.page(None, after, _PAGE):
        after = page[-1].number
        for own in page:
            if own.route.kind is Kind.DELETED or name not in readers_of(own.sealed):
                continue
            try:
                sealed = rewrap(
                    own.route,
                    own.sealed,
                    old,
                    lambda reader: public if reader == name else reader,
                    association,
                )
            except CannotOpenError:
                continue
            count += link.rewrap(own, sha256(own.sealed).digest(), sealed)
    return count


def keep(store: Store, ring: bytes) -> None:
    """
    Raises:
        StoreError: the store has the ring from before, and takes the new one later.
    """
    with store.write() as db:
        keep_ring(db, ring)


def _publish(
    link: Link, own: Member, paper: Paper, office: str, public: bytes
) -> bytes:
    _check_paper(own, paper)
    ring = own.told(link.greet().ring).offices.replaced(office, public)
    sealed = signed(ring, paper)
    link.publish(ring.serial, sealed)
    return sealed


def _check_paper(own: Member, paper: Paper) -> None:
    if paper.root != own.association.root:
        raise HubError(HubFault.REFUSED, "the paper is another association's")


def _name(ring: Ring, public: bytes) -> str:
    """Under which the ring has an office's key."""
    for name, known in ring.offices:
        if known == public:
            return name
    raise HubError(HubFault.REFUSED, "the ring has another key of this office")


def _authority(own: Member) -> Pair:
    if own.authority is None:
        raise HubError(HubFault.REFUSED, "this office may not invite")
    return own.authority
