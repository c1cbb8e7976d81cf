"""``kiosk.toml``."""

import tempfile
from pathlib import Path

from harness import expect, fuzz, instrumented

with instrumented():
    from kiosk.config import ConfigError, load

FOLDER = tempfile.TemporaryDirectory(prefix="kiosk-fuzz-", dir="/dev/shm")
FILE = Path(FOLDER.name) / "kiosk.toml"


def settings(data: bytes) -> None:
    """As the whole file."""
    FILE.write_bytes(data)
    try:
        load(FILE)
    except ConfigError as error:
        expect(bool(error.lines), "there is a reason")
        for line in error.lines:
            expect(line.startswith(f"{FILE}:"), "every line names the file")
            expect(line.isprintable(), "every line is one line")


if __name__ == "__main__":
    fuzz(settings)
