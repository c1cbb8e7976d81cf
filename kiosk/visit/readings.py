"""What a residence card has told, and why one may tell nothing."""

from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kiosk.record import record
from kiosk.rules.calendar import parse_day


class Signature(StrEnum):
    """What is known of the Agency's signature over a reading that may be used."""

    RIGHT = "right"
    UNCHECKED = "unchecked"
    """No authority of this site issued its certificate."""
    ABSENT = "absent"
    """The card is not signed, as a child's of the first generation."""


class ResidenceFault(StrEnum):
    """Whatever may stand in the way of a residence card, each with its own screen."""

    NO_SERVICE = "no_service"
    NO_READER = "no_reader"
    REMOVED = "removed"
    BUSY = "busy"
    MUTE = "mute"
    UNREADABLE = "unreadable"
    WRONG_NUMBER = "wrong_number"
    """The card is well and does not have this number. It counts nothing."""
    MY_NUMBER = "my_number"
    SPECIFIED = "specified"
    """特定在留カード, whose residence side is not read here."""
    OTHER_CARD = "other_card"
    UNKNOWN_GENERATION = "unknown_generation"
    FORGED = "forged"
    """What it says is not what the Agency signed."""
    EXPIRED = "expired"
    ANOTHER_PERSON = "another_person"
    """Not the card of whoever files for themselves."""


@record
class Picture:
    """Pixels, row by row, as Pillow's ``Image.frombytes`` takes them; ``mode`` is "1"
    (rows of whole bytes, 1 is white), "L" or "RGB".
    """

    mode: str
    width: int
    height: int
    pixels: bytes = field(repr=False)


@record(hidden=True)
class Reading:
    """What a chip says. Dates are ``YYYYMMDD``; what it does not say is empty.

    ``second`` is the second generation's: it has entries as text, the first has them
    in ``front``. ``nationality`` and ``status`` are codes of lists that are not
    public. ``period``: YYMM, or three digits of days, ``0000`` without end.
    ``damaged``: a picture is there and cannot be shown.
    """

    second: bool
    special_permanent: bool
    signature: Signature
    birth_date: str = ""
    sex: str = ""
    nationality: str = ""
    status: str = ""
    period: str = ""
    stay_expires: str = ""
    card_expires: str = ""
    address: str = ""
    front: Picture | None = None
    name: Picture | None = None
    address_picture: Picture | None = None
    face: Picture | None = None
    damaged: bool = False

    def expired_on(self, today: date) -> bool:
        """Whether the card's last day has passed; the chip of an older one has none."""
        last = iso(self.card_expires)
        return last is not None and parse_day(last) < today


@record
class Residence:
    """The residence card of this visit: the ``number`` as typed, and what was read
    with it. ``accepted``: the visitor has seen it and wants it in the form. ``tried``
    is the token of the card last tried.
    """

    number: str = field(default="", repr=False)
    reading: Reading | None = None
    accepted: bool = False
    tried: int | None = None


def iso(digits: str) -> str | None:
    """An ISO day from ``YYYYMMDD``; None when it is none."""
    try:
        return parse_day(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}").isoformat()
    except ValueError:
        return None


class Period(NamedTuple):
    """How long somebody may stay; all of them 0: without end."""

    years: int = 0
    months: int = 0
    days: int = 0


def period_of(code: str) -> Period | None:
    """The period that a card's code means; None when it means none."""
    if not (code.isascii() and code.isdigit()):
        return None
    if len(code) == len("DDD") and int(code):
        return Period(days=int(code))
    if len(code) == len("YYMM"):
        return Period(int(code[:2]), int(code[2:]))
    return None


def period(code: str) -> str:
    """The same as the forms write it; empty when it is not known."""
    found = period_of(code)
    if found is None:
        return ""
    parts = zip(found, "年月日", strict=True)
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "無期限"
