"""Japanese from Latin keys: kana while typing, and the ways to write it to choose."""

import asyncio
from functools import partial
from typing import Final, Protocol, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message as Posted

from kiosk.message import say
from kiosk.screens.widgets.caps import Cap, Caps
from kiosk.screens.widgets.text import Speaking, Text
from kiosk.writing.romaji import Typed

SWITCH: Final = "f4"
"""The key between Latin letters and kana."""
OFFERED: Final = 6
"""Ways to write it that stand in one row."""


class Writing(Protocol):
    """What a ``Composer`` asks of its app."""

    kana: bool | None

    def in_kanji(self, kana: str) -> tuple[str, ...]:
        """The ways to write a phrase, the likeliest first. For any thread."""


class Composer(Vertical):
    """Takes keys before the line of text does, while it is switched on."""

    class Composed(Posted):
        """Ready to be put into the line."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

        def __rich_repr__(self) -> list[str]:
            return []

    def __init__(self) -> None:
        super().__init__()
        self._on = False
        self._typed = Typed()
        self._offers: tuple[str, ...] = ()
        self._shown = Text("", "kana")
        # It keeps its place: the keys below must not move while they are touched.
        self._row = Caps([[None]])

    def compose(self) -> ComposeResult:
        yield self._shown
        yield self._row

    def on_mount(self) -> None:
        """Whoever reads Japanese is taken to write it, until they say otherwise."""
        chosen = cast(Writing, self.app).kana
        japanese = cast(Speaking, self.app).words.language.code == "ja"
        self._on = japanese if chosen is None else chosen
        self._show()

    def take(self, stroke: str) -> bool:
        """Whether the key was for this: a character, ``backspace`` or ``enter``."""
        if stroke == SWITCH:
            self._give(self._typed.settled())
            cast(Writing, self.app).kana = self._on = not self._on
            self._show()
            return True
        return self._on and self._taken(stroke)

    def _taken(self, stroke: str) -> bool:
        waiting = bool(self._typed.shown)
        if waiting and stroke in ("enter", " "):
            self._give(self._offers[0] if self._offers else self._typed.settled())
        elif waiting and stroke == "backspace":
            self._now(self._typed.back())
        elif waiting and stroke.isdecimal() and int(stroke) in self._numbers():
            self._give(self._offers[int(stroke) - 1])
        elif len(stroke) == 1 and (waiting or stroke.isalpha()):
            self._now(self._typed.key(stroke))
        else:
            return False
        return True

    def _numbers(self) -> range:
        return range(1, len(self._offers) + 1)

    def _now(self, typed: Typed) -> None:
        self._typed = typed
        self._offer(())
        kana = typed.settled()
        if kana:
            self.run_worker(self._look_up(typed, kana), exclusive=True)

    async def _look_up(self, typed: Typed, kana: str) -> None:
        """Another key may have been pressed before the answer is there."""
        found = await asyncio.to_thread(cast(Writing, self.app).in_kanji, kana)
        if self._typed == typed and self.is_attached:
            self._offer(found[:OFFERED])

    def _offer(self, offers: tuple[str, ...]) -> None:
        self._offers = offers
        caps = [self._cap(n, own) for n, own in enumerate(offers, 1)]
        self._row.change([caps or [None]])
        self._show()

    def _cap(self, number: int, text: str) -> Cap:
        said = say("screen.kana.offer", number=number, text=text)
        return Cap(said, partial(self._pick, number))

    def _pick(self, number: int) -> None:
        self._give(self._offers[number - 1])

    def _give(self, text: str) -> None:
        self._typed = Typed()
        self._offer(())
        if text:
            self.post_message(self.Composed(text))

    def _show(self) -> None:
        self._row.display = self._on
        if self._typed.shown:
            self._shown.show(say("screen.kana.typed", text=self._typed.shown))
        elif self._on:
            self._shown.show(say("screen.kana.on"))
        else:
            self._shown.show(say("screen.kana.off"))
