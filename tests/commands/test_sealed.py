"""A sealed process: what the kernel then says of it."""

import subprocess
import sys

SCRIPT = """
import ctypes, resource
from kiosk.sealed import seal

seal()
PR_GET_DUMPABLE = 3  # linux/prctl.h
print(ctypes.CDLL(None).prctl(PR_GET_DUMPABLE))
print(resource.getrlimit(resource.RLIMIT_CORE))
"""


def test_it_cannot_be_dumped() -> None:
    done = subprocess.run(
        ["prlimit", "--core=unlimited:unlimited", sys.executable, "-c", SCRIPT],
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.splitlines() == ["0", "(0, 0)"]
