"""Answers to press a number for, to touch, or to walk to with the arrow keys."""

import string
from collections.abc import Sequence
from typing import Final

from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Container
from textual.css.styles import RulesMap
from textual.message import Message as Posted
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from kiosk.message import Message, say
from kiosk.screens.page import Choice
from kiosk.screens.widgets.pressable import Pressable
from kiosk.screens.widgets.text import padded

MOST_AT_ONCE: Final = 9
"""One for each digit key."""
KEYS: Final = string.digits[1:] + string.ascii_uppercase
"""Of the answers, in their order; letters only where all stand on one screen."""
_FEW: Final = 4
"""So many stand below each other; more stand in two columns."""
_KEY_CELLS: Final = 4
_HERE: Final = "►"
"""Before the key of the line that Enter takes, or that a switch is at."""
_BOLD: Final = Style(bold=True)


class ChoiceLine(Pressable, can_focus=True):
    """One answer, with the key to press for it: that of its ``number``, from 1."""

    class Picked(Posted):
        """It was touched, or Enter was pressed on it."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(
        self, number: int, label: Message, hint: Message | None, *, chosen: bool = False
    ) -> None:
        super().__init__(label)
        self.set_class(chosen, "-chosen")
        # Like the squares of a board, where no line is left between the tiles.
        self.set_class(number % 4 in (2, 3), "-shade")
        self.set_class(number % 2 == 0, "-stripe")
        self.number = number
        self._hint = hint

    @property
    def key(self) -> str:
        return KEYS[self.number - 1]

    def render(self) -> Visual:
        hint = self.in_words(self._hint) if self._hint else ""
        return _Marked(self, self.plain, hint)

    def on_click(self) -> None:
        self.post_message(self.Picked(self.key))

    def key_enter(self) -> None:
        self.post_message(self.Picked(self.key))


class _Marked(Visual):
    """A key, beside it the words, below them smaller ones."""

    def __init__(self, line: ChoiceLine, words: str, hint: str) -> None:
        self._line = line
        self._words = words
        self._hint = hint

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        room = _room(width)
        chosen = Style(bold=True, underline=self._line.has_class("-chosen") or None)
        strips = self._line.strips(self._words, room, style + chosen)
        if self._hint:
            strips += self._line.strips(self._hint, room, style)
        here = self._line.has_focus or self._line.at
        key = f"{_HERE if here else ' '}{self._line.key}".ljust(_KEY_CELLS)
        first = Strip([Segment(key, (style + _BOLD).rich_style)])
        margin = Strip([Segment(" " * _KEY_CELLS, style.rich_style)])
        heads = [first, *[margin] * (len(strips) - 1)]
        return [
            padded(Strip.join((head, strip)), width, style)
            for head, strip in zip(heads, strips, strict=True)
        ]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        line = self._line
        widest = max(line.width_of(own) for own in (self._words, self._hint))
        return _KEY_CELLS + min(widest, _room(container_width))

    def get_height(self, rules: RulesMap, width: int) -> int:
        line, room = self._line, _room(width)
        hint = line.height_of(self._hint, room) if self._hint else 0
        return line.height_of(self._words, room) + hint


def _room(width: int) -> int:
    """Beside the key."""
    return max(1, width - _KEY_CELLS)


class Choices(Container):
    """All answers of a screen. More than nine come page by page, with ``9`` for the
    next page; ``whole``: all at once. ``focused``: Enter takes one at once.

    Raises:
        IndexError: more are to stand on one screen than there are keys.
    """

    class Chosen(Posted):
        """The answer, as the page has it."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(
        self, choices: Sequence[Choice], *, whole: bool = False, focused: bool = True
    ) -> None:
        super().__init__(classes="-few" if len(choices) <= _FEW else "-many")
        at_once = whole or len(choices) <= MOST_AT_ONCE
        per_page = max(1, len(choices)) if at_once else MOST_AT_ONCE - 1
        self._pages = [
            choices[start : start + per_page]
            for start in range(0, len(choices), per_page)
        ]
        self._focused = focused
        self._page = next(
            (n for n, page in enumerate(self._pages) if any(c.chosen for c in page)), 0
        )

    def compose(self) -> ComposeResult:
        yield from self._lines()

    def on_mount(self) -> None:
        if self._focused:
            self._focus_first()

    async def press(self, key: str) -> bool:
        """As if the line with that key was touched; False when there is none."""
        shown = self._pages[self._page]
        place = KEYS.find(key.upper()) if len(key) == 1 else -1
        if 0 <= place < len(shown):
            self.post_message(self.Chosen(shown[place]))
            return True
        if key == str(MOST_AT_ONCE) and len(self._pages) > 1:
            await self._turn()
            return True
        return False

    async def on_choice_line_picked(self, picked: ChoiceLine.Picked) -> None:
        picked.stop()
        await self.press(picked.key)

    async def _turn(self) -> None:
        self._page = (self._page + 1) % len(self._pages)
        with self.app.batch_update():
            await self.remove_children()
            await self.mount_all(self._lines())
        self._focus_first()

    def _lines(self) -> list[ChoiceLine]:
        shown = self._pages[self._page]
        lines = [
            ChoiceLine(number, own.label, own.hint, chosen=own.chosen)
            for number, own in enumerate(shown, start=1)
        ]
        if len(self._pages) > 1:
            more = say("screen.more", page=self._page + 1, pages=len(self._pages))
            lines.append(ChoiceLine(MOST_AT_ONCE, more, None))
        return lines

    def _focus_first(self) -> None:
        lines = list(self.query(ChoiceLine))
        chosen = [line for line in lines if line.has_class("-chosen")]
        for line in (*chosen, *lines)[:1]:
            self.screen.set_focus(line, scroll_visible=False)
