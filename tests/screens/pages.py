"""Every page that a visit can come to: states to stand at, each with a name."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import Final

from kiosk.message import Message
from kiosk.rules.number import (
    IntermediaryNumber,
    InvalidNumber,
    office_marks,
    parse_number,
)
from kiosk.rules.vocabulary import FACTS, Procedure, Role, Shape
from kiosk.screens.page import Page
from kiosk.screens.pages import page_of
from kiosk.screens.pages.overlays import overlay_of
from kiosk.visit.site import Site
from kiosk.visit.state import Answers, Card, Contact, DeskView, Person, State
from kiosk.visit.steps import (
    AskFact,
    ChooseLanguage,
    ChooseOffice,
    ChooseProcedure,
    ChoosePurpose,
    ChooseRole,
    ConfirmPerson,
    EnterContact,
    EnterId,
    EnterPin,
    EnterSerial,
    Goodbye,
    InTrouble,
    Issued,
    LastTry,
    LoggedIn,
    NumberFound,
    Overlay,
    Prepare,
    Step,
    TakeCard,
    Verdict,
    Wording,
    Working,
)
from kiosk.visit.terms import Glance, Paper, Pin, PinNote, Purpose, Trouble, Work

TODAY: Final = date(2026, 11, 24)
SITE: Final = Site("まどぐち Test Desk", "demo", "gyoseishoshi", ("en", "ja"))
PERSON: Final = Person("SYNTHETIC MEI", "架空県見本市例町1番地", "19900401", "2")
FACTS_TOLD: Final[Mapping[str, bool | str]] = {
    **{name: True for name, kind in FACTS.items() if kind.shape is Shape.YES_NO},
    "cannot_apply_in_person": False,
    "with_procedure": "extension",
    "relation": "parent",
    "status": "student",
    "notified_activity": "other",
    "birth_date": "1990-04-01",
    "birth_or_loss_date": "2026-11-20",
    "stay_expires": "2027-01-15",
}
"""One answer to every question."""


def at(step: Step, **changes: object) -> State:
    """A visit there, of somebody whose card has told who they are."""
    return State(
        site=SITE,
        today=TODAY,
        language="en",
        step=step,
        answers=Answers(
            purpose=Purpose.REGISTER,
            role="applicant",
            procedure="extension",
            facts={"status": "student", "stay_expires": "2027-01-15"},
            contact=Contact("09000000001", "mei@example.invalid"),
            auth_id="P6EQ-2MQ1-BPA6-30GJ",
        ),
        card=Card(1, dict.fromkeys(Pin, 3), has_signature=True, person=PERSON),
    ).but(**changes)


def standing() -> Iterator[tuple[str, State]]:
    """One state for each page whose words do not come from the rules."""
    steps: list[Step] = [
        ChooseLanguage(),
        ChoosePurpose(),
        ChooseRole(),
        ChooseProcedure(),
        ChooseOffice(),
        EnterSerial("東"),
        EnterSerial("東", "10", "50", fault=refusal("(東)弁10第0号")),
        *(NumberFound(number) for number in numbers()),
        EnterId(),
        EnterId(refused=True),
        Prepare(),
        Prepare(passed_over=1),
        *(Working(work) for work in Work),
        *(
            EnterPin(pin, tries, note)
            for pin, tries, note in product(Pin, (1, 3), (None, *PinNote))
        ),
        *(LastTry(pin, wrong) for pin, wrong in product(Pin, (False, True))),
        *(InTrouble(trouble) for trouble in Trouble),
        *(InTrouble(Trouble.PIN_LOCKED, pin) for pin in Pin),
        ConfirmPerson(),
        EnterContact(),
        EnterContact(("nothing",)),
        EnterContact(("phone", "mail")),
        *(Issued(new, paper) for new, paper in product((True, False), Paper)),
        *(LoggedIn(paper) for paper in Paper),
        TakeCard(),
        Goodbye(),
    ]
    yield from ((repr(step), at(step)) for step in steps)
    for purpose in Purpose:
        answers = at(Prepare()).answers
        told = Answers(purpose, answers.role, answers.procedure)
        yield f"Prepare to {purpose}", at(Prepare(), answers=told)
    left = DeskView(Glance.CARD, 1)
    yield "a card left behind", at(ChooseLanguage(), desk=left, card=None)
    for sex, born in product("0129", ("19900401", "19900400", "19900001")):
        person = Person(PERSON.name, PERSON.address, born, sex)
        card = Card(1, {}, has_signature=True, person=person)
        yield f"sex {sex}, born {born}", at(ConfirmPerson(), card=card)


def asking() -> Iterator[tuple[str, State]]:
    """Each question, to the foreign national and to somebody else."""
    for name, role in product(FACTS, Role):
        answers = Answers(Purpose.ASK, role, "extension")
        yield f"{name} asked of {role}", at(AskFact(name), answers=answers)


def deciding() -> Iterator[tuple[str, State]]:
    """Verdicts for every role and procedure, with nothing told and with everything;
    and their rules' own words.
    """
    for role, procedure, purpose in product(Role, Procedure, Purpose):
        for told, facts in (("nothing", {}), ("everything", FACTS_TOLD)):
            answers = Answers(purpose, role, procedure, facts)
            name = f"{purpose} {procedure} as {role}, {told} told"
            steps: list[Step] = [*map(Verdict, Paper), Wording()]
            for step in steps:
                yield f"{step}: {name}", at(step, answers=answers, card=None)


def lying_over() -> Iterator[tuple[str, State]]:
    """What lies over a page."""
    for overlay in Overlay:
        yield f"over: {overlay}", at(ChoosePurpose(), overlay=overlay)
    for seconds in (1, 2, 20):
        idle = SITE.idle_seconds - seconds
        yield f"countdown: {seconds}", at(ChoosePurpose(), idle=idle)


def pages() -> Iterator[tuple[str, Page]]:
    """Every page of all those states."""
    for states in (standing(), asking(), deciding()):
        yield from ((name, page_of(state)) for name, state in states)
    for name, state in lying_over():
        over = overlay_of(state)
        assert over is not None
        yield name, over


def numbers() -> Iterator[IntermediaryNumber]:
    """Of every office and both professions."""
    for mark, profession in product(office_marks(), "行弁"):
        yield parse_number(f"({mark}){profession}10第50号", TODAY)


def refusal(printed: str) -> Message:
    """Why that is no number."""
    try:
        parse_number(printed, TODAY)
    except InvalidNumber as error:
        return error.reason
    raise AssertionError("it is a number")
