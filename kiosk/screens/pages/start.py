"""The first two screens."""

from dataclasses import replace

from kiosk.i18n import LANGUAGES
from kiosk.message import Message, say
from kiosk.screens.page import Choice, Page, Place
from kiosk.screens.pages import lights
from kiosk.visit.events import Chose, LanguageChosen
from kiosk.visit.staff_events import StaffDeskWanted
from kiosk.visit.state import State
from kiosk.visit.terms import PURPOSES, Purpose

_BY_CARD = frozenset({Purpose.REGISTER, Purpose.RECORD})
"""What most visitors need a card for."""


def language(state: State) -> Page:
    """The screen that waits for visitors. A card left behind is told of, and what is
    out of order; while nobody can begin, the languages are there to read that in.
    """
    left_behind = (say("screen.language.card_left"),) if state.desk.has_card else ()
    if state.health.shut:
        way = None if state.health.refused else staff_way()
        return replace(
            lights.shut(state), choices=languages(state), whole=True, aside=way
        )
    return Page(
        title=say("screen.language.title"),
        paragraphs=(
            *lights.lights(state),
            say("screen.language.lead"),
            *left_behind,
        ),
        choices=languages(state),
        whole=True,
        small=lights.for_staff(state),
        aside=staff_way(),
    )


def staff_way() -> Choice:
    """To the pages for staff."""
    return Choice(say("staff.way"), StaffDeskWanted())


def languages(state: State) -> tuple[Choice, ...]:
    """Each language in its own words, as everyone recognises their own."""
    return tuple(
        Choice(
            say("screen.language.own", name=row.own_name),
            LanguageChosen(row.code),
            hint=say("screen.language.in_japanese", name=row.japanese_name),
        )
        for row in map(LANGUAGES.get, state.site.languages)
        if row is not None
    )


def purpose(state: State) -> Page:
    """What the visitor came for."""
    chosen = state.answers.purpose
    return Page(
        title=say("screen.purpose.title"),
        paragraphs=lights.lights(state),
        choices=tuple(
            Choice(
                say(f"screen.purpose.{own}"),
                Chose(own.value),
                hint=_hint(state, own),
                chosen=own is chosen,
            )
            for own in PURPOSES
        ),
        next=say("screen.purpose.next"),
        place=Place.QUESTIONS,
    )


def _hint(state: State, purpose: Purpose) -> Message:
    if purpose in _BY_CARD and lights.reads_no_cards(state):
        return say("light.card.hint")
    return say(f"screen.purpose.{purpose}.hint")
