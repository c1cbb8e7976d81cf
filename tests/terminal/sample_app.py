"""A program to try the terminals on: shows what is done to it, with a QR code.

    python sample_app.py [JOURNAL]

Everything done to it is a line on the screen, and in the file JOURNAL. ``q`` ends it
with status 0 and a word on the ordinary screen, ``x`` with status 3.
"""

import sys
from pathlib import Path

from qrcode.main import QRCode
from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

QR_PAYLOAD = "https://madoguchi.example/r/0123"
FAREWELL = "closed for today"
_HALF_BLOCKS = {
    (False, False): " ",
    (True, False): "▀",
    (False, True): "▄",
    (True, True): "█",
}


def qr_text(payload: str) -> str:
    """A QR code with its quiet zone, two modules a character, one above the other."""
    code = QRCode()
    code.add_data(payload)
    modules = code.get_matrix()
    modules += [[False] * len(modules[0])] * (len(modules) % 2)
    return "\n".join(
        "".join(_HALF_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(modules[::2], modules[1::2], strict=True)
    )


class SampleApp(App[None], inherit_bindings=False):
    """Shows the last thing done to it."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "#qr { width: auto; }"

    def __init__(self, journal: Path | None) -> None:
        super().__init__()
        self._journal = journal
        self._last = Static("日本語", markup=False)

    def compose(self) -> ComposeResult:
        """The last thing done, above a QR code in black on white."""
        yield self._last
        black_on_white = Style(color="#000000", bgcolor="#ffffff")
        yield Static(Text(qr_text(QR_PAYLOAD), black_on_white), id="qr")

    def on_key(self, event: events.Key) -> None:
        """Note the key; leave at ``q`` and ``x``."""
        self._note(f"key {event.character if event.is_printable else event.key}")
        if event.key in "qx":
            self.exit(return_code={"q": 0, "x": 3}[event.key])

    def on_paste(self, event: events.Paste) -> None:
        """Note the pasted text, its lines one after another."""
        self._note(f"paste {event.text!r}")

    def on_click(self, event: events.Click) -> None:
        """Note the cell."""
        self._note(f"click {event.screen_x} {event.screen_y}")

    def on_resize(self, event: events.Resize) -> None:
        """Note the size."""
        self._note(f"size {event.size.width}x{event.size.height}")

    def _note(self, line: str) -> None:
        self._last.update(f"日本語 {line}")
        if self._journal:
            with self._journal.open("a") as journal:
                journal.write(f"{line}\n")


if __name__ == "__main__":
    app = SampleApp(Path(sys.argv[1]) if sys.argv[1:] else None)
    app.run()
    sys.stdout.write(f"{FAREWELL}\n")
    sys.exit(app.return_code)
