"""The first two screens."""

from kiosk.i18n import LANGUAGES
from kiosk.message import Message, say
from kiosk.screens.page import Choice, Page, Place
from kiosk.visit.events import Chose, LanguageChosen
from kiosk.visit.staff_events import StaffDeskWanted
from kiosk.visit.state import State
from kiosk.visit.terms import PURPOSES


def language(state: State) -> Page:
    """The screen that waits for visitors. A card left behind is told of."""
    left_behind = (say("screen.language.card_left"),) if state.desk.has_card else ()
    return Page(
        title=say("screen.language.title"),
        paragraphs=(say("screen.language.lead"), *left_behind),
        choices=languages(state),
        aside=staff_way(),
    )


def staff_way() -> Choice:
    """To the pages for staff."""
    return Choice(say("staff.way"), StaffDeskWanted())


def languages(state: State) -> tuple[Choice, ...]:
    """Each language in its own words, as everyone recognises their own."""
    return tuple(
        Choice(
            Message(f"language.{code}"),
            LanguageChosen(code),
            hint=say("screen.language.in_japanese", name=say(f"language.ja.{code}")),
        )
        for code in state.site.languages
        if code in LANGUAGES
    )


def purpose(state: State) -> Page:
    """What the visitor came for."""
    chosen = state.answers.purpose
    return Page(
        title=say("screen.purpose.title"),
        choices=tuple(
            Choice(
                say(f"screen.purpose.{own}"),
                Chose(own.value),
                hint=say(f"screen.purpose.{own}.hint"),
                chosen=own is chosen,
            )
            for own in PURPOSES
        ),
        next=say("screen.purpose.next"),
        place=Place.QUESTIONS,
    )
