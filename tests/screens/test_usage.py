"""What the pages of a usage request offer: each choice does something."""

import pytest

from kiosk.screens.pages import page_of
from kiosk.visit import usage
from kiosk.visit.machine import advance
from kiosk.visit.state import State
from kiosk.visit.steps import AskUsage, UsageDay, UsagePapers, UsageResult
from tests.screens.pages import requesting

WHILE_OPEN = (AskUsage, UsageResult, UsagePapers)
"""Only come to while there is something to hand in."""


def is_come_to(state: State) -> bool:
    step, own = state.step, state.usage
    if own is None or not isinstance(step, usage.STEPS) or isinstance(step, UsageDay):
        return False
    return usage.is_open(state, own) or not isinstance(step, WHILE_OPEN)


STATES = [(name, own) for name, own in requesting() if is_come_to(own)]


@pytest.mark.parametrize(
    "state", [own for _, own in STATES], ids=[name for name, _ in STATES]
)
def test_no_choice_is_idle(state: State) -> None:
    for choice in page_of(state).choices:
        there, effects = advance(state, choice.event)
        assert there != state or effects, choice.label
