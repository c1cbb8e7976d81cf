"""What stands on a screen, read off its cells."""

from typing import Any

from textual.errors import NoWidget
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from kiosk.screens.widgets.caps import Caps


def picture(screen: Screen[Any]) -> str:
    """All of it, line by line."""
    strips = screen._compositor.render_strips()
    return "\n".join(strip.text for strip in strips)


def caps_on(screen: Screen[Any]) -> dict[str, Region]:
    """Where on the screen each key is, by what stands on it."""
    return {
        caps.in_words(cap.said): place.translate(caps.content_region.offset)
        for caps in screen.query(Caps)
        for cap, place in caps.places.items()
    }


class Look:
    """One look at a screen."""

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self._strips = screen._compositor.render_strips()

    def rows_of(self, widget: Widget) -> dict[int, str]:
        """The cells of a widget that can be seen now, by their row in it.

        A row of which an edge is hidden is left out; of a widget that is not
        displayed, all are.
        """
        try:
            place = self._screen.find_widget(widget)
        except NoWidget:
            return {}
        content = place.region.shrink(widget.gutter)
        rows = {}
        for y in range(content.y, content.bottom):
            row = Region(content.x, y, content.width, 1)
            if place.clip.contains_region(row) and 0 <= y < len(self._strips):
                cells = self._strips[y].crop(row.x, row.right)
                rows[y - content.y] = cells.text
        return rows


def without_space(text: str) -> str:
    """For comparing: where lines were broken, spaces are gone; edges and the mark of
    what has the focus are no words.
    """
    return "".join(text.translate({ord("▁"): " ", ord("►"): " "}).split())
