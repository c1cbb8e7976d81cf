"""What the card signs, verified by other implementations than its own."""

import hashlib
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from kiosk.emulator.authority import Identity
from kiosk.emulator.mynumber import VirtualMyNumberCard
from tests.emulator.fixtures import MakeCard
from tests.emulator.wire import JPKI, file, select, sign, verify

DIGEST_INFO = {  # RFC 8017, section 9.2, note 1
    "sha1": "3021300906052B0E03021A05000414",
    "sha256": "3031300D060960864801650304020105000420",
    "sha384": "3041300D060960864801650304020205000430",
    "sha512": "3051300D060960864801650304020305000440",
}


@pytest.fixture
def card(make_card: MakeCard) -> VirtualMyNumberCard:
    """The worker's card with both PINs verified."""
    card = make_card()
    card.power_on()
    for command in (
        *(select(JPKI), file("0018"), verify(b"1234")),
        *(file("001B"), verify(b"ABC123")),
    ):
        assert card.transmit(bytes.fromhex(command)) == b"\x90\x00"
    return card


def signature(card: VirtualMyNumberCard, key: str, data: bytes) -> bytes:
    """A signature of the key in EF ``key``."""
    card.transmit(bytes.fromhex(file(key)))
    answer = card.transmit(bytes.fromhex(sign(data)))
    assert answer[-2:] == b"\x90\x00"
    return answer[:-2]


@pytest.mark.parametrize("size", [1, 19, 51, 244, 245])
def test_the_padding_is_type_1_around_the_bytes_as_given(
    card: VirtualMyNumberCard, identity: Identity, size: int
) -> None:
    """RFC 8017, section 9.2: 00 01 FF..FF 00 and the data, nothing added to it."""
    data = bytes(range(1, 256))[:size]
    certificate = x509.load_der_x509_certificate(identity.authentication_certificate)
    key = certificate.public_key()
    assert isinstance(key, RSAPublicKey)
    numbers = key.public_numbers()

    signed = int.from_bytes(signature(card, "0017", data), "big")

    padded = pow(signed, numbers.e, numbers.n).to_bytes(256, "big")
    assert padded == b"\x00\x01" + b"\xff" * (253 - size) + b"\x00" + data


@pytest.mark.parametrize("hash_name", DIGEST_INFO)
@pytest.mark.parametrize(
    ("key", "field"),
    [("0017", "authentication_certificate"), ("001A", "signature_certificate")],
)
def test_openssl_verifies_it(
    card: VirtualMyNumberCard,
    identity: Identity,
    key: str,
    field: str,
    hash_name: str,
    tmp_path: Path,
) -> None:
    data = b"a challenge nobody has seen before"
    digest = hashlib.new(hash_name, data).digest()
    prefix = bytes.fromhex(DIGEST_INFO[hash_name])
    (tmp_path / "data").write_bytes(data)
    (tmp_path / "signature").write_bytes(signature(card, key, prefix + digest))
    (tmp_path / "certificate").write_bytes(getattr(identity, field))
    script = (
        "openssl x509 -inform der -in certificate -pubkey -noout > key &&"
        f" openssl dgst -{hash_name} -verify key -signature signature data"
    )
    done = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout == "Verified OK\n", done.stderr


def test_one_pin_is_good_for_several_signatures_with_either_form_of_address(
    card: VirtualMyNumberCard,
) -> None:
    first = signature(card, "0017", b"one")
    answer = card.transmit(bytes.fromhex(sign(b"one", 0x97)))
    assert answer == first + b"\x90\x00"
    other_key = card.transmit(bytes.fromhex(sign(b"one", 0x9A)))
    assert other_key[-2:] == b"\x90\x00"
    assert other_key[:-2] != first
