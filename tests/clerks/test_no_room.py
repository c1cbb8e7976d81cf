"""The disk is full, or takes nothing, at every step of a visit by the real clerks."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.missing import missing
from tests.survived import Survived

ROOT: Final = Path(__file__).parents[2]
MOUNTED: Final = """
    mount -t tmpfs -o size=4m,mode=700 none "$1" || exit 77
    exec "$2" -m tests.clerks.no_room "$3" "$1"
"""
STEPS: Final = {
    *("register", "log in", "set a password", "begin", "answer", "copy", "delete"),
    "log in by password",
}
"""That the store takes part in."""


@pytest.mark.parametrize("disk", ["full", "read_only"])
def test_who_is_told_goes_on_when_it_works_again(
    tmp_path: Path, disk: str, survived: Survived
) -> None:
    # Root needs no user namespace, which no program in a chroot gets.
    own = ["--user", "--map-root-user"] if os.geteuid() else []
    child = subprocess.run(
        [
            *("unshare", *own, "--mount", "sh", "-c", MOUNTED),
            *("sh", str(tmp_path), sys.executable, disk),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if child.returncode == 77 or "unshare" in child.stderr:
        missing("this machine allows no mount namespaces")
    assert child.returncode == 0, child.stderr
    told = json.loads(child.stdout)
    # Receipts are printed to a file on the same disk.
    assert set(told) == STEPS | ({"receipt"} if disk == "full" else set())
    assert "SYNTHETIC" not in child.stderr
    for _ in told:
        survived("of the disk")
