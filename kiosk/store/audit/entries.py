"""An entry of the trail as bytes, and what makes it one of this chain.

Its text is JSON in the canonical form of RFC 8785: keys sorted, no white space, UTF-8.
It holds only texts of ASCII, whole numbers, true, false and null, for which Python's
``json`` writes just that.

``digest`` is SHA-256 over the digest of the entry before and the text, so that also
who has no key can follow the chain through an export. ``mac`` is HMAC-SHA256 over the
digest, under a key of this store's.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from kiosk.record import record
from kiosk.store.audit.events import CODES, KINDS, Event
from kiosk.store.audit.fields import alternatives

DIGEST_BYTES: Final = 32
BEGINNING: Final = bytes(DIGEST_BYTES)
"""Stands for the digest before the first entry."""


@record
class Entry:
    """One entry, read back. ``at`` is ISO 8601 in UTC; ``seal`` vouches for the rows of
    ``user`` as the act left them.
    """

    number: int
    at: str
    code: str
    fields: Mapping[str, Any]
    seal: bytes | None

    @property
    def event(self) -> Event | None:
        """None where a newer version wrote what this one does not know."""
        return _event(self.code, self.fields)

    @property
    def user(self) -> int | None:
        """Whose rows are sealed."""
        return self.fields.get("user")


def written(number: int, at: str, event: Event, seal: bytes | None) -> str:
    """The canonical text of an entry."""
    content: dict[str, Any] = {
        "at": at,
        "event": CODES[type(event)],
        "fields": {own.name: getattr(event, own.name) for own in fields(event)},
        "number": number,
    }
    if seal is not None:
        content["seal"] = seal.hex()
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Entry:
    """The entry of a text.

    Raises:
        ValueError: it is none.
    """
    own = json.loads(text)
    try:
        seal = bytes.fromhex(own["seal"]) if "seal" in own else None
        number, at, code = int(own["number"]), str(own["at"]), str(own["event"])
        values = dict(own["fields"])
    except (KeyError, TypeError):
        raise ValueError("no entry") from None
    return Entry(number, at, code, values, seal)


def digest(before: bytes, text: str) -> bytes:
    """What binds an entry to all that came before."""
    return sha256(before + text.encode()).digest()


def mac(key: bytes, of: bytes) -> bytes:
    """That whoever has the key wrote the entry with this digest."""
    return hmac.digest(key, b"entry" + of, sha256)


def head_mac(key: bytes, number: int, of: bytes) -> bytes:
    """That the trail ends with this entry."""
    return hmac.digest(key, b"head" + number.to_bytes(8, "big") + of, sha256)


def _event(code: str, values: Mapping[str, Any]) -> Event | None:
    kind = KINDS.get(code)
    if kind is None:
        return None
    declared = {own.name: own.type for own in fields(kind)}
    try:
        return kind(
            **{name: _value(value, declared[name]) for name, value in values.items()}
        )
    except (KeyError, TypeError, ValueError):
        return None


def _value(value: Any, declared: Any) -> Any:
    """A code as the member of its enumeration; all else as it is."""
    if isinstance(value, str):
        for of in alternatives(declared):
            if isinstance(of, type) and issubclass(of, StrEnum) and value in list(of):
                return of(value)
    return value
