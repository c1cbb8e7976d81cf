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
    send = _sender(environ)
    return lambda: send(_MESSAGE)


def herald(environ: Mapping[str, str] = os.environ) -> Callable[[str], None]:
    """Takes the line that ``systemctl status`` shows. A line that has been said is not
    said again.
    """
    send, said = _sender(environ), ""

    def tell(line: str) -> None:
        nonlocal said
        if line != said:
            said = line
            send(f"STATUS={line}".encode())

    return tell


def _sender(environ: Mapping[str, str]) -> Callable[[bytes], None]:
    name = environ.get("NOTIFY_SOCKET", "")
    if not name:
        return lambda message: None
    # The abstract sockets of Linux, whose names begin with a zero, are written with @.
    address = f"\0{name[1:]}" if name.startswith("@") else name
    flags = socket.SOCK_DGRAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC

    def send(message: bytes) -> None:
        with suppress(OSError), socket.socket(socket.AF_UNIX, flags) as line:
            line.sendto(message, address)

    return send
