"""Who types on while the page changes loses no key."""

import pytest
from textual.widget import Widget

from kiosk.i18n import words_of
from kiosk.message import say
from kiosk.screens.page import (
    Choice,
    DateForm,
    Page,
    PinForm,
    TextField,
    TextForm,
)
from kiosk.screens.widgets import choices, date_form, pin_pad, text_form
from kiosk.visit.events import WentOn
from tests.screens.showing import showing

TITLE = say("screen.contact.title")
FIELD = TextField("phone", say("screen.contact.phone"))


@pytest.mark.parametrize(
    ("page", "taker"),
    [
        (Page(TITLE, form=PinForm(4)), pin_pad.PinPad),
        (Page(TITLE, form=PinForm(None)), pin_pad.PinPad),
        (Page(TITLE, form=DateForm()), date_form.DateForm),
        (Page(TITLE, form=TextForm((FIELD,), TITLE, "contact")), text_form.Field),
        (Page(TITLE, choices=(Choice(TITLE, WentOn()),)), choices.ChoiceLine),
    ],
    ids=["pin", "password", "day", "text", "choices"],
)
async def test_what_takes_keys_has_the_focus_as_soon_as_it_is_shown(
    page: Page, taker: type[Widget]
) -> None:
    async with showing(words_of("en"), (80, 24)) as reader:
        await reader.app.visit.show(page)
        assert isinstance(reader.app.focused, taker)
