"""Which sheets an application has, and what is asked of what is filed together."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

import pytest

from kiosk.forms.application import Application, BadApplication, make
from kiosk.forms.check import check
from kiosk.forms.crosschecks import CHECKS
from kiosk.forms.data import load
from kiosk.forms.form import form, form_for
from kiosk.forms.options import find, options
from kiosk.forms.sheets import sheet
from kiosk.forms.when import STATUS, WITH
from kiosk.rules.statuses import statuses
from kiosk.rules.vocabulary import Procedure
from tests.forms.samples import ON, application, joined

SHEETS = [
    *["extension", "change", "coe", "acquisition", "joint", "reentry"],
    *["other_activity", "employment_certificate", "coe_n", "japan_n", "dependent"],
    *["family", "extension_v", "change_v", "coe_u"],
]


def told(asked: Application) -> Iterator[tuple[str, str]]:
    """First field and message of each finding."""
    for one in check(asked, ON).findings:
        yield (*one.fields, "")[0], one.message.id


@pytest.mark.parametrize(
    ("procedure", "field", "answer", "title"),
    [
        ("coe", "entry_purpose", "技術・人文知識・国際業務", "N"),
        ("coe", "entry_purpose", "特定活動（本邦大学卒業者）", "N"),
        ("coe", "entry_purpose", "特定活動（研究活動等家族）", "R"),
        ("coe", "entry_purpose", "家族滞在", "R"),
        ("coe", "entry_purpose", "医療", "U"),
        ("coe", "entry_purpose", "定住者", "T"),
        ("change", "wanted_status", "特定技能１号", "V"),
        ("extension", "current_status", "特定技能２号", "V"),
        ("extension", "current_status", "介護", "N"),
    ],
)
def test_the_sheet_of_a_status(
    procedure: str, field: str, answer: str, title: str
) -> None:
    made = form_for(application(procedure, **{field: answer}))
    assert made.continued is None
    assert f" {title}" in made.sheets[1].title.replace("・", " ")


@pytest.mark.parametrize(
    ("procedure", "field", "answer", "letter"),
    [
        ("coe", "entry_purpose", "研究（転勤）", "L"),
        ("coe", "entry_purpose", "特定技能（１号）", "V"),
        ("coe", "entry_purpose", "留学", "P"),
        ("extension", "current_status", "技能実習１号ロ", "Y"),
        ("extension", "current_status", "経営・管理", "M"),
    ],
)
def test_a_sheet_that_is_not_here_is_named(
    procedure: str, field: str, answer: str, letter: str
) -> None:
    asked = application(procedure, **{field: answer})
    assert form_for(asked).continued == letter
    assert ("", "form.continued") in told(asked)


def test_every_status_that_can_be_asked_for_has_a_sheet() -> None:
    letters = load("forms")["letter"].values()
    known = [status for row in letters for status in row["statuses"]]
    assert len(known) == len(set(known))
    assert {entry.code for entry in options("statuses_wanted")} <= set(known)
    assert set(known) <= {status.id for status in statuses()}
    purposes = load("forms")["purposes"]
    for entry in options("entry_purposes"):
        assert entry.value in purposes or find("statuses_held", "", entry.value)


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheets_data_holds_together(name: str) -> None:
    """Lists, conditions and checks name what there is."""
    made = sheet(name)
    ids = [field.id for field in made.fields]
    assert len(ids) == len(set(ids))
    for field in made.fields:
        if field.options:
            assert options(field.options)
        if field.options_by:
            assert field.options_by in ids
        for asked in field.required.names() | field.shown.names():
            group = asked.removesuffix("*")
            assert asked in (STATUS, WITH) or any(i.startswith(group) for i in ids)
    for cross in made.crosses:
        assert cross.check in CHECKS


@pytest.mark.parametrize("name", SHEETS)
def test_conditions_name_answers_that_can_be_given(name: str) -> None:
    fields = {field.id: field for field in sheet(name).fields}
    for field in fields.values():
        for case in (*field.required.cases, *field.shown.cases):
            for asked, wanted in case.items():
                other = fields.get(asked)
                if other and other.options and wanted != ("*",):
                    assert all(find(other.options, "", value) for value in wanted)


def _with_reentry(**answers: str) -> Application:
    main = joined(application("extension", receipt="窓口"), "reentry")
    given = {name.replace("__", "."): answer for name, answer in answers.items()}
    return replace(main, answers=MappingProxyType({**main.answers, **given}))


@pytest.mark.parametrize(
    ("answers", "finding"),
    [
        ({"receipt": "郵送"}, ("receipt", "form.counter")),
        ({}, ("joint.reentry", "form.missing")),
        ({"joint__name": "NGUYEN LAN"}, ("joint.name", "form.differs")),
        ({"reentry__purpose_known": "有"}, ("reentry.purpose", "form.missing")),
        (
            {
                "reentry__departure_known": "有",
                "reentry__departure": "20261231",
                "reentry__return_known": "有",
                "reentry__return": "20261230",
            },
            ("reentry.return", "form.order"),
        ),
        (
            {"reentry__departure_known": "有", "reentry__departure": "20261123"},
            ("reentry.departure", "form.past"),
        ),
        (
            {"reentry__representative__name": "法務たろう"},
            ("reentry.representative.phone", "form.one_of"),
        ),
    ],
)
def test_what_is_filed_together_is_checked(
    answers: dict[str, str], finding: tuple[str, str]
) -> None:
    assert finding in told(_with_reentry(**answers))


def test_more_than_28_hours_a_week_is_warned_of() -> None:
    main = joined(application("extension"), "other_activity")
    hours = {"other_activity.hours_known": "有", "other_activity.hours": "29"}
    asked = replace(main, answers=MappingProxyType({**main.answers, **hours}))
    assert ("other_activity.hours", "form.hours") in told(asked)


def test_a_task_of_another_field_is_refused() -> None:
    asked = application(
        "extension", current_status="特定技能１号", v__sector__1__sector="建設分野"
    )
    answers = {**asked.answers, "v.sector.1.task": "介護（介護分野）"}
    wrong = replace(asked, answers=MappingProxyType(answers))
    assert ("v.sector.1.task", "form.choice_beside") in told(wrong)


def test_what_cannot_be_filed_together() -> None:
    with pytest.raises(BadApplication):
        make("coe", None, ("reentry",))
    with pytest.raises(BadApplication):
        make("extension", None, ("extension",))


@pytest.mark.parametrize("procedure", Procedure)
def test_every_procedure_has_a_form(procedure: Procedure) -> None:
    made = form(procedure, None, ())
    assert made.fields
    assert made.sheets[-1].form
