"""The one widget through which every visible word passes.

Markup is never parsed, values are made printable, and lines are broken where UAX #14
allows it, so that none begins with a closing sign or a small kana.
"""

from collections.abc import Callable, Iterator
from math import ceil
from typing import Final, Protocol, TypeAlias, cast

from rich.cells import cell_len
from rich.segment import Segment
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widget import Widget

from kiosk.i18n import Words
from kiosk.message import Message
from kiosk.screens.printable import printable
from kiosk.screens.setting import IN_CELLS, Setting

Measure: TypeAlias = Callable[[str], float]
"""How wide a text is, in cells."""
_ZERO_WIDTH_SPACE: Final = "\u200b"
BARE: Final = Style(underline=False)
"""Of blanks: a line is below words only."""


def broken(text: str, cells: float, measure: Measure = cell_len) -> list[str]:
    """The lines of a text of which none is wider than ``cells`` (UAX #14).

    What cannot be broken (a long word) is cut between characters as read; only a
    character that is itself wider than ``cells`` stays so. Line feeds end lines,
    spaces at the end of a line go, and zero-width spaces are places to break. At
    least one line. Nothing is kept: the text may be a visitor's.
    """
    return [
        line.replace(_ZERO_WIDTH_SPACE, "")
        for paragraph in text.split("\n")
        for line in _filled(paragraph, cells, measure)
    ]


def _filled(paragraph: str, cells: float, measure: Measure) -> Iterator[str]:
    if measure(paragraph) <= cells:
        yield paragraph.rstrip(" ")
        return
    # Its expressions take a while to be made, and the first screen needs none of them.
    from kiosk.i18n.breaks import unbreakable

    line, width = "", 0.0
    for unit in unbreakable(paragraph):
        if width + measure(unit.rstrip(" ")) > cells:
            if line:
                yield line.rstrip(" ")
            *full, unit = _cut(unit, cells, measure)
            yield from full
            line, width = "", 0.0
        line += unit
        width += measure(unit)
    yield line.rstrip(" ")


def _cut(unit: str, cells: float, measure: Measure) -> list[str]:
    """A unit in pieces that fit; one piece if it fits."""
    if measure(unit.rstrip(" ")) <= cells:
        return [unit]
    from uniseg.graphemecluster import grapheme_clusters

    pieces = [""]
    for cluster in grapheme_clusters(unit):
        if pieces[-1] and measure(pieces[-1] + cluster) > cells:
            pieces.append("")
        pieces[-1] += cluster
    return pieces


class Lines(Visual):
    """The words of a text."""

    def __init__(self, text: "Text", words: str) -> None:
        self._text = text
        self._words = words

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        if self._text.setting_of(self._words) is IN_CELLS:
            content = Content("\n".join(self._text.broken(self._words, width)))
            return content.render_strips(width, height, style, options)
        align = str(options.rules.get("text_align", "left"))
        strips = self._text.strips(self._words, width, style)
        return [padded(strip, width, style, align) for strip in strips[:height]]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return self._text.width_of(self._words)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self._text.height_of(self._words, width)


def padded(strip: Strip, width: int, style: Style, align: str = "left") -> Strip:
    """As wide as its place, with its ground around it."""
    room = max(0, width - strip.cell_length)
    left = {"center": room // 2, "right": room, "end": room}.get(align, 0)
    ground = (style + BARE).rich_style
    blanks = [Segment(" " * cells, ground) for cells in (left, room - left)]
    return Strip([blanks[0], *strip, blanks[1]], strip.cell_length + room)


class Speaking(Protocol):
    """What a ``Text`` asks of its app."""

    @property
    def words(self) -> Words: ...

    def setting_of(self, text: str) -> Setting: ...


class Text(Widget):
    """Words on the screen: a message in the visitor's language, or ready text.

    ``said`` is a ``Message``, or text that is the same in every language (a name, an
    ID). When the app's language changes, the app has it refreshed.
    """

    DEFAULT_CSS = """
    Text {
        width: 1fr;
        height: auto;
    }
    """
    ALLOW_SELECT = False
    can_focus = False

    def __init__(
        self,
        said: Message | str,
        classes: str = "",
        *,
        id: str | None = None,  # noqa: A002  # Textual's own name for it
    ) -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self.auto_links = False
        self._said = said
        self._known: dict[tuple[str, int], list[str]] = {}
        self._held: list[object] = []

    @property
    def plain(self) -> str:
        """The words as they are now, not yet broken into lines."""
        return self.in_words(self._said)

    def in_words(self, said: Message | str) -> str:
        """A message in the language of the screens; ready text made printable."""
        if isinstance(said, Message):
            return cast(Speaking, self.app).words.say(_cleaned(said))
        return printable(said)

    def show(self, said: Message | str) -> None:
        """Say something else in the same place."""
        if said != self._said:
            self._said = said
            self._known.clear()
            self.refresh(layout=True)

    def put_anew(self) -> None:
        """The words of another language are wanted."""
        self.refresh(layout=True)

    def setting_of(self, words: str) -> Setting:
        """How the terminal can show them."""
        return cast(Speaking, self.app).setting_of(words)

    def broken(self, words: str, cells: int) -> list[str]:
        """What ``broken`` makes of them, kept while the same is said: each layout and
        each drawing asks again.
        """
        found = self._known.get((words, cells))
        if found is None:
            setting = self.setting_of(words)
            found = broken(words, cells - setting.overhang, setting.measure)
            self._known[words, cells] = found
        return found

    def width_of(self, words: str) -> int:
        """In cells, where nothing is broken."""
        setting = self.setting_of(words)
        widest = max(setting.measure(line) for line in words.split("\n"))
        return ceil(widest + setting.overhang)

    def height_of(self, words: str, width: int) -> int:
        """In rows, where they are so wide."""
        return len(self.broken(words, width)) * self.setting_of(words).rows

    def strips(self, words: str, width: int, style: Style) -> list[Strip]:
        """Their rows, each as wide as it is."""
        setting = self.setting_of(words)
        return [
            strip
            for line in self.broken(words, width)
            for strip in setting.strips(line, style, self._held)
        ]

    def render(self) -> Visual:
        return Lines(self, self.plain)

    def _render_content(self) -> None:
        """What was shown is held until the new is there."""
        before, self._held = self._held, []
        super()._render_content()
        del before


def _cleaned(message: Message) -> Message:
    """The message with every value printable. Its sentence is our own."""
    return Message(
        message.id,
        {
            name: _cleaned(value)
            if isinstance(value, Message)
            else printable(str(value))
            for name, value in message.values.items()
        },
        message.count,
    )
