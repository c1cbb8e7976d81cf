"""Which characters a font has, compared with what fontconfig says of the same file."""

import subprocess
from pathlib import Path

import pytest

from kiosk.letters.coverage import coverage
from kiosk.letters.fonts import find

FILES = (
    "NotoSans-Regular.ttf",
    "NotoSansCJK-Regular.ttc",
    "NotoSansMono-Bold.ttf",
    "NotoSansMyanmar-Regular.ttf",
)


@pytest.mark.parametrize("file", FILES)
def test_as_fontconfig_reads_it(file: str) -> None:
    path = find(file)
    ours = coverage(path)
    theirs = _fontconfig(path)
    # Fontconfig leaves out what draws nothing (control characters and the like).
    for code in range(0x20, 0x30000):
        if code in theirs:
            assert chr(code) in ours, hex(code)
    extra = [c for c in range(0x100, 0x30000) if chr(c) in ours and c not in theirs]
    assert len(extra) <= 0.01 * len(theirs)


def _fontconfig(path: Path) -> set[int]:
    result = subprocess.run(
        ["fc-query", "--index=0", "--format=%{charset}", path],
        capture_output=True,
        text=True,
        check=True,
    )
    codes: set[int] = set()
    for part in result.stdout.split():
        first, _, last = part.partition("-")
        codes.update(range(int(first, 16), int(last or first, 16) + 1))
    return codes


@pytest.mark.parametrize("length", [0, 3, 11, 50, 400, 2000])
def test_half_a_font_is_refused(tmp_path: Path, length: int) -> None:
    half = tmp_path / "half.ttf"
    half.write_bytes(find("NotoSans-Regular.ttf").read_bytes()[:length])
    with pytest.raises(ValueError, match="font"):
        coverage(half)


def test_what_is_no_font_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.ttf"
    other.write_bytes(b"\x00\x01\x00\x00" + bytes(500))
    with pytest.raises(ValueError, match="without characters"):
        coverage(other)
