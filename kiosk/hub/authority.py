"""The association's own certificate authority: for the database's server, and one
certificate for each terminal and office.

ECDSA on P-256, which every TLS library knows. The common name of a terminal's is the
role under which the database lets it in (PostgreSQL 15, 21.12, "Certificate
Authentication").
"""

from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kiosk.record import record

_AUTHORITY_YEARS: Final = 20
_MEMBER_YEARS: Final = 5
_YEAR: Final = timedelta(days=365)
_SKEW: Final = timedelta(days=1)
"""A terminal's clock may be behind that of the office."""


@record(hidden=True)
class Pair:
    """A certificate and its private key, both PEM."""

    certificate: bytes
    key: bytes


def new_authority(name: str, now: datetime) -> Pair:
    """That of an association."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _named(name)
    builder = _builder(subject, subject, key, now, _AUTHORITY_YEARS).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    usage = _usage(signs_certificates=True)
    return _pair(builder.add_extension(usage, critical=True), key, key)


def for_server(authority: Pair, hosts: tuple[str, ...], now: datetime) -> Pair:
    """That of the database, under every name or address by which it is reached."""
    names = x509.SubjectAlternativeName([_host(own) for own in hosts])
    return _signed(authority, hosts[0], ExtendedKeyUsageOID.SERVER_AUTH, names, now)


def for_member(authority: Pair, login: str, now: datetime) -> Pair:
    """That of a terminal or an office."""
    return _signed(authority, login, ExtendedKeyUsageOID.CLIENT_AUTH, None, now)


def _signed(
    authority: Pair,
    name: str,
    purpose: x509.ObjectIdentifier,
    names: x509.SubjectAlternativeName | None,
    now: datetime,
) -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.load_pem_x509_certificate(authority.certificate).subject
    builder = _builder(_named(name), issuer, key, now, _MEMBER_YEARS)
    builder = builder.add_extension(
        x509.BasicConstraints(ca=False, path_length=None), critical=True
    ).add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
    builder = builder.add_extension(_usage(signs_certificates=False), critical=True)
    if names is not None:
        builder = builder.add_extension(names, critical=False)
    signer = load_pem_private_key(authority.key, None)
    if not isinstance(signer, ec.EllipticCurvePrivateKey):
        raise ValueError("the authority's key is no key of ours")
    return _pair(builder, key, signer)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    years: int,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SKEW)
        .not_valid_after(now + years * _YEAR)
    )


def _pair(
    builder: x509.CertificateBuilder,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
) -> Pair:
    certificate = builder.sign(signer, SHA256())
    told = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Pair(certificate.public_bytes(Encoding.PEM), told)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
