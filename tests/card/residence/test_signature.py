"""What is genuine and what is not, in every form that sources speak of."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.card.residence import signature
from kiosk.card.residence.anchors import ResidenceAnchors
from kiosk.card.residence.card import Contents
from kiosk.card.residence.certificate import load
from kiosk.card.residence.contents import Proof
from kiosk.card.residence.kinds import Generation
from kiosk.card.residence.signature import Authenticity, Form, Verdict
from kiosk.emulator.people import PEOPLE
from kiosk.emulator.residence.authority import ResidenceAuthority
from kiosk.emulator.residence.behaviour import Signature, Writing
from kiosk.emulator.residence.holders import Kind, holder
from tests.card.residence.certificates import AT, indefinite, long_lengths
from tests.card.residence.flow import read_at_desk, second
from tests.emulator.residence.fixtures import ISSUED, MakeCard

DATA = b"what is signed"


@pytest.fixture(scope="module")
def trusted(
    residence_authority: ResidenceAuthority, tmp_path_factory: pytest.TempPathFactory
) -> ResidenceAnchors:
    """The demo site's anchors."""
    folder = tmp_path_factory.mktemp("anchors")
    residence_authority.write_anchors(folder)
    return ResidenceAnchors.load(folder, production=False)


def checked(
    contents: Contents, anchors: ResidenceAnchors, at: datetime = AT
) -> Authenticity:
    """The whole check of one card."""
    generation = contents.card.generation
    return signature.check(contents.signed, contents.proof, generation, anchors, at)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("kind", Kind)
def test_everybody_is_genuine(
    make_card: MakeCard, trusted: ResidenceAnchors, kind: Kind, person: str
) -> None:
    contents = read_at_desk(make_card(kind, person), holder(person).number).contents
    found = checked(contents, trusted)
    if person == "child" and kind.is_first:
        assert found == Authenticity(Verdict.ABSENT)
        return
    assert found.verdict is Verdict.GENUINE
    assert found.form is (Form.STANDARD if kind.is_first else Form.RAW)
    assert found.certificate_holds
    assert found.authority_holds


@pytest.mark.parametrize("null_parameters", [False, True])
@pytest.mark.parametrize(
    ("kind", "written", "verdict", "form"),
    [
        (Kind.RESIDENCE_1, Signature.STANDARD, Verdict.GENUINE, Form.STANDARD),
        (Kind.RESIDENCE_1, Signature.OTHER, Verdict.GENUINE, Form.BARE_HASH),
        (Kind.RESIDENCE_1, Signature.FORGED, Verdict.FORGED, None),
        (Kind.RESIDENCE_2, Signature.STANDARD, Verdict.GENUINE, Form.RAW),
        (Kind.RESIDENCE_2, Signature.OTHER, Verdict.GENUINE, Form.DER),
        (Kind.RESIDENCE_2, Signature.FORGED, Verdict.FORGED, None),
    ],
)
def test_both_forms(
    make_card: MakeCard,
    trusted: ResidenceAnchors,
    kind: Kind,
    written: Signature,
    verdict: Verdict,
    form: Form | None,
    null_parameters: bool,
) -> None:
    writing = Writing(signature=written, null_parameters=null_parameters)
    found = checked(read_at_desk(make_card(kind, writing=writing)).contents, trusted)
    assert (found.verdict, found.form) == (verdict, form)


@pytest.mark.parametrize("kind", [Kind.RESIDENCE_1, Kind.RESIDENCE_2])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_one_bit_of_what_is_signed(
    make_card: MakeCard, trusted: ResidenceAnchors, kind: Kind, data: st.DataObject
) -> None:
    contents = read_at_desk(make_card(kind)).contents
    signed = bytearray(contents.signed)
    place = data.draw(st.integers(0, len(signed) - 1))
    signed[place] ^= 1 << data.draw(st.integers(0, 7))
    generation = contents.card.generation
    found = signature.check(bytes(signed), contents.proof, generation, trusted, AT)
    assert found == Authenticity(Verdict.FORGED)


def test_what_is_not_signed_makes_no_difference(
    make_card: MakeCard, trusted: ResidenceAnchors
) -> None:
    contents = second(make_card(Kind.RESIDENCE_2))
    changed = replace(contents, address=None, renewal="1")
    assert checked(changed, trusted).verdict is Verdict.GENUINE
    swapped = replace(contents, face=contents.name, name=contents.face)
    assert checked(swapped, trusted).verdict is Verdict.FORGED


