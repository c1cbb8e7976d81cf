"""Who types while the page changes loses no key; a page is painted once."""

from typing import Any

import pytest
from textual.app import App
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
from kiosk.screens.quiet import Quiet
from kiosk.screens.widgets import choices, date_form, pin_pad, text_form
from kiosk.visit.events import Chose, WentOn
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


async def test_a_page_is_painted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[object] = []
    display = App._display

    def displayed(app: App[Any], screen: Any, update: Any) -> None:
        if update is not None:
            painted.append(update)
        display(app, screen, update)

    async with showing(words_of("en"), (80, 24)) as reader:
        await reader.settle()
        monkeypatch.setattr(App, "_display", displayed)
        for form in (DateForm(), PinForm(4), DateForm()):
            painted.clear()
            await reader.app.visit.show(Page(TITLE, form=form))
            while not painted:
                await reader.pilot.pause(0)
            await reader.pilot.pause()
            assert len(painted) == 1
            assert not reader.app.visit._layout_required
            assert not reader.app.visit._dirty_widgets


def question(title: str) -> Page:
    return Page(
        say(title), choices=tuple(Choice(TITLE, Chose(name)) for name in ("one", "two"))
    )


async def test_a_second_press_does_not_answer_the_next_question() -> None:
    async with showing(words_of("en"), (80, 24), Quiet(0.4, lambda: now)) as reader:
        now = 1.0
        await reader.show(question("screen.role.title"))
        now += 1
        await reader.press("1")
        await reader.show(question("screen.procedure.title"))
        for press in ("1", "1", "enter"):
            now += 0.1
            await reader.press(press)
        await reader.touch(reader.app.visit.query(choices.ChoiceLine).last())
        assert reader.app.happened == [Chose("one")]
        now += 0.5
        await reader.press("2")
        assert reader.app.happened == [Chose("one"), Chose("two")]


async def test_a_scan_answers_no_question() -> None:
    async with showing(words_of("en"), (80, 24), Quiet(0.4, lambda: now)) as reader:
        now = 1.0
        await reader.show(question("screen.role.title"))
        now = 2.0
        for character in "K7-21122":
            now += 0.01
            await reader.press(character)
        assert reader.app.happened == []
