"""The kiosk in a terminal of 80 by 24, beside a bare Textual app in the same run.

    python bench/screens.py [--rounds N] [--visits N]

A demo site is made in a temporary folder and visited once, so that its keys, its
store and all compiled modules are there. Then:

Start: from starting ``python -m kiosk run`` until the first screen's words have
arrived, in turns with an app of one ``Static``. Memory: of both at that moment, and
of the kiosk when everything is loaded and after the visits. A paper is drawn in a
process of its own; it lives for a third of a second and is not counted.

Keys: whole registrations are typed, with the virtual card, each begun when the kiosk
has come to rest, each key when it has been quiet for ``QUIET``; a key's time ends with
the last byte before that. Keys that have the card or the registry do something are
told apart: their time holds that work where it takes less than ``QUIET``. Cards: from
laying one down or giving a PIN until the words of the next screen have arrived.

Steps: screens and presses of a registration from the choice of language to the
receipt, counted on the visit itself. What must be typed is not counted, the key that
gives it is; nor are moments of work, which pass by themselves.

Time on the processor is told beside time on the clock: on a machine that does other
work it is the steadier one. Aims: start 1.5 and memory 2 times that of the bare app;
99 of 100 keys within 50 ms; from card to name within 300 ms beyond typing; at most 14
screens and 30 presses.
"""

import argparse
import fcntl
import os
import platform
import pty
import re
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import cycle, islice, takewhile
from math import ceil
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kiosk.config import load
from kiosk.emulator.demo import DEMO_PERSON
from kiosk.emulator.people import PEOPLE
from kiosk.emulator.pins import Pins
from kiosk.i18n import words_of
from kiosk.i18n.scripts import offered
from kiosk.rules.vocabulary import Procedure
from kiosk.screens.page import DateForm, Page
from kiosk.screens.pages import page_of
from kiosk.screens.widgets import choices
from kiosk.screens.widgets.bars import KEYS
from kiosk.screens.widgets.choices import MOST_AT_ONCE
from kiosk.screens.widgets.text import broken
from kiosk.visit.events import Chose, ContactTyped, Event, PinTyped, Seen, WentOn
from kiosk.visit.questions import CARD_ROLES
from kiosk.visit.site import Site
from kiosk.visit.state import Contact, Person
from kiosk.visit.steps import (
    EnterPin,
    Goodbye,
    Issued,
    Prepare,
    Step,
)
from kiosk.visit.terms import Pin
from tests.journeys.people import VirtualCard
from tests.journeys.visitor import Visitor
from tests.journeys.world import World

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 15
VISITS = 6
COLUMNS, ROWS = 80, 24
LINE = 36
"""Cells of a title, or of the words on what comes next, sure to stand on one line."""
QUIET = 0.030
PATIENCE = 20.0
"""Seconds after which something is broken."""
IS_ROOT = os.geteuid() == 0
"""The kiosk lets nobody else see how much of its memory is shared."""
ENTER, F12 = b"\r", b"\x1b[24~"
AIM_START = 1.5
AIM_MEMORY = 2.0
AIM_KEY = 0.050
AIM_NAMED = 0.300
AIM_SCREENS = 14
AIM_PRESSES = 30

KINDS = {
    "leads": "to another screen",
    "typed": "typing",
    "works": "card or registry at work",
}

BARE_WORDS = "A bare app of one widget"
BARE = f"""
from textual.app import App, ComposeResult
from textual.widgets import Static

class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("{BARE_WORDS}")

Bare().run()
"""


@dataclass(frozen=True)
class Memory:
    """Bytes; ``shared`` counts what several processes use by its part (PSS)."""

    resident: int
    shared: int


@dataclass(frozen=True)
class Key:
    """``leads`` to another screen or field; others write a character."""

    sent: bytes
    leads: bool = True


@dataclass(frozen=True)
class Move:
    """What a visitor does on one screen, and the words of the next."""

    step: Step
    page: Page
    keys: tuple[Key, ...]
    works: bool
    """The card or the registry is asked before the next screen comes."""
    then: tuple[str, ...]


@dataclass(frozen=True)
class Start:
    """One start until the first screen's words: clock and processor."""

    clock: float
    processor: float
    memory: Memory


