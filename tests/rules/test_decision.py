"""A decision: what it says, why, what would change it, and what to do next."""

from datetime import date

import pytest

from kiosk.message import Message
from kiosk.rules.decision import Decision, Outcome, decide, questions
from kiosk.rules.facts import BadInput
from kiosk.rules.messages import message_ids
from kiosk.rules.vocabulary import FACTS, Procedure, Role
from tests.rules.product import all_values

ON = date(2026, 3, 10)
CHILD: dict[str, object] = {
    "has_mynumber_card": True,
    "relation": "father",
    "in_japan": True,
    "status": "dependent",
    "stay_expires": "2026-04-20",
    "birth_date": "2015-05-05",
}


def ids(messages: tuple[Message, ...]) -> list[str]:
    return [message.id for message in messages]


def test_allowed_says_every_rule_that_was_met() -> None:
    decision = decide(ON, "relative", "extension", CHILD)
    assert decision.outcome is Outcome.ALLOWED
    assert decision.ask == ()
    assert decision.may_go_on
    first = decision.reasons[0]
    assert first.rule == "table-later.relative.extension"
    assert first.message.id == "rule.relative_for_child_or_ill.met"
    assert first.message.values["role"] == Message("role.relative", {})
    assert first.message.values["procedure"] == Message("procedure.extension", {})
    assert "注3" in first.source
    assert "https://www.moj.go.jp/isa/content/001369137.pdf" in first.source
    assert (first.from_, first.to) == (date(2024, 3, 19), None)
    assert first.certainty == "medium"
    assert first.wording is not None
    assert "16歳未満" in first.wording
    assert {reason.message.id.rpartition(".")[2] for reason in decision.reasons} == {
        "met"
    }


def test_refused_says_every_rule_that_was_not_met() -> None:
    grown = {**CHILD, "birth_date": "1990-01-01", "cannot_apply_in_person": False}
    decision = decide(ON, "relative", "extension", {**grown, "in_japan": False})
    assert decision.outcome is Outcome.REFUSED
    assert not decision.may_go_on
    assert decision.ask == ()
    assert [reason.rule for reason in decision.reasons] == [
        "table-later.relative.extension",
        "in-japan",
    ]
    assert {reason.message.id.rpartition(".")[2] for reason in decision.reasons} == {
        "unmet"
    }


def test_conditional_says_what_is_open() -> None:
    facts = {name: CHILD[name] for name in CHILD if name != "birth_date"}
    decision = decide(ON, "relative", "extension", facts)
    assert decision.outcome is Outcome.CONDITIONAL
    assert decision.ask == ("birth_date", "cannot_apply_in_person")
    assert [reason.message.id for reason in decision.reasons] == [
        "rule.relative_for_child_or_ill.open"
    ]
    assert not decision.may_go_on


def test_a_relative_never_files_these_whatever_the_facts() -> None:
    for procedure in ("employment_certificate", "other_activity"):
        decision = decide(ON, "relative", procedure, {})
        assert decision.outcome is Outcome.REFUSED
        assert [reason.message.id for reason in decision.reasons] == [
            "rule.may_not_file.unmet"
        ]


@pytest.mark.parametrize("role", Role)
def test_before_the_opening_there_is_an_answer(role: Role) -> None:
    decision = decide(date(2022, 3, 15), role, "coe", {})
    assert decision.outcome is Outcome.REFUSED
    institution = role.endswith("_staff")
    assert [reason.message.id for reason in decision.reasons] == [
        "rule.not_recorded.unmet" if institution else "rule.not_taken_yet.unmet"
    ]
    assert decision.remedies == ()


def test_note_1_never_blocks() -> None:
    facts: dict[str, object] = {
        "has_mynumber_card": True,
        "in_japan": True,
        "status": "dependent",
        "birth_date": "1990-01-01",
    }
    on = date(2022, 3, 16)
    for answer in ({}, {"office_consulted": False}):
        decision = decide(on, "applicant", "coe", {**facts, **answer})
        assert decision.outcome is Outcome.CONDITIONAL
        assert decision.ask == ("office_consulted",)
        assert decision.may_go_on
        assert ids(decision.next_steps) == ["step.ask_office"]
        assert decision.reasons[0].message.id == "rule.ask_office_first.open"
    asked = decide(on, "applicant", "coe", {**facts, "office_consulted": True})
    assert asked.outcome is Outcome.ALLOWED
    later = decide(date(2024, 3, 19), "applicant", "coe", facts)
    assert later.outcome is Outcome.ALLOWED


