"""What cards, account and earlier answers know of an application."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.forms.options import options
from kiosk.rules.vocabulary import Role
from kiosk.visit.questions import STATUS_WANTED
from kiosk.visit.readings import Residence, period
from kiosk.visit.state import Account, State


def known(state: State) -> Mapping[str, str]:
    """By the names of ``forms.fields.Field.filled_from``.

    The card of whoever files for somebody else tells nothing of that other person.
    """
    account = state.account
    if account is None:
        return MappingProxyType({})
    facts = state.answers.facts
    wanted = state.answers.procedure in STATUS_WANTED
    told = {
        **_by_role(account),
        **_on_card(state.residence),
        "account.mail": account.contact.mail,
        f"fact.{'wanted_' * wanted}status": _status(str(facts.get("status", ""))),
        "fact.stay_expires": str(facts.get("stay_expires", "")),
        "fact.birth_date": str(facts.get("birth_date", "")),
    }
    return MappingProxyType({name: text for name, text in told.items() if text})


def _by_role(account: Account) -> dict[str, str]:
    """A legal representative is none of those who hand in for others (取次者)."""
    match account.role:
        case Role.APPLICANT:
            return _in_person(account)
        case Role.LEGAL_REPRESENTATIVE:
            return {}
    return _filing(account)


def _in_person(account: Account) -> dict[str, str]:
    person = account.person
    return {
        "mynumber.name": person.name,
        "mynumber.address": person.address,
        "mynumber.birth_date": person.birth_date,
        "mynumber.sex": person.sex,
        "account.phone": account.contact.phone,
        "account.own_mail": account.contact.mail,
    }


def _filing(account: Account) -> dict[str, str]:
    return {
        "intermediary.name": account.person.name,
        "intermediary.address": account.person.address,
        "intermediary.phone": account.contact.phone,
    }


def _on_card(residence: Residence) -> dict[str, str]:
    """Name, nationality and status are not among it: the chip has them as a picture or
    as codes of lists that are not public.
    """
    reading = residence.reading
    if reading is None or not residence.accepted:
        return {}
    return {
        "residence.held": "有",
        "residence.number": residence.number,
        "residence.address": reading.address,
        "residence.birth_date": reading.birth_date,
        "residence.sex": reading.sex,
        "residence.period": period(reading.period),
        "residence.stay_expires": reading.stay_expires,
    }


def _status(status: str) -> str:
    """The official name of a status, as the forms' lists have it."""
    for option in options("statuses_held"):
        if option.code == status:
            return option.value
    return ""
