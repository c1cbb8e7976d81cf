"""What is on the residence cards of people who do not exist.

Lists of codes for nationality, status and permission are not public: those here are
invented, and meant to look it.
"""

from datetime import date
from enum import Enum
from typing import Final

from kiosk.emulator.people import PEOPLE, Person
from kiosk.record import record

_ENDLESS: Final = "0000"
_CARD_YEARS: Final = 7
_SEXES: Final = {"1": "1", "2": "2"}
_UNSPECIFIED: Final = "3"


class Kind(Enum):
    """The cards that can be made, by the code that each tells of itself."""

    RESIDENCE_1 = "1"
    SPECIAL_1 = "2"
    RESIDENCE_2 = "05"
    SPECIAL_2 = "06"

    @property
    def is_first(self) -> bool:
        """Whether it is of the first generation."""
        return len(self.value) == 1

    @property
    def is_special(self) -> bool:
        """Whether it is a special permanent resident's certificate."""
        return self.value in ("2", "06")


@record(hidden=True)
class Holder:
    """One person and the card's own entries.

    ``number`` opens the chip. Dates are ``YYYYMMDD``. ``child``: too young for a
    photo (and, in the first generation, for a signature).
    """

    person: Person
    number: str
    child: bool = False
    issued: str = "20260701"
    nationality: str = "ZZZ"
    status: str = "INVENTED01"
    permission: str = "Z1"
    work: str = "2"
    renewal: str = "0"
    municipality: str = "999999"

    @property
    def sex(self) -> str:
        """As the card writes it."""
        return _SEXES.get(self.person.sex, _UNSPECIFIED)

    @property
    def period(self) -> str:
        """YYMM until the end of the stay, counted in whole months from issue."""
        end = self.person.stay_until
        if end is None:
            return _ENDLESS
        months = (end.year - _day(self.issued).year) * 12
        months += end.month - _day(self.issued).month
        years, months = divmod(max(months, 1), 12)
        return f"{years:02}{months:02}"

    @property
    def stay_expires(self) -> str:
        """Last day of the stay; empty without one."""
        end = self.person.stay_until
        return "" if end is None else f"{end:%Y%m%d}"

    @property
    def card_expires(self) -> str:
        """That of the stay, or seven years after issue."""
        issued = _day(self.issued)
        return (
            self.stay_expires or f"{issued.replace(issued.year + _CARD_YEARS):%Y%m%d}"
        )


def holder(person: str) -> Holder:
    """The holder of one of ``PEOPLE``'s cards, with a number of their own."""
    place = list(PEOPLE).index(person) + 1
    return Holder(PEOPLE[person], f"AA{place:08}ZZ", child=person == "child")


def _day(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))