def test_asking_the_office_does_not_settle_another_open_question() -> None:
    decision = decide(date(2022, 3, 16), "applicant", "coe", {"in_japan": True})
    assert "office_consulted" in decision.ask
    assert not decision.may_go_on


def test_who_else_may_file() -> None:
    grown = {**CHILD, "birth_date": "1990-01-01", "cannot_apply_in_person": False}
    decision = decide(ON, "relative", "extension", grown)
    assert ids(decision.remedies) == [
        "remedy.applicant",
        "remedy.legal_representative",
        "remedy.attorney",
        "remedy.gyoseishoshi",
        "remedy.organization_staff",
        "remedy.public_interest_staff",
    ]
    values = decision.remedies[1].values
    assert values["role"] == Message("role.legal_representative", {})
    assert values["procedure"] == Message("procedure.extension", {})


def test_nobody_else_is_named_when_the_day_is_wrong() -> None:
    late = {**CHILD, "stay_expires": "2026-03-10"}
    assert decide(ON, "relative", "extension", late).remedies == ()


def test_another_person_has_another_card_and_relation() -> None:
    mine = {"has_mynumber_card": False, "relation": "other", "status": "student"}
    found = ids(decide(ON, "legal_representative", "coe", mine).remedies)
    assert found == [
        "remedy.applicant",
        "remedy.relative",
        "remedy.attorney",
        "remedy.gyoseishoshi",
        "remedy.organization_staff",
        "remedy.public_interest_staff",
    ]


def test_supervised_training_is_for_the_supervising_organisation_only() -> None:
    facts = {"status": "technical_intern_training_ii_b"}
    decision = decide(ON, "gyoseishoshi", "coe", facts)
    assert [reason.rule for reason in decision.reasons] == ["supervised-training"]
    assert ids(decision.remedies) == ["remedy.organization_staff"]


def steps(role: str, procedure: str, **facts: object) -> dict[str, dict[str, object]]:
    decision = decide(ON, role, procedure, {**CHILD, **facts})
    return {step.id: dict(step.values) for step in decision.next_steps}


def test_next_steps_of_an_extension() -> None:
    procedure = {"procedure": Message("procedure.extension", {})}
    assert steps("relative", "extension") == {
        "step.register_with_card": procedure,
        "step.fill_in_form": {**procedure, "form": "別記第30号の2様式"},
        "step.file_by": {**procedure, "last_online_day": "2026-04-19"},
        "step.special_period": {**procedure, "special_until": "2026-06-20"},
        "step.extend_mynumber_card": {**procedure, "stay_expires": "2026-04-20"},
    }


