"""What the trail records: a closed list of kinds, each with fields of closed types.

No field can hold a text, so none can hold a name, an ID or what somebody typed; and
no number can be as long as a telephone number, a day of birth or a number on a card.
People and drafts are the numbers of their rows, which say nothing outside of the
store.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType, UnionType
from typing import Any, Final, NewType, TypeVar, Union, get_args, get_origin

from kiosk.i18n.languages import LANGUAGES
from kiosk.rules.vocabulary import (
    LegalRepresentativeKind,
    Procedure,
    RelativeKind,
    Role,
)

UserNumber = NewType("UserNumber", int)
"""A row of ``users``."""
DraftNumber = NewType("DraftNumber", int)
"""A row of ``drafts``; never used twice."""
Count = NewType("Count", int)
Part = NewType("Part", int)
"""One of the three numbers of a program's version."""

LARGEST: Final[Mapping[Any, int]] = MappingProxyType(
    {
        # One digit less than the shortest number that is somebody's: a day of birth.
        UserNumber: 9_999_999,
        DraftNumber: 9_999_999,
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


class Paper(StrEnum):
    """What was to be printed."""

    RECEIPT = "receipt"
    SLIP = "slip"
    SHEET = "sheet"


class Printing(StrEnum):
    """What became of it."""

    PRINTED = "printed"
    FAILED = "failed"
    UNSURE = "unsure"
    NO_PRINTER = "no_printer"


class Mode(StrEnum):
    """Of a site."""

    DEMO = "demo"
    TRAINING = "training"
    PRODUCTION = "production"


class SiteKind(StrEnum):
    """Who runs the desk."""

    GYOSEISHOSHI = "gyoseishoshi"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done. Looks at its own values when it is made.

    Raises:
        ValueError: a value is not of its field's type; without the value.
    """

    def __post_init__(self) -> None:
        for field in fields(self):
            if not _fits(getattr(self, field.name), field.type):
                raise ValueError(f"{type(self).__name__}.{field.name}: not of its type")


@dataclass(frozen=True, slots=True)
class Registered(Event):
    """A person asked for an ID and has it. `new`: made now; otherwise found, and the
    card and the newest particulars joined to it.
    """

    user: UserNumber
    role: Role | None
    kind: LegalRepresentativeKind | RelativeKind | None
    language: Language | None
    new: bool


@dataclass(frozen=True, slots=True)
class LoggedIn(Event):
    """Somebody tried to log in. `known`: ID and card, or ID and password, belong
    together, and `user` is their holder; `renewed`: the card does not hold the ID, the
    holder may have a newer one; `refused`: what was entered is no ID, or the password
    is not that of `user`, or was and its year is over.
    """

    how: How
    outcome: Outcome
    user: UserNumber | None


@dataclass(frozen=True, slots=True)
class PasswordSet(Event):
    """The holder of an ID set a password, the first or a new one."""

    user: UserNumber


@dataclass(frozen=True, slots=True)
class CardRejoined(Event):
    """A card was to be joined to the ID of a holder whose card was renewed. Where it
    was not `joined`, `user` is whose ID was entered, if it is anybody's.
    """

    joined: bool
    user: UserNumber | None


@dataclass(frozen=True, slots=True)
class DraftBegun(Event):
    """An application was begun."""

    user: UserNumber
    draft: DraftNumber
    procedure: Procedure | None


@dataclass(frozen=True, slots=True)
class DraftOpened(Event):
    """An application was opened, with all its answers, to go on with it."""

    user: UserNumber
    draft: DraftNumber


@dataclass(frozen=True, slots=True)
class DraftCopied(Event):
    """An application was begun with the answers of another, `source`."""

    user: UserNumber
    draft: DraftNumber
    source: DraftNumber


@dataclass(frozen=True, slots=True)
class DraftDeleted(Event):
    """An application was deleted because its holder wanted it."""

    user: UserNumber
    draft: DraftNumber


@dataclass(frozen=True, slots=True)
class DraftsExpired(Event):
    """Applications were deleted because their time was over."""

    count: Count


@dataclass(frozen=True, slots=True)
class PaperAsked(Event):
    """A paper was to be printed. `printed`: all of it came out, as far as the printer
    can say; `unsure`: some or all of it may have; `failed`: none is known to have.
    """

    paper: Paper
    outcome: Printing


@dataclass(frozen=True, slots=True)
class StaffCalled(Event):
    """A visitor rang for somebody."""


@dataclass(frozen=True, slots=True)
class Started(Event):
    """The kiosk started, with these settings, in this version."""

    mode: Mode
    site: SiteKind
    major: Part
    minor: Part
    patch: Part


@dataclass(frozen=True, slots=True)
class Stopped(Event):
    """The kiosk ended as it should. Missing before a start: it was killed, or the
    power went.
    """


@dataclass(frozen=True, slots=True)
class TrailExported(Event):
    """That many entries of this trail were written into a file."""

    entries: Count


@dataclass(frozen=True, slots=True)
class TrailBroken(Event):
    """The end of the trail was not what had been kept, and from here on it goes on.
    Whatever stands before this entry is not vouched for.
    """


KINDS: Final[Mapping[str, type[Event]]] = MappingProxyType(
    {
        "registered": Registered,
        "logged_in": LoggedIn,
        "password_set": PasswordSet,
        "card_rejoined": CardRejoined,
        "draft_begun": DraftBegun,
        "draft_opened": DraftOpened,
        "draft_copied": DraftCopied,
        "draft_deleted": DraftDeleted,
        "drafts_expired": DraftsExpired,
        "paper_asked": PaperAsked,
        "staff_called": StaffCalled,
        "started": Started,
        "stopped": Stopped,
        "trail_exported": TrailExported,
        "trail_broken": TrailBroken,
    }
)
"""Every kind by its code. A code once used keeps its meaning; a field that is added to
a kind has a default, since older entries lack it."""

CODES: Final[Mapping[type[Event], str]] = MappingProxyType(
    {kind: code for code, kind in KINDS.items()}
)

_Code = TypeVar("_Code", bound=StrEnum)


def known(codes: type[_Code], text: str | None) -> _Code | None:
    """What a text of elsewhere in the program is called here; None if it has no code,
    since nothing that is done must fail for its record.
    """
    return next((code for code in codes if code == text), None)


def alternatives(of: Any) -> tuple[Any, ...]:
    """The types that a field's type allows, one by one."""
    return get_args(of) if get_origin(of) in (Union, UnionType) else (of,)


def _fits(value: object, declared: Any) -> bool:
    return any(_is_one(value, of) for of in alternatives(declared))


def _is_one(value: object, of: Any) -> bool:
    if of in LARGEST:
        return type(value) is int and 0 <= value <= LARGEST[of]
    return type(value) is of
