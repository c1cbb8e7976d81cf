"""A program in a real terminal whose text can be read: tmux, without its own looks.

What a person at the keyboard does (typing, pasting, resizing, pulling the plug) and
what they read. For what they *see*, pictures and a mouse, there is ``foot.py``.
"""

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from tests.terminal.environment import environment
from tests.terminal.waiting import PATIENCE, look_until

# The program has every row to itself. Escape is not held back for a chord.
_CONFIG = """\
set -g status off
set -g escape-time 0
set -g history-limit 10000
set -g default-terminal tmux-256color
"""
_HOLD = Path(__file__).with_name("hold.py")


class Tmux:
    """One program in one terminal of ``columns`` by ``rows``, on a server of its own.

    Use it in a ``with`` block; program and server are gone when the block ends.
    ``env`` is added to the environment of the tests (``environment.py``).
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._command = [str(word) for word in command]
        self._size = (columns, rows)
        self._env = environment(env or {})
        self._socket = ""
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            # Not pytest's folder: a socket's path has at most 107 bytes.
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="tmux-")))
            self._socket = str(folder / "socket")
            config = folder / "tmux.conf"
            config.write_text(_CONFIG)
            columns, rows = map(str, self._size)
            # `env` says on the terminal, with status 127, if there is no such program.
            self._tmux(
                *("-f", str(config), "new-session", "-d", "-x", columns, "-y", rows),
                *("--", sys.executable, "-I", str(_HOLD), "env", *self._command),
            )
            stack.callback(self._close)
            look_until(
                lambda: self._children() or not self.alive,
                bool,
                lambda _: f"not started:\n{self.screen()}",
            )
            self._closing = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def type(self, text: str) -> None:
        """Type ``text``, any Unicode, key by key."""
        self._tmux("send-keys", "-l", "--", text)

    def key(self, *names: str) -> None:
        """Press keys by tmux's names: ``Enter``, ``Escape``, ``C-q``, ``F1``."""
        self._tmux("send-keys", "--", *names)

    def paste(self, text: str) -> None:
        """Paste, between brackets if the program asked for them."""
        self._tmux("load-buffer", "-", input_=text)
        self._tmux("paste-buffer", "-d", "-p", "-r")

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the program is told (SIGWINCH)."""
        self._tmux("resize-window", "-x", str(columns), "-y", str(rows))

    def screen(self) -> str:
        """What is shown now: a line a row, without the spaces at their ends."""
        return self._tmux("capture-pane", "-p")

    def history(self) -> str:
        """The same after all that has scrolled off the top."""
        return self._tmux("capture-pane", "-p", "-S", "-")

    def record(self, path: Path) -> None:
        """Keep in a file every byte that the program sends to its terminal from now."""
        self._tmux("pipe-pane", "-O", f"exec cat >{shlex.quote(str(path))}")

    def cursor_row(self) -> int:
        """The row, from 0, of the line that is being typed."""
        return int(self._ask("#{cursor_y}"))

    def wait_for(
        self, wanted: str | Callable[[str], object], timeout: float = PATIENCE
    ) -> str:
        """The first screen with a text on it, or of which a predicate is true.

        Fails with the last screen after ``timeout`` seconds or when the program
        has ended without showing it.
        """
        return look_until(
            self.screen,
            wanted if callable(wanted) else lambda screen: wanted in screen,
            lambda screen: f"{self._state()}, not showing {wanted!r}:\n{screen}",
            over=lambda: not self.alive,
            timeout=timeout,
        )

    def wait_for_exit(self, timeout: float = PATIENCE) -> int:
        """The exit status, once there is one."""
        look_until(
            lambda: self.alive,
            lambda alive: not alive,
            lambda _: f"still running:\n{self.screen()}",
            timeout=timeout,
        )
        assert self.exit_status is not None
        return self.exit_status

    @property
    def alive(self) -> bool:
        """Whether the program runs."""
        return self.exit_status is None

    @property
    def exit_status(self) -> int | None:
        """As ``subprocess`` has it: minus the signal that ended it; none if alive."""
        ended = re.fullmatch(r"ended (-?\d+)", self._ask("#{pane_title}"))
        return int(ended[1]) if ended else None

    @property
    def pid(self) -> int:
        """The program's process id, while it runs: it is the only child of its pane."""
        return int(self._children())

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def _state(self) -> str:
        return "running" if self.alive else f"ended with {self.exit_status}"

    def _children(self) -> str:
        pane = self._ask("#{pane_pid}")
        return Path(f"/proc/{pane}/task/{pane}/children").read_text()

    def _ask(self, form: str) -> str:
        return self._tmux("display-message", "-p", form).rstrip("\n")

    def _close(self) -> None:
        with suppress(ValueError, ProcessLookupError):
            self.kill()
        self._tmux("kill-server")

    def _tmux(self, *args: str, input_: str | None = None) -> str:
        done = subprocess.run(
            ["tmux", "-u", "-S", self._socket, *args],
            capture_output=True,
            check=False,
            encoding="utf-8",
            env=self._env,
            input=input_,
            timeout=PATIENCE,
        )
        if done.returncode:
            raise RuntimeError(f"tmux {args[0]}: {done.stderr.strip()}")
        return done.stdout
