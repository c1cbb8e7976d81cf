"""Files that were not there before."""

import os
from pathlib import Path

import pytest

from kiosk.newfile import write_new


def test_all_of_it_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new"
    before = os.umask(0)
    try:
        write_new(path, b"all of it")
    finally:
        os.umask(before)
    assert path.read_bytes() == b"all of it"
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_is_written_over(tmp_path: Path) -> None:
    path, link = tmp_path / "old", tmp_path / "link"
    path.write_bytes(b"old")
    link.symlink_to(tmp_path / "elsewhere")
    for taken in (path, link):
        with pytest.raises(FileExistsError):
            write_new(taken, b"new")
    assert path.read_bytes() == b"old"
    assert not (tmp_path / "elsewhere").exists()


def test_a_full_disk_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_new(tmp_path / "new", b"new")
    assert list(tmp_path.iterdir()) == []
