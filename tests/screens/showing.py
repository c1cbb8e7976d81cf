"""The real screen with any page on it, and a reader who scrolls to its end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events
from textual.pilot import Pilot
from textual.widget import Widget

import kiosk
from kiosk.i18n import Words
from kiosk.message import say
from kiosk.screens.base import KioskApp
from kiosk.screens.overlay_screen import OverlayScreen
from kiosk.screens.page import Page
from kiosk.screens.quiet import Quiet
from kiosk.screens.visit_screen import Happened, PinGiven, TextGiven, VisitScreen
from kiosk.screens.widgets.page_body import PageBody
from kiosk.screens.widgets.text import Text
from kiosk.visit.events import VisitorEvent
from tests.screens.pages import SITE
from tests.screens.reading import Look, caps_on

_TURNS = 50
"""Of the event loop: far more than a message takes from the innermost widget to the
app. Nothing here waits for a thread or a clock.
"""
STYLES = Path(kiosk.__file__).parent / "screens" / "kiosk.tcss"
NOTHING = Page(title=say("screen.finish"))


class Shown(KioskApp):
    """Shows one page after another, and notes what the visitor does."""

    CSS_PATH = STYLES

    def __init__(
        self, words: Words, mode: str = SITE.mode, quiet: Quiet | None = None
    ) -> None:
        super().__init__(words)
        notice = say("demo.card")
        self.visit = VisitScreen(SITE.name, mode, NOTHING, (notice,), quiet)
        self.happened: list[VisitorEvent] = []
        self.given: list[tuple[str, dict[str, str]]] = []
        self.pins: list[int] = []

    def on_happened(self, happened: Happened) -> None:
        self.happened.append(happened.event)

    def on_text_given(self, given: TextGiven) -> None:
        self.given.append((given.kind, given.values))

    def on_pin_given(self, given: PinGiven) -> None:
        self.pins.append(len(given.secret))
        given.secret.wipe()

    def get_default_screen(self) -> VisitScreen:
        return self.visit


class Reader:
    """Looks at one page after another."""

    def __init__(self, app: Shown, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def show(self, page: Page) -> None:
        """That page, laid out."""
        await self.app.visit.show(page)
        await self.settle()

    async def press(self, *keys: str) -> None:
        """Keys, one after the other."""
        for key in keys:
            character = {"enter": "\r"}.get(key, key if len(key) == 1 else None)
            self.app.post_message(events.Key(key, character))
            await self.settle()

    async def touch(self, widget: Widget) -> None:
        """In its middle."""
        await self.pilot.click(widget)
        await self.settle()

    async def touch_keys(self, *labels: str) -> None:
        """Keys on the screen, each in its middle."""
        for label in labels:
            x, y, width, height = caps_on(self.app.screen)[label]
            await self.pilot.click(offset=(x + width // 2, y + height // 2))
            await self.settle()

    async def lay_over(self, page: Page) -> None:
        """That page over the one that is shown."""
        if isinstance(self.app.screen, OverlayScreen):
            await self.app.pop_screen()
        await self.app.push_screen(OverlayScreen(page))
        await self.settle()

    async def settle(self) -> None:
        """Until every message has been heard, and all is laid out; twice, as words
        below the page come and go with what lies there.
        """
        for _ in range(2):
            for _ in range(_TURNS):
                await asyncio.sleep(0)
            self.app.screen._refresh_layout()
        await self.pilot.pause(0)

    async def read(self) -> dict[Text, str]:
        """Each text as it is drawn, row by row, turning the page to its end.

        Nothing lies below what can be seen without the screen saying so.
        """
        seen: dict[Text, dict[int, str]] = {}
        whole: dict[Text, str] = {}
        while True:
            look = Look(self.app.screen)
            for text in self.app.screen.query(Text):
                rows = seen.setdefault(text, {})
                rows.update(look.rows_of(text))
                if rows and len(rows) >= text.content_size.height:
                    whole[text] = "".join(rows[row] for row in sorted(rows))
                    seen[text] = {}
            if not self._more_below():
                return whole
            self.app.visit.action_page_down()
            await self.settle()

    def _more_below(self) -> bool:
        if isinstance(self.app.screen, OverlayScreen):
            return False
        body = self.app.screen.query_one(PageBody)
        below = body.scroll_offset.y < body.max_scroll_y
        assert self.app.screen.query_one(".more").display == below
        return below


@asynccontextmanager
async def showing(
    words: Words, size: tuple[int, int], quiet: Quiet | None = None
) -> AsyncIterator[Reader]:
    """A screen of that size, speaking those words."""
    app = Shown(words, quiet=quiet)
    async with app.run_test(size=size) as pilot:
        yield Reader(app, pilot)
