"""The authorities of virtual residence cards, and what they keep on disk."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from kiosk.emulator.residence.authority import ResidenceAuthority
from kiosk.emulator.residence.settings import parse_settings
from kiosk.emulator.residence.workshop import (
    build_residence_card,
    residence_authority_in,
)
from tests.emulator.residence.fixtures import ISSUED
from tests.emulator.residence.wire import DF3, Client

NULL = bytes.fromhex("300C06082A8648CE3D0403020500")


def anchor(authority: ResidenceAuthority, folder: Path, generation: str) -> bytes:
    """A root as PEM."""
    authority.write_anchors(folder)
    return (folder / f"residence-{generation}.pem").read_bytes()


@pytest.mark.parametrize("generation", ["1", "2"])
def test_a_certificate_is_issued_directly(
    residence_authority: ResidenceAuthority, tmp_path: Path, generation: str
) -> None:
    pem = anchor(residence_authority, tmp_path, generation)
    root = x509.load_pem_x509_certificate(pem)
    root.verify_directly_issued_by(root)
    constraints = root.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert constraints.ca
    assert constraints.path_length == 0
    assert b"SYNTHETIC" in root.subject.public_bytes()

    signer = residence_authority.signer(generation, ISSUED)
    leaf = x509.load_der_x509_certificate(signer.certificate())
    leaf.verify_directly_issued_by(root)
    assert leaf.not_valid_before_utc == ISSUED
    assert leaf.not_valid_after_utc == root.not_valid_after_utc
    assert len(signer.certificate()) <= {"1": 1200, "2": 602}[generation]


def test_null_parameters_inside_and_out_and_signed_as_they_stand(
    residence_authority: ResidenceAuthority, tmp_path: Path
) -> None:
    root = x509.load_pem_x509_certificate(anchor(residence_authority, tmp_path, "2"))
    der = residence_authority.signer("2", ISSUED).certificate(null_parameters=True)
    assert der.count(NULL) == 2
    with pytest.raises(ValueError, match=r"ExtraData|parse"):
        x509.load_der_x509_certificate(der)
    # Certificate ::= SEQUENCE { tbs, algorithm, BIT STRING }: lengths are long forms.
    start = 4 if der[1] == 0x82 else 3
    head = 4 if der[start + 1] == 0x82 else 3
    size = int.from_bytes(der[start + 2 : start + head], "big")
    tbs, rest = der[start : start + head + size], der[start + head + size :]
    assert rest.startswith(NULL)
    signature = rest[len(NULL) + 3 :]
    key = root.public_key()
    assert isinstance(key, EllipticCurvePublicKey)
    key.verify(signature, tbs, ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        key.verify(signature, tbs + b"\0", ECDSA(SHA256()))


def test_only_ecdsa_can_have_them(residence_authority: ResidenceAuthority) -> None:
    with pytest.raises(ValueError, match="ECDSA"):
        residence_authority.signer("1", ISSUED).certificate(null_parameters=True)


def test_the_same_authority_after_a_restart(tmp_path: Path) -> None:
    residence_authority_in(tmp_path, ISSUED)
    before = {path: path.read_bytes() for path in sorted(tmp_path.rglob("*.*"))}
    residence_authority_in(tmp_path, ISSUED)
    assert {path: path.read_bytes() for path in sorted(tmp_path.rglob("*.*"))} == before
    keys = list(tmp_path.rglob("*.key"))
    assert len(keys) == 4
    for path in (*keys, *(key.parent for key in keys)):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    anchors = sorted((tmp_path / "anchors" / "residence").iterdir())
    assert [path.name for path in anchors] == ["residence-1.pem", "residence-2.pem"]


def test_a_damaged_folder_is_told_in_one_line(tmp_path: Path) -> None:
    residence_authority_in(tmp_path, ISSUED)
    with pytest.raises(ValueError, match="not valid on 2056"):
        residence_authority_in(tmp_path, datetime(2056, 1, 1, tzinfo=UTC))
    home = tmp_path / "residence"
    for name in ("residence-1.pem", "signer-2.key"):
        kept = (home / name).read_bytes()
        (home / name).write_bytes(b"nothing")
        with pytest.raises(ValueError, match="delete the folder") as caught:
            residence_authority_in(tmp_path, ISSUED)
        assert "\n" not in str(caught.value)
        (home / name).write_bytes(kept)
    with pytest.raises(FileNotFoundError):
        ResidenceAuthority.load(tmp_path / "nowhere")


def test_what_the_certificate_settings_do(tmp_path: Path) -> None:
    root = None
    for generation, size in (("1", 1200), ("2", 0)):
        for extra in ({}, {"expired": "yes"}, {"untrusted": "yes"}):
            given = {"authority": str(tmp_path), "null-parameters": "no", **extra}
            card = build_residence_card(generation, parse_settings(given), ISSUED)
            client = Client(card, first=generation == "1")
            client.open("AA00000002ZZ")
            proof = bytes.fromhex(client.send(DF3, "00B08200000000"))
            at = 264 if size else 102
            end = at + int.from_bytes(proof[at + 2 : at + 4], "big") + 4
            leaf = x509.load_der_x509_certificate(proof[at:end])
            name = tmp_path / "anchors" / "residence" / f"residence-{generation}.pem"
            root = x509.load_pem_x509_certificate(name.read_bytes())
            if "untrusted" in extra:
                with pytest.raises(InvalidSignature):
                    leaf.verify_directly_issued_by(root)
            else:
                leaf.verify_directly_issued_by(root)
            is_past = leaf.not_valid_after_utc < ISSUED
            assert is_past == ("expired" in extra)
            assert leaf.not_valid_before_utc <= ISSUED - timedelta(days=1)
