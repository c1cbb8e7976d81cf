"""How a text gets into the cells of a terminal: character by character, or as pictures
of its lines (``shaped.py``).
"""

from typing import Final, Protocol

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.style import Style


class Setting(Protocol):
    """One way."""

    @property
    def rows(self) -> int:
        """Rows of cells that each line takes."""

    @property
    def overhang(self) -> float:
        """Cells that a line may need beyond the width of its text."""

    def measure(self, text: str) -> float:
        """How wide it is, in cells."""

    def strips(self, line: str, style: Style, held: list[object]) -> list[Strip]:
        """The rows of a line, no wider than it is. For as long as they are shown,
        whatever is added to ``held`` must be kept.
        """


class InCells:
    """As a terminal draws it."""

    rows = 1
    overhang = 0.0

    def measure(self, text: str) -> float:
        return cell_len(text)

    def strips(self, line: str, style: Style, held: list[object]) -> list[Strip]:
        return [Strip([Segment(line, style.rich_style)], cell_len(line))]


IN_CELLS: Final = InCells()
