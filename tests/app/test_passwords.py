"""A password set with the card, and used where it is not, at the whole kiosk."""

from datetime import timedelta

import pytest

from kiosk.emulator.authority import Identity
from kiosk.registry.tries import TRIES
from kiosk.screens.widgets.choices import ChoiceLine
from kiosk.visit.steps import (
    ChoosePassword,
    ChooseProcedure,
    EnterId,
    EnterPassword,
    EnterPin,
    InTrouble,
    Issued,
    LoggedIn,
    PasswordSet,
    Prepare,
)
from kiosk.visit.terms import Paper, PasswordAnswer, PasswordFault, Trouble
from tests.app.bench import Bench, Terminal, secrets_left
from tests.app.test_login import WORKER, registered
from tests.app.ways import PIN, log_in, to_enter_id, to_id
from tests.emulator.fixtures import MakeCard
from tests.receipts.papers import scan

OWN = "Tulip-lane-17!"
OTHER = "Tulip-lane-18!"
NOBODYS = "P6EQ-2MQ1-BPA6-30GJ"
SET_ONE, CHANGE_IT = "screen.password.set", "screen.password.change"


async def typed(terminal: Terminal, password: str) -> None:
    await terminal.press(*password, "enter")


async def choose(terminal: Terminal, message_id: str) -> None:
    """The answer with these words, by its number."""
    label = terminal.in_words(message_id)
    [own] = [o for o in terminal.app.screen.query(ChoiceLine) if o.plain == label]
    await terminal.press(str(own.number))


async def set_one(terminal: Terminal, password: str = OWN) -> None:
    """From the screen with the ID, and back to it."""
    home = type(terminal.state.step)
    label = CHANGE_IT if terminal.state.password else SET_ONE
    await choose(terminal, label)
    await terminal.until(ChoosePassword())
    await typed(terminal, password)
    await terminal.until(ChoosePassword(again=True))
    await typed(terminal, password)
    await terminal.until(PasswordSet)
    await terminal.press("1")
    await terminal.until(home)


async def to_enter_password(terminal: Terminal, auth_id: str) -> None:
    await to_enter_id(terminal)
    await terminal.press(*auth_id, "enter")
    await terminal.until(Prepare)
    await choose(terminal, "screen.password.use")
    await terminal.until(EnterPassword())


async def test_set_at_the_registration_and_used_without_the_card(
    bench: Bench, make_card: MakeCard
) -> None:
    async with bench.opened() as terminal:
        own = await to_id(terminal, make_card())
        await set_one(terminal)
        assert terminal.state.step == Issued(True, Paper.PRINTED)
    bench.desk.take()
    async with bench.opened() as terminal:
        await to_enter_password(terminal, own)
        await typed(terminal, OWN)
        await terminal.until(LoggedIn)
        assert terminal.shows("screen.logged_in.password")
        assert not terminal.shows(SET_ONE)
        assert not terminal.shows(CHANGE_IT)
        await choose(terminal, "screen.paper.print_first")
        await terminal.until(LoggedIn(Paper.PRINTED))
        assert scan(bench.tray.images[-1]) == [own]
        await terminal.press("2")
        await terminal.until(ChooseProcedure)


async def test_set_after_logging_in_and_changed(
    bench: Bench, make_card: MakeCard, identity: Identity
) -> None:
    own = registered(bench, identity)
    async with bench.opened() as terminal:
        await log_in(terminal, own, make_card())
        await set_one(terminal)
        await set_one(terminal, OTHER)
    bench.desk.take()
    async with bench.opened() as terminal:
        await to_enter_password(terminal, own)
        await typed(terminal, OWN)
        await terminal.until(EnterPassword(PasswordAnswer.REFUSED, 1))
        await typed(terminal, OTHER)
        await terminal.until(EnterPassword(PasswordAnswer.WAIT, 1))
        bench.clock.move(1)
        await typed(terminal, OTHER)
        await terminal.until(LoggedIn)


