"""What tests of screens share: made-up words, and a program in a pseudo-terminal."""

import gettext
import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.i18n import LANGUAGES, Words

DEADLINE_SECONDS = 30.0
READY = b"listening"


class _Catalogue(gettext.NullTranslations):
    def __init__(self, sentences: Mapping[str, str]) -> None:
        super().__init__()
        self._sentences = sentences

    def gettext(self, message: str) -> str:
        return self._sentences.get(message, f"<{message}>")


def made_up_words(language: str = "en", **sentences: str) -> Words:
    """Words of a language whose only sentences are these; others are ``<id>``."""
    return Words(LANGUAGES[language], _Catalogue(sentences))


@dataclass(frozen=True)
class Ended:
    """How a program in a pseudo-terminal ended, and all it wrote there."""

    status: int
    output: bytes


def run_in_terminal(
    script: Path, *args: str, folder: Path, keys: bytes = b"", **environ: str
) -> Ended:
    """Run a Python script in an 80 x 24 terminal of its own.

    ``keys`` are typed once it has drawn ``READY``. Killed, and the test failed, after
    ``DEADLINE_SECONDS``.
    """
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    process = subprocess.Popen(
        [sys.executable, str(script), *args],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(Path(__file__).parents[2]),
            **environ,
        },
        start_new_session=True,
    )
    os.close(theirs)
    try:
        output = _conversation(ours, keys)
        return Ended(process.wait(DEADLINE_SECONDS), output)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _conversation(terminal: int, keys: bytes) -> bytes:
    output = bytearray()
    deadline = time.monotonic() + DEADLINE_SECONDS
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([terminal], [], [], left)[0]:
            break
        try:
            output += os.read(terminal, 65536)
        except OSError:  # EIO: the program has closed its end
            return bytes(output)
        if keys and READY in output:
            os.write(terminal, keys)
            keys = b""
    raise AssertionError("the program does not end")
