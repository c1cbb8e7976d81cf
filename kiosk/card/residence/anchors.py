"""Whom a site trusts to have issued the certificates of residence cards.

The authorities of the Immigration Services Agency are known by fingerprint alone:
they share one name in a generation, and the Agency's test authority even has the name
and serial number of the genuine one.
"""

import ssl
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP384R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import SignatureAlgorithmOID

from kiosk.card.faults import CardError
from kiosk.card.residence.certificate import ResidenceCertificate, load
from kiosk.card.residence.kinds import Generation

PINNED: Final = MappingProxyType(
    {
        # Valid until 5 September 2025, 6 July 2028, 27 August 2031, 8 August 2034.
        "97f37c5967af5f3cd84e6ed694b09539abb7f8e7e76b6f7496a060008982983d": (
            Generation.FIRST
        ),
        "ff02323cea7b8c3dfc0dc2de79d46e78514af587368523086b188e9690aec861": (
            Generation.FIRST
        ),
        "6f50161aa80f7ff7c630505faf472906f7b101d5083e327a6182c82cd7985e67": (
            Generation.FIRST
        ),
        "bf854466ed9abf61f559c39bf8790546f8acdab99b51fd2330563669ce4a71b2": (
            Generation.FIRST
        ),
        # Until 20 July 2039.
        "11e6ad8b8e64f0cdb1d8ba9e3689926c80e8479a2f098616f674a23582bec13b": (
            Generation.SECOND
        ),
    }
)
"""SHA-256 of the Agency's authorities in DER, which it publishes at
https://www.moj.go.jp/isa/applications/disclosure/120424_01.html."""

TEST_AUTHORITY: Final = (
    "1846b815d31f04fe93d57450a6d8a8c351eac3d8c444a2375d95734df7dd1057"
)
"""That of the Agency's sample cards."""

_SUFFIXES: Final = (".pem", ".der", ".crt", ".cer")
_PEM_START: Final = b"-----BEGIN"
_RSA_BITS: Final = 2048
_RSA_WITH_SHA256: Final = SignatureAlgorithmOID.RSA_WITH_SHA256
_ECDSA_WITH_SHA256: Final = SignatureAlgorithmOID.ECDSA_WITH_SHA256


class ResidenceAnchors:
    """The authorities of one site."""

    def __init__(self, anchors: Sequence[ResidenceCertificate]) -> None:
        self._anchors = tuple(anchors)

    @classmethod
    def load(cls, folder: Path, *, production: bool) -> Self:
        """Every certificate file of a folder (DER or PEM, one in each).

        In production only the ``PINNED`` ones are taken; elsewhere the test authority
        and a site's own are too.

        Raises:
            ValueError: one line: nothing there, a file that is no authority, or one
                that production must not trust.
        """
        if not folder.is_dir():
            raise ValueError(
                f"{folder}: no such folder; put the residence card authorities' "
                "certificates there"
            )
        anchors = [
            _checked(path, production=production)
            for path in sorted(folder.iterdir())
            if path.suffix.lower() in _SUFFIXES
        ]
        if not anchors:
            raise ValueError(
                f"{folder}: no trust anchor; put certificates there "
                f"({', '.join(_SUFFIXES)})"
            )
        return cls(anchors)

    def issuer(self, leaf: ResidenceCertificate) -> ResidenceCertificate | None:
        """The authority whose key signed a certificate."""
        for anchor in self._anchors:
            if _issued(anchor, leaf):
                return anchor
        return None


def generation_of(certificate: ResidenceCertificate) -> Generation | None:
    """Which generation has keys of this kind; None for none."""
    key = certificate.public_key
    if isinstance(key, RSAPublicKey) and key.key_size == _RSA_BITS:
        return Generation.FIRST
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP384R1):
        return Generation.SECOND
    return None


def _checked(path: Path, *, production: bool) -> ResidenceCertificate:
    anchor = _certificate_in(path)
    if production and anchor.fingerprint == TEST_AUTHORITY:
        raise ValueError(
            f"{path}: the Agency's test authority; take it away or use mode demo"
        )
    if production and anchor.fingerprint not in PINNED:
        raise ValueError(
            f"{path}: not an authority of the Immigration Services Agency; take it away"
        )
    if not _is_authority(anchor):
        raise ValueError(f"{path}: not a residence card authority; take it away")
    return anchor


def _certificate_in(path: Path) -> ResidenceCertificate:
    try:
        content = path.read_bytes()
        if content.lstrip().startswith(_PEM_START):
            content = ssl.PEM_cert_to_DER_cert(content.decode("ascii").strip())
        return load(content)
    except (CardError, ValueError) as error:
        raise ValueError(f"{path}: no readable certificate; take it away") from error
    except OSError as error:
        raise ValueError(f"{path}: cannot be read; set its permissions") from error


def _is_authority(anchor: ResidenceCertificate) -> bool:
    return (
        generation_of(anchor) is not None
        and anchor.is_authority
        and _issued(anchor, anchor)
    )


def _issued(anchor: ResidenceCertificate, leaf: ResidenceCertificate) -> bool:
    """Names tell nothing apart; what counts is that this key made the signature."""
    key, algorithm = anchor.public_key, leaf.parsed.signature_algorithm_oid
    try:
        if isinstance(key, RSAPublicKey) and algorithm == _RSA_WITH_SHA256:
            key.verify(leaf.parsed.signature, leaf.signed, PKCS1v15(), SHA256())
            return True
        if isinstance(key, EllipticCurvePublicKey) and algorithm == _ECDSA_WITH_SHA256:
            key.verify(leaf.parsed.signature, leaf.signed, ECDSA(SHA256()))
            return True
    except InvalidSignature:
        pass
    return False