@pytest.mark.parametrize(
    ("role", "procedure", "facts", "expected"),
    [
        (
            "gyoseishoshi",
            "coe",
            {},
            ["step.register_with_number", "step.fill_in_form"],
        ),
        (
            "organization_staff",
            "coe",
            {"usage_request_approved": True},
            ["step.log_in_with_auth_id", "step.fill_in_form"],
        ),
        (
            "attorney",
            "reentry",
            {"with_procedure": "extension"},
            [
                "step.register_with_number",
                "step.fill_in_form",
                "step.collect_at_counter",
            ],
        ),
        (
            "attorney",
            "acquisition",
            {"birth_or_loss_date": "2026-03-01"},
            [
                "step.register_with_number",
                "step.fill_in_form",
                "step.file_acquisition_by",
            ],
        ),
        (
            "attorney",
            "acquisition",
            {"birth_or_loss_date": "2026-01-01"},
            ["step.counter_at_once", "step.without_status_until"],
        ),
        (
            "attorney",
            "extension",
            {"stay_expires": "2026-03-10"},
            ["step.counter_today"],
        ),
        (
            "attorney",
            "extension",
            {"stay_expires": "2026-03-09"},
            ["step.counter_at_once"],
        ),
        (
            "attorney",
            "extension",
            {"stay_expires": "2026-12-31"},
            ["step.come_back_on"],
        ),
        ("attorney", "reentry", {"with_procedure": "alone"}, None),
        (
            "relative",
            "extension",
            {"has_mynumber_card": False},
            ["step.get_mynumber_card", "step.go_to_counter"],
        ),
        (
            "organization_staff",
            "coe",
            {"usage_request_approved": False},
            ["step.usage_request", "step.go_to_counter"],
        ),
        (
            "public_interest_staff",
            "coe",
            {"usage_request_approved": True, "commissioned": False},
            ["step.get_commission", "step.go_to_counter"],
        ),
        (
            "relative",
            "extension",
            {"relation": "parent"},
            ["step.choose_legal_representative", "step.go_to_counter"],
        ),
        (
            "legal_representative",
            "extension",
            {"relation": "spouse"},
            ["step.choose_relative", "step.go_to_counter"],
        ),
        ("attorney", "extension", {"in_japan": False}, []),
    ],
)
def test_next_steps(
    role: str, procedure: str, facts: dict[str, object], expected: list[str] | None
) -> None:
    if expected is None:
        expected = ["step.choose_main_procedure", "step.go_to_counter"]
    assert list(steps(role, procedure, **facts)) == expected


def test_days_in_next_steps() -> None:
    assert steps("attorney", "extension", stay_expires="2026-12-31")[
        "step.come_back_on"
    ]["opens_on"] == ("2026-09-30")
    late = steps("attorney", "acquisition", birth_or_loss_date="2026-01-01")
    assert late["step.without_status_until"]["without_status_until"] == "2026-03-02"
    in_time = steps("attorney", "acquisition", birth_or_loss_date="2026-03-01")
    assert in_time["step.file_acquisition_by"]["acquisition_by"] == "2026-03-31"


def test_days_in_reasons() -> None:
    early = decide(ON, "attorney", "extension", {"stay_expires": "2026-12-31"})
    assert early.reasons[0].message.values["opens_on"] == "2026-09-30"


def notes(role: str, procedure: str, on: date, **facts: object) -> list[str]:
    decision = decide(on, role, procedure, {**CHILD, **facts})
    assert all(note.message.id.endswith(".unmet") for note in decision.notes)
    return [note.rule for note in decision.notes]


def test_a_note_names_role_and_procedure() -> None:
    (note,) = decide(ON, "attorney", "extension", CHILD).notes
    assert dict(note.message.values) == {
        "role": Message("role.attorney", {}),
        "procedure": Message("procedure.extension", {}),
    }


def test_what_is_good_to_know() -> None:
    both = {"with_procedure": "extension"}
    assert notes("attorney", "reentry", ON, **both) == ["reentry-collection"]
    assert notes("attorney", "extension", ON) == ["short-stay"]
    assert notes("attorney", "coe", ON) == []


def test_an_expired_card_while_pending_in_2022_and_2026() -> None:
    for on, rule in (
        (date(2026, 1, 4), "card-while-pending-2022"),
        (date(2026, 1, 5), "card-while-pending-2026"),
    ):
        assert notes("applicant", "change", on) == [rule]


def test_a_parent_of_an_adult_is_told_to_check() -> None:
    adult = {"birth_date": "2008-03-10", "relation": "parent"}
    assert notes("legal_representative", "coe", ON, **adult) == ["parent-of-an-adult"]
    guardian = {**adult, "relation": "adult_guardian"}
    assert notes("legal_representative", "coe", ON, **guardian) == []
    child = {**adult, "birth_date": "2008-03-11"}
    assert notes("legal_representative", "coe", ON, **child) == []


def test_the_wizard_asks_one_question_after_the_other_and_ends() -> None:
    answers = {
        "has_mynumber_card": True,
        "relation": "spouse",
        "relative_in_japan": True,
        "status": "designated_activities",
        "notified_activity": "47",
    }
    given: dict[str, object] = {}
    asked = []
    while (fact := questions(ON, "relative", "coe", given)) is not None:
        asked.append(fact)
        given[fact] = answers[fact]
    assert asked == list(answers)
    assert decide(ON, "relative", "coe", given).outcome is Outcome.ALLOWED


