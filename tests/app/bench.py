"""A kiosk on a virtual desk, and a visitor's hands, eyes and watch."""

import asyncio
import gc
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from PIL import Image
from textual import events
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widget import Widget

from kiosk.app import Kiosk, Parts
from kiosk.card.residence.anchors import ResidenceAnchors
from kiosk.card.trust import TrustAnchors
from kiosk.clerks.audit import AuditClerk
from kiosk.clerks.card import CardClerk
from kiosk.clerks.crew import Crew
from kiosk.clerks.drafts import DraftClerk
from kiosk.clerks.papers import PaperClerk
from kiosk.clerks.registry import RegistryClerk
from kiosk.clerks.residence import ResidenceClerk
from kiosk.clerks.sheets import SheetClerk
from kiosk.clerks.staff import StaffClerk
from kiosk.clerks.staff_card import StaffCardClerk
from kiosk.clerks.tables import TableClerk
from kiosk.clerks.usage import UsageClerk
from kiosk.emulator.desk import VirtualDesk
from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.residence.card import VirtualResidenceCard
from kiosk.message import say
from kiosk.printers.faults import PrinterError, PrinterFault
from kiosk.receipts.outlet import Outlet
from kiosk.receipts.printer import Printer
from kiosk.registry.argon import Cost
from kiosk.registry.fresh_starts import FreshStarts
from kiosk.registry.passwords import Passwords
from kiosk.registry.registry import Registry
from kiosk.registry.staff import Staff
from kiosk.registry.staff_cards import StaffCards
from kiosk.registry.usage import UsageRequests
from kiosk.registry.visitors import Visitors
from kiosk.screens.widgets.choices import ChoiceLine
from kiosk.screens.widgets.text import Text
from kiosk.secret import CAPACITY, Secret
from kiosk.sheets.printing import NoSheets, SheetPrinter
from kiosk.store.audit.trail import Trail
from kiosk.store.database import Store
from kiosk.store.drafts import Drafts
from kiosk.visit.desk import Part
from kiosk.visit.site import Site
from kiosk.visit.state import State
from kiosk.visit.steps import Step
from tests.receipts.papers import printed
from tests.registry.people import KEY, NOON, seeded
from tests.screens.reading import caps_on, picture

SMALL: Final = (80, 24)
LARGE: Final = (120, 40)
SIZES: Final = (SMALL, LARGE)
_PATIENCE: Final = 200
"""Rounds of settling, each some 20 ms, in which what is waited for must happen."""
CHEAP: Final = Cost(memory=8, passes=1, lanes=1)
"""Of a password, where it is not what is tested."""
_CHARACTERS: Final = {"enter": "\r", "space": " ", "tab": "\t"}


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now: datetime = NOON
        self.seconds = 1_000.0

    def move(self, seconds: float) -> None:
        self.seconds += seconds
        self.now += timedelta(seconds=seconds)


class PaperTray:
    """Takes papers, or fails while ``broken``."""

    def __init__(self) -> None:
        self.images: list[Image.Image] = []
        self.broken = False

    def print(self, job: bytes) -> None:
        if self.broken:
            raise PrinterError(PrinterFault.TIMEOUT)
        self.images += printed(job)


class Dock:
    """Lays a card down on F12, and lifts it on the next; F11 lays a residence card."""

    def __init__(self, desk: VirtualDesk) -> None:
        self._desk = desk
        self.card: VirtualMyNumberCard | None = None
        self.residence: VirtualResidenceCard | None = None
        self.toggled = 0

    def toggle_residence(self) -> None:
        if self.residence is not None:
            self._desk.put(self.residence)

    def toggle(self) -> None:
        self.toggled += 1
        if self.card is not None and self.toggled % 2:
            self._desk.put(self.card)
        else:
            self._desk.take()


