"""Certificates of residence cards, of which some are BER and not DER."""

from contextlib import suppress

from harness import expect, fuzz, instrumented

with instrumented():
    from kiosk.card.faults import CardError
    from kiosk.card.residence import certificate, der
    from kiosk.card.residence.anchors import generation_of


def residence_certificate(data: bytes) -> None:
    """Taken apart, put into strict form, and asked for all that is asked of it."""
    with suppress(CardError):
        parts = der.parts(data)
        expect(data.startswith(parts.whole), "it is kept as it stands")
        expect(parts.signed in parts.whole, "what is signed is kept as it stands")
        again = der.parts(parts.strict)
        expect(again.strict == parts.strict, "the strict form is strict already")
    with suppress(CardError):
        loaded = certificate.load(data)
        generation_of(loaded)
        expect(not (loaded.is_authority and loaded.may_sign), "no card is an authority")


if __name__ == "__main__":
    fuzz(residence_certificate)
