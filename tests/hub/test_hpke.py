"""Keys sealed for a public key, against RFC 9180."""

import os

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kiosk.hub import hpke
from kiosk.hub.faults import CannotOpenError
from tests.hub import rfc9180

_INFO = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
_TEXT = bytes.fromhex("4265617574792069732074727574682c20747275746820626561757479")
_AAD = b"Count-0"
# RFC 9180, A.1.1 and A.2.1 (base mode, sequence number 0): skEm, skRm, pkRm, enc, ct.
_VECTORS = {
    1: (
        "52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736",
        "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8",
        "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d",
        "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
        "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
        "6d8770ac83d07bea87e13c512a",
    ),
    3: (
        "f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600",
        "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb",
        "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a",
        "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a",
        "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db"
        "21993c62ce81883d2dd1b51a28",
    ),
}
_AEADS = {1: AEAD.AES_128_GCM, 2: AEAD.AES_256_GCM, 3: AEAD.CHACHA20_POLY1305}


@pytest.mark.parametrize("aead", _VECTORS)
def test_the_second_implementation_gives_the_vectors_of_the_rfc(aead: int) -> None:
    ephemeral, private, public, enc, ct = map(bytes.fromhex, _VECTORS[aead])
    assert hpke.public_of(private) == public
    sealed = rfc9180.seal(_TEXT, ephemeral, public, _INFO, _AAD, aead)
    assert sealed == enc + ct


@pytest.mark.parametrize("aead", _AEADS)
def test_what_the_second_implementation_seals_cryptography_opens(aead: int) -> None:
    private = os.urandom(32)
    sealed = rfc9180.seal(
        _TEXT, os.urandom(32), hpke.public_of(private), _INFO, b"", aead
    )
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, _AEADS[aead])
    key = X25519PrivateKey.from_private_bytes(private)
    assert suite.decrypt(sealed, key, _INFO) == _TEXT


def test_ours_is_the_suite_with_aes_256() -> None:
    private, key = os.urandom(32), os.urandom(32)
    public = hpke.public_of(private)
    sealed = rfc9180.seal(key, os.urandom(32), public, _INFO, b"", 2)
    assert hpke.unwrap(sealed, private, _INFO) == key
    assert len(sealed) == hpke.KEY_BYTES + hpke.OVERHEAD_BYTES


def test_what_was_wrapped_opens_with_its_key_and_info_alone() -> None:
    private, key = os.urandom(32), os.urandom(32)
    wrapped = hpke.wrap(key, hpke.public_of(private), b"this")
    assert hpke.unwrap(wrapped, private, b"this") == key
    for wrong in (
        (wrapped, os.urandom(32), b"this"),
        (wrapped, private, b"that"),
        (wrapped[:-1], private, b"this"),
        (b"", private, b"this"),
        (bytes(80), private, b"this"),
    ):
        with pytest.raises(CannotOpenError):
            hpke.unwrap(*wrong)
