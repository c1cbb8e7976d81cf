"""Keys on the screen, for whoever touches instead of typing."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from textual.message import Message as Posted

from kiosk.message import Message, say
from kiosk.screens.widgets.caps import Cap, Caps

DIGITS: Final = (("123", "456", "789", "0"),)
LETTERS: Final = (
    ("1234567890", "qwertyuiop", "asdfghjkl-", "zxcvbnm._@", "+ "),
    ("1234567890", "QWERTYUIOP", "ASDFGHJKL-", "ZXCVBNM._@", "+ "),
    ("1234567890", "'\",/:;!?&#", "()[]{}<>=*", "$%^`~|\\._@", "+ "),
)
"""Sets of keys, row by row; the last row of each also has the keys that are words."""
_TASTE: Final = 3
"""Characters by which a set of keys is known."""


class KeyBoard(Caps):
    """Rows of keys; ``Struck`` tells a character, ``backspace`` or ``enter``. Where one
    ``layer`` does not hold all, a key leads to the next. With a ``switch`` there is a
    key for it, between letters and kana.
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
        layers: Sequence[Sequence[str]],
        ok: Message | None = None,
        *,
        switch: str | None = None,
    ) -> None:
        self._layers = layers
        self._layer = 0
        self._ok = ok or say("form.ok")
        self._kana = switch
        super().__init__(self._caps())

    def _caps(self) -> list[list[Cap]]:
        keys = [[self._key(own) for own in row] for row in self._layers[self._layer]]
        if len(self._layers) > 1:
            taste = self._layers[self._next_layer][1][:_TASTE]
            keys[-1].append(Cap(taste, self._other))
        if self._kana is not None:
            keys[-1].append(Cap(say("form.kana"), partial(self._strike, self._kana)))
        keys[-1] += (
            Cap(say("form.erase"), partial(self._strike, "backspace")),
            Cap(self._ok, partial(self._strike, "enter"), leads=True),
        )
        return keys

    @property
    def _next_layer(self) -> int:
        return (self._layer + 1) % len(self._layers)

    def _other(self) -> None:
        self._layer = self._next_layer
        self.change(self._caps())

    def _key(self, stroke: str) -> Cap:
        said = say("form.space") if stroke == " " else stroke
        return Cap(said, partial(self._strike, stroke))

    def _strike(self, stroke: str) -> None:
        self.post_message(self.Struck(stroke))
