"""Whom this site trusts to have issued a card's certificates.

The anchors are the self-signed authorities of the public service (公的個人認証
サービス); J-LIS names them and their fingerprints at
https://www.jpki.go.jp/ca/index.html. A demo site has its own.

What is checked is that one of them issued a certificate, for this purpose, and that
its dates hold. Whether it has been *revoked* is not known here and must not be
claimed: that is told only to the 署名検証者 and 利用者証明検証者 of 公的個人認証法.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.oid import NameOID, SignatureAlgorithmOID

from kiosk.card import certificates
from kiosk.card.certificates import Certificate
from kiosk.card.faults import CardError, Fault
from kiosk.card.profile import Purpose, fits

_SUFFIXES: Final = (".pem", ".der", ".crt", ".cer")
_PEM_START: Final = b"-----BEGIN"
_NOT_FOR_PRODUCTION: Final = ("SYNTHETIC", "JPKI-TEST")
_HASHES: Final = {
    SignatureAlgorithmOID.RSA_WITH_SHA256: hashes.SHA256(),
    SignatureAlgorithmOID.RSA_WITH_SHA384: hashes.SHA384(),
    SignatureAlgorithmOID.RSA_WITH_SHA512: hashes.SHA512(),
}


class TrustAnchors:
    """The authorities of one site, of every generation: they share their names, so
    the one that issued a certificate is found by its key.
    """

    def __init__(self, anchors: Sequence[x509.Certificate]) -> None:
        self._anchors = tuple(anchors)

    @classmethod
    def load(cls, folder: Path, *, production: bool) -> Self:
        """Every certificate file of a folder (PEM, perhaps several in one; or DER).

        Raises:
            ValueError: one line: nothing there, a file that is no authority, or one
                that production must not trust.
        """
        if not folder.is_dir():
            raise ValueError(
                f"{folder}: no such folder; put the trust anchors' certificates there"
            )
        anchors = [
            _checked(anchor, path, production=production)
            for path in sorted(folder.iterdir())
            if path.suffix.lower() in _SUFFIXES
            for anchor in _certificates_in(path)
        ]
        if not anchors:
            raise ValueError(
                f"{folder}: no trust anchor; put certificates there "
                f"({', '.join(_SUFFIXES)})"
            )
        return cls(anchors)

    def check(self, certificate: Certificate, purpose: Purpose, at: datetime) -> None:
        """A certificate was issued for ``purpose`` by an anchor and holds ``at`` (an
        aware time). Says nothing of revocation.

        Raises:
            CardError: UNTRUSTED, WRONG_PROFILE, EXPIRED or NOT_YET_VALID, in this
                order.
            ValueError: ``at`` has no time zone.
        """
        if at.tzinfo is None:
            raise ValueError("a time without its zone is not a time")
        leaf = certificates.load(certificate.der)
        issuers = [own for own in self._anchors if _issued(own, leaf)]
        if not issuers:
            raise CardError(Fault.UNTRUSTED)
        if not any(_is_of(own, purpose) for own in issuers) or not fits(leaf, purpose):
            raise CardError(Fault.WRONG_PROFILE)
        if purpose is Purpose.SIGNATURE and certificate.attributes is None:
            raise CardError(Fault.WRONG_PROFILE)
        # Dates are whole seconds, both inclusive (RFC 5280, section 4.1.2.5).
        second = at.replace(microsecond=0)
        if second < leaf.not_valid_before_utc:
            raise CardError(Fault.NOT_YET_VALID)
        if second > leaf.not_valid_after_utc:
            raise CardError(Fault.EXPIRED)
        if not any(
            own.not_valid_before_utc <= second <= own.not_valid_after_utc
            for own in issuers
        ):
            raise CardError(Fault.UNTRUSTED)


def _certificates_in(path: Path) -> list[x509.Certificate]:
    try:
        content = path.read_bytes()
        if content.lstrip().startswith(_PEM_START):
            return x509.load_pem_x509_certificates(content)
        return [x509.load_der_x509_certificate(content)]
    except ValueError as error:
        raise ValueError(f"{path}: no readable certificate; take it away") from error
    except OSError as error:
        raise ValueError(f"{path}: cannot be read; set its permissions") from error


def _checked(
    anchor: x509.Certificate, path: Path, *, production: bool
) -> x509.Certificate:
    organizations = anchor.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    names = [str(own.value).upper() for own in organizations]
    if production and any(
        mark in name for mark in _NOT_FOR_PRODUCTION for name in names
    ):
        raise ValueError(f"{path}: a test authority; take it away or use mode demo")
    if not _is_authority(anchor):
        raise ValueError(f"{path}: not an RSA certificate authority; take it away")
    return anchor


def _is_authority(anchor: x509.Certificate) -> bool:
    try:
        constraints = anchor.extensions.get_extension_for_class(x509.BasicConstraints)
        usage = anchor.extensions.get_extension_for_class(x509.KeyUsage)
        is_rsa = isinstance(anchor.public_key(), RSAPublicKey)
    except (
        ValueError,
        UnsupportedAlgorithm,
        x509.ExtensionNotFound,
        x509.DuplicateExtension,
    ):
        return False
    return (
        is_rsa
        and constraints.value.ca
        and usage.value.key_cert_sign
        and _issued(anchor, anchor)
    )


def _is_of(anchor: x509.Certificate, purpose: Purpose) -> bool:
    units = anchor.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    return purpose.authority_unit in [own.value for own in units]


def _issued(anchor: x509.Certificate, leaf: x509.Certificate) -> bool:
    """The key identifiers, where both have one, spare a comparison; what counts is
    that the anchor's key made the signature.
    """
    key = anchor.public_key()
    algorithm = _HASHES.get(leaf.signature_algorithm_oid)
    if algorithm is None or not isinstance(key, RSAPublicKey):
        return False
    wanted, own = _authority_key(leaf), _subject_key(anchor)
    if None not in (wanted, own) and wanted != own:
        return False
    try:
        key.verify(leaf.signature, leaf.tbs_certificate_bytes, PKCS1v15(), algorithm)
    except InvalidSignature:
        return False
    return True


def _authority_key(certificate: x509.Certificate) -> bytes | None:
    try:
        return certificate.extensions.get_extension_for_class(
            x509.AuthorityKeyIdentifier
        ).value.key_identifier
    except x509.ExtensionNotFound:
        return None


def _subject_key(certificate: x509.Certificate) -> bytes | None:
    try:
        return certificate.extensions.get_extension_for_class(
            x509.SubjectKeyIdentifier
        ).value.digest
    except x509.ExtensionNotFound:
        return None
