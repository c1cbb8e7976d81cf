"""The folder in which demo cards are made."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from kiosk.emulator.workshop import authority_in, card_keys_in

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def test_the_same_authority_and_keys_after_a_restart(tmp_path: Path) -> None:
    for _ in range(2):
        authority_in(tmp_path, NOW)
        card_keys_in(tmp_path, "student")
    made = sorted(tmp_path.rglob("*.*"))
    before = {path: path.read_bytes() for path in made}
    authority_in(tmp_path, NOW)
    card_keys_in(tmp_path, "student")
    assert {path: path.read_bytes() for path in sorted(tmp_path.rglob("*.*"))} == before


def test_keys_are_for_their_owner_only(tmp_path: Path) -> None:
    authority_in(tmp_path, NOW)
    card_keys_in(tmp_path, "student")
    keys = list(tmp_path.rglob("*.key"))
    assert len(keys) == 4
    for path in (*keys, *(key.parent for key in keys)):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_the_anchors_are_certificates_and_nothing_else(tmp_path: Path) -> None:
    authority_in(tmp_path, NOW)
    anchors = sorted((tmp_path / "anchors").iterdir())
    assert [path.name for path in anchors] == ["authentication.pem", "signature.pem"]
    for path in anchors:
        x509.load_pem_x509_certificate(path.read_bytes())
        assert b"PRIVATE" not in path.read_bytes()


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    authority_in(tmp_path, NOW)
    for name in ("authentication.key", "signature.pem"):
        path = tmp_path / "authority" / name
        kept = path.read_bytes()
        path.write_text("damaged")
        with pytest.raises(ValueError, match=name):
            authority_in(tmp_path, NOW)
        path.write_bytes(kept)
    authority_in(tmp_path, NOW)


def test_an_authority_that_has_lapsed_is_said(tmp_path: Path) -> None:
    authority_in(tmp_path, NOW)
    with pytest.raises(ValueError, match="not valid on 2036-12-31"):
        authority_in(tmp_path, datetime(2036, 12, 31, tzinfo=UTC))
    with pytest.raises(ValueError, match="not valid on 2026-11-22"):
        authority_in(tmp_path, NOW - timedelta(days=2))
