"""The app and the screen below all others: what a kiosk must not do is closed here.

Textual is made for people at their own computer. It quits on a key, copies to a
clipboard, saves pictures of the screen, opens a browser and shows the variables of a
failing function. Nobody at a kiosk may do any of that, by key, touch or paste, and no
failure may show what a visitor typed.
"""

import asyncio
import logging
import secrets
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Final, TextIO

from rich.cells import cached_cell_len
from rich.console import RenderableType
from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.driver import Driver
from textual.errors import NoWidget
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.worker import WorkerFailed

from kiosk.i18n import Words
from kiosk.i18n.scripts import PICTURED, Pictured
from kiosk.screens.driver import KeyByKeyDriver
from kiosk.screens.graphics import Cell
from kiosk.screens.kiosk_screen import KioskScreen
from kiosk.screens.looks import LOOKS
from kiosk.screens.painting import Painter
from kiosk.screens.placeholders import Placeholders
from kiosk.screens.setting import IN_CELLS, Setting
from kiosk.screens.widgets.text import Text
from kiosk.visit.display import Theme
from kiosk.writing.romaji import katakana

if TYPE_CHECKING:
    from kiosk.screens.shaped import Shaping

FAULT_STATUS: Final = 70
"""Exit status after a fault: EX_SOFTWARE of sysexits.h. The system starts us again."""
LONGEST_SCAN: Final = 4_296
"""Characters of the largest QR code of letters (ISO/IEC 18004); no scan has more."""
_WIPED: Final = "\x1b[?1049h\x1b[2J\x1b[?1049l\x1b[H\x1b[2J\x1b[3J"
"""Empties the alternate screen, the screen and what has scrolled off."""

logger = logging.getLogger(__name__)


class TakesScans:
    """Mixed into a widget to which a scanner may paste. Every other paste is lost."""


