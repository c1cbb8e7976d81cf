"""Latin keys to kana, key by key: what is decided, and what still waits for a key.

Hepburn and Kunrei are both understood, as in the two tables of 内閣告示「ローマ字の
つづり方」 (1954) and its revision towards Hepburn (2025), and beside them what Japanese
keyboards know: small kana by ``x`` or ``l``, ``thi`` for てぃ. The packages for this
(romkan, jaconv, wanakana) want the whole word at once, so they cannot tell that the n
of "kan" may still become な; this is such a table with an automaton around it.

Two things are made for people who are no typists. ``nn`` is ん and the n of the next
kana, so that "konnichiwa" is what it says (typists' "konnnichiwa" too). And capitals
stay letters unless a word begins with one, so that "ITgyou" needs no switch.
"""

from dataclasses import field
from itertools import product
from typing import Final

from kiosk.record import record

_VOWELS: Final = "aiueo"
_ROWS: Final = {
    "": "あいうえお",
    "k": "かきくけこ",
    "s": "さしすせそ",
    "t": "たちつてと",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "m": "まみむめも",
    "r": "らりるれろ",
    "g": "がぎぐげご",
    "z": "ざじずぜぞ",
    "d": "だぢづでど",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}
# Written with the second kana of a row and a small one: きゃ きぃ きゅ きぇ きょ.
_GLIDES: Final = {
    "ky": "き",
    "sy": "し",
    "ty": "ち",
    "ny": "に",
    "hy": "ひ",
    "my": "み",
    "ry": "り",
    "gy": "ぎ",
    "zy": "じ",
    "dy": "ぢ",
    "by": "び",
    "py": "ぴ",
    "jy": "じ",
    "cy": "ち",
}
_HEPBURN_GLIDES: Final = {"sh": "し", "ch": "ち", "j": "じ"}
_SMALL_GLIDES: Final = {"a": "ゃ", "i": "ぃ", "u": "ゅ", "e": "ぇ", "o": "ょ"}
_SMALL: Final = {
    "a": "ぁ",
    "i": "ぃ",
    "u": "ぅ",
    "e": "ぇ",
    "o": "ぉ",
    "ya": "ゃ",
    "yu": "ゅ",
    "yo": "ょ",
    "tu": "っ",
    "tsu": "っ",
    "wa": "ゎ",
    "ka": "ゕ",
    "ke": "ゖ",
}
_OTHERS: Final = {
    "shi": "し",
    "chi": "ち",
    "tsu": "つ",
    "fu": "ふ",
    "ji": "じ",
    "dzu": "づ",
    "ya": "や",
    "yu": "ゆ",
    "ye": "いぇ",
    "yo": "よ",
    "wa": "わ",
    "wi": "うぃ",
    "we": "うぇ",
    "wo": "を",
    "wha": "うぁ",
    "who": "うぉ",
    "wyi": "ゐ",
    "wye": "ゑ",
    "kwa": "くゎ",
    "gwa": "ぐゎ",
    "fa": "ふぁ",
    "fi": "ふぃ",
    "fe": "ふぇ",
    "fo": "ふぉ",
    "fyu": "ふゅ",
    "va": "ゔぁ",
    "vi": "ゔぃ",
    "vu": "ゔ",
    "ve": "ゔぇ",
    "vo": "ゔぉ",
    "tsa": "つぁ",
    "tsi": "つぃ",
    "tse": "つぇ",
    "tso": "つぉ",
    "thi": "てぃ",
    "thu": "てゅ",
    "dhi": "でぃ",
    "dhu": "でゅ",
    "twu": "とぅ",
    "dwu": "どぅ",
    "n'": "ん",
}
_MARKED: Final = {
    marked: vowel
    for vowel, both in zip(_VOWELS, ("āâ", "īî", "ūû", "ēê", "ōô"), strict=True)
    for marked in both
}
"""Vowels with the mark of length of either table."""
_LENGTH: Final = {"a": "あ", "i": "い", "u": "う", "e": "え", "o": "う"}
_SIGNS: Final = {
    ",": "、",
    ".": "。",
    "/": "・",
    "[": "「",
    "]": "」",
    "!": "！",
    "?": "？",
    "~": "～",
}
_LONG: Final = "ー"
_TO_KATAKANA: Final = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_TO_HIRAGANA: Final = {kata: hira for hira, kata in _TO_KATAKANA.items()}


def _spellings() -> dict[str, str]:
    plain = {
        row + vowel: kana
        for row, five in _ROWS.items()
        for vowel, kana in zip(_VOWELS, five, strict=True)
    }
    glides = {
        row + vowel: first + small
        for (row, first), (vowel, small) in product(
            (_GLIDES | _HEPBURN_GLIDES).items(), _SMALL_GLIDES.items()
        )
    }
    small = {key + kana: _SMALL[kana] for key, kana in product("xl", _SMALL)}
    return glides | plain | small | _OTHERS


