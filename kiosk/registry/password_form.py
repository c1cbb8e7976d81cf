"""What may be a password of this registry.

What the Agency's portal asks of its passwords is not published. Here: 8 to 64 signs of
a keyboard without the space (NIST SP 800-63B-4, 3.1.1.2: at least 8 characters, at
most not less than 64), and none that would be among the first ten guesses, which is
all that somebody has who guesses here. Nothing is asked of the kinds of characters, as
the same section advises.

A password is looked at code by code: no copy of it is made, not even of a part.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import pairwise
from typing import Final

from kiosk.secret import Secret

SHORTEST: Final = 8
LONGEST: Final = 64
_SIGNS: Final = range(0x21, 0x7F)
_FEWEST_DIFFERENT: Final = 4
_CASE: Final = 0x20
"""Between a capital and its small letter in ASCII."""
# Of the first places of the lists of passwords that were most often found in stolen
# data; those in a row or of few characters are refused without a list.
_COMMON: Final = (
    "password",
    "password1",
    "passw0rd",
    "p@ssw0rd",
    "password123",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "qwertyuiop",
    "qwerty123",
    "1q2w3e4r",
    "1qaz2wsx",
    "asdfghjkl",
    "zxcvbnm1",
    "sakura123",
    "doraemon",
    "welcome1",
    "abcd1234",
    "a1b2c3d4",
    "trustno1",
)


class Unfit(StrEnum):
    """Why something cannot be a password."""

    LENGTH = "length"
    CHARACTER = "character"
    GUESSABLE = "guessable"
    """Among the first that anybody would try."""
    OWN = "own"
    """The ID itself, or something else that is known of its holder."""


def unfit(secret: Secret, known: Iterable[str] = ()) -> Unfit | None:
    """Why it cannot be one; None if it can. ``known``: the holder's ID, birth date and
    the like, in ASCII; hyphens and case do not make another password of them.
    """
    with secret.view() as codes:
        if not SHORTEST <= len(codes) <= LONGEST:
            return Unfit.LENGTH
        if not all(code in _SIGNS for code in codes):
            return Unfit.CHARACTER
        if any(_same(codes, own) for own in known):
            return Unfit.OWN
        if _is_in_a_row(codes) or any(_same(codes, common) for common in _COMMON):
            return Unfit.GUESSABLE
    return None


def _is_in_a_row(codes: memoryview) -> bool:
    """``abcdefgh``, ``87654321``, ``11112222``: few characters, or only neighbours."""
    if len(set(codes)) < _FEWEST_DIFFERENT:
        return True
    steps = {after - before for before, after in pairwise(codes)}
    return steps <= {1, 1 - 10} or steps <= {-1, 10 - 1}


def _same(codes: memoryview, text: str) -> bool:
    other = list(_folded(text.encode()))
    return sum(1 for _ in _folded(codes)) == len(other) and all(
        one == two for one, two in zip(_folded(codes), other, strict=True)
    )


def _folded(codes: Iterable[int]) -> Iterator[int]:
    """Without hyphens, and in small letters."""
    for code in codes:
        if code != ord("-"):
            yield code | _CASE if ord("A") <= code <= ord("Z") else code
