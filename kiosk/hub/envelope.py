"""What leaves a terminal: its content sealed, and the few fields that the hub needs.

    MH1 | nonce 12 | number of wraps 1 | wraps 8+80 each | content + tag | vouch 32

The content, padded, is sealed (AES-256-GCM) under its record's own key together with
the route. That key is wrapped (``kiosk.hub.hpke``) once for each who may open it, named
by the first eight bytes of SHA-256 of their public key; so an office can wrap it for
another key without touching the content. The last 32 bytes vouch for all of it and the
route: whoever has the hub can put nothing of their own into it.
"""

import hmac
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import IntEnum
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.hub import hpke
from kiosk.hub.association import HANDLE_BYTES, Association
from kiosk.hub.faults import CannotOpenError
from kiosk.record import record

RECORD_BYTES: Final = 16
LARGEST: Final = 1 << 20
"""Bytes of a content."""
_MAGIC: Final = b"MH1"
_NONCE_BYTES: Final = 12
_NAME_BYTES: Final = 8
_WRAP_BYTES: Final = _NAME_BYTES + hpke.KEY_BYTES + hpke.OVERHEAD_BYTES
_VOUCH_BYTES: Final = 32
_LENGTH_BYTES: Final = 4
_LEAST_PADDED: Final = 1024
_NO_PARENT: Final = bytes(RECORD_BYTES)


class Kind(IntEnum):
    """What a record is. Numbers are in the hub; none is ever used for anything else."""

    HOLDER = 1
    DRAFT = 2
    DELETED = 3


@record
class Route:
    """What the hub sees of a change. ``record`` stays the same through all changes of a
    draft, ``change`` is of this one, ``parent`` of the one that it was made from.
    ``sequence`` counts the changes of a terminal from 1; ``at`` is in microseconds
    since 1970, in UTC. Byte fields have 32 (``handle``) and 16 bytes.
    """

    handle: bytes
    record: bytes
    kind: Kind
    change: bytes
    parent: bytes | None
    version: int
    terminal: int
    sequence: int
    at: int

    def __post_init__(self) -> None:
        fixed = (self.record, self.change, self.parent or _NO_PARENT)
        if len(self.handle) != HANDLE_BYTES or {*map(len, fixed)} != {RECORD_BYTES}:
            raise ValueError("a field of a route has another length")

    @property
    def octets(self) -> bytes:
        """All of it, in one way only."""
        numbers = (self.kind, self.version, self.terminal, self.sequence, self.at)
        fixed = (self.handle, self.record, self.change, self.parent or _NO_PARENT)
        return b"".join([*fixed, *(own.to_bytes(8, "big") for own in numbers)])


@record(hidden=True)
class _Parts:
    nonce: bytes
    wraps: tuple[bytes, ...]
    content: bytes


def seal(
    route: Route,
    content: bytes,
    key: bytes,
    readers: Iterable[bytes],
    association: Association,
    random: Callable[[int], bytes],
) -> bytes:
    """The content for whoever has the private key of one of ``readers``.

    ``key`` is the record's own (32 random bytes), the same through all its changes.

    Raises:
        ValueError: more than ``LARGEST``, or more than 255 readers.
    """
    nonce = random(_NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, padded(content), route.octets)
    wraps = _wraps(key, readers, _info(route, association))
    return _vouched(route, _Parts(nonce, wraps, sealed), association)


def open_with_key(
    route: Route, sealed: bytes, key: bytes, association: Association
) -> bytes:
    """The content, by whoever has the record's own key.

    Raises:
        CannotOpenError: another key, another route, or anything was altered.
    """
    return _content(route, _parts(route, sealed, association), key)


def open_as(
    route: Route, sealed: bytes, private: bytes, association: Association
) -> tuple[bytes, bytes]:
    """The content and the record's own key, by one of the readers.

    Raises:
        CannotOpenError: it was not sealed for them, or anything was altered.
    """
    parts = _parts(route, sealed, association)
    key = _key(parts, private, _info(route, association))
    return _content(route, parts, key), key


