"""What is stored, byte for byte where the specifications say so."""

import hashlib
import io
from dataclasses import replace
from datetime import date

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from PIL import Image

from kiosk.emulator.people import PEOPLE
from kiosk.emulator.residence.authority import ResidenceSigner
from kiosk.emulator.residence.behaviour import (
    AbsentFace,
    AbsentProof,
    Address,
    Signature,
    Writing,
)
from kiosk.emulator.residence.contents import folders
from kiosk.emulator.residence.holders import Holder, Kind, holder

USUAL = Writing()
CHILD = replace(holder("worker"), child=True)
Signers = dict[bool, ResidenceSigner]


def files(
    signers: Signers,
    kind: Kind,
    own: Holder | None = None,
    writing: Writing = USUAL,
) -> tuple[dict[int, bytes], dict[int, bytes], dict[int, bytes]]:
    """The files of DF1, DF2 and DF3 by short identifier."""
    _, *rest = folders(kind, own or holder("worker"), signers[kind.is_first], writing)
    first, second, third = (dict(own.files) for own in rest)
    return first, second, third


def test_the_first_generation(signers: Signers) -> None:
    df1, df2, df3 = files(signers, Kind.RESIDENCE_1)
    assert df1[0x05].startswith(bytes.fromhex("D0821B58"))
    assert df1[0x06].startswith(bytes.fromhex("D1820BB8"))
    address = PEOPLE["worker"].address.encode()
    assert df2[0x01] == (
        b"\xd2\x0820260701\xd3\x06999999\xd4\x82\x01\x40"
        + address
        + bytes(320 - len(address))
    )
    assert df2[0x02].startswith(b"\xd5\x78" + "許可：".encode())
    assert df2[0x03] == b"\xd6\x78" + bytes(120)
    assert df2[0x04] == b"\xd7\x010"
    assert df3[0x02].startswith(bytes.fromhex("DA820100"))
    assert df3[0x02][260:264] == bytes.fromhex("DB8204B0")


def test_the_second_generation(signers: Signers) -> None:
    df1, df2, df3 = files(signers, Kind.RESIDENCE_2)
    assert df1[0x01] == b"\xc2\x0cAA00000001ZZ"
    assert df1[0x03] == (
        b"\xc5\x0820290331\xc6\x0819920229\xc7\x011\xc8\x03ZZZ\xc9\x0aINVENTED01"
        b"\xce\x040208\xca\x02Z1\xcb\x0820260701\xcc\x012\xcd\x0820290331"
    )
    assert df1[0x04].startswith(bytes.fromhex("D08209C4"))
    assert df1[0x04][2504:].startswith(bytes.fromhex("D1820BB8"))
    assert df1[0x06].startswith(bytes.fromhex("DFD18209C4"))
    assert df2[0x01] == b"\xd5\x071" + bytes(6) + b"\xd6\x0820280331\xd7\x010"
    assert df2[0x02] == b"\xd8\x010"
    assert df2[0x03] == b"\xd9\x010\xde\x81\xc8" + bytes(201)
    assert df3[0x02].startswith(bytes.fromhex("DC60"))
    assert df3[0x02][98:100] == bytes.fromhex("DD82")

    special, back, _ = files(signers, Kind.SPECIAL_2)
    assert special[0x03] == df1[0x03][:46]
    assert back == {0x03: df2[0x03]}


def test_pictures_are_of_their_formats(signers: Signers) -> None:
    first, _, _ = files(signers, Kind.RESIDENCE_1)
    second, _, _ = files(signers, Kind.RESIDENCE_2)
    for content in (first[0x05][4:], second[0x04][4:2504], second[0x06][5:]):
        with Image.open(io.BytesIO(content)) as image:
            assert (image.format, image.mode) == ("TIFF", "1")
            assert image.info["compression"] == "group4"
            assert image.convert("L").getextrema() == (0, 255)
    for content in (first[0x06][4:], second[0x04][2508:]):
        with Image.open(io.BytesIO(content)) as image:
            assert (image.format, image.mode) == ("JPEG2000", "RGB")
            image.load()


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("kind", Kind)
def test_everybody_fits(signers: Signers, kind: Kind, person: str) -> None:
    df1, _, _ = files(signers, kind, holder(person))
    sizes = {True: {5: 7004, 6: 3004}, False: {4: 5508, 6: 2505}}[kind.is_first]
    assert {at: len(df1[at]) for at in sizes} == sizes


def test_everybody_has_a_number_of_their_own() -> None:
    assert len({holder(person).number for person in PEOPLE}) == len(PEOPLE)


@pytest.mark.parametrize(
    ("until", "period"),
    [(None, "0000"), (date(2027, 7, 1), "0100"), (date(2026, 10, 1), "0003")],
)
def test_how_long_the_stay_is(until: date | None, period: str) -> None:
    person = replace(PEOPLE["worker"], stay_until=until)
    own = Holder(person, "AA00000001ZZ", issued="20260701")
    assert own.period == period
    assert own.card_expires == ("20330701" if until is None else f"{until:%Y%m%d}")


