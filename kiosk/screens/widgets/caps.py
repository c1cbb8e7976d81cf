"""Key caps to touch, all drawn by one widget.

A widget for each would be forty or more to style, lay out and throw away on one page.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import ClassVar, Final

from rich.segment import Segment
from textual import events
from textual.css.styles import RulesMap
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from kiosk.message import Message
from kiosk.record import record
from kiosk.screens.widgets.text import Text, padded

_GAP: Final = 1
"""Cells between the caps of a row."""
_EDGE: Final = "▁"
"""At the foot of a cap: no whole line is left between the rows."""
_AT: Final = "▲"
"""The same of one that a switch is at."""


@record(eq=False)
class Cap:
    """One key: what stands on it, and what pressing it does.

    ``share`` is its part of the width of its row; ``leads`` marks the key that gives
    what was typed.
    """

    said: Message | str
    press: Callable[[], None]
    share: int = 1
    leads: bool = False


class Caps(Text):
    """Rows of caps, as wide as they may be and as high as its ``grid-rows`` says.

    A place without a cap is None; a cap that stands in two rows at the same place
    fills both. A cap is pressed by a touch that begins and ends on it. ``discreet``:
    nothing shows which one. It takes no focus: whatever is typed into keeps it.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"cap", "cap-leads", "cap-down"}
    DEFAULT_CSS = """
    Caps { height: auto; grid-rows: 3; }
    """

    def __init__(
        self, rows: Sequence[Sequence[Cap | None]], *, discreet: bool = False
    ) -> None:
        super().__init__("")
        self._rows = rows
        self._discreet = discreet
        self._down: Cap | None = None
        self._marked: tuple[int, ...] = ()

    def change(self, rows: Sequence[Sequence[Cap | None]]) -> None:
        """Other keys in the same places."""
        self._rows = rows
        self._down = None
        self._known.clear()
        self.refresh()

    @property
    def plain(self) -> str:
        """What stands on the caps, each once."""
        return "\n".join(self.in_words(cap.said) for cap in self.each)

    @property
    def each(self) -> list[Cap]:
        """Every cap once, in the order of reading."""
        return list(dict.fromkeys(cap for row in self._rows for cap in row if cap))

    @property
    def by_row(self) -> list[tuple[int, ...]]:
        """Their numbers in that order, row by row; a tall one is in its upper row."""
        numbers = {cap: number for number, cap in enumerate(self.each)}
        return [
            tuple(numbers.pop(cap) for cap in row if cap in numbers)
            for row in self._rows
        ]

    def mark(self, numbers: tuple[int, ...]) -> None:
        """Show which of them a switch is at."""
        self._marked = numbers
        self.refresh()

    def is_marked(self, cap: Cap) -> bool:
        """Whether a switch is at it."""
        return any(self.each[number] is cap for number in self._marked)

    @property
    def places(self) -> Mapping[Cap, Region]:
        """Where in the widget each cap is."""
        return _places(self._rows, self.content_size.width, self._lines)

    def render(self) -> Visual:
        return _Drawn(self, self._rows, self._lines)

    def style_of(self, cap: Cap) -> Style:
        """Its colours as it is now."""
        down = (cap is self._down and not self._discreet) or self.is_marked(cap)
        look = "cap-down" if down else "cap-leads" if cap.leads else "cap"
        return self.get_visual_style(look)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._hold(self._cap_at(event))

    def on_leave(self) -> None:
        self._hold(None)

    def on_click(self, event: events.Click) -> None:
        cap = self._cap_at(event)
        pressed = cap is not None and cap is self._down
        self._hold(None)
        if cap is not None and pressed:
            cap.press()

    def _hold(self, cap: Cap | None) -> None:
        if cap is not self._down:
            self._down = cap
            if not self._discreet:
                self.refresh()

    def _cap_at(self, event: events.MouseEvent) -> Cap | None:
        x, y = event.get_content_offset_capture(self)
        return next(
            (cap for cap, place in self.places.items() if place.contains(x, y)), None
        )

    @property
    def _lines(self) -> int:
        """Of a row."""
        [lines] = self.styles.grid_rows or ()
        return int(lines.value)


class _Drawn(Visual):
    """The caps in the cells of a terminal."""

    def __init__(
        self, caps: Caps, rows: Sequence[Sequence[Cap | None]], lines: int
    ) -> None:
        self._caps = caps
        self._rows = rows
        self._lines = lines

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        ground = style.rich_style
        lines: list[list[Segment]] = [[] for _ in range(self.get_height({}, width))]
        ends = [0] * len(lines)
        places = _places(self._rows, width, self._lines)
        # From left to right, since a tall cap ends beside those of the row below.
        for cap, place in sorted(places.items(), key=lambda own: own[1].x):
            for y, drawn in enumerate(self._cap(cap, place, style), start=place.y):
                lines[y] += (Segment(" " * (place.x - ends[y]), ground), *drawn)
                ends[y] = place.right
        return [Strip(line).adjust_cell_length(width, ground) for line in lines]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        return len(self._rows) * self._lines

    def _cap(self, cap: Cap, place: Region, ground: Style) -> list[Strip]:
        """Its lines, from top to bottom."""
        look = self._caps.style_of(cap)
        said = self._caps.in_words(cap.said)
        words = self._caps.strips(said, place.width, look)[: place.height - 1]
        above = (place.height - len(words)) // 2
        below = place.height - 1 - above - len(words)
        blank = Strip([], 0)
        face = [
            padded(line, place.width, look, "center")
            for line in [blank] * above + words + [blank] * below
        ]
        edge = Style(look.background, ground.background).rich_style
        foot = _AT if self._caps.is_marked(cap) else _EDGE
        return [*face, Strip([Segment(foot * place.width, edge)], place.width)]


def _places(
    rows: Sequence[Sequence[Cap | None]], width: int, lines: int
) -> dict[Cap, Region]:
    found: dict[Cap, Region] = {}
    for number, row in enumerate(rows):
        for cap, (left, right) in zip(row, _columns(row, width), strict=True):
            if cap is not None:
                place = Region(left, number * lines, right - left, lines)
                found[cap] = found[cap].union(place) if cap in found else place
    return found


def _columns(row: Sequence[Cap | None], width: int) -> list[tuple[int, int]]:
    """Where each place of a row begins and ends."""
    shares = [1 if cap is None else cap.share for cap in row]
    bounds = [
        (width + _GAP) * so_far // sum(shares)
        for so_far in accumulate(shares, initial=0)
    ]
    return [(left, right - _GAP) for left, right in pairwise(bounds)]
