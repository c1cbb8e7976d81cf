"""Whom a site trusts, and for what, and when."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID

from kiosk.card import certificates
from kiosk.card.attributes import Attributes
from kiosk.card.certificates import Certificate
from kiosk.card.faults import CardError, Fault
from kiosk.card.profile import Purpose
from kiosk.card.trust import TrustAnchors
from kiosk.emulator.authority import CardKeys, Identity, SyntheticAuthority
from kiosk.emulator.people import PEOPLE
from kiosk.emulator.profile import Line
from tests.emulator.fixtures import ISSUED

NOW = ISSUED + timedelta(days=3)
LAST_SECOND = datetime(2029, 3, 31, 14, 59, 59, tzinfo=UTC)
"""Of the worker's certificates: the end of 31 March 2029 in Japan."""
POLICY = "1.2.392.200149.8.5.1."


@pytest.fixture
def anchors(authority: SyntheticAuthority, tmp_path: Path) -> TrustAnchors:
    """Those of the demo site that the cards of the tests belong to."""
    authority.write_anchors(tmp_path)
    return TrustAnchors.load(tmp_path, production=False)


@pytest.fixture
def leaf(identity: Identity) -> Certificate:
    """The worker's authentication certificate."""
    return certificates.parse(identity.authentication_certificate)


@pytest.fixture
def signature(identity: Identity) -> Certificate:
    """The worker's signature certificate."""
    assert identity.signature_certificate is not None
    return certificates.parse(identity.signature_certificate)


def verdict(
    anchors: TrustAnchors,
    certificate: Certificate,
    purpose: Purpose = Purpose.AUTHENTICATION,
    at: datetime = NOW,
) -> Fault | None:
    """What the anchors have against a certificate."""
    try:
        anchors.check(certificate, purpose, at)
    except CardError as error:
        return error.fault
    return None


def test_each_certificate_for_its_purpose_only(
    anchors: TrustAnchors, leaf: Certificate, signature: Certificate
) -> None:
    assert verdict(anchors, leaf) is None
    assert verdict(anchors, signature, Purpose.SIGNATURE) is None
    assert verdict(anchors, leaf, Purpose.SIGNATURE) is Fault.WRONG_PROFILE
    assert verdict(anchors, signature) is Fault.WRONG_PROFILE


@pytest.mark.parametrize(
    ("at", "fault"),
    [
        (ISSUED, None),
        (ISSUED - timedelta(seconds=1), Fault.NOT_YET_VALID),
        (LAST_SECOND, None),
        (LAST_SECOND + timedelta(microseconds=999_999), None),
        (LAST_SECOND + timedelta(seconds=1), Fault.EXPIRED),
        (datetime(2029, 3, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=9))), None),
        (
            datetime(2029, 4, 1, tzinfo=timezone(timedelta(hours=9))),
            Fault.EXPIRED,
        ),
        (datetime(2050, 1, 1, tzinfo=UTC), Fault.EXPIRED),
    ],
)
def test_first_and_last_second(
    anchors: TrustAnchors, leaf: Certificate, at: datetime, fault: Fault | None
) -> None:
    assert verdict(anchors, leaf, at=at) is fault


def test_a_time_without_zone_is_refused(
    anchors: TrustAnchors, leaf: Certificate
) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        anchors.check(leaf, Purpose.AUTHENTICATION, naive)


def test_another_authority_of_the_same_name(
    tmp_path: Path, leaf: Certificate, card_keys: CardKeys
) -> None:
    """Generations share their names: keys tell them apart."""
    other = SyntheticAuthority.create(ISSUED)
    other.write_anchors(tmp_path)
    anchors = TrustAnchors.load(tmp_path, production=False)
    assert verdict(anchors, leaf) is Fault.UNTRUSTED
    issued = other.issue(PEOPLE["worker"], ISSUED, card_keys)
    own = certificates.parse(issued.authentication_certificate)
    assert verdict(anchors, own) is None


def test_two_generations_side_by_side(
    authority: SyntheticAuthority,
    tmp_path: Path,
    leaf: Certificate,
    card_keys: CardKeys,
) -> None:
    other = SyntheticAuthority.create(ISSUED)
    (tmp_path / "both.pem").write_bytes(
        b"".join(ssl_pem(own.root(Line.AUTHENTICATION)) for own in (other, authority))
    )
    anchors = TrustAnchors.load(tmp_path, production=False)
    issued = other.issue(PEOPLE["worker"], ISSUED, card_keys)
    for own in (leaf, certificates.parse(issued.authentication_certificate)):
        assert verdict(anchors, own) is None


def ssl_pem(der: bytes) -> bytes:
    """The same as PEM."""
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def test_a_changed_certificate(anchors: TrustAnchors, leaf: Certificate) -> None:
    """One bit of the serial number, which nothing else checks."""
    der = bytearray(leaf.der)
    der[18] ^= 1
    changed = certificates.parse(bytes(der))
    assert verdict(anchors, changed) is Fault.UNTRUSTED


