"""The card's side of key agreement and secure messaging.

Shares nothing with ``kiosk.card``, so that each tests the other.
"""

import hashlib
from typing import Final

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC

KEY: Final = 16
NONCE: Final = 8
MAC: Final = 8


class CardCipher:
    """3DES for the first generation, AES for the second."""

    def __init__(self, *, first_generation: bool) -> None:
        self._first = first_generation
        self.block = 8 if first_generation else 16

    def encrypt(self, key: bytes, data: bytes) -> bytes:
        """CBC from a block of zeros."""
        return self._cipher(key).encryptor().update(data)

    def decrypt(self, key: bytes, data: bytes) -> bytes:
        """The other way round."""
        return self._cipher(key).decryptor().update(data)

    def mac(self, key: bytes, data: bytes) -> bytes:
        """Eight bytes."""
        if self._first:
            return self._retail_mac(key, self.pad(data))
        cmac = CMAC(AES(key))
        cmac.update(data)
        return cmac.finalize()[:MAC]

    def pad(self, data: bytes) -> bytes:
        """80, then zeros to the end of the block."""
        data += b"\x80"
        while len(data) % self.block:
            data += b"\0"
        return data

    def wrap(self, key: bytes, data: bytes) -> bytes:
        """The value of a DO 86: padding indicator and cryptogram."""
        return b"\x01" + self.encrypt(key, self.pad(data))

    def _cipher(self, key: bytes) -> Cipher[modes.CBC]:
        algorithm = TripleDES(key + key[:8]) if self._first else AES(key)
        return Cipher(algorithm, modes.CBC(bytes(self.block)))

    def _retail_mac(self, key: bytes, padded: bytes) -> bytes:
        """DES-CBC over all blocks but the last, 3DES over that one."""
        chained = bytes(8)
        single = TripleDES(key[:8] * 3)
        for at in range(0, len(padded) - 8, 8):
            mixed = xor(chained, padded[at : at + 8])
            chained = Cipher(single, modes.ECB()).encryptor().update(mixed)  # noqa: S305
        return self.encrypt(key, xor(chained, padded[-8:]))


def base_key(number: bytes) -> bytes:
    """From the card number."""
    return hashlib.sha1(number).digest()[:KEY]  # noqa: S324 - as specified


def session_key(share: bytes, other: bytes) -> bytes:
    """From both shares."""
    return base_key(xor(share, other) + b"\0\0\0\1")


def xor(left: bytes, right: bytes) -> bytes:
    """Byte by byte, of equal length."""
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
