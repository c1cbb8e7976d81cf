"""A checker made from row 2 of the Agency's tables alone: its words, read as rules.

It shares nothing with the product, so that the two can be held against each other.
"""

import re
from dataclasses import dataclass

FIXED = {"date": 8, "birth_date": 8, "month": 6, "year": 4, "postal_code": 7}
FIXED["card_number"] = 12
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_WIDE = re.compile("[^\x00-\x7e｡-ﾟ]*")
_WORDS = {
    "半角英数字記号": "[\x20-\x7e]*",
    "半角英数字（大文字入力）": "[A-Z0-9]*",
    "半角英数字(大文字入力)": "[A-Z0-9]*",
    "半角英数字": "[A-Za-z0-9]*",
    "半角英字（大文字入力）": "[A-Z ]*",
    "半角英字(大文字入力)": "[A-Z ]*",
    "半角数字": "[0-9]*",
}


@dataclass(frozen=True)
class Rule:
    """What row 2 says of one column."""

    choice: bool
    wide: bool
    letters: str | None
    most: int | None
    exact: bool
    date: bool
    unknown: bool

    def allows(self, value: str) -> bool:
        """Whether a value that is not empty obeys it."""
        if self.choice:
            return True  # which entries there are is not said in row 2
        if self.wide and not _WIDE.fullmatch(value):
            return False
        if self.letters and not re.fullmatch(self.letters, value):
            return False
        if self.most is not None and (
            len(value) > self.most or (self.exact and len(value) != self.most)
        ):
            return False
        return not self.date or self._day(value)

    def _day(self, value: str) -> bool:
        month, day = int(value[4:6]), int(value[6:8])
        if self.unknown and (value == "99999999" or (day == 0 and month <= 12)):
            return True
        return 1 <= month <= 12 and 1 <= day <= 31


def rule(text: str) -> Rule:
    """The rule of a column's words."""
    plain = text.translate(_DIGITS)
    length = re.search(r"([0-9]+)文字(以内)?", plain) or re.search(
        r"([0-9]+)桁(以内)?", plain
    )
    letters = next((rest for word, rest in _WORDS.items() if word in text), None)
    return Rule(
        choice="プルダウンから選択" in text,
        wide="全角" in text,
        letters=letters,
        most=int(length[1]) if length else None,
        exact=bool(length) and not length[2] if length else False,
        date="YYYYMMDD" in text,
        unknown="年月日不詳" in text,
    )
