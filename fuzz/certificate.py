"""Certificates of My Number cards."""

from contextlib import suppress

from harness import expect, fuzz, instrumented

with instrumented():
    from kiosk.card import certificates
    from kiosk.card.faults import CardError


def certificate(data: bytes) -> None:
    """As the file of a card, filler and all."""
    with suppress(CardError):
        parsed = certificates.parse(data)
        expect(data.startswith(parsed.der), "a certificate is kept as it stands")
        again = certificates.parse(parsed.der)
        expect(again.public_key == parsed.public_key, "it says the same without filler")


if __name__ == "__main__":
    fuzz(certificate)