def test_strangers(make_card: MakeCard, trusted: ResidenceAnchors) -> None:
    stranger = ResidenceAuthority.create(ISSUED)
    for kind, generation in ((Kind.RESIDENCE_1, "1"), (Kind.RESIDENCE_2, "2")):
        signer = stranger.signer(generation, ISSUED)
        contents = read_at_desk(make_card(kind, signer=signer)).contents
        assert checked(contents, trusted) == Authenticity(Verdict.UNTRUSTED)


def test_a_certificate_of_the_other_generation(
    residence_authority: ResidenceAuthority, trusted: ResidenceAnchors
) -> None:
    for generation, other in (("1", Generation.SECOND), ("2", Generation.FIRST)):
        signer = residence_authority.signer(generation, ISSUED)
        proof = Proof(signer.sign(DATA), signer.certificate())
        found = signature.check(DATA, proof, other, trusted, AT)
        assert found == Authenticity(Verdict.WRONG_PROFILE)


def test_dates_are_reported_and_decide_nothing(
    residence_authority: ResidenceAuthority, trusted: ResidenceAnchors
) -> None:
    signer = residence_authority.signer("2", ISSUED, ISSUED + timedelta(days=1))
    proof = Proof(signer.sign(DATA), signer.certificate())

    def holds(at: datetime) -> tuple[bool | None, bool | None]:
        found = signature.check(DATA, proof, Generation.SECOND, trusted, at)
        assert found.verdict is Verdict.GENUINE
        return found.certificate_holds, found.authority_holds

    assert holds(ISSUED) == (True, True)
    assert holds(AT) == (False, True)
    assert holds(datetime(2050, 1, 1, tzinfo=UTC)) == (False, False)
    with pytest.raises(ValueError, match="zone"):
        signature.check(
            DATA,
            proof,
            Generation.SECOND,
            trusted,
            datetime(2026, 1, 1),  # noqa: DTZ001
        )


def test_the_authority_is_named(
    residence_authority: ResidenceAuthority, trusted: ResidenceAnchors
) -> None:
    signer = residence_authority.signer("1", ISSUED)
    proof = Proof(signer.sign(DATA), signer.certificate())
    found = signature.check(DATA, proof, Generation.FIRST, trusted, AT)
    issuer = trusted.issuer(load(signer.certificate()))
    assert issuer is not None
    assert found.authority == issuer.fingerprint


@pytest.mark.parametrize(
    "form", [indefinite, long_lengths, lambda der: der + bytes(300)]
)
@pytest.mark.parametrize("generation", ["1", "2"])
def test_certificates_that_are_not_quite_der(
    residence_authority: ResidenceAuthority,
    trusted: ResidenceAnchors,
    generation: str,
    form: object,
) -> None:
    assert callable(form)
    signer = residence_authority.signer(generation, ISSUED)
    proof = Proof(signer.sign(DATA), form(signer.certificate()))
    kind = Generation.FIRST if generation == "1" else Generation.SECOND
    assert signature.check(DATA, proof, kind, trusted, AT).verdict is Verdict.GENUINE


@pytest.mark.parametrize("certificate", [b"", b"\x30\x03\x02\x01\x01", bytes(1200)])
def test_a_certificate_that_is_none(
    trusted: ResidenceAnchors, certificate: bytes
) -> None:
    found = signature.check(
        DATA, Proof(b"x", certificate), Generation.FIRST, trusted, AT
    )
    assert found == Authenticity(Verdict.UNREADABLE)


