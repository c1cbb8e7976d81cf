"""The certificate in DF3 of a card, and that of an authority."""

import hashlib
from dataclasses import field
from datetime import datetime
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes

from kiosk.card import certificates
from kiosk.card.residence import der
from kiosk.record import record

_Extension = TypeVar("_Extension", bound=x509.ExtensionType)


@record
class ResidenceCertificate:
    """A certificate. ``octets``, and ``signed`` in them, are as they were read."""

    parsed: x509.Certificate = field(repr=False)
    octets: bytes = field(repr=False)
    signed: bytes = field(repr=False)

    @property
    def public_key(self) -> CertificatePublicKeyTypes | None:
        """None when it is of no known kind."""
        try:
            return self.parsed.public_key()
        except (UnsupportedAlgorithm, ValueError):
            return None

    @property
    def is_authority(self) -> bool:
        """Whether it may issue certificates."""
        constraints = _extension(self.parsed, x509.BasicConstraints)
        return constraints is not None and constraints.ca

    @property
    def may_sign(self) -> bool:
        """Whether it is meant for a card's signature."""
        usage = _extension(self.parsed, x509.KeyUsage)
        return not self.is_authority and (usage is None or usage.digital_signature)

    def holds_at(self, at: datetime) -> bool:
        """Whether its dates include ``at`` (an aware time), both days inclusive."""
        second = at.replace(microsecond=0)
        first, last = self.parsed.not_valid_before_utc, self.parsed.not_valid_after_utc
        return first <= second <= last

    @property
    def fingerprint(self) -> str:
        """SHA-256 in hex, over the octets as they stand."""
        return hashlib.sha256(self.octets).hexdigest()


def load(content: bytes) -> ResidenceCertificate:
    """From BER, with zeros behind it.

    Raises:
        CardError: UNREADABLE.
    """
    whole, signed, strict = der.parts(content)
    return ResidenceCertificate(certificates.load(strict), whole, signed)


def _extension(
    certificate: x509.Certificate, kind: type[_Extension]
) -> _Extension | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