# --- Profiles: leaves of an authority made here --------------------------------------

Change = Callable[[x509.CertificateBuilder], x509.CertificateBuilder]
USAGE = {
    "digital_signature": True,
    "content_commitment": False,
    "key_encipherment": False,
    "data_encipherment": False,
    "key_agreement": False,
    "key_cert_sign": False,
    "crl_sign": False,
    "encipher_only": False,
    "decipher_only": False,
}


class Workshop:
    """An authority whose leaves may say anything of themselves."""

    def __init__(self, folder: Path) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        self.leaf_key = rsa.generate_private_key(65537, 2048)
        self.folder = folder
        self.root = self.authority("JPKI", "JPKI for user authentication", self.key)
        self.keep("root.der", self.root.public_bytes(Encoding.DER))

    def authority(
        self,
        organization: str,
        unit: str,
        key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
        *,
        ca: bool = True,
        days: int = 3650,
    ) -> x509.Certificate:
        """A self-signed authority."""
        name = x509.Name(
            [
                x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, organization),
                x509.NameAttribute(x509.NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
            ]
        )
        return (
            x509.CertificateBuilder(name, name, key.public_key(), 1)
            .not_valid_before(ISSUED - timedelta(days=365))
            .not_valid_after(ISSUED + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca, None), critical=True)
            .add_extension(
                x509.KeyUsage(**(USAGE | {"key_cert_sign": ca})), critical=True
            )
            .sign(key, hashes.SHA256())
        )

    def keep(self, name: str, content: bytes) -> None:
        """Put a file among the anchors."""
        (self.folder / name).write_bytes(content)

    def leaf(
        self,
        change: Change = lambda builder: builder,
        *,
        usage: dict[str, bool] | None = None,
        algorithm: hashes.SHA256 | hashes.SHA224 | hashes.SHA512 | None = None,
        days: int = 365,
    ) -> Certificate:
        """A leaf with the key usage of an authentication certificate."""
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "x")])
        key = self.leaf_key.public_key()
        builder = (
            x509.CertificateBuilder(self.root.subject, subject, key, 2)
            .not_valid_before(ISSUED)
            .not_valid_after(ISSUED + timedelta(days=days))
        )
        if usage != {}:
            own = x509.KeyUsage(**(USAGE | (usage or {})))
            builder = builder.add_extension(own, critical=True)
        signed = change(builder).sign(self.key, algorithm or hashes.SHA256())
        return Certificate(
            signed.public_bytes(Encoding.DER),
            key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
            signed.not_valid_before_utc,
            signed.not_valid_after_utc,
        )

    def anchors(self, *, production: bool = False) -> TrustAnchors:
        """The anchors in the folder."""
        return TrustAnchors.load(self.folder, production=production)


@pytest.fixture(scope="session")
def session_workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Keys take a while: made once."""
    return Workshop(tmp_path_factory.mktemp("workshop"))


@pytest.fixture
def workshop(session_workshop: Workshop, tmp_path: Path) -> Workshop:
    """Its anchors in a folder of the test's own."""
    session_workshop.folder = tmp_path
    session_workshop.keep("root.der", session_workshop.root.public_bytes(Encoding.DER))
    return session_workshop


def policy(arc: str) -> Change:
    """A critical certificate policy."""
    information = x509.PolicyInformation(x509.ObjectIdentifier(arc), None)
    extension = x509.CertificatePolicies([information])
    return lambda builder: builder.add_extension(extension, critical=True)


def extended_usage(*usages: x509.ObjectIdentifier) -> Change:
    """An extended key usage."""
    extension = x509.ExtendedKeyUsage(usages)
    return lambda builder: builder.add_extension(extension, critical=False)


def unknown(*, critical: bool) -> Change:
    """An extension nobody knows."""
    extension = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\0")
    return lambda builder: builder.add_extension(extension, critical=critical)


CLIENT = ExtendedKeyUsageOID.CLIENT_AUTH
SERVER = ExtendedKeyUsageOID.SERVER_AUTH


def authority_too(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    """A leaf that would issue others."""
    return builder.add_extension(x509.BasicConstraints(True, None), critical=True)


def no_authority(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    """A leaf that says it is one."""
    return builder.add_extension(x509.BasicConstraints(False, None), critical=True)


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        (policy(POLICY + "3.30"), True),
        (policy(POLICY + "3.40"), True),
        (policy(POLICY + "1.20"), False),
        (policy(POLICY + "30.1"), False),
        (policy("1.2.3"), False),
        (extended_usage(CLIENT), True),
        (extended_usage(CLIENT, SERVER), True),
        (extended_usage(SERVER), False),
        (unknown(critical=False), True),
        (unknown(critical=True), False),
        (no_authority, True),
        (authority_too, False),
    ],
)
def test_what_a_leaf_says_of_itself(
    workshop: Workshop, change: Change, fits: bool
) -> None:
    expected = None if fits else Fault.WRONG_PROFILE
    assert verdict(workshop.anchors(), workshop.leaf(change)) is expected


