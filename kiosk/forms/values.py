"""Whether one answer is what its field allows: at most one error, the first."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from kiosk.forms.fields import Field, Kind
from kiosk.forms.options import find
from kiosk.message import Message, say
from kiosk.rules.calendar import EARLIEST, LATEST

_PATTERNS: Final[Mapping[Kind, re.Pattern[str]]] = {
    kind: re.compile(pattern, re.ASCII)
    for kind, pattern in {
        Kind.NAME: r"[A-Z]+(?: [A-Z]+)*",
        Kind.LETTERS: r"[A-Z]+",
        Kind.DIGITS: r"[0-9]+",
        Kind.ALPHANUMERIC: r"[A-Z0-9]+",
        Kind.HALF: r"[\x21-\x7e]+(?: [\x21-\x7e]+)*",
        Kind.PASSPORT: r"[\x21-\x7e]+(?: [\x21-\x7e]+)*",
        Kind.MAIL: r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}",
        Kind.PHONE: r"[0-9]{9,}",
        Kind.POSTAL_CODE: r"[0-9]{7}",
        Kind.CARD_NUMBER: r"[A-Z]{2}[0-9]{8}[A-Z]{2}",
        Kind.DATE: r"[0-9]{8}",
        Kind.BIRTH_DATE: r"[0-9]{8}",
        Kind.MONTH: r"[0-9]{6}",
        Kind.YEAR: r"[0-9]{4}",
    }.items()
}
_HALF_WIDTH: Final = re.compile("[\x20-\x7e｡-ﾟ]")
UNKNOWN_DATE: Final = "99999999"


def fault(field: Field, answer: str, answers: Mapping[str, str]) -> Message | None:
    """What is wrong with a tidied answer; None when nothing is.

    ``answers`` are all of them: the list of a choice may depend on another.
    """
    if field.kind is Kind.CHOICE:
        return _choice(field, answer, answers)
    return _length(field, answer) or _characters(field, answer) or _day(field, answer)


def _choice(field: Field, answer: str, answers: Mapping[str, str]) -> Message | None:
    by = answers.get(field.options_by or "", "")
    if find(field.options or "", by, answer):
        return None
    if by and find(field.options or "", "", answer):
        return say("form.choice_beside", other=by)
    return say("form.choice")


def _length(field: Field, answer: str) -> Message | None:
    if field.limit is None or len(answer) == field.limit:
        return None
    if field.exact:
        return say("form.exact", limit=field.limit, now=len(answer))
    if len(answer) > field.limit:
        return say("form.too_long", limit=field.limit, now=len(answer))
    return None


def _characters(field: Field, answer: str) -> Message | None:
    strange = _strange(field, answer)
    if strange:
        return say("form.character", character=_shown(strange))
    if field.kind is Kind.FULL and _HALF_WIDTH.search(answer):
        return say("form.full")
    pattern = _PATTERNS.get(field.kind)
    if pattern and not pattern.fullmatch(answer):
        return say(f"form.kind.{field.kind}")
    return None


def _strange(field: Field, answer: str) -> str:
    """The first character that the Agency's tool cannot hold; or empty."""
    for char in answer:
        if field.lines and char == "\n":
            continue
        if not char.isprintable() and char != "　":
            return char
        try:
            char.encode("cp932")
        except UnicodeEncodeError:
            return char
    return ""


def _shown(char: str) -> str:
    return char if char.isprintable() else f"U+{ord(char):04X}"


def _day(field: Field, answer: str) -> Message | None:
    days = {
        Kind.DATE: answer,
        Kind.BIRTH_DATE: first_day(answer),
        Kind.MONTH: f"{answer}01",
        Kind.YEAR: f"{answer}0101",
    }
    if field.kind not in days or (
        field.kind is Kind.BIRTH_DATE and answer == UNKNOWN_DATE
    ):
        return None
    return None if as_date(days[field.kind]) else say("form.no_such_day")


def first_day(answer: str) -> str:
    """A birth date, with the first month or day for those that nobody knows."""
    year, month, day = answer[:4], answer[4:6], answer[6:]
    if day == "00":
        month, day = "01" if month == "00" else month, "01"
    return year + month + day


def as_date(answer: str) -> date | None:
    """The day of YYYYMMDD; None when there is no such day or it is too long ago."""
    if not re.fullmatch("[0-9]{8}", answer, re.ASCII):
        return None
    try:
        day = date.fromisoformat(answer)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
