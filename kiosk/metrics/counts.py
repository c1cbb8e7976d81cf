"""What is counted while a kiosk runs, by watching its visits go by.

Only the kinds of steps, papers and outcomes are looked at, never what is in them.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from kiosk.metrics.figures import Value
from kiosk.visit.effects import (
    Effect,
    PrintForgotten,
    PrintReceipt,
    PrintSheet,
    PrintSlip,
)
from kiosk.visit.events import Event, PaperFailed, PaperPrinted, Ticked
from kiosk.visit.health import Lamp
from kiosk.visit.papers import outcome
from kiosk.visit.staff_events import StaffPapers
from kiosk.visit.state import State
from kiosk.visit.steps import (
    ChooseLanguage,
    Goodbye,
    HandOver,
    Issued,
    LoggedIn,
    Step,
    Verdict,
)
from kiosk.visit.terms import Glance
from kiosk.visit.usage_effects import PrintUsage

_REACHED: Final[tuple[tuple[type[Step], str], ...]] = (
    (HandOver, "handed_over"),
    (Issued, "registered"),
    (LoggedIn, "logged_in"),
    (Verdict, "answered"),
)
"""How far a visit has come, the furthest first."""
_LEFT: Final = "left"
OUTCOMES: Final = (*(name for _, name in _REACHED), _LEFT)
_PAPERS: Final[dict[type[Effect], str]] = {
    PrintReceipt: "receipt",
    PrintSlip: "slip",
    PrintSheet: "sheet",
    PrintUsage: "usage",
    PrintForgotten: "forgotten",
}
_STAFF: Final = "staff"
_NO_CARDS: Final = frozenset({Glance.NO_SERVICE, Glance.NO_READER})
_NO_PAPER: Final = frozenset({Lamp.PAPER_OUT, Lamp.COVER_OPEN, Lamp.OFF})


class Counts:
    """Of one run. ``monotonic`` gives seconds that never go back. One thread counts;
    any may read.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._since = monotonic()
        self._state: State | None = None
        self._reached: set[type[Step]] = set()
        self._asked: dict[int, str] = {}
        self._visits = Counter[str]()
        self._timed_out = 0
        self._screens = Counter[str]()
        self._seconds: dict[str, float] = {}
        self._prints = Counter[tuple[str, str]]()

    def observe(
        self, before: State, event: Event, after: State, effects: tuple[Effect, ...]
    ) -> None:
        """One transition of the visit."""
        self._state = after
        if _screen(before) != _screen(after):
            self._turn(before, after)
        self._visit(before, event, after)
        self._print(event, effects)

    def values(self) -> Iterator[Value]:
        """The figures as they stand; a screen counts until now."""
        for name in OUTCOMES:
            yield "visits_total", (name,), self._visits[name]
        yield "visits_timed_out_total", (), self._timed_out
        for screen, count in self._screens.copy().items():
            yield "screens_total", (screen,), count
        for screen, seconds in self._seconds.copy().items():
            yield "screen_seconds_total", (screen,), seconds
        for names, count in self._prints.copy().items():
            yield "prints_total", names, count
        if self._state is not None:
            yield from _states(self._state)

    def line(self) -> str:
        """One line for ``systemctl status``."""
        state = self._state
        if state is None:
            return "starting"
        health = state.health
        printer = health.printer.value.replace("_", " ")
        parts = (
            "in use" if _is_in_use(state) else "idle",
            "closed" if health.closed else "open",
            f"card reader {state.desk.glance.value.replace('_', ' ')}",
            f"printer {printer}",
            f"store {'well' if health.store else 'does not answer'}",
            f"{self._visits.total()} visits",
        )
        return "out of order" if health.refused else ", ".join(parts)

    def _turn(self, before: State, after: State) -> None:
        now, screen = self._monotonic(), _screen(before)
        self._seconds[screen] = self._seconds.get(screen, 0.0) + now - self._since
        self._since = now
        self._screens[_screen(after)] += 1

    def _visit(self, before: State, event: Event, after: State) -> None:
        self._reached.add(type(after.step))
        if isinstance(before.step, ChooseLanguage):
            return
        if isinstance(after.step, ChooseLanguage):
            self._visits[self._outcome()] += 1
            idle = isinstance(event, Ticked) and not isinstance(before.step, Goodbye)
            self._timed_out += idle
            self._reached.clear()

    def _outcome(self) -> str:
        return next((name for step, name in _REACHED if step in self._reached), _LEFT)

    def _print(self, event: Event, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            paper = _PAPERS.get(type(effect))
            if paper is not None:
                self._asked[getattr(effect, "ticket")] = paper  # noqa: B009 - each has one
        match event:
            case PaperPrinted() | PaperFailed():
                paper = self._asked.pop(event.ticket, None)
                if paper is not None:
                    self._prints[paper, outcome(event).value] += 1
            case StaffPapers():
                for came in event.papers:
                    self._prints[_STAFF, came.value] += 1


def _states(state: State) -> Iterator[Value]:
    health, lamp = state.health, state.health.printer
    yield "open", (), not health.closed
    yield "in_use", (), _is_in_use(state)
    yield "card_reader_ready", (), state.desk.glance not in _NO_CARDS
    yield "printer_ready", (), lamp not in _NO_PAPER
    yield "printer_paper_low", (), lamp is Lamp.LOW
    yield "store_ready", (), health.store


def _is_in_use(state: State) -> bool:
    return state.staff is not None or not isinstance(state.step, ChooseLanguage)


def _screen(state: State) -> str:
    """The kind of page that is shown, in snake case."""
    if state.staff is not None:
        return _STAFF
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(state.step).__name__).lower()
