"""What a visitor's card, hands and reader may do in the middle of a visit."""

import unicodedata
from collections.abc import Callable

import pytest

from kiosk.emulator.authority import CardKeys, SyntheticAuthority
from kiosk.emulator.desk import VirtualDesk
from kiosk.emulator.people import PEOPLE
from kiosk.screens.widgets.text import Text
from kiosk.visit.steps import (
    ConfirmPerson,
    EnterPin,
    InTrouble,
    LastTry,
    Prepare,
    Verdict,
)
from kiosk.visit.terms import Glance, Pin, PinNote, Trouble
from tests.app.bench import Bench, Terminal, secrets_left
from tests.app.ways import (
    PASSWORD,
    PIN,
    to_password,
    to_person,
    to_pin,
    to_prepare,
    to_verdict,
)
from tests.emulator.fixtures import ISSUED, MakeCard
from tests.screens.reading import without_space

AUTHENTICATION = Pin.AUTHENTICATION


def tries_shown(terminal: Terminal, count: int) -> bool:
    return terminal.shows("screen.pin.tries", count=count)


async def test_a_wrong_pin_the_last_try_and_the_lock(
    bench: Bench, make_card: MakeCard
) -> None:
    card = make_card()
    async with bench.opened() as terminal:
        await to_pin(terminal, card)
        assert tries_shown(terminal, 3)
        await terminal.press(*"9999", "enter")
        await terminal.until(EnterPin(AUTHENTICATION, 2, PinNote.WRONG))
        assert terminal.shows("screen.pin.wrong")
        assert tries_shown(terminal, 2)
        await terminal.press(*"9998", "enter")
        await terminal.until(LastTry(AUTHENTICATION, wrong=True))
        assert terminal.shows("screen.last_try.title")
        assert terminal.shows("screen.reset.authentication")
        await terminal.press("2")  # sure
        await terminal.until(EnterPin(AUTHENTICATION, 1))
        assert tries_shown(terminal, 1)
        await terminal.press(*"9997", "enter")
        await terminal.until(InTrouble(Trouble.PIN_LOCKED, AUTHENTICATION))
        assert terminal.shows("screen.reset.authentication")
        assert card.tries_left("authentication") == 0
        assert secrets_left() == 0


async def test_the_last_try_is_not_taken_for_somebody(
    bench: Bench, make_card: MakeCard
) -> None:
    """The first answer, which has the focus, is the careful one."""
    card = make_card(tries={"authentication": 1})
    async with bench.opened() as terminal:
        await to_prepare(terminal)
        bench.desk.put(card)
        await terminal.until(LastTry)
        await terminal.press("enter")
        await terminal.until(Verdict)
        assert card.tries_left("authentication") == 1


async def test_a_pin_that_cannot_be_one_costs_no_try(
    bench: Bench, make_card: MakeCard
) -> None:
    """A password without a digit."""
    card = make_card()
    async with bench.opened() as terminal:
        await to_password(terminal, card)
        await terminal.press(*"ABCDEF", "enter")
        await terminal.until(EnterPin(Pin.SIGNATURE, 5, PinNote.FORM))
        assert terminal.shows("screen.pin.form.signature")
        assert card.tries_left("signature") == 5
        assert secrets_left() == 0
        await terminal.press(*"abc123", "enter")
        await terminal.until(ConfirmPerson)


@pytest.mark.parametrize("again", ["the same", "another"])
async def test_the_card_is_lifted_at_the_pin_and_one_laid_down(
    bench: Bench,
    make_card: MakeCard,
    authority: SyntheticAuthority,
    again: str,
) -> None:
    """What was typed of the PIN is gone, whichever card it is."""
    card = make_card()
    async with bench.opened() as terminal:
        await to_pin(terminal, card)
        await terminal.press(*"12")
        assert secrets_left() == 1
        bench.desk.take()
        await terminal.until(InTrouble(Trouble.REMOVED))
        assert terminal.shows("trouble.removed.title")
        assert secrets_left() == 0
        told = terminal.state.answers
        if again == "another":
            own = authority.issue(PEOPLE["student"], ISSUED, CardKeys.new())
            card = make_card("student", identity=own, tries={"authentication": 2})
        bench.desk.put(card)
        await terminal.until(EnterPin)
        assert tries_shown(terminal, 2 if again == "another" else 3)
        assert "○ ○ ○ ○" in terminal.picture
        await terminal.press(*PIN, "enter")
        await terminal.until(EnterPin(Pin.SIGNATURE, 5))
        await terminal.press(*PASSWORD, "enter")
        await terminal.until(ConfirmPerson)
        name = "SAMPLE ANNA" if again == "another" else "SAMPLE TARO"
        assert name in terminal.picture
        assert (
            terminal.state.answers.facts["stay_expires"] == (told.facts["stay_expires"])
        )


