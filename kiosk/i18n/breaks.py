"""Where a line may end: Unicode Standard Annex 14, for screens and for paper.

No line begins with closing punctuation, as Japanese typesetting asks for (JIS X 4051),
nor with a danda. Where words stand without spaces, a dictionary knows their ends.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from unicodedata import category

from kiosk.i18n.dictionaries import words
from kiosk.i18n.scripts import SCRIPTS

# Where plain words, numbers, kanji, kana and Hangul meet, a line may always break, and
# never inside one; and a wide bracket stays with what it holds. Knowing this spares
# uniseg most of a text, for which it needs 0.1 ms a character.
_LETTER: Final = "A-Za-z0-9À-ÖØ-öø-ƺƼ-ƿǄ-ɏḀ-ỿ"
_IDEOGRAPH: Final = (
    "一-鿿가-힣あいうえおか-ぢつ-もやゆよら-ろわ-んアイウエオカ-ヂツ-モヤユヨラ-ロワ-ン"
)
_SMALL: Final = "ぁぃぅぇぉっゃゅょァィゥェォッャュョー"
_OPENS: Final = "（「『"
_CLOSES: Final = "）」』、。"
_BEFORE: Final = f"{_OPENS}(¿¡"
_AFTER: Final = f"{_CLOSES}).,:;?!"
_NEVER_FIRST: Final = "।॥၊။ๆฯ"
"""Full stops and signs of repetition, also where a space stands before them."""
_SPACED: Final = "".join(own.characters for own in SCRIPTS.values() if own.spaced)
_UNSPACED: Final = "".join(own.characters for own in SCRIPTS.values() if not own.spaced)
_OTHER: Final = _SPACED + _UNSPACED
_WORD: Final = f"{_LETTER}{_OTHER}"
_BREAK: Final = re.compile(
    rf"(?<=[{_WORD}{_IDEOGRAPH}{_SMALL}{_AFTER}] )(?![{_NEVER_FIRST}])"
    rf"(?=[{_WORD}{_IDEOGRAPH}{_BEFORE}])"
    rf"|(?<=[{_IDEOGRAPH}{_SMALL}{_CLOSES}])(?=[{_IDEOGRAPH}{_LETTER}{_OPENS}])"
    rf"|(?<=[{_LETTER}])(?=[{_IDEOGRAPH}{_OPENS}])"
)
_WHOLE: Final = re.compile(
    rf"[{_BEFORE}]*(?:[{_LETTER}]+(?:['’][{_LETTER}]+)?|[{_IDEOGRAPH}][{_SMALL}]*)"
    rf"[{_AFTER}]* ?"
    rf"|[{_OTHER}]+(?: [{_NEVER_FIRST}])?[.,]? ?"
)
_FIRST: Final = re.compile(rf"(?<![{_WORD}])[{_OTHER}]")
_WITHOUT_SPACES: Final = re.compile(f"([{_UNSPACED}]+)")


def unbreakable(text: str) -> Iterator[str]:
    """The pieces of a text that must stay on one line."""
    return _joined(_by_words(_units(text)))


def _units(text: str) -> Iterator[str]:
    # Its tables take longer to load than the first screen takes to be drawn, and
    # most texts need none of them.
    from uniseg.linebreak import line_break_units

    if any(category(own).startswith("M") for own in _FIRST.findall(text)):
        # It counts as what is before it, whatever that is (rule LB9).
        yield from line_break_units(text)
        return
    for piece in _BREAK.split(text):
        if _WHOLE.fullmatch(piece):
            yield piece
        else:
            yield from line_break_units(piece)


def _by_words(units: Iterable[str]) -> Iterator[str]:
    """Between two words that both stand without spaces, a unit has an end."""
    for unit in units:
        held = ""
        for place, stretch in enumerate(_WITHOUT_SPACES.split(unit)):
            if place % 2 == 0:
                held += stretch
                continue
            first, *others = words(stretch)
            held += first
            for word in others:
                yield held
                held = word
        yield held


def _joined(units: Iterable[str]) -> Iterator[str]:
    """What never begins a line goes with what is before it."""
    held = ""
    for unit in units:
        if held and not unit.startswith(tuple(_NEVER_FIRST)):
            yield held
            held = ""
        held += unit
    if held:
        yield held
