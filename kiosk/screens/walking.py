"""Everything by two buttons: one goes on to the next thing that can be taken, and the
other takes it.

It goes in the order of reading. A keyboard of many keys is walked row by row, and a row
that was taken key by key.
"""

from collections.abc import Iterator
from typing import Final

from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from kiosk.record import record
from kiosk.screens.widgets.caps import Caps
from kiosk.screens.widgets.pressable import Pressable

FEW: Final = 13
"""Keys that are walked one by one: digits, and what belongs to them."""


@record
class Stop:
    """A thing that can be taken; of key caps, which ones."""

    widget: Widget
    caps: tuple[int, ...] = ()

    def mark(self, *, here: bool) -> None:
        """Show, or no longer show, that the walk is at it."""
        if isinstance(self.widget, Caps):
            self.widget.mark(self.caps if here else ())
        else:
            self.widget.set_class(here, "-at")
            self.widget.refresh()

    def take(self) -> None:
        """As if it was touched: in its own turn, as whatever is touched."""
        if isinstance(self.widget, Caps):
            self.widget.call_later(self.widget.each[self.caps[0]].press)
        elif isinstance(self.widget, Pressable):
            self.widget.call_later(self.widget.on_click)
        else:
            self.widget.focus(scroll_visible=False)


class Walk:
    """Of one screen. It begins anew on each page, at nothing: whoever takes twice takes
    nothing of the next page.
    """

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._at: Stop | None = None
        self._row: Stop | None = None
        """The row in which it goes from key to key."""

    def forget(self) -> None:
        """What it was at is gone."""
        self._at = self._row = None

    def onward(self) -> None:
        """To the next; after the last, to the first. After a row, to the row again."""
        if self._row is not None:
            after = [*_keys(self._row), self._row]
            now = self._following(after)
            if now == self._row:
                self._row = None
            self._go(now)
            return
        stops = list(self._stops())
        if stops:
            self._go(self._following(stops))

    def take(self) -> None:
        """What it is at: a row is walked, anything else is done."""
        if self._at is None or not self._at.widget.is_attached:
            self.forget()
        elif len(self._at.caps) > 1:
            self._row = self._at
            self._go(_keys(self._row)[0])
        else:
            self._at.take()
            if self._row is not None:
                row, self._row = self._row, None
                self._go(row)

    def _following(self, stops: list[Stop]) -> Stop:
        if self._at not in stops:
            return stops[0]
        return stops[(stops.index(self._at) + 1) % len(stops)]

    def _go(self, stop: Stop) -> None:
        if self._at is not None and self._at.widget.is_attached:
            self._at.mark(here=False)
        self._at = stop
        stop.mark(here=True)
        if isinstance(stop.widget, Pressable) and stop.widget.can_focus:
            self._screen.set_focus(stop.widget, scroll_visible=False)
        elif isinstance(self._screen.focused, Pressable):
            # Two marks would be one too many. A line keeps the focus until another is
            # taken: on the way to its keys the walk comes by the lines below it.
            self._screen.set_focus(None)
        stop.widget.scroll_visible(animate=False)

    def _stops(self) -> Iterator[Stop]:
        for widget in self._screen.query(Widget):
            if isinstance(widget, Pressable | Input | Caps) and _is_there(widget):
                if isinstance(widget, Caps):
                    yield from _of_caps(widget)
                else:
                    yield Stop(widget)


def _of_caps(caps: Caps) -> list[Stop]:
    if len(caps.each) > FEW:
        return [Stop(caps, row) for row in caps.by_row if row]
    return [Stop(caps, (number,)) for number in range(len(caps.each))]


def _keys(row: Stop) -> list[Stop]:
    return [Stop(row.widget, (number,)) for number in row.caps]


def _is_there(widget: Widget) -> bool:
    return widget.visible and all(own.display for own in widget.ancestors_with_self)
