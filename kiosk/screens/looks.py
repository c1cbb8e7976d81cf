"""The colours of the screens: a value for each variable of ``kiosk.tcss``.

Every pair of letters and ground that the style sheet makes of them has a contrast of
7:1 or more (WCAG 2.2, 1.4.6), which the tests compute.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kiosk.visit.display import Theme

_WHITE: Final = "#ffffff"
_BLACK: Final = "#000000"

_USUAL: Final = {
    "ground": _WHITE,
    "ink": "#14202b",
    "quiet": "#3d4a55",
    "brand": "#0b3a66",
    "on-brand": _WHITE,
    "tile": "#e3ecf5",
    "tile-2": "#cfdeed",
    "tile-ink": "#0b2b4a",
    "good": "#0a4a2b",
    "care": "#6b3a00",
    "bad": "#7d1220",
    "field": "#fff3c4",
    "field-ink": "#14202b",
    "notice": "#f0e6fa",
    "on-notice": "#5a2a82",
}
_DARK: Final = {
    "ground": _BLACK,
    "ink": _WHITE,
    "quiet": _WHITE,
    "brand": _WHITE,
    "on-brand": _BLACK,
    "tile": "#1c1c1c",
    "tile-2": "#333333",
    "tile-ink": _WHITE,
    "good": _WHITE,
    "care": _WHITE,
    "bad": _WHITE,
    "field": _WHITE,
    "field-ink": _BLACK,
    "notice": _WHITE,
    "on-notice": _BLACK,
}
_LIGHT: Final = {
    "ground": _WHITE,
    "ink": _BLACK,
    "quiet": _BLACK,
    "brand": _BLACK,
    "on-brand": _WHITE,
    "tile": "#eeeeee",
    "tile-2": "#d6d6d6",
    "tile-ink": _BLACK,
    "good": _BLACK,
    "care": _BLACK,
    "bad": _BLACK,
    "field": _BLACK,
    "field-ink": _WHITE,
    "notice": _BLACK,
    "on-notice": _WHITE,
}
# Blue, yellow and reddish purple of Okabe and Ito ("Color Universal Design"), but
# deep enough to be read; the grounds are pale blue and pale yellow.
_COLOURS: Final = {
    "ground": _WHITE,
    "ink": _BLACK,
    "quiet": "#333333",
    "brand": "#003a5d",
    "on-brand": _WHITE,
    "tile": "#e0f0fa",
    "tile-2": "#c4e2f5",
    "tile-ink": "#002338",
    "good": "#004a75",
    "care": "#4d4600",
    "bad": "#70104e",
    "field": "#f7f2b8",
    "field-ink": _BLACK,
    "notice": "#f7f2b8",
    "on-notice": _BLACK,
}
LOOKS: Final[Mapping[Theme, Mapping[str, str]]] = MappingProxyType(
    {
        Theme.USUAL: _USUAL,
        Theme.DARK: _DARK,
        Theme.LIGHT: _LIGHT,
        Theme.COLOURS: _COLOURS,
    }
)