@pytest.mark.parametrize(
    ("form", "stored"),
    [
        (AbsentFace.NO_CONTENT, b"\xd1\x00" + bytes(3002)),
        (AbsentFace.ZEROS, b"\xd1\x82\x0b\xb8" + bytes(3000)),
        (AbsentFace.BLANK_FILE, bytes(3004)),
    ],
)
@pytest.mark.parametrize("kind", [Kind.RESIDENCE_1, Kind.RESIDENCE_2])
def test_a_photo_that_is_not_there(
    signers: Signers, kind: Kind, form: AbsentFace, stored: bytes
) -> None:
    df1, _, _ = files(signers, kind, CHILD, Writing(face=form))
    assert (df1[0x06] if kind.is_first else df1[0x04][2504:]) == stored


@pytest.mark.parametrize(
    ("form", "stored"),
    [(AbsentProof.TWO_OBJECTS, b"\xda\0\xdb\0"), (AbsentProof.ONE_OBJECT, b"\xda\0")],
)
def test_a_signature_that_is_not_there(
    signers: Signers, form: AbsentProof, stored: bytes
) -> None:
    _, _, df3 = files(signers, Kind.RESIDENCE_1, CHILD, Writing(proof=form))
    assert df3[0x02] == stored.ljust(1464, b"\0")
    _, _, df3 = files(signers, Kind.RESIDENCE_2, CHILD, Writing(proof=form))
    assert df3[0x02].startswith(b"\xdc\x60")


def test_what_the_back_may_lack(signers: Signers) -> None:
    for writing, place, stored in (
        (Writing(withdrawn=True), 0x02, bytes(122)),
        (Writing(withdrawn=True), 0x03, bytes(122)),
        (Writing(address=Address.BLANK_FILE), 0x01, bytes(342)),
        (
            Writing(address=Address.ZEROS),
            0x01,
            b"\xd2\x08"
            + bytes(8)
            + b"\xd3\x06"
            + bytes(6)
            + b"\xd4\x82\1\x40"
            + bytes(320),
        ),
    ):
        _, df2, _ = files(signers, Kind.RESIDENCE_1, writing=writing)
        assert df2[place] == stored
    narrow = Writing(narrow_permission=True)
    _, df2, _ = files(signers, Kind.RESIDENCE_2, writing=narrow)
    assert df2[0x01] == b"\xd5\x011\xd6\x0820280331\xd7\x010" + bytes(6)
    _, df2, _ = files(
        signers, Kind.RESIDENCE_1, writing=Writing(encoding="shift_jis_2004")
    )
    assert PEOPLE["worker"].address.encode("shift_jis_2004") in df2[0x01]


def test_the_first_generation_is_signed(signers: Signers) -> None:
    df1, _, df3 = files(signers, Kind.RESIDENCE_1)
    signed = df1[0x05][4:] + df1[0x06][4:]
    assert len(signed) == 10_000
    code, certificate = df3[0x02][4:260], df3[0x02][264:]
    key = x509.load_der_x509_certificate(certificate.rstrip(b"\0")).public_key()
    assert isinstance(key, RSAPublicKey)
    key.verify(code, signed, PKCS1v15(), SHA256())

    _, _, df3 = files(
        signers, Kind.RESIDENCE_1, writing=Writing(signature=Signature.OTHER)
    )
    numbers = key.public_numbers()
    opened = pow(int.from_bytes(df3[0x02][4:260], "big"), numbers.e, numbers.n)
    bare = b"\x00\x01" + b"\xff" * 221 + b"\x00" + hashlib.sha256(signed).digest()
    assert opened.to_bytes(256, "big") == bare

    _, _, df3 = files(
        signers, Kind.RESIDENCE_1, writing=Writing(signature=Signature.FORGED)
    )
    with pytest.raises(InvalidSignature):
        key.verify(df3[0x02][4:260], signed, PKCS1v15(), SHA256())


@pytest.mark.parametrize("kind", [Kind.RESIDENCE_2, Kind.SPECIAL_2])
def test_the_second_generation_is_signed(signers: Signers, kind: Kind) -> None:
    plain = Writing(null_parameters=False)
    df1, _, df3 = files(signers, kind, writing=plain)
    entries, at = b"", 0
    while at < len(df1[0x03]):
        size = df1[0x03][at + 1]
        entries += df1[0x03][at + 2 : at + 2 + size]
        at += 2 + size
    assert len(entries) == (34 if kind.is_special else 53)
    signed = entries.ljust(53, b"\0") + df1[0x04][2508:] + df1[0x04][4:2504]
    assert len(signed) == 5553
    code = df3[0x02][2:98]
    size = int.from_bytes(df3[0x02][100:102], "big")
    der = df3[0x02][102 : 102 + size]
    key = x509.load_der_x509_certificate(der).public_key()
    assert isinstance(key, EllipticCurvePublicKey)
    raw = encode_dss_signature(int.from_bytes(code[:48]), int.from_bytes(code[48:]))
    key.verify(raw, signed, ECDSA(SHA256()))

    other = Writing(signature=Signature.OTHER, null_parameters=False)
    _, _, df3 = files(signers, kind, writing=other)
    key.verify(df3[0x02][2 : 2 + df3[0x02][1]], signed, ECDSA(SHA256()))
