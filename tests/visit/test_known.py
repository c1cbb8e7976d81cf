"""What is known of an application before anything is asked, and of whom."""

from dataclasses import replace

import pytest

from kiosk.forms.application import make
from kiosk.forms.prefill import prefill
from kiosk.rules.vocabulary import Procedure, Role
from kiosk.visit.known import known
from kiosk.visit.state import Account, Contact, State
from tests.visit.states import CONTACT, MEI, fresh, told

HELD = (
    Procedure.EXTENSION,
    Procedure.REENTRY,
    Procedure.OTHER_ACTIVITY,
    Procedure.EMPLOYMENT_CERTIFICATE,
)
"""Procedures for which the status told of is the one held."""
FACTS: dict[str, bool | str] = {
    "status": "student",
    "stay_expires": "2027-01-15",
    "birth_date": "2001-02-03",
    "in_japan": True,
}
TOLD = {
    "fact.status": "留学",
    "fact.stay_expires": "2027-01-15",
    "fact.birth_date": "2001-02-03",
}


def logged_in(role: str, procedure: str = "extension") -> State:
    state = told(role, procedure, facts=FACTS)
    return state.but(account=Account(role, None, MEI, CONTACT))


def test_of_nobody_nothing_is_known() -> None:
    assert known(told(facts=FACTS)) == {}


def test_in_person_the_card_and_the_account_tell() -> None:
    assert known(logged_in("applicant")) == {
        "mynumber.name": MEI.name,
        "mynumber.address": MEI.address,
        "mynumber.birth_date": MEI.birth_date,
        "mynumber.sex": MEI.sex,
        "account.phone": CONTACT.phone,
        "account.mail": CONTACT.mail,
        "account.own_mail": CONTACT.mail,
        **TOLD,
    }


def test_whoever_hands_in_for_another_is_the_intermediary() -> None:
    assert known(logged_in("relative")) == {
        "intermediary.name": MEI.name,
        "intermediary.address": MEI.address,
        "intermediary.phone": CONTACT.phone,
        "account.mail": CONTACT.mail,
        **TOLD,
    }


def test_a_legal_representative_is_not_an_intermediary() -> None:
    """代理人 and 取次者 are two people of the form."""
    told_of = known(logged_in("legal_representative"))
    assert told_of == {"account.mail": CONTACT.mail, **TOLD}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.APPLICANT}))
@pytest.mark.parametrize("procedure", Procedure)
def test_the_filers_particulars_are_never_the_applicants(
    role: str, procedure: str
) -> None:
    filled, _ = prefill(make(procedure, None, ()), known(logged_in(role, procedure)))
    own = {MEI.name, CONTACT.phone, MEI.birth_date}
    assert not [
        name
        for name, answer in filled.answers.items()
        if answer in own and "intermediary" not in name
    ]


def test_what_was_not_told_is_not_there() -> None:
    account = Account("applicant", None, replace(MEI, address=""), Contact())
    assert known(fresh().but(account=account)) == {
        "mynumber.name": MEI.name,
        "mynumber.birth_date": MEI.birth_date,
        "mynumber.sex": MEI.sex,
    }


@pytest.mark.parametrize("procedure", Procedure)
def test_a_status_wanted_is_not_a_status_held(procedure: str) -> None:
    told_of = known(logged_in("applicant", procedure))
    assert told_of.get("fact.status") == ("留学" if procedure in HELD else None)
    assert told_of.get("fact.wanted_status") == (None if procedure in HELD else "留学")


def test_a_change_is_from_a_status_that_nobody_has_told() -> None:
    asked = make("change", "student", ("employment_certificate",))
    filled, _ = prefill(asked, known(logged_in("applicant", "change")))
    assert filled.answers["wanted_status"] == "留学"
    assert "current_status" not in filled.answers
    assert "joint.current_status" not in filled.answers


def test_a_status_without_an_official_name_tells_nothing() -> None:
    state = logged_in("applicant")
    unknown = replace(state.answers, facts={"status": "no status"})
    assert "fact.status" not in known(state.but(answers=unknown))
