"""The real screens in whatever terminal this runs, one after another, and a journal of
what stands in which cells.

    python -m tests.terminal.gallery_app JOURNAL few|all LANGUAGE:THEME...

Each key leads on: further down the page, then to the next. What is said in ``COLUMNS``
and ``LINES`` is all that the screens know of the terminal; it has one row more, for a
stamp: the number of the view, and a character that no font has.
"""

import asyncio
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.errors import NoWidget
from textual.geometry import Region
from textual.scrollbar import ScrollBar
from textual.widget import Widget

from kiosk.i18n import LANGUAGES, Words, words_of
from kiosk.screens.graphics import sixel_cell
from kiosk.screens.overlay_screen import OverlayScreen
from kiosk.screens.page import Page
from kiosk.screens.pages import page_of
from kiosk.screens.pages.overlays import overlay_of
from kiosk.screens.setting import IN_CELLS
from kiosk.screens.shaped import Line, Shaped
from kiosk.screens.widgets.code import CodeView
from kiosk.screens.widgets.page_body import PageBody
from kiosk.screens.widgets.picture import PictureView
from kiosk.screens.widgets.text import Text
from kiosk.screens.widgets.text_form import Field
from kiosk.visit.display import Theme
from kiosk.visit.state import State
from kiosk.visit.steps import (
    ChooseLanguage,
    EnterPin,
    FillIn,
    Overlay,
    Verdict,
)
from kiosk.visit.terms import Paper, Pin
from tests.screens.pages import ANSWERS, SITE, at, drafted_with, lying_over
from tests.screens.showing import Shown
from tests.screens.test_fit import to_be_shown
from tests.terminal.gallery import Part, Piece, Rgb, Said, View

TOFU: Final = "\ue000"
"""Unicode leaves it to private use."""
STAMP_BITS: Final = 16
_LIT: Final = {"0": "0;0;0", "1": "255;255;255"}
STAMP_AT: Final = 8
"""Columns before it."""

STILL: Final = 3
"""Paintings; what scrolls is where it has to be after the second."""
TURNS: Final = 20
"""Of the event loop, in which messages get from any widget to the screen."""

Named = tuple[str, Page, bool]
"""A page, its name, and whether it lies over another."""


def few() -> Iterator[Named]:
    """A page of each kind."""
    every = tuple(LANGUAGES)
    site = replace(SITE, languages=every)
    states = {
        "language": at(ChooseLanguage(), site=site),
        "verdict": at(Verdict(Paper.PRINTED)),
        "pin": at(EnterPin(Pin.SIGNATURE, 3)),
        "form": at(FillIn("name"), draft=drafted_with(ANSWERS)),
    }
    yield from ((name, page_of(state), False) for name, state in states.items())
    over = at(ChooseLanguage(), site=site, overlay=Overlay.LANGUAGE)
    yield "over", _over(over), True


def everything(words: Words) -> Iterator[Named]:
    """One page of each look, and what lies over."""
    yield from few()
    yield from ((name, page, False) for name, page in to_be_shown(words))
    yield from ((name, _over(state), True) for name, state in lying_over())


def _over(state: State) -> Page:
    page = overlay_of(state)
    assert page is not None
    return page


