"""Keys sealed for a public key: HPKE (RFC 9180) in base mode, one message a time.

DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, as ``cryptography`` computes it.
Base mode tells nobody who sealed; ``kiosk.hub.envelope`` does.
"""

from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kiosk.hub.faults import CannotOpenError

KEY_BYTES: Final = 32
OVERHEAD_BYTES: Final = 48
"""The encapsulated key and the tag."""
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def public_of(private: bytes) -> bytes:
    """The public key (32 bytes) of a private one (32 bytes)."""
    key = X25519PrivateKey.from_private_bytes(private)
    return key.public_key().public_bytes_raw()


def wrap(key: bytes, public: bytes, info: bytes) -> bytes:
    """``key`` for whoever has the private key of ``public``; ``info`` says what for.

    Raises:
        ValueError: ``public`` is no public key with which a secret can be agreed on.
    """
    return _SUITE.encrypt(key, X25519PublicKey.from_public_bytes(public), info)


def unwrap(wrapped: bytes, private: bytes, info: bytes) -> bytes:
    """What was wrapped for this private key, with this ``info``.

    Raises:
        CannotOpenError: for another key or another info, or it was altered.
    """
    key = X25519PrivateKey.from_private_bytes(private)
    try:
        return _SUITE.decrypt(wrapped, key, info)
    except (InvalidTag, ValueError):
        raise CannotOpenError from None
