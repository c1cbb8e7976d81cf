"""A finger on what a terminal shows, for visitors who never use the keyboard."""

from collections.abc import Callable
from typing import Final, Protocol

from rich.cells import cell_len

from kiosk.i18n import words_of
from kiosk.message import Message, say
from tests.terminal.tmux import Tmux
from tests.terminal.visitor import Terminal, Visitor

ENTER_KEYS: Final = ("pin_pad.ok", "form.ok", "screen.go_on")
"""What the key is called that is touched instead of Enter."""


class TouchTerminal(Terminal, Protocol):
    """Where a visitor touches and reads."""

    def screen(self) -> str: ...
    def click(self, column: int, row: int) -> None: ...


class TouchedTmux:
    """A program in tmux whose terminal has no keyboard: it reports touches, as foot
    does (SGR, 1006), and nothing else.
    """

    def __init__(self, tmux: Tmux) -> None:
        self._tmux = tmux
        self.screen = tmux.screen
        self.wait_for = tmux.wait_for
        self.cursor_row = tmux.cursor_row

    def type(self, text: str) -> None:
        raise AssertionError("there is no keyboard")

    def key(self, *names: str) -> None:
        raise AssertionError("there is no keyboard")

    def click(self, column: int, row: int) -> None:
        """Tap a cell; 0, 0 is the upper left one."""
        at = f"0;{column + 1};{row + 1}"
        self._tmux.type(f"\x1b[<{at}M\x1b[<{at}m")


class TouchingVisitor(Visitor):
    """Somebody who never uses the keyboard. The finger goes to the last place where
    something stands, since keys are below the words in which their letters may stand
    too.
    """

    def __init__(
        self, terminal: TouchTerminal, language: str, move_card: Callable[[], None]
    ) -> None:
        super().__init__(terminal, language, move_card)
        self._touched = terminal

    def type_plainly(self, text: str) -> None:
        """Keys that have no capitals type small letters instead."""
        screen = self._touched.screen()
        for character in text:
            space = {self._words(say("form.space"))} if character == " " else set()
            self._touch_one(screen, space or {character, character.lower()})

    def find_enter(self) -> None:
        self._find_key(*ENTER_KEYS)

    def enter(self) -> None:
        self._touch_one(*self._find_key(*ENTER_KEYS))

    def switch_kana(self) -> None:
        self._touch_one(*self._find_key("form.kana"))

    def page_down(self) -> None:
        self._touch_one(self._touched.screen(), {self._words(say("bar.more"))})

    def take_found(self, typed: str, words: str) -> None:
        """Below the line that it was typed in, which may say the same."""
        screen = self._touched.screen()
        typed_in = places(screen.lower(), typed.lower())[0]
        first = next(own for own in places(screen, words) if own[1] > typed_in[1])
        self._touched.click(*first)

    def _find_key(self, *names: str) -> tuple[str, set[str]]:
        """The screen with a key that is called so, and all it may be called; the last
        row may be where the page must be turned.
        """
        keys = {self._words(say(name)) for name in names}
        screen = self._touched.screen()
        if not any(places(screen, key) for key in keys):
            self.page_down()
            screen = self.look(lambda now: any(places(now, key) for key in keys))
        return screen, keys

    def _touch_one(self, screen: str, texts: set[str]) -> None:
        found = [place for text in texts for place in places(screen, text)]
        if not found:
            raise AssertionError(f"nowhere to touch {texts}:\n{screen}")
        self._touched.click(*max(found, key=lambda place: (place[1], place[0])))

    def _words(self, message: Message) -> str:
        return words_of(self.reads).say(message)


def places(screen: str, text: str) -> list[tuple[int, int]]:
    """Column and row of the middle of each place where this text stands between
    spaces, from top to bottom.
    """
    return [
        (cell_len(line[:at]) + cell_len(text) // 2, row)
        for row, line in enumerate(screen.splitlines())
        for at in range(len(line))
        if f" {line} ".startswith(f" {text} ", at)
    ]
