"""No switch of Textual or Rich reaches the kiosk from its environment."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.screens.environment import scrub
from tests.screens.harness import run_in_terminal

SWITCHES = {
    "TEXTUAL": "debug,devtools",
    "TEXTUAL_ALLOW_SIGNALS": "1",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL_LOG": "events.log",
    "TEXTUAL_PRESS": "f12",
    "TEXTUAL_SCREENSHOT": "0",
    "TEXTUAL_SCREENSHOT_LOCATION": ".",
    "TEXTUAL_SHOW_RETURN": "1",
    "TEXTUAL_SOMETHING_NEW": "1",
    "COLUMNS": "20",
    "LINES": "5",
    "NO_COLOR": "1",
    "UNICODE_VERSION": "4.1.0",
}

PRINT_AFTER_SCRUB = """
import json, os
from kiosk.screens.environment import scrub
scrub()
print(json.dumps(dict(os.environ)))
"""

KIOSK = """
from pathlib import Path
from kiosk.screens.environment import scrub
scrub()
from textual.binding import Binding
from kiosk.screens.base import KioskApp
from kiosk.screens.kiosk_screen import KioskScreen
from kiosk.screens.widgets.pin_pad import FOUR_DIGITS, PinPad
from kiosk.screens.widgets.text import Text
from tests.screens.harness import made_up_words

class Pad(KioskScreen):
    BINDINGS = [Binding("f12", "end")]
    def compose(self):
        yield PinPad(FOUR_DIGITS)
        yield Text("", id="state")
    def on_mount(self):
        self.query_one(PinPad).focus()
    def on_descendant_focus(self):
        self.query_one("#state").show("listening")
    def action_end(self):
        secret = self.query_one(PinPad).take()
        self.app.exit(return_code=len(secret) * 10 + self.size.width // 80)

class App(KioskApp):
    def get_default_screen(self):
        return Pad()

raise SystemExit(App(made_up_words()).serve())
"""
F12 = b"\x1b[24~"


def test_every_switch_goes_and_the_rest_stays() -> None:
    printed = subprocess.run(
        [sys.executable, "-c", PRINT_AFTER_SCRUB],
        env={**SWITCHES, "TERM": "foot", "LANG": "ja_JP.UTF-8"},
        capture_output=True,
        check=True,
    ).stdout
    left = json.loads(printed)
    left.pop("LC_CTYPE", None)  # set by Python itself
    assert left == {
        "TERM": "foot",
        "LANG": "ja_JP.UTF-8",
        "TEXTUAL_DISABLE_KITTY_KEY": "1",
    }


def test_too_late_is_refused() -> None:
    import textual  # noqa: F401  # its import is what makes it too late

    environ = dict(SWITCHES)
    with pytest.raises(RuntimeError):
        scrub(environ)
    assert environ == SWITCHES


def test_switches_change_nothing_in_a_terminal(tmp_path: Path) -> None:
    """Four signals' keys and a PIN are typed with every switch on."""
    folder = tmp_path / "work"
    folder.mkdir()
    script = tmp_path / "kiosk_in_terminal.py"
    script.write_text(KIOSK)
    typed = b"\x03\x1a\x1c\x11" + b"8315" + F12

    ended = run_in_terminal(script, folder=folder, keys=typed, **SWITCHES)

    assert ended.status == 41  # four digits typed, the terminal's own width
    assert list(folder.iterdir()) == []
    assert b"\x1b[>" not in ended.output  # the kitty protocol is not asked for
    assert b"returned" not in ended.output
