"""The choice of how the screens look."""

from dataclasses import replace

from kiosk.message import say
from kiosk.screens.page import Choice, Page
from kiosk.visit.display import DisplayChosen, Theme
from kiosk.visit.events import OverlayClosed
from kiosk.visit.state import State


def choices(state: State) -> Page:
    """The colours, and the other size of letters where there is one."""
    return Page(
        title=say("overlay.display.title"),
        choices=(
            *(_colours(state, theme) for theme in Theme),
            *_size(state),
            Choice(say("screen.back"), OverlayClosed()),
        ),
        whole=True,
    )


def _colours(state: State, theme: Theme) -> Choice:
    now = state.display
    return Choice(
        say(f"display.{theme}"),
        DisplayChosen(replace(now, theme=theme)),
        chosen=now.theme is theme,
    )


def _size(state: State) -> tuple[Choice, ...]:
    if not state.site.large_type:
        return ()
    now = state.display
    label = say("display.small") if now.large else say("display.large")
    return (Choice(label, DisplayChosen(replace(now, large=not now.large))),)
