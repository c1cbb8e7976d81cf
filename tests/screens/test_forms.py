"""What is typed: a day, a line, a PIN. Keys, scans and touches alike."""

from dataclasses import replace
from datetime import date

import pytest
from textual import events

from kiosk.forms.application import make
from kiosk.forms.form import form_for
from kiosk.forms.options import options
from kiosk.i18n import words_of
from kiosk.message import say
from kiosk.rules.calendar import EARLIEST, LATEST
from kiosk.screens.page import (
    Choice,
    DateForm,
    Page,
    PinForm,
    SearchForm,
    TextField,
    TextForm,
)
from kiosk.screens.widgets.keyboard import LETTERS, KeyBoard
from kiosk.screens.widgets.search_form import Hit
from kiosk.screens.widgets.text import Text
from kiosk.screens.widgets.text_form import Field
from kiosk.visit.events import Chose, WentBack
from kiosk.visit.state import HalfDay
from tests.screens.showing import Reader, showing

SMALL = (80, 24)
WORDS = words_of("en")
CONTACT = TextForm(
    (
        TextField("phone", say("screen.contact.phone")),
        TextField("mail", say("screen.contact.mail")),
    ),
    say("screen.go_on"),
    "contact",
)


def page(form: DateForm | PinForm | SearchForm | TextForm) -> Page:
    return Page(title=say("screen.contact.title"), form=form)


def shown(reader: Reader, what: str) -> str:
    return reader.app.screen.query_one(f".{what}", Text).plain


# A day.


async def test_a_day_by_keys() -> None:
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(DateForm()))
        assert shown(reader, "digits") == "DD / MM / YYYY"
        await reader.press(*"09x04", "f12", "/", "2", "0", "2")
        assert shown(reader, "digits") == "09 / 04 / 202Y"
        await reader.press("7")
        assert shown(reader, "digits") == "09 / 04 / 2027"
        assert shown(reader, "told") == "That is 9 April 2027 (令和9年4月9日)."
        await reader.press("1")  # nine digits are none
        assert shown(reader, "digits") == "09 / 04 / 2027"
        await reader.press("enter")
        assert reader.app.happened == [Chose("2027-04-09")]


async def test_a_day_with_the_year_first_stands_as_it_is_typed() -> None:
    """As a machine-readable paper, a scanner or a Japanese form has it."""
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(DateForm()))
        await reader.press(*"202")
        assert shown(reader, "digits") == "202Y - MM - DD"
        await reader.press(*"7-04-09", "enter")
        assert shown(reader, "digits") == "2027 - 04 - 09"
        assert reader.app.happened == [Chose("2027-04-09")]


async def test_parts_of_one_digit() -> None:
    """Enter only ends the last one: whoever meant two digits sees what became of it."""
    async with showing(words_of("ja"), SMALL) as reader:
        await reader.show(page(DateForm()))
        assert shown(reader, "digits") == "____年__月__日"
        await reader.press(*"2027/4/9", "enter")
        assert reader.app.happened == []
        assert shown(reader, "digits") == "2027年04月09日"
        await reader.press("enter")
        assert reader.app.happened == [Chose("2027-04-09")]


async def test_a_day_by_touch() -> None:
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(DateForm()))
        await reader.touch_keys("9", "Erase", *"20270409", "OK")
        assert reader.app.happened == [Chose("2027-04-09")]


@pytest.mark.parametrize(
    "scan", ["2027-04-09", "9/4/2027", "令和9年4月9日", "R9.4.9\r\n", "9 April 2027"]
)
async def test_a_day_by_scanner(scan: str) -> None:
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(DateForm()))
        reader.app.post_message(events.Paste(scan))
        await reader.settle()
        assert shown(reader, "digits") == "09 / 04 / 2027"
        reader.app.post_message(events.Paste("https://example.org/2028-05-10"))
        await reader.settle()
        await reader.press("enter")
        assert reader.app.happened == [Chose("2027-04-09")]


@pytest.mark.parametrize(
    "digits",
    [
        *("20270230", "20270431", "20271301", "20270001", "00000101", "20270100"),
        *("30022027", "00042027", "01010000", "22001231", "99999999", "18681022"),
    ],
)
async def test_a_day_that_does_not_exist(digits: str) -> None:
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(DateForm()))
        await reader.press(*digits, "enter")
        assert shown(reader, "told") == "There is no such day. Please check it."
        assert reader.app.happened == []
        await reader.press("delete")
        assert shown(reader, "told") == ""
        await reader.press(*"29022028", "enter")
        assert reader.app.happened == [Chose("2028-02-29")]


async def test_a_day_that_could_be_two_is_not_guessed() -> None:
    """Nobody writes the year last in Japanese; English (GB) has the day first then."""
    async with showing(words_of("ja"), SMALL) as reader:
        await reader.show(page(DateForm()))
        await reader.press(*"05042027", "enter")
        assert shown(reader, "told") == words_of("ja").say(say("form.date.two"))
        assert reader.app.happened == []
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(DateForm()))
        await reader.press(*"05042027", "enter")
        assert reader.app.happened == [Chose("2027-04-05")]


