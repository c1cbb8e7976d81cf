"""The bytes for a receipt printer."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from kiosk.receipts.job import job
from tests.receipts.papers import drawn, printed, receipt, slip

AT_ONCE = rb"\x10(?=[\x04\x05\x14])"
"""How Epson's real-time commands begin: DLE EOT, DLE ENQ, DLE DC4."""


@pytest.mark.parametrize("width", [384, 576])
@pytest.mark.parametrize("height", [1, 479, 480, 481, 960, 2001])
def test_the_picture_comes_out_as_it_went_in(width: int, height: int) -> None:
    noise = Image.effect_noise((width, height), 90).convert("1")
    (paper,) = printed(job(noise))
    assert paper.size == noise.size
    changed = _differing(paper, noise)
    commands = len(re.findall(AT_ONCE, _black(noise)))
    assert len(changed) <= commands
    assert set(changed) <= {(0x10, 0x11)}


@pytest.mark.parametrize(
    "command", [b"\x10\x04\x01", b"\x10\x05\x02", b"\x10\x14\x01\x00\x01"]
)
def test_no_picture_holds_what_a_printer_does_at_once(command: bytes) -> None:
    """It would open the drawer, answer unasked, or switch itself off."""
    data = command.ljust(8, b"\xff") * 4
    image = Image.frombytes("1", (64, 4), bytes(byte ^ 0xFF for byte in data))
    assert _black(image) == data
    assert re.search(AT_ONCE, job(image)) is None
    (paper,) = printed(job(image))
    assert _differing(paper, image) == [(0x10, 0x11)] * 4


def test_jobs_behind_one_another_are_papers_of_their_own() -> None:
    papers = [drawn(receipt(), 58), drawn(slip(), 58)]
    out = printed(b"".join(map(job, papers)))
    assert [each.tobytes() for each in out] == [each.tobytes() for each in papers]


def test_no_raster_command_is_taller_than_a_small_printer_holds() -> None:
    data, at = job(Image.new("1", (384, 3000), 1)), 0
    while (at := data.find(b"\x1dv0\x00", at)) >= 0:
        assert int.from_bytes(data[at + 6 : at + 8], "little") <= 480
        at += 8


def test_nothing_is_left_behind_by_the_first_job(tmp_path: Path) -> None:
    """In a fresh process: no handler that writes over the screen, no folder in /tmp."""
    program = (
        "import logging, os, tempfile\n"
        "from PIL import Image\n"
        "from kiosk.receipts.job import job\n"
        "job(Image.new('1', (384, 8)))\n"
        "assert not logging.getLogger().handlers\n"
        "assert tempfile.gettempdir() == os.environ['TMPDIR']\n"
    )
    subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env={"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)},
        cwd=Path(__file__).resolve().parents[2],
        check=True,
        timeout=60,
    )
    assert list(tmp_path.iterdir()) == []


def _black(image: Image.Image) -> bytes:
    return bytes(byte ^ 0xFF for byte in image.tobytes())


def _differing(paper: Image.Image, picture: Image.Image) -> list[tuple[int, int]]:
    """Bytes of black dots in the picture that are others on the paper."""
    pairs = zip(_black(picture), _black(paper), strict=True)
    return [(own, other) for own, other in pairs if own != other]
