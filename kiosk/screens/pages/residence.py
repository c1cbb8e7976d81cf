"""The residence card: its number, the card itself, and what its chip says."""

from collections.abc import Iterator
from typing import Final

from kiosk.message import Message, say
from kiosk.rules.vocabulary import Role
from kiosk.screens.page import Choice, Page, Place, Row, TextField, TextForm, Tone
from kiosk.screens.pages.details import birth_date
from kiosk.visit.events import Chose, StaffWanted, WentOn
from kiosk.visit.readings import (
    Reading,
    ResidenceFault,
    Signature,
    iso,
    period_of,
)
from kiosk.visit.state import State
from kiosk.visit.steps import EnterCardNumber, LayResidence, ResidenceTrouble

OF_THE_DESK: Final = frozenset(
    {
        ResidenceFault.NO_SERVICE,
        ResidenceFault.NO_READER,
        ResidenceFault.REMOVED,
        ResidenceFault.BUSY,
        ResidenceFault.MUTE,
        ResidenceFault.UNREADABLE,
    }
)
"""Told in the words that any card's trouble is told in."""
_ONLY_STAFF: Final = frozenset({ResidenceFault.NO_SERVICE, ResidenceFault.NO_READER})
_SEXES: Final = {"1": "1", "2": "2"}
_UNSPECIFIED: Final = "9"


def ask(state: State) -> Page:
    """Offered, never asked for."""
    own = "own" if state.answers.role == Role.APPLICANT else "other"
    return Page(
        title=say(f"screen.residence.ask.{own}"),
        paragraphs=(say("screen.residence.ask.what"),),
        choices=(
            Choice(say("screen.residence.ask.yes"), WentOn()),
            Choice(say("screen.residence.ask.no"), Chose(False)),
        ),
        small=(say("screen.residence.ask.kept"),),
        next=say("screen.residence.ask.next"),
        place=Place.DETAILS,
    )


def number(state: State, step: EnterCardNumber) -> Page:
    """Typed or scanned; what is wrong with it is told before the card is asked."""
    lead = (
        say(f"screen.card_number.flaw.{step.flaw}")
        if step.flaw
        else say("screen.card_number.lead")
    )
    given = step.typed or state.residence.number
    return Page(
        title=say("screen.card_number.title"),
        paragraphs=(lead,),
        form=TextForm(
            fields=(TextField("number", say("screen.card_number.field"), given),),
            ok=say("screen.go_on"),
            kind="card_number",
        ),
        next=say("screen.card_number.next"),
        place=Place.DETAILS,
        tone=Tone.CARE if step.flaw else Tone.PLAIN,
    )


def lay(state: State, step: LayResidence) -> Page:
    """The card itself is the way on."""
    lies_there = state.desk.has_card and state.desk.token == step.passed_over
    which = "my_number" if state.desk.token == state.in_use else "other"
    away = (say(f"screen.residence.lay.away.{which}"),) if lies_there else ()
    return Page(
        title=say("screen.residence.lay.title"),
        paragraphs=(*away, say("screen.prepare.how")),
        choices=(_without(),),
        small=(say("screen.residence.lay.privacy"),),
        next=say("screen.residence.lay.next"),
        place=Place.DETAILS,
        tone=Tone.CARE if away else Tone.PLAIN,
        waits=True,
    )


def trouble(step: ResidenceTrouble) -> Page:
    """What stands in the way, and what to do. Nothing of it is put into the form."""
    fault = step.fault
    ended = (say("screen.residence.ended", day=step.day),) if step.day else ()
    return Page(
        title=say(f"trouble.{fault}.title")
        if fault in OF_THE_DESK
        else say(f"residence.fault.{fault}.title"),
        paragraphs=(
            *ended,
            say(f"trouble.{fault}.do")
            if fault in OF_THE_DESK
            else say(f"residence.fault.{fault}.do"),
        ),
        choices=(*_ways_out(fault), _without()),
        place=Place.DETAILS,
        tone=Tone.BAD if fault is ResidenceFault.FORGED else Tone.CARE,
        waits=fault in _ONLY_STAFF,
    )


