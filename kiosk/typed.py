"""What was typed into a form of the screen, as the visit hears it."""

from collections.abc import Mapping

from kiosk.card.residence.number import CardNumber, flaw
from kiosk.registry import auth_id
from kiosk.visit.events import (
    AddressTyped,
    AnswersTyped,
    BroughtTyped,
    CardNumberTyped,
    ContactTyped,
    Event,
    IdTyped,
    NameTyped,
    NumberTyped,
    OrganisationTyped,
    SerialTyped,
)
from kiosk.visit.staff_events import StaffCodeTyped
from kiosk.visit.state import Contact


def event_of(kind: str, values: Mapping[str, str]) -> Event:
    """``kind`` is the form's; ``values`` its fields as they were typed."""
    match kind, values:
        case "id", {"auth_id": typed}:
            return IdTyped(_typed_id(typed), auth_id.mistyped(typed))
        case "brought", {"brought": typed}:
            return BroughtTyped(auth_id.opaque(typed))
        case "number", {"number": typed}:
            return NumberTyped(typed)
        case "name", {"surname": surname, "given": given}:
            return NameTyped(surname, given)
        case "organisation", {"organisation": typed}:
            return OrganisationTyped(typed)
        case "address", {"address": typed}:
            return AddressTyped(typed)
        case "contact", {"phone": phone, "mail": mail}:
            return ContactTyped(Contact(phone, mail))
        case "serial", {"year": year, "serial": serial}:
            return SerialTyped(year, serial)
        case "card_number", {"number": typed}:
            number = CardNumber.parse(typed)
            told = number.reveal() if number else None
            return CardNumberTyped(told, typed, flaw(typed))
        case "staff_code", {"code": typed}:
            return StaffCodeTyped(typed)
    return AnswersTyped(dict(values))


def _typed_id(text: str) -> str | None:
    """As it is; one of ours in its groups, however it was typed."""
    try:
        return auth_id.grouped(auth_id.parse(text))
    except auth_id.InvalidAuthId:
        return auth_id.opaque(text)
