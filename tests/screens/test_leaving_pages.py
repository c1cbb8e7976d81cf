"""What was on a page is gone with it, not only out of sight."""

import gc

from kiosk.i18n import words_of
from kiosk.message import say
from kiosk.screens.page import Choice, Code, Page, PinForm, Row, TextField, TextForm
from kiosk.screens.widgets.page_body import PageBody
from kiosk.visit.events import WentOn
from tests.screens.showing import NOTHING, showing

TITLE = say("screen.person.title")
FIELD = TextField("phone", say("screen.contact.phone"), "0312345678")
PAGES = (
    Page(TITLE, rows=(Row(say("screen.person.name"), "SYNTHETIC MEI"),)),
    Page(TITLE, code=Code("A-CODE")),
    Page(TITLE, form=PinForm(4)),
    Page(TITLE, form=PinForm(None)),
    Page(TITLE, form=TextForm((FIELD,), say("screen.go_on"), "contact")),
    Page(TITLE, choices=(Choice(say("screen.finish"), WentOn()),)),
)


async def test_nothing_keeps_a_page_that_was_left() -> None:
    async with showing(words_of("en"), (80, 24)) as reader:
        for page in PAGES:
            await reader.show(page)
            await reader.pilot.press("down", "9", "backspace", "pagedown", "up")
        await reader.show(NOTHING)
        gc.collect()
        bodies = [own for own in gc.get_objects() if isinstance(own, PageBody)]
        assert bodies == [reader.app.visit.query_one(PageBody)]
