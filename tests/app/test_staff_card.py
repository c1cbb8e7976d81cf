"""Staff sign in with a My Number card: joined once, then in place of the password."""

import pytest

from kiosk.emulator.authority import Identity
from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.registry.staff import Member
from kiosk.secret import Secret
from kiosk.store.audit.fields import StaffRole
from kiosk.visit.desk import (
    CardUse,
    EnterCode,
    EnterStaffPassword,
    EnterStaffPin,
    LayStaffCard,
    OwnCard,
    Refusal,
    Report,
    Reported,
    StaffCardTrouble,
    StaffHome,
    StaffLastTry,
    TakeStaffCard,
)
from kiosk.visit.steps import ChooseLanguage, EnterPin, LoggedIn, Prepare
from kiosk.visit.terms import Pin, PinNote, Trouble
from tests.app.bench import Bench, Terminal, secrets_left
from tests.app.test_login import WORKER, registered
from tests.app.test_staff import CODES, OWN, choose, codes, seen, sign_in, until
from tests.app.ways import PIN, to_enter_id
from tests.emulator.fixtures import MakeCard
from tests.registry.people import NOON

HELPER = CODES[StaffRole.HELPER]
USE = CardUse(HELPER)


@pytest.fixture(autouse=True)
def members(bench: Bench) -> list[Member]:
    return [
        bench.staff.add(code, role, Secret.of(OWN.encode()), NOON)
        for role, code in CODES.items()
    ]


async def joined(terminal: Terminal, card: VirtualMyNumberCard) -> None:
    """Signed in by password, the card on the reader."""
    await sign_in(terminal, StaffRole.HELPER)
    await choose(terminal, "staff.duty.own_card")
    await until(terminal, OwnCard())
    await choose(terminal, "staff.card.join")
    await until(terminal, LayStaffCard(CardUse()))
    terminal.bench.desk.put(card)
    await until(terminal, EnterStaffPin)
    await terminal.press(*PIN, "enter")
    await until(terminal, Reported(Report.CARD_JOINED))


async def laid(
    terminal: Terminal, card: VirtualMyNumberCard, code: str = HELPER
) -> None:
    """At the PIN of a card that is to open a code."""
    await terminal.press("f9")
    await until(terminal, EnterCode())
    await terminal.press(*code, "enter")
    await until(terminal, EnterStaffPassword)
    assert terminal.shows("staff.card.or")
    terminal.bench.desk.put(card)
    await until(terminal, EnterStaffPin)


async def test_joined_once_and_used_instead_of_the_password(
    bench: Bench, make_card: MakeCard
) -> None:
    card = make_card()
    async with bench.opened() as terminal:
        await joined(terminal, card)
        assert WORKER.name not in terminal.picture
        bench.desk.take()
        await terminal.press("escape", "escape", "escape")
        assert terminal.state.staff is None
        await laid(terminal, card)
        await terminal.press("9", "9", "9", "9", "enter")
        await until(terminal, EnterStaffPin)
        assert isinstance(step := seen(terminal), EnterStaffPin)
        assert (step.tries, step.note) == (2, PinNote.WRONG)
        await terminal.press(*PIN, "enter")
        await until(terminal, StaffHome())
        assert secrets_left() == 0
        await choose(terminal, "staff.duty.own_card")
        await choose(terminal, "staff.card.remove")
        await until(terminal, Reported(Report.CARD_REMOVED))
    assert [code for code in codes(bench) if "card" in code] == [
        "staff_card_joined",
        "staff_card_removed",
    ]


async def test_another_card_opens_nothing(
    bench: Bench, make_card: MakeCard, identity: Identity
) -> None:
    """Not even that of a visitor whom the registry knows."""
    registered(bench, identity)
    async with bench.opened() as terminal:
        await laid(terminal, make_card())
        await terminal.press(*PIN, "enter")
        await until(terminal, EnterCode(refusal=Refusal.CARD))
        assert terminal.shows("staff.refusal.card")


async def test_a_visitors_card_and_key_stay_the_visitors(
    bench: Bench, make_card: MakeCard, identity: Identity
) -> None:
    """Staff come and go with a card of theirs; the visitor's log-in goes on."""
    own, card = registered(bench, identity), make_card()
    async with bench.opened() as terminal:
        await to_enter_id(terminal)
        await terminal.press(*own, "enter")
        await terminal.until(Prepare)
        bench.desk.put(card)
        await terminal.until(EnterPin(Pin.AUTHENTICATION, 3))
        await terminal.press("f2")
        await terminal.press("f9")
        await until(terminal, EnterCode())
        await terminal.press(*HELPER, "enter")
        await until(terminal, EnterStaffPassword)
        assert terminal.shows("staff.card.first")
        await terminal.press("escape")
        assert terminal.state.step == EnterPin(Pin.AUTHENTICATION, 3)
        await terminal.press(*PIN, "enter")
        await terminal.until(LoggedIn)


async def test_the_reader_is_empty_before_the_visitor_goes_on(
    bench: Bench, make_card: MakeCard
) -> None:
    card = make_card()
    async with bench.opened() as terminal:
        await joined(terminal, card)
        await terminal.pass_time(61)
        assert terminal.state.step == ChooseLanguage()
        bench.desk.take()
        await terminal.settle()
        await to_enter_id(terminal)
        await terminal.press("f2")
        await laid(terminal, card)
        await terminal.press(*PIN, "enter")
        await until(terminal, StaffHome())
        await terminal.press("escape")
        await until(terminal, TakeStaffCard())
        assert terminal.shows("staff.card.take")
        bench.desk.take()
        await terminal.settle()
        assert terminal.state.staff is None


async def test_the_last_try_is_asked_about_and_locked_is_told(
    bench: Bench, make_card: MakeCard
) -> None:
    card = make_card()
    async with bench.opened() as terminal:
        await laid(terminal, card)
        for _ in range(2):
            await terminal.press("9", "9", "9", "9", "enter")
            await terminal.settle()
        await until(terminal, StaffLastTry)
        await choose(terminal, "screen.last_try.yes")
        await terminal.press("9", "9", "9", "9", "enter")
        await until(terminal, StaffCardTrouble(USE, Trouble.PIN_LOCKED))
        assert terminal.shows("trouble.pin_locked.title")
        assert secrets_left() == 0
        bench.desk.take()
        await terminal.press("1")
        await until(terminal, EnterStaffPassword)
