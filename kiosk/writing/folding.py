"""What two spellings of one name have in common, so that either finds it.

Width, case, accents and punctuation do not count, nor which kana; in readings the
lengths of vowels do not either, as ``Tokyo`` and ``Toukyou`` are one place.
"""

import unicodedata
from typing import Final

from kiosk.writing.romaji import SPELLINGS, hiragana

# Letters that no accent can be taken from.
_LETTERS: Final = str.maketrans(
    {"đ": "d", "ł": "l", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h"}
)
_VOICING: Final = "\u3099\u309a"
_SAME: Final = {
    "ゔぁ": "ば",
    "ゔぃ": "び",
    "ゔぇ": "べ",
    "ゔぉ": "ぼ",
    "ゔ": "ぶ",
    "てぃ": "ち",
    "でぃ": "じ",
    "とぅ": "つ",
    "どぅ": "ず",
    "ぢ": "じ",
    "づ": "ず",
    "を": "お",
    "ー": "",
}
"""Kana that Latin letters do not tell apart."""
_VOWEL: Final = {
    kana[-1]: spelling[-1]
    for spelling, kana in SPELLINGS.items()
    if spelling[-1] in "aiueo" and kana[-1] != "っ"
}
_LENGTHENING: Final = {"a": "あ", "i": "い", "u": "う", "e": "え", "o": "おう"}


def folded(text: str) -> str:
    """Words of small letters and hiragana, one space between them."""
    plain = hiragana(unicodedata.normalize("NFKC", text).casefold()).translate(_LETTERS)
    parts = unicodedata.normalize("NFD", plain)
    bare = "".join(
        char for char in parts if char in _VOICING or not unicodedata.combining(char)
    )
    words = "".join(
        char if _is_of_a_word(char) else " "
        for char in unicodedata.normalize("NFC", bare)
        if unicodedata.category(char) != "Cf"
    )
    return " ".join(words.split())


def _is_of_a_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM"


def shortened(reading: str) -> str:
    """Folded kana without the lengths of vowels, and with one kana for each sound."""
    for kana, same in _SAME.items():
        reading = reading.replace(kana, same)
    kept: list[str] = []
    for char in reading:
        if not kept or char not in _LENGTHENING.get(_VOWEL.get(kept[-1], ""), ""):
            kept.append(char)
    return "".join(kept)