@pytest.mark.parametrize(
    ("typed", "part", "told"),
    [
        ("00051990", "19900500", "The year is 1990, the month is 5."),
        ("19901200", "19901200", "The year is 1990, the month is 12."),
        ("00001990", "19900000", "The year is 1990. Month and day are not known."),
        ("99999999", "99999999", "Nobody knows this date."),
    ],
)
async def test_a_part_of_a_birth_date(typed: str, part: str, told: str) -> None:
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(DateForm(part_known=True)))
        await reader.press(*typed)
        assert shown(reader, "told").startswith(told)
        await reader.press("enter")
        assert reader.app.happened == [Chose(part)]
        await reader.show(page(DateForm(part, part_known=True)))
        await reader.press("enter")
        assert reader.app.happened[1:] == [Chose(part)]


async def test_half_a_day_is_not_given() -> None:
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(DateForm()))
        await reader.press(*"0904202", "enter", "１", "٣")
        assert reader.app.happened == []
        assert shown(reader, "digits") == "09 / 04 / 202Y"
        await reader.press(*["backspace"] * 9)
        assert shown(reader, "digits") == "DD / MM / YYYY"


@pytest.mark.parametrize("day", [EARLIEST, date(1926, 12, 25), LATEST])
async def test_a_day_given_before_can_be_given_again(day: date) -> None:
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(DateForm(day.isoformat())))
        assert shown(reader, "digits") == f"{day:%d / %m / %Y}"
        await reader.press("enter")
        assert reader.app.happened == [Chose(day.isoformat())]


async def test_another_language_puts_a_whole_day_into_its_order() -> None:
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(DateForm()))
        await reader.press(*"05042027")
        reader.app.words = words_of("ja")
        await reader.settle()
        assert shown(reader, "digits") == "2027年04月05日"
        assert shown(reader, "how").startswith("年・月・日の順に")
        await reader.press("enter")
        assert reader.app.happened == [Chose("2027-04-05")]


async def test_another_language_leaves_half_a_day_as_it_was_begun() -> None:
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(DateForm()))
        await reader.press(*"0504")
        reader.app.words = words_of("ja")
        await reader.settle()
        assert shown(reader, "digits") == "05日04月____年"
        await reader.press(*"2027", "enter")
        assert reader.app.happened == [Chose("2027-04-05")]
        await reader.press("delete")
        assert shown(reader, "digits") == "____年__月__日"


async def test_half_a_day_goes_with_the_way_back_and_comes_again() -> None:
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(DateForm("2027-04-09")))
        await reader.press("escape")
        assert reader.app.happened == [WentBack()], "nothing was typed"
        await reader.press("backspace", "escape")
        half = HalfDay("dmy", "0904202")
        assert reader.app.happened[1:] == [WentBack(half)]
        await reader.show(page(DateForm("2027-04-09", half=half)))
        assert shown(reader, "digits") == "09 / 04 / 202Y"


async def test_half_a_day_outlasts_other_words_around_it() -> None:
    """A store that fails is told on the screen that somebody types on."""
    async with showing(WORDS, SMALL) as reader:
        before = page(DateForm())
        await reader.show(before)
        await reader.press(*"0904")
        await reader.show(replace(before, small=(say("screen.fill.not_saved"),)))
        assert shown(reader, "digits") == "09 / 04 / YYYY"
        await reader.show(replace(before, title=say("screen.fill.several")))
        assert shown(reader, "digits") == "DD / MM / YYYY"


# Lines of text.


async def test_lines_by_keys() -> None:
    """Enter leads to the next line while that is empty, then gives them all."""
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(CONTACT))
        phone, mail = reader.app.screen.query(Field)
        assert reader.app.focused is phone
        await reader.press(*"0900", "enter")
        assert reader.app.focused is mail
        await reader.press(*"a@b.example", "enter")
        assert reader.app.given == [
            ("contact", {"phone": "0900", "mail": "a@b.example"})
        ]
        await reader.press("up", "enter")
        assert len(reader.app.given) == 2, "nothing is left to be filled in"


async def test_lines_by_touch() -> None:
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(CONTACT))
        await reader.touch_keys(*"0901", "Erase", "+", "Go on", *"a_.@z", "Go on")
        assert reader.app.given == [("contact", {"phone": "090+", "mail": "a_.@z"})]


SPACE = WORDS.say(say("form.space"))


async def test_a_key_on_the_screen_types_what_it_shows() -> None:
    """The first and the last of each row."""
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(CONTACT))
        touched = "".join(row[0] + row[-1] for row in LETTERS[0]) + "+"
        await reader.touch_keys(*(SPACE if key == " " else key for key in touched))
        assert reader.app.screen.query(Field).first(Field).value == touched


