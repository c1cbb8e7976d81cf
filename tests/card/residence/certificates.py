"""Certificates for these tests, in every form that a card may hold them."""

from datetime import UTC, datetime

from kiosk.card.residence.certificate import ResidenceCertificate, load
from kiosk.emulator.residence.authority import ResidenceAuthority

AT = datetime(2026, 11, 24, tzinfo=UTC)


def indefinite(der: bytes) -> bytes:
    """The outermost sequence with an indefinite length (CER)."""
    start = 4 if der[1] == 0x82 else 3
    return b"\x30\x80" + der[start:] + b"\0\0"


def long_lengths(der: bytes) -> bytes:
    """The outermost length in four bytes where two would do (BER)."""
    start = 4 if der[1] == 0x82 else 3
    return b"\x30\x84" + (len(der) - start).to_bytes(4, "big") + der[start:]


def anchor(pem: bytes) -> ResidenceCertificate:
    """A root from PEM."""
    import ssl

    return load(ssl.PEM_cert_to_DER_cert(pem.decode("ascii")))


def leaf(
    authority: ResidenceAuthority, generation: str, *, null_parameters: bool = False
) -> bytes:
    """A card's certificate."""
    signer = authority.signer(generation, AT)
    return signer.certificate(null_parameters=null_parameters)
