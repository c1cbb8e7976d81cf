"""How long text that is drawn as pictures keeps a visitor waiting, and what it keeps in
memory.

    .venv/bin/python -m bench.shaped [--screens N]

Every page of a visit is shown, one at each press of a key, first in the cells of a
terminal and then as pictures, in each language that a terminal cannot draw. The
terminal takes all that is written and draws nothing: the time is the kiosk's own.
"""

import argparse
import fcntl
import gettext
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
import tty
from dataclasses import dataclass, replace
from itertools import cycle
from math import ceil
from pathlib import Path
from statistics import median
from typing import Final

from textual import events

import kiosk
from kiosk.i18n import LANGUAGES, Words
from kiosk.i18n.languages import Drawn, Language
from kiosk.i18n.scripts import Pictured
from kiosk.i18n.words import DOMAIN, LOCALES
from kiosk.screens.base import KioskApp
from kiosk.screens.graphics import sixel_cell
from kiosk.screens.visit_screen import VisitScreen
from tests.screens.pages import SITE, pages

ROOT: Final = Path(__file__).resolve().parents[1]
STYLES: Final = Path(kiosk.__file__).parent / "screens" / "kiosk.tcss"
SCREENS: Final = 1_000
COLUMNS, ROWS = 80, 24
CELL = 10, 20
QUIET: Final = 0.06
NOTHING: Final = 2.0
PATIENCE: Final = 30.0
AIM_RATIO: Final = 2.0
AIM_MOST: Final = 0.050


def rows() -> dict[str, Language]:
    """Those that are drawn as pictures, whether or not a site may offer them yet."""
    like = LANGUAGES["en"]

    def row(code: str, locale: str, script: str, font: str) -> Language:
        return replace(
            like,
            code=code,
            locale=locale,
            script=script,
            drawn=Drawn.IMAGE,
            font=f"Noto{font}-Regular.ttf",
        )

    return {
        "ne": row("ne", "ne_NP", "Deva", "SansDevanagari"),
        "my": row("my", "my_MM", "Mymr", "SansMyanmar"),
        "th": row("th", "th_TH", "Thai", "SansThai"),
    }


class Shower(KioskApp):
    """The next page at each key."""

    CSS_PATH = STYLES

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self._pages = cycle([page for _, page in pages()])
        self._visit = VisitScreen(SITE.name, SITE.mode, next(self._pages))

    def get_default_screen(self) -> VisitScreen:
        return self._visit

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            await self._visit.show(next(self._pages))
            return
        await super().on_event(event)


def show(code: str) -> None:
    """In the terminal that this runs in."""
    language = rows()[code]
    catalogue = gettext.translation(DOMAIN, LOCALES, [language.folder])
    app = Shower(Words(language, catalogue))
    app.pictured = Pictured(rows().values())
    app.cell = sixel_cell(sys.stdin.fileno(), sys.stdout.fileno())
    app.serve()


@dataclass(frozen=True)
class Press:
    """Seconds by the clock, and of the processor."""

    clock: float
    processor: float


class Terminal:
    """One that draws pictures, or says that it does not."""

    def __init__(self, code: str, draws: bool) -> None:
        self._ours, theirs = pty.openpty()
        tty.setraw(self._ours)
        size = (ROWS, COLUMNS, COLUMNS * CELL[0], ROWS * CELL[1])
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", *size))
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "TERM": "foot",
            "LC_ALL": "C.UTF-8",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.shaped", "--show", code],
            env=env,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.written = 0
        self._read(PATIENCE)
        os.write(self._ours, b"\x1b[?62;4;22c" if draws else b"\x1b[?62;22c")
        self._read(PATIENCE)
        while self._read(1.0):
            pass

    def press(self) -> Press:
        """From a key to the last byte of what it painted."""
        before = self.processor
        since = last = time.perf_counter()
        os.write(self._ours, b"x")
        # Where a page is like the one before nothing is painted.
        patience = NOTHING
        while True:
            last = time.perf_counter()
            if not self._read(patience):
                return Press(last - since, self.processor - before)
            patience = QUIET

    @property
    def processor(self) -> float:
        """Seconds that all its threads have computed."""
        threads = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(own.read_text().split()[0]) for own in threads) / 1e9

    @property
    def resident(self) -> float:
        """MiB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def _read(self, timeout: float) -> bool:
        if not select.select([self._ours], [], [], timeout)[0]:
            return False
        self.written += len(os.read(self._ours, 1 << 20))
        return True


def most(seconds: list[float]) -> float:
    """What 99 of 100 do not exceed."""
    return sorted(seconds)[ceil(0.99 * len(seconds)) - 1]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--screens", type=int, default=SCREENS)
    options.add_argument("--show", help=argparse.SUPPRESS)
    told = options.parse_args()
    if told.show:
        show(told.show)
        return
    _row("", "clock", "99 of 100", "processor", "99 of 100", "KiB each", "MiB", "grown")
    for code in rows():
        cells, pictures = (_shown(code, draws, told.screens) for draws in (False, True))
        ratio = pictures.processor / cells.processor
        print(
            f"  {ratio:.2f} times as long (aim {AIM_RATIO}): {_met(ratio <= AIM_RATIO)}"
        )
        within = _met(pictures.clock <= AIM_MOST)
        print(f"  99 of 100 within {AIM_MOST * 1000:.0f} ms by the clock: {within}")


def _shown(code: str, draws: bool, screens: int) -> Press:
    """The median of what is computed, and what 99 of 100 presses take by the clock."""
    terminal = Terminal(code, draws)
    try:
        for _ in range(screens // 10):
            terminal.press()
        resident, terminal.written = terminal.resident, 0
        presses = [terminal.press() for _ in range(screens)]
        clock = [own.clock for own in presses]
        processor = [own.processor for own in presses]
        figures = median(clock), most(clock), median(processor), most(processor)
        _row(
            f"{code}, {'pictures' if draws else 'cells'}",
            *(f"{seconds * 1000:.0f} ms" for seconds in figures),
            f"{terminal.written / 1024 / screens:.1f}",
            f"{terminal.resident:.0f}",
            f"{terminal.resident - resident:+.1f}",
        )
        return Press(most(clock), median(processor))
    finally:
        terminal.end()


def _row(what: str, *cells: str) -> None:
    print(f"{what:14}" + "".join(f"{cell:>11}" for cell in cells), flush=True)


def _met(is_met: bool) -> str:
    return "met" if is_met else "not met"


if __name__ == "__main__":
    main()
