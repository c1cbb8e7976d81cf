"""The password of an ID: chosen, typed in place of a card, and how long it holds."""

from typing import Final

from kiosk.message import Message, say
from kiosk.screens.page import Choice, Page, PasswordForm, Place, Tone
from kiosk.visit.events import PasswordWanted, WentOn
from kiosk.visit.passwords import has_no_card, may_choose
from kiosk.visit.state import State
from kiosk.visit.steps import ChoosePassword, EnterPassword
from kiosk.visit.terms import PasswordAnswer

_MINUTE: Final = 60
"""Seconds from which on a wait is told in minutes."""


def enter(step: EnterPassword) -> Page:
    """The same sentence, whether nobody has the ID, it has no password, or another."""
    refused = step.answer is PasswordAnswer.REFUSED
    return Page(
        title=say("screen.password.enter.title"),
        paragraphs=(
            *((say("screen.password.refused"),) if refused else ()),
            *((_wait(step.wait),) if step.wait else ()),
            *((say("screen.password.enter.what"),) if step.answer is None else ()),
        ),
        form=PasswordForm(),
        next=say("screen.password.unseen"),
        place=Place.CARD,
        tone=Tone.CARE if step.answer else Tone.PLAIN,
    )


def choose(step: ChoosePassword) -> Page:
    """Once, and once more: what was typed is not shown."""
    stage = "again" if step.again else "choose"
    fault = (say(f"screen.password.fault.{step.fault}"),) if step.fault else ()
    return Page(
        title=say(f"screen.password.{stage}.title"),
        paragraphs=(*fault, say(f"screen.password.{stage}.what")),
        form=PasswordForm(again=step.again),
        next=say("screen.password.unseen"),
        place=Place.PAPER,
        tone=Tone.CARE if step.fault else Tone.PLAIN,
    )


def kept(state: State) -> Page:
    """From now on, and until when."""
    own = state.password
    until = (say("screen.password.until", day=own.last_day.isoformat()),) if own else ()
    return Page(
        title=say("screen.password.kept.title"),
        paragraphs=(
            *until,
            say("screen.password.kept.alone")
            if has_no_card(state)
            else say("screen.password.kept.what"),
        ),
        choices=(Choice(say("screen.go_on"), WentOn()),),
        place=Place.PAPER,
        tone=Tone.GOOD,
    )


def choice(state: State) -> tuple[Choice, ...]:
    """The way to a password, or to a new one; only with the card."""
    if not may_choose(state):
        return ()
    label = "set" if state.password is None else "change"
    hint = None
    if state.password is None:
        alone = has_no_card(state)
        hint = say(f"screen.password.set.{'alone' if alone else 'hint'}")
    return (Choice(say(f"screen.password.{label}"), PasswordWanted(), hint=hint),)


def warning(state: State) -> tuple[Message, ...]:
    """That it holds no longer, or not much longer."""
    own = state.password
    if own is None or not own.warns:
        return ()
    soon = "soon.alone" if has_no_card(state) else "soon"
    over = "over" if own.last_day < state.today else soon
    return (say(f"screen.password.{over}", day=own.last_day.isoformat()),)


def _wait(seconds: int) -> Message:
    if seconds > _MINUTE:
        return say("screen.password.wait.minutes", count=-(-seconds // _MINUTE))
    return say("screen.password.wait.seconds", count=seconds)
