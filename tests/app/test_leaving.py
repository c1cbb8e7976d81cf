"""Going away, by oneself or by the clock: what is left, and what a key still does."""

import gc
from datetime import timedelta

import pytest
from textual._styles_cache import StylesCache
from textual.widget import Widget

from kiosk.emulator.people import PEOPLE
from kiosk.screens.overlay_screen import OverlayScreen
from kiosk.visit.state import new_visit
from kiosk.visit.steps import (
    ChooseLanguage,
    ChoosePurpose,
    ChooseRole,
    Goodbye,
    Overlay,
    TakeCard,
)
from tests.app.bench import Bench, Terminal, secrets_left
from tests.app.ways import (
    PHONE,
    PIN,
    to_contact,
    to_person,
    to_pin,
    to_purpose,
)
from tests.emulator.fixtures import MakeCard

WORKER = PEOPLE["worker"]


def counts_down(terminal: Terminal, seconds: int) -> bool:
    shown = terminal.shows("overlay.idle.title", count=seconds)
    return shown and isinstance(terminal.app.screen, OverlayScreen)


async def test_the_countdown_and_a_key_that_stops_it(bench: Bench) -> None:
    """The key says that somebody is there, and nothing else."""
    async with bench.opened() as terminal:
        await to_purpose(terminal)
        await terminal.pass_time(39)
        assert not isinstance(terminal.app.screen, OverlayScreen)
        for seconds in (20, 19, 12):
            await terminal.pass_time(60 - terminal.state.idle - seconds)
            assert counts_down(terminal, seconds)
        for key in ("2", "escape", "f1", "f2", "f10", "f12", "enter", "x"):
            await terminal.press(key)
            assert terminal.state.step == ChoosePurpose()
            assert terminal.state.overlay is None
            assert terminal.state.idle == 0
            assert bench.dock.toggled == 0
            assert terminal.shows("screen.purpose.title")
            await terminal.pass_time(45)
            assert counts_down(terminal, 15)
        await terminal.press("space")
        await terminal.press("2")
        await terminal.until(ChooseRole)


async def test_a_touch_that_stops_it_does_nothing_else(bench: Bench) -> None:
    """Wherever it lands: also on what was touched last, below the countdown."""
    async with bench.opened() as terminal:
        await to_purpose(terminal)
        staff = terminal.place_of("[F2] Call staff")
        await terminal.touch(staff)
        assert terminal.state.overlay is Overlay.STAFF
        await terminal.press("escape")
        for place in [staff, (5, 6), (40, 12), (2, 0)]:
            await terminal.pass_time(45)
            assert counts_down(terminal, 15)
            await terminal.touch(place)
            assert terminal.state.step == ChoosePurpose()
            assert terminal.state.overlay is None
            assert terminal.state.idle == 0
        await terminal.touch(staff)
        assert terminal.state.overlay is Overlay.STAFF


async def test_nobody_is_there_any_more(bench: Bench, make_card: MakeCard) -> None:
    """Everything is wiped: what was told, what was typed, what was shown."""
    async with bench.opened() as terminal:
        screens = list(terminal.app.screen_stack)
        await to_contact(terminal, make_card())
        await terminal.press(*PHONE)
        bench.desk.take()
        await terminal.settle()
        await terminal.pass_time(60)
        await terminal.until(ChooseLanguage)
        state = terminal.state
        fresh = new_visit(bench.site, state.today, state.desk, state.ticket)
        assert state == fresh.but(health=state.health)
        assert PHONE not in terminal.picture
        assert WORKER.name not in terminal.picture
        assert terminal.shows("screen.language.title")
        assert terminal.app.screen_stack == screens
        assert bench.desk._connection is None
        assert secrets_left() == 0


