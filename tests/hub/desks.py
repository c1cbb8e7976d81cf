"""An association's office and terminals at a real hub."""

import os
from typing import Any

from kiosk.hub.authority import for_member
from kiosk.hub.envelope import Kind, Route, seal
from kiosk.hub.identity import Identity
from kiosk.hub.installing import first_office, install
from kiosk.hub.link import Change, Link, connect
from kiosk.hub.office import first_ring, signed
from tests.hub.members import (
    ASSOCIATION,
    HOLDER_PUBLIC,
    KEY,
    OFFICE_PUBLIC,
    PAPER,
)
from tests.hub.postgres import DATABASE, NOW, Postgres


class Desks:
    """``office`` is who may invite; ``server`` the database."""

    def __init__(self, server: Postgres) -> None:
        self.server = server
        self.ring = first_ring(PAPER, "Osaka", OFFICE_PUBLIC)
        admin = server.admin()
        install(admin)
        number, login = first_office(admin, "Osaka", signed(self.ring, PAPER))
        admin.close()
        self.office_number = number
        self.office = self.identity(login)

    def identity(self, login: str) -> Identity:
        """A certificate of this association's for a role."""
        authority = self.server.authority
        pair = for_member(authority, login, NOW)
        return Identity(login, pair, authority.certificate)

    def invited(self, title: str = "Desk", *, office: bool = False) -> "Desk":
        """One more terminal."""
        with self.link(self.office) as own:
            number, login = own.invite(title, office=office)
        return Desk(self, number, self.identity(login))

    def link(self, identity: Identity, port: int | None = None) -> Link:
        """As somebody, to the server or to what is in front of it."""
        return connect(
            (("127.0.0.1", port or self.server.port),), DATABASE, identity, 10
        )


class Desk:
    """A terminal, and what it has sent."""

    def __init__(self, desks: Desks, number: int, identity: Identity) -> None:
        self.desks = desks
        self.number = number
        self.identity = identity
        self.sequence = 0

    def link(self) -> Link:
        return self.desks.link(self.identity)

    def change(self, content: bytes = b"{}", **fields: Any) -> Change:
        """The next change, sealed, of a new record if none is named."""
        self.sequence += 1
        route = a_route(self.number, self.sequence, **fields)
        readers = (HOLDER_PUBLIC, *self.desks.ring.readers)
        sealed = seal(route, content, KEY, readers, ASSOCIATION, os.urandom)
        return Change(route, sealed)


def a_route(terminal: int, sequence: int, **fields: Any) -> Route:
    """Of a new record."""
    told: dict[str, Any] = {
        "handle": os.urandom(32),
        "record": os.urandom(16),
        "kind": Kind.DRAFT,
        "change": os.urandom(16),
        "parent": None,
        "version": 1,
        "terminal": terminal,
        "sequence": sequence,
        "at": 1_795_000_000_000_000,
    }
    return Route(**told | fields)
