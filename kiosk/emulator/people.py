"""People who do not exist, at addresses that do not exist, for virtual cards."""

from datetime import date
from types import MappingProxyType
from typing import Final

from kiosk.record import record

_ADDRESS: Final = "見本県見本市見本町１－２－３"


@record(hidden=True)
class Person:
    """The four attributes as the card holds them, and what bounds the certificates.

    ``birth_date`` is ``YYYYMMDD``; ``sex`` is "1" male, "2" female, "9" not
    applicable, "0" unknown (ISO/IEC 5218). ``stay_until`` is the last day of the
    period of stay; None for a citizen, a permanent resident and whoever else has no
    such day.
    """

    name: str
    address: str
    birth_date: str
    sex: str
    stay_until: date | None = None


PEOPLE: Final = MappingProxyType(
    {
        "worker": Person("SAMPLE TARO", _ADDRESS, "19920229", "1", date(2029, 3, 31)),
        "student": Person("SAMPLE ANNA", _ADDRESS, "20040401", "2", date(2028, 4, 20)),
        "permanent": Person("SAMPLE MARIA", _ADDRESS, "19700815", "2"),
        "child": Person("SAMPLE MINI", _ADDRESS, "20150506", "1", date(2029, 3, 31)),
        "citizen": Person("試験　花子", _ADDRESS, "19900102", "2"),
        # The longest name a residence record has been seen to hold is far shorter;
        # this one must still fit every screen, receipt and buffer.
        "long": Person(
            " ".join(["SAMPLE", *["VERYLONGPARTOFANAME"] * 4, "OFTHELONGESTSORTS"]),
            _ADDRESS + "　見本荘一〇一号室" * 6,
            "19850430",
            "9",
            date(2030, 1, 31),
        ),
        # What a forged or damaged card could say to a terminal program.
        "hostile": Person(
            "[@click=app.quit]X[/]\x1b]0;OWNED\x07\x1b[2J\x1b[31m\x00\r\n\u202e\u2066TEST",
            "[b]\x9b2J\x85\u2028见\ufeff\U000e0041{name}%s",
            "19800101",
            "0",
            date(2029, 12, 31),
        ),
    }
)
"""By a short key, for settings and tests."""
DEMO_PERSON: Final = "student"
"""Whose cards the demo site has."""
