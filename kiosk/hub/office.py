"""The keys of an association's offices: who may open everything, and how members know.

Each office has a key pair of its own (X25519). The *ring* lists the public keys that
everything is sealed for, and the root key (Ed25519) signs it: whoever has the hub
cannot slip in a key. Root and recovery key exist only on paper: both come from one
secret that is printed once, as the store's key is (``kiosk.store.recovery``).
"""

import json
from base64 import b64decode, b64encode
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from kiosk.hub import hpke
from kiosk.record import record
from kiosk.store.keys import derive
from kiosk.store.recovery import from_paper, on_paper

_SIGNATURE_BYTES: Final = 64
_CONTEXT: Final = b"madoguchi/hub/ring/1\0"
_MOST_OFFICES: Final = 100


class UntrustedRingError(Exception):
    """Not signed by the association's root, older than one that was seen, or none."""

    def __init__(self) -> None:
        super().__init__("the list of the offices' keys cannot be trusted")


@record(hidden=True)
class Paper:
    """What is on the paper in the safe: 32 bytes from which root and recovery come."""

    secret: bytes

    @property
    def lines(self) -> tuple[str, ...]:
        """To be printed, each line with a check of its own."""
        return on_paper(self.secret)

    @property
    def root(self) -> bytes:
        """The root's public key."""
        return self._root.public_key().public_bytes_raw()

    @property
    def recovery(self) -> bytes:
        """The private recovery key, in place of an office's that was lost."""
        return derive(self.secret, "hub/recovery/1")

    def sign(self, told: bytes) -> bytes:
        """By the root."""
        return self._root.sign(told)

    @property
    def _root(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(derive(self.secret, "hub/root/1"))


def paper_of(text: str) -> Paper:
    """The paper as somebody typed it.

    Raises:
        MisreadError: which line is not as it was printed.
    """
    return Paper(from_paper(text))


@record
class Ring:
    """The offices' public keys by name, those that hold. ``serial`` grows by each
    change. ``recovery`` is the public key of the one on paper.
    """

    serial: int
    offices: tuple[tuple[str, bytes], ...]
    recovery: bytes

    @property
    def readers(self) -> tuple[bytes, ...]:
        """Whom everything is sealed for besides its holder."""
        return (*(public for _, public in self.offices), self.recovery)

    def replaced(self, office: str, public: bytes | None) -> "Ring":
        """With another key for an office, a new office, or without one (None).

        Raises:
            ValueError: no office would be left.
        """
        others = dict(self.offices)
        others.pop(office, None)
        if public is not None:
            others[office] = public
        if not others:
            raise ValueError("an association has one office at least")
        return Ring(self.serial + 1, tuple(sorted(others.items())), self.recovery)


def first_ring(paper: Paper, office: str, public: bytes) -> Ring:
    """Of a new association."""
    return Ring(1, ((office, public),), hpke.public_of(paper.recovery))


def signed(ring: Ring, paper: Paper) -> bytes:
    """The ring as members get it."""
    told = json.dumps(
        {
            "serial": ring.serial,
            "offices": [[name, _text(public)] for name, public in ring.offices],
            "recovery": _text(ring.recovery),
        },
        separators=(",", ":"),
    ).encode()
    return paper.sign(_CONTEXT + told) + told


def trusted(sealed: bytes, root: bytes, least_serial: int = 0) -> Ring:
    """The ring, where it is the association's and no older than one that was seen.

    Raises:
        UntrustedRingError: seal with the ring that was there before.
    """
    signature, told = sealed[:_SIGNATURE_BYTES], sealed[_SIGNATURE_BYTES:]
    try:
        key = Ed25519PublicKey.from_public_bytes(root)
        key.verify(signature, _CONTEXT + told)
    except (InvalidSignature, ValueError):
        raise UntrustedRingError from None
    ring = _ring(told)
    if ring.serial < least_serial:
        raise UntrustedRingError
    return ring


def _ring(told: bytes) -> Ring:
    # Signed by the root: what it says is what an office of ours wrote.
    own = json.loads(told)
    offices = tuple((name, b64decode(public)) for name, public in own["offices"])
    if not 0 < len(offices) <= _MOST_OFFICES:
        raise UntrustedRingError
    return Ring(own["serial"], offices, b64decode(own["recovery"]))


def _text(public: bytes) -> str:
    return b64encode(public).decode()
