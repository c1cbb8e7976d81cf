"""The database, as a terminal or an office reaches it: TLS, its own certificate, and
the functions of ``schema/``. pg8000 is imported with this module: import it lazily.

Where the settings name several servers, that which takes writing is looked for.
"""

import socket
import ssl
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, Self

from pg8000.exceptions import DatabaseError, Error
from pg8000.native import Connection

from kiosk.hub.envelope import Kind, Route
from kiosk.hub.faults import HubError, HubFault
from kiosk.hub.identity import Identity
from kiosk.hub.inmemory import file_of
from kiosk.record import record

_PATIENCE: Final = 10
"""Seconds for each answer."""
_FAULTS: Final = {
    "MG001": HubFault.REVOKED,
    "28000": HubFault.REVOKED,
    "28P01": HubFault.REVOKED,
    "MG002": HubFault.GAP,
    "MG003": HubFault.TOO_MANY,
    "MG004": HubFault.JOINED,
    "MG005": HubFault.REFUSED,
    "42501": HubFault.REFUSED,
    "25006": HubFault.UNREACHABLE,
}
"""By SQLSTATE (PostgreSQL 15, Appendix A; MG are those of the schema). 25006: a server
that became a standby.
"""
_CLASSES: Final = {"08", "53", "57"}
"""Connections, resources, an operator who intervened: it may go better later."""

_SSL_REQUEST: Final = struct.pack("!ii", 8, 80877103)
"""PostgreSQL 15, 55.7, "Message Formats"."""

Server = tuple[str, int]


@record(hidden=True)
class Change:
    """A change as the hub has it. ``number`` is the hub's own, 0 where not told."""

    route: Route
    sealed: bytes
    number: int = 0


@record
class Greeting:
    """What the hub says to a member: the number of the last change taken from it, the
    signed ring, and its clock (microseconds since 1970).
    """

    terminal: int
    sequence: int
    ring: bytes
    clock: int
    migration: int


@record
class Standing:
    """A member in the list for offices. Times are ISO 8601, None where never."""

    number: int
    title: str
    office: bool
    joined: str | None
    seen: str | None
    revoked: str | None
    sequence: int
    records: int


class Link:
    """One connection. Any method raises ``HubError``; the link is then of no more use.

    Use it in a ``with`` block.
    """

    def __init__(self, connection: Connection, line: ssl.SSLSocket) -> None:
        self._connection = connection
        self._line = line

    def greet(self, *, joining: bool = False) -> Greeting:
        """Say who asks; ``joining``: for the first time, or it is refused."""
        [[number, sequence, ring, clock, migration]] = self._ask(
            "SELECT * FROM hub.greet(:joining)", joining=joining
        )
        return Greeting(number, sequence, ring or b"", clock, migration)

    def append(self, change: Change) -> int:
        """Give the hub this terminal's next change; the number of the last that it has.
        Once more has no effect.
        """
        own = change.route
        [[last]] = self._ask(
            "SELECT hub.append(:handle, :record, :kind, :change, :parent, :version, "
            ":sequence, :at, :sealed)",
            handle=own.handle,
            record=own.record,
            kind=int(own.kind),
            change=own.change,
            parent=own.parent,
            version=own.version,
            sequence=own.sequence,
            at=own.at,
            sealed=change.sealed,
        )
        return int(last)

    def find(self, handle: bytes) -> list[Change]:
        """All that belongs to a handle."""
        rows = self._ask("SELECT * FROM hub.find(:handle)", handle=handle)
        return [_change(handle, *row) for row in rows]

    def page(self, terminal: int | None, after: int, most: int) -> list[Change]:
        """For offices: changes by their ``number``, those after it."""
        rows = self._ask(
            "SELECT handle, record, kind, change, parent, version, terminal_of, "
            "sequence, at, sealed, number FROM hub.list(:terminal, :after, :most)",
            terminal=terminal,
            after=after,
            most=most,
        )
        return [_change(*row) for row in rows]

    def rewrap(self, change: Change, digest: bytes, sealed: bytes) -> bool:
        """For offices: the same sealed for other readers, unless it is not as it was
        (``digest``: SHA-256) any more.
        """
        own = change.route
        [[done]] = self._ask(
            "SELECT hub.rewrap(:handle, :record, :change, :was, :sealed)",
            handle=own.handle,
            record=own.record,
            change=own.change,
            was=digest,
            sealed=sealed,
        )
        return bool(done)

    def publish(self, serial: int, ring: bytes) -> None:
        """For offices: another ring, with a higher serial."""
        self._ask(
            "SELECT hub.publish(:serial, :sealed)::text", serial=serial, sealed=ring
        )

    def invite(self, title: str, *, office: bool) -> tuple[int, str]:
        """For offices: one more member; its number and role."""
        [[number, login]] = self._ask(
            "SELECT number, login::text FROM hub.invite(:title, :office)",
            title=title,
            office=office,
        )
        return number, login

    def revoke(self, number: int) -> bool:
        """For offices: a member is let in no more; False where there is none."""
        [[done]] = self._ask("SELECT hub.revoke(:number)", number=number)
        return bool(done)

    def status(self) -> list[Standing]:
        """For offices: all members."""
        rows = self._ask(
            "SELECT number, title, office, joined_at::text, seen_at::text, "
            "revoked_at::text, sequence, records FROM hub.status()"
        )
        return [Standing(*row) for row in rows]

    def close(self) -> None:
        """Let go of it, also where it is broken."""
        with suppress(OSError, Error, struct.error):
            self._connection.close()
        self._line.close()

    def _ask(self, sql: str, **values: Any) -> list[Any]:
        with faults():
            return list(self._connection.run(sql, **values))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def connect(
    servers: tuple[Server, ...],
    database: str,
    identity: Identity,
    patience: float = _PATIENCE,
) -> Link:
    """The first of the servers that takes writing.

    Raises:
        HubError: none does; of the last one that was tried.
    """
    error = HubError(HubFault.UNREACHABLE)
    context = context_of(identity)
    for host, port in servers:
        try:
            return _opened(host, port, database, identity, context, patience)
        except HubError as fault:
            error = fault
    raise error from None