class KioskApp(App[int], inherit_bindings=False):
    """The app that nobody can leave, and that tells nothing when it fails.

    ``words`` is the language of the screens. Setting it puts every ``Text`` on every
    screen into the new language, in place. ``cell`` is the size of a character where
    the terminal draws pictures, ``pictured`` are the languages for which it has to.
    """

    BINDINGS: ClassVar[list[BindingType]] = []
    COMMANDS: ClassVar[Any] = frozenset()
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = ""
    ALLOW_SELECT = False
    ACTIONS: ClassVar[frozenset[str]] = frozenset({"focus_next", "focus_previous"})
    """The actions of the app that a key may call; a subclass may add its own."""

    def __init__(self, words: Words, theme: Theme = Theme.USUAL) -> None:
        self._look = theme  # asked for its colours before all is made
        super().__init__()
        self.animation_level = "none"  # nothing moves that nobody has moved
        self._words = words
        self.kana: bool | None = None
        """Whether Latin keys write kana; None: as the language has it."""
        self.switch = ("f7", "f8")
        """The keys of the two buttons: the next thing, and that thing."""
        self.cell: Cell | None = None
        self.pictured: Pictured = PICTURED
        self.placeholders = Placeholders()
        self._painter = Painter(self.placeholders)
        self._shaping: Shaping | None = None

    @property
    def words(self) -> Words:
        return self._words

    @words.setter
    def words(self, words: Words) -> None:
        self._words = words
        for screen in self.screen_stack:
            for text in screen.query(Text):
                text.put_anew()

    @property
    def look(self) -> Theme:
        """The colours of the screens."""
        return self._look

    @look.setter
    def look(self, theme: Theme) -> None:
        if theme is not self._look:
            self._look = theme
            self.refresh_css(animate=False)

    def get_css_variables(self) -> dict[str, str]:
        return {**super().get_css_variables(), **LOOKS[self._look]}

    def setting_of(self, text: str) -> Setting:
        """How a text gets onto the screen."""
        if self.cell is None or not self.pictured.has(text):
            return IN_CELLS
        if self._shaping is None:
            # A library of pictures, for the first text that needs it.
            from kiosk.screens.shaped import Shaping

            self._shaping = Shaping(self.cell, self.pictured, self.placeholders)
        return self._shaping.setting_of(text)

    def forget_texts(self) -> None:
        """Nothing is kept of what was drawn and is no longer on the screen."""
        # Rich keeps how wide each text is that was ever drawn.
        cached_cell_len.cache_clear()
        if self._shaping is not None:
            self._shaping.wipe()

    def in_kanji(self, kana: str) -> tuple[str, ...]:
        """The ways to write a phrase of kana, the likeliest first. For any thread."""
        return kana, katakana(kana)

    def serve(self, *, mouse: bool = True) -> int:
        """Run until told to end, leave nothing to read behind; the exit status."""
        before = threading.excepthook
        threading.excepthook = lambda fault: _log(fault.exc_value)
        try:
            self.run(mouse=mouse)
            return self.return_code or 0
        except Exception as error:  # while it was ending
            _log(error)
            return FAULT_STATUS
        finally:
            threading.excepthook = before
            if self._driver is not None:
                # What its thread still has to write would stand on the wiped screen.
                self._driver.close()
            _wipe(sys.__stderr__)

    def get_default_screen(self) -> Screen[None]:
        return KioskScreen()

    def get_driver_class(self) -> type[Driver]:
        return KeyByKeyDriver

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(renderable, CompositorUpdate):
            renderable = self._painter.of(renderable)
        super()._display(screen, renderable)

    # What comes from outside

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Resize):
            self._painter.forget()
        if isinstance(event, events.Key) and event.key in self.switch:
            self._switch(event.key)
            return
        if isinstance(event, events.Paste) and not self._may_paste(event):
            return
        if isinstance(event, events.MouseEvent) and not self._meets(event):
            return
        await super().on_event(event)

    def _switch(self, key: str) -> None:
        screen = self.screen
        if not isinstance(screen, KioskScreen):
            return
        if key == self.switch[0]:
            screen.walk.onward()
        elif screen.hears():
            screen.walk.take()

    def _may_paste(self, event: events.Paste) -> bool:
        return isinstance(self.focused, TakesScans) and len(event.text) <= LONGEST_SCAN

    def _meets(self, event: events.MouseEvent) -> bool:
        """Whether anything is there. A touch of before the screen became smaller lies
        outside of it; Textual would take the focus away, and no key would do anything.
        """
        try:
            self.screen.get_widget_at(event.x, event.y)
        except NoWidget:
            return False
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action in self.ACTIONS

    async def _broker_event(
        self, event_name: str, event: events.Event, default_namespace: DOMNode
    ) -> bool:
        """Actions and links written into markup: there are none."""
        return False

    # What must not go outside

    def copy_to_clipboard(self, text: str) -> None: ...

    def open_url(self, url: str, *, new_tab: bool = True) -> None: ...

    def deliver_text(self, path_or_file: object, **how: Any) -> None: ...

    def deliver_binary(self, path_or_file: object, **how: Any) -> None: ...

    def deliver_screenshot(
        self,
        filename: str | None = None,
        path: str | None = None,
        time_format: str | None = None,
    ) -> None: ...

    def save_screenshot(
        self,
        filename: str | None = None,
        path: str | None = None,
        time_format: str | None = None,
    ) -> str:
        return ""

    @contextmanager
    def suspend(self) -> Iterator[None]:
        yield

    # What a visitor must not see

    def action_suspend_process(self) -> None: ...

    async def action_quit(self) -> None: ...

    def action_help_quit(self) -> None: ...

    def search_themes(self) -> None: ...

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        return ()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Toasts outlive their screen and their visitor: there are none."""

    # Faults

    def on_load(self) -> None:
        asyncio.get_running_loop().set_exception_handler(self._task_failed)

    def _task_failed(
        self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]
    ) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        """Every fault of a handler, a timer or a worker ends here.

        Textual would show the variables of the functions that failed.
        """
        _log(error.error if isinstance(error, WorkerFailed) else error)
        if self._exception is None:
            self._exception = error  # the test driver raises it again
            self._exception_event.set()
        self.exit(return_code=FAULT_STATUS)

    def panic(self, *renderables: RenderableType) -> None:
        """The thread that reads keys has failed."""
        logger.error("the keyboard cannot be read")
        self.exit(return_code=FAULT_STATUS)

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()


def _log(error: BaseException | None) -> None:
    """Kind and places of a fault, and an id; never its message or its variables."""
    where = " < ".join(
        f"{frame.f_globals.get('__name__')}:{line}"
        for frame, line in reversed(
            list(traceback.walk_tb(error.__traceback__ if error else None))
        )
    )
    fault = secrets.token_hex(4)
    logger.error("fault %s: %s at %s", fault, type(error).__name__, where)


def _wipe(terminal: TextIO | None) -> None:
    if terminal is not None and terminal.isatty():
        terminal.write(_WIPED)
        terminal.flush()
