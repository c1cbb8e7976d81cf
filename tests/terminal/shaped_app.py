"""Words in scripts that a terminal cannot shape, in whatever terminal this runs.

    python -m tests.terminal.shaped_app

Two pages, one with such words and one without; an answer leads to the other.
"""

import sys
from pathlib import Path
from typing import Final

import kiosk
from kiosk.i18n import words_of
from kiosk.message import Message
from kiosk.screens.base import KioskApp
from kiosk.screens.graphics import sixel_cell
from kiosk.screens.page import Choice, Page
from kiosk.screens.visit_screen import Happened, VisitScreen
from kiosk.visit.events import LanguageChosen
from tests.letters.samples import BURMESE, NEPALI, PICTURED, THAI

TITLE: Final = "कृपया भाषा छान्नुहोस्"
NAMES: Final = tuple(row.own_name for row in (NEPALI, BURMESE, THAI))
LONG: Final = "เครื่องอ่านบัตรอยู่ที่นี่ 在留カード (residence card) " * 4
SHAPED: Final = Page(
    title=Message(TITLE),
    paragraphs=(Message(LONG),),
    choices=tuple(Choice(Message(own), LanguageChosen("ja")) for own in NAMES),
)
PLAIN: Final = Page(
    title=Message("日本語"), choices=(Choice(Message("次へ"), LanguageChosen("ja")),)
)


class ShapedApp(KioskApp):
    """Shows one page and the other, and waits to be killed."""

    CSS_PATH = Path(kiosk.__file__).parent / "screens" / "kiosk.tcss"

    def get_default_screen(self) -> VisitScreen:
        return VisitScreen("窓口", "demo", SHAPED)

    async def on_happened(self, _: Happened) -> None:
        visit = self.screen_stack[-1]
        if isinstance(visit, VisitScreen):
            await visit.show(PLAIN if visit.page == SHAPED else SHAPED)


if __name__ == "__main__":
    app = ShapedApp(words_of("ja"))
    app.cell = sixel_cell(sys.stdin.fileno(), sys.stdout.fileno())
    app.pictured = PICTURED
    app.serve()
