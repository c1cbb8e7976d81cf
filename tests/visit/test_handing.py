"""The Agency's tables: who may have them, and what is told of them."""

from dataclasses import replace

import pytest

from kiosk.forms.application import make
from kiosk.rules.vocabulary import Role
from kiosk.screens.pages import page_of
from kiosk.visit.effects import WriteTables
from kiosk.visit.events import (
    AnswersWanted,
    PaperPrinted,
    TablesNotWritten,
    TablesWanted,
    TablesWritten,
    WentBack,
    WentOn,
)
from kiosk.visit.handing import ROLES
from kiosk.visit.machine import advance
from kiosk.visit.state import Account, State
from kiosk.visit.steps import Goodbye, HandOver, HandTables, Review
from kiosk.visit.tables import TablesFault, Written
from kiosk.visit.terms import Paper
from tests.forms.samples import application
from tests.visit.states import CONTACT, MEI, SITE
from tests.visit.test_filling import draft_of, filling

FILES = ("extension-1.csv", "extension-1.json")


def handing(role: str = "gyoseishoshi", **answers: str) -> State:
    """Somebody in this role whose sheet has been printed."""
    state = filling(application("extension", **answers), HandOver(Paper.PRINTED))
    return state.but(
        site=replace(SITE, tables=True),
        account=Account(role, None, MEI, CONTACT),
        history=(Review(),),
        today=state.today,
    )


def offers(state: State) -> bool:
    return any(choice.event == TablesWanted() for choice in page_of(state).choices)


@pytest.mark.parametrize("role", Role)
def test_only_who_files_for_others_sees_them(role: Role) -> None:
    """一括申請 is for institutions and intermediaries (facts: KUSU)."""
    individuals = {Role.APPLICANT, Role.LEGAL_REPRESENTATIVE, Role.RELATIVE}
    state = handing(role)
    assert offers(state) == (role not in individuals)
    assert set(ROLES) == set(Role) - individuals
    _, effects = advance(state, TablesWanted())
    assert bool(effects) == (role not in individuals)


def test_a_site_without_a_folder_offers_none() -> None:
    state = handing().but(site=SITE)
    assert not offers(state)
    assert advance(state, TablesWanted()) == (state, ())


@pytest.mark.parametrize("procedure", ["acquisition", "employment_certificate"])
def test_where_the_agency_has_no_table_that_is_said(procedure: str) -> None:
    draft = replace(draft_of(handing()), application=make(procedure, None, ()))
    state = handing().but(draft=draft)
    assert not offers(state)
    assert "screen.sheet.no_tables" in [line.id for line in page_of(state).small]
    assert advance(state, TablesWanted()) == (state, ())


def test_they_are_written_and_it_is_told_where() -> None:
    state = handing()
    writing, [effect] = advance(state, TablesWanted())
    assert effect == WriteTables(writing.ticket, draft_of(state).application)
    assert writing.step == HandTables(writing.ticket)
    assert page_of(writing).busy
    written, _ = advance(writing, TablesWritten(writing.ticket, "/media/x", FILES))
    assert written.step == HandTables(writing.ticket, Written("/media/x", FILES))
    values = [row.value for row in page_of(written).rows]
    assert values == ["/media/x", *FILES]
    back, _ = advance(written, WentBack())
    assert back.step == HandOver(Paper.PRINTED)
    assert advance(written, WentOn())[0].step == Goodbye()


@pytest.mark.parametrize("fault", TablesFault)
def test_each_fault_has_its_own_words_and_can_be_tried_again(
    fault: TablesFault,
) -> None:
    writing, _ = advance(handing(), TablesWanted())
    failed, _ = advance(writing, TablesNotWritten(writing.ticket, fault))
    page = page_of(failed)
    assert page.title.id == f"screen.tables.fault.{fault}.title"
    assert draft_of(failed) == draft_of(writing), "nothing is lost"
    again, [effect] = advance(failed, TablesWanted())
    assert isinstance(effect, WriteTables)
    assert again.history == writing.history
    assert advance(failed, WentBack())[0].step == HandOver(Paper.PRINTED)


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"name": ""}, TablesFault.ERRORS),
        ({"occupation": "हनोई"}, TablesFault.CHARACTERS),
    ],
)
def test_what_the_agencys_tool_would_refuse_is_not_written(
    answers: dict[str, str], fault: TablesFault
) -> None:
    refused, effects = advance(handing(**answers), TablesWanted())
    assert effects == ()
    assert isinstance(refused.step, HandTables)
    assert refused.step.outcome == fault
    mending, _ = advance(refused, AnswersWanted())
    assert (mending.step, mending.history) == (Review(), ())


def test_the_question_whose_letters_cannot_be_written_is_named() -> None:
    refused, _ = advance(handing(occupation="हनोई"), TablesWanted())
    assert "field.occupation" in [line.id for line in page_of(refused).paragraphs]


def test_an_answer_too_late_or_twice_changes_nothing() -> None:
    writing, _ = advance(handing(), TablesWanted())
    late = TablesWritten(writing.ticket - 1, "/media/x", FILES)
    assert advance(writing, late) == (writing, ())
    for event in (WentOn(), TablesWanted(), AnswersWanted()):
        assert advance(writing, event)[0].step == writing.step
    written, _ = advance(writing, TablesWritten(writing.ticket, "/media/x", FILES))
    twice = TablesNotWritten(writing.ticket, TablesFault.FULL)
    assert advance(written, twice) == (written, ())
    left, _ = advance(writing, WentBack())
    assert advance(left, twice) == (left, ())


def test_the_sheet_is_told_of_when_they_are_left() -> None:
    """Its paper comes out meanwhile."""
    state = handing().but(step=HandOver(Paper.PRINTING), paper_ticket=8, ticket=8)
    writing, _ = advance(state, TablesWanted())
    printed, _ = advance(writing, PaperPrinted(8))
    assert printed.step == writing.step
    assert advance(printed, WentBack())[0].step == HandOver(Paper.PRINTED)
