"""A few lines of text, typed, scanned, or touched key by key."""

from collections.abc import Mapping
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message as Posted
from textual.widgets import Input

from kiosk.forms.fields import Field as Asked
from kiosk.forms.tidy import tidied
from kiosk.message import say
from kiosk.screens.base import TakesScans
from kiosk.screens.page import TextField
from kiosk.screens.page import TextForm as Form
from kiosk.screens.printable import printable
from kiosk.screens.widgets.composer import SWITCH, Composer
from kiosk.screens.widgets.keyboard import LETTERS, KeyBoard
from kiosk.screens.widgets.text import Text

_LONGEST: Final = 120
"""Characters; the longest line that is no answer has 60. More is a paste by mistake."""


class Field(Input, TakesScans):
    """One line. Nothing secret is ever typed here. ``composer`` sees each key first."""

    ALLOW_SELECT = False
    composer: Composer | None = None

    def on_mount(self) -> None:
        # Textual's timer would keep the line, with what was typed, when it is gone.
        self.cursor_blink = False

    def on_unmount(self) -> None:
        # So would the signal to which Textual subscribes it.
        self.screen.text_selection_started_signal.unsubscribe(self)

    async def _on_key(self, event: events.Key) -> None:
        composer = self.composer
        stroke = event.character if event.is_printable else event.key
        if composer is not None and composer.take(stroke or event.key):
            event.stop()
            event.prevent_default()


class Written(Text):
    """How the form will have what is typed, and how much more fits."""

    def __init__(self, asked: Asked, typed: Field) -> None:
        super().__init__("", "written")
        self._asked = asked
        self._typed = typed

    def on_mount(self) -> None:
        self.watch(self._typed, "value", self._tell)

    def _tell(self, value: str) -> None:
        written = tidied(self._asked, printable(value, len(value) or 1), {})
        limit = self._asked.limit
        if limit is None:
            self.show(say("screen.fill.written", text=written) if written else "")
        else:
            self.show(
                say(
                    "screen.fill.written.limit",
                    text=written,
                    now=len(written),
                    limit=limit,
                )
            )


class TextForm(Vertical):
    """The fields of a page, one below the other, and a keyboard to touch."""

    class Given(Posted):
        """All lines, by the names of their fields."""

        def __init__(self, values: Mapping[str, str]) -> None:
            super().__init__()
            self.values = values

        def __rich_repr__(self) -> list[str]:
            return []

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form
        self._current: Field | None = None
        self._composer = Composer() if form.is_japanese else None

    def compose(self) -> ComposeResult:
        for field in self._form.fields:
            yield Text(field.label, classes="label")
            typed = self._field(field)
            yield typed
            if field.asked:
                yield Written(field.asked, typed)
            if field.fault:
                yield Text(field.fault, classes="fault")
        if self._composer is not None:
            yield self._composer
        keys = KeyBoard(
            LETTERS, self._form.ok, switch=SWITCH if self._composer else None
        )
        yield keys.set_class(self._composer is not None, "-close")

    def on_mount(self) -> None:
        fields = list(self.query(Field))
        wrong = [
            own
            for own, field in zip(fields, self._form.fields, strict=True)
            if field.fault
        ]
        self.screen.set_focus((wrong or fields)[0], scroll_visible=False)

    def on_descendant_focus(self) -> None:
        focused = self.app.focused
        if isinstance(focused, Field):
            self._current = focused

    def on_composer_composed(self, composed: Composer.Composed) -> None:
        composed.stop()
        if self._current is not None:
            self._current.insert_text_at_cursor(composed.text)
            self.screen.set_focus(self._current, scroll_visible=False)

    def on_key_board_struck(self, struck: KeyBoard.Struck) -> None:
        struck.stop()
        field = self._current
        if field is None:
            return
        self.screen.set_focus(field, scroll_visible=False)
        if field.composer is not None and field.composer.take(struck.stroke):
            return
        match struck.stroke:
            case "enter":
                self._enter(field)
            case "backspace":
                field.action_delete_left()
            case character:
                field.insert_text_at_cursor(character)

    def on_input_submitted(self, submitted: Input.Submitted) -> None:
        submitted.stop()
        if isinstance(submitted.input, Field):
            self._enter(submitted.input)

    def _enter(self, field: Field) -> None:
        """To the next empty line; after the last, the form is given."""
        fields = list(self.query(Field))
        after = fields[fields.index(field) + 1 :]
        if after and not after[0].value:
            self.screen.set_focus(after[0], scroll_visible=False)
            return
        names = [own.name for own in self._form.fields]
        values = [printable(own.value, own.max_length or 0) for own in fields]
        self.post_message(self.Given(dict(zip(names, values, strict=True))))

    def _field(self, field: TextField) -> Field:
        longest = _longest(field)
        line = Field(
            printable(field.given, longest),
            max_length=longest,
            select_on_focus=False,
            compact=True,
        )
        if field.is_japanese:
            line.composer = self._composer
        return line


def _longest(field: TextField) -> int:
    """Characters that may be typed: what is too long is told, not cut off."""
    limit = field.asked.limit if field.asked else None
    return max(_LONGEST, 2 * limit) if limit else _LONGEST
