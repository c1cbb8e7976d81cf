"""Words on a screen, which are the same however wide it is."""

from typing import Final

_LAYOUT: Final = str.maketrans("", "", " \u3000\n█▀▄")
_LONGEST_TITLE: Final = 3
"""Lines."""


def squeezed(text: str) -> str:
    """Without spaces and ends of lines, which depend on how wide a screen is, and
    without the QR code that may stand beside it.
    """
    return text.translate(_LAYOUT)


def is_titled(screen: str, title: str) -> bool:
    """Whether some lines of a screen are this squeezed text and nothing more."""
    lines = [squeezed(line) for line in screen.splitlines()]
    return any(
        "".join(lines[first:last]) == title
        for first in range(len(lines))
        for last in range(first + 1, first + _LONGEST_TITLE + 1)
    )
