"""Another language at any moment: every word changes, and nothing else."""

import re
from collections.abc import Callable
from itertools import cycle
from typing import get_args

import pytest

from kiosk.i18n import words_of
from kiosk.message import Message
from kiosk.screens.widgets.text import Text
from kiosk.screens.widgets.text_form import Field
from kiosk.visit import begun, filling, handing, usage
from kiosk.visit.steps import (
    AskFact,
    ChooseOffice,
    ChoosePassword,
    ChooseProcedure,
    ChoosePurpose,
    ChooseRole,
    ChooseSex,
    ConfirmBrought,
    ConfirmParticulars,
    ConfirmPerson,
    EnterAddress,
    EnterBirth,
    EnterBrought,
    EnterContact,
    EnterId,
    EnterName,
    EnterNumber,
    EnterPassword,
    EnterPin,
    EnterSerial,
    ForgotAgency,
    ForgotHere,
    ForgotId,
    ForgotPaper,
    Goodbye,
    InTrouble,
    Issued,
    LastTry,
    LoggedIn,
    NoPassword,
    Overlay,
    PasswordSet,
    Prepare,
    Refused,
    Step,
    TakeCard,
    Verdict,
    Wording,
    Working,
)
from kiosk.visit.terms import Paper, Pin, Refusal, Trouble, Work
from tests.app.bench import LARGE, Bench, Terminal
from tests.app.ways import known
from tests.screens.reading import Look, without_space

LANGUAGES = {"en": "1", "ja": "2"}
"""By the number to press."""
STEPS: tuple[Step, ...] = (
    ChoosePurpose(),
    ChooseRole(),
    ChooseProcedure(),
    AskFact("status"),
    AskFact("stay_expires"),
    AskFact("in_japan"),
    Verdict(),
    Wording(),
    ChooseOffice(),
    EnterSerial("東"),
    EnterId(),
    Prepare(),
    Working(Work.PROVE),
    EnterPin(Pin.AUTHENTICATION, 3),
    EnterPin(Pin.SIGNATURE, 1),
    LastTry(Pin.SIGNATURE),
    EnterPassword(),
    ChoosePassword(again=True),
    PasswordSet(),
    InTrouble(Trouble.PIN_LOCKED, Pin.SIGNATURE),
    ConfirmPerson(),
    EnterContact(("phone",)),
    ForgotId(),
    ForgotHere(),
    ForgotAgency(),
    ForgotPaper("person", Paper.FAILED),
    EnterBrought(refused=True),
    ConfirmBrought(),
    EnterNumber(),
    EnterName(),
    EnterBirth(refused=True),
    ChooseSex(),
    EnterAddress(),
    ConfirmParticulars(),
    Refused(Refusal.NUMBER),
    NoPassword(),
    Issued(True, Paper.FAILED),
    LoggedIn(),
    TakeCard(),
    Goodbye(),
)
"""One of each kind that a visitor can see for as long as they like."""


def says_it_in(code: str, terminal: Terminal) -> bool:
    """Whether every message on the top screen is drawn in that language: read off
    the cells, as far as it can be seen without scrolling.
    """
    words, look = words_of(code), Look(terminal.app.screen)
    for text in terminal.app.screen.query(Text):
        message, rows = text._said, look.rows_of(text)
        if not isinstance(message, Message) or not rows or not text.display:
            continue
        wanted = without_space(words.say(message))
        drawn = without_space("".join(rows.values()))
        if len(rows) == text.content_region.height and wanted not in drawn:
            return False
    return True


async def choose(terminal: Terminal, number: str) -> None:
    await terminal.press("f1")
    assert terminal.shows("overlay.language.title")
    await terminal.press(number)


