"""Registering without a card to show."""

from kiosk.message import Message, say
from kiosk.screens.page import Choice, Page, Place, Tone
from kiosk.visit.events import Chose, PasswordWanted, WentBack, WentOn
from kiosk.visit.steps import Refused
from kiosk.visit.terms import Purpose, Refusal

_MINUTE = 60


def refused(step: Refused) -> Page:
    """Why they have no ID by this; nothing of whoever has one."""
    waits = step.why is Refusal.WAIT
    log_in = Choice(say("screen.refused.log_in"), Chose(Purpose.LOG_IN))
    return Page(
        title=say(f"screen.refused.{step.why}.title"),
        paragraphs=(say(f"screen.refused.{step.why}.what"), *_wait(step.wait)),
        choices=(
            *(() if waits else (log_in,)),
            Choice(say("screen.back"), WentBack()),
            Choice(say("screen.finish"), WentOn()),
        ),
        place=Place.DETAILS,
        tone=Tone.CARE,
    )


def no_password() -> Page:
    """Asked once more: without one this ID opens nothing here."""
    return Page(
        title=say("screen.no_password.title"),
        paragraphs=(say("screen.no_password.what"),),
        choices=(
            Choice(say("screen.password.set"), PasswordWanted()),
            Choice(say("screen.no_password.leave"), WentOn()),
        ),
        place=Place.PAPER,
        tone=Tone.CARE,
    )


def _wait(seconds: int) -> tuple[Message, ...]:
    if not seconds:
        return ()
    return (say("screen.password.wait.minutes", count=-(-seconds // _MINUTE)),)
