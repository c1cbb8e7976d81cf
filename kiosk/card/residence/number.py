"""The card number (在留カード等の番号): printed on the card, and the key to its chip.

Whoever knows it can read the holder's photo and address from the chip: it is never
shown in a repr, a log or an error.
"""

import re
from typing import Final, NoReturn, Self

_FORM: Final = re.compile("[A-Z]{2}[0-9]{8}[A-Z]{2}")
_FULL_WIDTH: Final = {0xFF01 + at: 0x21 + at for at in range(0x5E)}
_SPACES: Final = re.compile(r"[ \u3000\t\r\n]")


class CardNumber:
    """Two letters, eight digits, two letters. No check digit is published.

    It has no hash and no pickle, and its repr says nothing.
    """

    __slots__ = ("_text",)
    __hash__ = None  # type: ignore[assignment]  # a hash would be a fingerprint

    def __init__(self, text: str) -> None:
        self._text = text

    @classmethod
    def parse(cls, typed: str) -> Self | None:
        """What was typed or scanned, if it has the form; None if not.

        Full-width and small letters, full-width digits and spaces are put right:
        the card itself has capitals and no space.
        """
        text = _SPACES.sub("", typed.translate(_FULL_WIDTH))
        # Only now, and only ASCII: "ß".upper() would be two letters.
        if not (text.isascii() and _FORM.fullmatch(text.upper())):
            return None
        return cls(text.upper())

    def reveal(self) -> str:
        """The twelve characters as printed, for the form it is written into."""
        return self._text

    def codes(self) -> bytes:
        """The twelve ASCII codes that the chip compares."""
        return self._text.encode("ascii")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CardNumber) and self._text == other._text

    def __repr__(self) -> str:
        return "CardNumber(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("card numbers are not copied or pickled")


class WrongNumber(Exception):
    """The chip does not know this number. It may be typed again: nothing is counted.

    Not a ``CardError``: nothing is wrong with the card.
    """

    def __init__(self) -> None:
        super().__init__("wrong card number")
