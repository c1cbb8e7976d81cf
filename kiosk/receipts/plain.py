"""Text made fit for a strip of paper, whatever somebody put into it."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 400
"""Characters of one text. It bounds the length of the paper and the time to draw it."""

_SPACES: Final = frozenset({"Zs", "Zl", "Zp", "Cc"})
_UNPRINTABLE: Final = frozenset({"Cf", "Cs", "Co", "Cn"})
_JOINERS: Final = "\u200c\u200d"
"""Format characters that scripts of South Asia need. The others turn text around."""
_NO_BREAK: Final = "\u00a0\u202f"
# More marks on one letter than any living language sets are a stain on the paper.
_HEAPED_MARKS: Final = 4


def plain(text: str) -> str:
    """One line of printable characters, at most ``LONGEST``; a longer one ends in …"""
    # Cut twice: composing takes time, and makes more or fewer characters.
    kept = "".join(map(_printable, text[: 2 * LONGEST]))
    composed = unicodedata.normalize("NFC", kept)
    line = re.sub(" {2,}", " ", _thinned(composed)).strip()
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _printable(character: str) -> str:
    category = unicodedata.category(character)
    if category in _SPACES and character not in _NO_BREAK:
        return "\u3000" if character == "\u3000" else " "
    return "" if category in _UNPRINTABLE and character not in _JOINERS else character


def _thinned(text: str) -> str:
    marks = 0
    kept = []
    for character in text:
        marks = marks + 1 if unicodedata.category(character) == "Mn" else 0
        if marks <= _HEAPED_MARKS:
            kept.append(character)
    return "".join(kept)
