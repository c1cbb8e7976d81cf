"""From what is printed on a 届出済証明書 to the 12 digits that the portal takes."""

from typing import Final

from kiosk.message import Message, say
from kiosk.rules.number import IntermediaryNumber, office_marks
from kiosk.rules.vocabulary import Role
from kiosk.screens.page import Choice, Page, Place, Row, TextField, TextForm, Tone
from kiosk.visit.enrolling import CATEGORIES, enrolls
from kiosk.visit.events import Chose, WentBack, WentOn
from kiosk.visit.state import State
from kiosk.visit.steps import EnterSerial

_YEARS: Final = 3
"""For which a certificate is good."""


def office() -> Page:
    """The mark with which the number begins."""
    return Page(
        title=say("screen.office.title"),
        choices=tuple(
            Choice(
                say("screen.office.mark", mark=mark, name=say(f"number.office.{code}")),
                Chose(mark),
            )
            for mark, code in office_marks().items()
        ),
        next=say("screen.office.next"),
        place=Place.QUESTIONS,
    )


def serial(step: EnterSerial) -> Page:
    """The two groups of digits that follow."""
    return Page(
        title=say("screen.serial.title"),
        paragraphs=(step.fault or say("screen.serial.lead"),),
        form=TextForm(
            fields=(
                TextField("year", say("screen.serial.year"), step.year),
                TextField("serial", say("screen.serial.serial"), step.serial),
            ),
            ok=say("screen.go_on"),
            kind="serial",
        ),
        next=say("screen.serial.next"),
        place=Place.QUESTIONS,
        tone=Tone.CARE if step.fault else Tone.PLAIN,
    )


def found(state: State, number: IntermediaryNumber) -> Page:
    """The digits, which part of them means what, and what they are wanted for."""
    registers = enrolls(state)
    another = registers and number.category != CATEGORIES.get(
        Role(state.answers.role or "")
    )
    go_on = (Choice(say("screen.number.register"), WentOn()),)
    office, year, category, serial = number.split
    return Page(
        title=say("screen.number.title", digits=number.digits),
        rows=(
            Row(say("screen.number.office"), _with(office, f"number.office.{office}")),
            Row(say("screen.number.year"), year),
            Row(
                say("screen.number.category"),
                _with(category, f"number.category.{category}"),
            ),
            Row(say("screen.number.serial"), serial),
            Row(say("screen.number.printed"), number.printed),
        ),
        paragraphs=(say("screen.number.another"),) if another else (),
        choices=(
            *(go_on if registers and not another else ()),
            *(() if registers else (Choice(say("screen.finish"), WentOn()),)),
            Choice(say("screen.back"), WentBack()),
        ),
        small=(say("screen.number.secret"), *_old(state, number)),
        place=Place.QUESTIONS,
        tone=Tone.CARE if another else Tone.GOOD,
    )


def _old(state: State, number: IntermediaryNumber) -> tuple[Message, ...]:
    """A certificate is good for three years; whether a renewed one keeps its number is
    not published, so an older year is no proof.
    """
    old = state.today.year - int(number.year) > _YEARS
    return (say("screen.number.old"),) if old else ()


def _with(code: str, name: str) -> Message:
    return say("screen.number.part", code=code, name=say(name))
