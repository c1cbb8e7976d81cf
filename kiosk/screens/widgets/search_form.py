"""One of a long list: typed in part, then touched or taken with Enter."""

from typing import Final, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message as Posted
from textual.widgets import Input

from kiosk.message import Message, say
from kiosk.screens.page import Choice
from kiosk.screens.page import SearchForm as Form
from kiosk.screens.printable import printable
from kiosk.screens.widgets.keyboard import LETTERS, KeyBoard
from kiosk.screens.widgets.pressable import Pressable
from kiosk.screens.widgets.text import Speaking, Text
from kiosk.screens.widgets.text_form import Field
from kiosk.visit.events import Chose
from kiosk.writing.search import searchable

AT_ONCE: Final = 6
ON_A_SHORT_SCREEN: Final = 3
"""Lines: with a keyboard below them they fit on 24."""
_LONGEST: Final = 60


class Hit(Pressable, can_focus=True):
    """One entry of the list that fits what was typed."""

    class Picked(Posted):
        """It was touched, or Enter was pressed on it."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, number: int) -> None:
        super().__init__("", "hit" if number < ON_A_SHORT_SCREEN else "hit -extra")
        self.choice: Choice | None = None

    def offer(self, choice: Choice | None) -> None:
        """Another entry; None: none more."""
        self.choice = choice
        # It keeps its place: the keys below must not move while they are touched.
        self.visible = choice is not None
        self.show(_line(choice) if choice else "")

    def on_click(self) -> None:
        self.key_enter()

    def key_enter(self) -> None:
        if self.choice is not None:
            self.post_message(self.Picked(self.choice))


class SearchForm(Vertical):
    """A line to type in, what fits it, and keys to touch."""

    class Nothing(Posted):
        """Enter was pressed on the empty line."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form
        self._field = Field(max_length=_LONGEST, select_on_focus=False, compact=True)
        self._hits = [Hit(number) for number in range(AT_ONCE)]
        self._count = Text("", "count")

    def compose(self) -> ComposeResult:
        yield Text(say("screen.search.how"), classes="label")
        yield self._field
        # A hit of two lines must not move the keys below, either.
        with Vertical(classes="hits"):
            yield from self._hits
        yield self._count
        yield KeyBoard(LETTERS)

    def on_mount(self) -> None:
        self._offer("")
        self.screen.set_focus(self._field, scroll_visible=False)

    def on_input_changed(self, changed: Input.Changed) -> None:
        changed.stop()
        self._offer(printable(changed.value, _LONGEST))

    def on_input_submitted(self, submitted: Input.Submitted) -> None:
        submitted.stop()
        self._take_first()

    def on_key_board_struck(self, struck: KeyBoard.Struck) -> None:
        struck.stop()
        match struck.stroke:
            case "enter":
                self._take_first()
            case "backspace":
                self._field.action_delete_left()
            case character:
                self._field.insert_text_at_cursor(character)
        self.screen.set_focus(self._field, scroll_visible=False)

    def _take_first(self) -> None:
        """Of what was typed for; an empty line takes nothing."""
        first = self._hits[0].choice
        if not self._field.value.strip():
            self.post_message(self.Nothing())
        elif first is not None:
            # Not by the line itself: Textual stops at us what we have a child tell.
            self.post_message(Hit.Picked(first))

    def _offer(self, typed: str) -> None:
        found = self._found(typed) if typed.strip() else self._at_first()
        for hit, choice in zip(
            self._hits, [*found[:AT_ONCE], *[None] * AT_ONCE], strict=False
        ):
            hit.offer(choice)
        self._count.show(say("screen.search.count", count=len(found)))

    def _at_first(self) -> list[Choice]:
        """The answer given before, then the list as it is."""
        return sorted(self._form.choices, key=lambda choice: not choice.chosen)

    def _found(self, typed: str) -> list[Choice]:
        """In the visitor's language, Japanese and English; the likeliest first."""
        locale = cast(Speaking, self.app).words.language.locale
        found = searchable(self._form.name, self._form.by, locale).find(typed)
        by_value = {_value(own): own for own in self._form.choices}
        return [by_value[own.value] for own in found if own.value in by_value]


def _line(choice: Choice) -> Message:
    if choice.hint is None:
        return choice.label
    return say("screen.search.hit", label=choice.label, hint=choice.hint)


def _value(choice: Choice) -> str:
    return str(choice.event.value) if isinstance(choice.event, Chose) else ""
