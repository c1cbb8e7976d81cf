"""Keys on the screen, for whoever touches instead of typing."""

from collections.abc import Sequence
from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message as Posted

from kiosk.message import Message, say
from kiosk.screens.widgets.text import Text

DIGITS: Final = ("123", "456", "789", "0")
LETTERS: Final = ("1234567890", "qwertyuiop", "asdfghjkl-", "zxcvbnm._@", "+")
"""The last row of each also has the keys that are words."""


class KeyCap(Text):
    """One key. It takes no focus: the field that is typed into keeps it."""

    def __init__(self, said: Message | str, stroke: str) -> None:
        super().__init__(said)
        self._stroke = stroke

    def on_click(self) -> None:
        self.post_message(KeyBoard.Struck(self._stroke))


class KeyBoard(Vertical):
    """Rows of keys; ``Struck`` tells a character, ``backspace`` or ``enter``."""

    class Struck(Posted):
        """A key was touched."""

        def __init__(self, stroke: str) -> None:
            super().__init__()
            self.stroke = stroke

        def __rich_repr__(self) -> list[str]:
            return []

    def __init__(self, rows: Sequence[str], ok: Message | None = None) -> None:
        super().__init__()
        self._rows = rows
        self._ok = ok or say("form.ok")

    def compose(self) -> ComposeResult:
        *rows, last = self._rows
        for row in rows:
            with Horizontal():
                yield from (KeyCap(character, character) for character in row)
        with Horizontal():
            yield from (KeyCap(character, character) for character in last)
            yield KeyCap(say("form.erase"), "backspace")
            yield KeyCap(self._ok, "enter")
