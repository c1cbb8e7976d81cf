"""What a person typed, put into the width, case and spelling that the form wants.

Nothing is guessed: where more than width, case or separators would have to change, the
text stays as it is and the check says what is wrong with it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from kiosk.forms.fields import Field, Kind
from kiosk.forms.options import find
from kiosk.rules.calendar import parse_day

_SPACES: Final = re.compile(r"\s+")
_BREAKS: Final = re.compile("[\r\n\f\v\x85\u2028\u2029]+")
_NARROW_SPACES: Final = re.compile("[\t\xa0\u2000-\u200a\u202f\u205f]")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SEPARATORS: Final = re.compile(r"[\s()\-‐‑‒–—―−ー・./]+")
_PHONE_ABROAD: Final = re.compile(r"\+81(?:\(0\))?0?")
_DATE: Final = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", re.ASCII
)
_MONTH: Final = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})月?", re.ASCII)
# No year that a form takes begins with a month.
_MONTH_FIRST: Final = re.compile(r"(0?[1-9]|1[0-2])[-/.]?((?:18|19|2[01])[0-9]{2})")
_FIRST_WIDE, _LAST_WIDE, _TO_WIDE = 0x21, 0x7E, 0xFEE0
# The Agency's tool writes cp932, which has these characters under other numbers.
_CP932: Final = str.maketrans("〜−—‖¢£¬", "～－―∥￠￡￢")
_LONE_MARKS: Final = str.maketrans({"\u3099": "゛", "\u309a": "゜"})
# Letters that no accent can be taken from (ICAO Doc 9303-3, section 6).
_LETTERS: Final = str.maketrans(
    {"ß": "SS", "Ø": "OE", "Đ": "D", "Ł": "L", "Æ": "AE", "Œ": "OE", "Þ": "TH"}
    | {"Ð": "D", "Ħ": "H", "ı": "I", "Ŧ": "T"}
)


def tidied(field: Field, text: str, answers: Mapping[str, str]) -> str:
    """The text as the field wants it, as far as that needs no guess."""
    if field.kind is Kind.CHOICE:
        return _choice(field, text, answers)
    return _BY_KIND[field.kind](_one_line(text) if not field.lines else _lines(text))


def _choice(field: Field, text: str, answers: Mapping[str, str]) -> str:
    by = answers.get(field.options_by or "", "")
    entry = find(field.options or "", by, text)
    return entry.value if entry else text.strip()


def _one_line(text: str) -> str:
    return _visible(_BREAKS.sub(" ", text))


def _lines(text: str) -> str:
    return _visible(text.replace("\r\n", "\n").replace("\r", "\n"))


def _visible(text: str) -> str:
    """Without what nobody sees, and with one kind of narrow space."""
    return _INVISIBLE.sub("", _NARROW_SPACES.sub(" ", text)).strip()


def _half(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _plain(text: str) -> str:
    """As the Agency's tool can hold it: known letters, no accents it has not."""
    composed = unicodedata.normalize("NFC", text).translate(_CP932)
    return "".join(
        char if _in_cp932(char) else _without_accent(char) for char in composed
    )


def _in_cp932(char: str) -> bool:
    try:
        char.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def _without_accent(char: str) -> str:
    bare = _bare(char.upper() if char.islower() else char)
    bare = bare.lower() if char.islower() else bare
    return bare if bare and all(map(_in_cp932, bare)) else char


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.translate(_LETTERS))
    return "".join(part for part in letters if not unicodedata.combining(part))


def _full(text: str) -> str:
    """Half-width letters, digits, signs, kana and spaces made full-width."""
    wide = _plain(_wide_kana(text))
    return "".join(_wide(char) for char in wide).strip()


def _wide_kana(text: str) -> str:
    """Half-width katakana with their voicing marks; nothing else is touched."""
    return re.sub(
        "[｡-ﾟ]+",
        lambda run: unicodedata.normalize("NFKC", run.group()).translate(_LONE_MARKS),
        text,
    )


def _wide(char: str) -> str:
    if char == " ":
        return "　"
    if _FIRST_WIDE <= ord(char) <= _LAST_WIDE:
        return chr(ord(char) + _TO_WIDE)
    return char


def _name(text: str) -> str:
    """Capital letters without accents, words split by one space."""
    return _SPACES.sub(" ", _bare(_half(text).upper()))


def _capitals(text: str) -> str:
    return _SEPARATORS.sub("", _half(text)).upper()


def _digits(text: str) -> str:
    return re.sub(r"[\s,\-‐‑‒–—−]+", "", _half(text))


def _phone(text: str) -> str:
    half = _half(text)
    if half.startswith("+81"):
        half = _PHONE_ABROAD.sub("0", half, count=1)
    return _SEPARATORS.sub("", half)


def _date(text: str) -> str:
    """YYYYMMDD from how people write a day; an era (令和8年3月1日) too."""
    try:
        return parse_day(text).strftime("%Y%m%d")
    except ValueError:
        half = _SPACES.sub("", _half(text))
    parts = _DATE.fullmatch(half)
    return f"{parts[1]}{parts[2]:0>2}{parts[3]:0>2}" if parts else half


def _month(text: str) -> str:
    """YYYYMM, also where the year stands last."""
    half = _SPACES.sub("", _half(text))
    if parts := _MONTH.fullmatch(half):
        return f"{parts[1]}{parts[2]:0>2}"
    if parts := _MONTH_FIRST.fullmatch(half):
        return f"{parts[2]}{parts[1]:0>2}"
    return half


_BY_KIND: Final[Mapping[Kind, Callable[[str], str]]] = {
    Kind.TEXT: _plain,
    Kind.FULL: _full,
    Kind.NAME: _name,
    Kind.LETTERS: _capitals,
    Kind.DIGITS: _digits,
    Kind.ALPHANUMERIC: _capitals,
    Kind.HALF: _half,
    Kind.PASSPORT: lambda text: _half(text).upper(),
    Kind.MAIL: _half,
    Kind.PHONE: _phone,
    Kind.POSTAL_CODE: _phone,
    Kind.CARD_NUMBER: _capitals,
    Kind.DATE: _date,
    Kind.BIRTH_DATE: _date,
    Kind.MONTH: _month,
    Kind.YEAR: _digits,
}
