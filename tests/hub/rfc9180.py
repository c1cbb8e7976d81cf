"""HPKE in base mode once more, written after RFC 9180 with hmac and hashlib, to compare
``kiosk.hub.hpke`` with: the RFC has no vectors for X25519 with AES-256-GCM.
"""

import hmac
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

_KEM = b"KEM" + (0x20).to_bytes(2, "big")
_KEY_BYTES = {1: 16, 2: 32, 3: 32}


def seal(
    text: bytes, ephemeral: bytes, receiver: bytes, info: bytes, aad: bytes, aead: int
) -> bytes:
    """enc and ct of sequence number 0; ``ephemeral`` is skE, ``receiver`` pkR."""
    own = X25519PrivateKey.from_private_bytes(ephemeral)
    enc = own.public_key().public_bytes_raw()
    agreed = own.exchange(X25519PublicKey.from_public_bytes(receiver))
    prk = _extract(_KEM, b"", b"eae_prk", agreed)
    shared = _expand(_KEM, prk, b"shared_secret", enc + receiver, 32)
    key, nonce = _schedule(shared, info, aead)
    cipher = ChaCha20Poly1305(key) if aead == 3 else AESGCM(key)
    return enc + cipher.encrypt(nonce, text, aad)


def _schedule(shared: bytes, info: bytes, aead: int) -> tuple[bytes, bytes]:
    suite = b"HPKE" + b"".join(own.to_bytes(2, "big") for own in (0x20, 1, aead))
    context = (
        b"\0"
        + _extract(suite, b"", b"psk_id_hash", b"")
        + _extract(suite, b"", b"info_hash", info)
    )
    secret = _extract(suite, shared, b"secret", b"")
    key = _expand(suite, secret, b"key", context, _KEY_BYTES[aead])
    return key, _expand(suite, secret, b"base_nonce", context, 12)


def _extract(suite: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    told = b"HPKE-v1" + suite + label + ikm
    return hmac.digest(salt or bytes(32), told, sha256)


def _expand(suite: bytes, prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    told = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(prk, told + b"\x01", sha256)[:length]
