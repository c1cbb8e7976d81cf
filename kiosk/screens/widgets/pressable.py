"""Words that do something when they are touched, or taken with a switch."""

from kiosk.screens.widgets.text import Text


class Pressable(Text):
    """``on_click`` does it. ``-at`` is its class while a switch is at it."""

    def on_click(self) -> None:
        """Nothing here: Textual calls this one too, after that of the class itself."""

    @property
    def at(self) -> bool:
        """Whether a switch is at it."""
        return self.has_class("-at")
