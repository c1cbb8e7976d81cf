"""Text from cards, scanners and the store, made safe to draw in a terminal.

A terminal acts on control characters; bidi controls reorder what stands beside them;
tags, joiners and fillers are invisible; and a terminal draws a variation selector as
an empty box. None of them may come out of here. Letters are left as they are: no
normalisation, as that would change the characters of a name.
"""

import unicodedata
from typing import Final

LIMIT: Final = 1_000
"""Characters. Longer than any value of a card or form."""
_CUT: Final = "…"
_UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"
_MOST_MARKS: Final = 6
"""On one letter. No name needs more, and piles of them cover the lines around."""
_IDEOGRAPHS: Final = range(0x20000, 0x3FFFE)
"""Two planes of ideographs alone: a name may have one newer than Python's tables."""

_SPACING_CONTROLS: Final = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
_INVISIBLE: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # joiner and fillers that are letters
    "\u180b\u180c\u180d\u180f"  # Mongolian variation selectors
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)


def printable(text: str, limit: int = LIMIT) -> str:
    """What can be drawn of a text, on one line, in at most ``limit`` characters.

    Breaks and tabs become a space; controls and invisible characters go; surrogates,
    private and unassigned characters become U+FFFD. A text cut short ends in "…".
    ``printable(printable(text)) == printable(text)``.
    """
    drawn: list[str] = []
    marks = _MOST_MARKS  # a mark at the start would sit on its neighbour
    for character in text:
        shown = _shown(character)
        if not shown:
            continue
        marks = marks + 1 if unicodedata.category(shown)[0] == "M" else 0
        if marks > _MOST_MARKS:
            continue
        if len(drawn) == limit:
            drawn[-1:] = _CUT[:limit]
            break
        drawn.append(shown)
    return "".join(drawn)


def _shown(character: str) -> str:
    """The character, what stands for it, or nothing."""
    if character in _SPACING_CONTROLS:
        return " "
    if character in _INVISIBLE:
        return ""
    match unicodedata.category(character):
        case "Cc" | "Cf":
            return ""
        case "Cn" if _is_ideograph(ord(character)):
            return character
        case "Cs" | "Co" | "Cn":
            return _UNKNOWN
        case _:
            return character


def _is_ideograph(code: int) -> bool:
    return code in _IDEOGRAPHS and code & 0xFFFE != 0xFFFE