class Bench:
    """What a kiosk stands on; it outlives the kiosks opened on it."""

    def __init__(self, store: Store, anchors: TrustAnchors) -> None:
        self.desk = VirtualDesk()
        self.clock = Clock()
        self.tray = PaperTray()
        self.printer: Printer | None = self.tray
        self.sheets: SheetPrinter = NoSheets()
        self.tables: Path | None = None
        self.dock = Dock(self.desk)
        self.registry = Registry(store, KEY, seeded(1), "demo")
        self.passwords = Passwords(store, KEY, seeded(3), CHEAP)
        self.staff = Staff(store, KEY, seeded(4), CHEAP)
        self.exports: Path | None = None
        self.parts_found: tuple[Part, ...] = (Part("printer", "ok", "well"),)
        self.site = Site("まどぐち Test Desk", "demo", "gyoseishoshi", ("en", "ja"))
        self.parts = Parts(
            site=self.site,
            hire=self._hire,
            now=lambda: self.clock.now,
            monotonic=lambda: self.clock.seconds,
            notices=(say("demo.card"),),
        )
        self.residence_anchors: ResidenceAnchors | None = None
        self._anchors = anchors
        self.drafts = Drafts(store)
        self.store = store

    @asynccontextmanager
    async def opened(self, size: tuple[int, int] = SMALL) -> "AsyncIterator[Terminal]":
        """A kiosk running on it, at its first screen."""
        app = Kiosk(replace(self.parts, site=self.site))
        async with app.run_test(size=size) as pilot:
            terminal = Terminal(app, pilot, self)
            await terminal.settle()
            yield terminal

    def _hire(self) -> Crew:
        clock = self.parts.now
        card = CardClerk(self.desk, self._anchors, clock, seeded(2))
        staff_card = StaffCardClerk(
            self.desk, lambda: card.sight, self._anchors, clock, seeded(5)
        )
        registry = RegistryClerk(self.registry, self.passwords, clock)
        papers = PaperClerk(self.site, self._outlets(), clock)
        sheets = SheetClerk(self.site, self.sheets, clock)
        usage = UsageClerk(registry, UsageRequests(self.store, KEY), clock)
        return Crew(
            desk=self.desk,
            card=card,
            staff_card=staff_card,
            residence=ResidenceClerk(
                self.desk, lambda: card.sight, self.residence_anchors, clock
            ),
            registry=registry,
            papers=papers,
            drafts=DraftClerk(registry, self.drafts, clock, 30, usage),
            usage=usage,
            sheets=sheets,
            tables=TableClerk(self.tables, clock),
            audit=AuditClerk(Trail(self.store), clock),
            staff=StaffClerk(
                self.site,
                self.store,
                self.staff,
                StaffCards(self.store, KEY),
                FreshStarts(self.store, KEY, seeded(6), CHEAP),
                Visitors(self.store, KEY),
                UsageRequests(self.store, KEY),
                papers,
                sheets,
                clock,
                lambda language: self.parts_found,
                self.exports,
                staff_card.take_proven,
            ),
            dock=self.dock,
        )

    def _outlets(self) -> list[Outlet]:
        return [Outlet(self.printer)] if self.printer else []


