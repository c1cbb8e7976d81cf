"""The middle of a screen, made from its page."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message as Posted
from textual.widget import Widget

from kiosk.screens.page import DateForm, Page, Row, TextForm
from kiosk.screens.widgets.bars import AsideKey
from kiosk.screens.widgets.choices import Choices
from kiosk.screens.widgets.text import Text
from kiosk.visit.readings import Picture
from kiosk.visit.state import HalfDay


class PageBody(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Title, words, form or choices. ``order`` shuffles a PIN's digits."""

    class Moved(Posted):
        """It was scrolled, or has another size or content."""

    def __init__(self, page: Page, order: str | None = None) -> None:
        super().__init__(classes=f"-{page.tone}")
        form = page.form
        self.set_class(isinstance(form, TextForm) and form.is_japanese, "-dense")
        self._page = page
        self._order = order

    def compose(self) -> ComposeResult:
        page = self._page
        yield Text(page.title, "title")
        if page.code is None:
            yield from self._middle()
        else:
            # Imported for the one page that has a code: it brings a picture library.
            from kiosk.screens.widgets.code import CodeView

            with Horizontal(classes="beside"):
                with Vertical(classes="words"):
                    yield Text(page.code.content, "id")
                    yield from self._middle()
                yield CodeView(page.code.content)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._tell()

    def watch_virtual_size(self) -> None:
        self._tell()

    def on_resize(self) -> None:
        self._tell()

    @property
    def half_day(self) -> HalfDay | None:
        """What has been typed of a day and not been given."""
        if not isinstance(self._page.form, DateForm):
            return None
        from kiosk.screens.widgets import date_form

        return self.query_one(date_form.DateForm).half

    def take(self, half: HalfDay) -> None:
        """Go on with it: this page asks for the same day."""
        from kiosk.screens.widgets import date_form

        self.query_one(date_form.DateForm).take(half)

    @property
    def scrolled_down(self) -> bool:
        """Whether something lies above what can be seen."""
        return self.scroll_offset.y > 0

    @property
    def more_below(self) -> bool:
        """Whether something lies below what can be seen."""
        return self.scroll_offset.y < self.max_scroll_y

    def _tell(self) -> None:
        self.post_message(self.Moved())

    def _middle(self) -> Iterator[Widget]:
        page = self._page
        yield from (Text(paragraph, "paragraph") for paragraph in page.paragraphs)
        yield from self._rows()
        if page.form is not None:
            # Imported after the first page, which has none, has been drawn.
            from kiosk.screens.widgets.forms import form_widget

            yield form_widget(page.form, self._order)
        if page.choices:
            # An Enter too many, from the form before, must not pass over an ID.
            focused = page.code is None and not page.waits
            yield Choices(page.choices, whole=page.whole, focused=focused)
        yield from (Text(line, "small") for line in page.small)
        if page.aside is not None:
            yield AsideKey(page.aside)

    def _rows(self) -> Iterator[Widget]:
        page = self._page
        rows = [PersonRow(row) for row in page.rows]
        if page.photo is None:
            yield from rows
            return
        from kiosk.screens.widgets.picture import PictureView

        small = [own for own in rows if not own.is_picture]
        with Horizontal(classes="beside"):
            with Vertical(classes="words"):
                yield from small
            yield PictureView(page.photo, classes="photo")
        yield from (own for own in rows if own.is_picture)


class PersonRow(Horizontal):
    """A name and what it is."""

    def __init__(self, row: Row) -> None:
        super().__init__()
        self._row = row

    @property
    def is_picture(self) -> bool:
        """Whether its value is a picture of words."""
        return isinstance(self._row.value, Picture)

    def compose(self) -> ComposeResult:
        yield Text(self._row.name, "name")
        if isinstance(self._row.value, Picture):
            # Imported for the one page that has them, as is the code above.
            from kiosk.screens.widgets.picture import PictureView

            yield PictureView(self._row.value, classes="value")
        else:
            yield Text(self._row.value, "value")
