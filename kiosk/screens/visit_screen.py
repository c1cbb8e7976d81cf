"""The one screen of a visit: bars above and below, the page between them."""

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Size
from textual.message import Message as Posted

from kiosk.message import Message, say
from kiosk.screens.kiosk_screen import KioskScreen
from kiosk.screens.page import Page
from kiosk.screens.quiet import Quiet
from kiosk.screens.widgets.bars import (
    ASIDE_KEY,
    KEYS,
    Asked,
    BottomBar,
    PlaceBar,
    TopBar,
)
from kiosk.screens.widgets.choices import Choices
from kiosk.screens.widgets.page_body import PageBody
from kiosk.screens.widgets.pressable import Pressable
from kiosk.screens.widgets.text import Text
from kiosk.secret import Secret
from kiosk.visit.events import AnswersTyped, Chose, VisitorEvent, WentBack

if TYPE_CHECKING:
    # Imported with the first page that has a form.
    from kiosk.screens.widgets.date_form import DateForm
    from kiosk.screens.widgets.pin_pad import PinPad
    from kiosk.screens.widgets.search_form import Hit, SearchForm
    from kiosk.screens.widgets.text_form import TextForm

ROOMY: Final = 32
"""Lines of a screen on which nothing has to stand close together."""
_TURNS: Final = 3
"""Of the event loop, in which messages get from any widget to the screen."""
OVERLAP: Final = 2
"""Lines that stay in sight when a page is turned."""


class Happened(Posted):
    """The visitor did something. Whoever drives the visit takes it from here."""

    def __init__(self, event: VisitorEvent) -> None:
        super().__init__()
        self.event = event

    def __rich_repr__(self) -> list[str]:
        return []


class PinGiven(Posted):
    """A PIN was typed; ``secret`` is now the receiver's, to be used once or wiped."""

    def __init__(self, secret: Secret) -> None:
        super().__init__()
        self.secret = secret


class TextGiven(Posted):
    """The fields of a text form; ``kind`` is the form's."""

    def __init__(self, kind: str, values: dict[str, str]) -> None:
        super().__init__()
        self.kind = kind
        self.values = values

    def __rich_repr__(self) -> list[str]:
        return []


class Turn(Pressable):
    """Words that, touched, turn to the part of a page that cannot be seen."""

    def __init__(self, said: Message, classes: str, turn: Callable[[], None]) -> None:
        super().__init__(said, classes)
        self._turn = turn

    def on_click(self) -> None:
        self._turn()


