"""The one widget through which every visible word passes.

Markup is never parsed, values are made printable, and lines are broken where UAX #14
allows it, so that none begins with a closing sign or a small kana.
"""

from collections.abc import Callable, Iterator
from typing import Final, Protocol, TypeAlias, cast

from rich.cells import cell_len
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widget import Widget

from kiosk.i18n import Words
from kiosk.i18n.breaks import unbreakable
from kiosk.message import Message
from kiosk.screens.printable import printable

Breaker: TypeAlias = Callable[[str, int], list[str]]
"""The lines of a text in so many cells."""
_ZERO_WIDTH_SPACE: Final = "\u200b"


def broken(text: str, cells: int) -> list[str]:
    """The lines of a text of which none is wider than ``cells`` (UAX #14).

    What cannot be broken (a long word) is cut between characters as read; only a
    character that is itself wider than ``cells`` stays so. Line feeds end lines,
    spaces at the end of a line go, and zero-width spaces are places to break. At
    least one line. Nothing is kept: the text may be a visitor's.
    """
    return [
        line.replace(_ZERO_WIDTH_SPACE, "")
        for paragraph in text.split("\n")
        for line in _filled(paragraph, cells)
    ]


def _filled(paragraph: str, cells: int) -> Iterator[str]:
    if cell_len(paragraph) <= cells:
        yield paragraph.rstrip(" ")
        return
    line, width = "", 0
    for unit in unbreakable(paragraph):
        if width + cell_len(unit.rstrip(" ")) > cells:
            if line:
                yield line.rstrip(" ")
            *full, unit = _cut(unit, cells)
            yield from full
            line, width = "", 0
        line += unit
        width += cell_len(unit)
    yield line.rstrip(" ")


def _cut(unit: str, cells: int) -> list[str]:
    """A unit in pieces that fit; one piece if it fits."""
    if cell_len(unit.rstrip(" ")) <= cells:
        return [unit]
    from uniseg.graphemecluster import grapheme_clusters

    pieces = [""]
    for cluster in grapheme_clusters(unit):
        if pieces[-1] and cell_len(pieces[-1] + cluster) > cells:
            pieces.append("")
        pieces[-1] += cluster
    return pieces


class Lines(Visual):
    """Words that a terminal draws right, cell by cell. ``break_up``: ``broken``."""

    def __init__(self, words: str, break_up: Breaker) -> None:
        self._words = words
        self._broken = break_up

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        content = Content("\n".join(self._broken(self._words, width)))
        return content.render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return max(cell_len(line) for line in self._words.split("\n"))

    def get_height(self, rules: RulesMap, width: int) -> int:
        return len(self._broken(self._words, width))


class Speaking(Protocol):
    """What a ``Text`` asks of its app."""

    @property
    def words(self) -> Words: ...


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

    def broken(self, words: str, cells: int) -> list[str]:
        """What ``broken`` makes of them, kept while the same is said: each layout and
        each drawing asks again.
        """
        found = self._known.get((words, cells))
        if found is None:
            found = self._known[words, cells] = broken(words, cells)
        return found

    def render(self) -> Visual:
        return Lines(self.plain, self.broken)


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
