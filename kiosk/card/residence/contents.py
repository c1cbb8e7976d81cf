"""What the files of a residence card say, taken apart.

Texts are UTF-8 of fixed length, filled with NUL (在留カード等仕様書 3.3.4). One reader
that was used on genuine cards (eringoio/zairyu-card-reader) takes them for Shift JIS
instead; what is not UTF-8 is therefore tried as that. Code lists that are not public
are handed on as codes. A code or date that is not there is an empty text.
"""

import re
from collections.abc import Mapping
from dataclasses import field
from typing import Final

from kiosk.card.faults import CardError, Fault
from kiosk.card.residence.objects import objects
from kiosk.record import record

FRONT_BYTES: Final = 7000
FACE_BYTES: Final = 3000
NAME_BYTES: Final = 2500
ENTRIES_BYTES: Final = 53
"""Of these files so many are signed, whatever is missing filled with NUL."""

_DATE: Final = re.compile("([0-9]{8})?")
_FALLBACK_ENCODING: Final = "shift_jis_2004"
_LOST: Final = "\ufffd"


@record(hidden=True)
class Address:
    """住居地 as written on the back of a card of the first generation.

    ``since`` is ``YYYYMMDD``; ``municipality`` a six-digit code such as 131016.
    """

    since: str
    municipality: str
    text: str


@record(hidden=True)
class Permission:
    """A permission for other activities (資格外活動許可) on the back of a card of the
    first generation: empty when none was given, or blanked when it was withdrawn.
    """

    text: str
    is_withdrawn: bool


@record(hidden=True)
class Proof:
    """The signature of a card and its certificate, as stored."""

    check_code: bytes
    certificate: bytes


@record(hidden=True)
class Entries:
    """What is printed on a card of the second generation, as text and codes.

    Dates are ``YYYYMMDD``. ``sex``: 1 male, 2 female, 3 unspecified. ``period`` is
    YYMM or three digits of days, ``0000`` without end. ``work``: 1 not restricted, 2
    as the status allows, 4 as designated, 9 not permitted. ``nationality``,
    ``status`` and ``permission`` are codes of lists that are not public. A special
    permanent resident's certificate has no permission, work and stay.
    """

    card_expires: str
    birth_date: str
    sex: str
    nationality: str
    status: str
    period: str
    permission: str
    permission_date: str
    work: str
    stay_expires: str
    signed: bytes = field(repr=False)
    """The values as stored, in their order."""


@record(hidden=True)
class Permissions:
    """Permissions for other activities on a card of the second generation.

    ``comprehensive``: 0 none, 1 within 28 hours a week, 2 within 28 hours for
    education and the like, and until when; ``individual``: 0 none, 1 given.
    """

    comprehensive: str
    expires: str
    individual: str


@record(hidden=True)
class Other:
    """``commissioner_entry``: 0 none, 1 there is one; ``reserved`` is free text."""

    commissioner_entry: str
    reserved: str


@record(hidden=True)
class NameAndFace:
    """Two pictures, filled up with NUL as stored; None is not there."""

    name: bytes | None
    face: bytes | None


def number(content: bytes) -> str:
    """The card's own number (second generation).

    Raises:
        CardError: UNREADABLE; so with all below.
    """
    return _code(objects(content), 0xC2)


def picture(content: bytes, tag: int) -> bytes | None:
    """A file of one picture. It is absent as an object without content, with zeros
    for content, or as a file of zeros: which of them is not specified.
    """
    return _picture(objects(content), tag)


def name_and_face(content: bytes) -> NameAndFace:
    """DF1/EF03 of the second generation."""
    found = objects(content)
    return NameAndFace(_picture(found, 0xD0), _picture(found, 0xD1))


def address(content: bytes) -> Address | None:
    """DF2/EF01 of the first generation; None before any was written."""
    found = objects(content)
    written = Address(_date(found, 0xD2), _code(found, 0xD3), _text(found, 0xD4))
    return written if written != Address("", "", "") else None


def permission(content: bytes, tag: int) -> Permission:
    """DF2/EF02 or EF03 of the first generation."""
    found = objects(content)
    return Permission(_text(found, tag), is_withdrawn=not found)


def renewal(content: bytes, tag: int) -> str:
    """Whether an application is under way (更新申請): 0 no, 1 yes."""
    return _code(objects(content), tag)


def proof(content: bytes, check_code: int, certificate: int) -> Proof | None:
    """DF3/EF01; None on the card of a child, which is not signed."""
    found = objects(content)
    code, own = found.get(check_code, b""), found.get(certificate, b"")
    if not (code.strip(b"\0") or own.strip(b"\0")):
        return None
    return Proof(code, own)


def entries(content: bytes) -> Entries:
    """DF1/EF02 of the second generation."""
    found = objects(content)
    return Entries(
        card_expires=_date(found, 0xC5),
        birth_date=_date(found, 0xC6),
        sex=_code(found, 0xC7),
        nationality=_code(found, 0xC8),
        status=_code(found, 0xC9),
        period=_code(found, 0xCE),
        permission=_code(found, 0xCA),
        permission_date=_date(found, 0xCB),
        work=_code(found, 0xCC),
        stay_expires=_date(found, 0xCD),
        signed=b"".join(found.values()),
    )


def permissions(content: bytes) -> Permissions:
    """DF2/EF01 of the second generation."""
    found = objects(content)
    return Permissions(_code(found, 0xD5), _date(found, 0xD6), _code(found, 0xD7))


def other(content: bytes) -> Other:
    """DF2/EF03 of the second generation."""
    found = objects(content)
    return Other(_code(found, 0xD9), _text(found, 0xDE))


def _picture(found: Mapping[int, bytes], tag: int) -> bytes | None:
    content = found.get(tag, b"")
    return content if content.strip(b"\0") else None


def _date(found: Mapping[int, bytes], tag: int) -> str:
    text = _code(found, tag)
    if not _DATE.fullmatch(text):
        raise CardError(Fault.UNREADABLE)
    return text


def _code(found: Mapping[int, bytes], tag: int) -> str:
    """Printable ASCII: codes have nothing else (JIS X 0201)."""
    text = found.get(tag, b"").rstrip(b"\0").decode("ascii", errors="replace")
    if not text.isprintable() or _LOST in text:
        raise CardError(Fault.UNREADABLE)
    return text


def _text(found: Mapping[int, bytes], tag: int) -> str:
    """Not made printable: it may hold control characters."""
    content = found.get(tag, b"").rstrip(b"\0")
    # A UnicodeDecodeError carries the octets: none may be raised.
    for encoding in ("utf-8", _FALLBACK_ENCODING):
        text = content.decode(encoding, errors="replace")
        if _LOST not in text:
            return text
    raise CardError(Fault.UNREADABLE)
