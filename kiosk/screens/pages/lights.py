"""What is out of order, told before anybody begins in vain, and what still works.

Each sentence begins with a sign: nothing here is said by a colour.
"""

from kiosk.message import Message, say
from kiosk.screens.page import Page, Tone
from kiosk.visit.health import Lamp
from kiosk.visit.state import State
from kiosk.visit.terms import Glance

_NO_CARDS = frozenset({Glance.NO_SERVICE, Glance.NO_READER})
_NO_PAPER = frozenset({Lamp.PAPER_OUT, Lamp.COVER_OPEN, Lamp.OFF})


def reads_no_cards(state: State) -> bool:
    """Whether no card that is laid down can be read."""
    return state.desk.glance in _NO_CARDS


def lights(state: State) -> tuple[Message, ...]:
    """What is out of order just now, the worst first."""
    lamp = state.health.printer
    return (
        *(() if state.health.store else (say("light.store"),)),
        *((say("light.card"),) if reads_no_cards(state) else ()),
        *((say(f"light.printer.{lamp}"),) if lamp in _NO_PAPER else ()),
    )


def for_staff(state: State) -> tuple[Message, ...]:
    """What will be out of order soon."""
    low = state.health.printer is Lamp.LOW
    return (say("light.low"),) if low else ()


def shut(state: State) -> Page:
    """Nobody can begin now: why, and when they can."""
    if state.health.refused:
        return Page(
            title=say("light.refused.title"),
            paragraphs=(say("light.refused.what"),),
            tone=Tone.BAD,
        )
    return Page(
        title=say("light.closed.title"),
        paragraphs=(_opens(state),),
        tone=Tone.CARE,
    )


def _opens(state: State) -> Message:
    opens = state.health.opens
    if opens is None:
        return say("light.closed.unknown")
    day, time = opens.date().isoformat(), opens.strftime("%H:%M")
    if opens.date() == state.today:
        return say("light.opens.today", time=time)
    return say("light.opens", day=day, time=time)