@pytest.mark.parametrize("steps", [STEPS[::2], STEPS[1::2]])
async def test_on_every_screen(bench: Bench, steps: tuple[Step, ...]) -> None:
    """By turns from English to Japanese and the other way."""
    async with bench.opened(LARGE) as terminal:
        screen, turns = terminal.app.screen, cycle([("en", "ja"), ("ja", "en")])
        for step, (before, after) in zip(steps, turns, strict=False):
            state = known(terminal).but(step=step, language=before)
            await terminal.stand(state)
            assert says_it_in(before, terminal), step
            assert not says_it_in(after, terminal), step
            await choose(terminal, LANGUAGES[after])
            assert terminal.state == state.but(language=after)
            assert terminal.app.screen is screen
            assert says_it_in(after, terminal), step
            assert not says_it_in(before, terminal), step


@pytest.mark.parametrize("over", ["f2", "f10"])
async def test_an_overlay_speaks_the_language_too(bench: Bench, over: str) -> None:
    async with bench.opened() as terminal:
        await terminal.stand(known(terminal).but(language="ja"))
        await terminal.press(over)
        assert terminal.state.overlay in (Overlay.STAFF, Overlay.START_OVER)
        assert says_it_in("ja", terminal)
        assert not says_it_in("en", terminal)


def typed_contact(terminal: Terminal) -> str:
    return terminal.app.screen.query_one(Field).value


def typed_dots(terminal: Terminal) -> str:
    return terminal.app.screen.query_one(".typed", Text).plain


def typed_date(terminal: Terminal) -> str:
    """Its parts, in the order in which they stand, as one sorted line."""
    parts = next(text for text in terminal.said if "2027" in text)
    return " ".join(sorted(re.findall(r"\d+", parts)))


@pytest.mark.parametrize(
    ("step", "keys", "typed", "look"),
    [
        (EnterContact(), "0900", "0900", typed_contact),
        (EnterPin(Pin.AUTHENTICATION, 3), "12", "● ● ○ ○", typed_dots),
        (AskFact("stay_expires"), [], "01 15 2027", typed_date),
    ],
)
async def test_what_was_typed_stays(
    bench: Bench,
    step: Step,
    keys: str,
    typed: str,
    look: Callable[[Terminal], str],
) -> None:
    async with bench.opened() as terminal:
        await terminal.stand(known(terminal).but(step=step))
        await terminal.press(*keys)
        assert look(terminal) == typed
        focused = terminal.app.focused
        await choose(terminal, "2")
        assert look(terminal) == typed
        assert terminal.app.focused is focused
        await choose(terminal, "3")  # back: no language
        assert look(terminal) == typed
        assert terminal.state.language == "ja"


async def test_the_page_of_a_long_list_stays(bench: Bench) -> None:
    async with bench.opened() as terminal:
        await terminal.stand(known(terminal).but(step=AskFact("status")))
        await terminal.press("9")
        await terminal.press("9")
        assert terminal.shows("screen.more", page=3, pages=5)
        await choose(terminal, "2")
        assert terminal.shows("screen.more", page=3, pages=5)


async def test_the_next_visitor_is_met_in_the_first_language(bench: Bench) -> None:
    async with bench.opened() as terminal:
        await terminal.press("2")
        await terminal.until(ChoosePurpose)
        assert terminal.app.words.language.code == "ja"
        await terminal.press("escape")
        assert terminal.app.words.language.code == "en"
        assert says_it_in("en", terminal)


OF_RESIDENCE_CARDS = (
    "AskResidence",
    "EnterCardNumber",
    "LayResidence",
    "ResidenceRead",
    "ResidenceTrouble",
)


_OF_FORMS = (*begun.STEPS, *filling.STEPS, *handing.STEPS, *usage.STEPS)


def test_every_kind_of_step_is_looked_at() -> None:
    """But for the first screen, whose languages are each in their own, and what is
    shown by ``tests/screens/test_fit.py``: the number, the organisation of those who
    have one, and the steps of a form.
    """
    of_forms = {
        *(step.__name__ for step in _OF_FORMS),
        *OF_RESIDENCE_CARDS,
    }
    kinds = {type(step).__name__ for step in STEPS}
    assert {kind.__name__ for kind in get_args(Step)} - kinds - of_forms == {
        "ChooseLanguage",
        "EnterOrganisation",
        "NumberFound",
    }
