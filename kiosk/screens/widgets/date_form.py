"""A day, typed as eight digits."""

from datetime import date
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message as Posted

from kiosk.message import Message, say
from kiosk.screens.widgets.keyboard import DIGITS, KeyBoard
from kiosk.screens.widgets.text import Text

_LENGTH: Final = 8
NOBODY_KNOWS: Final = "99999999"
_MASK: Final = "_" * _LENGTH


class DateForm(Vertical, can_focus=True):
    """The digits typed so far, what day they are, and keys to touch."""

    class Given(Posted):
        """A day that exists, as ISO text; YYYYMM00 or YYYY0000 where part is enough;
        99999999 where nobody knows it; empty when nothing was typed.
        """

        def __init__(self, day: str) -> None:
            super().__init__()
            self.day = day

        def __rich_repr__(self) -> list[str]:
            return []

    def __init__(self, given: str, *, part_known: bool = False) -> None:
        super().__init__()
        self._part_known = part_known
        self._digits = given.replace("-", "")[:_LENGTH]

    def compose(self) -> ComposeResult:
        with Horizontal():
            with Vertical(classes="typed"):
                yield Text(say("form.date.how"), classes="how")
                if self._part_known:
                    yield Text(say("form.date.part.how"), classes="how")
                yield Text(self._shown(), classes="digits")
                yield Text(self._told(), classes="told")
            yield KeyBoard(DIGITS)

    def on_mount(self) -> None:
        self.screen.set_focus(self, scroll_visible=False)

    def on_key(self, event: events.Key) -> None:
        stroke = event.character if event.character else event.key
        if event.key in ("backspace", "enter", "delete"):
            stroke = event.key
        if self._strike(stroke):
            event.stop()
            event.prevent_default()

    def on_key_board_struck(self, struck: KeyBoard.Struck) -> None:
        struck.stop()
        self._strike(struck.stroke)
        self.focus(scroll_visible=False)

    def _strike(self, stroke: str) -> bool:
        if stroke == "enter":
            self._give()
        elif stroke == "backspace":
            self._digits = self._digits[:-1]
        elif stroke == "delete":
            self._digits = ""
        elif len(stroke) == 1 and stroke.isascii() and stroke.isdigit():
            self._digits = (self._digits + stroke)[:_LENGTH]
        else:
            return False
        self.query_one(".digits", Text).show(self._shown())
        self.query_one(".told", Text).show(self._told())
        return True

    def _give(self) -> None:
        day = self._day()
        if day is not None:
            self.post_message(self.Given(day.isoformat()))
        elif self._is_part_of_a_day() or not self._digits:
            self.post_message(self.Given(self._digits))

    def _shown(self) -> str:
        text = (self._digits + _MASK)[:_LENGTH]
        return f"{text[:4]} - {text[4:6]} - {text[6:]}"

    def _told(self) -> Message | str:
        if len(self._digits) < _LENGTH:
            return ""
        day = self._day()
        if day is None and self._is_part_of_a_day():
            return say("form.date.part")
        if day is None:
            return say("form.date.fault")
        return _in_words(day)

    def _is_part_of_a_day(self) -> bool:
        """The year alone, or year and month: the form has 00 for what nobody knows."""
        year, month, day = self._digits[:4], self._digits[4:6], self._digits[6:]
        if self._digits == NOBODY_KNOWS:
            return self._part_known
        known = len(self._digits) == _LENGTH and int(year) > 0
        return self._part_known and known and day == "00" and month <= "12"

    def _day(self) -> date | None:
        digits = self._digits
        if len(digits) < _LENGTH:
            return None
        try:
            return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        except ValueError:
            return None


def _in_words(day: date) -> Message:
    """The day, and as it stands on Japanese papers, to compare."""
    # Imported when a day is first typed: it brings the names of months.
    from kiosk.writing.eras import in_era

    try:
        return say("form.date.era", day=day.isoformat(), era=in_era(day))
    except ValueError:
        return say("form.date.is", day=day.isoformat())
