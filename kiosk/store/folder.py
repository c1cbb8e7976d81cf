"""The folder that holds the store and its key."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(folder: Path) -> Iterator[int]:
    """Make the folder if need be (mode 0700) and hold its lock; gives its descriptor.

    One process at a time makes a key or opens a store. SQLite's own locks do not
    cover that: two that find an empty file would each choose a salt for it.
    The lock goes with its process, however that ends.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)
