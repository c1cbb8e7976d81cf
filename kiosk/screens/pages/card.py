"""The card, its PINs, and all that may stand in the way."""

from typing import Final

from kiosk.message import Message, say
from kiosk.rules.reference import Topic, items
from kiosk.rules.vocabulary import Role
from kiosk.screens.page import Choice, Page, PinForm, Place, Tone
from kiosk.visit.events import PasswordWanted, WentBack, WentOn
from kiosk.visit.passwords import may_use
from kiosk.visit.questions import registers
from kiosk.visit.state import State
from kiosk.visit.steps import EnterPin, InTrouble, LastTry
from kiosk.visit.terms import Pin, PinNote, Purpose, Trouble, Work

_PIN_DIGITS: Final = 4
_ONE_OF_TWO: Final = (Pin.AUTHENTICATION, Pin.SIGNATURE)
"""A registration needs both, and says after each what comes next."""
_TRY_AGAIN: Final = frozenset(
    {
        Trouble.REMOVED,
        Trouble.MUTE,
        Trouble.BUSY,
        Trouble.CHANGED,
        Trouble.UNREADABLE,
        Trouble.NO_CARD,
        Trouble.STORE,
        Trouble.ANOTHER_PERSON,
    }
)
_PLACES: Final = {
    Work.REGISTER: Place.PAPER,
    Work.DRAFTS: Place.DETAILS,
    Work.READ_RESIDENCE: Place.DETAILS,
}
_NO_CARD_NEEDED: Final = frozenset(
    {
        Work.DRAFTS,
        Work.REGISTER,
        Work.LOG_IN,
        Work.REJOIN,
        Work.CHECK_PASSWORD,
        Work.KEEP_PASSWORD,
    }
)
_FOR_THE_CARD: Final = frozenset({Trouble.PASSWORD_LOCKED, Trouble.PASSWORD_EXPIRED})
_PENDING: Final = "login-pending"
"""Of the items on logging in: those about a card that ends while one waits."""
_ONLY_STAFF: Final = frozenset({Trouble.NO_SERVICE, Trouble.NO_READER})


def prepare(state: State, passed_over: int | None) -> Page:
    """What to have ready; the card itself is the way on."""
    other = (say("screen.prepare.other_card"),) if passed_over is not None else ()
    return Page(
        title=say("screen.prepare.title"),
        paragraphs=(
            *other,
            say("screen.prepare.how"),
            say("screen.prepare.needs"),
            *(say(f"screen.prepare.need.{own}") for own in _needs(state)),
        ),
        choices=_without_card(state),
        small=(say("screen.prepare.privacy"),),
        next=say("screen.prepare.next"),
        place=Place.CARD,
        waits=True,
    )


def _needs(state: State) -> tuple[str, ...]:
    if state.answers.purpose is Purpose.FORGOT:
        return ("card", "attributes")
    first = ("card", "authentication")
    return (*first, "signature", "contact") if registers(state) else first


def working(work: Work) -> Page:
    """One moment."""
    return Page(
        title=say(f"screen.working.{work}"),
        paragraphs=(say("screen.working.keep_card"),)
        if work not in _NO_CARD_NEEDED
        else (),
        place=_PLACES.get(work, Place.CARD),
        busy=True,
    )


def pin(state: State, step: EnterPin) -> Page:
    """Which PIN, how many tries are left, and that nothing is shown."""
    notes = {
        None: (),
        PinNote.FORM: (say(f"screen.pin.form.{step.pin}"),),
        PinNote.WRONG: (say("screen.pin.wrong"),),
    }
    return Page(
        title=say(f"screen.pin.{step.pin}.title"),
        paragraphs=(
            *notes[step.note],
            say(f"screen.pin.{step.pin}.what"),
            say("screen.pin.tries", count=step.tries),
        ),
        form=PinForm(None if step.pin is Pin.SIGNATURE else _PIN_DIGITS),
        next=say(f"screen.pin.{step.pin}.next")
        if registers(state) and step.pin in _ONE_OF_TWO
        else say("screen.pin.unseen"),
        place=Place.CARD,
        tone=Tone.CARE if step.note else Tone.PLAIN,
    )


def last_try(step: LastTry) -> Page:
    """One wrong try more, and the PIN is locked: where it is then reset."""
    wrong = (say("screen.pin.wrong"),) if step.wrong else ()
    return Page(
        title=say("screen.last_try.title"),
        paragraphs=(
            *wrong,
            say("screen.last_try.what", pin=say(f"pin.{step.pin}")),
            say(f"screen.reset.{step.pin}"),
        ),
        choices=(
            Choice(say("screen.last_try.no"), WentBack()),
            Choice(say("screen.last_try.yes"), WentOn()),
        ),
        place=Place.CARD,
        tone=Tone.CARE,
    )


def trouble(state: State, step: InTrouble) -> Page:
    """What stands in the way, and what to do."""
    what, pin = step.trouble, step.pin
    lines = [say(f"trouble.{what}.do")]
    if step.ended is not None:
        day = step.ended.isoformat()
        lines = [say("screen.expired.day", day=day), *lines, say("screen.expired.both")]
        lines += _at_the_portal(state)
    if what is Trouble.PIN_LOCKED and pin is not None:
        lines = [
            say("screen.locked.which", pin=say(f"pin.{pin}")),
            say(f"screen.reset.{pin}"),
        ]
    return Page(
        title=say(f"trouble.{what}.title"),
        paragraphs=tuple(lines),
        choices=(*_ways_out(what), *_without_card(state)),
        place=Place.CARD,
        tone=Tone.CARE,
    )


def _at_the_portal(state: State) -> list[Message]:
    """What the Agency's portal allows on this day to whoever waits for an answer. Here
    an ID alone opens nothing.
    """
    if state.answers.purpose is not Purpose.LOG_IN:
        return []
    allowed = items(state.today, Topic.LOGIN, Role.APPLICANT)
    pending = [own.message for own in allowed if own.id.startswith(_PENDING)]
    return [*pending, say("screen.expired.here")] if pending else []


def _without_card(state: State) -> tuple[Choice, ...]:
    """For whoever has an ID with a password, and no card here that can be used."""
    if not may_use(state):
        return ()
    return (Choice(say("screen.password.use"), PasswordWanted()),)


def _ways_out(what: Trouble) -> tuple[Choice, ...]:
    if what in _ONLY_STAFF:
        return (Choice(say("screen.back"), WentBack()),)
    if what in _FOR_THE_CARD:
        return (
            Choice(say("screen.password.use_card"), WentOn()),
            Choice(say("screen.back"), WentBack()),
        )
    if what in _TRY_AGAIN:
        return (
            Choice(say("screen.try_again"), WentOn()),
            Choice(say("screen.back"), WentBack()),
        )
    return (
        Choice(say("screen.finish"), WentOn()),
        Choice(say("screen.back"), WentBack()),
    )
