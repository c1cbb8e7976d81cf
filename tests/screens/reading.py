"""What stands on a screen, read off its cells."""

from typing import Any

from textual.errors import NoWidget
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget


def picture(screen: Screen[Any]) -> str:
    """All of it, line by line."""
    strips = screen._compositor.render_strips()
    return "\n".join(strip.text for strip in strips)


def rows_of(widget: Widget) -> dict[int, str]:
    """The cells of a widget that can be seen now, by their row in it.

    A row that is narrower than the widget, because its edge is hidden, is left out.
    """
    screen = widget.screen
    content = widget.content_region
    try:
        clip = screen.find_widget(widget).clip
    except NoWidget:  # not displayed
        return {}
    strips = screen._compositor.render_strips()
    rows = {}
    for y in range(content.y, content.bottom):
        row = Region(content.x, y, content.width, 1)
        if clip.contains_region(row) and 0 <= y < len(strips):
            rows[y - content.y] = strips[y].crop(row.x, row.right).text
    return rows


def without_space(text: str) -> str:
    """For comparing: where lines were broken, spaces are gone."""
    return "".join(text.split())
