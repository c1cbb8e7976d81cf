"""A program in the kiosk's own terminal, seen: foot on a display without a screen.

Xvfb holds the pixels, Weston's kiosk shell gives foot all of them, xdotool is the
keyboard and the finger. What the program shows is known by pictures, by the QR codes
in them and by what the program does elsewhere; for its text there is ``tmux.py``.
A display is up within half a second, so every program gets a fresh one.
"""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from PIL import Image, ImageGrab

from tests.terminal.environment import environment
from tests.terminal.waiting import PATIENCE, Seen, look_until

CELL = (10, 20)
"""Width and height in pixels. Half a cell is square, as QR codes need it."""
SPACING = 2
"""Pixels between letters: a font that fills such a cell is too tall for it."""
STILL = 0.3
"""Seconds without a change after which a picture counts as still."""

# Beyond the cells lies less than one more cell: there the pointer waits between
# clicks, on no picture.
_MARGIN = (CELL[0] - 1, CELL[1] - 1)

# foot's cursor is as black as the background: what is on a picture, the program drew.
# (selection-override-modifiers stays Shift: with "none" foot 1.13 reports no click.)
_CONFIG = f"""\
font=Noto Sans Mono:pixelsize=14,Noto Sans Mono CJK JP:pixelsize=16
line-height={CELL[1]}px
letter-spacing={SPACING}px
dpi-aware=no
pad=0x0
initial-window-size-chars={{columns}}x{{rows}}
[scrollback]
lines=0
[cursor]
color=000000 000000
blink=no
[colors]
background=000000
foreground=ffffff
[key-bindings]
scrollback-up-page=none
scrollback-down-page=none
clipboard-copy=none
clipboard-paste=none
primary-paste=none
search-start=none
font-increase=none
font-decrease=none
font-reset=none
spawn-terminal=none
show-urls-launch=none
prompt-prev=none
prompt-next=none
[mouse-bindings]
primary-paste=none
select-begin=none
select-begin-block=none
select-extend=none
select-extend-character-wise=none
select-word=none
select-word-whitespace=none
select-row=none
"""


