"""Papers kept as pictures."""

import os
import stat
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kiosk.receipts.png import name_at, png, save_png
from kiosk.registry.auth_id import grouped
from tests.receipts.papers import AT, auth_id, drawn, receipt, scan

PAPER = drawn(receipt(), 58)


def test_the_picture_is_the_paper() -> None:
    with Image.open(BytesIO(png(PAPER))) as image:
        assert image.tobytes() == PAPER.tobytes()
        assert image.info == {}


def test_each_has_a_name_of_its_own_without_an_id(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    paths = [save_png(png(PAPER), folder, name_at(AT)) for _ in range(3)]
    assert [path.name for path in paths] == [
        f"2026-03-01T233000-{number}.png" for number in (1, 2, 3)
    ]
    for path in paths:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        with Image.open(path) as image:
            assert scan(image) == [grouped(auth_id(1))]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["", auth_id(1), "../1", "1/2", "a", "1" * 33, "1\n"])
def test_other_names_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="after its time"):
        save_png(png(PAPER), tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_half_a_picture_is_not_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = os.open

    def on_a_full_disk(path: Path, flags: int, mode: int) -> int:
        os.close(made(path, flags, mode))
        return made("/dev/full", os.O_WRONLY)

    monkeypatch.setattr(os, "open", on_a_full_disk)
    with pytest.raises(OSError, match="No space left"):
        save_png(png(PAPER), tmp_path, "2026")
    assert list(tmp_path.iterdir()) == []
