"""Whom a site trusts: pinned in production, the Agency's test authority never."""

import hashlib
from pathlib import Path
from types import MappingProxyType

import pytest

from kiosk.card.residence import anchors
from kiosk.card.residence.anchors import PINNED, TEST_AUTHORITY, ResidenceAnchors
from kiosk.card.residence.certificate import load
from kiosk.card.residence.kinds import Generation
from kiosk.emulator.authority import SyntheticAuthority
from kiosk.emulator.residence.authority import ResidenceAuthority
from tests.card.residence.certificates import AT, anchor, indefinite, leaf
from tests.emulator.residence.fixtures import ISSUED


@pytest.fixture
def folder(residence_authority: ResidenceAuthority, tmp_path: Path) -> Path:
    """A demo site's anchors."""
    residence_authority.write_anchors(tmp_path)
    return tmp_path


def pinned(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the demo authorities were the Agency's."""
    prints = {
        anchor((folder / f"residence-{at}.pem").read_bytes()).fingerprint: generation
        for at, generation in (("1", Generation.FIRST), ("2", Generation.SECOND))
    }
    monkeypatch.setattr(anchors, "PINNED", MappingProxyType(prints))


def test_the_pinned_ones() -> None:
    """Four of the first generation and one of the second, as published."""
    assert list(PINNED.values()).count(Generation.FIRST) == 4
    assert list(PINNED.values()).count(Generation.SECOND) == 1
    assert TEST_AUTHORITY not in PINNED
    assert all(len(bytes.fromhex(own)) == 32 for own in (*PINNED, TEST_AUTHORITY))


def test_a_demo_site_trusts_its_own(
    folder: Path, residence_authority: ResidenceAuthority
) -> None:
    found = ResidenceAnchors.load(folder, production=False)
    for generation in ("1", "2"):
        issuer = found.issuer(load(leaf(residence_authority, generation)))
        pem = (folder / f"residence-{generation}.pem").read_bytes()
        assert issuer is not None
        assert issuer.octets == anchor(pem).octets
    odd = load(leaf(residence_authority, "2", null_parameters=True))
    assert found.issuer(odd) is not None


def test_another_authority_of_the_same_name_is_another(folder: Path) -> None:
    found = ResidenceAnchors.load(folder, production=False)
    stranger = ResidenceAuthority.create(AT)
    for generation in ("1", "2"):
        assert found.issuer(load(leaf(stranger, generation))) is None


def test_several_of_one_name_are_told_apart_by_key(
    folder: Path, residence_authority: ResidenceAuthority
) -> None:
    older = ResidenceAuthority.create(AT)
    older.write_anchors(folder / "older")
    for path in (folder / "older").iterdir():
        path.rename(folder / f"0-{path.name}")
    found = ResidenceAnchors.load(folder, production=False)
    for own in (older, residence_authority):
        assert found.issuer(load(leaf(own, "1"))) is not None
        assert found.issuer(load(leaf(own, "2"))) is not None


def test_production_refuses_what_is_not_pinned(folder: Path) -> None:
    with pytest.raises(
        ValueError, match="not an authority of the Immigration"
    ) as caught:
        ResidenceAnchors.load(folder, production=True)
    assert "\n" not in str(caught.value)
    assert "residence-1.pem" in str(caught.value)


def test_production_takes_what_is_pinned(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    residence_authority: ResidenceAuthority,
) -> None:
    pinned(folder, monkeypatch)
    found = ResidenceAnchors.load(folder, production=True)
    assert found.issuer(load(leaf(residence_authority, "1"))) is not None


def test_the_test_authority_is_refused_in_production_only(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if somebody had pinned it; it has the name of the genuine one."""
    pinned(folder, monkeypatch)
    own = anchor((folder / "residence-2.pem").read_bytes())
    monkeypatch.setattr(anchors, "TEST_AUTHORITY", own.fingerprint)
    with pytest.raises(
        ValueError, match=r"residence-2\.pem: the Agency's test authority"
    ):
        ResidenceAnchors.load(folder, production=True)
    ResidenceAnchors.load(folder, production=False)


def test_a_fingerprint_is_over_the_octets_as_published(folder: Path) -> None:
    """Also where they are not DER: it is what the Agency's list says."""
    octets = anchor((folder / "residence-2.pem").read_bytes()).octets
    for form in (octets, indefinite(octets)):
        (folder / "residence-2.pem").unlink(missing_ok=True)
        (folder / "residence-2.cer").write_bytes(form)
        assert load(form).fingerprint == hashlib.sha256(form).hexdigest()
        ResidenceAnchors.load(folder, production=False)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("x.pem", b"", "no readable certificate"),
        ("x.pem", b"-----BEGIN CERTIFICATE-----\n", "no readable certificate"),
        ("x.crt", b"\x30\x03\x02\x01\x01", "no readable certificate"),
        ("x.der", "漢字".encode(), "no readable certificate"),
    ],
)
def test_a_file_that_is_none(
    folder: Path, name: str, content: bytes, says: str
) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(ValueError, match=says) as caught:
        ResidenceAnchors.load(folder, production=False)
    assert "\n" not in str(caught.value)


def test_a_card_is_no_authority(
    folder: Path, residence_authority: ResidenceAuthority
) -> None:
    (folder / "card.der").write_bytes(leaf(residence_authority, "1"))
    with pytest.raises(ValueError, match="not a residence card authority"):
        ResidenceAnchors.load(folder, production=False)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no such folder"):
        ResidenceAnchors.load(tmp_path / "nowhere", production=False)
    (tmp_path / "readme.txt").write_text("nothing")
    with pytest.raises(ValueError, match="no trust anchor"):
        ResidenceAnchors.load(tmp_path, production=False)
    (tmp_path / "folder.pem").mkdir()
    with pytest.raises(ValueError, match="cannot be read"):
        ResidenceAnchors.load(tmp_path, production=False)


def test_the_anchors_of_my_number_do_not_issue_residence_cards(
    folder: Path, residence_authority: ResidenceAuthority
) -> None:
    SyntheticAuthority.create(ISSUED).write_anchors(folder / "others")
    found = ResidenceAnchors.load(folder / "others", production=False)
    assert found.issuer(load(leaf(residence_authority, "1"))) is None
