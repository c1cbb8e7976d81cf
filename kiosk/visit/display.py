"""How the screens look to this visitor: colours, and the size of letters.

It belongs to the visit, as its language does, and goes with it.
"""

from enum import StrEnum

from kiosk.record import record


class Theme(StrEnum):
    """The colours of the screens."""

    USUAL = "usual"
    DARK = "dark"
    """White on black."""
    LIGHT = "light"
    """Black on white."""
    COLOURS = "colours"
    """For eyes to which red and green are alike."""


@record
class Display:
    """What was chosen. ``large``: letters of twice the height and width."""

    theme: Theme = Theme.USUAL
    large: bool = False


@record
class DisplayWanted:
    """The choice of how the screens look, from anywhere."""


@record
class DisplayChosen:
    """One of them."""

    display: Display
