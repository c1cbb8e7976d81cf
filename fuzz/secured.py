"""Answers of residence cards under secure messaging, of both generations."""

from contextlib import suppress

from harness import expect, fuzz, instrumented

with instrumented():
    from kiosk.card.faults import CardError
    from kiosk.card.residence.agreement import NONCE_BYTES, Agreement, Share
    from kiosk.card.residence.apdu import Lengths
    from kiosk.card.residence.ciphers import KEY_BYTES, AesSuite, TripleDesSuite
    from kiosk.card.residence.messaging import Session

from kiosk.emulator.residence.crypto import CardCipher
from kiosk.emulator.residence.tlv import tlv

CRYPTOGRAM = 0x86
KEY = bytes(range(KEY_BYTES))
SHARE = Share(bytes(NONCE_BYTES), bytes(KEY_BYTES))
SUITES = (
    (TripleDesSuite(), CardCipher(first_generation=True)),
    (AesSuite(), CardCipher(first_generation=False)),
)


def secured(data: bytes) -> None:
    """As an answer, as what a card wraps, and as its side of the key agreement."""
    for suite, card in SUITES:
        session = Session(suite, KEY, Lengths.WHOLE)
        with suppress(CardError):
            plain = session.unwrap(data)
            expect(len(plain) < len(data), "what is unwrapped was wrapped in more")
        wrapped = tlv(CRYPTOGRAM, card.wrap(KEY, data))
        expect(session.unwrap(wrapped) == data, "the card's own words")
        with suppress(CardError):
            Agreement(suite, KEY, SHARE, bytes(NONCE_BYTES)).session_key(data)


if __name__ == "__main__":
    fuzz(secured)
