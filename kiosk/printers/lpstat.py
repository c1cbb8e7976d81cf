"""Where a queue of CUPS prints."""

import re
import subprocess


def device_of(queue: str) -> str | None:
    """The device URI of a queue as CUPS' own ``lpstat`` gives it; None if it knows
    none.
    """
    try:
        told = subprocess.run(
            ["/usr/bin/lpstat", "-v"],
            capture_output=True,
            check=False,
            env={"LC_ALL": "C"},
            text=True,
            timeout=20,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    line = re.search(rf"^device for {re.escape(queue)}: (\S+)$", told.stdout, re.M)
    return line[1] if line else None
