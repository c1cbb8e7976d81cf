"""The screen below all others."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget

from kiosk.screens.walking import Walk


class KioskScreen(Screen[None], inherit_bindings=False):
    """A screen without copying and maximising; keys alone lead everywhere, and so do
    the two buttons of a switch.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
        Binding("down,right", "onward", show=False),
        Binding("up,left", "back", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]

    def __init__(
        self,
        name: str | None = None,
        id: str | None = None,  # noqa: A002  # Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(name, id, classes)
        self.walk = Walk(self)

    def hears(self) -> bool:
        """Whether a switch may take something now."""
        return True

    def action_onward(self) -> None:
        """To the next thing that takes keys; where there is none, further down."""
        if self.focus_chain:
            self.focus_next()
        else:
            self.scroll_down(animate=False)

    def action_back(self) -> None:
        """To the thing before; where there is none, further up."""
        if self.focus_chain:
            self.focus_previous()
        else:
            self.scroll_up(animate=False)

    def maximize(self, widget: Widget, container: bool = True) -> bool:
        return False
