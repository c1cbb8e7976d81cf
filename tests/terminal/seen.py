"""Visitors at foot, of whose screens pictures are taken.

The folder named by ``MADOGUCHI_SHOTS`` gets a picture of every screen.
"""

import os
from pathlib import Path
from typing import Final

from tests.terminal.mirror import MirroredFoot
from tests.terminal.touch import TouchingVisitor
from tests.terminal.visitor import Stage, Visitor

PROGRAMS: Final = ("Xvfb", "weston", "foot", "xdotool", "zbarimg", "tmux", "script")
SHOTS: Final = os.environ.get("MADOGUCHI_SHOTS")


class SeenVisitor(Visitor):
    """Somebody at the keyboard. The demo's card moves by F12."""

    hand = "keys"

    def __init__(self, display: MirroredFoot, language: str, errand: str = "") -> None:
        super().__init__(display, language, lambda: display.key("F12"))
        self.display = display
        self._pictures = "-".join(filter(None, (self.hand, language, errand)))
        self._taken = 0

    def do(self, stage: Stage) -> None:
        self.read(stage.title)
        self.took_sight(stage.title.id)
        super().do(stage)

    def took_sight(self, name: str) -> None:
        """Keep a picture of it."""
        if SHOTS is None:
            return
        self._taken += 1
        self.display.foot.wait_for_still()
        self.display.foot.screenshot(
            Path(SHOTS) / f"{self._pictures}-{self._taken:02}-{name}.png"
        )


class SeenTouchingVisitor(SeenVisitor, TouchingVisitor):
    """Somebody who never uses the keyboard."""

    hand = "touch"
