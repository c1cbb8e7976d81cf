"""From language to goodbye, by keys alone and by touch alone, small and large."""

import pytest

from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.people import PEOPLE
from kiosk.visit.steps import (
    AskFact,
    ChooseLanguage,
    ChoosePurpose,
    ConfirmPerson,
    EnterContact,
    EnterPin,
    Goodbye,
    Issued,
    Prepare,
    TakeCard,
    Verdict,
)
from kiosk.visit.terms import Paper, Pin
from tests.app.bench import SIZES, Bench, Terminal, secrets_left
from tests.app.ways import (
    ASK,
    PASSWORD,
    PHONE,
    PIN,
    STAY_ENDS,
    to_contact,
    to_id,
    to_verdict,
)
from tests.emulator.fixtures import MakeCard
from tests.receipts.papers import scan

WORKER = PEOPLE["worker"]


async def leave(terminal: Terminal) -> None:
    """The card first, then goodbye, then the next visitor's screen."""
    await terminal.until(TakeCard)
    assert terminal.shows("screen.take_card.title")
    terminal.bench.desk.take()
    await terminal.until(Goodbye)
    assert terminal.shows("screen.goodbye.title")
    await terminal.pass_time(terminal.bench.site.goodbye_seconds)
    await terminal.until(ChooseLanguage)


def nothing_is_left(terminal: Terminal, card: VirtualMyNumberCard, own: str) -> None:
    assert own not in terminal.picture
    assert WORKER.name not in terminal.picture
    assert terminal.state.answers.auth_id is None
    assert terminal.state.card is None
    assert secrets_left() == 0
    assert card.alarms == []


@pytest.mark.parametrize("size", SIZES)
async def test_by_keys_alone(
    bench: Bench, make_card: MakeCard, size: tuple[int, int]
) -> None:
    card = make_card()
    async with bench.opened(size) as terminal:
        own = await to_id(terminal, card)
        assert own in terminal.picture
        assert terminal.shows("screen.issued.title")
        assert terminal.shows("screen.issued.here")
        assert terminal.shows("screen.paper.printed")
        assert scan(bench.tray.images[0]) == [own]
        await terminal.press("1")
        await leave(terminal)
        nothing_is_left(terminal, card, own)


@pytest.mark.parametrize("size", SIZES)
async def test_by_touch_alone(
    bench: Bench, make_card: MakeCard, size: tuple[int, int]
) -> None:
    """Also what is typed; and the ways back and on that stand on every screen."""
    card = make_card()
    async with bench.opened(size) as terminal:
        await terminal.touch_choice(1)
        await terminal.until(ChoosePurpose)
        await terminal.touch_choice(2)
        await terminal.touch_text("[Esc] Back")
        await terminal.until(ChoosePurpose)
        for choice in (1, 1, 1, 9, 9, 9, 9, 9, 2):  # the list of statuses, round once
            await terminal.touch_choice(choice)
        await terminal.until(AskFact("stay_expires"))
        await terminal.touch_keys("9", "Erase", *STAY_ENDS)
        assert "15 January 2027" in terminal.picture
        await terminal.touch_keys("OK")
        await terminal.until(Verdict)
        await terminal.touch_choice(1)
        await terminal.until(Prepare)
        bench.desk.put(card)
        await terminal.until(EnterPin(Pin.AUTHENTICATION, 3))
        await terminal.touch_keys("9", "Erase", "9", "9", "Erase all", *PIN, "OK")
        await terminal.until(EnterPin(Pin.SIGNATURE, 5))
        await terminal.touch_keys(*PASSWORD, "OK")
        await terminal.until(ConfirmPerson)
        await terminal.touch_choice(1)
        await terminal.until(EnterContact)
        await terminal.touch_keys(*PHONE, "Go on")
        await terminal.touch_keys("Go on")
        await terminal.until(Issued(True, Paper.PRINTED))
        assert terminal.state.answers.contact.phone == PHONE
        own = terminal.state.answers.auth_id or ""
        if "More below: ↓" in terminal.picture:
            await terminal.touch_text("More below: ↓")
        await terminal.touch_choice(4)  # print it again
        await terminal.until(Issued(True, Paper.PRINTED))
        assert [scan(image) for image in bench.tray.images] == [[own]] * 2
        await terminal.touch_choice(1)
        await leave(terminal)
        nothing_is_left(terminal, card, own)


async def test_by_arrow_keys_and_enter(bench: Bench) -> None:
    """The answers can be walked to; what has the focus is drawn otherwise."""
    async with bench.opened() as terminal:
        for key in ("down", "enter"):
            await terminal.press(key)
        await terminal.until(ChoosePurpose)
        assert terminal.state.language == "ja"
        for key in ("up", "enter"):  # round to the last
            await terminal.press(key)
        assert terminal.state.answers.purpose == "record"


async def test_only_asking_with_a_slip(bench: Bench) -> None:
    async with bench.opened() as terminal:
        await to_verdict(terminal, ASK)
        assert terminal.shows("screen.verdict.allowed")
        await terminal.touch_text("More below: ↓")
        await terminal.touch_text("Print this answer")
        await terminal.until(Verdict(Paper.PRINTED))
        assert len(bench.tray.images) == 1
        await terminal.press("escape")
        assert isinstance(terminal.state.step, AskFact)
        assert terminal.state.answers.facts
        for _ in range(9):
            await terminal.press("escape")
        await terminal.until(ChooseLanguage)
        assert not terminal.state.answers.facts


async def test_a_second_visit_is_answered_with_the_same_id(
    bench: Bench, make_card: MakeCard
) -> None:
    card = make_card()
    async with bench.opened() as terminal:
        own = await to_id(terminal, card)
        await terminal.press("1")
        await leave(terminal)
        assert await to_id(terminal, card, new=False) == own
        assert terminal.shows("screen.issued.found")


async def test_back_keeps_what_was_told(bench: Bench, make_card: MakeCard) -> None:
    """From the contact back to the procedure, and on again."""
    async with bench.opened() as terminal:
        await to_contact(terminal, make_card())
        told = terminal.state.answers
        assert dict(told.facts) == {
            "status": "student",
            "stay_expires": "2027-01-15",
            "birth_date": "1992-02-29",
            "has_mynumber_card": True,
        }
        while terminal.state.step != AskFact("stay_expires"):
            await terminal.press("escape")
        assert "15 / 01 / 2027" in terminal.picture
        await terminal.press("enter")
        await terminal.until(Verdict)
        await terminal.press("1")
        await terminal.until(ConfirmPerson)
        assert terminal.state.answers == told
