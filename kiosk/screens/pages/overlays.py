"""What lies over a page for a moment."""

from kiosk.message import say
from kiosk.screens.page import Choice, Page, Tone
from kiosk.screens.pages import display
from kiosk.screens.pages.start import languages, staff_way
from kiosk.visit.drafts import Draft
from kiosk.visit.events import OverlayClosed, PaperWanted, StartOverConfirmed
from kiosk.visit.staff_events import AttendanceEnded
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
                whole=True,
            )
        case Overlay.DISPLAY:
            return display.choices(state)
        case Overlay.STAFF:
            return Page(
                title=say("overlay.staff.title"),
                paragraphs=(say("overlay.staff.what"),),
                choices=(
                    Choice(say("overlay.staff.back"), OverlayClosed()),
                    *_attendance(state),
                ),
                tone=Tone.CARE,
                aside=staff_way(),
            )
        case Overlay.START_OVER:
            return _start_over(state.draft)
        case None:
            return None


def _attendance(state: State) -> tuple[Choice, ...]:
    """The gyoseishoshi who is with the visitor may go."""
    if not state.attended:
        return ()
    return (Choice(say("staff.attends_no_longer"), AttendanceEnded()),)


def _start_over(draft: Draft | None) -> Page:
    """Whatever was begun is kept; the rest is not."""
    go_on = Choice(say("overlay.start_over.no"), OverlayClosed())
    if draft is None:
        return Page(
            title=say("overlay.start_over.title"),
            paragraphs=(say("overlay.start_over.what"),),
            choices=(
                go_on,
                Choice(say("overlay.start_over.yes"), StartOverConfirmed()),
            ),
            tone=Tone.CARE,
        )
    return Page(
        title=say("overlay.start_over.title"),
        paragraphs=(say("screen.sheet.kept", day=draft.expires.isoformat()),),
        choices=(
            go_on,
            Choice(say("overlay.start_over.end"), StartOverConfirmed()),
            Choice(say("overlay.start_over.print"), PaperWanted()),
        ),
        tone=Tone.CARE,
    )
