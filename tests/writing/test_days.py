"""Days as they are typed, digit by digit, in the order of every language."""

from datetime import date

import pytest
from babel import Locale
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.calendar import EARLIEST, LATEST
from kiosk.writing.days import LENGTH, ORDERS, SEPARATORS, Typing
from kiosk.writing.eras import order_of, parse_typed

DAYS = st.dates(EARLIEST, LATEST)
WRITTEN = {"ymd": "%Y%m%d", "dmy": "%d%m%Y", "mdy": "%m%d%Y"}
LOCALES = sorted(
    {"ja_JP", "en_GB", "en_US", "vi", "zh_Hans_CN", "zh_Hant_TW", "ko", "pt_BR", "id"}
    | {"fil", "ne", "es", "th", "fr", "ru", "my", "si", "bn", "hi", "ta", "km", "mn"}
)


def typed(text: str, order: str, *, part_known: bool = False) -> Typing:
    """Key by key; keys that are none of a day do nothing."""
    typing = Typing(order, part_known=part_known)
    for stroke in text:
        typing = typing.struck(stroke) or typing
    return typing


@pytest.mark.parametrize("locale", LOCALES)
@given(day=DAYS)
def test_digits_in_the_order_of_the_language_are_that_day(
    locale: str, day: date
) -> None:
    order = order_of(locale)
    typing = typed(day.strftime(WRITTEN[order]), order)
    assert typing.day == day
    assert typing.shape == order
    assert parse_typed(typing.digits, locale) == day


@pytest.mark.parametrize("locale", LOCALES)
@given(day=DAYS)
def test_a_day_as_the_language_writes_it_short_is_that_day(
    locale: str, day: date
) -> None:
    """CLDR's short pattern, with all digits of the year."""
    short = Locale.parse(locale).date_formats["short"].pattern
    text = format_date(day, short.replace("yy", "y"), locale=locale)
    if "G" in short or str(day.year) not in text:
        return  # in an era, or in the language's own digits: no key types those
    typing = typed(text, order_of(locale)).ended
    assert typing.day == day
    assert parse_typed(text, locale) == day


@pytest.mark.parametrize("order", ORDERS)
@given(day=DAYS)
def test_the_year_first_is_understood_everywhere(order: str, day: date) -> None:
    for text in (f"{day:%Y%m%d}", day.isoformat()):
        typing = typed(text, order)
        assert (typing.day, typing.shape) == (day, "ymd")


@pytest.mark.parametrize("order", ORDERS)
@given(day=DAYS, other=st.sampled_from(ORDERS))
def test_another_order_is_understood_where_it_can_be_nothing_else(
    order: str, day: date, other: str
) -> None:
    """Which days can be confused follows from the calendar: those of up to the 12th."""
    typing = typed(day.strftime(WRITTEN[other]), order)
    confused = "ymd" not in (order, other) and order != other and day.day <= 12
    undecided = order == "ymd" != other and day.day <= 12 and day.day != day.month
    if confused:
        assert typing.day == date(day.year, day.day, day.month)
    elif undecided:
        assert typing.day is None
        assert typing.is_two_days
    else:
        assert typing.day == day


@pytest.mark.parametrize("order", ORDERS)
@given(text=st.text("0123456789", min_size=LENGTH, max_size=LENGTH))
def test_eight_digits_are_one_day_or_none(order: str, text: str) -> None:
    """Beside every reading of them, each made by the standard library."""
    typing = typed(text, order)
    readings = {
        own: day
        for own, layout in WRITTEN.items()
        if (day := read(text, layout)) is not None
    }
    wanted = readings.get(order)
    if wanted is None and len(set(readings.values())) == 1:
        [wanted] = set(readings.values())
    assert typing.day == wanted
    assert typing.is_two_days == (wanted is None and len(readings) > 1)


def read(text: str, layout: str) -> date | None:
    for day in (EARLIEST, LATEST):
        assert len(day.strftime(layout)) == LENGTH
    places = {"%Y": 4, "%m": 2, "%d": 2}
    numbers, rest = {}, text
    for part in (layout[0:2], layout[2:4], layout[4:6]):
        numbers[part], rest = int(rest[: places[part]]), rest[places[part] :]
    try:
        day = date(numbers["%Y"], numbers["%m"], numbers["%d"])
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


@given(
    text=st.text([*"0123456789x", *SEPARATORS], max_size=20),
    order=st.sampled_from(ORDERS),
    later=st.sampled_from(ORDERS),
    part_known=st.booleans(),
)
def test_whatever_is_typed_stands_in_parts(
    text: str, order: str, later: str, part_known: bool
) -> None:
    typing = typed(text, order, part_known=part_known)
    assert "".join(typing.parts.values()) == typing.digits
    assert len(typing.digits) <= LENGTH
    assert repr(typing).find(typing.digits or "digits") < 0
    moved = typing.in_order(later)
    assert moved.understood == typing.understood
    assert moved.in_order(order).digits == (
        typing.in_order(later).in_order(order).digits
    )
    if typing.understood is None and typing.digits:
        assert moved == typing


@given(day=DAYS, order=st.sampled_from(ORDERS), later=st.sampled_from(ORDERS))
def test_a_whole_day_goes_along_with_the_language(
    day: date, order: str, later: str
) -> None:
    typing = Typing.of(day.isoformat(), order).in_order(later)
    assert typing.digits == day.strftime(WRITTEN[later])
    assert (typing.day, typing.shape) == (day, later)


@given(
    day=DAYS,
    order=st.sampled_from(ORDERS),
    unknown=st.sampled_from(["", "00", "0000"]),
)
def test_what_is_known_of_a_birth_date(day: date, order: str, unknown: str) -> None:
    part = f"{day:%Y%m%d}"[: LENGTH - len(unknown)] + unknown
    digits = Typing.of(part, order, part_known=True).digits
    typing = typed(digits, order, part_known=True)
    assert typing.understood == part
    assert typing.shape == order
    assert typed(part, order, part_known=True).understood == part
    if unknown:
        assert typed(digits, order).understood is None


@pytest.mark.parametrize("order", ORDERS)
def test_nobody_knows(order: str) -> None:
    assert typed("99999999", order, part_known=True).understood == "99999999"
    assert typed("99999999", order).understood is None
