"""Authentication IDs issued by this registry: how they are made, read and shown.

Sixteen characters of Crockford's base 32 (no I, L, O, U;
https://www.crockford.com/base32.html): fourteen random ones (70 bits) and two check
characters. How an ID of the Immigration Services Agency is composed is not
published: one is any line of at most 64 printable ASCII characters, kept and compared
exactly as it is written (``is_opaque``).

The check characters are those of a Reed-Solomon code over GF(32) with the
generator (x + 1)(x + a): any two code words differ in three places at least
(Reed & Solomon 1960, doi:10.1137/0108018). So one mistyped character, two mistyped
characters, and any two exchanged ones are always noticed.
"""

from collections.abc import Callable
from enum import StrEnum

from kiosk.message import Message, say

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16

_RANDOM_CHARACTERS = 14
_LONGEST_INPUT = 64
# x^5 + x^2 + 1, primitive over GF(2): a = 2 generates all 31 non-zero elements.
_FIELD_POLYNOMIAL = 0b100101
# Added to the check characters, so that a run of one character is never an ID: the
# all-zero word belongs to every linear code, and gets typed.
_OFFSET = (ALPHABET.index("M"), ALPHABET.index("D"))

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_SEPARATORS = " \t\r\n\u00a0\u3000-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LOOK_ALIKES = str.maketrans("ILO", "110")


class Flaw(StrEnum):
    """Why a text is not an ID."""

    LENGTH = "length"
    CHARACTER = "character"
    CHECK = "check"


class InvalidAuthId(ValueError):
    """The text is no ID of this registry. ``message`` is for the visitor.

    ``str()`` never contains the text: it may be a mistyped ID.
    """

    def __init__(self, reason: Flaw, **values: int) -> None:
        self.reason = reason
        self.message: Message = say(f"auth_id.invalid.{reason}", **values)
        shown = "".join(f", {name} {value}" for name, value in values.items())
        super().__init__(f"not an authentication ID: {reason}{shown}")


def generate(random: Callable[[int], bytes]) -> str:
    """A new ID: sixteen characters without hyphens. ``random`` gives n bytes."""
    number = int.from_bytes(random(9), "big")
    symbols = [number >> 5 * place & 31 for place in range(_RANDOM_CHARACTERS)]
    return "".join(ALPHABET[s] for s in (*symbols, *_check_symbols(symbols)))


def parse(text: str) -> str:
    """The ID in what somebody typed or a scanner read.

    Case, spaces, hyphens and full-width forms do not matter; I and L are read as 1, O
    as 0.

    Raises:
        InvalidAuthId: LENGTH, CHARACTER (with the ``place``, from 1) or CHECK.
    """
    if len(text) > _LONGEST_INPUT:
        raise InvalidAuthId(Flaw.LENGTH, expected=LENGTH)
    plain = text.translate(_FULL_WIDTH).upper().strip()
    characters = [c for c in plain if c not in _SEPARATORS]
    symbols = []
    for place, character in enumerate(characters, start=1):
        value = _VALUES.get(character.translate(_LOOK_ALIKES))
        if value is None:
            raise InvalidAuthId(Flaw.CHARACTER, place=place)
        symbols.append(value)
    if len(symbols) != LENGTH:
        raise InvalidAuthId(Flaw.LENGTH, expected=LENGTH, found=len(symbols))
    if symbols[_RANDOM_CHARACTERS:] != _check_symbols(symbols[:_RANDOM_CHARACTERS]):
        raise InvalidAuthId(Flaw.CHECK)
    return "".join(ALPHABET[symbol] for symbol in symbols)


def is_opaque(text: str) -> bool:
    """Whether a text may be an ID of the Agency: not empty, printable ASCII, no longer
    than 64 characters, and no space at its ends.
    """
    short = 0 < len(text) <= _LONGEST_INPUT
    return short and text.isascii() and text.isprintable() and text == text.strip()


def opaque(text: str) -> str | None:
    """The same in what was typed or scanned: full-width forms and the spaces around it
    do not matter. None: it cannot be one.
    """
    plain = text.translate(_FULL_WIDTH).replace("\u3000", " ").strip()
    return plain if is_opaque(plain) else None


def readings(text: str) -> tuple[str, ...]:
    """Under what an ID may be kept: exactly as it is written, then, where it is one of
    ours, in its plain form. Empty: it is none at all.
    """
    exact = opaque(text)
    try:
        plain = parse(text)
    except InvalidAuthId:
        return () if exact is None else (exact,)
    return (plain,) if exact in (None, plain) else (exact, plain)


def mistyped(text: str) -> Message | None:
    """What is wrong with a text that looks like one of ours and is none; else None.

    It may be the Agency's all the same: nobody knows how those look.
    """
    characters = [c for c in text.translate(_FULL_WIDTH) if c not in _SEPARATORS]
    if abs(len(characters) - LENGTH) > 1 or not "".join(characters).isalnum():
        return None
    try:
        parse(text)
    except InvalidAuthId as error:
        return error.message
    return None


def grouped(auth_id: str) -> str:
    """As it is shown and put into a QR code: four groups of four with hyphens."""
    return "-".join(auth_id[i : i + 4] for i in range(0, len(auth_id), 4))


def _check_symbols(symbols: list[int]) -> list[int]:
    # The remainder of symbols * x^2 by x^2 + 3x + 2, which is (x + 1)(x + a).
    first = second = 0
    for symbol in symbols:
        factor = symbol ^ first
        first = second ^ factor ^ _times_a(factor)
        second = _times_a(factor)
    return [first ^ _OFFSET[0], second ^ _OFFSET[1]]


def _times_a(value: int) -> int:
    doubled = value << 1
    return doubled ^ _FIELD_POLYNOMIAL if doubled & 32 else doubled
