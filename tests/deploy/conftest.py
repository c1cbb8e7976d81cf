"""The files of ``deploy`` and the programs that are to take them."""

import os
import shutil
from pathlib import Path
from typing import Final

from tests.missing import missing

DEPLOY: Final = Path(__file__).resolve().parents[2] / "deploy"
FILES: Final = DEPLOY / "files"


def program(name: str) -> str:
    """Where a program is; without it the test is skipped, and fails in CI."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if found is not None:
        return found
    missing(f"not installed: {name}")
