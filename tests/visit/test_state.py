"""What a state says of itself, and when it counts down."""

import dataclasses

import pytest

from kiosk.forms.application import Application
from kiosk.rules.vocabulary import Procedure
from kiosk.visit import drafts, effects, events, readings, state, steps
from kiosk.visit.drafts import Draft
from kiosk.visit.effects import Effect
from kiosk.visit.events import Event
from kiosk.visit.readings import Picture, Reading, Residence, Signature
from kiosk.visit.state import Account, Answers, new_visit
from kiosk.visit.steps import (
    ChooseLanguage,
    ChoosePurpose,
    FillIn,
    Goodbye,
    Issued,
    Working,
)
from kiosk.visit.terms import Paper, Purpose, Work
from tests.visit.states import CONTACT, MEI, SITE, TODAY, card, fresh, told, with_card

OPEN = {
    "display",
    "ticket",
    "token",
    "tries",
    "tries_left",
    "has_signature",
    "has_card",
    "sheet",
    "same",
    "trouble",
    "pin",
    "new",
    "login",
    "no_printer",
    "unsure",
    "needs_staff",
    "seconds",
    "today",
    "glance",
    # The time, and how printers and store are.
    "at",
    "lamp",
    "well",
    "code",
    "well_formed",
    "language",
    "done",
    "role",
    "kind",
    "procedure",
    # Of an application: its own repr has no answers, and an account's no particulars.
    "application",
    "account",
    "notes",
    "draft",
    "copy",
    "place",
    "expires",
    "of",
    # Days on which certificates end, and what was wrong with a number or a card.
    "ends",
    "ended",
    "flaw",
    "fault",
    "answer",
    "wait",
    "password",
    # Of staff, who are numbers; acts have no names, and a visitor's repr none either.
    "member",
    "second",
    "refusal",
    "acts",
    "visitor",
    "user",
    "parts",
    "papers",
    "report",
    "detail",
    "begun",
    "until",
    # A usage request, whose own repr has no answers, and a day of it.
    "usage",
    "on",
    # Who issued an ID, and why there is none.
    "issuer",
    "why",
    "held",
    "replaced",
    "group",
}
"""What an event or effect may show: nothing by which a visitor is known."""


@pytest.mark.parametrize("happening", [*Event.__args__, *Effect.__args__])
def test_nothing_of_the_visitor_shows(happening: type) -> None:
    shown = {part.name for part in dataclasses.fields(happening) if part.repr}
    assert shown <= OPEN


def test_no_state_shows_whose_it_is() -> None:
    answers = Answers(
        Purpose.REGISTER,
        "applicant",
        "extension",
        {"birth_date": "1990-04-01"},
        CONTACT,
        "AUTH-ID",
    )
    account = Account("applicant", None, MEI, CONTACT)
    known = {"mynumber.name": MEI.name}
    application = Application(
        Procedure.EXTENSION, answers={"name": MEI.name, "mail": CONTACT.mail}
    )
    unsaved = {"phone": CONTACT.phone}
    draft = Draft(1, application, TODAY, known, unsaved)
    step = FillIn("name", typed={"name": MEI.name})
    state = with_card(fresh(), card(MEI)).but(answers=answers, step=step)
    picture = Picture("L", 1, 4, b"FACE")
    told_by = Reading(True, False, Signature.RIGHT, birth_date="19900401", face=picture)
    residence = Residence("AA12345678BB", told_by)
    shown = repr(state.but(account=account, draft=draft, residence=residence))
    secrets = (MEI.name, MEI.address, CONTACT.phone, CONTACT.mail, "AUTH-ID", "1990")
    secrets += ("AA12345678BB", "FACE")
    assert not [secret for secret in secrets if secret in shown]


@pytest.mark.parametrize("module", [drafts, effects, events, readings, state, steps])
def test_everything_is_replaced_and_never_changed(module: object) -> None:
    for name, thing in vars(module).items():
        if isinstance(thing, type) and dataclasses.is_dataclass(thing):
            with pytest.raises(dataclasses.FrozenInstanceError):
                object.__new__(thing).anything = name  # type: ignore[attr-defined]


def test_facts_are_told_and_taken_back() -> None:
    before = told(facts={"status": "student"}).answers
    after = before.with_fact("in_japan", True)
    assert after.facts == {"status": "student", "in_japan": True}
    assert after.without_fact("in_japan").facts == before.facts
    assert before.facts == {"status": "student"}
    with pytest.raises(TypeError):
        after.facts["status"] = "other"  # type: ignore[index]


@pytest.mark.parametrize(
    "step", [ChoosePurpose(), Working(Work.INSPECT), Issued(True, Paper.PRINTED)]
)
def test_the_countdown_shows_in_its_last_seconds(step: ChoosePurpose) -> None:
    state = fresh().but(step=step)
    shown = [state.but(idle=idle).countdown for idle in (0, 39, 40, 59, 60)]
    assert shown == [None, None, 20, 1, 0]


@pytest.mark.parametrize("step", [ChooseLanguage(), Goodbye()])
def test_nothing_is_counted_where_nothing_can_be_lost(step: Goodbye) -> None:
    assert fresh().but(step=step, idle=59).countdown is None


def test_a_new_visit_knows_the_desk_the_day_and_the_last_ticket() -> None:
    state = new_visit(SITE, TODAY, fresh().desk, ticket=7)
    assert (state.ticket, state.paper_ticket, state.language) == (7, 7, "ja")
    assert state.answers == Answers()