@dataclass(frozen=True)
class Press:
    """Seconds from one key to the last byte of what it painted."""

    kind: str
    clock: float
    processor: float


class Terminal:
    """One program in a terminal of its own."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", ROWS, COLUMNS, 0, 0))
        env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
        env |= {"LC_ALL": "C.UTF-8"}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        self._since = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            env=env,
            cwd=folder,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self._seen = b""
        self._arrived = self._since

    def until(self, *words: str) -> float:
        """Seconds from the start or the last key until all words have arrived."""
        wanted = [own.encode() for own in words]
        while not all(own in self._seen for own in wanted):
            if not self._read(PATIENCE):
                raise RuntimeError(f"never shown: {words}")
        self._arrived = time.perf_counter()
        return self._arrived - self._since

    def press(self, sent: bytes) -> tuple[float, float]:
        """Seconds from a key to the last byte it painted: clock and processor."""
        while self._read(QUIET):
            pass
        self._seen = b""
        before = self.processor
        self._since = last = time.perf_counter()
        os.write(self._ours, sent)
        self._read(PATIENCE)
        while True:
            last = time.perf_counter()
            if not self._read(QUIET):
                return last - self._since, self.processor - before

    def settle(self) -> None:
        """Until it has done nothing for half a second."""
        before = -1.0
        while self.processor - before > 0.010:
            before = self.processor
            until = time.perf_counter() + 0.5
            while (left := until - time.perf_counter()) > 0:
                self._read(left)

    @property
    def started(self) -> Start:
        """Right after the first ``until``."""
        return Start(self._arrived - self._since, self.processor, self.memory)

    @property
    def processor(self) -> float:
        """Seconds that all its threads have computed."""
        threads = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(own.read_text().split()[0]) for own in threads) / 1e9

    @property
    def memory(self) -> Memory:
        process = Path(f"/proc/{self._process.pid}")
        shared = _kib(process / "smaps_rollup", "Pss") if IS_ROOT else 0
        return Memory(_kib(process / "status", "VmRSS"), shared)

    def end(self) -> None:
        """At once."""
        self._process.kill()
        self._process.wait(PATIENCE)
        os.close(self._ours)

    def _read(self, timeout: float) -> bool:
        """Whether anything came in time."""
        if not select.select([self._ours], [], [], timeout)[0]:
            return False
        self._seen += os.read(self._ours, 65536)
        return True


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=ROUNDS, help="starts of each")
    options.add_argument("--visits", type=int, default=VISITS, help="registrations")
    told = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        _settle_settings(folder)
        world = World(_site(folder), datetime.now(ZoneInfo("Asia/Tokyo")).date())
        card = VirtualCard(_demo_person())
        with _kiosk(folder, world) as terminal:
            _visit(terminal, _moves(world, Visitor(card)))
        _bare_start(folder)
        # In turns, so that both meet the same load of the machine.
        starts = [
            (_kiosk_start(folder, world), _bare_start(folder))
            for _ in range(told.rounds)
        ]
        with _kiosk(folder, world) as terminal:
            terminal.settle()
            loaded = terminal.memory
            visits = [
                _visit(terminal, _moves(world, Visitor(card, language=language)))
                for language in islice(cycle(world.state.site.languages), told.visits)
            ]
            visited = terminal.memory
    processors = f"{os.cpu_count()} processors"
    print(f"{platform.machine()}, {processors}, Python {platform.python_version()}")
    _print_starts(starts, loaded, visited)
    _print_keys([press for presses, _ in visits for press in presses])
    _print_cards([waits for _, waits in visits])
    _print_steps(world.state.site, world.state.today, card)


def _site(folder: Path) -> Site:
    own = load(folder / "kiosk.toml").site
    languages = offered(own.languages, pictures=False)
    return Site(own.name, own.mode, own.kind, languages)


def _settle_settings(folder: Path) -> None:
    """The demo's settings, but a question takes an answer at once: a key that is not
    taken paints nothing.
    """
    text = (ROOT / "kiosk.toml").read_text(encoding="utf-8")
    changed, found = re.subn(r"(?m)^pause_ms = [0-9]+", "pause_ms = 0", text)
    if not found:
        raise RuntimeError("kiosk.toml has no pause_ms")
    (folder / "kiosk.toml").write_text(changed, encoding="utf-8")


def _demo_person() -> Person:
    own = PEOPLE[DEMO_PERSON]
    return Person(own.name, own.address, own.birth_date, own.sex)


@contextmanager
def _kiosk(folder: Path, world: World) -> Iterator[Terminal]:
    """The kiosk, as soon as its first screen has been painted."""
    command = [sys.executable, "-m", "kiosk", "run", "--config", "kiosk.toml"]
    last_key, *_ = list(KEYS.values())[-1]
    with _opened(command, folder, *_shown(world), last_key) as terminal:
        yield terminal


@contextmanager
def _opened(command: Sequence[str], folder: Path, *words: str) -> Iterator[Terminal]:
    terminal = Terminal(command, folder)
    try:
        terminal.until(*words)
        yield terminal
    finally:
        terminal.end()


def _kiosk_start(folder: Path, world: World) -> Start:
    with _kiosk(folder, world) as terminal:
        return terminal.started


def _bare_start(folder: Path) -> Start:
    with _opened([sys.executable, "-c", BARE], folder, BARE_WORDS) as terminal:
        return terminal.started


# One registration


def _moves(world: World, visitor: Visitor) -> list[Move]:
    """All that a visitor does, learnt from the visit without a terminal."""
    moves: list[Move] = []
    while not (moves and world.nobody):
        before, events, asked = world.state, len(world.trail), len(world.asked)
        stood = _shown(world)
        if isinstance(before.step, Goodbye):
            world.send(WentOn())
        else:
            visitor.act(world)
        page, event = page_of(before), world.trail[events][1]
        keys = tuple(_keys(before.step, page, event))
        works = len(world.asked) > asked
        # Words that stand there already are not written once more.
        then = tuple(own for own in _shown(world) if own not in stood)
        moves.append(Move(before.step, page, keys, works, then))
    return moves


def _keys(step: Step, page: Page, event: Event) -> Iterator[Key]:
    match event:
        case Seen():
            yield Key(F12)
        case PinTyped() if isinstance(step, EnterPin):
            pins = Pins()
            first = step.pin is Pin.AUTHENTICATION
            yield from _typed(pins.authentication if first else pins.signature)
        case ContactTyped(Contact(phone, mail)):
            yield from (*_typed(phone.encode()), *_typed(mail.encode()))
        case Chose(str(day)) if isinstance(page.form, DateForm):
            yield from _typed(day.replace("-", "").encode())
        case _:
            place = [choice.event == event for choice in page.choices].index(True)
            many = len(page.choices) > MOST_AT_ONCE and not page.whole
            turns, number = divmod(place, MOST_AT_ONCE - 1) if many else (0, place)
            yield from [Key(str(MOST_AT_ONCE).encode())] * turns
            yield Key(choices.KEYS[number].encode())


def _typed(text: bytes) -> Iterator[Key]:
    yield from (Key(bytes([character]), leads=False) for character in text)
    yield Key(ENTER)


def _shown(world: World) -> tuple[str, ...]:
    """First and last line read now: a title alone may stand on other screens too."""
    page, words = page_of(world.state), words_of(world.state.language)
    said = (page.title, page.next) if page.next else (page.title,)
    return tuple(broken(words.say(own), LINE)[0] for own in said)


def _visit(
    terminal: Terminal, moves: Sequence[Move]
) -> tuple[list[Press], dict[str, float]]:
    """Every key's time, and how long the card let the visitor wait."""
    terminal.settle()
    presses: list[Press] = []
    waits: dict[str, float] = {}
    name = PEOPLE[DEMO_PERSON].name
    for move in moves:
        for key in move.keys:
            kind = "leads" if key.leads else "typed"
            if move.works and key is move.keys[-1]:
                kind = "works"
            presses.append(Press(kind, *terminal.press(key.sent)))
        waited = terminal.until(*move.then)
        match move.step:
            case Prepare():
                waits["laid, first PIN asked for"] = waited
            case EnterPin(Pin.AUTHENTICATION):
                waits["first PIN given, password asked for"] = waited
            case EnterPin(Pin.SIGNATURE):
                waits["password given, named"] = terminal.until(name)
    return presses, waits


