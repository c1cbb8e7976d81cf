"""A question over the page, which nothing below it can answer."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.screen import ModalScreen

from kiosk.screens.kiosk_screen import KioskScreen
from kiosk.screens.page import Page
from kiosk.screens.visit_screen import ROOMY, Happened
from kiosk.screens.widgets.bars import ASIDE_KEY, AsideKey, Asked
from kiosk.screens.widgets.choices import Choices
from kiosk.screens.widgets.text import Text
from kiosk.visit.events import OverlayClosed


class OverlayScreen(ModalScreen[None], KioskScreen, inherit_bindings=False):
    """Shows one overlay; a countdown goes on in the same place."""

    BINDINGS = KioskScreen.BINDINGS

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page

    def compose(self) -> ComposeResult:
        self._fit(self.app.size)
        with Vertical(classes=f"-{self._page.tone}"):
            yield Text(self._page.title, "title")
            yield from (Text(line, "paragraph") for line in self._page.paragraphs)
            yield Choices(self._page.choices, whole=self._page.whole)
            if self._page.aside is not None:
                yield AsideKey(self._page.aside)

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        """Every language has to be on the smallest screen."""
        self.set_class(size.height < ROOMY, "-short")

    def replaces(self, page: Page) -> bool:
        """Say the new title, if that is all that differs; else False."""
        if page.choices != self._page.choices:
            return False
        self._page = page
        self.query_one(".title", Text).show(page.title)
        return True

    async def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            self.post_message(Happened(OverlayClosed()))
        elif event.key == ASIDE_KEY and self._page.aside is not None:
            self.post_message(Happened(self._page.aside.event))
        elif event.character and await self.query_one(Choices).press(event.character):
            event.stop()

    def on_asked(self, asked: Asked) -> None:
        asked.stop()
        self.post_message(Happened(asked.event))

    def on_choices_chosen(self, chosen: Choices.Chosen) -> None:
        chosen.stop()
        self.post_message(Happened(chosen.choice.event))
