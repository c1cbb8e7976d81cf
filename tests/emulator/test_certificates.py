"""The synthetic certificates have the shape of the public ones, and not the name."""

import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.x509.oid import NameOID

from kiosk.emulator.authority import CardKeys, Identity, SyntheticAuthority
from kiosk.emulator.people import PEOPLE
from kiosk.emulator.profile import Line
from kiosk.emulator.validity import certificate_end, fifth_birthday
from tests.emulator.fixtures import ISSUED

SUBJECT_ALTERNATIVE_NAME = "1.2.392.200149.8.5.5"


def extension(certificate: x509.Certificate, kind: type) -> x509.Extension:  # type: ignore[type-arg]
    """One extension."""
    return certificate.extensions.get_extension_for_class(kind)


@pytest.fixture
def authentication(identity: Identity) -> x509.Certificate:
    """The worker's certificate for user authentication."""
    return x509.load_der_x509_certificate(identity.authentication_certificate)


@pytest.fixture
def signature(identity: Identity) -> x509.Certificate:
    """The worker's certificate for digital signature."""
    assert identity.signature_certificate is not None
    return x509.load_der_x509_certificate(identity.signature_certificate)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (Line.AUTHENTICATION, "authentication_certificate"),
        (Line.SIGNATURE, "signature_certificate"),
    ],
)
def test_openssl_builds_the_chain(
    line: Line,
    field: str,
    identity: Identity,
    authority: SyntheticAuthority,
    tmp_path: Path,
) -> None:
    authority.write_anchors(tmp_path)
    (tmp_path / "leaf.der").write_bytes(getattr(identity, field))
    script = (
        "openssl x509 -inform der -in leaf.der -out leaf.pem &&"
        f" openssl verify -x509_strict -attime {int(ISSUED.timestamp())}"
        f" -CAfile {line.value}.pem leaf.pem"
    )
    done = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout == "leaf.pem: OK\n", done.stderr


def test_nothing_passes_for_the_real_service(
    authentication: x509.Certificate, signature: x509.Certificate
) -> None:
    for certificate in (authentication, signature):
        names = certificate.issuer.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        assert [name.value for name in names] == ["JPKI-SYNTHETIC"]


def test_the_authentication_certificate_names_nobody(
    authentication: x509.Certificate,
) -> None:
    der = authentication.tbs_certificate_bytes
    for text in (PEOPLE["worker"].name, PEOPLE["worker"].address, "19920229"):
        assert text.encode() not in der
    assert [attribute.oid for attribute in authentication.subject] == [
        NameOID.COUNTRY_NAME,
        NameOID.COMMON_NAME,
    ]


def test_the_signature_certificate_carries_the_attributes_in_order(
    signature: x509.Certificate,
) -> None:
    names = extension(signature, x509.SubjectAlternativeName).value
    other = [name for name in names if isinstance(name, x509.OtherName)]
    person = PEOPLE["worker"]
    assert [name.type_id.dotted_string for name in other] == [
        f"{SUBJECT_ALTERNATIVE_NAME}.{number}" for number in (1, 4, 3, 5, 2, 6)
    ]
    texts = [name.value[2:].decode() for name in other]
    assert all(name.value[0] == 0x0C for name in other)  # UTF8String
    assert texts[:4] == [person.name, "019920229", person.sex, person.address]
    assert texts[4:] == ["0" * len(person.name), "0" * len(person.address)]


@pytest.mark.parametrize("person", PEOPLE)
def test_any_name_fits(
    person: str, authority: SyntheticAuthority, card_keys: CardKeys
) -> None:
    issued = authority.issue(PEOPLE[person], ISSUED, card_keys)
    assert issued.signature_certificate is not None
    certificate = x509.load_der_x509_certificate(issued.signature_certificate)
    names = extension(certificate, x509.SubjectAlternativeName).value
    assert PEOPLE[person].name.encode() in names[0].value
    assert PEOPLE[person].address.encode() in names[3].value


def test_key_usage_and_policy_tell_the_lines_apart(
    authentication: x509.Certificate, signature: x509.Certificate
) -> None:
    for certificate, non_repudiation, policy in (
        (authentication, False, "1.2.392.200149.8.5.1.3.30"),
        (signature, True, "1.2.392.200149.8.5.1.1.20"),
    ):
        usage = extension(certificate, x509.KeyUsage)
        assert usage.critical
        assert usage.value.digital_signature
        assert usage.value.content_commitment is non_repudiation
        policies = extension(certificate, x509.CertificatePolicies)
        assert policies.critical
        assert [one.policy_identifier.dotted_string for one in policies.value] == [
            policy
        ]


def test_the_leaf_names_the_key_of_its_authority(
    signature: x509.Certificate, authority: SyntheticAuthority
) -> None:
    root = x509.load_der_x509_certificate(authority.root(Line.SIGNATURE))
    own = extension(root, x509.SubjectKeyIdentifier).value
    named = extension(signature, x509.AuthorityKeyIdentifier).value
    assert named.key_identifier == own.digest
    point = extension(signature, x509.CRLDistributionPoints).value[0].full_name[0]
    assert isinstance(point, x509.DirectoryName)


def test_the_sizes_are_those_of_real_ones(identity: Identity) -> None:
    """1571 and 1583 bytes, 1742 and more with a long address, have been seen."""
    assert identity.signature_certificate is not None
    assert abs(len(identity.authentication_certificate) - 1575) < 50
    assert abs(len(identity.signature_certificate) - 1742) < 100
    assert abs(len(identity.authentication_authority) - 1317) < 30
    assert abs(len(identity.signature_authority) - 1302) < 30


@pytest.mark.parametrize(
    ("birth_date", "after", "expected"),
    [
        # Issued 27 October 2025, birthday 17 February, lapses 17 February 2030.
        ("19800217", date(2025, 10, 27), date(2030, 2, 17)),
        ("19800217", date(2025, 2, 16), date(2029, 2, 17)),
        ("19800217", date(2025, 2, 17), date(2030, 2, 17)),
        ("19920229", date(2026, 11, 2), date(2031, 2, 28)),
        ("19920229", date(2023, 3, 1), date(2028, 2, 29)),
    ],
)
def test_the_fifth_birthday(birth_date: str, after: date, expected: date) -> None:
    assert fifth_birthday(birth_date, after) == expected


def test_validity_ends_with_the_day_in_japan() -> None:
    assert certificate_end(PEOPLE["permanent"], ISSUED) == datetime(
        2031, 8, 15, 14, 59, 59, tzinfo=UTC
    )


def test_validity_ends_with_the_period_of_stay_if_that_is_earlier() -> None:
    assert certificate_end(PEOPLE["worker"], ISSUED) == datetime(
        2029, 3, 31, 14, 59, 59, tzinfo=UTC
    )


def test_a_lapsed_card_and_one_of_the_next_generation_can_be_issued(
    authority: SyntheticAuthority, card_keys: CardKeys
) -> None:
    end = datetime(2026, 10, 1, tzinfo=UTC)
    lapsed = authority.issue(
        PEOPLE["worker"], datetime(2023, 1, 5, tzinfo=UTC), card_keys, end=end
    )
    certificate = x509.load_der_x509_certificate(lapsed.authentication_certificate)
    assert certificate.not_valid_after_utc == end

    future = authority.issue(
        PEOPLE["worker"], ISSUED, CardKeys.new(next_generation=True)
    )
    certificate = x509.load_der_x509_certificate(future.authentication_certificate)
    key = certificate.public_key()
    assert isinstance(key, EllipticCurvePublicKey)
    assert key.curve.name == "secp384r1"
