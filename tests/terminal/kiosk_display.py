"""The installed screen: Weston and foot with the very settings of ``deploy/files``.

On a display without pixels of its own (Xvfb), which is also the keyboard: of the
installed PC's only the drivers of screen and input are missing. Programs that a
terminal or a compositor might start are alarms here, which tell that they were.
"""

import configparser
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from tests.terminal.foot import FootDisplay
from tests.terminal.processes import command, family
from tests.terminal.waiting import PATIENCE, look_until

FILES: Final = Path(__file__).resolve().parents[2] / "deploy/files/etc/madoguchi"
SIZE: Final = (1280, 800)
"""Pixels."""
FEW_COLOURS: Final = 200
ALARMS: Final = (
    *("sh", "bash", "true", "xdg-open", "notify-send", "foot", "weston-terminal"),
    *("weston-screenshooter", "weston-screenshot", "wcap-decode", "xterm", "nologin"),
)


class KioskDisplay(FootDisplay):
    """The program in that screen. ``weston`` and ``foot`` are files of settings;
    ``options`` those of the keyboard, if they are not as Weston's settings say.
    """

    def __init__(
        self,
        program: Sequence[str | Path],
        folder: Path,
        *,
        weston: Path = FILES / "weston.ini",
        foot: Path = FILES / "foot.ini",
        options: str | None = None,
    ) -> None:
        self.alarmed = folder / "alarmed"
        self._alarms = _alarms(folder / "alarms", self.alarmed)
        path = {"PATH": f"{self._alarms}:/usr/bin:/bin", "HOME": str(folder / "home")}
        module = f"weston-screenshooter={self._alarms}/weston-screenshooter"
        super().__init__(
            program, folder, env={**path, "WESTON_MODULE_MAP": module, "SHELL": "sh"}
        )
        (folder / "home").mkdir()
        self._weston_settings = weston
        self._foot_settings = foot
        self._keyboard_options = options
        self._size = SIZE
        self._weston: subprocess.Popen[bytes] | None = None

    def alarms(self) -> list[str]:
        """Which of the programs that nobody may start have been started."""
        told = self.alarmed.read_text() if self.alarmed.exists() else ""
        return told.splitlines()

    def started(self) -> list[tuple[str, ...]]:
        """All that foot and Weston have started and that runs."""
        assert self._weston is not None
        parents = {self._running_foot.pid, self._weston.pid}
        found = [own for pid in parents for own in family(pid) if own not in parents]
        return [called for own in found if (called := command(own))]

    def do(self, *actions: str) -> None:
        """A chain of xdotool's own commands."""
        if actions:
            self._xdotool(*actions)

    def rest(self) -> None:
        """Put the pointer where it lies on nothing."""
        self._point_away()

    def _wait_for_drawing(self) -> None:
        """Until the program itself has drawn; foot alone is no more than a cursor."""
        look_until(
            self.picture,
            lambda picture: picture.getcolors(FEW_COLOURS) is None or not self.alive,
            lambda _: "nothing drawn",
        )

    def _outer_size(self) -> tuple[int, int]:
        return SIZE

    def _start_compositor(self, stack: ExitStack) -> None:
        keyboard = self._keyboard()
        subprocess.run(
            ["/usr/bin/setxkbmap", "-rules", "evdev", "-model", "pc105", *keyboard],
            env=self._env,
            check=True,
            timeout=PATIENCE,
        )
        socket = self._env["WAYLAND_DISPLAY"]
        called = ["weston", f"--config={self._weston_settings}", f"--socket={socket}"]
        called += ["--backend=x11-backend.so"]
        called += [f"--width={SIZE[0]}", f"--height={SIZE[1]}"]
        self._weston = stack.enter_context(self._running(called))
        look_until(
            (Path(self._env["XDG_RUNTIME_DIR"]) / socket).exists,
            bool,
            lambda _: f"no compositor:\n{self._log('weston').read_text()}",
            over=lambda: self._weston is None or self._weston.poll() is not None,
        )

    def _keyboard(self) -> list[str]:
        """Weston asks the X server for its keyboard where there is one."""
        parser = configparser.ConfigParser()
        parser.read(FILES / "weston.ini")
        ours = parser["keyboard"]
        options = self._keyboard_options
        if options is None:
            options = ours["keymap_options"]
        layout = ["-layout", ours["keymap_layout"], "-option", ""]
        return [*layout, "-option", options] if options else layout

    def _start_foot(self, stack: ExitStack) -> None:
        called = ["/usr/bin/foot", f"--config={self._foot_settings}"]
        called += ["--log-level=error", "--log-no-syslog", *self._command]
        self._foot = stack.enter_context(self._running(called))
        stack.callback(self._end_program)

    def _check_cell(self) -> None:
        """Text is as large as the settings have it."""


def _alarms(folder: Path, told: Path) -> Path:
    folder.mkdir()
    for name in ALARMS:
        alarm = folder / name
        alarm.write_text(f"#!/bin/sh\necho {name} >> {told}\n")
        alarm.chmod(0o755)
    return folder
