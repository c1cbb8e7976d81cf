"""The terminal, read so that no key stays in memory beside its neighbours.

Textual reads up to 4096 octets at once. Of a PIN that comes in one go, from a keypad
that sends it as a whole or while the program was busy, a copy would stay where they
were read, and Python does not overwrite what it lets go of.
"""

import os
import selectors
from codecs import getincrementaldecoder
from typing import Final

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

_GLANCE_SECONDS: Final = 0.1
"""As in Textual: how soon a lone Escape is a key, and how soon the thread ends."""


class KeyByKeyDriver(LinuxDriver):
    """Textual's own but for how it reads: one octet at a time."""

    def run_input_thread(self) -> None:
        decode = getincrementaldecoder("utf-8")().decode
        parser = XTermParser()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                # Nothing comes of the first octets of a character, and ``feed`` would
                # take that for the end.
                if selector.select(_GLANCE_SECONDS) and (
                    character := decode(os.read(self.fileno, 1))
                ):
                    for message in parser.feed(character):
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)
