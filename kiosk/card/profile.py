"""What a certificate of the card must say of itself to be used for a purpose.

As far as the leaf profile is known from certificates read from cards
(soltia48/myna-card, nunnun/jpki-local-signer) and jsrsasign's list of policy OIDs;
J-LIS publishes it as 証明書プロファイル仕様書. Where sources are silent nothing is
demanded.
"""

from enum import StrEnum
from typing import Final, TypeVar

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

_POLICIES: Final = "1.2.392.200149.8.5.1."
_UNDERSTOOD: Final = frozenset(
    {
        ExtensionOID.KEY_USAGE,
        ExtensionOID.EXTENDED_KEY_USAGE,
        ExtensionOID.CERTIFICATE_POLICIES,
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
    }
)
"""Any other extension that calls itself critical is refused (RFC 5280, 4.2)."""

_Extension = TypeVar("_Extension", bound=x509.ExtensionType)


class Purpose(StrEnum):
    """The two certificates of a card."""

    AUTHENTICATION = "authentication"
    """利用者証明用."""
    SIGNATURE = "signature"
    """署名用."""

    @property
    def authority_unit(self) -> str:
        """OU by which the authority of this line is told from the other."""
        if self is Purpose.SIGNATURE:
            return "JPKI for digital signature"
        return "JPKI for user authentication"

    @property
    def policy_arcs(self) -> tuple[str, ...]:
        """Beginnings of its policy OIDs; what follows is a version. The second one
        of the signature line is that of J-LIS's test cards.
        """
        if self is Purpose.SIGNATURE:
            return (_POLICIES + "1.", _POLICIES + "0.")
        return (_POLICIES + "3.",)


def fits(leaf: x509.Certificate, purpose: Purpose) -> bool:
    """Whether a leaf is meant for ``purpose``, whoever issued it."""
    return (
        _is_understood(leaf)
        and not _is_authority(leaf)
        and _has_usage(leaf, purpose)
        and _has_extended_usage(leaf, purpose)
        and _has_policy(leaf, purpose)
    )


def _is_understood(leaf: x509.Certificate) -> bool:
    return all(not own.critical or own.oid in _UNDERSTOOD for own in leaf.extensions)


def _is_authority(leaf: x509.Certificate) -> bool:
    constraints = _extension(leaf, x509.BasicConstraints)
    return constraints is not None and constraints.ca


def _has_usage(leaf: x509.Certificate, purpose: Purpose) -> bool:
    """Non-repudiation is what tells the two lines apart."""
    usage = _extension(leaf, x509.KeyUsage)
    return (
        usage is not None
        and usage.digital_signature
        and usage.content_commitment is (purpose is Purpose.SIGNATURE)
        and not usage.key_cert_sign
    )


def _has_extended_usage(leaf: x509.Certificate, purpose: Purpose) -> bool:
    usage = _extension(leaf, x509.ExtendedKeyUsage)
    if usage is None or purpose is Purpose.SIGNATURE:
        return True
    return ExtendedKeyUsageOID.CLIENT_AUTH in usage


def _has_policy(leaf: x509.Certificate, purpose: Purpose) -> bool:
    policies = _extension(leaf, x509.CertificatePolicies)
    return policies is None or any(
        policy.policy_identifier.dotted_string.startswith(purpose.policy_arcs)
        for policy in policies
    )


def _extension(leaf: x509.Certificate, kind: type[_Extension]) -> _Extension | None:
    try:
        return leaf.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