async def test_a_pin_half_typed_is_wiped_with_the_rest(
    bench: Bench, make_card: MakeCard
) -> None:
    async with bench.opened() as terminal:
        await to_pin(terminal, make_card())
        await terminal.press(*PIN[:3])
        await terminal.pass_time(45)
        assert counts_down(terminal, 15)
        assert secrets_left() == 1
        await terminal.press("enter")
        assert "● ● ● ○" in terminal.picture, "the visitor goes on where they were"
        await terminal.pass_time(60)
        await terminal.until(ChooseLanguage)
        assert secrets_left() == 0
        assert bench.desk._connection is None
        assert terminal.shows("screen.language.card_left")


async def test_the_first_screen_waits_for_ever(bench: Bench) -> None:
    async with bench.opened() as terminal:
        for _ in range(3):
            await terminal.pass_time(100_000)
            assert terminal.state.step == ChooseLanguage()
            assert not isinstance(terminal.app.screen, OverlayScreen)


async def test_goodbye_is_over_after_its_time(bench: Bench) -> None:
    async with bench.opened() as terminal:
        await to_purpose(terminal)
        await end_visit(terminal)
        assert terminal.state.step == Goodbye()
        await terminal.pass_time(bench.site.goodbye_seconds - 1)
        assert isinstance(terminal.state.step, Goodbye)
        await terminal.pass_time(1)
        await terminal.until(ChooseLanguage)


async def end_visit(terminal: Terminal) -> None:
    await terminal.press("f10")
    assert terminal.state.overlay is Overlay.START_OVER
    assert terminal.shows("overlay.start_over.title")
    await terminal.press("2")


async def test_ending_the_visit_is_asked_once_more(
    bench: Bench, make_card: MakeCard
) -> None:
    async with bench.opened() as terminal:
        await to_person(terminal, make_card())
        before = terminal.state
        await terminal.press("f10")
        await terminal.press("1")  # no
        assert terminal.state.but(idle=0) == before.but(idle=0)
        await end_visit(terminal)
        assert terminal.state.step == TakeCard()
        assert WORKER.name not in terminal.picture
        bench.desk.take()
        await terminal.until(Goodbye)
        await terminal.press("1")
        await terminal.until(ChooseLanguage)
        assert terminal.state.card is None
        assert not terminal.state.answers.facts


async def test_staff_are_called(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[bool] = []
    async with bench.opened() as terminal:
        monkeypatch.setattr(terminal.app, "bell", lambda: rung.append(True))
        await to_purpose(terminal)
        await terminal.press("f2")
        assert terminal.shows("overlay.staff.title")
        assert rung == [True]
        await terminal.press("2")
        assert terminal.state.step == ChoosePurpose(), "what lies below is not reached"
        assert terminal.state.overlay is Overlay.STAFF
        await terminal.press("1")
        assert terminal.state.overlay is None
        assert terminal.shows("screen.purpose.title")
        await terminal.press("f2")
        await terminal.press("escape")
        assert terminal.state.overlay is None
        assert rung == [True, True]


async def test_the_next_visit_has_another_name(bench: Bench) -> None:
    """By which the registry knows it: the same is answered with the same ID."""
    async with bench.opened() as terminal:
        visits = set()
        for _ in range(3):
            await to_purpose(terminal)
            visits.add(terminal.app._visit)
            await terminal.press("escape")
            await terminal.until(ChooseLanguage)
        assert len(visits) == 3


async def test_midnight_passes_in_the_middle(bench: Bench) -> None:
    """The day in Japan is the one that counts: 15:00 in UTC is the next."""
    async with bench.opened() as terminal:
        await to_purpose(terminal)
        today = terminal.state.today
        hours = timedelta(hours=11, minutes=59, seconds=30)
        bench.clock.now += hours
        await terminal.pass_time(29)
        assert terminal.state.today == today
        await terminal.pass_time(1)
        assert terminal.state.today == today + timedelta(days=1)


async def test_no_line_of_a_screen_outlives_it(bench: Bench) -> None:
    async with bench.opened() as terminal:
        await to_purpose(terminal)
        await terminal.press("2")
        await terminal.until(ChooseRole)
        gc.collect()
        kept = [each for each in gc.get_objects() if type(each) is StylesCache]
        widgets = [each for each in gc.get_objects() if isinstance(each, Widget)]
        assert len(kept) <= len(widgets)
