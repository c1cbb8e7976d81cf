"""What is written to the terminal: no row that is there already, and all others."""

import re

from rich.console import Console
from rich.segment import Segment
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from kiosk.screens.painting import Painter
from kiosk.screens.placeholders import Placeholders

CONSOLE = Console(width=4)


def whole(*rows: str) -> LayoutUpdate:
    return LayoutUpdate(
        [[Strip([Segment(row)])] for row in rows], Region(0, 0, 4, len(rows))
    )


def part(row: int, text: str) -> ChopsUpdate:
    chops = [{0: Strip([Segment(text)])} if y == row else {} for y in range(3)]
    return ChopsUpdate(chops, [(row, 0, 4)], [[4]] * 3)


class Screen:
    """What a terminal shows of all that was written."""

    def __init__(self, painter: Painter) -> None:
        self._painter = painter
        self.rows = ["????"] * 3
        self.written = 0

    def paint(self, update: CompositorUpdate) -> None:
        text = self._painter.of(update).render_segments(CONSOLE)
        _, *parts = re.split(r"\x1b\[(\d+);\d+H", text)
        for row, words in zip(parts[::2], parts[1::2], strict=True):
            self.rows[int(row) - 1] = words.rstrip("\n")
            self.written += 1


def test_a_row_that_is_there_is_not_written_again() -> None:
    screen = Screen(Painter(Placeholders()))
    screen.paint(whole("aaaa", "bbbb", "cccc"))
    assert (screen.rows, screen.written) == (["aaaa", "bbbb", "cccc"], 3)
    screen.paint(whole("aaaa", "xxxx", "cccc"))
    assert (screen.rows, screen.written) == (["aaaa", "xxxx", "cccc"], 4)


def test_part_of_a_row_makes_it_another() -> None:
    screen = Screen(Painter(Placeholders()))
    screen.paint(whole("aaaa", "bbbb", "cccc"))
    screen.paint(part(1, "yyyy"))
    assert screen.rows == ["aaaa", "yyyy", "cccc"]
    screen.paint(whole("aaaa", "bbbb", "cccc"))
    assert (screen.rows, screen.written) == (["aaaa", "bbbb", "cccc"], 5)


def test_a_terminal_that_may_show_anything_gets_all() -> None:
    painter = Painter(Placeholders())
    screen = Screen(painter)
    screen.paint(whole("aaaa", "bbbb", "cccc"))
    painter.forget()
    screen.paint(whole("aaaa", "bbbb", "cccc"))
    assert screen.written == 6


def test_what_is_not_written_is_not_remembered() -> None:
    painter = Painter(Placeholders())
    screen = Screen(painter)
    painter.of(whole("aaaa", "bbbb", "cccc"))
    screen.paint(whole("aaaa", "bbbb", "cccc"))
    assert screen.written == 3


def test_fewer_rows_and_more_again() -> None:
    screen = Screen(Painter(Placeholders()))
    screen.paint(whole("aaaa", "bbbb", "cccc"))
    screen.paint(whole("aaaa"))
    screen.paint(whole("aaaa", "bbbb", "cccc"))
    assert screen.rows == ["aaaa", "bbbb", "cccc"]
