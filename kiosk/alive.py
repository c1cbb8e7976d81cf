"""Telling the system that the program still answers (sd_notify(3))."""

import os
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

_MESSAGE: Final = b"READY=1\nWATCHDOG=1"


def teller(environ: Mapping[str, str] = os.environ) -> Callable[[], None]:
    """To be called as long as all is well: says that the program is up, and alive.

    It does nothing where no service manager listens, and never waits or fails: who is
    not heard is started again, which is what a full queue of messages deserves.
    """
    name = environ.get("NOTIFY_SOCKET", "")
    if not name:
        return lambda: None
    # The abstract sockets of Linux, whose names begin with a zero, are written with @.
    address = f"\0{name[1:]}" if name.startswith("@") else name
    flags = socket.SOCK_DGRAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC

    def tell() -> None:
        with suppress(OSError), socket.socket(socket.AF_UNIX, flags) as line:
            line.sendto(_MESSAGE, address)

    return tell
