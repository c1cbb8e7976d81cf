"""Registering without a card to show, and an ID that the Agency has issued."""

from typing import Final

from kiosk.message import Message, say
from kiosk.rules.reference import Topic, items
from kiosk.rules.vocabulary import Role
from kiosk.screens.page import (
    Choice,
    DateForm,
    Page,
    Place,
    Row,
    TextField,
    TextForm,
    Tone,
)
from kiosk.screens.pages.details import birth_date
from kiosk.visit.events import Chose, NumberWanted, PasswordWanted, WentBack, WentOn
from kiosk.visit.particulars import ADDRESS, NAME, ORGANISATION
from kiosk.visit.questions import CARD_ROLES, NUMBER_ROLES
from kiosk.visit.state import State
from kiosk.visit.steps import (
    ChooseSex,
    ConfirmBrought,
    ConfirmParticulars,
    EnterAddress,
    EnterBirth,
    EnterBrought,
    EnterName,
    EnterNumber,
    EnterOrganisation,
    NoPassword,
    Refused,
    Step,
)
from kiosk.visit.terms import Purpose, Refusal

_MINUTE: Final = 60
_AGAIN: Final = "auth-id-again"
"""Of the items on logging in: that IDs from before may have to be registered again."""


def page(state: State, step: Step) -> Page:
    """That of each step of this part."""
    match step:
        case EnterBrought(refused):
            return brought(state, refused=refused)
        case ConfirmBrought():
            return confirm_brought(state)
        case EnterNumber():
            return number(step)
        case EnterOrganisation(fault):
            return organisation(state, fault)
        case EnterName(fault):
            return name(state, fault)
        case EnterBirth(refused):
            return birth(state, refused=refused)
        case ChooseSex():
            return sex(state)
        case EnterAddress(fault):
            return address(state, fault)
        case ConfirmParticulars():
            return confirm(state)
        case Refused():
            return not_registered(step)
        case NoPassword():
            return no_password()
    raise ValueError("a step of another part")


def brought(state: State, *, refused: bool) -> Page:
    """An ID that the Agency has issued, typed or scanned."""
    of_the_day = items(state.today, Topic.LOGIN, Role(state.answers.role or ""))
    again = [own.message for own in of_the_day if own.id == _AGAIN]
    return Page(
        title=say("screen.brought.title"),
        paragraphs=(
            say("screen.brought.refused") if refused else say("screen.brought.lead"),
        ),
        form=TextForm(
            fields=(TextField("brought", say("screen.auth_id.field")),),
            ok=say("screen.go_on"),
            kind="brought",
        ),
        small=tuple(again),
        next=say("screen.brought.next"),
        place=Place.QUESTIONS,
        tone=Tone.CARE if refused else Tone.PLAIN,
    )


def confirm_brought(state: State) -> Page:
    """Letter by letter: nothing in it tells whether it was mistyped."""
    way = "card" if state.answers.role in CARD_ROLES else "told"
    following = say(f"screen.brought.next.{way}")
    if state.held is not None:
        following = say("screen.contact.next")
    return Page(
        title=say("screen.brought.sure"),
        paragraphs=(say("screen.brought.letters"),),
        rows=(Row(say("screen.auth_id.field"), state.answers.own.brought),),
        choices=(
            Choice(say("screen.brought.yes"), WentOn()),
            Choice(say("screen.brought.no"), Chose(False)),
        ),
        small=(say("screen.brought.one"),),
        next=following,
        place=Place.QUESTIONS,
    )


def number(step: EnterNumber) -> Page:
    """The number of a certificate in one go, or part by part."""
    return Page(
        title=say("screen.digits.title"),
        paragraphs=(step.fault or say("screen.digits.lead"),),
        form=TextForm(
            fields=(TextField("number", say("screen.digits.field"), step.typed),),
            ok=say("screen.go_on"),
            kind="number",
        ),
        choices=(Choice(say("screen.digits.parts"), NumberWanted()),),
        next=say("screen.serial.next"),
        place=Place.QUESTIONS,
        waits=True,
        tone=Tone.CARE if step.fault else Tone.PLAIN,
    )


