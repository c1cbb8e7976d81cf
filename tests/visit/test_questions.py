"""What is asked, what is left to the card, and what another answer makes void."""

import pytest

from kiosk.rules.decision import Outcome
from kiosk.rules.vocabulary import KINDS, Procedure, Role
from kiosk.visit.questions import (
    CARD_ROLES,
    case,
    decision,
    kind,
    may_register,
    open_question,
    with_person,
    with_procedure,
    with_role,
    without_person,
)
from kiosk.visit.state import Answers, Person
from kiosk.visit.steps import AskFact
from kiosk.visit.terms import Purpose
from tests.visit.states import MEI, card, fresh, told, with_card

FILER: dict[str, bool | str] = {
    "relation": "father",
    "relative_in_japan": True,
    "usage_request_approved": True,
    "commissioned": True,
    "has_mynumber_card": True,
}
FOREIGNER: dict[str, bool | str] = {
    "in_japan": True,
    "birth_date": "2015-01-01",
    "cannot_apply_in_person": False,
    "status": "student",
    "stay_expires": "2027-01-01",
}
EXTENSION: dict[str, bool | str] = {"status": "student", "stay_expires": "2027-01-01"}


def answers(role: str, procedure: str = "extension") -> Answers:
    return Answers(Purpose.ASK, role, procedure, {**FILER, **FOREIGNER})


def test_nothing_is_decided_before_role_and_procedure_are_chosen() -> None:
    assert case(fresh()) is None
    with pytest.raises(ValueError, match="nothing to decide"):
        decision(fresh())
    assert case(told()) == ("applicant", "extension")


@pytest.mark.parametrize("role", Role)
def test_the_same_role_again_changes_nothing(role: Role) -> None:
    assert with_role(answers(role), role) == answers(role)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("other", Role)
def test_another_role_keeps_what_was_told_of_the_foreign_national(
    role: Role, other: Role
) -> None:
    changed = with_role(answers(role), other)
    assert changed.role == other
    if role is other:
        return
    if Role.APPLICANT in (role, other):
        assert changed.facts == {}, "the foreign national is somebody else"
    else:
        assert changed.facts == FOREIGNER


def test_another_procedure_has_not_been_asked_about() -> None:
    asked = answers("relative").with_fact("office_consulted", True)
    changed = with_procedure(asked, "change")
    assert "office_consulted" not in changed.facts
    assert with_procedure(asked, "extension") == asked


@pytest.mark.parametrize("before", Procedure)
@pytest.mark.parametrize("after", Procedure)
def test_a_status_held_is_not_a_status_wanted(
    before: Procedure, after: Procedure
) -> None:
    """For coe, change and acquisition the status is the one wanted."""
    wanted = {"coe", "change", "acquisition"}
    changed = with_procedure(answers("relative", before), after)
    same = (before in wanted) == (after in wanted)
    assert ("status" in changed.facts) == same
    assert changed.facts["birth_date"] == "2015-01-01"


@pytest.mark.parametrize("role", CARD_ROLES)
def test_what_the_card_will_tell_is_not_asked(role: Role) -> None:
    left = {"has_mynumber_card"} | ({"birth_date"} if role == "applicant" else set())
    state = told(role)
    assert left <= set(decision(state).ask)
    facts: dict[str, bool | str] = {}
    while (fact := open_question(told(role, facts=facts))) is not None:
        assert fact not in left
        facts[fact] = {**FILER, **FOREIGNER}[fact]


def test_an_answer_gone_back_from_is_come_by_again() -> None:
    state = told(facts=EXTENSION)
    status, expires = AskFact("status"), AskFact("stay_expires")
    assert state.history == (status, expires)
    assert open_question(state) is None
    assert open_question(state.but(history=(status,))) == "stay_expires"
    assert open_question(state.but(history=(), step=status)) == "stay_expires"
    assert open_question(state.but(history=())) == "status"


def test_the_cards_word_counts_and_not_what_was_typed_before() -> None:
    """ "I have no card", said when only asking, is no reason not to look at one."""
    typed = {**EXTENSION, "has_mynumber_card": False, "birth_date": "2020-01-01"}
    asking = told(purpose=Purpose.ASK, facts=typed)
    assert decision(asking).outcome is Outcome.REFUSED
    assert may_register(told(facts=typed))


@pytest.mark.parametrize("role", Role)
def test_who_only_asks_is_asked_everything(role: Role) -> None:
    """And so is a role whose card does not register."""
    asking = told(role, purpose=Purpose.ASK)
    assert open_question(asking) == decision(asking).ask[0]


def test_a_card_that_did_not_tell_a_birth_date_leaves_the_question_open() -> None:
    someone = Person(MEI.name, MEI.address, "19900000", MEI.sex)
    state = with_card(told(facts=EXTENSION), card(someone))
    state = state.but(answers=with_person(state.answers, someone))
    assert open_question(state) == "birth_date"
    assert not may_register(state)


@pytest.mark.parametrize(
    ("digits", "day"),
    [
        ("19900401", "1990-04-01"),
        ("20240229", "2024-02-29"),
        ("20230229", None),
        ("19900000", None),
        ("00000000", None),
        ("10000101", None),
        ("", None),
        ("1990-4-1", None),
        ("x", None),
    ],
)
def test_a_birth_date_on_the_card(digits: str, day: str | None) -> None:
    person = Person("", "", digits, "")
    assert with_person(told().answers, person).facts.get("birth_date") == day


def test_the_card_of_somebody_who_files_for_another() -> None:
    """Its birth date is not the foreign national's."""
    facts = with_person(told("relative").answers, MEI).facts
    assert facts == {"has_mynumber_card": True}


@pytest.mark.parametrize("role", CARD_ROLES)
def test_another_card_takes_back_what_the_first_told(role: Role) -> None:
    before = told(role, facts={"status": "student"}).answers
    assert without_person(with_person(before, MEI)) == before


def test_who_may_go_to_the_card() -> None:
    assert may_register(told(facts=EXTENSION))
    assert not may_register(told(facts={"status": "student"})), "a question is open"
    refused = {**EXTENSION, "status": "temporary_visitor"}
    assert not may_register(told(facts=refused))
    assert not may_register(told("attorney", facts=EXTENSION))


def test_the_advice_to_ask_the_office_first_does_not_stand_in_the_way() -> None:
    unlisted = {"status": "designated_activities", "notified_activity": "other"}
    state = told(facts={**EXTENSION, **unlisted})
    assert "office_consulted" in decision(state).ask
    assert may_register(state)


def test_an_applicant_stands_here_and_so_is_in_japan() -> None:
    state = told(facts={**EXTENSION, "birth_date": "1990-04-01"})
    assert "in_japan" not in decision(state).ask
    assert "in_japan" in decision(told("relative")).ask
    known = {**EXTENSION, "birth_date": "1990-04-01", "has_mynumber_card": True}
    asking = told(purpose=Purpose.ASK, facts=known)
    assert decision(asking).outcome is Outcome.ALLOWED


@pytest.mark.parametrize("role", Role)
def test_the_kind_is_one_of_the_role(role: Role) -> None:
    kinds = KINDS.get(role, ())
    for relation in ("parent", "father", "spouse", "other"):
        found = kind(Answers(role=role, facts={"relation": relation}))
        assert found == (relation if relation in kinds else None)
    assert kind(Answers(role=role)) is None
    assert kind(Answers()) is None
