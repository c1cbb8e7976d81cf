"""The first screen, while it waits: looks at the parts, by the clock and the hours."""

from dataclasses import replace
from typing import Final

from kiosk.visit.effects import LookAtParts
from kiosk.visit.events import OutOfOrder, PrinterSeen, StoreSeen, Ticked
from kiosk.visit.moves import Transition, forget
from kiosk.visit.state import State

LOOK_SECONDS: Final = 180
"""Between one look at printer and store and the next."""


def ticked(state: State, event: Ticked) -> Transition:
    """Nobody is there. What somebody has chosen and left behind goes again."""
    chosen, found = state.language, state.site.languages[0]
    if (chosen, state.display) != (found, state.site.display):
        state = state.but(idle=state.idle + event.seconds)
        if state.idle >= state.site.idle_seconds:
            return forget(state)
    since = state.health.since
    if since is not None and since + event.seconds < LOOK_SECONDS:
        waited = replace(state.health, since=since + event.seconds)
        return state.but(health=waited), ()
    return state.but(health=replace(state.health, since=0)), (LookAtParts(),)


def by_the_clock(state: State, event: Ticked) -> State:
    """The day has gone on, and with it the hours of the desk."""
    health = state.health
    if event.at is not None:
        health = health.by(state.site.hours, event.at)
    return state.but(today=event.today, health=health)


def look_soon(state: State) -> State:
    """Printers have printed: how they are is asked when nobody is there."""
    return state.but(health=replace(state.health, since=None))


def told(state: State, event: PrinterSeen | StoreSeen | OutOfOrder) -> Transition:
    """How a part is."""
    match event:
        case PrinterSeen(lamp):
            return state.but(health=replace(state.health, printer=lamp)), ()
        case StoreSeen(well):
            return state.but(health=replace(state.health, store=well)), ()
        case OutOfOrder():
            return state.but(health=replace(state.health, refused=True)), ()