class Terminal:
    """The kiosk as somebody in front of it has it."""

    def __init__(self, app: Kiosk, pilot: Pilot[int], bench: Bench) -> None:
        self.app = app
        self.bench = bench
        self._held: set[str] = set()
        self._pilot = pilot

    @property
    def state(self) -> State:
        return self.app.state

    # Waiting

    async def settle(self) -> None:
        """Until nothing that was begun is under way, in any thread."""
        before: State | None = None
        while before is not self.state:
            before = self.state
            await asyncio.to_thread(self.bench.desk.settle)
            for name, hand in self.app._hands._threads.items():
                if name not in self._held:
                    await asyncio.wrap_future(hand.submit(int))
            await self._pilot.pause()

    async def until(self, step: type[Step] | Step) -> None:
        """Until the visit is at a step, or at one of a kind."""
        for _ in range(_PATIENCE):
            await self.settle()
            if self.state.step == step or (
                isinstance(step, type) and isinstance(self.state.step, step)
            ):
                return
        raise AssertionError(f"at {self.state.step}, not at {step}")

    @contextmanager
    def holding(self, name: str) -> Iterator[None]:
        """One of the kiosk's hands (card, registry, printer) does nothing for now."""
        released = threading.Event()
        self.app._hands._threads[name].submit(released.wait)
        self._held.add(name)
        try:
            yield
        finally:
            self._held.discard(name)
            released.set()

    async def stand(self, state: State) -> None:
        """Put the visit somewhere else, where the way there is not what is tested."""
        before, self.app._state = self.app.state, state
        self.app.call_later(self.app._show, before)
        await self.settle()

    async def pass_time(self, seconds: float) -> None:
        """As if so much time had passed."""
        self.bench.clock.move(seconds)
        self.app.call_later(self.app._tick)
        await self.settle()

    async def resize(self, width: int, height: int) -> None:
        """As if the terminal's window had another size."""
        await self._pilot.resize_terminal(width, height)
        await self.settle()

    # Hands

    async def press(self, *keys: str) -> None:
        """Keys, as a keyboard or a scanner sends them: without a pause."""
        for key in keys:
            character = _CHARACTERS.get(key, key if len(key) == 1 else None)
            self.app.post_message(events.Key(key, character))
        await self.settle()

    async def touch(self, what: Widget | tuple[int, int]) -> None:
        """Down and up again, in the middle of a widget or at a place."""
        x, y = self._middle(what) if isinstance(what, Widget) else what
        self._tap(x, y)
        await self.settle()

    async def touch_text(self, words: str) -> None:
        """The first thing on the screen that says this."""
        await self.touch(self.place_of(words))

    def place_of(self, words: str) -> tuple[int, int]:
        """Where on the screen it says this."""
        for text in self.app.screen.query(Text):
            if text.plain == words and text.display:
                return self._middle(text)
        raise AssertionError(f"nothing here says {words}")

    async def touch_keys(self, *labels: str) -> None:
        """Keys drawn on the screen, by what stands on them."""
        for label in labels:
            x, y, width, height = caps_on(self.app.screen)[label]
            self._tap(x + width // 2, y + height // 2)
            # No finger is so quick that a key is touched before the last was drawn.
            await self._pilot.pause(0)
        await self.settle()

    async def touch_choice(self, number: int) -> None:
        """The answer with that number."""
        lines = self.app.screen.query(ChoiceLine)
        await self.touch(next(line for line in lines if line.number == number))

    def _tap(self, x: int, y: int) -> None:
        """As the driver tells it. The pilot's own clicks go round the app's filter."""
        for kind in (events.MouseDown, events.MouseUp):
            touch = kind(None, x, y, 0, 0, 1, False, False, False, x, y)
            self.app.post_message(touch)

    def _middle(self, widget: Widget) -> tuple[int, int]:
        geometry = self.app.screen.find_widget(widget)
        seen: Region = geometry.visible_region
        assert seen.area, f"{type(widget).__name__} cannot be seen"
        return seen.x + seen.width // 2, seen.y + seen.height // 2

    # Eyes

    @property
    def picture(self) -> str:
        """All that is drawn, line by line."""
        return picture(self.app.screen)

    def shows(self, message_id: str, **values: Any) -> bool:
        """Whether a message is among what the screen says, in its language."""
        return self.in_words(message_id, **values) in self.said

    def in_words(self, message_id: str, **values: Any) -> str:
        """A message in the language of the screen."""
        return self.app.words.say(say(message_id, **values))

    @property
    def said(self) -> list[str]:
        """Every text of the top screen, before it is broken into lines."""
        return [text.plain for text in self.app.screen.query(Text) if text.display]

    @property
    def title(self) -> str:
        return self.app.screen.query_one(".title", Text).plain


def secrets_left() -> int:
    """How many secrets anywhere in memory hold something."""
    found: list[Secret] = [o for o in gc.get_objects() if type(o) is Secret]
    return sum(bytes(own._buffer) != bytes(CAPACITY) for own in found)