@pytest.mark.parametrize(
    "usage",
    [
        {},
        {"digital_signature": False},
        {"content_commitment": True},
        {"key_cert_sign": True},
    ],
)
def test_key_usage(workshop: Workshop, usage: dict[str, bool]) -> None:
    leaf = workshop.leaf(usage=usage)
    assert verdict(workshop.anchors(), leaf) is Fault.WRONG_PROFILE


@pytest.mark.parametrize(
    ("algorithm", "fault"),
    [
        (hashes.SHA512(), None),
        (hashes.SHA224(), Fault.UNTRUSTED),
    ],
)
def test_signature_algorithms(
    workshop: Workshop,
    algorithm: hashes.SHA224 | hashes.SHA512,
    fault: Fault | None,
) -> None:
    leaf = workshop.leaf(algorithm=algorithm)
    assert verdict(workshop.anchors(), leaf) is fault


def test_a_signature_certificate_must_name_its_holder(
    anchors: TrustAnchors, signature: Certificate
) -> None:
    signature.attributes = None
    assert verdict(anchors, signature, Purpose.SIGNATURE) is Fault.WRONG_PROFILE
    signature.attributes = Attributes("SAMPLE", "", "19900101", "1")
    assert verdict(anchors, signature, Purpose.SIGNATURE) is None


def test_an_anchor_that_has_expired_itself(workshop: Workshop) -> None:
    old = workshop.authority(
        "JPKI", "JPKI for user authentication", workshop.key, days=1
    )
    workshop.keep("root.der", old.public_bytes(Encoding.DER))
    anchors = workshop.anchors()
    assert verdict(anchors, workshop.leaf(), at=ISSUED) is None
    assert verdict(anchors, workshop.leaf()) is Fault.UNTRUSTED


def test_an_anchor_of_the_other_line(workshop: Workshop) -> None:
    other = workshop.authority("JPKI", "JPKI for digital signature", workshop.key)
    workshop.keep("root.der", other.public_bytes(Encoding.DER))
    leaf = workshop.leaf()
    assert verdict(workshop.anchors(), leaf) is Fault.WRONG_PROFILE


# --- Loading ---------------------------------------------------------------------


def refusal(workshop: Workshop, *, production: bool = False) -> str:
    """The line that says why the folder is refused."""
    with pytest.raises(ValueError, match=str(workshop.folder)) as caught:
        workshop.anchors(production=production)
    line = str(caught.value)
    assert "\n" not in line
    return line


@pytest.mark.parametrize(
    "organization", ["JPKI-SYNTHETIC", "JPKI-TEST", "Jpki-Test-Synthetic"]
)
def test_production_trusts_no_test_authority(
    workshop: Workshop, organization: str
) -> None:
    unit = "JPKI for user authentication"
    test = workshop.authority(organization, unit, workshop.key)
    workshop.anchors(production=True)
    workshop.keep("test.pem", test.public_bytes(Encoding.PEM))
    workshop.anchors(production=False)
    assert "test.pem: a test authority" in refusal(workshop, production=True)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("noise.pem", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
        ("noise.der", b"\x30\x03\x01\x02\x03"),
        ("empty.crt", b""),
    ],
)
def test_a_file_that_is_no_certificate(
    workshop: Workshop, name: str, content: bytes
) -> None:
    workshop.keep(name, content)
    assert f"{name}: no readable certificate" in refusal(workshop)


def test_a_leaf_is_no_anchor(workshop: Workshop) -> None:
    workshop.keep("leaf.cer", workshop.leaf().der)
    assert "leaf.cer: not an RSA certificate authority" in refusal(workshop)


def test_an_authority_of_another_key_type_is_no_anchor(workshop: Workshop) -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    other = workshop.authority("JPKI", "JPKI for user authentication", key)
    workshop.keep("next.der", other.public_bytes(Encoding.DER))
    assert "next.der: not an RSA certificate authority" in refusal(workshop)


def test_an_empty_folder_and_none(workshop: Workshop) -> None:
    (workshop.folder / "root.der").unlink()
    workshop.keep("README", b"not a certificate by its name")
    assert "no trust anchor" in refusal(workshop)
    workshop.folder /= "missing"
    assert "no such folder" in refusal(workshop)


def test_a_file_that_cannot_be_opened(workshop: Workshop) -> None:
    (workshop.folder / "folder.pem").mkdir()
    assert "folder.pem: cannot be read" in refusal(workshop)
