"""The terminal, read so that no key stays in memory beside its neighbours.

Textual reads up to 4096 octets at once. Of a PIN that comes in one go, from a keypad
that sends it as a whole or while the program was busy, a copy would stay where they
were read, and Python does not overwrite what it lets go of.
"""

import asyncio
import os
import selectors
import signal
import time
from collections.abc import Iterable
from typing import Final

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS, IGNORE_SEQUENCE
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message
from textual.message_pump import MessagePump

from kiosk.screens.keyboard import Keyboard

_GLANCE_SECONDS: Final = 0.1
"""As in Textual: how soon a lone Escape is a key, and how soon the thread ends."""

_MOMENT_SECONDS: Final = 0.005
MOST_WAITING: Final = 64
"""Messages; more than a hand types ahead."""

_MODIFIERS: Final = range(2, 17)
"""Shift, Alt, Control and Meta in every combination, as xterm numbers them."""
_LETTERED: Final = "ABCDEFHPQRS"
"""Arrows, Begin, End, Home and F1 to F4."""
_NUMBERED: Final = (
    *range(1, 9),
    *range(11, 16),
    *range(17, 22),
    23,
    24,
    *range(25, 35),
)
"""Editing keys and F1 to F20 (xterm's ctlseqs, "PC-Style Function Keys")."""


def ignore_unknown_keys() -> None:
    """Textual takes a key code that it does not know apart and hands on what it is made
    of: Alt+F5 would type 1, 5, 3. Some it takes for two keys: Alt+Up for Escape and
    Up. Such codes are known from now on, and mean nothing.
    """
    known: dict[str, object] = ANSI_SEQUENCES_KEYS  # type: ignore[assignment]
    for code, keys in known.items():
        if isinstance(keys, tuple) and len(keys) > 1:
            known[code] = IGNORE_SEQUENCE
    for modifier in _MODIFIERS:
        for letter in _LETTERED:
            known.setdefault(f"\x1b[1;{modifier}{letter}", IGNORE_SEQUENCE)
        for number in _NUMBERED:
            known.setdefault(f"\x1b[{number};{modifier}~", IGNORE_SEQUENCE)


class KeyByKeyDriver(LinuxDriver):
    """Textual's own but for how it reads: one octet at a time."""

    _sent = 0
    _arrived = 0

    def run_input_thread(self) -> None:
        ignore_unknown_keys()
        keyboard = Keyboard(time.monotonic)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_GLANCE_SECONDS):
                    octet = self._octet()
                    if not octet:
                        self._end()
                        return
                    self._tell(keyboard.hear(octet))
                self._tell(keyboard.wait())

    def _tell(self, heard: Iterable[Message]) -> None:
        for message in heard:
            self.process_message(message)
            while self._is_ahead() and not self.exit_event.wait(_MOMENT_SECONDS):
                pass

    def send_message(self, message: Message) -> None:
        """As Textual does it, but how many are on their way is known."""
        post = self._app._post_message(message)
        self._sent += 1
        sent = asyncio.run_coroutine_threadsafe(post, loop=self._loop)
        sent.add_done_callback(self._has_arrived)

    def _has_arrived(self, _: object) -> None:
        self._arrived += 1

    def _is_ahead(self) -> bool:
        """Whether enough has been read that nobody has looked at. A keyboard that never
        rests would fill the memory with its keys; the terminal keeps them as well.
        """
        takers: list[MessagePump | None] = [self._app]
        for screen in self._app.screen_stack[-1:]:
            takers += [screen, screen.focused]
        waiting = sum(own.message_queue_size for own in takers if own is not None)
        return waiting + self._sent - self._arrived > MOST_WAITING

    def _octet(self) -> bytes:
        """The next one; none when the terminal has gone."""
        try:
            return os.read(self.fileno, 1)
        except OSError:
            return b""

    def _end(self) -> None:
        """Without a terminal nobody can be served: as if the system had said so."""
        os.kill(os.getpid(), signal.SIGTERM)
