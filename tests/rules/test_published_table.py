"""The data file's table against the hand transcription, cell by cell."""

from datetime import date

import pytest

from kiosk.rules.table import cell, conditions
from kiosk.rules.vocabulary import Procedure, Role
from tests.rules.oracle import COLUMNS, INSTITUTIONS, TABLE_2022, TABLE_LATER

EDITIONS = [
    (date(2022, 3, 16), TABLE_2022),
    (date(2024, 3, 18), TABLE_2022),
    (date(2024, 3, 19), TABLE_LATER),
    (date(2026, 11, 24), TABLE_LATER),
]


@pytest.mark.parametrize(("on", "published"), EDITIONS)
@pytest.mark.parametrize("role", TABLE_2022)
def test_every_published_cell(on: date, published: dict[str, str], role: str) -> None:
    marks = [cell(on, Role(role), Procedure(name)).mark for name in COLUMNS]
    assert " ".join(mark or "" for mark in marks) == published[role]


@pytest.mark.parametrize("role", INSTITUTIONS)
def test_institutions_have_no_published_cell(role: str) -> None:
    on = date(2022, 3, 16)
    rules = [cell(on, Role(role), procedure) for procedure in Procedure]
    assert {rule.mark for rule in rules} == {"○ⁱ"}
    assert all("Q1-1" in rule.source for rule in rules)


@pytest.mark.parametrize("role", Role)
def test_before_the_day_of_opening_nothing_is_taken(role: Role) -> None:
    on = date(2022, 3, 15)
    assert {cell(on, role, procedure).mark for procedure in Procedure} == {"–"}


def test_note_1_is_a_warning_and_says_that_its_mark_is_not_certain() -> None:
    rule = cell(date(2022, 3, 16), Role.APPLICANT, Procedure.COE)
    assert (rule.effect, rule.certainty) == ("advise", "medium")
    assert "注1" in rule.source


@pytest.mark.parametrize(
    ("role", "procedure", "ids"),
    [
        ("gyoseishoshi", "coe", set()),
        ("organization_staff", "coe", {"approved"}),
        ("public_interest_staff", "coe", {"approved", "commissioned"}),
        (
            "support_organization_staff",
            "coe",
            {"approved", "commissioned", "support-plan"},
        ),
        ("applicant", "coe", {"own-card", "own-age", "from-japan"}),
        ("relative", "coe", {"own-card"}),
        ("legal_representative", "coe", {"own-card", "legal-representative"}),
    ],
)
def test_conditions_beside_the_table(role: str, procedure: str, ids: set[str]) -> None:
    about_statuses = {
        "status-online",
        "no-permanent",
        "landing-status",
        "supervised-training",
        "no-departure",
        "activity-listed",
        "activity-unlisted",
    }
    found = conditions(date(2022, 3, 16), Role(role), Procedure(procedure))
    assert {rule.id for rule in found} - about_statuses == ids
