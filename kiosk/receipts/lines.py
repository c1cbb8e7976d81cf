"""Where lines break: Unicode Standard Annex 14, and letter by letter if nothing else.

No line begins with closing punctuation, as Japanese typesetting asks for (JIS X 4051).
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from uniseg.graphemecluster import grapheme_clusters
from uniseg.linebreak import LineBreak, line_break

from kiosk.i18n.breaks import unbreakable

Measure = Callable[[str], float]

_CLOSING: Final = frozenset(
    {
        LineBreak.CL,
        LineBreak.CP,
        LineBreak.EX,
        LineBreak.NS,
        LineBreak.CJ,
        LineBreak.IS,
    }
)
_HANGING: Final = " \u3000"
"""Spaces that take no room at the end of a line."""
_NARROWER: Final = (0.94, 0.88, 0.82, 0.76)


class Flow:
    """A text of one line, to be broken into several. ``measure`` gives a width."""

    def __init__(self, text: str, measure: Measure) -> None:
        # For as long as this text is broken only: it may be a visitor's.
        self._measure = cache(measure)
        self._units = list(map(self._measured, unbreakable(text)))

    def lines(self, width: float) -> list[str]:
        """As full as they can be, none wider than ``width``."""
        lines: list[str] = []
        line, used = "", 0.0
        for unit, shown, full in self._fitting(width):
            if line and used + shown > width:
                lines.append(line.rstrip(_HANGING))
                line, used = "", 0.0
            line, used = line + unit, used + full
        return [*lines, line.rstrip(_HANGING)]

    def without_stub(self, width: float, least: float) -> list[str]:
        """The same, with a last line of some length if no more lines come of it."""
        lines = self.lines(width)
        if len(lines) == 1 or self._measure(lines[-1]) >= least:
            return lines
        for share in _NARROWER:
            narrower = self.lines(width * share)
            if len(narrower) == len(lines) and self._measure(narrower[-1]) >= least:
                return narrower
        return lines

    def balanced(self, width: float) -> list[str]:
        """The same number of lines, but of about the same length: for headings."""
        lines = self.lines(width)
        low, high = width / len(lines) * 0.8, width
        while len(lines) > 1 and high - low > 4:
            middle = (low + high) / 2
            narrower = self.lines(middle)
            if len(narrower) > len(lines):
                low = middle
            else:
                lines, high = narrower, middle
        return lines

    def _measured(self, unit: str) -> tuple[str, float, float]:
        """A unit, its width at the end of a line, and within one."""
        shown = self._measure(unit.rstrip(_HANGING))
        return unit, shown, self._measure(unit) if unit[-1] in _HANGING else shown

    def _fitting(self, width: float) -> Iterator[tuple[str, float, float]]:
        for unit in self._units:
            if unit[1] <= width:
                yield unit
            else:
                yield from map(self._measured, self._letters(unit[0], width))

    def _letters(self, unit: str, width: float) -> Iterator[str]:
        held = ""
        for cluster in grapheme_clusters(unit):
            closes = line_break(cluster[0]) in _CLOSING
            if held and not (closes and self._measure(held + cluster) <= width):
                yield held
                held = ""
            held += cluster
        yield held
