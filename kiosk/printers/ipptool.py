"""Questions to a scheduler or a printer by IPP, asked by ``ipptool``.

It is CUPS' own (Debian: cups-ipp-utils), so it speaks what this CUPS speaks, and gives
every attribute as it is; ``lpstat`` gives only some of them, as sentences. The Python
bindings need a compiler (pycups) or an event loop (pyipp).

The request goes in by a pipe, a document by memory: nothing is on a command line or in
a file of ours.
"""

import os
import plistlib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from xml.parsers.expat import ExpatError

PROGRAM: Final = "/usr/bin/ipptool"
NO_IPPTOOL: Final = "no-ipptool"
"""The program is not installed."""
_CONNECT_SECONDS: Final = "5"
_PATIENCE_SECONDS: Final = 15.0


class IppError(Exception):
    """There was no good answer; ``status`` is IPP's word for why, ``""`` if nobody
    answered, or ``NO_IPPTOOL``.
    """

    def __init__(self, status: str) -> None:
        self.status = status
        super().__init__(status or "no answer")


def ask(
    uri: str,
    operation: str,
    *lines: str,
    document: bytes | None = None,
    patience: float = _PATIENCE_SECONDS,
) -> dict[str, Any]:
    """The attributes of the answer. ``lines`` are those of an ipptoolfile(5), behind
    the attributes that every operation has.

    Raises:
        IppError: refused, or not answered in time.
    """
    with _in_memory(document) as file:
        request = _request(operation, lines, file)
        told = _run(uri, request, file, patience)
    try:
        (test,) = plistlib.loads(told)["Tests"]
        status = str(test.get("StatusCode", ""))
        answer = test.get("ResponseAttributes", [])
    except (ValueError, KeyError, ExpatError, plistlib.InvalidFileException):
        raise IppError("") from None
    if not status.startswith("successful-ok"):
        raise IppError(status)
    return {name: value for group in answer for name, value in group.items()}


def words(value: object) -> frozenset[str]:
    """One keyword, or several, as ipptool gives them."""
    several = value if isinstance(value, list) else [value]
    return frozenset(str(each) for each in several if each is not None)


def _request(operation: str, lines: tuple[str, ...], file: int | None) -> bytes:
    written = [
        "{",
        f"OPERATION {operation}",
        "GROUP operation-attributes-tag",
        "ATTR charset attributes-charset utf-8",
        "ATTR naturalLanguage attributes-natural-language en",
        "ATTR uri printer-uri $uri",
        "ATTR name requesting-user-name $user",
        *lines,
        *([] if file is None else [f"FILE /proc/self/fd/{file}"]),
        "}",
    ]
    return "\n".join(written).encode()


@contextmanager
def _in_memory(document: bytes | None) -> Iterator[int | None]:
    if document is None:
        yield None
        return
    file = os.memfd_create("document")
    try:
        with open(file, "wb", closefd=False) as writer:
            writer.write(document)
        yield file
    finally:
        os.close(file)


def _run(uri: str, request: bytes, file: int | None, patience: float) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, no shell
            [PROGRAM, "-X", "-T", _CONNECT_SECONDS, uri, "/dev/stdin"],
            input=request,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=() if file is None else (file,),
            env={"LC_ALL": "C.UTF-8", "HOME": "/nonexistent"},
            timeout=patience,
            check=False,
        )
    except FileNotFoundError:
        raise IppError(NO_IPPTOOL) from None
    except (OSError, subprocess.TimeoutExpired):
        raise IppError("") from None
    return done.stdout