def test_the_wizard_stops_at_the_first_answer_that_refuses() -> None:
    facts = {"has_mynumber_card": False}
    assert questions(ON, "relative", "coe", facts) is None


def test_the_wizard_does_not_ask_again_what_was_answered_no() -> None:
    facts = {
        "status": "designated_activities",
        "notified_activity": "other",
        "office_consulted": False,
    }
    assert decide(ON, "attorney", "coe", facts).ask == ("office_consulted",)
    assert questions(ON, "attorney", "coe", facts) is None
    facts["office_consulted"] = None  # type: ignore[assignment]
    assert questions(ON, "attorney", "coe", facts) == "office_consulted"


@pytest.mark.parametrize(
    ("role", "procedure", "facts", "says"),
    [
        ("lawyer", "coe", {}, "unknown role 'lawyer'; known: applicant, legal_rep"),
        ("attorney", "visa", {}, "unknown procedure 'visa'; known: coe, change, ext"),
        ("attorney", "coe", {"age": 3}, "unknown fact 'age'; known: with_procedure, "),
    ],
)
def test_unknown_names(
    role: str, procedure: str, facts: dict[str, object], says: str
) -> None:
    with pytest.raises(BadInput) as caught:
        decide(ON, role, procedure, facts)
    assert str(caught.value).startswith(says)


def test_every_message_that_can_be_said_is_listed() -> None:
    known = message_ids()
    for role in Role:
        for procedure in Procedure:
            for fact, values in all_values(ON).items():
                for value in values:
                    given = value.isoformat() if isinstance(value, date) else value
                    decision = decide(ON, role, procedure, {**CHILD, fact: given})
                    assert said(decision) <= known


def test_messages_of_every_sort_are_listed() -> None:
    assert {
        "role.relative",
        "remedy.attorney",
        "procedure.reentry",
        "procedure.alone",
        "question.in_japan",
        "question.in_japan.own",
        "kind.mother",
        "status.student",
        "activity.notified",
        "rule.may_file.met",
        "rule.may_not_file.unmet",
        "rule.ask_office_first.open",
        "rule.short_stay.unmet",
        "rule.in_japan.open",
        "step.file_by",
        "reference.portal_2026",
        "number.form",
        "fee.free",
    } <= message_ids()
    assert (
        not {
            "rule.may_file.unmet",
            "rule.may_not_file.met",
            "rule.ask_office_first.unmet",
            "rule.short_stay.met",
        }
        & message_ids()
    )


def said(decision: Decision) -> set[str]:
    reasons = (*decision.reasons, *decision.notes)
    return {
        *(reason.message.id for reason in reasons),
        *ids(decision.remedies),
        *ids(decision.next_steps),
    }


def test_questions_address_the_applicant_directly() -> None:
    assert FACTS["in_japan"].question("applicant").id == "question.in_japan.own"
    assert FACTS["in_japan"].question("attorney").id == "question.in_japan"


def test_options_and_their_words() -> None:
    relation = FACTS["relation"]
    assert relation.options_for("relative") == (
        "spouse",
        "child",
        "father",
        "mother",
        "other",
    )
    assert relation.options_for("legal_representative") == (
        "parent",
        "minor_guardian",
        "adult_guardian",
        "other",
    )
    assert relation.options_for("attorney") == relation.options
    assert FACTS["status"].options_for("relative") == FACTS["status"].options
    assert FACTS["birth_date"].options == ()
    assert relation.option("father").id == "kind.father"
    assert FACTS["status"].option("student").id == "status.student"
    assert FACTS["with_procedure"].option("alone").id == "procedure.alone"
    assert FACTS["with_procedure"].options == (
        "coe",
        "change",
        "extension",
        "acquisition",
        "employment_certificate",
        "alone",
    )
    activity = FACTS["notified_activity"]
    assert activity.option("other").id == "activity.other"
    numbered = activity.option("33-2")
    assert (numbered.id, dict(numbered.values)) == (
        "activity.notified",
        {"number": "33の2"},
    )
