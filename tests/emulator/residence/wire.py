"""Residence card commands as these tests write them, and a second reader's crypto.

Written from the specification over the library's primitives, in hex and in one place,
so that the virtual card is not tested with its own code nor with the kiosk's.
"""

import hashlib

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.cmac import CMAC

from kiosk.emulator.residence.card import VirtualResidenceCard

DF1 = "00A4040C10D392F0004F0200000000000000000000"
DF2 = "00A4040C10D392F0004F0300000000000000000000"
DF3 = "00A4040C10D392F0004F0400000000000000000000"
MF = "00A40000023F00"
SPECIFIED = "00A4040C10D392F0004F0100000000000000000000"
CHALLENGE = "0084000008"
NONCE = bytes.fromhex("1122334455667788")
SHARE = bytes.fromhex("404142434445464748494A4B4C4D4E4F")


class Client:
    """One powered card and what has been agreed with it."""

    def __init__(self, card: VirtualResidenceCard, *, first: bool) -> None:
        self.card = card
        self.block = 8 if first else 16
        self.session = b""
        card.power_on()

    def send(self, *commands: str) -> str:
        """The last answer, in hex."""
        return [self.card.transmit(bytes.fromhex(one)).hex() for one in commands][-1]

    def agree(self, number: str) -> str:
        """Key agreement; the status word, and the session key in ``session``."""
        key = hashlib.sha1(number.encode(), usedforsecurity=False).digest()[:16]
        nonce = bytes.fromhex(self.send(CHALLENGE))[:8]
        encrypted = self.crypt(key, NONCE + nonce + SHARE)
        proof = encrypted + self.mac(key, encrypted)
        answer = bytes.fromhex(self.send(f"0082000028{proof.hex()}00"))
        if answer[-2:] == b"\x90\x00":
            encrypted, mac = answer[:32], answer[32:40]
            assert self.mac(key, encrypted) == mac
            plain = self.crypt(key, encrypted, back=True)
            assert plain[:16] == nonce + NONCE
            mixed = int.from_bytes(plain[16:], "big") ^ int.from_bytes(SHARE, "big")
            seed = mixed.to_bytes(16, "big") + bytes([0, 0, 0, 1])
            digest = hashlib.sha1(seed, usedforsecurity=False).digest()
            self.session = digest[:16]
        return answer[-2:].hex()

    def verify(self, number: str) -> str:
        """VERIFY in the session."""
        cryptogram = self.crypt(self.session, number.encode() + b"\x80\0\0\0")
        return self.send(f"0820008613861101{cryptogram.hex()}")

    def open(self, number: str) -> None:
        """All rights."""
        assert self.agree(number) == "9000"
        assert self.verify(number) == "9000"

    def secured(self, command: str) -> bytes:
        """A secured answer, decrypted."""
        answer = bytes.fromhex(self.send(command))
        assert answer[-2:] == b"\x90\x00", answer.hex()
        assert answer[0] == 0x86
        size, start = answer[1], 2
        if size > 0x80:
            start = 2 + (size & 0x7F)
            size = int.from_bytes(answer[2:start], "big")
        assert len(answer) == start + size + 2
        assert answer[start] == 1
        plain = self.crypt(self.session, answer[start + 1 : -2], back=True)
        content, _, filler = plain.rpartition(b"\x80")
        assert not filler.strip(b"\0")
        assert len(filler) < self.block
        return content

    def crypt(self, key: bytes, data: bytes, *, back: bool = False) -> bytes:
        """CBC from zeros."""
        algorithm = TripleDES(key + key[:8]) if self.block == 8 else AES(key)
        cipher = Cipher(algorithm, CBC(bytes(self.block)))
        return (cipher.decryptor() if back else cipher.encryptor()).update(data)

    def mac(self, key: bytes, data: bytes) -> bytes:
        """Retail MAC or the start of a CMAC."""
        if self.block == 16:
            cmac = CMAC(AES(key))
            cmac.update(data)
            return cmac.finalize()[:8]
        last = self._des(key[:8], data + b"\x80" + bytes(-(len(data) + 1) % 8))[-8:]
        return self._des(key[:8], self._des(key[8:], last, back=True))

    @staticmethod
    def _des(key: bytes, data: bytes, *, back: bool = False) -> bytes:
        cipher = Cipher(TripleDES(key * 3), CBC(bytes(8)))
        return (cipher.decryptor() if back else cipher.encryptor()).update(data)
