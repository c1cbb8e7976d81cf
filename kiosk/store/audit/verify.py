"""Whether the trail is as it was appended."""

import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from sqlite_utils import Database

from kiosk.record import record
from kiosk.store.audit.entries import BEGINNING, Entry, digest, mac, read
from kiosk.store.audit.events import CODES, Registered, TrailBroken
from kiosk.store.audit.trail import NOTHING, End, kept_end
from kiosk.store.database import Store

_BROKEN: Final = CODES[TrailBroken]
_REGISTERED: Final = CODES[Registered]


class State(StrEnum):
    """How the trail is."""

    WHOLE = "whole"
    ALTERED = "altered"
    """An entry is not what was appended, is missing, or is there twice."""
    TRUNCATED = "truncated"
    """Entries are missing at its end, or what says where it ends was altered."""
    REWRITTEN = "rewritten"
    """It is whole, but is not the one of which an earlier end was written down."""


@record
class Report:
    """What was found. ``at`` is the first entry that is not as it should be.

    ``end`` is the last entry there is; written down elsewhere, it shows later whether
    the trail still goes on from it. ``set_back`` are entries whose time lies before
    that of the one before. ``seals`` are those of users as they were left last; of a
    user with a smaller number than ``first_user`` there may be none, since the trail
    may have begun later.
    """

    state: State
    at: int | None
    entries: int
    end: End
    set_back: tuple[int, ...]
    seals: Mapping[int, bytes]
    first_user: int | None

    @property
    def whole(self) -> bool:
        return self.state is State.WHOLE


class NoEnd(ValueError):
    """What was given is not an end of a trail as ``as_json`` writes it."""

    def __init__(self) -> None:
        super().__init__(
            "no end of an audit trail, as kiosk audit verify --json writes"
        )


def as_json(end: End) -> dict[str, Any]:
    """An end, to be written down."""
    return {"entries": end.number, "digest": end.digest.hex()}


def end_of(content: bytes) -> End:
    """An end that was written down.

    Raises:
        NoEnd: it is none.
    """
    try:
        own = json.loads(content)
        number, of = own["entries"], bytes.fromhex(own["digest"])
    except (KeyError, TypeError, ValueError, RecursionError):
        raise NoEnd from None
    if type(number) is not int or number < 0 or len(of) != len(BEGINNING):
        raise NoEnd
    return End(number, of)


def verify(store: Store, earlier: End | None = None) -> Report:
    """Follow the whole chain. With an ``earlier`` end, also whether it goes on from it.

    Raises:
        StoreError: it could not be read.
    """
    with store.read() as db:
        return verified(db, store.trail_key, earlier)


def verified(db: Database, key: bytes, earlier: End | None = None) -> Report:
    """``verify`` inside of a transaction."""
    walk = _Walk(key, earlier)
    for row in db.execute("SELECT number, entry, digest, mac FROM audit ORDER BY 1"):
        if not walk.goes_on(*row):
            break
    state, at = walk.told(kept_end(db, key))
    [count] = db.execute("SELECT count(*) FROM audit").fetchone()
    return Report(
        state, at, count, walk.end, tuple(walk.set_back), walk.seals, walk.first_user
    )


def entries(db: Database) -> Iterator[tuple[Entry, str, bytes]]:
    """All entries that can be read, with their texts and digests."""
    for text, own in db.execute("SELECT entry, digest FROM audit ORDER BY number"):
        try:
            yield read(text), text, own
        except ValueError:
            continue


@dataclass(slots=True)
class _Walk:
    """Along the chain, as far as it is whole."""

    key: bytes
    earlier: End | None
    end: End = NOTHING
    latest: str = ""
    broken_at: int | None = None
    passed_by: bool = False
    set_back: list[int] = field(default_factory=list)
    seals: dict[int, bytes] = field(default_factory=dict)
    first_user: int | None = None

    def goes_on(self, number: int, text: str, own: bytes, vouched: bytes) -> bool:
        """Whether this row is the next entry."""
        expected = self.end.number + 1
        if number != expected or not self._is_ours(text, own, vouched):
            self.broken_at = expected
            return False
        try:
            entry = read(text)
        except ValueError:
            self.broken_at = expected
            return False
        if entry.number != number or entry.code == _BROKEN:
            self.broken_at = expected
            return False
        self.end = End(number, own)
        self._keep(entry)
        return True

    def _is_ours(self, text: str, own: bytes, vouched: bytes) -> bool:
        return own == digest(self.end.digest, text) and hmac.compare_digest(
            vouched, mac(self.key, own)
        )

    def _keep(self, entry: Entry) -> None:
        if entry.at < self.latest:
            self.set_back.append(entry.number)
        self.latest = entry.at
        if self.earlier is not None and entry.number == self.earlier.number:
            self.passed_by = self.end == self.earlier
        if entry.seal is not None and entry.user is not None:
            self.seals[entry.user] = entry.seal
        if self.first_user is None and entry.code == _REGISTERED:
            self.first_user = entry.user if entry.fields["new"] else None

    def told(self, kept: End | None) -> tuple[State, int | None]:
        """How the trail is, now that the walk is over."""
        if self.broken_at is not None:
            return State.ALTERED, self.broken_at
        if kept != self.end:
            return State.TRUNCATED, self.end.number + 1
        return self._since_earlier()

    def _since_earlier(self) -> tuple[State, int | None]:
        earlier = self.earlier
        if earlier is None or earlier.number == 0 or self.passed_by:
            return State.WHOLE, None
        if earlier.number > self.end.number:
            return State.TRUNCATED, self.end.number + 1
        return State.REWRITTEN, earlier.number