class Gallery(Shown):
    """Shows one view at each key."""

    def __init__(self, journal: Path, which: str, shelves: list[str]) -> None:
        super().__init__(words_of(shelves[0].partition(":")[0]))
        self._journal = journal
        self._pages = self._hung(which, shelves)
        self._next = next(self._pages, None)
        self._shown = ""
        self._number = 0

    def on_ready(self) -> None:
        self.call_later(self._go_on)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            self.call_later(self._go_on)
        else:
            await super().on_event(event)

    def _hung(self, which: str, shelves: list[str]) -> Iterator[tuple[str, Named]]:
        for shelf in shelves:
            code, _, theme = shelf.partition(":")
            words = words_of(code)
            pages = few() if which == "few" else everything(words)
            for named in pages:
                yield f"{code} {theme}", named

    async def _go_on(self) -> None:
        if self._is_more_below():
            self.visit.action_page_down()
        elif self._next is not None:
            shelf, (name, page, over) = self._next
            self._next = next(self._pages, None)
            self._shown = f"{shelf} {name}"
            await self._hang(shelf, page, over)
        else:
            self.exit()
            return
        self._number += 1
        self.screen.call_after_refresh(self._when_still, None)

    async def _hang(self, shelf: str, page: Page, over: bool) -> None:
        code, theme = shelf.split()
        if isinstance(self.screen, OverlayScreen):
            await self.pop_screen()
        if self.words.language.code != code:
            self.words = words_of(code)
        self.look = Theme(theme)
        if over:
            await self.push_screen(OverlayScreen(page))
        else:
            await self.visit.show(page)

    def _is_more_below(self) -> bool:
        over = isinstance(self.screen, OverlayScreen)
        return not over and self.visit.query_one(PageBody).more_below

    async def _when_still(self, before: View | None, rounds: int = STILL) -> None:
        """Say what can be seen once it stays so through some paintings."""
        for _ in range(TURNS):
            await asyncio.sleep(0)
        now = self._view()
        rounds = rounds - 1 if now == before else STILL
        if rounds:
            self.screen.call_after_refresh(self._when_still, now, rounds)
            return
        with self._journal.open("a") as journal:
            journal.write(json.dumps(now._asdict()) + "\n")
        self._stamp()

    def _stamp(self) -> None:
        """After all that has been painted."""
        bits = f"{self._number:0{STAMP_BITS}b}"
        cells = "".join(f"\x1b[48;2;{_LIT[bit]}m " for bit in bits)
        row = self.size.height + 1
        driver = self._driver
        assert driver is not None
        driver.write(
            f"\x1b7\x1b[{row};1H\x1b[0m{TOFU}"
            f"\x1b[{row};{STAMP_AT + 1}H{cells}\x1b[0m\x1b8"
        )
        driver.flush()

    def _view(self) -> View:
        last = self._next is None and not self._is_more_below()
        return View(
            self._number, self._shown, list(self._said()), list(self._pieces()), last
        )

    def _said(self) -> Iterator[Said]:
        shown = list(self.screen.query())
        bars = [own.vertical_scrollbar for own in shown if own.show_vertical_scrollbar]
        for widget in (*shown, *bars):
            area, whole = self._area(widget)
            kinds = (Text, Field, CodeView, PictureView, ScrollBar)
            if area and isinstance(widget, kinds):
                yield _said_by(widget, area, whole)

    def _area(self, widget: Widget) -> tuple[Region, bool]:
        """What can be seen of it, and whether that is all."""
        displayed = all(own.display for own in widget.ancestors_with_self)
        try:
            place = self.screen.find_widget(widget)
        except NoWidget:
            displayed = False
        if not displayed:
            return Region(), False
        seen = place.region.intersection(place.clip)
        return seen, seen == place.region

    def _pieces(self) -> Iterator[Piece]:
        for y, strip in enumerate(self.screen._compositor.render_strips()):
            x = 0
            for segment in strip:
                for piece in self._parts(x, y, segment):
                    yield piece
                    x = piece.x + piece.width

    def _parts(self, x: int, y: int, segment: Segment) -> Iterator[Piece]:
        """Cells as they are, or the stretches of pictures that stand for them."""
        text = segment.text
        ink, ground = _colours(segment)
        if not text or ord(text[0]) < 0xF0000:
            if text:
                lined = bool(segment.style and segment.style.underline)
                yield Piece(x, y, cell_len(text), text, ink, ground, None, lined)
            return
        for line, row, first, last in self.placeholders._parts(text):
            cells = last - first
            if isinstance(line, Line):
                look, part = line._look, self._part(line, row, first, last)
                yield Piece(x, y, cells, "", look.ink, look.ground, part)
            else:  # a photo
                yield Piece(x, y, cells, " " * cells, ink, ground, None)
            x += cells

    def _part(self, line: Line, row: int, first: int, last: int) -> Part:
        assert self._shaping is not None
        [(languages, setting)] = [
            (languages, setting)
            for languages, setting in self._shaping._settings.items()
            if isinstance(setting, Shaped) and setting._lettering is line._lettering
        ]
        return Part(
            line._text,
            " ".join(own.code for own in languages),
            line.columns,
            setting.rows,
            row,
            first,
            last,
            line._look.bold,
            line._look.underlined,
        )


def _said_by(widget: Widget, area: Region, whole: bool) -> Said:
    place = (area.x, area.y, area.width, area.height)
    if isinstance(widget, Text):
        kind = "cells" if widget.setting_of(widget.plain) is IN_CELLS else "picture"
        return Said(kind, place, widget.plain, whole)
    if isinstance(widget, Field):
        return Said("cells", place, widget.value, whole)
    return Said("box", place, type(widget).__name__, whole)


def _colours(segment: Segment) -> tuple[Rgb, Rgb]:
    style = segment.style
    assert style is not None
    ink, ground = _rgb(style.color, 255), _rgb(style.bgcolor, 0)
    return (ground, ink) if style.reverse else (ink, ground)


def _rgb(colour: Any, otherwise: int) -> Rgb:
    if colour is None:
        return otherwise, otherwise, otherwise
    red, green, blue = colour.get_truecolor()
    return red, green, blue


if __name__ == "__main__":
    gallery = Gallery(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
    gallery.cell = sixel_cell(sys.stdin.fileno(), sys.stdout.fileno())
    sys.exit(gallery.serve())
