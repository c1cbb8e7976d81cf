"""The page of every step."""

from kiosk.screens.page import Page
from kiosk.screens.pages import start
from kiosk.visit.state import State
from kiosk.visit.steps import ChooseLanguage


def page_of(state: State) -> Page:
    """What the visitor sees now, without what lies over it."""
    if state.staff is not None:
        from kiosk.screens.pages import staff

        return staff.page(state, state.staff)
    if state.step == ChooseLanguage():
        return start.language(state)
    # With the rules and forms behind them, after the first screen has been drawn.
    from kiosk.screens.pages.every import any_page

    return any_page(state)
