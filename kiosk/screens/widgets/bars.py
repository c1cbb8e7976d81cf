"""The lines above and below every screen."""

from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message as Posted

from kiosk.message import Message, say
from kiosk.screens.page import Choice, Place
from kiosk.screens.widgets.pressable import Pressable
from kiosk.screens.widgets.text import Text
from kiosk.visit.display import DisplayWanted
from kiosk.visit.events import (
    LanguageWanted,
    StaffWanted,
    StartOverWanted,
    VisitorEvent,
    WentBack,
)

_DONE: Final = "●"
_HERE: Final = "◆"
_AHEAD: Final = "○"
KEYS: Final[dict[str, tuple[str, str, VisitorEvent]]] = {
    "escape": ("Esc", "back", WentBack()),
    "f1": ("F1", "language", LanguageWanted()),
    "f2": ("F2", "staff", StaffWanted()),
    "f3": ("F3", "display", DisplayWanted()),
    "f10": ("F10", "start_over", StartOverWanted()),
}
"""By Textual's name of the key: its label, its word, and what it means everywhere."""


ASIDE_KEY: Final = "f9"
"""Of a way that is not the visitor's, where a page has one."""


class Asked(Posted):
    """One of the keys that mean the same on every screen."""

    def __init__(self, event: VisitorEvent) -> None:
        super().__init__()
        self.event = event


class TopBar(Horizontal):
    """Whose terminal this is, and that it is not in earnest where it is not."""

    def __init__(self, name: str, mode: str) -> None:
        super().__init__()
        self._site_name = name
        self._site_mode = mode
        self._mark = Text("", "mark")

    def show(self, mark: Message | None) -> None:
        """What stands there as long as it holds."""
        self._mark.show(mark or "")
        self._mark.display = mark is not None

    def compose(self) -> ComposeResult:
        yield Text(self._site_name, "name")
        yield self._mark
        if self._site_mode != "production":
            yield Text(say(f"mode.{self._site_mode}"), "mode")


class PlaceBar(Horizontal):
    """Where in the process the visitor is: a sign, and words."""

    def __init__(self, here: Place | None) -> None:
        super().__init__()
        self._marks = [PlaceMark(place) for place in Place]
        self.show(here)

    def compose(self) -> ComposeResult:
        yield from self._marks

    def show(self, here: Place | None) -> None:
        """The place of the screen; None shows none."""
        self.set_class(here is None, "-nowhere")
        for mark in self._marks:
            mark.stand(here)


class PlaceMark(Text):
    """One part of the process: behind, here or ahead."""

    def __init__(self, place: Place) -> None:
        super().__init__(say(f"place.{place.name.lower()}"))
        self._place = place
        self._sign = _AHEAD

    @property
    def plain(self) -> str:
        return f"{self._sign} {super().plain}"

    def stand(self, here: Place | None) -> None:
        """Be behind, at or ahead of ``here``."""
        at = here or Place.QUESTIONS
        sign = _HERE if self._place == at else _DONE if self._place < at else _AHEAD
        if sign != self._sign:
            self._sign = sign
            self.set_class(self._place == at, "-here")
            self.refresh(layout=True)


class BarKey(Pressable):
    """A key and its word, to press or to touch."""

    def __init__(self, key: str) -> None:
        label, word, self._event = KEYS[key]
        super().__init__(say(f"bar.{word}"), f"key -{word}")
        self._label = label

    @property
    def plain(self) -> str:
        return f"{_cap(self._label, at=self.at)} {super().plain}"

    def on_mount(self) -> None:
        self._share_out()

    def put_anew(self) -> None:
        self._share_out()
        super().put_anew()

    def on_click(self) -> None:
        self.post_message(Asked(self._event))

    def _share_out(self) -> None:
        """Of the bar each has a part as its words are long: where all fit in one line,
        none takes two.
        """
        self.styles.width = f"{self.width_of(self.plain)}fr"


class AsideKey(Pressable):
    """The same in small letters, for a way that is not the visitor's."""

    def __init__(self, aside: Choice) -> None:
        super().__init__(aside.label, "small aside")
        self._event = aside.event

    @property
    def plain(self) -> str:
        return f"{_cap(ASIDE_KEY.upper(), at=self.at)} {super().plain}"

    def on_click(self) -> None:
        self.post_message(Asked(self._event))


class BottomBar(Horizontal):
    """Back, language, staff, display, end: on every screen at the same place."""

    def compose(self) -> ComposeResult:
        yield from (BarKey(key) for key in KEYS)


def _cap(label: str, *, at: bool) -> str:
    """A key; other signs, as wide, show that a switch is at it."""
    return f"►{label}◄" if at else f"[{label}]"
