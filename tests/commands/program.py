"""The installed ``kiosk`` command, run as people run it."""

import os
import subprocess
import sys
from pathlib import Path

KIOSK = Path(sys.executable).with_name("kiosk")


def kiosk(
    *args: str | Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run it to its end, without a terminal."""
    return subprocess.run(
        [KIOSK, *args],
        capture_output=True,
        check=False,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=60,
    )
