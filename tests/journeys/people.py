"""Synthetic people, their cards, and what each of them would answer."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from kiosk.visit.state import Contact, Particulars, Person
from kiosk.visit.terms import Pin, Trouble

FULL = {Pin.AUTHENTICATION: 3, Pin.SIGNATURE: 5, Pin.ATTRIBUTES: 3}
"""Tries of a My Number card: 3 for a PIN of four digits, 5 for the password."""
MEI = Person("SYNTHETIC MEI", "架空県見本市例町1番地", "19900401", "2")
JOON = Person("SYNTHETIC JOON", "架空県見本市例町2番地", "19851231", "1")
CLERK = Person("SYNTHETIC KEI", "架空県見本市例町3番地", "", "")
"""Of an institution; without a card."""
CONTACT = Contact("09000000001", "mei@example.invalid")
SERIAL = ("26", "98765")
"""Year and serial of a synthetic 届出済証明書."""
OFFICE = Particulars(
    "SYNTHETIC",
    "HANA",
    "SYNTHETIC HANA",
    "19800229",
    "2",
    "東京都千代田区架空町１－２",
    "132026298765",
)
"""A gyoseishoshi, by the number of the same certificate."""
ORGANISATION = "架空工業株式会社"
"""For which the clerk of an institution files."""
CARD_NUMBER = "AB12345678CD"
"""Of a synthetic residence card."""
SECRETS = (
    CARD_NUMBER,
    *(text for person in (MEI, JOON) for text in (person.name, person.address)),
    *(person.birth_date for person in (MEI, JOON)),
    CONTACT.phone,
    CONTACT.mail,
    SERIAL[1],
    OFFICE.name,
    OFFICE.address,
    OFFICE.birth_date,
    OFFICE.number,
    ORGANISATION,
)


@dataclass(eq=False)
class VirtualCard:
    """A card by what the visit sees of it. ``trouble`` is found on inspection."""

    person: Person = MEI
    has_signature: bool = True
    trouble: Trouble | None = None
    tries: dict[Pin, int] = field(default_factory=lambda: dict(FULL))
    number: str | None = None
    """That of a residence card."""


def child_card() -> VirtualCard:
    """Under 15 there is no signature certificate, and no password for it."""
    card = VirtualCard(has_signature=False)
    del card.tries[Pin.SIGNATURE]
    return card


def residence_card() -> VirtualCard:
    """A card that tells by its number what stands on it."""
    return VirtualCard(trouble=Trouble.RESIDENCE_CARD, number=CARD_NUMBER)


def facts_on(today: date, role: str, procedure: str) -> dict[str, bool | str]:
    """Every fact, told as somebody would who may file whatever the role may."""
    relation = {"legal_representative": "parent", "relative": "father"}
    needs_main = procedure in ("other_activity", "reentry")
    child = role in ("legal_representative", "relative")
    return {
        "with_procedure": "extension" if needs_main else "alone",
        "has_mynumber_card": True,
        "usage_request_approved": True,
        "commissioned": True,
        "relation": relation.get(role, "other"),
        "relative_in_japan": True,
        "in_japan": True,
        "status": "student",
        "notified_activity": "other",
        "birth_or_loss_date": (today - timedelta(days=10)).isoformat(),
        "stay_expires": (today + timedelta(days=45)).isoformat(),
        "birth_date": (
            (today - timedelta(days=3000)).isoformat() if child else "1990-04-01"
        ),
        "cannot_apply_in_person": False,
        "office_consulted": False,
    }
