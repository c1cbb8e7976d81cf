"""Reader, card service and printer go, and the clock is set, on each screen of a visit.

Whoever is there goes on when all is well again: one ID, one paper, no try lost; and the
next visitor sees the first screen.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.visit.steps import (
    AskFact,
    ChooseLanguage,
    ConfirmPerson,
    EnterContact,
    EnterPin,
    Goodbye,
    Issued,
    Prepare,
    Step,
    TakeCard,
)
from kiosk.visit.terms import Paper, Pin
from tests.app.bench import Bench, Terminal
from tests.app.ways import ANSWERS, PASSWORD, PHONE, PIN
from tests.emulator.fixtures import MakeCard
from tests.receipts.papers import scan
from tests.survived import Survived

YEAR: Final = timedelta(days=366)
MOST: Final = 60
"""Screens until the ID, with all that had to be done again."""
FULL: Final = {"authentication": 3, "signature": 5}


@contextmanager
def desk_gone(bench: Bench) -> Iterator[None]:
    bench.tray.broken = True
    bench.desk.unplug()
    bench.desk.stop_service()
    yield
    bench.desk.start_service()
    bench.desk.plug()
    bench.tray.broken = False


@contextmanager
def clock_ahead(bench: Bench) -> Iterator[None]:
    bench.clock.now += YEAR
    yield
    bench.clock.now -= YEAR


@contextmanager
def clock_behind(bench: Bench) -> Iterator[None]:
    bench.clock.now -= YEAR
    yield
    bench.clock.now += YEAR


FAULTS: Final = (desk_gone, clock_ahead, clock_behind)


async def do(terminal: Terminal, card: VirtualMyNumberCard) -> None:
    """What the screen asks for."""
    match step := terminal.state.step:
        case AskFact():
            await terminal.press(*ANSWERS[step.fact])
        case Prepare():
            terminal.bench.desk.put(card)
            await terminal.settle()
        case EnterPin(Pin.AUTHENTICATION):
            await terminal.press(*PIN, "enter")
        case EnterPin():
            await terminal.press(*PASSWORD, "enter")
        case EnterContact():
            await terminal.press(*PHONE, "enter")
            await terminal.press("enter")
        case TakeCard():
            terminal.bench.desk.take()
            await terminal.settle()
        case _:
            await terminal.press("1")
    await terminal.settle()


async def test_everything_on_every_screen(
    bench: Bench, make_card: MakeCard, survived: Survived
) -> None:
    card, met = make_card(), set[type[Step]]()
    async with bench.opened() as terminal:
        for _ in range(MOST):
            here = type(terminal.state.step)
            if here in (Issued, Goodbye):
                break
            if here not in met:
                met.add(here)
                for fault in FAULTS:
                    with fault(bench):
                        await terminal.pass_time(1)
                    await terminal.pass_time(1)
                    survived("in the app")
            else:
                await do(terminal, card)
        await terminal.until(Issued(True, Paper.PRINTED))
        assert met >= {Prepare, EnterPin, ConfirmPerson, EnterContact}
        assert {name: card.tries_left(name) for name in FULL} == FULL
        with bench.store.read() as db:
            assert db["users"].count == 1
        assert [scan(image) for image in bench.tray.images] == [
            [terminal.state.answers.auth_id]
        ]
        for _ in range(3):
            await do(terminal, card)
        await terminal.until(ChooseLanguage)
        assert terminal.state.answers.auth_id is None
