"""Whatever is pressed, pasted or scanned, wherever: the kiosk goes on."""

import itertools

import pytest
from textual import events

from kiosk.screens.widgets.text_form import Field
from kiosk.visit.steps import (
    ChooseLanguage,
    ChoosePurpose,
    EnterContact,
    EnterId,
    EnterPin,
    Prepare,
)
from kiosk.visit.terms import Pin
from tests.app.bench import Bench, Terminal, secrets_left
from tests.app.ways import (
    known,
    to_enter_id,
    to_pin,
    to_prepare,
    to_purpose,
)
from tests.emulator.fixtures import MakeCard

KEYS = [
    *(f"ctrl+{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"),
    *(f"alt+{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"),
    *(f"f{number}" for number in (4, 5, 6, 9, 11, *range(13, 25))),
    *("tab", "shift+tab", "up", "down", "left", "right", "home", "end", "insert"),
    *("pageup", "pagedown", "ctrl+home", "ctrl+end", "ctrl+backslash", "super+c"),
    *("shift+insert", "ctrl+insert", "ctrl+shift+c", "ctrl+shift+v", "escape+escape"),
    *("!", "%", "[", "]", "{", "}", "あ", "é", "\x7f", "ⅷ", "٣"),
]
"""None of them is an answer, a digit, a letter of a password or a key of the bar."""


def undisturbed(terminal: Terminal) -> bool:
    return terminal.app.is_running and terminal.app.return_code is None


@pytest.mark.parametrize("where", ["language", "purpose", "prepare", "pin", "contact"])
async def test_keys_that_mean_nothing(
    bench: Bench, make_card: MakeCard, where: str
) -> None:
    async with bench.opened() as terminal:
        card = make_card()
        match where:
            case "purpose":
                await to_purpose(terminal)
            case "prepare":
                await to_prepare(terminal)
            case "pin":
                await to_pin(terminal, card)
            case "contact":
                await terminal.stand(known(terminal))
        before = terminal.state.but(idle=0)
        # There staff have a way in.
        meaningless = [key for key in KEYS if (where, key) != ("language", "f9")]
        await terminal.press(*meaningless)
        assert undisturbed(terminal)
        assert terminal.state.but(idle=0) == before
        assert secrets_left() == 0
        assert card.tries_left("authentication") == 3


@pytest.mark.parametrize(
    "text",
    ["x" * 100_000, "P6EQ-2MQ1-BPA6-30GG\n" * 500, "\x1b[21~\x1b]52;c;AAAA\x07\x00\r"],
    ids=["100 kB", "many lines", "control characters"],
)
async def test_a_paste(bench: Bench, text: str) -> None:
    """Where a scan is expected one code may come; elsewhere a paste is lost."""
    async with bench.opened() as terminal:

        async def paste() -> None:
            before = terminal.state.but(idle=0)
            terminal.app.post_message(events.Paste(text))
            await terminal.settle()
            assert undisturbed(terminal)
            assert terminal.state.but(idle=0) == before

        await paste()
        await to_enter_id(terminal)
        await paste()
        value = terminal.app.screen.query_one(Field).value
        assert len(value) <= 120
        await terminal.press("enter")
        # What is left of control characters may be an ID: nobody knows the Agency's.
        await terminal.until(Prepare if 0 < len(value) <= 64 else EnterId(refused=True))
        await terminal.press("f10")
        await paste()
        await terminal.press("2")
        await terminal.press("1")
        await terminal.until(ChooseLanguage)
        await terminal.stand(known(terminal))
        await paste()
        await terminal.stand(known(terminal).but(step=EnterPin(Pin.SIGNATURE, 5)))
        await paste()
        assert secrets_left() == 0


async def test_a_scan_where_no_id_is_asked_for(bench: Bench) -> None:
    """It is told to be no telephone number."""
    async with bench.opened() as terminal:
        await terminal.stand(known(terminal))
        await terminal.press(*"P6EQ-2MQ1-BPA6-30GJ", "enter")
        await terminal.press("enter")
        await terminal.until(EnterContact(("phone",)))
        assert terminal.shows("screen.contact.phone.fault")


@pytest.mark.parametrize(
    ("phone", "mail", "faults"),
    [
        ("", "", ("nothing",)),
        ("12", "", ("phone",)),
        ("", "nobody", ("mail",)),
        ("x", "y", ("phone", "mail")),
    ],
)
async def test_contacts_that_cannot_be_right(
    bench: Bench,
    phone: str,
    mail: str,
    faults: tuple[str, ...],
) -> None:
    """What was typed stays, the first wrong line has the focus, a fault says why."""
    async with bench.opened() as terminal:
        await terminal.stand(known(terminal))
        for text in (phone, mail):
            await terminal.press(*text, "enter")
        await terminal.until(EnterContact(faults))
        fields = list(terminal.app.screen.query(Field))
        assert [field.value for field in fields] == [phone, mail]
        wrong = 1 if faults == ("mail",) else 0
        assert terminal.app.focused is fields[wrong]
        for name in faults:
            ending = "nothing" if name == "nothing" else f"{name}.fault"
            assert terminal.shows(f"screen.contact.{ending}")


async def test_the_demo_hand_lays_a_card_down_and_lifts_it(
    bench: Bench, make_card: MakeCard
) -> None:
    bench.dock.card = make_card()
    async with bench.opened() as terminal:
        await to_prepare(terminal)
        await terminal.press("f12")
        await terminal.until(EnterPin)
        await terminal.press("f12")
        assert not terminal.state.desk.has_card
        assert terminal.shows("trouble.removed.title")


async def test_a_small_terminal_and_back(bench: Bench) -> None:
    async with bench.opened() as terminal:
        await to_purpose(terminal)
        for size in itertools.product((1, 20, 300), (1, 5, 100)):
            await terminal.resize(*size)
            assert undisturbed(terminal)
        await terminal.resize(80, 24)
        assert terminal.state.step == ChoosePurpose()
        assert terminal.in_words("screen.purpose.title") in terminal.picture
        await terminal.press("3")
        await terminal.until(EnterId)
