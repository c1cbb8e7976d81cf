"""A day, typed as eight digits in the order of the visitor's language."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message as Posted

from kiosk.message import Message, say
from kiosk.screens import page
from kiosk.screens.base import TakesScans
from kiosk.screens.printable import printable
from kiosk.screens.widgets.keyboard import DIGITS, KeyBoard
from kiosk.screens.widgets.text import Speaking, Text
from kiosk.visit.state import HalfDay

if TYPE_CHECKING:
    # Imported when a day is first asked for: it brings the names of months.
    from kiosk.writing.days import Typing

_LONGEST_SCAN: Final = 40
"""Characters; no day is longer, in whatever words."""
_NOBODY_KNOWS: Final = "99999999"
_NO_MONTH: Final = "0000"


class Told(Text):
    """Words that are asked for whenever they are drawn: they follow the language."""

    def __init__(self, tell: Callable[[], Message | str], classes: str) -> None:
        super().__init__("", classes)
        self._tell = tell

    @property
    def plain(self) -> str:
        return self.in_words(self._tell())


class DateForm(Vertical, TakesScans, can_focus=True):
    """The digits typed so far, what day they are, and keys to touch.

    Another language brings another order: a whole day is put into it, half a day stays
    in the order in which it was begun until it is erased.
    """

    class Given(Posted):
        """A day that exists, as ISO text; YYYYMM00 or YYYY0000 where part is enough;
        99999999 where nobody knows it; empty when nothing was typed.
        """

        def __init__(self, day: str) -> None:
            super().__init__()
            self.day = day

        def __rich_repr__(self) -> list[str]:
            return []

    def __init__(self, form: page.DateForm) -> None:
        super().__init__()
        self._form = form
        self._begun: Typing | None = None

    @property
    def half(self) -> HalfDay | None:
        """What has been typed and not been given; None where nothing has."""
        typing, before = self._typing, self._given_before()
        if typing.digits == before.digits:
            return None
        return HalfDay(typing.order, typing.digits)

    def take(self, half: HalfDay | None) -> None:
        """Go on with what was typed on the form that this one replaces, if anything."""
        if half is not None:
            self._begun = self._from(half)
            self._tell_anew()

    def compose(self) -> ComposeResult:
        with Horizontal():
            with Vertical(classes="typed"):
                yield Told(self._how, "how")
                if self._form.part_known:
                    yield Text(say("form.date.part.how"), classes="how")
                yield Told(self._shown, "digits")
                yield Told(self._understood, "told")
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

    def on_paste(self, event: events.Paste) -> None:
        """A scanner may bring a day in any spelling."""
        from kiosk.writing.days import Typing
        from kiosk.writing.eras import parse_typed

        event.stop()
        locale = cast(Speaking, self.app).words.language.locale
        try:
            day = parse_typed(printable(event.text, _LONGEST_SCAN), locale)
        except ValueError:
            return
        order, part_known = self._typing.order, self._form.part_known
        self._begun = Typing.of(day.isoformat(), order, part_known=part_known)
        self._tell_anew()

    def on_key_board_struck(self, struck: KeyBoard.Struck) -> None:
        struck.stop()
        self._strike(struck.stroke)
        self.focus(scroll_visible=False)

    @property
    def _typing(self) -> "Typing":
        """As it stands in the language of now."""
        from kiosk.writing.eras import order_of

        order = order_of(cast(Speaking, self.app).words.language.locale)
        if self._begun is None:
            half = self._form.half
            self._begun = self._from(half) if half else self._given_before()
        self._begun = self._begun.in_order(order)
        return self._begun

    def _given_before(self) -> "Typing":
        from kiosk.writing.days import Typing
        from kiosk.writing.eras import order_of

        order = order_of(cast(Speaking, self.app).words.language.locale)
        form = self._form
        return Typing.of(form.given, order, part_known=form.part_known)

    def _from(self, half: HalfDay) -> "Typing":
        from kiosk.writing.days import Typing

        return Typing(half.order, half.digits, self._form.part_known)

    def _strike(self, stroke: str) -> bool:
        typing = self._typing
        if stroke == "enter":
            self._begun = typing.ended
            self._give(typing)
        elif stroke == "backspace":
            self._begun = typing.with_digits(typing.digits[:-1])
        elif stroke == "delete":
            self._begun = typing.with_digits("")
        else:
            struck = typing.struck(stroke)
            if struck is None:
                return False
            self._begun = struck
        self._tell_anew()
        return True

    def _tell_anew(self) -> None:
        for told in self.query(Told):
            told.refresh(layout=True)

    def _give(self, typing: "Typing") -> None:
        if typing.day is not None:
            self.post_message(self.Given(typing.day.isoformat()))
        elif typing.understood is not None or not typing.digits:
            self.post_message(self.Given(typing.understood or ""))

    def _how(self) -> Message:
        return say(f"form.date.how.{self._typing.order}")

    def _shown(self) -> Message:
        """The digits in their parts, and letters where digits are wanted."""
        typing = self._typing
        year = self._padded(typing.parts["y"], say("form.date.blank.year"), 4)
        month = self._padded(typing.parts["m"], say("form.date.blank.month"), 2)
        day = self._padded(typing.parts["d"], say("form.date.blank.day"), 2)
        return say(f"form.date.typed.{typing.shape}", year=year, month=month, day=day)

    def _padded(self, digits: str, blank: Message, length: int) -> str:
        letter = cast(Speaking, self.app).words.say(blank)
        return digits + letter * (length - len(digits))

    def _understood(self) -> Message | str:
        typing = self._typing
        if not typing.is_whole:
            return ""
        if typing.day is not None:
            return _in_words(typing.day)
        if typing.understood is not None:
            return _part_in_words(typing.understood)
        if typing.is_two_days:
            return say("form.date.two")
        return say("form.date.fault")


def _in_words(day: date) -> Message:
    """The day, and as it stands on Japanese papers, to compare."""
    from kiosk.writing.eras import in_era

    return say("form.date.era", day=day.isoformat(), era=in_era(day))


def _part_in_words(part: str) -> Message:
    """A birth date of which the form takes a part."""
    year, month = part[:4], part[4:6].lstrip("0")
    if part == _NOBODY_KNOWS:
        return say("form.date.unknown")
    if part.endswith(_NO_MONTH):
        return say("form.date.year_only", year=year)
    return say("form.date.month_only", year=year, month=month)
