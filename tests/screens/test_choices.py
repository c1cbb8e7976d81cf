"""Answers: each has a number, whatever there are, and can be touched or walked to."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import pytest

from kiosk.i18n import words_of
from kiosk.message import say
from kiosk.screens.page import Choice, DateForm, Page, PinForm, TextField, TextForm
from kiosk.screens.widgets.bars import KEYS, BarKey
from kiosk.screens.widgets.choices import ChoiceLine
from kiosk.visit.events import Chose, OverlayClosed, WentBack
from tests.screens.showing import Reader, showing

SMALL = (80, 24)
WORDS = words_of("en")
FORMS: Final[dict[str, DateForm | PinForm | TextForm]] = {
    "date": DateForm(),
    "pin": PinForm(4),
    "password": PinForm(None),
    "text": TextForm(
        (TextField("auth_id", say("screen.auth_id.field")),), say("screen.go_on"), "id"
    ),
}


def choices(count: int, chosen: int | None = None) -> tuple[Choice, ...]:
    """So many answers; each says its own number."""
    return tuple(
        Choice(
            say("activity.notified", number=str(own)),
            Chose(str(own)),
            hint=say("screen.yes") if own % 2 else None,
            chosen=own == chosen,
        )
        for own in range(count)
    )


def page(answers: Sequence[Choice]) -> Page:
    return Page(title=say("screen.role.title"), choices=tuple(answers))


def numbers(reader: Reader) -> list[int]:
    return [line.number for line in reader.app.screen.query(ChoiceLine)]


@pytest.mark.parametrize("count", [1, 2, 4, 5, 8, 9, 10, 16, 17, 41])
async def test_every_answer_has_a_number_to_press(count: int) -> None:
    """Up to nine at once; of more, eight and the way to the next."""
    answers = choices(count)
    step = 9 if count <= 9 else 8
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(answers))
        for start in range(0, count, step):
            shown = answers[start : start + step]
            more = [9] if count > 9 else []
            assert numbers(reader) == [*range(1, len(shown) + 1), *more]
            for number, answer in enumerate(shown, start=1):
                await reader.press(str(number))
                assert reader.app.happened.pop() == answer.event
            await reader.press("0", str(len(shown) + 1) if len(shown) < 8 else "0")
            assert reader.app.happened == []
            assert isinstance(reader.app.focused, ChoiceLine)
            await reader.press("9")
            reader.app.happened.clear()
        if count > 9:  # round to the first again
            await reader.press("1")
            assert reader.app.happened == [Chose("0")]


async def test_a_whole_list_has_a_letter_for_each_that_no_digit_is_left_for() -> None:
    """Languages stand on one screen: nobody looks for their own on a second one."""
    answers = choices(15)
    async with showing(WORDS, SMALL) as reader:
        await reader.show(replace(page(answers), whole=True))
        assert numbers(reader) == [*range(1, 16)]
        await reader.press(*"123456789ABCDEFabcdef")
        assert reader.app.happened == [own.event for own in (*answers, *answers[9:])]
        await reader.press("G", "g", "0", "@")
        assert len(reader.app.happened) == 21


@pytest.mark.parametrize(("count", "chosen"), [(3, 2), (9, 8), (41, 0), (41, 20)])
async def test_the_answer_from_before_has_the_focus(count: int, chosen: int) -> None:
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(choices(count, chosen)))
        line = reader.app.focused
        assert isinstance(line, ChoiceLine)
        assert line.has_class("-chosen")
        await reader.press("enter")
        assert reader.app.happened == [Chose(str(chosen))]


async def test_answers_are_walked_to_in_a_ring() -> None:
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(choices(3)))
        for key, number in (("down", 2), ("right", 3), ("down", 1), ("up", 3)):
            await reader.press(key)
            assert isinstance(reader.app.focused, ChoiceLine)
            assert reader.app.focused.number == number
        await reader.press("tab", "shift+tab", "left", "enter")
        assert reader.app.happened == [Chose("1")]


@pytest.mark.parametrize("count", [3, 9, 41])
async def test_answers_are_touched(count: int) -> None:
    async with showing(WORDS, (120, 40)) as reader:
        await reader.show(page(choices(count)))
        for line in reader.app.screen.query(ChoiceLine):
            if line.number < 9 or count == 9:
                await reader.touch(line)
                assert reader.app.happened.pop() == Chose(str(line.number - 1))
        if count > 9:
            await reader.touch(list(reader.app.screen.query(ChoiceLine))[-1])
            await reader.press("1")
            assert reader.app.happened == [Chose("8")]


async def test_what_is_no_number_answers_nothing() -> None:
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(choices(9)))
        await reader.press(*"abcZ!", "space", "１", "²", "f12", "backspace", "delete")
        assert reader.app.happened == []


# The keys of the bottom line, wherever the focus is.


@pytest.mark.parametrize("form", [None, *FORMS])
async def test_the_bar_works_on_every_page(form: str | None) -> None:
    shown = Page(
        title=say("screen.role.title"),
        form=FORMS[form] if form else None,
        choices=() if form else choices(3),
    )
    async with showing(WORDS, SMALL) as reader:
        await reader.show(shown)
        for key, (_, _, event) in KEYS.items():
            await reader.press(key)
            assert reader.app.happened.pop() == event
        for bar_key in reader.app.screen.query(BarKey):
            await reader.touch(bar_key)
        assert reader.app.happened == [event for _, _, event in KEYS.values()]


# An overlay answers for itself.


async def test_an_overlay_hides_what_lies_below() -> None:
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(choices(9)))
        over = Choice(say("screen.back"), OverlayClosed())
        await reader.lay_over(Page(title=say("overlay.staff.title"), choices=(over,)))
        await reader.press("5", "f1", "f2", "f10", "x")
        assert reader.app.happened == []
        await reader.press("escape", "1", "enter")
        assert reader.app.happened == [OverlayClosed()] * 3
        await reader.app.pop_screen()
        await reader.press("escape")
        assert reader.app.happened[-1] == WentBack()


# A page longer than the screen.


async def test_the_arrow_shows_what_is_below_before_it_moves_on() -> None:
    """And back up again, where the focus is at the first answer."""
    long = tuple(say("screen.prepare.how") for _ in range(60))
    async with showing(WORDS, SMALL) as reader:
        await reader.show(
            Page(title=say("screen.role.title"), paragraphs=long, choices=choices(2))
        )
        body = reader.app.screen.query_one("PageBody")
        places = [body.scroll_offset.y]
        while reader.app.screen.query_one(".more").display:
            await reader.press("down")
            await reader.settle()
            places.append(body.scroll_offset.y)
        assert places == sorted(set(places))
        assert max(after - before for before, after in pairwise(places)) <= 20
        assert reader.app.screen.query_one(".above").display
        assert isinstance(reader.app.focused, ChoiceLine)
        await reader.press("down")
        assert reader.app.focused.number == 2
        await reader.press("up", "up")
        await reader.settle()
        assert body.scroll_offset.y < places[-1]
        await reader.press("1")
        assert reader.app.happened == [Chose("0")]


async def test_a_long_page_is_turned_by_touch() -> None:
    long = tuple(say("screen.prepare.how") for _ in range(60))
    async with showing(WORDS, SMALL) as reader:
        await reader.show(Page(title=say("screen.role.title"), paragraphs=long))
        body = reader.app.screen.query_one("PageBody")
        more = reader.app.screen.query_one(".more")
        while more.display:
            await reader.touch(more)
        assert body.scroll_offset.y == body.max_scroll_y > 0
        await reader.touch(reader.app.screen.query_one(".above"))
        assert body.scroll_offset.y < body.max_scroll_y
        assert more.display
