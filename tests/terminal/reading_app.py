"""The page of a residence card that was read, in whatever terminal this runs.

    python -m tests.terminal.reading_app

The photo is ``FACE``: no two of its rows and columns are alike.
"""

import sys
from dataclasses import replace
from pathlib import Path

import kiosk
from kiosk.i18n import words_of
from kiosk.screens.base import KioskApp
from kiosk.screens.graphics import sixel_cell
from kiosk.screens.pages import page_of
from kiosk.screens.visit_screen import VisitScreen
from kiosk.visit.readings import Picture, Residence
from kiosk.visit.steps import ResidenceRead
from tests.screens.pages import READINGS, SITE, at

WIDTH, HEIGHT = 180, 240
FACE = Picture(
    "RGB",
    WIDTH,
    HEIGHT,
    bytes(
        part
        for y in range(HEIGHT)
        for x in range(WIDTH)
        for part in (x // 45 * 60, y // 40 * 50, 120)
    ),
)
"""Fields of 45 by 40 pixels, each of its own colour."""


class ReadingApp(KioskApp):
    """Shows the page and waits to be killed."""

    CSS_PATH = Path(kiosk.__file__).parent / "screens" / "kiosk.tcss"

    def get_default_screen(self) -> VisitScreen:
        reading = replace(READINGS["second"], face=FACE)
        state = at(ResidenceRead(), residence=Residence("AA12345678BB", reading))
        return VisitScreen(SITE.name, SITE.mode, page_of(state))


if __name__ == "__main__":
    app = ReadingApp(words_of("en"))
    app.cell = sixel_cell(sys.stdin.fileno(), sys.stdout.fileno())
    app.serve()
