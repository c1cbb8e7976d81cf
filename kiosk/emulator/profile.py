"""X.509 certificates in the shape of the public ones, under a name that is not.

Shape: the root and leaf profiles that nunnun/jpki-local-signer and
soltia48/myna-card document, OIDs of jsrsasign's JPKI list. ``O`` is always given by
the caller: "JPKI" belongs to the real service.
"""

from datetime import datetime
from enum import Enum
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from kiosk.emulator.people import Person
from kiosk.record import record

LeafPublicKey = RSAPublicKey | EllipticCurvePublicKey

_JPKI: Final = "1.2.392.200149.8.5"
_AGENCY: Final = "Japan Agency for Local Authority Information Systems"
_CPS: Final = "http://www.jpki.go.jp/cps.html"
_PREFECTURE: Final = "Mihon-ken"
_CITY: Final = "Mihon-shi"


class Line(Enum):
    """The two certificate lines of the service."""

    AUTHENTICATION = "authentication"
    SIGNATURE = "signature"

    @property
    def unit(self) -> str:
        """The OU that tells the two authorities apart."""
        if self is Line.AUTHENTICATION:
            return "JPKI for user authentication"
        return "JPKI for digital signature"

    @property
    def japanese_unit(self) -> str:
        """The same in the authority's Japanese alternative name."""
        return "利用者証明用" if self is Line.AUTHENTICATION else "署名用"

    @property
    def policy(self) -> x509.ObjectIdentifier:
        """Certificate policy of the leaves."""
        arc = "1.3.30" if self is Line.AUTHENTICATION else "1.1.20"
        return x509.ObjectIdentifier(f"{_JPKI}.{arc}")


@record
class Term:
    """Validity of one certificate and its serial number."""

    start: datetime
    end: datetime
    serial: int = -1

    def __repr__(self) -> str:
        return "Term(…)"


def root(
    key: RSAPrivateKey, line: Line, organization: str, term: Term
) -> x509.Certificate:
    """A self-signed authority."""
    name = authority_name(line, organization)
    return (
        _builder(name, name, key.public_key(), term)
        .add_extension(_usage(certificates=True), critical=True)
        .add_extension(_japanese_names(line, organization), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_distribution_point(name), critical=False)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
        .sign(key, hashes.SHA256())
    )


def leaf(
    line: Line,
    subject: x509.Name,
    public_key: LeafPublicKey,
    term: Term,
    issuer: x509.Certificate,
    issuer_key: RSAPrivateKey,
    person: Person | None = None,
) -> x509.Certificate:
    """A certificate of a card. ``person`` only goes into the signature line's."""
    organization = _organization(issuer)
    usage = _usage(non_repudiation=line is Line.SIGNATURE)
    builder = (
        _builder(subject, issuer.subject, public_key, term)
        .add_extension(usage, critical=True)
        .add_extension(_policies(line), critical=True)
        .add_extension(_distribution_point(_crl_name(issuer.subject)), critical=False)
        .add_extension(_japanese_issuer(line, organization), critical=False)
        .add_extension(_ocsp(), critical=False)
        .add_extension(_authority_key(issuer), critical=False)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False
        )
    )
    if person is not None:
        builder = builder.add_extension(_attributes(person), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def authority_name(line: Line, organization: str) -> x509.Name:
    """Issuer and subject of an authority."""
    return _name(
        (NameOID.COUNTRY_NAME, "JP"),
        (NameOID.ORGANIZATION_NAME, organization),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, line.unit),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, _AGENCY),
    )


def authentication_subject(opaque: str) -> x509.Name:
    """No name and no address: only a number that means nothing to anybody else."""
    return _name((NameOID.COUNTRY_NAME, "JP"), (NameOID.COMMON_NAME, opaque))


def signature_subject(common_name: str) -> x509.Name:
    """Prefecture and city in Latin letters, and the number of the request."""
    return _name(
        (NameOID.COUNTRY_NAME, "JP"),
        (NameOID.LOCALITY_NAME, _PREFECTURE),
        (NameOID.LOCALITY_NAME, _CITY),
        (NameOID.COMMON_NAME, common_name),
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: LeafPublicKey, term: Term
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(term.serial)
        .not_valid_before(term.start)
        .not_valid_after(term.end)
    )


def _name(*parts: tuple[x509.ObjectIdentifier, str]) -> x509.Name:
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def _organization(issuer: x509.Certificate) -> str:
    value = issuer.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value
    return str(value)


def _usage(
    *, certificates: bool = False, non_repudiation: bool = False
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=non_repudiation,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _policies(line: Line) -> x509.CertificatePolicies:
    return x509.CertificatePolicies([x509.PolicyInformation(line.policy, [_CPS])])


def _japanese_name(line: Line, organization: str) -> x509.Name:
    return _name(
        (NameOID.COUNTRY_NAME, "JP"),
        (NameOID.ORGANIZATION_NAME, f"公的個人認証サービス（{organization}）"),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, line.japanese_unit),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, "見本システム機構"),
    )


def _japanese_names(line: Line, organization: str) -> x509.SubjectAlternativeName:
    name = _japanese_name(line, organization)
    return x509.SubjectAlternativeName([x509.DirectoryName(name)])


def _japanese_issuer(line: Line, organization: str) -> x509.IssuerAlternativeName:
    name = _japanese_name(line, organization)
    return x509.IssuerAlternativeName([x509.DirectoryName(name)])


def _crl_name(issuer: x509.Name) -> x509.Name:
    return x509.Name(
        [
            *list(issuer)[:3],
            *_name(
                (NameOID.ORGANIZATIONAL_UNIT_NAME, "CRL Distribution Points"),
                (NameOID.ORGANIZATIONAL_UNIT_NAME, _PREFECTURE),
                (NameOID.COMMON_NAME, f"{_CITY} CRLDP"),
            ),
        ]
    )


def _distribution_point(name: x509.Name) -> x509.CRLDistributionPoints:
    point = x509.DistributionPoint([x509.DirectoryName(name)], None, None, None)
    return x509.CRLDistributionPoints([point])


def _ocsp() -> x509.AuthorityInformationAccess:
    # A name that can never resolve (RFC 2606): nobody may be asked about this card.
    url = x509.UniformResourceIdentifier("http://ocsp.jpki-synthetic.invalid")
    oid = AuthorityInformationAccessOID.OCSP
    return x509.AuthorityInformationAccess([x509.AccessDescription(oid, url)])


def _authority_key(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    own = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier(
        own.digest, [x509.DirectoryName(issuer.subject)], issuer.serial_number
    )


def _attributes(person: Person) -> x509.SubjectAlternativeName:
    """The four attributes, in the order seen in real certificates.

    The first digit of the birth date is the era; 0, unknown, because it is not
    documented what a foreign resident's certificate carries.
    """
    values = (
        (1, person.name),
        (4, f"0{person.birth_date}"),
        (3, person.sex),
        (5, person.address),
        (2, "0" * len(person.name)),
        (6, "0" * len(person.address)),
    )
    return x509.SubjectAlternativeName(
        [
            x509.OtherName(
                x509.ObjectIdentifier(f"{_JPKI}.5.{number}"), _utf8_string(text)
            )
            for number, text in values
        ]
    )


def _utf8_string(text: str) -> bytes:
    content = text.encode()
    if len(content) < 0x80:
        return bytes([0x0C, len(content)]) + content
    size = len(content).to_bytes(2, "big").lstrip(b"\0")
    return bytes([0x0C, 0x80 | len(size)]) + size + content
