"""The terminal goes away: the kiosk must end, not turn in circles without a screen."""

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30
"""Seconds until the test fails. Nothing waits so long."""
A_SCREEN = 1_000
"""Octets; a first screen has some more."""

pytestmark = pytest.mark.xdist_group("terminal")


def test_a_kiosk_without_its_terminal_ends(tmp_path: Path) -> None:
    shutil.copy(ROOT / "kiosk.toml", tmp_path)
    terminal, theirs = pty.openpty()
    kiosk = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "run", "--config", "kiosk.toml"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    try:
        drawn = 0
        while drawn < A_SCREEN:
            drawn += len(os.read(terminal, 4096))
        os.close(terminal)
        kiosk.wait(PATIENCE)
    finally:
        kiosk.kill()