def rewrap(
    route: Route,
    sealed: bytes,
    private: bytes,
    exchange: Callable[[bytes], bytes | None],
    association: Association,
    adding: Iterable[bytes] = (),
) -> bytes:
    """The same for other readers. ``exchange`` tells for the name of each reader the
    public key that takes its place: None takes it away; one that gives back the name
    itself leaves the wrap as it is. The content is not opened.

    Raises:
        CannotOpenError: it was not sealed for ``private``, or was altered.
    """
    parts = _parts(route, sealed, association)
    info = _info(route, association)
    key = _key(parts, private, info)
    wraps: list[bytes] = []
    new = list(adding)
    for own in parts.wraps:
        name = own[:_NAME_BYTES]
        instead = exchange(name)
        if instead == name:
            wraps.append(own)
        elif instead is not None:
            new.append(instead)
    kept = {own[:_NAME_BYTES] for own in wraps}
    fresh = [own for own in dict.fromkeys(new) if name_of(own) not in kept]
    changed = replace(parts, wraps=(*wraps, *_wraps(key, fresh, info)))
    return _vouched(route, changed, association)


def deletion(route: Route, association: Association) -> bytes:
    """What a record becomes when it is deleted: nothing but the word of a member."""
    return association.vouch(route.octets)


def check_deletion(route: Route, sealed: bytes, association: Association) -> None:
    """
    Raises:
        CannotOpenError: no member has deleted it.
    """
    if not hmac.compare_digest(sealed, deletion(route, association)):
        raise CannotOpenError


def readers_of(sealed: bytes) -> tuple[bytes, ...]:
    """The names of those whom it was sealed for.

    Raises:
        CannotOpenError: it is none of ours.
    """
    return tuple(own[:_NAME_BYTES] for own in _split(sealed[:-_VOUCH_BYTES]).wraps)


def name_of(public: bytes) -> bytes:
    """By what a reader is known in an envelope."""
    return sha256(public).digest()[:_NAME_BYTES]


def padded(content: bytes) -> bytes:
    """With its length before it and zeros behind it, so that its size tells little: at
    most an eighth is added to what is larger than a kilobyte, to an eighth of a power
    of two.

    Raises:
        ValueError: more than ``LARGEST``.
    """
    if len(content) > LARGEST:
        raise ValueError("too much for one record")
    whole = len(content).to_bytes(_LENGTH_BYTES, "big") + content
    size = max(_LEAST_PADDED, len(whole))
    step = 1 << max(0, size.bit_length() - 4)
    return whole.ljust(-(-size // step) * step, b"\0")


def _wraps(key: bytes, readers: Iterable[bytes], info: bytes) -> tuple[bytes, ...]:
    return tuple(name_of(own) + hpke.wrap(key, own, info) for own in readers)


def _key(parts: _Parts, private: bytes, info: bytes) -> bytes:
    name = name_of(hpke.public_of(private))
    for own in parts.wraps:
        if own.startswith(name):
            return hpke.unwrap(own[_NAME_BYTES:], private, info)
    raise CannotOpenError


def _content(route: Route, parts: _Parts, key: bytes) -> bytes:
    try:
        whole = AESGCM(key).decrypt(parts.nonce, parts.content, route.octets)
    except InvalidTag:
        raise CannotOpenError from None
    length = int.from_bytes(whole[:_LENGTH_BYTES], "big")
    return whole[_LENGTH_BYTES : _LENGTH_BYTES + length]


def _info(route: Route, association: Association) -> bytes:
    return b"madoguchi/hub/wrap/1" + association.id + route.record


def _vouched(route: Route, parts: _Parts, association: Association) -> bytes:
    count = bytes([len(parts.wraps)])
    told = b"".join([_MAGIC, parts.nonce, count, *parts.wraps, parts.content])
    return told + association.vouch(route.octets + told)


def _parts(route: Route, sealed: bytes, association: Association) -> _Parts:
    told, vouch = sealed[:-_VOUCH_BYTES], sealed[-_VOUCH_BYTES:]
    if not hmac.compare_digest(vouch, association.vouch(route.octets + told)):
        raise CannotOpenError
    return _split(told)


def _split(told: bytes) -> _Parts:
    start = len(_MAGIC) + _NONCE_BYTES
    if not told.startswith(_MAGIC) or len(told) <= start:
        raise CannotOpenError
    first = start + 1
    end = first + told[start] * _WRAP_BYTES
    wraps = [told[at : at + _WRAP_BYTES] for at in range(first, end, _WRAP_BYTES)]
    return _Parts(told[len(_MAGIC) : start], tuple(wraps), told[end:])