@pytest.mark.parametrize(
    ("first", "fault"),
    [
        ("12345678", PasswordFault.GUESSABLE),
        ("the ID", PasswordFault.OWN),
        (OTHER, PasswordFault.DIFFERS),
    ],
)
async def test_what_cannot_be_one_says_so(
    bench: Bench,
    make_card: MakeCard,
    identity: Identity,
    first: str,
    fault: PasswordFault,
) -> None:
    own = registered(bench, identity)
    async with bench.opened() as terminal:
        await log_in(terminal, own, make_card())
        await choose(terminal, SET_ONE)
        await terminal.until(ChoosePassword())
        await typed(terminal, own if first == "the ID" else first)
        if fault is PasswordFault.DIFFERS:
            await terminal.until(ChoosePassword(again=True))
            await typed(terminal, OWN)
        await terminal.until(ChoosePassword(fault=fault))
        assert terminal.shows(f"screen.password.fault.{fault}")
        assert secrets_left() == 0
        await typed(terminal, OWN)
        await terminal.until(ChoosePassword(again=True))
        await typed(terminal, OWN)
        await terminal.until(PasswordSet)


async def test_the_birth_date_is_noticed_by_the_registry(
    bench: Bench, make_card: MakeCard, identity: Identity
) -> None:
    own = registered(bench, identity)
    async with bench.opened() as terminal:
        await log_in(terminal, own, make_card())
        await choose(terminal, SET_ONE)
        await terminal.until(ChoosePassword())
        for step in (
            ChoosePassword(again=True),
            ChoosePassword(fault=PasswordFault.OWN),
        ):
            await typed(terminal, WORKER.birth_date)
            await terminal.until(step)


@pytest.mark.parametrize("whose", ["somebody's", "nobody's"])
async def test_nothing_tells_which_ids_there_are(
    bench: Bench, identity: Identity, whose: str
) -> None:
    own = registered(bench, identity)
    asked = own if whose == "somebody's" else NOBODYS
    seen = []
    async with bench.opened() as terminal:
        await to_enter_password(terminal, asked)
        for number in range(TRIES - 1):
            await typed(terminal, OTHER)
            await terminal.until(EnterPassword(PasswordAnswer.REFUSED, 2**number))
            seen.append(terminal.picture)
            bench.clock.now += timedelta(seconds=2**number)
        assert terminal.shows("screen.password.refused")
        await typed(terminal, OTHER)
        await terminal.until(InTrouble(Trouble.PASSWORD_LOCKED))
        assert not [picture for picture in seen if asked in picture]


async def test_locked_by_others_and_opened_by_the_card(
    bench: Bench, make_card: MakeCard, identity: Identity
) -> None:
    own = registered(bench, identity)
    async with bench.opened() as terminal:
        await log_in(terminal, own, make_card())
        await set_one(terminal)
    bench.desk.take()
    async with bench.opened() as terminal:
        await to_enter_password(terminal, own)
        for number in range(TRIES):
            await typed(terminal, OTHER)
            refused = EnterPassword(PasswordAnswer.REFUSED, 2**number)
            locked = InTrouble(Trouble.PASSWORD_LOCKED)
            await terminal.until(locked if number == TRIES - 1 else refused)
            bench.clock.now += timedelta(seconds=2**number)
        bench.desk.put(make_card())
        await terminal.until(EnterPin)
        await terminal.press(*PIN, "enter")
        await terminal.until(LoggedIn)
    bench.desk.take()
    async with bench.opened() as terminal:
        await to_enter_password(terminal, own)
        await typed(terminal, OWN)
        await terminal.until(LoggedIn)


async def test_its_year_is_over(
    bench: Bench, make_card: MakeCard, identity: Identity
) -> None:
    own = registered(bench, identity)
    async with bench.opened() as terminal:
        await log_in(terminal, own, make_card())
        await set_one(terminal)
    bench.desk.take()
    bench.clock.now += timedelta(days=366)
    async with bench.opened() as terminal:
        await to_enter_password(terminal, own)
        await typed(terminal, OWN)
        await terminal.until(InTrouble(Trouble.PASSWORD_EXPIRED))
        await terminal.press("2")
        await terminal.until(EnterId)


async def test_one_typed_once_goes_with_the_screen(
    bench: Bench, make_card: MakeCard, identity: Identity
) -> None:
    own = registered(bench, identity)
    async with bench.opened() as terminal:
        await log_in(terminal, own, make_card())
        await choose(terminal, SET_ONE)
        await typed(terminal, OWN)
        await terminal.until(ChoosePassword(again=True))
        assert secrets_left() == 1
        await terminal.press("escape")
        await terminal.until(LoggedIn)
        assert secrets_left() == 0
