"""The card number (在留カード等の番号): printed on the card, and the key to its chip.

Whoever knows it can read the holder's photo and address from the chip: it is never
shown in a repr, a log or an error.
"""

import re
from enum import StrEnum
from typing import Final, NoReturn, Self

_FORM: Final = re.compile("[A-Z]{2}[0-9]{8}[A-Z]{2}")
_FULL_WIDTH: Final = {0xFF01 + at: 0x21 + at for at in range(0x5E)}
_SPACES: Final = re.compile(r"[ \u3000\t\r\n]")
_LENGTH: Final = 12
_FRONT: Final = slice(0, 2)
_MIDDLE: Final = slice(2, 10)
_BACK: Final = slice(10, 12)
_LETTERS: Final = re.compile("[A-Z]*")
_DIGITS: Final = re.compile("[0-9]*")


class Flaw(StrEnum):
    """What is wrong with what was typed for a number: the first thing to mend."""

    EMPTY = "empty"
    SHORT = "short"
    LONG = "long"
    FRONT = "front"
    """The first two are not both letters."""
    MIDDLE = "middle"
    """What follows is not eight digits."""
    BACK = "back"
    """The last two are not both letters."""


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
        text = _tidied(typed)
        return cls(text) if _FORM.fullmatch(text) else None

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


def flaw(typed: str) -> Flaw | None:
    """Why ``CardNumber.parse`` takes it for none; None where it takes it."""
    text = _tidied(typed)
    if not text:
        return Flaw.EMPTY
    if not _LETTERS.fullmatch(text[_FRONT]):
        return Flaw.FRONT
    if not _DIGITS.fullmatch(text[_MIDDLE]):
        return Flaw.MIDDLE
    if not _LETTERS.fullmatch(text[_BACK]):
        return Flaw.BACK
    if len(text) == _LENGTH:
        return None
    return Flaw.SHORT if len(text) < _LENGTH else Flaw.LONG


def _tidied(typed: str) -> str:
    text = _SPACES.sub("", typed.translate(_FULL_WIDTH))
    # Only ASCII: "ß".upper() would be two letters.
    return "".join(letter.upper() if letter.isascii() else letter for letter in text)


class WrongNumber(Exception):
    """The chip does not know this number. It may be typed again: nothing is counted.

    Not a ``CardError``: nothing is wrong with the card.
    """

    def __init__(self) -> None:
        super().__init__("wrong card number")
