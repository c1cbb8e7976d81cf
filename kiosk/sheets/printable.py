"""Text that comes out on paper as it is, or is told by its code points."""

import unicodedata
from typing import Final

from kiosk.sheets.typeset import can_set

IDEOGRAPHIC_SPACE: Final = "　"
_PRINTED: Final = frozenset("LMNPSZ")
_LAST_OF_BMP: Final = 0xFFFF
_MARKS: Final = frozenset("–—‘’“”…«»¿¡·•")
"""That sentences around an answer may have; others the portal takes itself."""


def printable(text: str) -> str:
    """The text; what nobody would see, or would see elsewhere, as ``⟨U+202E⟩``.

    So is a letter for which there is no font: it is in no answer that the portal takes.
    Line feeds stay: the long fields of the forms may have them.
    """
    shown = "".join(map(_printable, text))
    if all(map(_common, shown)) or can_set(shown):
        return shown
    return "".join(char if _common(char) else _told(char) for char in shown)


def line(text: str) -> str:
    """The same on one line."""
    return printable(text.replace("\n", " "))


def _printable(character: str) -> str:
    if character in ("\n", " ", IDEOGRAPHIC_SPACE) or _shown(character):
        return character
    return _told(character)


def _shown(character: str) -> bool:
    # Of signs beyond the first plane the fonts have hardly any.
    category = unicodedata.category(character)
    return (
        category[0] in _PRINTED
        and category not in ("Zs", "Zl", "Zp")
        and ord(character) <= _LAST_OF_BMP
    )


def _common(character: str) -> bool:
    """Whether the fonts surely have it: what the portal takes, and sentences around."""
    if character in _MARKS:
        return True
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def _told(character: str) -> str:
    return f"⟨U+{ord(character):04X}⟩"