def name(state: State, fault: Message | None) -> Page:
    """Surname, then given name, in half-width capitals."""
    own = state.answers.own
    return Page(
        title=say("screen.own.name.title"),
        paragraphs=(fault or say("screen.own.name.lead"),),
        form=TextForm(
            fields=(
                TextField(
                    "surname", say("screen.own.surname"), own.surname, None, NAME
                ),
                TextField("given", say("screen.own.given"), own.given, None, NAME),
            ),
            ok=say("screen.go_on"),
            kind="name",
        ),
        next=say(f"screen.own.name.next.{_after_name(state)}"),
        place=Place.DETAILS,
        tone=Tone.CARE if fault else Tone.PLAIN,
    )


def organisation(state: State, fault: Message | None) -> Page:
    """Whose name tells the accounts of one clerk apart."""
    own, role = state.answers.own, state.answers.role
    return Page(
        title=say("screen.organisation.title"),
        paragraphs=(fault or say(f"screen.organisation.lead.{role}"),),
        form=TextForm(
            fields=(
                TextField(
                    "organisation",
                    say("screen.organisation"),
                    own.organisation,
                    None,
                    ORGANISATION,
                ),
            ),
            ok=say("screen.go_on"),
            kind="organisation",
        ),
        next=say("screen.organisation.next"),
        place=Place.DETAILS,
        tone=Tone.CARE if fault else Tone.PLAIN,
    )


def birth(state: State, *, refused: bool) -> Page:
    """The birth date."""
    return Page(
        title=say("screen.own.birth.title"),
        paragraphs=(say("screen.own.birth.refused"),) if refused else (),
        form=DateForm(state.answers.own.birth_date),
        next=say("screen.own.birth.next"),
        place=Place.DETAILS,
        tone=Tone.CARE if refused else Tone.PLAIN,
    )


def sex(state: State) -> Page:
    """As the Agency's system asks it."""
    given = state.answers.own.sex
    return Page(
        title=say("screen.own.sex.title"),
        choices=tuple(
            Choice(say(f"sex.{own}"), Chose(own), chosen=own == given)
            for own in ("1", "2")
        ),
        next=say("screen.own.sex.next"),
        place=Place.DETAILS,
    )


def address(state: State, fault: Message | None) -> Page:
    """That of the office, in Japanese."""
    own = state.answers.own
    return Page(
        title=say("screen.own.address"),
        paragraphs=(fault or say("screen.own.address.lead"),),
        form=TextForm(
            fields=(
                TextField(
                    "address", say("screen.own.address"), own.address, None, ADDRESS
                ),
            ),
            ok=say("screen.go_on"),
            kind="address",
        ),
        next=say("screen.person.next"),
        place=Place.DETAILS,
        tone=Tone.CARE if fault else Tone.PLAIN,
    )


def confirm(state: State) -> Page:
    """All of it once more, before it is kept."""
    return Page(
        title=say("screen.own.confirm.title"),
        rows=_rows(state),
        choices=(
            Choice(say("screen.own.confirm.yes"), WentOn()),
            Choice(say("screen.own.confirm.no"), Chose(False)),
        ),
        next=say("screen.contact.next"),
        place=Place.DETAILS,
    )


def not_registered(step: Refused) -> Page:
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


def _after_name(state: State) -> str:
    return "birth" if state.answers.role in NUMBER_ROLES else "address"


def _rows(state: State) -> tuple[Row, ...]:
    own, contact = state.answers.own, state.answers.contact
    told: tuple[tuple[Message, str | Message], ...] = (
        (say("screen.own.number"), own.number),
        (say("screen.organisation"), own.organisation),
        (say("screen.person.name"), own.name),
        (
            say("screen.person.birth_date"),
            birth_date(own.birth_date) if own.birth_date else "",
        ),
        (say("screen.person.sex"), say(f"sex.{own.sex}") if own.sex else ""),
        (say("screen.own.address"), own.address),
        (say("screen.contact.phone"), contact.phone),
        (say("screen.contact.mail"), contact.mail),
        (say("screen.brought.field"), _brought(state)),
    )
    return tuple(Row(label, value) for label, value in told if value)


def _brought(state: State) -> str:
    brings = state.answers.purpose is Purpose.RECORD
    return state.answers.own.brought if brings else ""


def _wait(seconds: int) -> tuple[Message, ...]:
    if not seconds:
        return ()
    return (say("screen.password.wait.minutes", count=-(-seconds // _MINUTE)),)
