"""A finger on what a terminal shows, for visitors who never use the keyboard."""

import re
from collections.abc import Callable
from typing import Final, Protocol

from rich.cells import cell_len

from kiosk.i18n import words_of
from kiosk.message import Message, say
from tests.terminal.choices import Offer, offers
from tests.terminal.tmux import Tmux
from tests.terminal.visitor import Terminal, Visitor

ENTER_KEYS: Final = ("pin_pad.ok", "form.ok", "screen.go_on")
"""What the key is called that is touched instead of Enter."""
_EDGE: Final = "▁"


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
    """Somebody who never uses the keyboard."""

    def __init__(
        self, terminal: TouchTerminal, language: str, move_card: Callable[[], None]
    ) -> None:
        super().__init__(terminal, language, move_card)
        self._touched = terminal

    def type_plainly(self, text: str) -> None:
        """Keys that have no capitals type small letters instead. Where there are no
        keys, the answer with that number is meant.
        """
        for part in re.split("( )", text):
            if part == " ":
                self._touch_key(*self._find_key("form.space"))
            elif part:
                self._touch_each(self._touched.screen(), part)

    def enter(self) -> None:
        self._touch_key(*self._find_key(*ENTER_KEYS))

    def switch_kana(self) -> None:
        self._touch_key(*self._find_key("form.kana"))

    def page_down(self) -> None:
        [more] = places(self._touched.screen(), self._words(say("bar.more")))
        self._touched.click(*more)

    def take_offer(self, offer: Offer) -> None:
        self._touched.click(offer.column, offer.row)

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
        called = {self._words(say(name)) for name in names}
        screen = self._touched.screen()
        return screen if keys(screen, called) else self._below(called), called

    def _touch_each(self, screen: str, text: str) -> None:
        for own in text:
            called = {own, own.lower()}
            answers = [
                (offer.column, offer.row)
                for offer in offers(screen)
                if offer.number == own
            ]
            if not keys(screen, called) and not answers:
                screen = self._below(called)
            self._touch_one(screen, text, keys(screen, called) or answers)

    def _below(self, called: set[str]) -> str:
        """The screen with a key that is called so, when the page has been turned."""
        self.page_down()
        return self.look(lambda now: bool(keys(now, called)))

    def _touch_key(self, screen: str, called: set[str]) -> None:
        self._touch_one(screen, called, keys(screen, called))

    def _touch_one(
        self, screen: str, wanted: object, found: list[tuple[int, int]]
    ) -> None:
        if not found:
            raise AssertionError(f"nowhere to touch {wanted}:\n{screen}")
        self._touched.click(*found[0])

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


def keys(screen: str, texts: set[str]) -> list[tuple[int, int]]:
    """The places of keys on which one of these stands. They have an edge right below;
    two lines below where keys are higher; and above where it is below what can be seen.
    """
    found = [place for text in texts for place in places(screen, text)]
    lines = [_cells(line) for line in screen.splitlines()]
    for distance in (1, 2, -1):
        edges = [
            (column, row)
            for column, row in found
            if 0 <= row + distance < len(lines)
            and lines[row + distance][column : column + 1] == _EDGE
        ]
        if edges:
            return edges
    return []


def _cells(line: str) -> str:
    """As many characters as it has cells."""
    return "".join(own + " " * (cell_len(own) - 1) for own in line)