def read(state: State) -> Page:
    """What the chip says, to be compared with the card before it is used.

    Raises:
        ValueError: nothing was read.
    """
    reading = state.residence.reading
    if reading is None:
        raise ValueError("no residence card was read")
    right = reading.signature is Signature.RIGHT
    return Page(
        title=say("screen.residence.read.title"),
        paragraphs=(say(f"screen.residence.signature.{reading.signature}"),),
        rows=(
            Row(say("screen.residence.number"), state.residence.number),
            *_rows(reading),
        ),
        photo=reading.face,
        choices=(
            Choice(say("screen.residence.read.use"), WentOn()),
            Choice(say("screen.residence.read.not"), Chose(False)),
        ),
        small=tuple(_notes(reading)),
        next=say("screen.residence.read.next"),
        place=Place.DETAILS,
        tone=Tone.GOOD if right else Tone.CARE,
    )


def _rows(reading: Reading) -> Iterator[Row]:
    if reading.name:
        yield Row(say("screen.person.name"), reading.name)
    if reading.birth_date:
        yield Row(say("screen.person.birth_date"), _born(reading.birth_date))
    if reading.sex:
        sex = _SEXES.get(reading.sex, _UNSPECIFIED)
        yield Row(say("screen.person.sex"), say(f"sex.{sex}"))
    if reading.nationality:
        yield Row(say("screen.residence.nationality"), reading.nationality)
    if reading.status:
        yield Row(say("screen.residence.status"), reading.status)
    if reading.period:
        yield Row(say("screen.residence.period"), _period(reading.period))
    for name, digits in (
        (say("screen.residence.stay_expires"), reading.stay_expires),
        (say("screen.residence.card_expires"), reading.card_expires),
    ):
        if digits:
            yield Row(name, _day(digits))
    if reading.address:
        yield Row(say("screen.person.address"), reading.address)
    if reading.address_picture:
        yield Row(say("screen.person.address"), reading.address_picture)
    if reading.front:
        yield Row(say("screen.residence.front"), reading.front)


def _notes(reading: Reading) -> Iterator[Message]:
    if reading.nationality or reading.status:
        yield say("screen.residence.codes")
    if not reading.second:
        yield say("screen.residence.first")
    if reading.damaged:
        yield say("screen.residence.damaged")


def _born(digits: str) -> str | Message:
    """A month or day that nobody knows is told as such."""
    return birth_date(digits) if "00" in (digits[4:6], digits[6:]) else _day(digits)


def _day(digits: str) -> str | Message:
    """As it stands when it is no day of the calendar."""
    day = iso(digits)
    return digits if day is None else say("screen.person.birth_date.day", day=day)


def _period(code: str) -> str | Message:
    """As it stands when it is not known what it means."""
    match period_of(code):
        case None:
            return code
        case (0, 0, 0):
            return say("screen.residence.period.endless")
        case (0, 0, days):
            return say("screen.residence.period.days", count=days)
        case (years, 0, 0):
            return say("screen.residence.period.years", count=years)
        case (0, months, 0):
            return say("screen.residence.period.months", count=months)
        case (years, months, _):
            return say("screen.residence.period.long", years=years, months=months)


def _ways_out(fault: ResidenceFault) -> tuple[Choice, ...]:
    match fault:
        case ResidenceFault.WRONG_NUMBER:
            return (Choice(say("screen.residence.again"), WentOn()),)
        case ResidenceFault.FORGED:
            return (Choice(say("screen.residence.staff"), StaffWanted()),)
        case ResidenceFault.EXPIRED | ResidenceFault.ANOTHER_PERSON:
            return (Choice(say("screen.residence.another"), WentOn()),)
        case _ if fault in _ONLY_STAFF:
            return ()
    return (Choice(say("screen.try_again"), WentOn()),)


def _without() -> Choice:
    return Choice(say("screen.residence.without"), Chose(False))
