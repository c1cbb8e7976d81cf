"""Keys on the screen, for whoever touches instead of typing."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from textual.message import Message as Posted

from kiosk.message import Message, say
from kiosk.screens.widgets.caps import Cap, Caps

DIGITS: Final = ("123", "456", "789", "0")
LETTERS: Final = ("1234567890", "qwertyuiop", "asdfghjkl-", "zxcvbnm._@", "+ ")
"""The last row of each also has the keys that are words."""


class KeyBoard(Caps):
    """Rows of keys; ``Struck`` tells a character, ``backspace`` or ``enter``. With a
    ``switch`` there is a key for it, between letters and kana.
    """

    class Struck(Posted):
        """A key was touched."""

        def __init__(self, stroke: str) -> None:
            super().__init__()
            self.stroke = stroke

        def __rich_repr__(self) -> list[str]:
            return []

    def __init__(
        self,
        rows: Sequence[str],
        ok: Message | None = None,
        *,
        switch: str | None = None,
    ) -> None:
        keys = [[self._key(own) for own in row] for row in rows]
        if switch is not None:
            keys[-1].append(Cap(say("form.kana"), partial(self._strike, switch)))
        keys[-1] += (
            Cap(say("form.erase"), partial(self._strike, "backspace")),
            Cap(ok or say("form.ok"), partial(self._strike, "enter"), leads=True),
        )
        super().__init__(keys)

    def _key(self, stroke: str) -> Cap:
        said = say("form.space") if stroke == " " else stroke
        return Cap(said, partial(self._strike, stroke))

    def _strike(self, stroke: str) -> None:
        self.post_message(self.Struck(stroke))
