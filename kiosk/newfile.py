"""A file that was not there before, for its owner alone."""

import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def open_new(path: Path) -> BinaryIO:
    """To be written to.

    Raises:
        FileExistsError: something is there, be it a link.
        OSError: it cannot be made.
    """
    return open(os.open(path, _NEW, 0o600), "wb")


def write_new(path: Path, content: bytes) -> None:
    """All of it is on the disk when this returns.

    Raises:
        FileExistsError: something is there, be it a link.
        OSError: it is not on the disk, and no part of it is left if that can be helped.
    """
    new = open_new(path)
    try:
        with new as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise
