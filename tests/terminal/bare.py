"""A program on a bare terminal device, with as little around it as can be.

There is no screen: what the program wrote since something was last done is searched
for words. Good enough to know when to type on, a hundred times in a row.
"""

import os
import re
import select
import subprocess
import termios
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import Final, Self

from tests.terminal.waiting import PATIENCE

COLUMNS, ROWS = 80, 24
_CONTROLS: Final = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[@-Z\\-_=>])")
_TO_LINE: Final = re.compile(rb"\x1b\[([0-9]+);[0-9]+H")


class BareTerminal:
    """Use it in a ``with`` block; the program is killed at its end."""

    def __init__(self, command: Sequence[str | Path]) -> None:
        self._command = command
        self._written = bytearray()
        self._typed_at = 0

    def __enter__(self) -> Self:
        self._device, theirs = os.openpty()
        termios.tcsetwinsize(theirs, (ROWS, COLUMNS))
        self._program = subprocess.Popen(
            self._command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"},
        )
        os.close(theirs)
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        os.close(self._device)

    def kill(self) -> None:
        """With SIGKILL; what it had written by then can still be read."""
        self._program.kill()
        self._program.wait(PATIENCE)
        self.let_run(PATIENCE)

    @property
    def alive(self) -> bool:
        """Whether the program runs."""
        return self._program.poll() is None

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self._program.pid

    def type(self, text: str) -> None:
        self._typed_at = len(self._written)
        os.write(self._device, text.encode())

    def key(self, *names: str) -> None:
        """Enter is the only one there is."""
        assert set(names) == {"Enter"}
        self.type("\r")

    def wait_for(
        self, wanted: Callable[[str], object], timeout: float = PATIENCE
    ) -> str:
        """What the program wrote since the last key, once ``wanted`` is true of it."""
        deadline = monotonic() + timeout
        while not wanted(text := self.written(self._typed_at)):
            if not self._take(deadline):
                raise AssertionError(f"not written: {text}")
        return text

    def let_run(self, seconds: float) -> None:
        """Let the program go on for so long."""
        deadline = monotonic() + seconds
        while self._take(deadline):
            pass

    def written(self, since: int = 0) -> str:
        """All the words, with the lines in the order in which they were drawn."""
        lines = _TO_LINE.sub(b"\n", self._written[since:])
        return _CONTROLS.sub(b"", lines).decode(errors="replace")

    def cursor_row(self) -> int:
        """Where something was drawn last, from 0."""
        return int(_TO_LINE.findall(self._written)[-1]) - 1

    def _take(self, deadline: float) -> bool:
        """Read on; False when nothing came until then, or never will."""
        left = deadline - monotonic()
        if left < 0 or not select.select([self._device], [], [], left)[0]:
            return False
        try:
            self._written += os.read(self._device, 65536)
        except OSError:  # the program has ended
            return False
        return True
