"""Other colours at any moment: nothing that was typed is lost, or shown."""

from dataclasses import replace

import pytest
from textual.color import Color

from kiosk.screens.looks import LOOKS
from kiosk.visit.display import Display, Theme
from kiosk.visit.steps import EnterContact, EnterPin, Overlay, Step
from kiosk.visit.terms import Pin
from tests.app.bench import Bench, Terminal, secrets_left
from tests.app.ways import known, to_purpose

NUMBERS = {theme: str(number) for number, theme in enumerate(Theme, 1)}


def ground(terminal: Terminal) -> Color:
    """Behind the words of the page."""
    return terminal.app.screen.styles.background


async def test_by_number_by_touch_and_by_arrow_until_the_visit_ends(
    bench: Bench,
) -> None:
    async with bench.opened() as terminal:
        await to_purpose(terminal)
        await terminal.press("f3")
        await terminal.press(NUMBERS[Theme.DARK])
        assert ground(terminal) == Color.parse("#000000")
        assert terminal.shows("screen.purpose.title")
        await terminal.touch_text(f"[F3] {terminal.in_words('bar.display')}")
        assert terminal.state.overlay is Overlay.DISPLAY
        await terminal.touch_choice(int(NUMBERS[Theme.COLOURS]))
        assert terminal.state.display == Display(Theme.COLOURS)
        await terminal.press("f3")
        await terminal.press("up")
        await terminal.press("enter")
        assert terminal.state.display == Display(Theme.LIGHT)
        await terminal.press("escape")
        assert terminal.state.display == Display()
        assert ground(terminal) == Color.parse(LOOKS[Theme.USUAL]["ground"])


async def test_the_site_may_be_dark(bench: Bench) -> None:
    bench.site = replace(bench.site, display=Display(Theme.DARK))
    async with bench.opened() as terminal:
        assert ground(terminal) == Color.parse("#000000")


@pytest.mark.parametrize("way", ["1", "2", "3", "4", "5", "escape"])
@pytest.mark.parametrize(
    ("step", "keys", "left", "secrets"),
    [
        (EnterContact(), "0900", "0900", 0),
        (EnterPin(Pin.AUTHENTICATION, 3), "12", "● ● ○ ○", 1),
    ],
)
async def test_what_was_typed_stays(
    bench: Bench, step: Step, keys: str, left: str, secrets: int, way: str
) -> None:
    async with bench.opened() as terminal:
        await terminal.stand(known(terminal).but(step=step))
        await terminal.press(*keys)
        focused = terminal.app.focused
        await terminal.press("f3")
        assert terminal.shows("overlay.display.title")
        assert left not in terminal.picture
        await terminal.press(way)
        assert left in terminal.picture
        assert terminal.app.focused is focused
        assert secrets_left() == secrets


async def test_staff_choose_too(bench: Bench) -> None:
    async with bench.opened() as terminal:
        for key in ("f9", "f3", NUMBERS[Theme.LIGHT]):
            await terminal.press(key)
        assert terminal.state.staff is not None
        assert terminal.state.display == Display(Theme.LIGHT)
