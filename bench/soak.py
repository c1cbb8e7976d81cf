"""Many visits in one kiosk that is never started again: what they leave behind.

    python bench/soak.py [--visits N]

The real program with virtual cards, in a terminal of its own. Visits are in turns:
somebody registers with the card, begins an application, answers ``QUESTIONS`` of its
questions, each time with other words, and ends the visit by F10; then the same person
logs in, deletes the application and leaves. All that is made for a visit (a receipt,
kanji) is made as always, in processes of its own.

After visits 2, 10, 100, 1,000 … and the last, when the kiosk has come to rest:

    memory    resident, MB, and what of it is nobody else's; as root only
    handles   open files, sockets and pipes
    threads   and child processes
    screen    ms from a key to the last byte of the next screen, the median of the
              last ``SCREENS`` visits: the first question of a visit
    visit     seconds, the median of the same

Aims: memory after the last visit at most 1.05 times that after the tenth, no handle or
process more, no thread more but those of asyncio's pool, no slower screen. The exit
status is 1 where one is missed.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kiosk.emulator.demo import demo_card
from kiosk.i18n import words_of
from kiosk.message import say
from tests.terminal.cases import CASES, Case, Way
from tests.terminal.drawn import DrawnTerminal
from tests.terminal.form import Form
from tests.terminal.kiosk_site import VISITOR, KioskSite
from tests.terminal.visitor import (
    FOUND,
    GOING,
    ISSUED,
    LOGGED_IN,
    Visitor,
    choosing,
    until_logged_in,
)
from tests.terminal.words import squeezed

VISITS: Final = 1_000
FIRST: Final = 10
"""The visit that others are compared with: everything has been loaded and used."""
SCREENS: Final = 10
QUESTIONS: Final = 4
QUIET: Final = 0.06
"""Seconds in which nothing is drawn: a screen is complete."""
AIM_MEMORY: Final = 1.05
AIM_SCREEN: Final = 1.25
POOL: Final = min(32, (os.cpu_count() or 1) + 4)
"""Threads of asyncio's pool at most; they are begun one by one, and stay."""
SURNAMES: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Look:
    """The kiosk after a visit. ``private``: 0 where only root may know."""

    visit: int
    resident: int
    private: int
    handles: int
    threads: int
    children: int
    screen: float
    seconds: float


class TimedVisitor(Visitor):
    """Tells how long the first question takes to be drawn, in seconds."""

    def __init__(
        self, terminal: DrawnTerminal, tell: Callable[[float], object]
    ) -> None:
        super().__init__(terminal, "en", partial(terminal.key, "F12"))
        self._drawn = terminal
        self._tell = tell

    def choose_language(self) -> None:
        self.read(choosing("en").title)
        self._drawn.let_run(QUIET)
        self.type(choosing("en").typed)
        self._tell(self._drawn.until_drawn(QUIET))
        self.reads = "en"


class WayAgain(Way):
    """Of somebody who may be registered already."""

    def __init__(self, visitor: Visitor, case: Case) -> None:
        super().__init__(visitor, case)
        self._to_do[FOUND.title.id] = lambda: self._to_do.pop(ISSUED.title.id)()


