"""The card's X.509 certificates, taken apart (RFC 5280)."""

import warnings
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.types import (
    CertificatePublicKeyTypes,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.card import tlv
from kiosk.card.attributes import Attributes, from_other_names
from kiosk.card.faults import CardError, Fault

SEQUENCE: Final = 0x30
RSA_BITS: Final = 2048
"""The key of every card issued so far; the next generation will have another."""

_NOT_A_CERTIFICATE: Final = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


@dataclass(slots=True)
class Certificate:
    """A certificate of the card. Its dates are in UTC.

    ``public_key`` is the SubjectPublicKeyInfo in DER. ``attributes`` are those of the
    alternative name of a signature certificate, None elsewhere.
    """

    der: bytes = field(repr=False)
    public_key: bytes = field(repr=False)
    not_before: datetime
    not_after: datetime
    attributes: Attributes | None = field(default=None, repr=False)


def parse(content: bytes) -> Certificate:
    """The certificate with which a file begins; what follows it is filler.

    Raises:
        CardError: UNREADABLE, this is no certificate; UNKNOWN_GENERATION, its key is
            not one of a card of today.
    """
    der = content[: tlv.header(content).end]
    certificate = load(der)
    key = _public_key(certificate)
    if not isinstance(key, RSAPublicKey) or key.key_size != RSA_BITS:
        raise CardError(Fault.UNKNOWN_GENERATION)
    return Certificate(
        der,
        key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
        from_other_names(_other_names(certificate)),
    )


def load(der: bytes) -> x509.Certificate:
    """As the library sees it, extensions included.

    Raises:
        CardError: UNREADABLE.
    """
    with warnings.catch_warnings():
        # Of odd serial numbers and names the library warns on standard error, where a
        # screen may be. What counts is who signed.
        warnings.simplefilter("ignore")
        try:
            certificate = x509.load_der_x509_certificate(der)
            # Parsed now, so that it cannot fail later.
            certificate.extensions  # noqa: B018
        except _NOT_A_CERTIFICATE:
            raise CardError(Fault.UNREADABLE) from None
    return certificate


def _public_key(certificate: x509.Certificate) -> CertificatePublicKeyTypes | None:
    try:
        return certificate.public_key()
    except UnsupportedAlgorithm:
        return None
    except ValueError:
        raise CardError(Fault.UNREADABLE) from None


def _other_names(certificate: x509.Certificate) -> dict[str, bytes]:
    try:
        names = certificate.extensions.get_extension_for_class(
            x509.SubjectAlternativeName
        ).value.get_values_for_type(x509.OtherName)
    except x509.ExtensionNotFound:
        return {}
    return {name.type_id.dotted_string: name.value for name in names}
