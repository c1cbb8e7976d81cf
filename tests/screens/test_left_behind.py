"""When the next page has come, nothing of the one before is in memory any more.

A field that somebody typed into would keep what was typed, as long as the kiosk runs.
"""

import gc
from collections import Counter

from textual.widget import Widget

from kiosk.i18n import words_of
from kiosk.screens.page import Page
from tests.screens.pages import pages
from tests.screens.showing import NOTHING, Reader, showing

TYPED = ("a", "1")


async def test_nothing_of_a_page_is_left_behind() -> None:
    """One page with each kind of form, and of what else takes keys."""
    of_each_kind = {type(page.form): page for _, page in pages()}
    async with showing(words_of("en"), (80, 24)) as reader:
        await reader.show(NOTHING)
        before = _widgets()
        for page in of_each_kind.values():
            await _used(reader, page)
        await reader.show(NOTHING)
        assert _widgets() - before == Counter()


async def _used(reader: Reader, page: Page) -> None:
    await reader.show(page)
    await reader.press(*TYPED)


def _widgets() -> Counter[str]:
    gc.collect()
    alive = (own for own in gc.get_objects() if isinstance(own, Widget))
    return Counter(type(own).__name__ for own in alive)
