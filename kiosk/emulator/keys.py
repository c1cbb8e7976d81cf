"""Key pairs of virtual cards and of the authorities that vouch for them."""

import os
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import NoDigestInfo

LeafKey = RSAPrivateKey | EllipticCurvePrivateKey

RSA_BITS: Final = 2048
PADDING_BYTES: Final = 11
LONGEST_INPUT: Final = RSA_BITS // 8 - PADDING_BYTES
"""Bytes that fit in one signature (RFC 8017, section 9.2)."""


def new_rsa() -> RSAPrivateKey:
    """What today's cards and authorities hold."""
    return rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)


def new_p384() -> EllipticCurvePrivateKey:
    """What the Digital Agency's task force wants the next card to hold."""
    return ec.generate_private_key(ec.SECP384R1())


def sign_verbatim(key: RSAPrivateKey, data: bytes) -> bytes:
    """Type 1 padding around exactly ``data``, then the private operation.

    The card neither hashes nor looks at what it signs.
    """
    return key.sign(data, padding.PKCS1v15(), NoDigestInfo())


def save_key(path: Path, key: LeafKey) -> None:
    """Write a key that only its owner can read; the file must not exist yet."""
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)


def load_rsa(path: Path) -> RSAPrivateKey:
    """Read a key of ``save_key``.

    Raises:
        ValueError: the file holds no RSA key.
        OSError: the file cannot be read.
    """
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as error:
        raise ValueError(f"{path}: no readable key; delete the folder") from error
    if not isinstance(key, RSAPrivateKey):
        raise ValueError(f"{path}: not an RSA key; delete the folder")
    return key
