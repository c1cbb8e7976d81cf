"""Whose card it is, how to reach them, and their ID."""

from kiosk.message import Message, say
from kiosk.screens.page import Choice, Page, Place, Row, TextField, TextForm, Tone
from kiosk.visit.events import Chose, ForgotWanted, WentOn
from kiosk.visit.questions import CARD_ROLES
from kiosk.visit.state import Person, State
from kiosk.visit.steps import EnterId


def person(state: State) -> Page:
    """Is this you?"""
    return Page(
        title=say("screen.person.title"),
        rows=_rows(state.card.person if state.card else None),
        choices=(
            Choice(say("screen.person.yes"), WentOn()),
            Choice(say("screen.person.no"), Chose(False)),
        ),
        small=(say("screen.person.source"),),
        next=say("screen.person.next"),
        place=Place.DETAILS,
    )


def contact(state: State, faults: tuple[str, ...]) -> Page:
    """Telephone and mail, as typed before."""
    given = state.answers.contact
    return Page(
        title=say("screen.contact.title"),
        paragraphs=(
            say("screen.contact.nothing")
            if "nothing" in faults
            else say("screen.contact.lead"),
        ),
        form=TextForm(
            fields=(
                TextField(
                    "phone",
                    say("screen.contact.phone"),
                    given.phone,
                    say("screen.contact.phone.fault") if "phone" in faults else None,
                ),
                TextField(
                    "mail",
                    say("screen.contact.mail"),
                    given.mail,
                    say("screen.contact.mail.fault") if "mail" in faults else None,
                ),
            ),
            ok=say("screen.go_on"),
            kind="contact",
        ),
        next=say("screen.contact.next")
        if state.answers.role in CARD_ROLES
        else say("screen.contact.next.confirm"),
        place=Place.DETAILS,
        tone=Tone.CARE if faults else Tone.PLAIN,
    )


def auth_id(step: EnterId) -> Page:
    """The ID, typed or scanned; whoever issued it."""
    return Page(
        title=say("screen.auth_id.title"),
        paragraphs=_about_id(step),
        form=TextForm(
            fields=(TextField("auth_id", say("screen.auth_id.field"), step.typed),),
            ok=say("screen.go_on"),
            kind="id",
        ),
        choices=(Choice(say("screen.auth_id.forgot"), ForgotWanted()),),
        waits=True,
        next=say("screen.auth_id.next"),
        place=Place.QUESTIONS,
        tone=Tone.CARE if step.refused or step.flaw else Tone.PLAIN,
    )


def _about_id(step: EnterId) -> tuple[Message, ...]:
    if step.flaw is not None:
        return step.flaw, say("screen.auth_id.as_it_is")
    if step.refused:
        return (say("screen.auth_id.refused"),)
    return (say("screen.auth_id.lead"),)


def _rows(own: Person | None) -> tuple[Row, ...]:
    if own is None:
        return ()
    return (
        Row(say("screen.person.name"), own.name),
        Row(say("screen.person.birth_date"), birth_date(own.birth_date)),
        Row(say("screen.person.sex"), say(f"sex.{own.sex}")),
        Row(say("screen.person.address"), own.address),
    )


def birth_date(digits: str) -> Message:
    """``YYYYMMDD``; a month or day that nobody knows is told as such."""
    year, month, day = digits[:4], digits[4:6], digits[6:]
    if "00" in (month, day):
        return say("screen.person.birth_date.part", year=year, month=month, day=day)
    return say("screen.person.birth_date.day", day=f"{year}-{month}-{day}")
