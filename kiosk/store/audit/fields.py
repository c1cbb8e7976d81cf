"""The types of the fields of what the trail records, none of which holds a text.

So none can hold a name, an ID or what somebody typed; and no number can be as long as
a telephone number, a day of birth or a number on a card. People and drafts are the
numbers of their rows, which say nothing outside of the store.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType, UnionType
from typing import Any, Final, NewType, TypeVar, Union, get_args, get_origin

from kiosk.i18n.languages import LANGUAGES

UserNumber = NewType("UserNumber", int)
"""A row of ``users``."""
DraftNumber = NewType("DraftNumber", int)
"""A row of ``drafts``; never used twice."""
StaffNumber = NewType("StaffNumber", int)
"""A row of ``staff``; never used twice."""
Count = NewType("Count", int)
Part = NewType("Part", int)
"""One of the three numbers of a program's version."""

LARGEST: Final[Mapping[Any, int]] = MappingProxyType(
    {
        # One digit less than the shortest number that is somebody's: a day of birth.
        UserNumber: 9_999_999,
        DraftNumber: 9_999_999,
        StaffNumber: 99_999,
        Count: 999_999,
        Part: 999,
    }
)
"""What a number of each type may be; the smallest is 0."""


class Language(StrEnum):
    """A language of this program, by its code."""

    vars().update({code.upper(): code for code in LANGUAGES})


class How(StrEnum):
    """With what somebody logged in."""

    CARD = "card"
    PASSWORD = "password"  # noqa: S105  # the word, not one


class Outcome(StrEnum):
    """What an ID and a card turned out to be to each other."""

    KNOWN = "known"
    RENEWED = "renewed"
    REFUSED = "refused"


class Refusal(StrEnum):
    """What is enrolled already."""

    NUMBER = "number"
    PERSON = "person"
    ID = "id"


class Paper(StrEnum):
    """What was to be printed."""

    RECEIPT = "receipt"
    SLIP = "slip"
    SHEET = "sheet"
    USAGE = "usage"
    FORGOTTEN = "forgotten"


class Printing(StrEnum):
    """What became of it."""

    PRINTED = "printed"
    FAILED = "failed"
    UNSURE = "unsure"
    NO_PRINTER = "no_printer"


class StaffRole(StrEnum):
    """As what somebody works at the desk."""

    HELPER = "helper"
    GYOSEISHOSHI = "gyoseishoshi"
    MANAGER = "manager"


class StaffPage(StrEnum):
    """What staff look at."""

    TODAY = "today"
    READINESS = "readiness"


class Mode(StrEnum):
    """Of a site."""

    DEMO = "demo"
    TRAINING = "training"
    PRODUCTION = "production"


class SiteKind(StrEnum):
    """Who runs the desk."""

    GYOSEISHOSHI = "gyoseishoshi"
    COMMUNITY = "community"


_Code = TypeVar("_Code", bound=StrEnum)


def known(codes: type[_Code], text: str | None) -> _Code | None:
    """What a text of elsewhere in the program is called here; None if it has no code,
    since nothing that is done must fail for its record.
    """
    return next((code for code in codes if code == text), None)


def alternatives(of: Any) -> tuple[Any, ...]:
    """The types that a field's type allows, one by one."""
    return get_args(of) if get_origin(of) in (Union, UnionType) else (of,)


def fits(value: object, declared: Any) -> bool:
    """Whether it is a value of a field that was declared so."""
    return any(_is_one(value, of) for of in alternatives(declared))


def _is_one(value: object, of: Any) -> bool:
    if of in LARGEST:
        return type(value) is int and 0 <= value <= LARGEST[of]
    return type(value) is of
