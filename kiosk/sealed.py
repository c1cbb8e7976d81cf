"""Keeping what is in this program's memory in there, on Linux."""

import ctypes
import resource
from typing import Final

_PR_SET_DUMPABLE: Final = 4  # linux/prctl.h
_PRIVATE: Final = 0


def seal() -> None:
    """No core dump of this process from now on, and no look into its memory for any
    other program of its user; root is not kept out.

    Without the second a dump could still go through a pipe to a program that collects
    crashes (core(5)): no limit holds there.

    Raises:
        OSError: the kernel refuses.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_PR_SET_DUMPABLE, _PRIVATE, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
