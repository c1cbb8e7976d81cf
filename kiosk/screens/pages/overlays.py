"""What lies over a page for a moment."""

from kiosk.message import say
from kiosk.screens.page import Choice, Page, Tone
from kiosk.screens.pages.start import languages
from kiosk.visit.events import OverlayClosed, StartOverConfirmed
from kiosk.visit.state import State
from kiosk.visit.steps import Overlay


def overlay_of(state: State) -> Page | None:
    """The countdown before anything else; None when nothing lies over the page."""
    if state.countdown is not None:
        return Page(
            title=say("overlay.idle.title", count=max(0, state.countdown)),
            paragraphs=(say("overlay.idle.what"),),
            choices=(Choice(say("overlay.idle.stay"), OverlayClosed()),),
            tone=Tone.CARE,
        )
    match state.overlay:
        case Overlay.LANGUAGE:
            return Page(
                title=say("overlay.language.title"),
                choices=(
                    *languages(state),
                    Choice(say("screen.back"), OverlayClosed()),
                ),
            )
        case Overlay.STAFF:
            return Page(
                title=say("overlay.staff.title"),
                paragraphs=(say("overlay.staff.what"),),
                choices=(Choice(say("overlay.staff.back"), OverlayClosed()),),
                tone=Tone.CARE,
            )
        case Overlay.START_OVER:
            return Page(
                title=say("overlay.start_over.title"),
                paragraphs=(say("overlay.start_over.what"),),
                choices=(
                    Choice(say("overlay.start_over.no"), OverlayClosed()),
                    Choice(say("overlay.start_over.yes"), StartOverConfirmed()),
                ),
                tone=Tone.CARE,
            )
        case None:
            return None
