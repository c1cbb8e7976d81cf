"""The pad on which a PIN or password is typed, by keys or by touch.

What was typed is in one wipeable ``Secret`` and nowhere else: the pad tells how many
characters there are and when OK was pressed, and hands the secret over once. Nothing
on it changes when a key is touched but the count.
"""

import string
from dataclasses import dataclass
from functools import partial
from itertools import chain, repeat
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget

from kiosk.message import say
from kiosk.record import record
from kiosk.screens.widgets.caps import Cap, Caps
from kiosk.screens.widgets.text import Text
from kiosk.secret import Secret


@record
class PinForm:
    """The characters a PIN may have, how many, and how its keys are laid out. Where
    small letters are none of them they count as capitals.
    """

    characters: str
    shortest: int
    longest: int
    rows: tuple[str, ...]
    """Where the keys stand: ``k`` the next character, a space nothing."""
    share: int
    """Cells of a character's key and the gap after it."""
    words: int
    """The same of a key that is a word."""
    style: str
    """The class under which the pad's style sheet has its size."""
    layers: tuple[str, ...] = ()
    """Where one set of keys does not hold all: a set after the other, none longer than
    there are keys. The last set is followed by the first.
    """


FOUR_DIGITS: Final = PinForm(
    "1234567890",
    shortest=4,
    longest=4,
    rows=("kkk", "kkk", "kkk", " k "),
    share=1,
    words=1,
    style="-digits",
)
PASSWORD: Final = PinForm(
    string.ascii_uppercase + string.digits,
    shortest=6,
    longest=16,
    rows=("k" * 9,) * 4,
    share=6,
    words=11,
    style="-letters",
)
OWN_PASSWORD: Final = PinForm(
    "".join(map(chr, range(0x21, 0x7F))),
    shortest=8,
    longest=64,
    rows=("k" * 9,) * 4,
    share=6,
    words=11,
    style="-letters",
    layers=(
        string.ascii_lowercase + string.digits,
        string.ascii_uppercase + string.digits,
        string.punctuation,
    ),
)

_TYPED: Final = "●"
_PLACE: Final = "○"
_APART: Final = 32
"""Dots that stand side by side with room between them."""
_TASTE: Final = 3
"""Characters by which a set of keys is known."""


class PinPad(Widget, can_focus=True, can_focus_children=False):
    """Keys on the screen, dots for what was typed, and the keyboard beside them.

    ``order`` is the order of the keys, row by row: any order of the form's
    characters, such as a shuffled one. While the pad has the focus, whatever writes a
    character goes no further, so that no shortcut acts on a PIN. It takes at least
    39 x 14 cells, for a password 64 x 14.

    Raises:
        ValueError: ``order`` lacks a character, or has one too many.
    """

    DEFAULT_CSS = """
    PinPad {
        height: auto;

        & > .typed { height: 1; margin: 0 0 1 0; text-align: center; }
        &.-digits { width: 39; }
        &.-letters { width: 64; }
    }
    """

    @dataclass
    class Counted(Message):
        """So many characters stand there now."""

        count: int

    class Done(Message):
        """OK was pressed, and there are enough characters: ``pad.take`` them."""

        def __init__(self, pad: "PinPad") -> None:
            super().__init__()
            self.pad = pad

        def __rich_repr__(self) -> list[str]:
            return []

    def __init__(
        self,
        form: PinForm,
        *,
        order: str | None = None,
        id: str | None = None,  # noqa: A002  # Textual's own name for it
    ) -> None:
        super().__init__(id=id, classes=form.style)
        self._form = form
        self._order = form.characters if order is None else order
        if sorted(self._order) != sorted(form.characters):
            raise ValueError("not an order of this PIN's characters")
        self._secret = Secret()
        self._layer = 0
        self._typed = Text(self._dots(), "typed")
        self._keys = Caps(self._caps(), discreet=True)

    def take(self) -> Secret:
        """What was typed, handed over: the caller wipes it. The pad is empty again."""
        taken, self._secret = self._secret, Secret()
        self._tell()
        return taken

    def wipe(self) -> None:
        """Overwrite and forget what was typed."""
        self._secret.wipe()
        self._tell()

    def compose(self) -> ComposeResult:
        yield self._typed
        yield self._keys

    def on_mount(self) -> None:
        self.screen.set_focus(self, scroll_visible=False)

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "enter":
                self._finish()
            case "backspace":
                self._erase_one()
            case "delete":
                self.wipe()
            case _ if event.is_printable:
                self._type(event.character or "")
            case _:
                return
        event.stop()

    def on_unmount(self) -> None:
        self._secret.wipe()

    def _caps(self) -> list[list[Cap | None]]:
        """Row by row, with a key that is a word at the end of each: OK has two rows."""
        share = self._form.words
        ok = Cap(say("pin_pad.ok"), self._finish, share, leads=True)
        layers = self._form.layers
        second = Cap(say("pin_pad.erase_all"), self.wipe, share)
        if layers:
            taste = layers[self._next_layer][:_TASTE]
            second = Cap(taste, self._switch, share)
        words = (Cap(say("pin_pad.erase_one"), self._erase_one, share), second, ok, ok)
        # Keys without a character, where a set has less of them, do nothing.
        characters = chain(layers[self._layer] if layers else self._order, repeat(""))
        return [
            [
                *(self._cap(next(characters)) if own == "k" else None for own in row),
                word,
            ]
            for row, word in zip(self._form.rows, words, strict=True)
        ]

    def _cap(self, character: str) -> Cap:
        return Cap(character, partial(self._type, character), self._form.share)

    @property
    def _next_layer(self) -> int:
        return (self._layer + 1) % len(self._form.layers)

    def _switch(self) -> None:
        self._layer = self._next_layer
        self._keys.change(self._caps())

    def _type(self, character: str) -> None:
        known = self._form.characters
        # Outside ASCII other letters turn into these capitals too, such as "ı".
        if character not in known and character.isascii():
            character = character.upper()
        fits = len(character) == 1 and character in known
        if fits and len(self._secret) < self._form.longest:
            self._secret.append(ord(character))
            self._tell()

    def _erase_one(self) -> None:
        self._secret.backspace()
        self._tell()

    def _finish(self) -> None:
        if len(self._secret) >= self._form.shortest:
            self.post_message(self.Done(self))

    def _tell(self) -> None:
        self._typed.show(self._dots())
        self.post_message(self.Counted(len(self._secret)))

    def _dots(self) -> str:
        """A dot a character; empty places too where everybody's PIN is as long."""
        typed = len(self._secret)
        fixed = self._form.shortest == self._form.longest
        places = self._form.longest - typed if fixed else 0
        between = " " if self._form.longest <= _APART else ""
        return between.join(_TYPED * typed + _PLACE * places)
