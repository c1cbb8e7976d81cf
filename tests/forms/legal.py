"""For any field an answer that the form takes, worked out from what the field says."""

from collections.abc import Mapping
from typing import Final

from kiosk.forms.fields import Field, Kind
from kiosk.forms.options import options

_ONE: Final[Mapping[Kind, str]] = {
    Kind.LETTERS: "A",
    Kind.DIGITS: "1",
    Kind.ALPHANUMERIC: "A",
    Kind.NAME: "A",
    Kind.HALF: "A",
    Kind.PASSPORT: "A",
    Kind.TEXT: "例",
    Kind.FULL: "例",
}
"""Repeated as often as the field is long."""
_WHOLE: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.MAIL: ("a@example.jp", "b@example.jp"),
    Kind.PHONE: ("0312345678", "09012345678"),
    Kind.POSTAL_CODE: ("1000013", "0000000"),
    Kind.CARD_NUMBER: ("AB12345678CD", "CD87654321AB"),
    Kind.DATE: ("20261201", "20270115"),
    Kind.BIRTH_DATE: ("19990501", "19990000", "19990500", "99999999"),
    Kind.MONTH: ("200104", "202004"),
    Kind.YEAR: ("2001", "2020"),
}
_LONG: Final = 3
"""Characters, where fewer than the limit will do."""


def legal(field: Field, answers: Mapping[str, str], which: int = 0) -> str:
    """Of the answers that are tried, the one with this number, counted round. Empty
    where there is none: nobody extends a stay as a temporary visitor.
    """
    if field.kind is Kind.CHOICE:
        entries = options(field.options or "", answers.get(field.options_by or "", ""))
        return entries[which % len(entries)].value if entries else ""
    if field.kind in _WHOLE:
        tried = _WHOLE[field.kind]
        return tried[which % len(tried)]
    limit = field.limit or _LONG
    length = limit if field.exact else min(limit, 1 + which % _LONG)
    return _ONE[field.kind] * length
