"""Certificates of the card, compared with what the openssl command reads in them."""

import re
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.card import certificates
from kiosk.card.faults import CardError, Fault
from kiosk.emulator.authority import CardKeys, Identity, SyntheticAuthority
from kiosk.emulator.people import PEOPLE
from tests.emulator.fixtures import ISSUED

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


def openssl(der: bytes, *wanted: str) -> str:
    """What the openssl command says of a certificate."""
    done = subprocess.run(
        ["openssl", "x509", "-inform", "der", "-noout", *wanted],
        input=der,
        capture_output=True,
        check=True,
        env={"LC_ALL": "C"},
    )
    return done.stdout.decode()


def self_signed(key: Key) -> bytes:
    """Some certificate of a key."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "x")])
    algorithm = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(ISSUED)
        .not_valid_after(ISSUED + timedelta(days=1))
        .sign(key, algorithm)
        .public_bytes(Encoding.DER)
    )


@pytest.mark.parametrize("field", ["authentication", "signature"])
def test_as_openssl_reads_it(identity: Identity, field: str) -> None:
    der = getattr(identity, f"{field}_certificate")
    found = certificates.parse(der + b"\xff" * 300)
    assert found.der == der
    dates = dict(re.findall(r"(not\w+)=(.+)", openssl(der, "-dates")))
    for name, at in (("notBefore", found.not_before), ("notAfter", found.not_after)):
        assert at.tzinfo is UTC
        # %d is padded with a space there.
        assert f"{at:%b} {at.day:2} {at:%H:%M:%S %Y} GMT" == dates[name]
    pem = openssl(der, "-pubkey")
    assert "".join(pem.splitlines()[1:-1]) == _base64(found.public_key)


def _base64(octets: bytes) -> str:
    done = subprocess.run(
        ["openssl", "base64", "-A"], input=octets, capture_output=True, check=True
    )
    return done.stdout.decode()


@pytest.mark.parametrize("person", PEOPLE)
def test_attributes_are_only_in_the_signature_certificate(
    authority: SyntheticAuthority, card_keys: CardKeys, person: str
) -> None:
    own = PEOPLE[person]
    issued = authority.issue(own, ISSUED, card_keys)
    assert certificates.parse(issued.authentication_certificate).attributes is None
    assert issued.signature_certificate is not None
    found = certificates.parse(issued.signature_certificate).attributes
    assert found is not None
    assert (found.name, found.address) == (own.name, own.address)
    assert (found.birth_date, found.sex) == (own.birth_date, own.sex)


@pytest.mark.parametrize(
    "key",
    [
        ec.generate_private_key(ec.SECP384R1()),
        ed25519.Ed25519PrivateKey.generate(),
        rsa.generate_private_key(65537, 3072),
        rsa.generate_private_key(65537, 1024),  # noqa: S505
    ],
    ids=["P-384", "Ed25519", "RSA-3072", "RSA-1024"],
)
def test_a_key_that_no_card_of_today_has(key: Key) -> None:
    with pytest.raises(CardError) as caught:
        certificates.parse(self_signed(key))
    assert caught.value.fault is Fault.UNKNOWN_GENERATION


def test_cut_off_anywhere(identity: Identity) -> None:
    der = identity.authentication_certificate
    for end in range(len(der)):
        with pytest.raises(CardError) as caught:
            certificates.parse(der[:end])
        assert caught.value.fault is Fault.UNREADABLE
        assert caught.value.__suppress_context__ or caught.value.__context__ is None


@settings(max_examples=500, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_is_an_error_of_the_card_or_harmless(
    identity: Identity, data: st.DataObject
) -> None:
    der = bytearray(identity.signature_certificate or b"")
    for _ in range(data.draw(st.integers(1, 3))):
        der[data.draw(st.integers(0, len(der) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        found = certificates.parse(bytes(der))
    except CardError as error:
        fault = error.fault
    else:
        fault = Fault.UNREADABLE
        assert isinstance(found.not_after, datetime)
    assert fault in (Fault.UNREADABLE, Fault.UNKNOWN_GENERATION)


@given(content=st.binary(max_size=400))
def test_noise(content: bytes) -> None:
    with pytest.raises(CardError) as caught:
        certificates.parse(content)
    assert caught.value.fault in (Fault.UNREADABLE, Fault.UNKNOWN_GENERATION)


@pytest.mark.parametrize("odd", [0x03, 0x80])
def test_one_octet_that_is_odd_is_refused_or_passed_over_in_silence(
    identity: Identity, odd: int
) -> None:
    """A name that is a BIT STRING, a serial number below zero: the library has an
    error or a warning of another kind for each.
    """
    der = identity.authentication_certificate
    outcomes = set()
    for place in range(4, len(der)):
        try:
            certificates.load(der[:place] + bytes([odd]) + der[place + 1 :])
            outcomes.add("taken")
        except CardError as error:
            outcomes.add(error.fault.value)
    assert outcomes == {"taken", "unreadable"}
