"""The files of ``deploy`` and the programs that are to take them."""

import os
import shutil
from pathlib import Path
from typing import Final

import pytest

DEPLOY: Final = Path(__file__).resolve().parents[2] / "deploy"
FILES: Final = DEPLOY / "files"


def program(name: str) -> str:
    """Where a program is; without it the test is skipped, and fails in CI."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if found is not None:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail(f"not installed: {name}")
    pytest.skip(f"not installed: {name}")
