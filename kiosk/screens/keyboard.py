"""What the octets from a terminal mean: keys, touches and pastes, and nothing else.

Textual's parser also takes answers of terminals: how large one is, that touches are
told in pixels, that the window has lost its keys. Whoever has a keyboard, or a code
under the scanner, can type such an answer. One made the screen a million cells wide,
one ended the program, and a paste that never ends took every key for ever after.
"""

from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from typing import Final

from textual import events
from textual._xterm_parser import (
    BRACKETED_PASTE_END,
    BRACKETED_PASTE_START,
    XTermParser,
)
from textual.constants import ESCAPE_DELAY
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

LONGEST_PASTE: Final = 20_000
"""Octets; more than any code has (``base.LONGEST_SCAN``). What is longer is lost."""
PASTE_SECONDS: Final = 1.0
"""A paste of which nothing more comes for so long has been broken off, and is lost."""


class Keyboard:
    """Takes octets one by one. ``monotonic`` gives seconds that never go back.

    Of what was typed it keeps no more than a sequence that is not complete yet.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._now = monotonic
        self._heard_at = monotonic()
        self._decode = getincrementaldecoder("utf-8")("ignore").decode
        self._parser = _Parser()
        self._begin = _Mark(BRACKETED_PASTE_START)
        self._end = _Mark(BRACKETED_PASTE_END)
        self._pasted: bytearray | None = None

    def hear(self, octet: bytes) -> Iterator[Message]:
        """What comes of the next octet, of which there must be one."""
        self._heard_at = self._now()
        if self._pasted is not None:
            yield from self._paste(self._pasted, octet)
        elif self._begin.ends_with(octet):
            # The parser is in the middle of it.
            self._parser = _Parser()
            self._pasted = bytearray()
        # Nothing comes of the first octets of a character, and ``feed`` would take
        # that for the end.
        elif character := self._decode(octet):
            yield from filter(_is_input, self._parser.feed(character))

    def wait(self) -> Iterator[Message]:
        """What comes of nothing being heard for a while; to be called now and then."""
        silent = self._now() - self._heard_at
        if silent >= ESCAPE_DELAY:
            self._begin.forget()
        if silent >= PASTE_SECONDS:
            self._pasted = None
        yield from filter(_is_input, self._parser.tick())

    def _paste(self, pasted: bytearray, octet: bytes) -> Iterator[Message]:
        most = LONGEST_PASTE + len(BRACKETED_PASTE_END)
        # One more than may be, by which a paste that is too long is known.
        if len(pasted) <= most:
            pasted += octet
        if not self._end.ends_with(octet):
            return
        self._pasted = None
        if len(pasted) <= most:
            text = pasted[: -len(BRACKETED_PASTE_END)].decode(errors="ignore")
            yield events.Paste(text.replace("\0", ""))


class _Parser(XTermParser):
    """Textual's own, for touches in cells, whatever a terminal is said to answer."""

    def parse_mouse_code(self, code: str) -> Message | None:
        self.mouse_pixels = False
        return super().parse_mouse_code(code)


class _Mark:
    """Looks for one sequence among octets, and keeps only how much of it was there."""

    def __init__(self, sequence: str) -> None:
        self._sequence = sequence.encode()
        self._there = 0

    def ends_with(self, octet: bytes) -> bool:
        """Whether the sequence is complete with this one."""
        if octet != self._sequence[self._there : self._there + 1]:
            self.forget()
        # Its first octet is nowhere else in it.
        if octet == self._sequence[self._there : self._there + 1]:
            self._there += 1
        if self._there < len(self._sequence):
            return False
        self.forget()
        return True

    def forget(self) -> None:
        """Begin anew."""
        self._there = 0


def _is_input(message: Message) -> bool:
    """Or that the terminal draws a screen as a whole, which changes nothing else."""
    return isinstance(
        message,
        events.Key | events.MouseEvent | TerminalSupportsSynchronizedOutput,
    )
