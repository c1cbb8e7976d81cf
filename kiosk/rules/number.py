"""The 12-digit 申請等取次者証明書番号, and what is printed on the 届出済証明書.

日行連発第1845号 (2022-03-16): office (2 digits), year (4), category (1), serial (5);
"(東)弁10第50号" is 13 2010 7 00050. Only published codes are taken; nothing is
guessed. The Immigration Services Agency warns of misuse, so a number never shows in
a repr, an error or a log.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import field
from datetime import date

from kiosk.message import Message, say
from kiosk.record import record
from kiosk.rules import data
from kiosk.rules.vocabulary import Role

_BRACKETS = re.compile(r"[()\[\]{}<>〔〕【】「」『』〈〉《》]")
_TWELVE = re.compile(r"[0-9\s-]+")
_PRINTED = re.compile(
    r"(?P<office>[^\W0-9_])-?(?P<category>[^\W0-9_])-?"
    r"(?P<year>[0-9]+)[年第\s-]+(?P<serial>[0-9]+)号?"
)
_RUN_TOGETHER = re.compile(
    r"(?P<office>[^\W0-9_])(?P<category>[^\W0-9_])(?P<digits>[0-9]+)号?"
)
_DASHES = re.compile(r"[‐‑‒–—―−ー－]")
_FIRST_YEAR = 2000
_DIGITS = 12


class InvalidNumber(ValueError):
    """Text that is no such number; ``reason`` says what is wrong, without the text."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.id)
        self.reason = reason


@record
class IntermediaryNumber:
    """A number in its four parts, as they are shown before it is used."""

    office: str = field(repr=False)
    year: str = field(repr=False)
    category: str = field(repr=False)
    serial: str = field(repr=False)

    @property
    def digits(self) -> str:
        """The 12 digits that the portal takes."""
        return self.office + self.year + self.category + self.serial

    @property
    def split(self) -> tuple[str, str, str, str]:
        """Office, year, category and serial, to be shown apart."""
        return self.office, self.year, self.category, self.serial

    @property
    def printed(self) -> str:
        """As it is printed on the 届出済証明書."""
        table = data.load("number")
        office = _name(table["offices"], self.office)
        category = _name(table["categories"], self.category)
        return f"({office}){category}{self.year[2:]}第{int(self.serial)}号"


def office_marks() -> dict[str, str]:
    """Each office's mark, as printed, and its two digits."""
    marks: dict[str, str] = data.load("number")["offices"]
    return dict(marks)


def as_printed(office: str, role: str, year: str, serial: str) -> str:
    """What a certificate says, from its parts; ``role`` is attorney or gyoseishoshi."""
    mark = "弁" if role == Role.ATTORNEY else "行"
    return f"({office}){mark}{year}第{serial}号"


def parse_number(text: str, on: date) -> IntermediaryNumber:
    """The number meant by what is printed or typed, on a day (its year is not later).

    Takes the 12 digits and the printed form with full-width digits, without 第 or 号,
    with other brackets, with spaces or hyphens.

    Raises:
        InvalidNumber: with the reason, which never repeats the number.
    """
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip()
    if _TWELVE.fullmatch(plain):
        return _from_digits(re.sub(r"[\s-]", "", plain), on)
    return _from_printed(plain, on)


def _from_digits(digits: str, on: date) -> IntermediaryNumber:
    if len(digits) != _DIGITS:
        raise InvalidNumber(say("number.digit_count", found=len(digits)))
    table = data.load("number")
    office, year, category, serial = digits[:2], digits[2:6], digits[6], digits[7:]
    if office not in table["offices"].values():
        raise InvalidNumber(say("number.office_code", code=office))
    if category not in table["categories"].values():
        raise InvalidNumber(say("number.category_code", code=category))
    return _checked(office, year, category, serial, on)


def _from_printed(plain: str, on: date) -> IntermediaryNumber:
    """Marks first, then every way to read the digits: only one may make sense."""
    bare = re.sub(r"\s+", " ", _BRACKETS.sub("", plain)).strip()
    spaced = re.sub(r"(?<![0-9]) | (?![0-9])", "", bare)
    parts = _PRINTED.fullmatch(spaced) or _RUN_TOGETHER.fullmatch(spaced)
    if parts is None:
        raise InvalidNumber(say("number.form"))
    table = data.load("number")
    office = table["offices"].get(parts["office"])
    if office is None:
        raise InvalidNumber(say("number.office_mark", mark=parts["office"]))
    category = table["categories"].get(parts["category"])
    if category is None:
        raise InvalidNumber(say("number.category_mark", mark=parts["category"]))
    return _only_reading(office, category, list(_readings(parts)), on)


def _readings(parts: "re.Match[str]") -> Iterator[tuple[str, str]]:
    """Year and serial: as separated, or every place where a run of digits may part."""
    if "digits" not in parts.re.groupindex:
        yield parts["year"], parts["serial"]
        return
    for length in (2, 4):
        yield parts["digits"][:length], parts["digits"][length:]


def _only_reading(
    office: str, category: str, readings: list[tuple[str, str]], on: date
) -> IntermediaryNumber:
    sensible: list[IntermediaryNumber] = []
    refusals: list[InvalidNumber] = []
    for year, serial in readings:
        full_year = f"20{year}" if len(year) == 2 else year
        try:
            sensible.append(_checked(office, full_year, category, serial, on))
        except InvalidNumber as error:
            refusals.append(error)
    if len(sensible) > 1:
        raise InvalidNumber(say("number.two_readings"))
    if not sensible:
        raise refusals[-1]
    return sensible[0]


def _checked(
    office: str, year: str, category: str, serial: str, on: date
) -> IntermediaryNumber:
    if len(year) != 4 or not _FIRST_YEAR <= int(year) <= on.year:
        raise InvalidNumber(say("number.year", last=on.year))
    if not 1 <= len(serial) <= 5 or int(serial) == 0:
        raise InvalidNumber(say("number.serial"))
    return IntermediaryNumber(office, year, category, f"{int(serial):05}")


def _name(marks: dict[str, str], code: str) -> str:
    return next(mark for mark, value in marks.items() if value == code)
