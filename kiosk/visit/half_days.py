"""Days that were begun to be typed when their question was left: they are not lost."""

from types import MappingProxyType

from kiosk.visit.events import Chose, VisitorEvent, WentBack, WentOn
from kiosk.visit.state import HalfDay, State
from kiosk.visit.steps import AskFact, FillIn, Step, UsageDay


def question_of(step: Step) -> str | None:
    """Which question a step asks, if a day may be the answer."""
    match step:
        case AskFact(fact):
            return f"fact.{fact}"
        case FillIn(group):
            return group
        case UsageDay(what):
            return f"usage.{what}"
    return None


def half_day(state: State, step: Step) -> HalfDay | None:
    """What was typed there before, and not given."""
    question = question_of(step)
    return state.half_days.get(question) if question else None


def heeded(state: State, event: VisitorEvent) -> State:
    """What is left is remembered until the question is answered or passed over."""
    question = question_of(state.step)
    if question is None or not isinstance(event, WentBack | Chose | WentOn):
        return state
    kept = dict(state.half_days)
    kept.pop(question, None)
    if isinstance(event, WentBack) and event.half is not None:
        kept[question] = event.half
    return state.but(half_days=MappingProxyType(kept))
