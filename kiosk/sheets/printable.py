"""Text that comes out on paper as it is, or is told by its code points."""

import unicodedata
from typing import Final

IDEOGRAPHIC_SPACE: Final = "　"
_PRINTED: Final = frozenset("LMNPSZ")
_LAST_OF_BMP: Final = 0xFFFF


def printable(text: str) -> str:
    """The text; what nobody would see, or would see elsewhere, as ``⟨U+202E⟩``.

    Line feeds stay: the long fields of the forms may have them.
    """
    return "".join(map(_printable, text))


def line(text: str) -> str:
    """The same on one line."""
    return printable(text.replace("\n", " "))


def _printable(character: str) -> str:
    if character in ("\n", " ", IDEOGRAPHIC_SPACE):
        return character
    if _shown(character):
        return character
    return f"⟨U+{ord(character):04X}⟩"


def _shown(character: str) -> bool:
    # The fonts have every character that the portal takes, and the letters of every
    # script in daily use; of signs beyond the first plane they have hardly any.
    category = unicodedata.category(character)
    return (
        category[0] in _PRINTED
        and category not in ("Zs", "Zl", "Zp")
        and ord(character) <= _LAST_OF_BMP
    )
