"""How the screens look: chosen anywhere, for this visit, and nothing else changes."""

from dataclasses import replace

import pytest

from kiosk.visit.display import Display, DisplayChosen, DisplayWanted, Theme
from kiosk.visit.events import OverlayClosed, Ticked
from kiosk.visit.machine import advance
from kiosk.visit.site import Site
from kiosk.visit.steps import ChooseLanguage, Goodbye, Overlay
from tests.journeys.test_paths import ACTIONS
from tests.journeys.visitor import Visitor
from tests.journeys.world import World

DARK = DisplayChosen(Display(Theme.DARK))


@pytest.mark.parametrize("after", range(ACTIONS + 1))
def test_it_changes_at_every_step_and_nothing_else(after: int) -> None:
    world, visitor = World(), Visitor()
    for _ in range(after):
        visitor.act(world)
    before = world.state
    world.send(DisplayWanted())
    assert world.state == before.but(overlay=Overlay.DISPLAY, idle=0)
    world.send(DARK)
    assert world.state == before.but(display=DARK.display, idle=0)
    visitor.visit(world) if world.nobody else visitor.go_on(world)
    assert world.papers
    world.send(Ticked(world.state.site.goodbye_seconds, before.today))
    assert world.nobody
    assert world.state.display == before.site.display


def test_the_site_has_one_of_its_own() -> None:
    site = World().state.site
    for own in (Display(), DARK.display):
        state = World().state.but(site=replaced(site, own))
        state, _ = advance(state.but(step=Goodbye()), Ticked(3600, state.today))
        assert (state.step, state.display) == (ChooseLanguage(), own)


def test_what_is_left_behind_on_the_first_screen_goes_with_its_time() -> None:
    state = World().state
    for event in (DisplayWanted(), DARK):
        state, _ = advance(state, event)
    seconds, today = state.site.idle_seconds, state.today
    state, _ = advance(state, Ticked(seconds - 1, today))
    assert state.display == DARK.display
    state, _ = advance(state, Ticked(1, today))
    assert (state.step, state.display) == (ChooseLanguage(), Display())


def test_it_is_chosen_only_where_it_is_offered() -> None:
    state = World().state
    assert advance(state, DARK)[0].display == Display()
    over, _ = advance(state, DisplayWanted())
    assert advance(over, OverlayClosed())[0] == state
    large = DisplayChosen(Display(large=True))
    assert advance(over, large)[0] == over
    drawn = over.but(site=replaced(state.site, Display(), large_type=True))
    assert advance(drawn, large)[0].display.large


def replaced(site: Site, display: Display, *, large_type: bool = False) -> Site:
    """The same site with another look."""
    return replace(site, display=display, large_type=large_type)
