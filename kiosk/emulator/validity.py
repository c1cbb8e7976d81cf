"""How long the certificates of a card hold.

Until the end of the day of the fifth birthday after issue (公的個人認証法施行規則),
or of the last day of the period of stay where that is earlier.
"""

from datetime import UTC, date, datetime, time

from kiosk.emulator.people import Person
from kiosk.japan import JAPAN

_BIRTHDAYS = 5


def certificate_end(person: Person, issued: datetime) -> datetime:
    """Last second of validity, in UTC (23:59:59 in Japan)."""
    day = fifth_birthday(person.birth_date, issued.astimezone(JAPAN).date())
    if person.stay_until is not None:
        day = min(day, person.stay_until)
    return datetime.combine(day, time(23, 59, 59), JAPAN).astimezone(UTC)


def fifth_birthday(birth_date: str, after: date) -> date:
    """The fifth birthday later than ``after``; ``birth_date`` is YYYYMMDD."""
    month, day = int(birth_date[4:6]), int(birth_date[6:8])
    passed = (after.month, after.day) >= (month, day)
    year = after.year + _BIRTHDAYS - (0 if passed else 1)
    try:
        return date(year, month, day)
    except ValueError:  # born on 29 February
        return date(year, 2, 28)