@pytest.mark.parametrize("generation", ["1", "2"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(check_code=st.binary(max_size=300) | st.binary(min_size=256, max_size=256))
def test_whatever_the_check_code(
    residence_authority: ResidenceAuthority,
    trusted: ResidenceAnchors,
    generation: str,
    check_code: bytes,
) -> None:
    signer = residence_authority.signer(generation, ISSUED)
    kind = Generation.FIRST if generation == "1" else Generation.SECOND
    proof = Proof(check_code, signer.certificate())
    assert signature.check(DATA, proof, kind, trusted, AT).verdict is Verdict.FORGED


def padded(block: bytes, length: int = 256) -> bytes:
    """Type 1 padding, over the whole length."""
    return b"\0\1" + b"\xff" * (length - 3 - len(block)) + b"\0" + block


def test_the_padding_of_rsa_is_strict() -> None:
    """Raw private operations over blocks that a lax check would accept."""
    import hashlib

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    numbers = key.private_numbers()
    digest = hashlib.sha256(DATA).digest()
    info = bytes.fromhex("3031300D060960864801650304020105000420")
    short_info = bytes.fromhex("302F300B0609608648016503040201" + "0420")
    filler = b"\xff" * 100

    def form(block: bytes) -> Form | None:
        raised = pow(int.from_bytes(block, "big"), numbers.d, numbers.public_numbers.n)
        code = raised.to_bytes(256, "big")
        return signature._rsa_form(DATA, code, key.public_key())

    assert form(padded(info + digest)) is Form.STANDARD
    assert form(padded(digest)) is Form.BARE_HASH
    for wrong in (
        padded(short_info + digest),
        padded(info + digest + b"\0"),
        padded(info + digest[:-1] + b"\0"),
        padded(digest + digest),
        b"\0\1" + filler + b"\0" + info + digest + bytes(256 - 103 - 51),
        b"\0\1" + filler + b"\0" + digest + bytes(256 - 103 - 32),
        b"\0\2" + padded(info + digest)[2:],
        b"\0\1\0" + bytes(201) + b"\0" + info + digest,
        b"\0\1" + b"\xff" * 150 + b"\xfe" * 52 + b"\0" + digest + bytes(19),
    ):
        assert len(wrong) == 256
        assert form(wrong) is None, wrong.hex()


def test_ecdsa_raw_and_der() -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    der = key.sign(DATA, ec.ECDSA(SHA256()))
    r, s = decode_dss_signature(der)
    raw = r.to_bytes(48, "big") + s.to_bytes(48, "big")

    def form(code: bytes, data: bytes = DATA) -> Form | None:
        return signature._ecdsa_form(data, code, key.public_key())

    assert form(raw) is Form.RAW
    assert form(der) is form(der + bytes(9)) is Form.DER
    assert form(key.sign(DATA, ec.ECDSA(SHA384()))) is None
    for wrong in (b"", b"\x30", bytes(96), raw[:-1], raw + b"\0", der[:-1], der + b"\1",
                  raw[48:] + raw[:48], b"\xff" * 96):  # fmt: skip
        assert form(wrong) is None
    assert form(raw, b"other data") is None


def test_a_leaf_that_is_not_meant_to_sign(tmp_path: Path) -> None:
    """Issued by a trusted authority, but for something else, or itself one."""
    root = ec.generate_private_key(ec.SECP384R1())
    key = ec.generate_private_key(ec.SECP384R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "SYNTHETIC")])

    def issue(
        public: ec.EllipticCurvePublicKey, *, ca: bool, signs: bool | None
    ) -> bytes:
        builder = (
            x509.CertificateBuilder(name, name, public, 7)
            .not_valid_before(AT)
            .not_valid_after(AT + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca, None), critical=True)
        )
        if signs is not None:
            usage = dict.fromkeys(
                [
                    *("content_commitment", "key_encipherment", "data_encipherment"),
                    *("key_agreement", "key_cert_sign", "encipher_only"),
                    "decipher_only",
                ],
                False,
            )
            builder = builder.add_extension(
                x509.KeyUsage(digital_signature=signs, crl_sign=True, **usage),
                critical=True,
            )
        return builder.sign(root, SHA256()).public_bytes(Encoding.DER)

    (tmp_path / "root.der").write_bytes(issue(root.public_key(), ca=True, signs=None))
    anchors = ResidenceAnchors.load(tmp_path, production=False)
    code = key.sign(DATA, ec.ECDSA(SHA256()))
    for ca, signs, verdict in (
        (False, True, Verdict.GENUINE),
        (False, None, Verdict.GENUINE),
        (False, False, Verdict.WRONG_PROFILE),
        (True, True, Verdict.WRONG_PROFILE),
    ):
        proof = Proof(code, issue(key.public_key(), ca=ca, signs=signs))
        found = signature.check(DATA, proof, Generation.SECOND, anchors, AT)
        assert found.verdict is verdict
