"""Name, birth date and address as they are typed by those who have no card to show.

Limits: the Agency's bulk-entry templates (氏名: half-width capitals, words split by a
space, at most 104 characters; 町名丁目番地号等: full-width, at most 85; 勤務先名称:
full-width, at most 60). Those of the
registration's own screen are not published. An address is given in one line.
"""

from datetime import date
from typing import Final

from kiosk.forms.fields import Field, Kind
from kiosk.forms.options import options
from kiosk.forms.prefill import address
from kiosk.forms.tidy import tidied
from kiosk.forms.values import fault
from kiosk.message import Message, say
from kiosk.rules.calendar import parse_day
from kiosk.rules.sources import Certainty

LONGEST_NAME: Final = 104
LONGEST_STREET: Final = 85
LONGEST_ORGANISATION: Final = 60
LONGEST_ADDRESS: Final = 98
"""The street, and the longest municipality of the lists with its prefecture."""
_SOURCE: Final = "https://www.moj.go.jp/isa/content/001453108.xlsm"


def _field(name: str, word: Message, label: str, kind: Kind, limit: int) -> Field:
    sure = Certainty.SURE
    return Field(name, word.id, "", label, None, kind, _SOURCE, sure, limit)


NAME: Final = _field("name", say("screen.person.name"), "氏名", Kind.NAME, LONGEST_NAME)
ADDRESS: Final = _field(
    "address", say("screen.own.address"), "住所", Kind.FULL, LONGEST_ADDRESS
)
"""Prefecture, municipality and the rest: in Japanese, full-width."""


ORGANISATION: Final = _field(
    "organisation",
    say("screen.organisation"),
    "勤務先名称",
    Kind.FULL,
    LONGEST_ORGANISATION,
)
"""As the templates have the name of a workplace: full-width."""


def name_of(surname: str, given: str) -> str:
    """Surname first, in half-width capitals; one of the two may be empty."""
    return tidied(NAME, f"{surname} {given}", {})


def name_fault(name: str) -> Message | None:
    """What is wrong with a name."""
    return fault(NAME, name, {}) if name else say("form.missing")


def address_of(text: str) -> str:
    """As the forms have it, without spaces."""
    return tidied(ADDRESS, text, {}).replace("\u3000", "")


def address_fault(text: str) -> Message | None:
    """What is wrong with an address in one line."""
    if not any(text.startswith(own.value) for own in options("prefectures")):
        return say("screen.own.address.prefecture")
    wrong = fault(ADDRESS, text, {})
    street = address(text).get("street", "")
    if len(street) > LONGEST_STREET:
        limit, now = LONGEST_STREET, len(street)
        return say("form.too_long", limit=limit, now=now)
    return wrong


def organisation_of(text: str) -> str:
    """As the forms have it: one line, full-width."""
    return tidied(ORGANISATION, text, {})


def organisation_fault(text: str) -> Message | None:
    """What is wrong with the name of an organisation."""
    return fault(ORGANISATION, text, {}) if text else say("form.missing")


def birth_date(text: str, today: date) -> str | None:
    """``YYYYMMDD`` of a day that somebody may have been born on; else None."""
    try:
        day = parse_day(text)
    except ValueError:
        return None
    return day.strftime("%Y%m%d") if day < today else None