SPELLINGS: Final = _spellings()
"""Every spelling and its kana; without the doubled letters and the n at an end."""
_BEGINNINGS: Final = frozenset(
    spelling[:end] for spelling in SPELLINGS for end in range(1, len(spelling))
)
_DOUBLED: Final = frozenset("kstcphgzdbjfrmywv") - frozenset("m")


@record
class Typed:
    """``kana`` is decided; ``waiting`` are Latin letters that are not a kana yet."""

    kana: str = field(default="", repr=False)
    waiting: str = field(default="", repr=False)

    @property
    def shown(self) -> str:
        """What stands on the screen meanwhile."""
        return self.kana + self.waiting

    def key(self, char: str) -> "Typed":
        """After one more key. What is no part of a kana stays as it is."""
        if char in _MARKED:
            begun = self.key(_MARKED[char])
            return Typed(begun.kana + _LENGTH[_MARKED[char]])
        if "A" <= char <= "Z":
            return Typed(self.kana + _alone(self.waiting, ""), char)
        if self.waiting.isupper():
            return self._after_capital(char)
        if self.waiting == "nn":
            return _after_double_n(self.kana, char)
        return self._after_letters(char)

    def _after_letters(self, char: str) -> "Typed":
        both = self.waiting + char
        if both in SPELLINGS:
            return Typed(self.kana + SPELLINGS[both])
        if both in _BEGINNINGS or both == "nn":
            return Typed(self.kana, both)
        if self.waiting:
            return Typed(self.kana + _alone(self.waiting, char)).key(char)
        return Typed(self.kana + _sign(self.kana, char))

    def _after_capital(self, char: str) -> "Typed":
        """Either a word begins with it, or it stays a letter."""
        small = self.waiting.lower()
        if small in _VOWELS and "a" <= char <= "z":
            return Typed(self.kana).keys(small + char)
        if small + char in _BEGINNINGS or small + char in SPELLINGS:
            return Typed(self.kana, small).key(char)
        return Typed(self.kana + self.waiting).key(char)

    def keys(self, text: str) -> "Typed":
        """After these keys, one by one."""
        typed = self
        for char in text:
            typed = typed.key(char)
        return typed

    def back(self) -> "Typed":
        """After a backspace: the last waiting letter goes, or else the last kana."""
        if self.waiting:
            return Typed(self.kana, self.waiting[:-1])
        return Typed(self.kana[:-1])

    def settled(self) -> str:
        """All of it when nothing more is typed: an n at the end is ん."""
        return self.kana + _alone(self.waiting, "")


def _after_double_n(kana: str, char: str) -> Typed:
    """``nn`` and a vowel or y: ん and な; a third n is a typist's, for な alone."""
    if char in (*_VOWELS, "y"):
        return Typed(kana + "ん", "n").key(char)
    return Typed(kana + "ん") if char == "'" else Typed(kana + "ん").key(char)


def _alone(waiting: str, following: str) -> str:
    """What letters are that the next key does not go with."""
    if waiting in ("n", "nn"):
        return "ん"
    if waiting == "m" and following and following in "bpm":
        return "ん"
    doubled = following in _DOUBLED and waiting == following
    return "っ" if doubled or (waiting, following) == ("t", "c") else waiting


def _sign(before: str, char: str) -> str:
    """A sign in Japanese; a hyphen makes a kana long, and stays one after a number."""
    if char == "-":
        return _LONG if before and _is_kana(before[-1]) else char
    return _SIGNS.get(char, char)


def _is_kana(char: str) -> bool:
    return "ぁ" <= char <= "ゖ" or "ァ" <= char <= "ヺ" or char == _LONG


def kana_of(text: str) -> str:
    """A whole text of Latin letters in hiragana."""
    return Typed().keys(text).settled()


def katakana(text: str) -> str:
    """Every hiragana of a text as katakana."""
    return text.translate(_TO_KATAKANA)


def hiragana(text: str) -> str:
    """Every katakana of a text as hiragana."""
    return text.translate(_TO_HIRAGANA)


def begun(waiting: str) -> tuple[str, ...]:
    """The kana that waiting letters may still become; to search while typing."""
    if not waiting:
        return ("",)
    waiting = waiting.lower()
    found = {
        kana for spelling, kana in SPELLINGS.items() if spelling.startswith(waiting)
    }
    if waiting in ("n", "nn", "m"):
        found.add("ん")
    return tuple(sorted(found | ({"っ"} if waiting in _DOUBLED else set())))