# What is printed


def _print_starts(
    starts: Sequence[tuple[Start, Start]], loaded: Memory, visited: Memory
) -> None:
    ours, bare = (list(own) for own in zip(*starts, strict=True))
    print(f"\nStart to first paint, {len(starts)} times each")
    _row("", "kiosk", "bare app", "ratio", "aim")
    for name in ("clock", "processor"):
        own, other = (
            median(getattr(start, name) for start in starts) for starts in (ours, bare)
        )
        _compare(name, own * 1000, other * 1000, "ms", AIM_START)
    print("\nMemory")
    for name in ("resident", "shared") if IS_ROOT else ("resident",):
        other = median(getattr(own.memory, name) for own in bare)
        first = median(getattr(own.memory, name) for own in ours)
        for what, own in (
            ("first paint", first),
            ("everything loaded", getattr(loaded, name)),
            ("after the visits", getattr(visited, name)),
        ):
            _compare(f"{name}, {what}", own / 2**20, other / 2**20, "MiB", AIM_MEMORY)


def _print_keys(presses: Sequence[Press]) -> None:
    print("\nKeys, from pressing to the last byte painted")
    _row("", "presses", "median", "99 of 100", "longest", f"aim {_ms(AIM_KEY)}")
    for kind, what in KINDS.items():
        own = [press for press in presses if press.kind == kind]
        for unit, seconds in (
            ("clock", [press.clock for press in own]),
            ("processor", [press.processor for press in own]),
        ):
            most = _most(seconds)
            figures = map(_ms, (median(seconds), most, max(seconds)))
            _row(f"{what}, {unit}", str(len(own)), *figures, _met(most <= AIM_KEY))


