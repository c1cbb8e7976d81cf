"""The usual ways through a visit, by keys: each ends at the step it is named after.

The visitor extends their own stay as a student, and it is November 2026.
"""

from typing import Final

from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.people import PEOPLE
from kiosk.visit.state import Answers, Card, Person, State
from kiosk.visit.steps import (
    AskFact,
    ChoosePurpose,
    ChooseRole,
    ConfirmPerson,
    EnterContact,
    EnterId,
    EnterPin,
    Issued,
    LoggedIn,
    Prepare,
    Verdict,
)
from kiosk.visit.terms import Paper, Pin, Purpose
from tests.app.bench import Terminal

STAY_ENDS: Final = "20270115"
PIN: Final = "1234"
PASSWORD: Final = "ABC123"
PHONE: Final = "09000000001"
ANSWERS: Final = {
    "has_mynumber_card": ["1"],
    "status": ["2"],  # Student
    "stay_expires": [*STAY_ENDS, "enter"],
    "birth_date": [*"19920229", "enter"],
}
"""What is pressed to answer each question; the birth date is also the card's."""
REGISTER, ASK, LOG_IN = "1", "2", "3"
"""The purposes, by their numbers."""


def known(terminal: Terminal) -> State:
    """A visit whose card, lifted since, has told everything: for any step after."""
    person = PEOPLE["worker"]
    card = Card(
        token=None,
        tries={Pin.AUTHENTICATION: 3, Pin.SIGNATURE: 5, Pin.ATTRIBUTES: 3},
        has_signature=True,
        proven=True,
        person=Person(person.name, person.address, person.birth_date, person.sex),
    )
    facts: dict[str, bool | str] = {
        "has_mynumber_card": True,
        "status": "student",
        "stay_expires": "2027-01-15",
        "birth_date": "1992-02-29",
    }
    answers = Answers(Purpose.REGISTER, "applicant", "extension", facts)
    return terminal.state.but(
        step=EnterContact(), history=(Verdict(),), answers=answers, card=card
    )


async def to_purpose(terminal: Terminal) -> None:
    await terminal.press("1")
    await terminal.until(ChoosePurpose)


async def to_verdict(terminal: Terminal, purpose: str = REGISTER) -> None:
    await to_purpose(terminal)
    await terminal.press(purpose)
    await terminal.until(ChooseRole)
    await terminal.press("1")  # in person
    await terminal.press("1")  # an extension
    while isinstance(step := terminal.state.step, AskFact):
        await terminal.press(*ANSWERS[step.fact])
    await terminal.until(Verdict)


async def to_prepare(terminal: Terminal) -> None:
    await to_verdict(terminal)
    await terminal.press("1")
    await terminal.until(Prepare)


async def to_pin(terminal: Terminal, card: VirtualMyNumberCard) -> None:
    await to_prepare(terminal)
    terminal.bench.desk.put(card)
    await terminal.until(EnterPin)


async def to_password(terminal: Terminal, card: VirtualMyNumberCard) -> None:
    await to_pin(terminal, card)
    await terminal.press(*PIN, "enter")
    await terminal.until(EnterPin(Pin.SIGNATURE, 5))


async def to_person(terminal: Terminal, card: VirtualMyNumberCard) -> None:
    await to_password(terminal, card)
    await terminal.press(*PASSWORD, "enter")
    await terminal.until(ConfirmPerson)


async def to_contact(terminal: Terminal, card: VirtualMyNumberCard) -> None:
    await to_person(terminal, card)
    await terminal.press("1")
    await terminal.until(EnterContact)


async def to_id(
    terminal: Terminal,
    card: VirtualMyNumberCard,
    paper: Paper = Paper.PRINTED,
    *,
    new: bool = True,
) -> str:
    """The ID that was issued."""
    await to_contact(terminal, card)
    await terminal.press(*PHONE, "enter")
    await terminal.press("enter")
    await terminal.until(Issued(new, paper))
    assert terminal.state.answers.auth_id is not None
    return terminal.state.answers.auth_id


async def to_enter_id(terminal: Terminal) -> None:
    await to_purpose(terminal)
    await terminal.press(LOG_IN)
    await terminal.until(EnterId)


async def log_in(terminal: Terminal, auth_id: str, card: VirtualMyNumberCard) -> None:
    """With the card on the desk already, or laid down now."""
    await to_enter_id(terminal)
    await terminal.press(*auth_id, "enter")
    if not terminal.state.desk.has_card:
        await terminal.until(Prepare)
        terminal.bench.desk.put(card)
    await terminal.until(EnterPin)
    await terminal.press(*PIN, "enter")
    await terminal.until(LoggedIn)