class Soak:
    """One kiosk, and somebody who comes again and again."""

    def __init__(self, terminal: DrawnTerminal, site: KioskSite) -> None:
        self._terminal = terminal
        self._site = site
        self._screens: deque[float] = deque(maxlen=SCREENS)
        self._visitor = TimedVisitor(terminal, self._screens.append)
        self._seconds: deque[float] = deque(maxlen=SCREENS)
        self._auth_id = ""

    def visit(self, number: int) -> None:
        """One of them, from the first screen to the first screen."""
        began = time.perf_counter()
        if number % 2:
            self._register(number)
        else:
            self._log_in()
        self._visitor.walk(GOING)
        self._visitor.reads = "ja"
        self._visitor.read(say("screen.language.title"))
        self._seconds.append(time.perf_counter() - began)

    def look(self, number: int) -> Look:
        """When it has come to rest: what it tidies, it tidies behind a visit."""
        self._settle()
        process = Path(f"/proc/{self._terminal.pid}")
        status = dict(
            line.split(":", 1) for line in (process / "status").read_text().splitlines()
        )
        return Look(
            number,
            _kib(status["VmRSS"]),
            _private(process),
            len(list((process / "fd").iterdir())),
            int(status["Threads"]),
            len(_children(process)),
            median(self._screens),
            median(self._seconds),
        )

    def _register(self, number: int) -> None:
        case = CASES["extension"]
        words = f"Soak {SURNAMES[number % 26]}{number}"
        own = {**case.own, "home_town": words, "occupation": words}
        form = Form(self._visitor, case.known(), own)
        WayAgain(self._visitor, case).to(form)
        form.fill_in(QUESTIONS)
        form.here()
        if not self._auth_id:
            [self._auth_id] = self._site.auth_ids()
        self._end()

    def _log_in(self) -> None:
        self._visitor.choose_language()
        self._visitor.walk(until_logged_in(self._auth_id))
        for title, chosen in (
            (LOGGED_IN.title.id, "screen.done.fill_in"),
            ("screen.drafts.title", "procedure.extension"),
            ("procedure.extension", "screen.draft.delete"),
            ("screen.draft.delete.sure", "screen.draft.delete.yes"),
        ):
            self._choose(title, chosen)
        self._visitor.read(say("screen.procedure.title"))
        self._end()

    def _end(self) -> None:
        """Before its time."""
        self._terminal.key("F10")
        # It stands in a frame, so it is no title of its own.
        asked = squeezed(words_of("en").say(say("overlay.start_over.title")))
        self._visitor.look(lambda screen: asked in squeezed(screen))
        self._terminal.type("2")

    def _choose(self, title: str, chosen: str) -> None:
        self._visitor.read(say(title))
        self._visitor.choose(words_of("en").say(say(chosen)))

    def _settle(self) -> None:
        """Until it has computed next to nothing for half a second."""
        before = -1.0
        while (now := _computed(self._terminal.pid)) - before > 0.02:
            before = now
            self._terminal.let_run(0.5)


def main() -> int:
    """The exit status."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--visits", type=int, default=VISITS)
    visits = options.parse_args().visits
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        demo_card(folder / "workshop", datetime.now(UTC), VISITOR)
        site = KioskSite(folder / "site", folder / "workshop", desk="virtual")
        print(
            f"{platform.machine()}, Python {platform.python_version()}, {visits} visits"
        )
        with DrawnTerminal(site.command) as terminal:
            looks = list(_looks(Soak(terminal, site), visits))
    return _judge(looks)


def _looks(soak: Soak, visits: int) -> Iterator[Look]:
    """Told as they are taken."""
    told_at = {2, *(10**power for power in range(1, 7)), visits}
    told_at |= set(range(100, visits, 100))
    print(
        f"{'visit':>7} {'memory':>8} {'private':>8} {'handles':>8} {'threads':>8}",
        end="",
    )
    print(f" {'children':>9} {'screen':>8} {'visit':>7}")
    for number in range(1, visits + 1):
        soak.visit(number)
        if number in told_at:
            look = soak.look(number)
            print(
                f"{look.visit:7} {look.resident / 1024:8.1f} {look.private / 1024:8.1f}"
                f" {look.handles:8} {look.threads:8} {look.children:9}"
                f" {look.screen * 1000:8.1f} {look.seconds:7.2f}",
                flush=True,
            )
            yield look


def _judge(looks: list[Look]) -> int:
    first = next((own for own in looks if own.visit >= FIRST), looks[-1])
    last = looks[-1]
    ratio = last.resident / first.resident
    slower = last.screen / first.screen
    print(f"memory {ratio:.3f} times that of visit {first.visit}, aim {AIM_MEMORY}")
    print(f"screen {slower:.2f} times, aim {AIM_SCREEN}")
    kept = (
        ratio <= AIM_MEMORY
        and slower <= AIM_SCREEN
        and last.handles <= first.handles
        and last.threads < first.threads + POOL
        and last.children <= first.children
    )
    print("all aims met" if kept else "an aim is missed")
    return 0 if kept else 1


def _private(process: Path) -> int:
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(_kib(line) for line in lines if line.startswith("Private_"))


def _kib(line: str) -> int:
    return next(int(word) for word in line.split() if word.isdigit())


def _children(process: Path) -> list[str]:
    tasks = (process / "task").iterdir()
    return [own for task in tasks for own in (task / "children").read_text().split()]


def _computed(pid: int) -> float:
    """Seconds on the processor, of all threads."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(own.read_text().split()[0]) for own in tasks) / 1e9


if __name__ == "__main__":
    sys.exit(main())
