"""What Textual has drawn, on its way to the terminal: pictures where their cells are,
and no row twice.
"""

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate

from kiosk.screens.placeholders import Placeholders


class Painter:
    """Remembers what each row of the terminal was last painted with, as long as that is
    on it.
    """

    def __init__(self, placeholders: Placeholders) -> None:
        self._placeholders = placeholders
        self._rows: dict[int, str] = {}

    def forget(self) -> None:
        """The terminal may show anything."""
        self._rows.clear()

    def of(self, update: CompositorUpdate) -> CompositorUpdate:
        """What is to be written of an update."""
        return _Painting(self, update)

    def written(self, update: CompositorUpdate, console: Console) -> str:
        """The same, as text."""
        if isinstance(update, LayoutUpdate):
            output = self._other_rows(update, console)
        else:
            if isinstance(update, ChopsUpdate):
                for y, _, _ in update.spans:
                    self._rows.pop(y, None)
            else:
                self.forget()
            output = update.render_segments(console)
        return self._placeholders.drawn(output)

    def _other_rows(self, update: LayoutUpdate, console: Console) -> str:
        """Those that are not as they were."""
        x, top = update.region.offset
        output = []
        for y, strips in enumerate(update.strips, top):
            row = "".join(strip.render(console) for strip in strips)
            if self._rows.get(y) != row:
                self._rows[y] = row
                output.append(Control.move_to(x, y).segment.text + row)
        return "".join(output)


class _Painting(CompositorUpdate):
    """Nothing is remembered of what is not written."""

    def __init__(self, painter: Painter, update: CompositorUpdate) -> None:
        self._painter = painter
        self._update = update

    def render_segments(self, console: Console) -> str:
        return self._painter.written(self._update, console)