class VisitScreen(KioskScreen):
    """Shows one page after another. ``notices`` stand above the bottom line."""

    def __init__(
        self,
        name: str,
        mode: str,
        page: Page,
        notices: tuple[Message, ...] = (),
        quiet: Quiet | None = None,
    ) -> None:
        super().__init__()
        self._quiet = quiet or Quiet(0, time.monotonic)
        self._site_name = name
        self._site_mode = mode
        self._page = page
        self._notices = notices
        # Not found by query_one, which never forgets what it found: a page that is
        # gone would stay in memory, with what it showed of the visitor.
        self._top = TopBar(name, mode)
        self._top.show(page.mark)
        self._place = PlaceBar(page.place)
        self._body = PageBody(page)
        self._below = Horizontal(id="below")
        self._next = Text(page.next or "", "next")

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._page

    def compose(self) -> ComposeResult:
        # Before anything is styled, which would then be done twice.
        self._fit(self.app.size)
        yield self._top
        yield self._place
        yield self._body
        with self._below:
            yield self._next
            yield Turn(say("bar.more"), "more", self.action_page_down)
            yield Turn(say("bar.above"), "above", self.action_page_up)
        yield from (Text(notice, "notice") for notice in self._notices)
        yield BottomBar()

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size)

    def on_page_body_moved(self, moved: PageBody.Moved) -> None:
        """Nothing lies below a scroll without saying so; from its end there is a way
        back up.
        """
        moved.stop()
        scrolled, below = self._body.scrolled_down, self._body.more_below
        self._below.set_class(below, "-more")
        self._below.set_class(scrolled and not below, "-above")

    def action_onward(self) -> None:
        """What has the focus may be further down than can be seen: there first."""
        if self._focus_is_hidden_below():
            self.action_page_down()
        else:
            super().action_onward()

    def action_back(self) -> None:
        """From the first thing that takes keys, to the words above it."""
        first = self.focused is None or self.focused in self.focus_chain[:1]
        if first and self._body.scrolled_down:
            self.action_page_up()
        else:
            super().action_back()

    def action_page_down(self) -> None:
        """The last lines come along, so that nobody loses their place."""
        self._turn(1)

    def action_page_up(self) -> None:
        self._turn(-1)

    def _turn(self, pages: int) -> None:
        lines = max(1, self._body.scrollable_content_region.height - OVERLAP)
        self._body.scroll_relative(y=pages * lines, animate=False)

    async def show(self, page: Page, order: str | None = None) -> None:
        """Another page in the place of this one. What was typed and not given is
        gone with it, but for half a day where only the words around it are others.
        """
        if page == self._page:
            return
        another = page.title != self._page.title
        same_form = (page.title, page.form) == (self._page.title, self._page.form)
        half = self._body.half_day if same_form else None
        self._page = page
        self.walk.forget()
        with self.app.batch_update():
            self._top.show(page.mark)
            self._place.show(page.place)
            self._next.show(page.next or "")
            gone = self._body.remove()
            await gone
            # Textual would have what follows done again, after the next painting.
            gone._post_remove = None
            self._body = PageBody(page, order)
            await self.mount(self._body, after=self._place)
            if half is not None:
                self._body.take(half)
            await self._settle()
        self.check_idle()  # what it heard in the batch it did not paint
        if another:
            self._quiet.begin()

    async def _settle(self) -> None:
        """Lay a new page out, with all that follows from it, before it is painted:
        what follows is painted once more else, and the visitor waits for that.
        """
        for widget in self._body.walk_children():
            widget.check_idle()
        await _hear()
        self._refresh_layout()
        await _hear()

    def _on_timer_update(self) -> None:
        """Once: Textual would paint what has a new layout, and then the whole screen if
        that was asked for too.
        """
        if self._layout_required and self._repaint_required:
            self._dirty_widgets.add(self)
            self._repaint_required = False
        super()._on_timer_update()

    def _compositor_refresh(self) -> None:
        """Not in a batch: Textual would throw away what it has drawn."""
        if not self.app._batch_count:
            super()._compositor_refresh()

    def _fit(self, size: Size) -> None:
        self.set_class(size.height < ROOMY, "-short")

    async def on_key(self, event: events.Key) -> None:
        if event.key in KEYS:
            event.stop()
            self._ask(KEYS[event.key][2])
        elif event.key == ASIDE_KEY and self._page.aside is not None:
            event.stop()
            self._ask(self._page.aside.event)
        elif not event.character or not self._quiet.hears_key():
            return
        else:
            for choices in self.query(Choices):
                if await choices.press(event.character):
                    event.stop()

    def hears(self) -> bool:
        return self._quiet.hears_key()

    def _focus_is_hidden_below(self) -> bool:
        if self.focused is None:
            return False
        place = self.find_widget(self.focused)
        return place.region.bottom > place.clip.bottom

    def on_asked(self, asked: Asked) -> None:
        asked.stop()
        self._ask(asked.event)

    def _ask(self, event: VisitorEvent) -> None:
        """Whoever goes back comes by this question again, and by what they typed."""
        goes_back = isinstance(event, WentBack)
        self.post_message(
            Happened(WentBack(self._body.half_day) if goes_back else event)
        )

    def on_choices_chosen(self, chosen: Choices.Chosen) -> None:
        chosen.stop()
        if self._quiet.hears():
            self.post_message(Happened(chosen.choice.event))

    def on_hit_picked(self, picked: "Hit.Picked") -> None:
        picked.stop()
        if self._quiet.hears():
            self.post_message(Happened(picked.choice.event))

    def on_search_form_nothing(self, nothing: "SearchForm.Nothing") -> None:
        nothing.stop()
        self.post_message(Happened(AnswersTyped({})))

    def on_date_form_given(self, given: "DateForm.Given") -> None:
        given.stop()
        self.post_message(Happened(Chose(given.day)))

    def on_pin_pad_done(self, done: "PinPad.Done") -> None:
        done.stop()
        self.post_message(PinGiven(done.pad.take()))

    def on_text_form_given(self, given: "TextForm.Given") -> None:
        given.stop()
        form = self._page.form
        kind = getattr(form, "kind", "")
        self.post_message(TextGiven(kind, dict(given.values)))


async def _hear() -> None:
    """Until every widget has said what it needs, and the screen has heard it."""
    for _ in range(_TURNS):
        await asyncio.sleep(0)
