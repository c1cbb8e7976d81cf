"""All that can be taken is come to by one button, in the order of reading."""

import pytest
from textual.widget import Widget
from textual.widgets import Input

from kiosk.i18n import words_of
from kiosk.message import say
from kiosk.screens.page import Choice, Page, PinForm, TextField, TextForm
from kiosk.screens.pages import page_of
from kiosk.screens.pages.overlays import overlay_of
from kiosk.screens.quiet import Quiet
from kiosk.screens.widgets.bars import KEYS
from kiosk.screens.widgets.caps import Caps
from kiosk.screens.widgets.choices import ChoiceLine
from kiosk.screens.widgets.pin_pad import PinPad
from kiosk.screens.widgets.pressable import Pressable
from kiosk.visit.events import Chose, WentBack
from tests.screens.pages import lying_over, standing
from tests.screens.reading import picture
from tests.screens.showing import Reader, showing

NEXT, TAKE = "f7", "f8"
EN = words_of("en")
CONTACT = TextForm(
    (TextField("phone", say("screen.contact.phone")),), say("form.ok"), "contact"
)
PIN = Page(title=say("screen.pin.authentication.title"), form=PinForm(4))


def kinds() -> list[Page]:
    """A page of each kind."""
    shown = [page_of(state) for _, state in standing()]
    return list({(type(own.form), len(own.choices)): own for own in shown}.values())


def there(reader: Reader) -> list[Widget]:
    """What somebody could touch."""
    return [
        widget
        for widget in reader.app.screen.query(Widget)
        if isinstance(widget, Pressable | Input | Caps)
        and (not isinstance(widget, Caps) or widget.each)
        and all(own.display and own.visible for own in widget.ancestors_with_self)
    ]


def at(reader: Reader) -> tuple[Widget, tuple[int, ...]]:
    stop = reader.app.screen.walk._at
    assert stop is not None
    return stop.widget, stop.caps


async def all_round(reader: Reader) -> list[tuple[Widget, tuple[int, ...]]]:
    """Where it stops, until it is where it was first."""
    stops = []
    while True:
        reader.app.screen.walk.onward()
        if stops and at(reader) == stops[0]:
            return stops
        stops.append(at(reader))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_everything_is_come_to_in_the_order_of_reading(
    size: tuple[int, int],
) -> None:
    async with showing(EN, size) as reader:
        for page in kinds():
            await reader.show(page)
            wanted = there(reader)
            stops = await all_round(reader)
            assert list(dict.fromkeys(widget for widget, _ in stops)) == wanted
            places = [reader.app.screen.find_widget(own).region for own in wanted]
            assert places == sorted(places, key=lambda own: (own.y, own.x))
            for caps in (own for own in wanted if isinstance(own, Caps)):
                walked = [n for own, row in stops if own is caps for n in row]
                assert walked == list(range(len(caps.each)))


async def test_of_what_lies_over_a_page() -> None:
    async with showing(EN, (80, 24)) as reader:
        for _, state in lying_over():
            over = overlay_of(state)
            assert over is not None
            await reader.lay_over(over)
            stops = await all_round(reader)
            assert [widget for widget, _ in stops] == there(reader)


async def test_a_mark_that_is_not_colour_alone() -> None:
    page = Page(
        title=say("screen.purpose.title"),
        choices=(Choice(say("screen.on"), Chose("on")),),
    )
    async with showing(EN, (80, 24)) as reader:
        await reader.show(page)
        assert "►1" in picture(reader.app.screen), "what has the focus"
        for label, *_ in KEYS.values():
            await reader.press(NEXT) if label != "Esc" else await reader.press(
                NEXT, NEXT
            )
            seen = picture(reader.app.screen)
            assert f"►{label}◄" in seen
            assert seen.count("►") == 1
        await reader.press(NEXT)
        assert "►1" in picture(reader.app.screen)
        await reader.show(PIN)
        assert "▲" not in picture(reader.app.screen)
        await reader.press(NEXT)
        pad = reader.app.screen.query_one(PinPad)
        one = next(iter(pad.query_one(Caps).places.values()))
        assert picture(reader.app.screen).count("▲") == one.width


