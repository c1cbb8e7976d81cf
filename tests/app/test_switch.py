"""A whole visit by two buttons, from the first screen to the end of it."""

from dataclasses import replace

from kiosk.screens.kiosk_screen import KioskScreen
from kiosk.screens.walking import Walk
from kiosk.screens.widgets.caps import Caps
from kiosk.screens.widgets.choices import ChoiceLine
from kiosk.screens.widgets.text import Text
from kiosk.visit.display import Theme
from kiosk.visit.steps import (
    AskFact,
    ChooseLanguage,
    ChooseProcedure,
    ChoosePurpose,
    ChooseRole,
    ConfirmPerson,
    EnterContact,
    EnterPin,
    Goodbye,
    Issued,
    Overlay,
    Prepare,
    Step,
    Verdict,
)
from kiosk.visit.terms import Pin
from tests.app.bench import Bench, Terminal, secrets_left
from tests.app.ways import PASSWORD, PHONE, PIN, STAY_ENDS
from tests.emulator.fixtures import MakeCard

NEXT, TAKE = "f13", "f14"
MOST = 80
"""Presses until anything on a screen has been come to."""


def walk_of(terminal: Terminal) -> Walk:
    screen = terminal.app.screen
    assert isinstance(screen, KioskScreen)
    return screen.walk


def said(terminal: Terminal) -> list[str]:
    """What the walk is at: the words of one thing, or those of a row of keys."""
    stop = walk_of(terminal)._at
    if stop is None:
        return []
    if isinstance(stop.widget, Caps):
        each = stop.widget.each
        return [stop.widget.in_words(each[number].said) for number in stop.caps]
    return [stop.widget.plain] if isinstance(stop.widget, Text) else []


async def take(terminal: Terminal, words: str) -> None:
    """Go on until it is there, alone or in a row, and take it."""
    for _ in range(MOST):
        now = said(terminal)
        if words in now:
            await terminal.press(TAKE)
            if len(now) == 1:
                return
        else:
            walk_of(terminal).onward()  # as the other button does, but sooner
    raise AssertionError(f"never at {words}")


async def choose(terminal: Terminal, number: int, then: type[Step] | Step) -> None:
    """The answer with that number."""
    lines = terminal.app.screen.query(ChoiceLine)
    await take(terminal, next(own.plain for own in lines if own.number == number))
    await terminal.until(then)


async def write(terminal: Terminal, keys: str, ok: str = "form.ok") -> None:
    for key in keys:
        await take(terminal, key)
    await take(terminal, terminal.in_words(ok))


async def test_from_the_first_screen_to_the_last(
    bench: Bench, make_card: MakeCard
) -> None:
    bench.parts = replace(bench.parts, switch=(NEXT, TAKE))
    async with bench.opened() as terminal:
        await choose(terminal, 1, ChoosePurpose)
        await choose(terminal, 1, ChooseRole)
        await choose(terminal, 1, ChooseProcedure)
        await choose(terminal, 1, AskFact("status"))
        await choose(terminal, 2, AskFact("stay_expires"))
        await write(terminal, STAY_ENDS)
        await terminal.until(Verdict)
        await choose(terminal, 1, Prepare)
        bench.desk.put(make_card())
        await terminal.until(EnterPin(Pin.AUTHENTICATION, 3))
        await write(terminal, PIN, "pin_pad.ok")
        await terminal.until(EnterPin(Pin.SIGNATURE, 5))
        await write(terminal, PASSWORD, "pin_pad.ok")
        await terminal.until(ConfirmPerson)
        await choose(terminal, 1, EnterContact)
        await write(terminal, PHONE, "screen.go_on")
        await write(terminal, "", "screen.go_on")
        await terminal.until(Issued)
        assert secrets_left() == 0
        bench.desk.take()
        await bar(terminal, "[F10]", "bar.start_over")
        await choose(terminal, 2, Goodbye)


async def bar(terminal: Terminal, key: str, word: str) -> None:
    """A key of the line below; it has other brackets while the walk is at it."""
    words = f"{key} {terminal.in_words(word)}"
    await take(terminal, words.replace("[", "►").replace("]", "◄"))


async def test_what_is_the_same_on_every_screen(bench: Bench) -> None:
    async with bench.opened() as terminal:
        terminal.app.switch = (NEXT, TAKE)
        await choose(terminal, 1, ChoosePurpose)
        await bar(terminal, "[F1]", "bar.language")
        await choose(terminal, 2, ChoosePurpose)
        assert terminal.state.language == "ja"
        await bar(terminal, "[F3]", "bar.display")
        await choose(terminal, 2, ChoosePurpose)
        assert terminal.state.display.theme is Theme.DARK
        await bar(terminal, "[F2]", "bar.staff")
        assert terminal.state.overlay is Overlay.STAFF
        await terminal.press(TAKE)
        assert terminal.state.overlay is Overlay.STAFF, "nothing is taken unseen"
        await choose(terminal, 1, ChoosePurpose)
        await bar(terminal, "[Esc]", "bar.back")
        await terminal.until(ChooseLanguage)


async def test_one_who_only_says_that_they_are_there(bench: Bench) -> None:
    async with bench.opened() as terminal:
        terminal.app.switch = (NEXT, TAKE)
        await choose(terminal, 1, ChoosePurpose)
        await terminal.press(NEXT)
        await terminal.pass_time(45)
        assert terminal.state.countdown == 15
        await terminal.press(TAKE)
        assert (terminal.state.idle, terminal.state.step) == (0, ChoosePurpose())
        await terminal.press(TAKE)
        await terminal.until(ChooseRole)
