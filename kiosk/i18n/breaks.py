"""Where a line may end: Unicode Standard Annex 14, for screens and for paper.

No line begins with closing punctuation, as Japanese typesetting asks for (JIS X 4051).
"""

import re
from collections.abc import Iterator
from typing import Final

# Where plain words, numbers, kanji and kana that are not small meet, a line may always
# break, and never inside one. Knowing this spares uniseg most of a text, for which it
# needs 0.1 ms a character.
_LETTER: Final = "A-Za-z0-9"
_IDEOGRAPH: Final = (
    "一-鿿あいうえおか-ぢつ-もやゆよら-ろわ-んアイウエオカ-ヂツ-モヤユヨラ-ロワ-ン"
)
_BREAK: Final = re.compile(
    rf"(?<=[{_LETTER}.,] )(?=[{_LETTER}])"
    rf"|(?<=[{_IDEOGRAPH}ー、。])(?=[{_IDEOGRAPH}{_LETTER}])"
    rf"|(?<=[{_LETTER}])(?=[{_IDEOGRAPH}])"
)
_WHOLE: Final = re.compile(rf"[{_LETTER}]+[.,]? ?|[{_IDEOGRAPH}]ー?[、。]?")


def unbreakable(text: str) -> Iterator[str]:
    """The pieces of a text that must stay on one line."""
    # Its tables take longer to load than the first screen takes to be drawn, and
    # most texts need none of them.
    from uniseg.linebreak import line_break_units

    for piece in _BREAK.split(text):
        if _WHOLE.fullmatch(piece):
            yield piece
        else:
            yield from line_break_units(piece)