Obstacle = tuple[Glance, Callable[[VirtualDesk], None], Callable[[VirtualDesk], None]]
OBSTACLES: dict[Trouble, Obstacle] = {
    Trouble.NO_SERVICE: (
        Glance.NO_SERVICE,
        VirtualDesk.stop_service,
        VirtualDesk.start_service,
    ),
    Trouble.NO_READER: (Glance.NO_READER, VirtualDesk.unplug, VirtualDesk.plug),
    Trouble.MUTE: (
        Glance.MUTE,
        lambda desk: desk.set_mute(True),
        lambda desk: desk.set_mute(False),
    ),
}


@pytest.mark.parametrize("trouble", OBSTACLES)
async def test_the_desk_fails_in_the_middle_and_comes_back(
    bench: Bench, make_card: MakeCard, trouble: Trouble
) -> None:
    glance, fail, mend = OBSTACLES[trouble]
    async with bench.opened() as terminal:
        await to_pin(terminal, make_card())
        await terminal.press("1")
        fail(bench.desk)
        await terminal.until(InTrouble(trouble))
        assert terminal.state.desk.glance is glance
        assert terminal.shows(f"trouble.{trouble}.title")
        assert terminal.shows(f"trouble.{trouble}.do")
        assert secrets_left() == 0
        mend(bench.desk)
        await terminal.until(EnterPin(AUTHENTICATION, 3))
        await terminal.press(*PIN, "enter")
        await terminal.until(EnterPin(Pin.SIGNATURE, 5))


async def test_no_service_when_the_kiosk_starts(
    bench: Bench, make_card: MakeCard
) -> None:
    bench.desk.stop_service()
    async with bench.opened() as terminal:
        await to_verdict(terminal)
        await terminal.press("1")
        await terminal.until(InTrouble(Trouble.NO_SERVICE))
        assert terminal.shows("trouble.no_service.title")
        bench.desk.start_service()
        await terminal.until(Prepare)
        bench.desk.put(make_card())
        await terminal.until(EnterPin)


async def test_a_card_that_lies_there_from_the_start_is_used(
    bench: Bench, make_card: MakeCard
) -> None:
    bench.desk.put(make_card())
    async with bench.opened() as terminal:
        assert terminal.shows("screen.language.card_left")
        await to_verdict(terminal)
        await terminal.press("1")
        await terminal.until(EnterPin(AUTHENTICATION, 3))


async def test_another_persons_card_is_passed_over(
    bench: Bench, make_card: MakeCard
) -> None:
    async with bench.opened() as terminal:
        await to_person(terminal, make_card())
        await terminal.press("2")  # not me
        await terminal.until(Prepare)
        assert terminal.shows("screen.prepare.other_card")
        assert terminal.state.card is None
        assert "birth_date" not in terminal.state.answers.facts


@pytest.mark.parametrize("key", ["hostile", "long"])
async def test_a_name_that_attacks_the_terminal(
    bench: Bench, make_card: MakeCard, authority: SyntheticAuthority, key: str
) -> None:
    """It is shown as text, whole, and does nothing."""
    own = authority.issue(PEOPLE[key], ISSUED, CardKeys.new())
    async with bench.opened() as terminal:
        await to_person(terminal, make_card(key, identity=own))
        values = [
            text.plain
            for text in terminal.app.screen.query("PersonRow .value")
            if isinstance(text, Text)
        ]
        drawn = terminal.picture
        categories = {unicodedata.category(own) for own in drawn if own != "\n"}
        assert not categories & {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
        if key == "hostile":
            assert values[0].startswith("[@click=app.quit]X[/]")
            assert "{name}%s" in values[3]
            assert "[@click=app.quit]X[/]" in drawn
            for x in range(20, 60, 2):
                await terminal.touch((x, 4))
            assert terminal.app.is_running
            assert terminal.state.step == ConfirmPerson()
        else:
            assert values[0] == PEOPLE[key].name
            seen = without_space(drawn)
            assert all(word in seen for word in PEOPLE[key].name.split())
