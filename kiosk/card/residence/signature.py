"""Whether what was read from a residence card was written by the Agency.

It proves the data, not the chip (a copy of both passes), and says nothing of whether
the card has been declared void (失効): that is asked at the Agency's web page.
"""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import (
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256

from kiosk.card.apdu import SHA256_PREFIX
from kiosk.card.faults import CardError
from kiosk.card.residence.anchors import ResidenceAnchors, generation_of
from kiosk.card.residence.certificate import ResidenceCertificate, load
from kiosk.card.residence.contents import Proof
from kiosk.card.residence.kinds import Generation
from kiosk.record import record

_SCALAR_BYTES: Final = 48
_RAW_BYTES: Final = 2 * _SCALAR_BYTES


class Verdict(StrEnum):
    """What the check came to."""

    GENUINE = "genuine"
    """Signed under an authority of this site."""
    ABSENT = "absent"
    """Not signed, as the cards of children of the first generation are."""
    UNTRUSTED = "untrusted"
    """No authority of this site issued the certificate."""
    WRONG_PROFILE = "wrong_profile"
    """The certificate is not one for a card of this generation."""
    FORGED = "forged"
    """The signature does not match the data."""
    UNREADABLE = "unreadable"
    """The certificate is garbled."""


class Form(StrEnum):
    """How the signature was written down. Sources disagree; both forms are strict."""

    STANDARD = "standard"
    """RSASSA-PKCS1-v1_5 (RFC 8017)."""
    BARE_HASH = "bare_hash"
    """RSA over the padded hash without its DigestInfo, as figure 3-4 of the first
    generation's specification draws it."""
    RAW = "raw"
    """ECDSA, r and s of 48 bytes each."""
    DER = "der"
    """ECDSA, r and s as an ASN.1 sequence."""


@record
class Authenticity:
    """A verdict, and with ``GENUINE`` more: the form, the authority's fingerprint,
    and whether the dates of the card's certificate and of the authority include the
    moment asked about. The specification does not say what a past date means: it is
    reported, and makes no card a forgery.
    """

    verdict: Verdict
    form: Form | None = None
    authority: str | None = None
    certificate_holds: bool | None = None
    authority_holds: bool | None = None


def check(
    signed: bytes,
    proof: Proof | None,
    generation: Generation,
    anchors: ResidenceAnchors,
    at: datetime,
) -> Authenticity:
    """Check the signature over ``signed``.

    Raises:
        ValueError: ``at`` has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a time without its zone is not a time")
    if proof is None:
        return Authenticity(Verdict.ABSENT)
    try:
        certificate = load(proof.certificate)
    except CardError:
        return Authenticity(Verdict.UNREADABLE)
    authority = anchors.issuer(certificate)
    if authority is None:
        return Authenticity(Verdict.UNTRUSTED)
    if generation_of(certificate) is not generation or not certificate.may_sign:
        return Authenticity(Verdict.WRONG_PROFILE)
    form = _form(signed, proof.check_code, certificate)
    if form is None:
        return Authenticity(Verdict.FORGED)
    return Authenticity(
        Verdict.GENUINE,
        form,
        authority.fingerprint,
        certificate.holds_at(at),
        authority.holds_at(at),
    )


def _form(
    signed: bytes, check_code: bytes, certificate: ResidenceCertificate
) -> Form | None:
    """The form in which the signature is right; None when it is in none."""
    key = certificate.public_key
    if isinstance(key, RSAPublicKey):
        return _rsa_form(signed, check_code, key)
    if isinstance(key, EllipticCurvePublicKey):
        return _ecdsa_form(signed, check_code, key)
    return None


def _rsa_form(signed: bytes, check_code: bytes, key: RSAPublicKey) -> Form | None:
    try:
        # Refuses any padding but 00 01 FF … FF 00 over the whole length.
        recovered = key.recover_data_from_signature(check_code, PKCS1v15(), None)
    except InvalidSignature:
        return None
    digest = hashlib.sha256(signed).digest()
    return {SHA256_PREFIX + digest: Form.STANDARD, digest: Form.BARE_HASH}.get(
        recovered
    )


def _ecdsa_form(
    signed: bytes, check_code: bytes, key: EllipticCurvePublicKey
) -> Form | None:
    if len(check_code) == _RAW_BYTES:
        r, s = check_code[:_SCALAR_BYTES], check_code[_SCALAR_BYTES:]
        encoded = encode_dss_signature(int.from_bytes(r), int.from_bytes(s))
        if _is_ecdsa(signed, encoded, key):
            return Form.RAW
    encoded = _without_filler(check_code)
    return Form.DER if _is_ecdsa(signed, encoded, key) else None


def _is_ecdsa(signed: bytes, signature: bytes, key: EllipticCurvePublicKey) -> bool:
    try:
        key.verify(signature, signed, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def _without_filler(check_code: bytes) -> bytes:
    """A sequence shorter than its field ends in NUL."""
    end = 2 + check_code[1] if len(check_code) > 1 else 0
    return check_code if check_code[end:].strip(b"\0") else check_code[:end]
