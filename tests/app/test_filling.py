"""An application at the terminal: typed, left and gone on with, and by touch alone."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import pytest

from kiosk.card import certificates
from kiosk.emulator.authority import Identity
from kiosk.forms.fields import Kind
from kiosk.forms.walk import Group, group_of
from kiosk.screens.page import SearchForm
from kiosk.screens.visit_screen import VisitScreen
from kiosk.screens.widgets.choices import ChoiceLine
from kiosk.screens.widgets.search_form import Hit
from kiosk.sheets.printing import FolderOfSheets
from kiosk.store.faults import StoreError, StoreFault
from kiosk.visit.events import Chose, FormWanted, VisitorEvent, WentOn
from kiosk.visit.steps import (
    AskConsent,
    AskFact,
    AskMore,
    AskResidence,
    ChooseDraft,
    ChooseLanguage,
    ChooseProcedure,
    ChooseTogether,
    DraftChosen,
    FillIn,
    HandOver,
    InTrouble,
    LoggedIn,
    Review,
    Verdict,
)
from kiosk.visit.terms import Paper, Trouble
from tests.app.bench import LARGE, Bench, Terminal
from tests.app.test_login import registered
from tests.app.ways import ANSWERS, log_in
from tests.emulator.fixtures import MakeCard
from tests.forms.legal import legal
from tests.sheets import poppler
from tests.sheets.poppler import squeezed

Hand = Callable[[Terminal, VisitorEvent], Awaitable[None]]
"""Chooses on the screen whatever means this event."""
LEFT_AT: Final = "has_card"
"""The question at which somebody walks away."""


def number_of(terminal: Terminal, event: VisitorEvent) -> int:
    """Of the choice on the screen that means this."""
    screen = terminal.app.screen
    assert isinstance(screen, VisitScreen)
    return next(
        number
        for number, choice in enumerate(screen.page.choices, start=1)
        if choice.event == event
    )


async def press(terminal: Terminal, event: VisitorEvent) -> None:
    await terminal.press(str(number_of(terminal, event)))


async def touch(terminal: Terminal, event: VisitorEvent) -> None:
    """Further down on the page, if it is there."""
    number = number_of(terminal, event)
    lines = terminal.app.screen.query(ChoiceLine)
    line = next(own for own in lines if own.number == number)
    if not terminal.app.screen.find_widget(line).visible_region.area:
        await terminal.touch_text(terminal.in_words("bar.more"))
    await terminal.touch(line)


def asked(terminal: Terminal) -> Group:
    """What the screen asks now."""
    step, draft = terminal.state.step, terminal.state.draft
    assert isinstance(step, FillIn)
    assert draft is not None
    group = group_of(draft.application, step.group)
    assert group is not None
    return group


def answers(terminal: Terminal) -> dict[str, str]:
    draft = terminal.state.draft
    return dict(draft.application.answers) if draft else {}


async def to_form(terminal: Terminal, hand: Hand) -> None:
    """From the log-in to the first question of an extension."""
    await hand(terminal, FormWanted())
    await terminal.until(ChooseProcedure)
    await hand(terminal, Chose("extension"))
    while isinstance(step := terminal.state.step, AskFact):
        await terminal.press(*ANSWERS[step.fact])
    await terminal.until(Verdict)
    await hand(terminal, WentOn())
    await terminal.until(ChooseTogether)
    await hand(terminal, WentOn())
    await terminal.until(AskResidence)
    await hand(terminal, Chose(False))
    await terminal.until(FillIn)


async def type_answers(terminal: Terminal) -> dict[str, str]:
    """Every line of a group, by keys; what was answered."""
    group, given = asked(terminal), dict[str, str]()
    screen = terminal.app.screen
    assert isinstance(screen, VisitScreen)
    for field in group.fields:
        answer = legal(field, answers(terminal), 1)
        given[field.id] = answer
        if field.kind is Kind.CHOICE and not isinstance(screen.page.form, SearchForm):
            await press(terminal, Chose(answer))
        else:
            await terminal.press(*answer, "enter")
    return given


async def type_until(terminal: Terminal, *steps: type | str) -> dict[str, str]:
    """Everything up to a step or a question; what was answered."""
    given: dict[str, str] = {}
    while True:
        step = terminal.state.step
        if type(step) in steps or (isinstance(step, FillIn) and step.group in steps):
            return given
        match step:
            case AskConsent():
                await press(terminal, Chose(True))
            case AskMore():
                await press(terminal, Chose(False))
            case _:
                given |= await type_answers(terminal)
                assert terminal.state.step != step, step


async def test_left_in_the_middle_and_gone_on_with_to_the_sheet(
    bench: Bench, make_card: MakeCard, identity: Identity, tmp_path: Path
) -> None:
    card, own = make_card(), registered(bench, identity)
    bench.sheets = FolderOfSheets(tmp_path / "sheets")
    async with bench.opened() as terminal:
        await log_in(terminal, own, card)
        await to_form(terminal, press)
        given = await type_until(terminal, LEFT_AT)
        assert given.items() <= answers(terminal).items()
        left = answers(terminal)
        assert terminal.state.draft is not None
        assert not terminal.state.draft.unsaved

        await terminal.pass_time(bench.site.idle_seconds)
        await terminal.until(ChooseLanguage)
        assert terminal.state.draft is None
        seen = terminal.picture.replace(terminal.in_words("demo.card"), "")
        assert not [answer for answer in given.values() if answer in seen]

        bench.desk.take()
        await terminal.settle()
        await log_in(terminal, own, card)
        await press(terminal, FormWanted())
        await terminal.until(ChooseDraft)
        await terminal.press("1")
        await terminal.until(DraftChosen)
        await press(terminal, WentOn())
        await terminal.until(FillIn(LEFT_AT))
        assert answers(terminal) == left

        given |= await type_until(terminal, Review)
        assert given.items() <= answers(terminal).items()
        await press(terminal, WentOn())
        await terminal.until(HandOver(Paper.PRINTED))
        [sheet] = (tmp_path / "sheets").iterdir()
        text = squeezed(poppler.text(sheet.read_bytes()))
        assert not [own for own in given.values() if squeezed(own) not in text]


async def test_by_touch_alone(
    bench: Bench, make_card: MakeCard, identity: Identity
) -> None:
    """A long list, a choice, letters, and a question left for later."""
    card, own = make_card(), registered(bench, identity)
    async with bench.opened(LARGE) as terminal:
        await log_in(terminal, own, card)
        await to_form(terminal, touch)
        assert terminal.state.step == FillIn("nationality")
        await terminal.touch_keys(*"viet")
        await terminal.touch(terminal.app.screen.query(Hit).first())
        await terminal.until(FillIn("married"))
        assert answers(terminal)["nationality"] == "ベトナム"
        await touch(terminal, Chose("有"))
        await terminal.until(FillIn("occupation"))
        await terminal.touch_keys("Go on", "Go on")
        await terminal.until(FillIn("home_address"))
        await terminal.touch_text("[Esc] Back")
        await terminal.until(FillIn("occupation"))
        await terminal.touch_text("[Esc] Back")
        await terminal.touch_text("[Esc] Back")
        await terminal.until(FillIn("nationality"))
        # One by one: the keys move when fewer entries of the list are left.
        for key in (*"ind", "Erase", "Erase", "Erase", *"nepal", "OK"):
            await terminal.touch_keys(key)
        await terminal.until(FillIn("occupation"))
        assert answers(terminal)["nationality"] == "ネパール"
        assert answers(terminal)["married"] == "有"


async def test_a_day_is_touched(
    bench: Bench, make_card: MakeCard, identity: Identity
) -> None:
    card, own = make_card(), registered(bench, identity)
    async with bench.opened() as terminal:
        await log_in(terminal, own, card)
        await to_form(terminal, touch)
        state = terminal.state
        await terminal.stand(state.but(step=FillIn("passport_expires")))
        await terminal.touch_keys(*"20300101", "OK")
        await terminal.settle()
        assert answers(terminal)["passport_expires"] == "20300101"


async def test_a_store_that_fails_is_told_and_nothing_is_lost(
    bench: Bench,
    make_card: MakeCard,
    identity: Identity,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    card, own = make_card(), registered(bench, identity)

    def fail(*_: object, **__: object) -> None:
        raise StoreError(StoreFault.FULL)

    async with bench.opened() as terminal:
        await log_in(terminal, own, card)
        await to_form(terminal, press)
        with monkeypatch.context() as patched:
            patched.setattr(bench.drafts, "save", fail)
            given = await type_until(terminal, "home_address")
            await terminal.settle()
            assert terminal.shows("screen.fill.not_saved")
        given |= await type_until(terminal, "postal_code")
        await terminal.settle()
        assert not terminal.shows("screen.fill.not_saved")
        draft = terminal.state.draft
        assert draft is not None
        key = certificates.parse(identity.authentication_certificate).public_key
        holder = bench.registry.holder(own, key)
        assert holder is not None
        kept = bench.drafts.open(draft.id, holder, bench.clock.now)
        assert kept.answers == draft.application.answers
        assert given.items() <= kept.answers.items()


async def test_a_new_one_that_cannot_be_kept_is_begun_again(
    bench: Bench,
    make_card: MakeCard,
    identity: Identity,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    card, own = make_card(), registered(bench, identity)

    def fail(*_: object, **__: object) -> None:
        raise StoreError(StoreFault.FULL)

    async with bench.opened() as terminal:
        await log_in(terminal, own, card)
        with monkeypatch.context() as patched:
            patched.setattr(bench.drafts, "of", fail)
            await press(terminal, FormWanted())
            await terminal.until(InTrouble(Trouble.STORE))
        await terminal.press("1")
        await terminal.until(LoggedIn)
        await to_form(terminal, press)
        assert answers(terminal)["name"]