async def test_capitals_and_signs_are_a_touch_away() -> None:
    """A name of a firm (O'Neill & Co., Ltd.) needs all three sets."""
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(CONTACT))
        await reader.touch_keys("QWE", "O", "'\",", "'", "qwe", "n", "QWE", "'\",", "&")
        assert reader.app.screen.query(Field).first(Field).value == "O'n&"


def test_whatever_a_keyboard_writes_in_ascii_can_be_touched() -> None:
    keys = {key for layer in LETTERS for row in layer for key in row}
    assert keys == set(map(chr, range(0x20, 0x7F)))


async def test_a_touch_goes_to_the_line_that_was_chosen() -> None:
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(CONTACT))
        phone, mail = reader.app.screen.query(Field)
        await reader.touch(mail)
        await reader.touch_keys("a")
        await reader.touch(phone)
        await reader.touch_keys("1")
        assert (phone.value, mail.value) == ("1", "a")


async def test_a_scan_is_cut_to_a_line_and_made_printable() -> None:
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(CONTACT))
        reader.app.post_message(events.Paste("\x1b[31m\u202e0900\x00\r\nsecond" * 100))
        await reader.settle()
        await reader.press("enter")
        await reader.press(*"あé", "enter")
        [(_, values)] = reader.app.given
        assert len(values["phone"]) <= 120
        assert values["phone"].startswith("[31m0900")
        assert values["phone"].isprintable()
        assert values["mail"] == "あé"


async def test_what_was_wrong_has_the_focus_and_its_words() -> None:
    fault = say("screen.contact.mail.fault")
    fields = (
        TextField("phone", say("screen.contact.phone"), "0900"),
        TextField("mail", say("screen.contact.mail"), "nobody", fault),
    )
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(TextForm(fields, say("screen.go_on"), "contact")))
        phone, mail = reader.app.screen.query(Field)
        assert (phone.value, mail.value) == ("0900", "nobody")
        assert reader.app.focused is mail
        assert shown(reader, "fault") == WORDS.say(fault)
        await reader.press("x", "enter")
        assert reader.app.given[0][1] == {"phone": "0900", "mail": "nobodyx"}


# A PIN; the pad itself is tested by ``test_pin_pad.py``.


@pytest.mark.parametrize(("digits", "typed"), [(4, "1234"), (None, "ABC123")])
async def test_a_pin_is_handed_over_once(digits: int | None, typed: str) -> None:
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(PinForm(digits)))
        await reader.press(*typed, "enter", "enter")
        assert reader.app.pins == [len(typed)]
        await reader.touch_keys(*typed, "OK")
        assert reader.app.pins == [len(typed)] * 2
        assert reader.app.happened == []


async def test_the_same_page_again_keeps_what_was_typed() -> None:
    """Whatever happens elsewhere, a page is only drawn anew when it is another."""
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(CONTACT))
        await reader.press("1")
        await reader.show(page(CONTACT))
        assert reader.app.screen.query(Field).first(Field).value == "1"
        await reader.show(page(DateForm()))
        await reader.show(page(CONTACT))
        assert reader.app.screen.query(Field).first(Field).value == ""


async def test_the_keys_stay_where_they_are_while_japanese_is_written() -> None:
    """Ways to write it come and go above them with each key."""
    fields = form_for(make("extension", None, ())).fields
    asked = next(own for own in fields if own.id == "occupation")
    lines = (TextField(asked.id, say(asked.word), asked=asked),)
    async with showing(WORDS, SMALL) as reader:
        await reader.show(page(TextForm(lines, say("screen.go_on"), "answers")))
        await reader.press("f4")
        [keys] = reader.app.screen.query(KeyBoard)
        place = keys.region
        assert reader.app.screen.find_widget(keys).visible_region == place
        for key in "kaisha":
            await reader.press(key)
            assert keys.region == place
        await reader.app.workers.wait_for_complete()
        await reader.settle()
        await reader.touch_keys("1 かいしゃ")
        assert keys.region == place
        assert reader.app.screen.query(Field).first(Field).value == "かいしゃ"


@pytest.mark.parametrize("size", [SMALL, (120, 40)])
async def test_the_keys_stay_where_they_are_while_a_list_is_searched(
    size: tuple[int, int],
) -> None:
    """Also where one of the entries found has two lines."""
    choices = tuple(
        Choice(
            say("screen.fill.option", text=own.english),
            Chose(own.value),
            hint=say("screen.fill.option", text=own.value),
        )
        for own in options("statuses_held")
    )
    async with showing(WORDS, size) as reader:
        await reader.show(page(SearchForm("statuses_held", "", choices)))
        [keys] = reader.app.screen.query(KeyBoard)
        place = keys.region
        assert reader.app.screen.find_widget(keys).visible_region == place
        heights = set()
        for key in "engin":
            await reader.press(key)
            assert keys.region == place
            heights |= {own.region.height for own in reader.app.screen.query(Hit)}
        assert size != SMALL or 2 in heights
        await reader.press("enter")
        assert reader.app.happened == [Chose("技術・人文知識・国際業務")]
