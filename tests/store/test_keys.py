"""The key file."""

import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, hmac

from kiosk.store.faults import StoreError, StoreFault
from kiosk.store.keys import CredentialKey, FileKey, derive


def key_at(path: Path, protects: Path | None = None) -> FileKey:
    return FileKey(path, protects, random=lambda count: b"\x5a" * count)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_it_is_made_once_for_its_owner_only(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "keys" / "store.key"
    path.parent.mkdir(mode=0o700)
    before = os.umask(umask)
    try:
        first = FileKey(path).load_or_create()
    finally:
        os.umask(before)
    assert len(first) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert FileKey(path).load_or_create() == first
    assert [entry.name for entry in path.parent.iterdir()] == ["store.key"]


def test_its_folder_is_made_private(tmp_path: Path) -> None:
    FileKey(tmp_path / "keys" / "store.key").load_or_create()
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_two_keys_differ(tmp_path: Path) -> None:
    one = FileKey(tmp_path / "one").load_or_create()
    assert one != FileKey(tmp_path / "two").load_or_create()


def test_what_a_killed_start_left_behind_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "store.key.new").write_bytes(b"half")
    assert key_at(tmp_path / "store.key").load_or_create() == b"\x5a" * 32
    assert not (tmp_path / "store.key.new").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_key_that_others_can_touch_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "store.key"
    key_at(path).load_or_create()
    path.chmod(mode)
    assert _fault(path) is StoreFault.KEY_UNSAFE


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_key_of_another_size_is_refused(tmp_path: Path, size: int) -> None:
    path = tmp_path / "store.key"
    path.touch(mode=0o600)
    path.write_bytes(bytes(size))
    assert _fault(path) is StoreFault.KEY_UNSAFE


def test_a_link_is_refused_even_to_a_good_key(tmp_path: Path) -> None:
    key_at(tmp_path / "real").load_or_create()
    path = tmp_path / "store.key"
    path.symlink_to(tmp_path / "real")
    assert _fault(path) is StoreFault.KEY_UNSAFE
    path.unlink()
    path.symlink_to(tmp_path / "nowhere")
    assert _fault(path) is StoreFault.KEY_UNSAFE


def test_a_pipe_or_a_folder_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    assert _fault(tmp_path / "pipe") is StoreFault.KEY_UNSAFE
    (tmp_path / "folder").mkdir(mode=0o700)
    assert _fault(tmp_path / "folder") is StoreFault.KEY_UNSAFE


def test_somebody_elses_key_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "store.key"
    key_at(path).load_or_create()
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    assert _fault(path) is StoreFault.KEY_UNSAFE


def test_no_new_key_is_made_beside_a_store(tmp_path: Path) -> None:
    store = tmp_path / "store.db"
    store.write_bytes(b"anything")
    assert _fault(tmp_path / "store.key", store) is StoreFault.KEY_MISSING
    assert not (tmp_path / "store.key").exists()


def test_errors_are_one_line_without_the_key(tmp_path: Path) -> None:
    path = tmp_path / "store.key"
    key_at(path).load_or_create()
    path.chmod(0o644)
    with pytest.raises(StoreError, match=r"^[^\n]*chmod 600[^\n]*0644\)$") as caught:
        key_at(path).load_or_create()
    assert "5a5a" not in str(caught.value)


def test_derived_keys_are_hkdf_sha256() -> None:
    # RFC 5869 written out: extract with a salt of 32 zero bytes, expand one block.
    extracted = _mac(bytes(32), b"root" * 8)
    expanded = _mac(extracted, b"madoguchi/some purpose\x01")
    assert derive(b"root" * 8, "some purpose") == expanded
    assert derive(b"root" * 8, "another purpose") != expanded


def _mac(key: bytes, data: bytes) -> bytes:
    mac = hmac.HMAC(key, hashes.SHA256())
    mac.update(data)
    return mac.finalize()


def _fault(path: Path, protects: Path | None = None) -> StoreFault:
    with pytest.raises(StoreError) as caught:
        key_at(path, protects).load_or_create()
    return caught.value.fault


def test_a_sealed_key_is_what_systemd_hands_over(tmp_path: Path) -> None:
    (tmp_path / "store-key").write_bytes(b"\x5a" * 32)
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert CredentialKey("store-key", environ).load_or_create() == b"\x5a" * 32


@pytest.mark.parametrize(
    ("environ", "size"),
    [({}, 32), ({"CREDENTIALS_DIRECTORY": "/nothing"}, 32), (None, 31), (None, 0)],
)
def test_without_a_sealed_key_none_is_made(
    tmp_path: Path, environ: dict[str, str] | None, size: int
) -> None:
    (tmp_path / "store-key").write_bytes(bytes(size))
    if environ is None:
        environ = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    with pytest.raises(StoreError) as caught:
        CredentialKey("store-key", environ).load_or_create()
    assert caught.value.fault is StoreFault.KEY_SEALED
    assert [entry.name for entry in tmp_path.iterdir()] == ["store-key"]
