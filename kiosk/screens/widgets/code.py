"""An ID as a QR code that a telephone can read from the screen, and as text."""

from typing import Final

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from rich.cells import cell_len
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widget import Widget

_QUIET: Final = 4
"""Modules of white around the code (ISO/IEC 18004, section 6.3.8)."""
_HALF_BLOCKS: Final = {
    (False, False): " ",
    (True, False): "▀",
    (False, True): "▄",
    (True, True): "█",
}


def half_blocks(content: str) -> list[str]:
    """The lines of a code, two rows of modules in each; dark is drawn."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=_QUIET)
    code.add_data(content)
    rows = [[bool(module) for module in row] for row in code.get_matrix()]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    return [
        "".join(_HALF_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]


class CodeView(Widget):
    """The code. ``content`` never shows in a repr."""

    def __init__(self, content: str) -> None:
        super().__init__(markup=False)
        self._lines = half_blocks(content)

    def render(self) -> Visual:
        return _Blocks(self._lines)


class _Blocks(Visual):
    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        return Content("\n".join(self._lines)).render_strips(
            width, height, style, options
        )

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return max(cell_len(line) for line in self._lines)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return len(self._lines)
