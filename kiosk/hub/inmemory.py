"""A file that is on no disk, for a library that takes nothing but a path."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def file_of(content: bytes) -> Iterator[str]:
    """A path to the content, while the block runs, for this process alone."""
    descriptor = os.memfd_create("madoguchi", os.MFD_CLOEXEC)
    try:
        os.fchmod(descriptor, 0o600)
        os.write(descriptor, content)
        yield f"/proc/self/fd/{descriptor}"
    finally:
        os.ftruncate(descriptor, 0)
        os.close(descriptor)
