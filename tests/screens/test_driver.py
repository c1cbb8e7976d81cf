"""Keys that are read one octet at a time are the keys that were typed."""

import json
from pathlib import Path

from kiosk.screens.base import KioskApp
from kiosk.screens.driver import MOST_WAITING, KeyByKeyDriver
from tests.screens.harness import READY, made_up_words, run_in_terminal

TYPED = (
    "aZ5é語😀".encode() + b"\x1b[A\x1b[1;5C\x1b[200~pasted \xe8\xaa\x9e\x1b[201~\r\x1b"
)
HEARD = [
    *("a", "Z", "5", "é", "語", "😀"),
    *("up", "ctrl+right", "paste:pasted 語", "enter", "escape"),
]

SCRIPT = f"""
import json
import sys

from kiosk.screens.environment import scrub

scrub()

from textual import events
from kiosk.screens.base import KioskApp
from kiosk.screens.driver import KeyByKeyDriver
from kiosk.screens.widgets.text import Text
from tests.screens.harness import made_up_words

heard = []


class Telling(KeyByKeyDriver):
    def process_message(self, message):
        if isinstance(message, events.Paste):
            heard.append("paste:" + message.text)
        elif isinstance(message, events.Key):
            printable = message.is_printable
            heard.append(message.character if printable else message.key)
        super().process_message(message)


class Listening(KioskApp):
    def get_driver_class(self):
        return Telling

    def compose(self):
        yield Text("{READY.decode()}")

    def on_key(self, event):
        if event.key == "escape":
            self.exit()


Listening(made_up_words()).serve()
with open(sys.argv[1], "w") as told:
    json.dump(heard, told)
"""


def test_every_key_and_paste_is_heard(tmp_path: Path) -> None:
    script, told = tmp_path / "listening.py", tmp_path / "told.json"
    script.write_text(SCRIPT)
    run_in_terminal(script, str(told), folder=tmp_path, keys=TYPED)
    assert json.loads(told.read_text()) == HEARD


def test_it_is_the_driver_of_the_kiosk() -> None:
    assert KioskApp(made_up_words()).driver_class is KeyByKeyDriver


FAST = 2_000
SLOW = f"""
import asyncio, gc, json, sys

from kiosk.screens.environment import scrub

scrub()

from textual import events
from kiosk.screens.base import KioskApp
from kiosk.screens.widgets.text import Text
from tests.screens.harness import made_up_words

heard, most = 0, 0


class Slow(KioskApp):
    def compose(self):
        yield Text("{READY.decode()}")

    async def on_key(self, event):
        global heard, most
        if event.key == "escape":
            self.exit()
        heard += 1
        await asyncio.sleep(0.0005)
        if heard % 100 == 0:
            waiting = (own for own in gc.get_objects() if type(own) is events.Key)
            most = max(most, len(list(waiting)))


Slow(made_up_words()).serve()
with open(sys.argv[1], "w") as told:
    json.dump([heard, most], told)
"""


def test_who_types_faster_than_the_kiosk_can_hear_fills_no_memory(
    tmp_path: Path,
) -> None:
    script, told = tmp_path / "slow.py", tmp_path / "told.json"
    script.write_text(SLOW)
    keys = b"a" * FAST + b"\x1b"
    run_in_terminal(script, str(told), folder=tmp_path, keys=keys)
    heard, most = json.loads(told.read_text())
    assert heard == FAST + 1
    assert 0 < most < 3 * MOST_WAITING