def _print_cards(visits: Sequence[dict[str, float]]) -> None:
    print("\nCards, from laying down or giving to the words of the next screen")
    _row("", "median", "longest", f"aim {_ms(AIM_NAMED)}")
    for what in visits[0]:
        seconds = [visit[what] for visit in visits]
        _row(what, _ms(median(seconds)), _ms(max(seconds)))
    sums = [sum(visit.values()) for visit in visits]
    middle = median(sums)
    _row("laid, named", _ms(middle), _ms(max(sums)), _met(middle <= AIM_NAMED))


def _print_steps(site: Site, today: date, card: VirtualCard) -> None:
    print("\nSteps, from language to receipt")
    _row("", "screens", "presses", f"aim {AIM_SCREENS}", f"aim {AIM_PRESSES}")
    for role in CARD_ROLES:
        for procedure in Procedure:
            visitor = Visitor(card, role=role, procedure=procedure)
            moves = _moves(World(site, today), visitor)
            before = list(
                takewhile(lambda own: not isinstance(own.step, Issued), moves)
            )
            if len(before) == len(moves):
                continue  # it may not be filed by this card's holder
            screens = len(before) + 1
            presses = sum(
                key.leads and key.sent != F12 for move in before for key in move.keys
            )
            _row(
                f"{role}, {procedure}",
                str(screens),
                str(presses),
                _met(screens <= AIM_SCREENS),
                _met(presses <= AIM_PRESSES),
            )


def _compare(what: str, own: float, other: float, unit: str, aim: float) -> None:
    ratio = own / other
    figures = (f"{own:.0f} {unit}", f"{other:.0f} {unit}", f"{ratio:.2f}")
    _row(what, *figures, f"{aim}: {_met(ratio <= aim)}")


def _most(seconds: Sequence[float]) -> float:
    """The one that 99 of 100 do not exceed."""
    return sorted(seconds)[ceil(0.99 * len(seconds)) - 1]


def _kib(path: Path, name: str) -> int:
    """A value of ``/proc`` in KiB, as bytes."""
    for line in path.read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"{path} has no {name}")


def _met(is_met: bool) -> str:
    return "met" if is_met else "not met"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _row(what: str, *cells: str) -> None:
    print(f"{what:38}" + "".join(f"{cell:>13}" for cell in cells))


if __name__ == "__main__":
    main()
