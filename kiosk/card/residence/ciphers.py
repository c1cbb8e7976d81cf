"""The block ciphers of the two generations, with a first block of zeros always."""

from typing import Final, Protocol

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.cmac import CMAC

KEY_BYTES: Final = 16
MAC_BYTES: Final = 8
_PADDING: Final = b"\x80"


class Suite(Protocol):
    """What a generation encrypts and authenticates with. Keys have 16 bytes."""

    @property
    def block(self) -> int:
        """Bytes of a block; data to encrypt or decrypt are whole blocks."""
        ...

    def encrypt(self, key: bytes, data: bytes) -> bytes:
        """CBC, without padding."""
        ...

    def decrypt(self, key: bytes, data: bytes) -> bytes:
        """The other way round."""
        ...

    def mac(self, key: bytes, data: bytes) -> bytes:
        """Eight bytes that prove knowledge of the key."""
        ...


class TripleDesSuite:
    """First generation: two-key 3DES, and the retail MAC (ISO/IEC 9797-1, MAC
    algorithm 3 with padding method 2).
    """

    block = 8

    def encrypt(self, key: bytes, data: bytes) -> bytes:
        """See ``Suite``."""
        return _encrypt(_triple_des(key), data)

    def decrypt(self, key: bytes, data: bytes) -> bytes:
        """See ``Suite``."""
        return _decrypt(_triple_des(key), data)

    def mac(self, key: bytes, data: bytes) -> bytes:
        """See ``Suite``. Single DES throughout, all three only for the last block."""
        left, right = key[:8], key[8:]
        last = _encrypt(_single_des(left), padded(data, self.block))[-self.block :]
        last = _decrypt(_single_des(right), last)
        return _encrypt(_single_des(left), last)


class AesSuite:
    """Second generation: AES-128, and the first half of its CMAC."""

    block = 16

    def encrypt(self, key: bytes, data: bytes) -> bytes:
        """See ``Suite``."""
        return _encrypt(algorithms.AES(key), data)

    def decrypt(self, key: bytes, data: bytes) -> bytes:
        """See ``Suite``."""
        return _decrypt(algorithms.AES(key), data)

    def mac(self, key: bytes, data: bytes) -> bytes:
        """See ``Suite``."""
        cmac = CMAC(algorithms.AES(key))
        cmac.update(data)
        return cmac.finalize()[:MAC_BYTES]


def padded(data: bytes, block: int) -> bytes:
    """80 and zeros up to whole blocks (ISO/IEC 7816-4, always at least one byte)."""
    return data + _PADDING + bytes(-(len(data) + 1) % block)


def unpadded(data: bytes, block: int) -> bytes | None:
    """What ``padded`` was given; None when it cannot have made this."""
    content = data.rstrip(b"\0")
    if not content.endswith(_PADDING) or len(data) - len(content) >= block:
        return None
    return content[:-1]


def _triple_des(key: bytes) -> TripleDES:
    return TripleDES(key + key[:8])


def _single_des(key: bytes) -> TripleDES:
    return TripleDES(key * 3)


def _encrypt(algorithm: TripleDES | algorithms.AES, data: bytes) -> bytes:
    return Cipher(algorithm, _cbc(algorithm)).encryptor().update(data)


def _decrypt(algorithm: TripleDES | algorithms.AES, data: bytes) -> bytes:
    return Cipher(algorithm, _cbc(algorithm)).decryptor().update(data)


def _cbc(algorithm: TripleDES | algorithms.AES) -> CBC:
    return CBC(bytes(algorithm.block_size // 8))