def _opened(
    host: str,
    port: int,
    database: str,
    identity: Identity,
    context: ssl.SSLContext,
    patience: float,
) -> Link:
    with faults():
        line = secured(host, port, context, patience)
    try:
        with faults():
            connection = Connection(
                identity.login,
                sock=line,
                ssl_context=False,
                database=database,
                application_name="madoguchi",
            )
            [[standby]] = connection.run("SELECT pg_is_in_recovery()")
        if standby:
            raise HubError(HubFault.UNREACHABLE, f"{host} is a standby")
    except HubError:
        line.close()
        raise
    return Link(connection, line)


def secured(
    host: str, port: int, context: ssl.SSLContext, patience: float
) -> ssl.SSLSocket:
    """A line to the server on which nothing but TLS is spoken. pg8000's own stays open
    when the server refuses.

    Raises:
        OSError: there is none.
    """
    line = socket.create_connection((host, port), patience)
    try:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        line.sendall(_SSL_REQUEST)
        if line.recv(1) != b"S":
            raise ConnectionError("the server speaks no TLS")
        return context.wrap_socket(line, server_hostname=host)
    except BaseException:
        line.close()
        raise


def context_of(identity: Identity) -> ssl.SSLContext:
    """Whom to believe, and what to show."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_verify_locations(cadata=identity.authority.decode())
    with file_of(identity.pair.certificate + identity.pair.key) as path:
        context.load_cert_chain(path)
    return context


@contextmanager
def faults() -> Iterator[None]:
    """What pg8000 and the network raise, as ``HubError``; without what was sent."""
    try:
        yield
    except DatabaseError as error:
        raise HubError(_fault(error), _code(error)) from None
    except (OSError, Error, struct.error, EOFError) as error:
        raise HubError(HubFault.UNREACHABLE, type(error).__name__) from None


def _fault(error: DatabaseError) -> HubFault:
    code = _code(error)
    if code[:2] in _CLASSES:
        return HubFault.UNREACHABLE
    return _FAULTS.get(code, HubFault.FAILED)


def _code(error: DatabaseError) -> str:
    told = error.args[0] if error.args else {}
    return str(told.get("C", "")) if isinstance(told, dict) else ""


def _change(handle: bytes, *row: Any) -> Change:
    record_, kind, change, parent, version, terminal, sequence, at, sealed, *rest = row
    route = Route(
        handle, record_, Kind(kind), change, parent, version, terminal, sequence, at
    )
    return Change(route, sealed, *rest)


Connecting = Callable[[], Link]
"""How whoever needs a link gets one."""