async def test_a_keyboard_row_by_row_and_then_key_by_key() -> None:
    async with showing(EN, (80, 24)) as reader:
        await reader.show(Page(title=say("screen.contact.title"), form=CONTACT))
        # The line, the row of digits; into the row, to its third key.
        await reader.press(NEXT, NEXT, TAKE, NEXT, NEXT, TAKE)
        assert reader.app.screen.query_one(Input).value == "3"
        # At the row again, which is left after its last key.
        await reader.press(TAKE, *[NEXT] * 10)
        assert len(at(reader)[1]) == 10
        await reader.press(NEXT, TAKE, TAKE)
        assert reader.app.screen.query_one(Input).value == "3q"
        await reader.press(*[NEXT] * 3, TAKE, *[NEXT] * 4, TAKE)
        assert reader.app.given == [("contact", {"phone": "3q"})]


async def test_a_pin_is_given_and_shows_no_more_than_before() -> None:
    async with showing(EN, (80, 24)) as reader:
        await reader.show(PIN)
        await reader.press(NEXT)
        before = picture(reader.app.screen)
        await reader.press(TAKE)
        after = picture(reader.app.screen)
        assert before.replace("○", "●", 1) == after
        await reader.press(TAKE, TAKE, TAKE)
        while "OK" not in said_at(reader):
            await reader.press(NEXT)
        await reader.press(TAKE)
        assert reader.app.pins == [4]


def said_at(reader: Reader) -> str:
    widget, numbers = at(reader)
    assert isinstance(widget, Caps)
    return " ".join(widget.in_words(widget.each[n].said) for n in numbers)


async def test_a_second_press_takes_nothing_of_the_next_page() -> None:
    seconds = [0.0]
    first, second = (
        Page(
            title=say(title),
            choices=(Choice(say("screen.on"), Chose(title)),),
        )
        for title in ("screen.purpose.title", "screen.role.title")
    )
    quiet = Quiet(0.4, lambda: seconds[0])
    async with showing(EN, (80, 24), quiet) as reader:
        await reader.show(first)
        await reader.press(NEXT, TAKE)
        assert reader.app.happened == [], "not read yet"
        seconds[0] = 1.0
        await reader.press(TAKE)
        assert reader.app.happened == [Chose("screen.purpose.title")]
        await reader.show(second)
        await reader.press(TAKE, NEXT, TAKE)
        seconds[0] = 1.3
        await reader.press(TAKE)
        assert reader.app.happened == [Chose("screen.purpose.title")]
        seconds[0] = 2.0
        await reader.press(TAKE)
        assert reader.app.happened[1:] == [Chose("screen.role.title")]


async def test_what_is_at_the_bars() -> None:
    async with showing(EN, (80, 24)) as reader:
        await reader.show(PIN)
        while not isinstance(at_or_none(reader), Pressable):
            await reader.press(NEXT)
        await reader.press(TAKE)
        assert reader.app.happened == [WentBack()]


def at_or_none(reader: Reader) -> Widget | None:
    stop = reader.app.screen.walk._at
    return stop.widget if stop else None


async def test_lines_that_are_gone_are_not_taken() -> None:
    many = tuple(Choice(say("screen.on"), Chose(str(n))) for n in range(12))
    async with showing(EN, (120, 40)) as reader:
        await reader.show(Page(title=say("screen.purpose.title"), choices=many))
        lines = reader.app.screen.query(ChoiceLine)
        await reader.press(*[NEXT] * len(lines), TAKE, TAKE)
        assert reader.app.happened == []
        await reader.press(NEXT, TAKE)
        assert reader.app.happened == [Chose("8")]
