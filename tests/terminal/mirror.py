"""foot, and beside it what the program writes to it, as text that can be read.

``script`` hands everything on between the program and foot and keeps a copy of the
output; a tmux of the same size shows that copy. So a test can read the screen that it
clicks on, and wait for words instead of for pixels.
"""

import shlex
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from tests.terminal.foot import FootDisplay
from tests.terminal.tmux import Tmux

_X11 = {"Enter": "Return"}


class MirroredFoot:
    """One program in foot. Use it in a ``with`` block, as ``FootDisplay``."""

    def __init__(
        self,
        command: Sequence[str | Path],
        folder: Path,
        columns: int = 80,
        rows: int = 24,
    ) -> None:
        self._size = (columns, rows)
        output = folder / "output"
        output.touch()
        program = f"exec {shlex.join(map(str, command))}"
        script = ["script", "--quiet", "--flush", "--return", "--log-out", str(output)]
        copied = [*script, "--command", program]
        self.foot = FootDisplay(copied, folder, columns, rows)
        # From the second line: the first is of ``script``. What the terminal answers
        # to the program's questions is not for this copy to show.
        show = (
            f"stty raw -echo; exec tail --lines=+2 --follow {shlex.quote(str(output))}"
        )
        self._mirror = Tmux(["sh", "-c", show], columns, rows)
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(self._mirror)
            stack.enter_context(self.foot)
            self._closing = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def type(self, text: str) -> None:
        self.foot.type(text)

    def key(self, *names: str) -> None:
        self.foot.key(*(_X11.get(name, name) for name in names))

    def screen(self) -> str:
        return self._mirror.screen()

    def cursor_row(self) -> int:
        return self._mirror.cursor_row()

    def wait_for(self, wanted: Callable[[str], object]) -> str:
        return self._mirror.wait_for(wanted)

    def click(self, column: int, row: int) -> None:
        self.foot.click(column, row)
