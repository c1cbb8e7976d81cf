"""The store's key on paper: eight numbered lines, each with a check of its own.

A line is four bytes of the key and one check byte, as eight letters and digits in two
groups. The check is CRC-8 (x⁸+x²+x+1) over the line's number and its four bytes: it
finds every character that was misread, and lines that changed places. Letters are those
of Douglas Crockford's Base 32, which has none that look like a digit; whoever types one
of those nevertheless is understood.
"""

import unicodedata
from typing import Final

from kiosk.store.keys import KEY_BYTES

LINES: Final = 8
_LINE_BYTES: Final = KEY_BYTES // LINES
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BITS: Final = 5
_CHARACTERS: Final = (_LINE_BYTES + 1) * 8 // _BITS
_LOOKS_LIKE: Final = str.maketrans("OIL", "011")
_POLYNOMIAL: Final = 0x07


class MisreadError(ValueError):
    """What was typed is not what was printed. ``line``: from 1; 0 if the number of
    lines is wrong.
    """

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(
            f"line {line} is not as it was printed; compare it letter by letter"
            if line
            else f"the key on the paper has {LINES} lines of {_CHARACTERS} characters"
        )


def on_paper(key: bytes) -> tuple[str, ...]:
    """The lines to be printed, such as ``7ZK2-M0QT``.

    Raises:
        ValueError: a key that is not 32 bytes.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("the store's key has 32 bytes")
    return tuple(
        _line(number, key[start : start + _LINE_BYTES])
        for number, start in enumerate(range(0, KEY_BYTES, _LINE_BYTES), start=1)
    )


def from_paper(text: str) -> bytes:
    """The key that was printed, from its eight lines as somebody typed them: in small
    or full-width letters, with or without hyphens and blanks.

    Raises:
        MisreadError: the first line that cannot be right.
    """
    lines = [own for own in map(_plain, text.splitlines()) if own]
    if len(lines) != LINES:
        raise MisreadError(0)
    return b"".join(_bytes(number, line) for number, line in enumerate(lines, start=1))


def _line(number: int, part: bytes) -> str:
    value = int.from_bytes(part + bytes([_check(number, part)]), "big")
    shifts = range(_BITS * (_CHARACTERS - 1), -1, -_BITS)
    letters = "".join(_ALPHABET[value >> shift & 0x1F] for shift in shifts)
    return f"{letters[:4]}-{letters[4:]}"


def _bytes(number: int, line: str) -> bytes:
    if len(line) != _CHARACTERS or not set(line) <= set(_ALPHABET):
        raise MisreadError(number)
    value = 0
    for letter in line:
        value = value << _BITS | _ALPHABET.index(letter)
    *part, check = value.to_bytes(_LINE_BYTES + 1, "big")
    if check != _check(number, bytes(part)):
        raise MisreadError(number)
    return bytes(part)


def _plain(line: str) -> str:
    letters = unicodedata.normalize("NFKC", line).upper().translate(_LOOKS_LIKE)
    return "".join(own for own in letters if own.isalnum())


def _check(number: int, part: bytes) -> int:
    rest = 0
    for byte in (number, *part):
        rest ^= byte
        for _ in range(8):
            rest = (rest << 1 ^ _POLYNOMIAL if rest & 0x80 else rest << 1) & 0xFF
    return rest