class FootDisplay:
    """One program in one foot of ``columns`` by ``rows`` that fills its display.

    Use it in a ``with`` block, which begins when the program has drawn something and
    ends with everything gone. Logs go to ``folder``, and on failure the last
    picture. ``env`` is added to the environment of the tests (``environment.py``).
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        folder: Path,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._command = [str(word) for word in command]
        self._folder = folder
        self._grid = (columns, rows)
        self._size = (columns * CELL[0], rows * CELL[1])
        self._env = environment(env or {})
        self._display = ""
        self._foot: subprocess.Popen[bytes] | None = None
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            runtime = stack.enter_context(TemporaryDirectory(prefix="foot-"))
            self._env |= {"XDG_RUNTIME_DIR": runtime, "WAYLAND_DISPLAY": "wayland-foot"}
            self._start_pixels(stack)
            self._start_compositor(stack)
            self._start_foot(stack)
            self._wait_for_drawing()
            self._check_cell()
            self._calibrate_pointer()
            self._wait_for_drawing()
            self._closing = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def type(self, text: str) -> None:
        """Type ``text`` on a US keyboard, which has ASCII only."""
        assert text.isascii(), "the US keyboard has no such key"
        self._xdotool("type", "--", text)

    def key(self, *names: str) -> None:
        """Press keys by X11's names: ``Return``, ``Escape``, ``ctrl+q``, ``F1``."""
        self._xdotool("key", "--", *names)

    def click(self, column: int, row: int) -> None:
        """Tap the middle of a cell; 0, 0 is the upper left one.

        Textual loses taps before its first layout: ``wait_for_still`` first.
        """
        x, y = column * CELL[0] + CELL[0] // 2, row * CELL[1] + CELL[1] // 2
        self._xdotool("mousemove", str(x), str(y), "click", "1")
        self._point_away()

    def picture(self) -> Image.Image:
        """What is shown now, 10 by 20 pixels a cell."""
        area = (0, 0, *self._size)
        return ImageGrab.grab(bbox=area, xdisplay=self._display)

    def screenshot(self, path: Path) -> None:
        """Save what is shown now; the format is the suffix's."""
        self.picture().save(path)

    def qr_codes(self) -> list[str]:
        """What the QR codes on the picture say, by zbar. A code has one line."""
        png = BytesIO()
        self.picture().save(png, "png")
        done = subprocess.run(
            ["zbarimg", "--quiet", "--nodbus", "--raw", "png:-"],
            capture_output=True,
            check=False,
            input=png.getvalue(),
            timeout=PATIENCE,
        )
        nothing_found = 4
        if done.returncode not in (0, nothing_found):
            raise RuntimeError(done.stderr.decode())
        return done.stdout.decode().splitlines()

    def wait_for_still(self, timeout: float = PATIENCE) -> Image.Image:
        """The first picture that shows something and does not change for a while."""
        shown, since = self.picture(), time.monotonic()

        def seconds_still() -> float:
            nonlocal shown, since
            now = self.picture()
            if now != shown:
                shown, since = now, time.monotonic()
            return time.monotonic() - since

        self._look(
            seconds_still,
            lambda seconds: seconds >= STILL and not _is_blank(shown),
            "blank or never still",
            timeout,
        )
        return shown

    def wait_until(
        self, predicate: Callable[[], object], timeout: float = PATIENCE
    ) -> None:
        """Until ``predicate`` is true: of a file, of a journal, of ``qr_codes()``.

        Fails with the last picture after ``timeout`` seconds or when the program
        has ended without it.
        """
        self._look(predicate, bool, "what was waited for did not come", timeout)

    def wait_for_exit(self, timeout: float = PATIENCE) -> int:
        """The exit status, once there is one."""
        self._look(lambda: self.alive, lambda alive: not alive, "no end", timeout)
        assert self.exit_status is not None
        return self.exit_status

    @property
    def alive(self) -> bool:
        """Whether the program runs."""
        return self.exit_status is None

    @property
    def exit_status(self) -> int | None:
        """As ``subprocess`` has it: minus the signal that ended it; none if alive."""
        status = self._running_foot.poll()
        # foot's own status does not tell exit 9 from signal 9; its log does.
        killer = re.search(r"slave exited with signal (\d+)", self._foot_log())
        return -int(killer[1]) if status and killer else status

    @property
    def pid(self) -> int:
        """The program's process id: it is the only child of foot."""
        foot = self._running_foot.pid
        return int(Path(f"/proc/{foot}/task/{foot}/children").read_text())

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def _start_pixels(self, stack: ExitStack) -> None:
        number, theirs = os.pipe()
        with os.fdopen(number) as announced:
            width, height = self._outer_size()
            command = ["Xvfb", "-displayfd", str(theirs), "-nolisten", "tcp"]
            # What a keyboard was made to be stays when nobody is there for a moment.
            command += ["-noreset"]
            command += ["-screen", "0", f"{width}x{height}x24"]
            stack.enter_context(self._running(command, pass_fds=[theirs]))
            os.close(theirs)
            self._display = f":{announced.readline().strip()}"
        self._env["DISPLAY"] = self._display

    def _start_compositor(self, stack: ExitStack) -> None:
        width, height = self._outer_size()
        socket = self._env["WAYLAND_DISPLAY"]
        # Idle time 0: it never fades to black while a test is waiting.
        command = ["weston", "--no-config", "--idle-time=0", f"--socket={socket}"]
        command += ["--backend=x11-backend.so", "--use-pixman"]
        command += ["--shell=kiosk-shell.so", f"--width={width}", f"--height={height}"]
        weston = stack.enter_context(self._running(command))
        look_until(
            (Path(self._env["XDG_RUNTIME_DIR"]) / socket).exists,
            bool,
            lambda _: f"no compositor:\n{self._log('weston').read_text()}",
            over=lambda: weston.poll() is not None,
        )

    def _start_foot(self, stack: ExitStack) -> None:
        columns, rows = self._grid
        config = self._folder / "foot.ini"
        config.write_text(_CONFIG.format(columns=columns, rows=rows))
        command = ["foot", f"--config={config}", "--log-colorize=never"]
        self._foot = stack.enter_context(self._running([*command, *self._command]))
        stack.callback(self._end_program)

    def _wait_for_drawing(self) -> None:
        look_until(
            self.picture,
            lambda picture: not _is_blank(picture) or not self.alive,
            lambda _: f"nothing drawn; foot says:\n{self._foot_log()}",
        )

    def _check_cell(self) -> None:
        width, height = CELL
        if f"cell width={width}, height={height}" not in self._foot_log():
            raise RuntimeError(f"cells are not {CELL}; foot says:\n{self._foot_log()}")

    def _calibrate_pointer(self) -> None:
        """Bring Weston's pointer, which is moved by differences, to where X11's is.

        While it starts, Weston may miss a motion and be off ever after; so nothing
        moves until foot is up. From the upper left corner to the lower right, where
        Weston holds its pointer back, whatever was missing is gone.
        """
        self._xdotool("mousemove", "0", "0")
        self._point_away()

    def _end_program(self) -> None:
        if self.alive:
            self.kill()
            self._running_foot.wait(PATIENCE)

    @property
    def _running_foot(self) -> subprocess.Popen[bytes]:
        assert self._foot is not None, "used outside its with block"
        return self._foot

    def _outer_size(self) -> tuple[int, int]:
        return self._size[0] + _MARGIN[0], self._size[1] + _MARGIN[1]

    def _point_away(self) -> None:
        width, height = self._outer_size()
        self._xdotool("mousemove", str(width - 1), str(height - 1))

    def _look(
        self,
        look: Callable[[], Seen],
        enough: Callable[[Seen], object],
        problem: str,
        timeout: float,
    ) -> None:
        look_until(
            look,
            enough,
            lambda _: self._complaint(problem),
            over=lambda: not self.alive,
            timeout=timeout,
        )

    def _complaint(self, problem: str) -> str:
        state = "running" if self.alive else f"ended with {self.exit_status}"
        last = self._folder / "last.png"
        self.screenshot(last)
        return f"{problem}; program {state}; last picture: {last}"

    def _log(self, program: str) -> Path:
        return self._folder / f"{program}.log"

    def _foot_log(self) -> str:
        return self._log("foot").read_text()

    def _xdotool(self, *args: str) -> None:
        command = ["xdotool", *args]
        subprocess.run(command, check=True, env=self._env, timeout=PATIENCE)

    @contextmanager
    def _running(
        self, command: list[str], pass_fds: Sequence[int] = ()
    ) -> Iterator[subprocess.Popen[bytes]]:
        with self._log(Path(command[0]).name).open("wb") as log:
            process = subprocess.Popen(
                command,
                env=self._env,
                pass_fds=pass_fds,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _is_blank(picture: Image.Image) -> bool:
    return picture.getcolors(1) is not None
