"""Coming back with an ID: typed, scanned, mistyped; with the card or a renewed one."""

import pytest
from textual import events

from kiosk.card import certificates
from kiosk.emulator.authority import CardKeys, Identity, SyntheticAuthority
from kiosk.emulator.people import PEOPLE
from kiosk.registry.auth_id import grouped
from kiosk.registry.people import Applicant
from kiosk.visit.steps import EnterId, EnterPin, InTrouble, LoggedIn, Prepare
from kiosk.visit.terms import Paper, Pin, Trouble
from tests.app.bench import Bench
from tests.app.ways import PIN, log_in, to_enter_id
from tests.emulator.fixtures import ISSUED, MakeCard
from tests.receipts.papers import scan
from tests.registry.people import NOON

WORKER = PEOPLE["worker"]


def registered(bench: Bench, card: Identity) -> str:
    """The ID of the worker, who registered with this card before."""
    applicant = Applicant(
        role="applicant",
        kind=None,
        public_key=certificates.parse(card.authentication_certificate).public_key,
        name=WORKER.name,
        address=WORKER.address,
        birth_date=WORKER.birth_date,
        sex=WORKER.sex,
        phone="09000000001",
        mail="",
        language="en",
    )
    plain = bench.registry.register("before", applicant, NOON).auth_id
    return "-".join(plain[place : place + 4] for place in range(0, 16, 4))


async def test_logging_in_and_a_receipt(
    bench: Bench, make_card: MakeCard, identity: Identity
) -> None:
    card = make_card()
    own = registered(bench, identity)
    async with bench.opened() as terminal:
        await log_in(terminal, own, card)
        assert terminal.state.step == LoggedIn()
        assert terminal.shows("screen.logged_in.title")
        assert own not in terminal.picture, "whoever has it need not see it"
        await terminal.touch_text("Print the receipt")
        await terminal.until(LoggedIn(Paper.PRINTED))
        assert scan(bench.tray.images[0]) == [own]


@pytest.mark.parametrize("how", ["typed", "small, no hyphens", "scanned", "pasted"])
async def test_an_id_may_come_as_keys_or_as_a_paste(
    bench: Bench, identity: Identity, how: str
) -> None:
    """A scanner is a keyboard that types quickly and ends with Enter."""
    own = registered(bench, identity)
    text = {
        "typed": own,
        "small, no hyphens": own.replace("-", "").lower(),
        "scanned": grouped(own.replace("-", "")),
        "pasted": own,
    }[how]
    async with bench.opened() as terminal:
        await to_enter_id(terminal)
        if how == "pasted":
            terminal.app.post_message(events.Paste(text))
            await terminal.settle()
            await terminal.press("enter")
        else:
            await terminal.press(*text, "enter")
        await terminal.until(Prepare)
        assert terminal.state.answers.auth_id == own


async def test_what_is_no_id_is_asked_for_again(bench: Bench) -> None:
    async with bench.opened() as terminal:
        await to_enter_id(terminal)
        await terminal.press("enter")
        await terminal.until(EnterId(refused=True))
        assert terminal.shows("screen.auth_id.refused")
        await terminal.press("escape")
        assert not isinstance(terminal.state.step, EnterId)


async def test_a_slip_of_the_finger_is_told_and_typed_twice_looked_up(
    bench: Bench,
) -> None:
    """It may be the Agency's: nobody knows how those look."""
    async with bench.opened() as terminal:
        await to_enter_id(terminal)
        await terminal.press(*"P6EQ-2MQ1-BPA6-30GG", "enter")
        await terminal.until(EnterId)
        assert terminal.shows("auth_id.invalid.check")
        assert terminal.shows("screen.auth_id.as_it_is")
        await terminal.press("enter")
        await terminal.until(Prepare)
        assert terminal.state.answers.auth_id == "P6EQ-2MQ1-BPA6-30GG"


async def test_somebody_elses_id(
    bench: Bench,
    make_card: MakeCard,
    authority: SyntheticAuthority,
    identity: Identity,
) -> None:
    """The one answer for an ID that is another's, and for one that nobody has."""
    other = authority.issue(PEOPLE["student"], ISSUED, CardKeys.new())
    own = registered(bench, identity)
    async with bench.opened() as terminal:
        await to_enter_id(terminal)
        await terminal.press(*own, "enter")
        await terminal.until(Prepare)
        bench.desk.put(make_card("student", identity=other))
        await terminal.until(EnterPin)
        await terminal.press(*PIN, "enter")
        await terminal.until(EnterPin(Pin.ATTRIBUTES, 3))
        await terminal.press(*"4321", "enter")
        await terminal.until(InTrouble(Trouble.ANOTHER_PERSON))
        assert WORKER.name not in terminal.picture
        await terminal.press("1")
        await terminal.until(EnterId)


async def test_a_renewed_card_is_joined(
    bench: Bench,
    make_card: MakeCard,
    authority: SyntheticAuthority,
    identity: Identity,
) -> None:
    own = registered(bench, identity)
    renewed = make_card(identity=authority.issue(WORKER, ISSUED, CardKeys.new()))
    async with bench.opened() as terminal:
        await to_enter_id(terminal)
        await terminal.press(*own, "enter")
        await terminal.until(Prepare)
        bench.desk.put(renewed)
        await terminal.until(EnterPin)
        await terminal.press(*PIN, "enter")
        await terminal.until(EnterPin(Pin.ATTRIBUTES, 3))
        assert terminal.shows("screen.pin.attributes.title")
        await terminal.press(*"4321", "enter")
        await terminal.until(LoggedIn)
    async with bench.opened() as terminal:
        await log_in(terminal, own, renewed)
