"""Every page of a visit: it says something, in every language, and leads somewhere."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import product
from typing import get_args

import pytest

from kiosk.i18n import LANGUAGES, words_of
from kiosk.message import Message
from kiosk.rules.vocabulary import FACTS, Role, Shape
from kiosk.screens.page import Choice, DateForm, Page, PinForm, Place, TextForm, Tone
from kiosk.screens.pages import page_of
from kiosk.screens.pages.overlays import overlay_of
from kiosk.visit.events import Chose, WentBack, WentOn
from kiosk.visit.machine import advance
from kiosk.visit.questions import open_question
from kiosk.visit.state import DeskView
from kiosk.visit.steps import (
    AskFact,
    ChooseLanguage,
    ChooseProcedure,
    ChooseRole,
    ConfirmPerson,
    EnterContact,
    EnterId,
    EnterPin,
    Goodbye,
    InTrouble,
    Issued,
    LastTry,
    LoggedIn,
    Prepare,
    Step,
    TakeCard,
    Verdict,
)
from kiosk.visit.terms import Glance, Paper, Pin, PinNote, Purpose, Trouble
from tests.screens.pages import (
    asking,
    at,
    deciding,
    drafted,
    handed_over,
    lying_over,
    pages,
    requesting,
    standing,
    with_certificates,
    with_password,
    with_residence_card,
)

ALL = dict(pages())
WRITTEN_OUT = {"day", "changed", "expires", "until", "due", "code", "log_in", "signing"}
"""Values that a sentence says in words of its language: days and territories."""
STATES = {
    **dict(standing()),
    **dict(asking()),
    **dict(deciding()),
    **dict(drafted()),
    **dict(handed_over()),
    **dict(requesting()),
    **dict(with_residence_card()),
    **dict(with_certificates()),
    **dict(with_password()),
}


def messages(said: object) -> Iterator[Message]:
    """Every message in a page, also those inside others."""
    if isinstance(said, Message):
        yield said
        for value in said.values.values():
            yield from messages(value)
    elif isinstance(said, tuple):
        for each in said:
            yield from messages(each)
    elif is_dataclass(said) and not isinstance(said, type):
        for part in fields(said):
            yield from messages(getattr(said, part.name))


def test_every_kind_of_step_has_its_pages() -> None:
    assert {type(state.step) for state in STATES.values()} == set(get_args(Step))


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_word_is_in_every_catalogue(code: str) -> None:
    """Said with all its values: no placeholder is left, and nothing is empty."""
    words, wrong = words_of(code), set()
    for page in ALL.values():
        for message in messages(page):
            sentence = words.say(message)
            known = words._sentence(message) is not None
            if not known or not sentence.strip() or "{" in sentence or "}" in sentence:
                wrong.add(message.id)
    assert wrong == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_value_that_a_page_gives_is_said(code: str) -> None:
    """But those of the rules and of IDs, whose messages know more than they say, and
    of a time, which a language may write another way.
    """
    words, missing = words_of(code), set()
    for page in ALL.values():
        for message in messages(page):
            sentence = words.say(message)
            for name, value in message.values.items():
                wanted = words.say(value) if isinstance(value, Message) else str(value)
                if name not in WRITTEN_OUT and wanted not in sentence:
                    missing.add(message.id.split(".")[0])
    assert missing <= {"step", "rule", "remedy", "auth_id", "light"}


def test_every_page_has_a_title_and_a_way() -> None:
    """But where the terminal is at work, or waits for a card."""
    for name, state in STATES.items():
        page = page_of(state)
        assert page.title.id, name
        if not (page.busy or isinstance(state.step, Prepare | TakeCard)):
            assert page.form or page.choices, name


def test_the_first_answer_is_never_the_dangerous_one() -> None:
    """It has the focus: Enter pressed once too often must do no harm."""
    for pin in Pin:
        for wrong in (False, True):
            assert page_of(at(LastTry(pin, wrong))).choices[0].event == WentBack()
    for name, state in lying_over():
        over = overlay_of(state)
        assert over is not None
        if "start_over" in name:
            assert over.choices[0].label.id == "overlay.start_over.no"


def test_what_is_not_right_never_looks_good() -> None:
    for trouble in Trouble:
        assert page_of(at(InTrouble(trouble))).tone is Tone.CARE
    for state in STATES.values():
        page = page_of(state)
        if isinstance(state.step, Verdict) and page.title.id.endswith("refused"):
            assert page.tone is Tone.BAD


# Questions.


@pytest.mark.parametrize(("name", "role"), list(product(FACTS, Role)))
def test_a_question_offers_every_answer_once(name: str, role: Role) -> None:
    page, fact = ALL[f"{name} asked of {role}"], FACTS[name]
    events = [choice.event for choice in page.choices]
    values = [event.value for event in events if isinstance(event, Chose)]
    assert len(values) == len(events)
    if fact.shape is Shape.DATE:
        assert (page.form, values) == (DateForm(""), [])
    elif fact.shape is Shape.YES_NO:
        assert values == [True, False]
    else:
        assert sorted(map(str, values)) == sorted(fact.options_for(role))


def chosen(page: Page) -> list[Choice]:
    return [choice for choice in page.choices if choice.chosen]


def test_an_answer_given_before_is_marked() -> None:
    answers = at(ChooseRole()).answers
    assert [own.event for own in chosen(page_of(at(ChooseRole())))] == [
        Chose("applicant")
    ]
    assert [own.event for own in chosen(page_of(at(ChooseProcedure())))] == [
        Chose("extension")
    ]
    assert [own.event for own in chosen(page_of(at(AskFact("status"))))] == [
        Chose("student")
    ]
    assert page_of(at(AskFact("stay_expires"))).form == DateForm("2027-01-15")
    told = answers.with_fact("in_japan", False)
    page = page_of(at(AskFact("in_japan"), answers=told))
    assert [own.event for own in chosen(page)] == [Chose(False)]


# The card.


@pytest.mark.parametrize("pin", Pin)
@pytest.mark.parametrize("note", [None, *PinNote])
def test_a_pin_is_asked_with_its_name_and_its_tries(
    pin: Pin, note: PinNote | None
) -> None:
    page = page_of(at(EnterPin(pin, 2, note)))
    ids = [message.id for message in messages(page)]
    assert page.title.id == f"screen.pin.{pin}.title"
    assert f"screen.pin.{pin}.what" in ids
    tries = next(own for own in messages(page) if own.id == "screen.pin.tries")
    assert tries.count == 2
    assert page.form == PinForm(None if pin is Pin.SIGNATURE else 4)
    assert ("screen.pin.wrong" in ids) == (note is PinNote.WRONG)
    assert (f"screen.pin.form.{pin}" in ids) == (note is PinNote.FORM)


def test_the_next_pin_is_told_only_to_whom_it_is_asked() -> None:
    """Who logs in needs no signature password."""
    step = EnterPin(Pin.AUTHENTICATION, 3)
    answers = replace(at(step).answers, purpose=Purpose.LOG_IN)
    for state, wanted in (
        (at(step), "screen.pin.authentication.next"),
        (at(step, answers=answers), "screen.pin.unseen"),
    ):
        told = page_of(state).next
        assert told is not None
        assert told.id == wanted


@pytest.mark.parametrize("pin", Pin)
def test_where_a_locked_pin_is_reset(pin: Pin) -> None:
    for step in (LastTry(pin), InTrouble(Trouble.PIN_LOCKED, pin)):
        ids = {message.id for message in messages(page_of(at(step)))}
        assert {f"screen.reset.{pin}", f"pin.{pin}"} <= ids


@pytest.mark.parametrize("trouble", Trouble)
def test_a_trouble_leads_on_or_back(trouble: Trouble) -> None:
    """Whatever its answers say, the visit does: none is dead."""
    desk = DeskView(Glance.EMPTY)
    state = at(InTrouble(trouble), history=(Verdict(),), desk=desk)
    page = page_of(state)
    assert page.title.id == f"trouble.{trouble}.title"
    for choice in page.choices:
        after, _ = advance(state, choice.event)
        assert after != state, choice.label.id


@pytest.mark.parametrize("trouble", Trouble)
def test_a_try_that_is_offered_is_one(trouble: Trouble) -> None:
    """It leads to the card or to the step before; "Finish" ends the visit."""
    log_in = trouble is Trouble.ANOTHER_PERSON
    purpose = Purpose.LOG_IN if log_in else Purpose.REGISTER
    state = at(
        InTrouble(trouble),
        history=(EnterId() if log_in else Verdict(),),
        answers=replace(at(Prepare()).answers, purpose=purpose),
    )
    for choice in page_of(state).choices:
        if choice.event == WentOn():
            after, _ = advance(state, choice.event)
            ends = isinstance(after.step, TakeCard | Goodbye)
            assert ends == (choice.label.id == "screen.finish")


# Every answer of every page is understood by the visit.


def test_no_answer_is_dead() -> None:
    """Wherever a visit can come to: to a verdict, when nothing more is to be asked."""
    dead = set()
    for name, state in STATES.items():
        if isinstance(state.step, Verdict) and open_question(state) is not None:
            continue
        first = isinstance(state.step, ChooseLanguage)
        state = state.but(history=() if first else (Verdict(),))
        for choice in page_of(state).choices:
            after, effects = advance(state, choice.event)
            if after == state and not effects:
                dead.add((name, choice.label.id))
    assert dead == set()


# Papers.


@pytest.mark.parametrize("paper", Paper)
def test_how_a_paper_stands_is_told(paper: Paper) -> None:
    for state in (at(Issued(True, paper)), at(LoggedIn(paper)), at(Verdict(paper))):
        ids = {message.id for message in messages(page_of(state))}
        told = f"screen.paper.{paper}"
        assert (told in ids) == (paper is not Paper.NOT_WANTED)


@pytest.mark.parametrize("paper", Paper)
def test_only_a_paper_that_came_out_is_to_be_taken(paper: Paper) -> None:
    for step in (Issued(True, paper), LoggedIn(paper)):
        to_take = page_of(at(step)).next
        assert to_take is not None
        printed = paper in (Paper.PRINTING, Paper.PRINTED)
        assert (to_take.id == "screen.issued.next") == printed


def test_the_id_is_shown_with_who_issued_it() -> None:
    page = page_of(at(Issued(True, Paper.PRINTED)))
    assert page.code is not None
    assert page.code.content == "P6EQ-2MQ1-BPA6-30GJ"
    assert "screen.issued.here" in {message.id for message in messages(page)}


def test_the_place_never_goes_back_on_the_way_on() -> None:
    way: list[Step] = [
        ChooseRole(),
        AskFact("status"),
        Verdict(),
        Prepare(),
        EnterPin(Pin.AUTHENTICATION, 3),
        ConfirmPerson(),
        EnterContact(),
        Issued(True, Paper.PRINTED),
        TakeCard(),
        Goodbye(),
    ]
    places = [page_of(at(step)).place or 0 for step in way]
    assert places == sorted(places)
    assert set(places) == set(Place)


def test_forms_say_what_they_are_made_into() -> None:
    kinds = {page.form.kind for page in ALL.values() if isinstance(page.form, TextForm)}
    told = {"brought", "number", "organisation", "name", "address"}
    assert kinds == {
        *("id", "contact", "serial", "card_number", "answers", "staff_code"),
        *told,
    }
