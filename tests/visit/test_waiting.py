"""The first screen looks after the terminal while nobody is there."""

from dataclasses import replace
from datetime import datetime

import pytest

from kiosk.hours import Hours
from kiosk.message import Message
from kiosk.screens.pages import page_of
from kiosk.visit.effects import Effect, Forget, LookAtParts
from kiosk.visit.events import (
    Event,
    LanguageChosen,
    LanguageWanted,
    OutOfOrder,
    PaperFailed,
    PaperPrinted,
    PrinterSeen,
    Seen,
    StoreSeen,
    Ticked,
)
from kiosk.visit.health import Lamp
from kiosk.visit.machine import advance
from kiosk.visit.staff_events import StaffDeskWanted
from kiosk.visit.state import State
from kiosk.visit.steps import ChooseLanguage, ChoosePurpose, Verdict
from kiosk.visit.terms import Glance
from kiosk.visit.waiting import LOOK_SECONDS
from tests.screens.pages import SITE, TODAY, at

WEEKDAYS = Hours((*[((540, 1020),)] * 5, (), ()))
NOON = datetime.fromisoformat("2026-11-24 12:00")
EVENING = datetime.fromisoformat("2026-11-24 18:00")


def first(**changes: object) -> State:
    return at(ChooseLanguage(), **changes)


def ticked(seconds: int = 1, moment: datetime = NOON) -> Ticked:
    return Ticked(seconds, moment.date(), moment)


def after(state: State, *events: Event) -> tuple[State, list[Effect]]:
    wanted: list[Effect] = []
    for event in events:
        state, effects = advance(state, event)
        wanted += effects
    return state, wanted


def said(state: State) -> set[str]:
    """The ids of all that is told beside title and choices."""
    page = page_of(state)
    told: tuple[Message, ...] = (page.title, *page.paragraphs, *page.small)
    return {own.id for own in told}


def test_the_parts_are_looked_at_at_once_and_then_every_few_minutes() -> None:
    state, wanted = after(first(), ticked())
    assert wanted == [LookAtParts()]
    state, wanted = after(state, *[ticked()] * (LOOK_SECONDS - 1))
    assert wanted == []
    state, wanted = after(state, ticked())
    assert wanted == [LookAtParts()]


@pytest.mark.parametrize("answer", [PaperPrinted(0), PaperFailed(0)])
def test_after_a_paper_they_are_looked_at_when_nobody_is_there(answer: Event) -> None:
    state, _ = after(first(), ticked())
    state, wanted = after(state.but(step=Verdict()), answer, ticked())
    assert LookAtParts() not in wanted
    _, wanted = after(state.but(step=ChooseLanguage()), ticked())
    assert wanted == [LookAtParts()]


@pytest.mark.parametrize(
    "served",
    [
        at(ChoosePurpose()),
        after(first(), StaffDeskWanted())[0],
        after(first(), LanguageWanted())[0].but(step=ChoosePurpose()),
    ],
)
def test_nobody_who_is_served_waits_for_a_look(served: State) -> None:
    _, wanted = after(served, *[ticked()] * (SITE.idle_seconds - 1))
    assert LookAtParts() not in wanted


def test_what_is_out_of_order_is_told_before_anybody_begins() -> None:
    well = said(first())
    assert not any(own.startswith("light.") for own in well)
    for event, told in (
        (Seen(Glance.NO_READER, 0), "light.card"),
        (Seen(Glance.NO_SERVICE, 0), "light.card"),
        (StoreSeen(well=False), "light.store"),
        (PrinterSeen(Lamp.PAPER_OUT), "light.printer.paper_out"),
        (PrinterSeen(Lamp.COVER_OPEN), "light.printer.cover_open"),
        (PrinterSeen(Lamp.OFF), "light.printer.off"),
    ):
        state, _ = after(first(), event)
        assert said(state) == well | {told}
        begun, _ = after(state, LanguageChosen("ja"))
        assert begun.step == ChoosePurpose()
        assert told in said(begun)
    low, _ = after(first(), PrinterSeen(Lamp.LOW))
    assert said(low) == well | {"light.low"}


def test_what_is_well_again_is_told_no_longer() -> None:
    for bad, good in (
        (Seen(Glance.NO_READER, 0), Seen(Glance.EMPTY, 0)),
        (StoreSeen(well=False), StoreSeen(well=True)),
        (PrinterSeen(Lamp.OFF), PrinterSeen(Lamp.WELL)),
    ):
        state, _ = after(first(), bad, good)
        assert said(state) == said(first())


def test_without_a_reader_the_choices_that_need_one_say_so() -> None:
    state, _ = after(at(ChoosePurpose()), Seen(Glance.NO_READER, 0))
    hints = [own.hint.id for own in page_of(state).choices if own.hint]
    assert hints == [
        "light.card.hint",
        "screen.purpose.ask.hint",
        "screen.purpose.log_in.hint",
        "light.card.hint",
    ]


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime.fromisoformat("2026-11-24 08:59"), "light.opens.today"),
        (EVENING, "light.opens"),
        (datetime.fromisoformat("2026-11-28 12:00"), "light.opens"),
    ],
)
def test_outside_of_its_hours_the_desk_says_when_it_opens(
    moment: datetime, told: str
) -> None:
    desk = replace(SITE, hours=WEEKDAYS)
    state, _ = after(first(site=desk), ticked(moment=moment))
    assert said(state) == {"light.closed.title", told}
    opened, _ = after(state, ticked(moment=NOON))
    assert said(opened) == said(first())


def test_a_closed_desk_speaks_every_language_and_lets_staff_in() -> None:
    desk = replace(SITE, hours=WEEKDAYS)
    state, _ = after(first(site=desk), ticked(moment=EVENING), LanguageChosen("ja"))
    assert (state.step, state.language) == (ChooseLanguage(), "ja")
    there, _ = after(state, StaffDeskWanted())
    assert there.staff is not None
    state, wanted = after(state, *[ticked(moment=EVENING)] * SITE.idle_seconds)
    assert (state.language, Forget() in wanted) == ("en", True)
    assert state.health.closed


def test_a_visit_that_goes_on_is_not_cut_off() -> None:
    desk = replace(SITE, hours=WEEKDAYS)
    begun = at(ChoosePurpose(), site=desk)
    state, wanted = after(begun, ticked(moment=EVENING))
    assert (state.step, wanted) == (ChoosePurpose(), [])


def test_hours_that_never_come_again() -> None:
    desk = replace(SITE, hours=Hours(((),) * 7))
    state, _ = after(first(site=desk), ticked())
    assert said(state) == {"light.closed.title", "light.closed.unknown"}


def test_where_nobody_can_work_the_first_screen_says_so() -> None:
    state, _ = after(first(), OutOfOrder(), LanguageChosen("ja"))
    assert said(state) == {"light.refused.title", "light.refused.what"}
    assert (state.step, page_of(state).aside) == (ChooseLanguage(), None)


def test_a_day_is_the_days_of_the_clock() -> None:
    state, _ = after(first(), Ticked(1, TODAY))
    assert not state.health.closed
