"""The key agreement that begins with the card number (在留カード等仕様書 4.2.4).

It resembles Basic Access Control of passports but is not it: one key both encrypts
and authenticates, keys have no parity, and the card puts its own nonce first.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import field
from typing import Final

from kiosk.card.faults import CardError, Fault
from kiosk.card.residence.ciphers import KEY_BYTES, MAC_BYTES, Suite, padded
from kiosk.card.residence.number import CardNumber
from kiosk.record import record

NONCE_BYTES: Final = 8
PROOF_BYTES: Final = 2 * NONCE_BYTES + KEY_BYTES + MAC_BYTES
"""What either side sends: both nonces and its share of the key, encrypted; a MAC."""

_KEY_LABEL: Final = bytes([0, 0, 0, 1])

Random = Callable[[int], bytes]


@record
class Share:
    """What this side puts into one agreement: a nonce and half of the key."""

    nonce: bytes = field(repr=False)
    key: bytes = field(repr=False)

    @classmethod
    def new(cls, random: Random) -> "Share":
        """A fresh one."""
        return cls(random(NONCE_BYTES), random(KEY_BYTES))


@record
class Agreement:
    """One agreement with a card that has given its nonce."""

    suite: Suite
    base_key: bytes = field(repr=False)
    share: Share
    card_nonce: bytes = field(repr=False)

    def proof(self) -> bytes:
        """Data of MUTUAL AUTHENTICATE, ``PROOF_BYTES`` long."""
        plain = self.share.nonce + self.card_nonce + self.share.key
        encrypted = self.suite.encrypt(self.base_key, plain)
        return encrypted + self.suite.mac(self.base_key, encrypted)

    def session_key(self, answer: bytes) -> bytes:
        """The key that both sides now have.

        Raises:
            CardError: UNREADABLE, this is no answer to ``proof``.
        """
        # What is decrypted is kept out of this frame: tracebacks show local values.
        if not self._is_answer(answer):
            raise CardError(Fault.UNREADABLE)
        return derive(self.share.key, self._opened(answer)[-KEY_BYTES:])

    def _is_answer(self, answer: bytes) -> bool:
        if len(answer) != PROOF_BYTES:
            return False
        mac = self.suite.mac(self.base_key, answer[:-MAC_BYTES])
        if not hmac.compare_digest(mac, answer[-MAC_BYTES:]):
            return False
        return self._opened(answer)[:-KEY_BYTES] == self.card_nonce + self.share.nonce

    def _opened(self, answer: bytes) -> bytes:
        return self.suite.decrypt(self.base_key, answer[:-MAC_BYTES])


def base_key(number: CardNumber) -> bytes:
    """The key that follows from the number alone."""
    return _sha1(number.codes())


def derive(own: bytes, other: bytes) -> bytes:
    """The session key from the two shares."""
    mixed = bytes(a ^ b for a, b in zip(own, other, strict=True))
    return _sha1(mixed + _KEY_LABEL)


def number_cryptogram(suite: Suite, session_key: bytes, number: CardNumber) -> bytes:
    """The number as VERIFY sends it: 16 bytes."""
    return suite.encrypt(session_key, padded(number.codes(), KEY_BYTES))


def _sha1(data: bytes) -> bytes:
    # The specification's choice; nothing rests on collisions here.
    return hashlib.sha1(data, usedforsecurity=False).digest()[:KEY_BYTES]
