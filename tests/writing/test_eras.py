"""Eras by the law, and days as keyboards bring them."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.calendar import EARLIEST, LATEST, parse_day
from kiosk.writing.eras import (
    ERAS,
    WhichIsMonth,
    era_of,
    in_era,
    order_of,
    parse_typed,
)

DAYS = st.dates(EARLIEST, LATEST)
TWO_DIGIT_YEARS = st.dates(EARLIEST, date(2117, 12, 31))
"""Up to 令和99年."""
LOCALES = [
    *("ja_JP", "en_GB", "en_US", "vi", "zh_Hans_CN", "ko", "pt_BR", "id", "fil", "ne"),
    *("es", "fr", "ru", "my", "si", "bn", "hi", "ta", "ur", "km", "mn"),
]


@pytest.mark.parametrize(
    ("day", "written"),
    [
        # 昭和64年政令第1号; 平成31年政令第143号; the edicts of 1926 and of 1912
        (date(2026, 11, 24), "令和8年11月24日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1873, 1, 1), "明治6年1月1日"),
    ],
)
def test_a_day_in_its_era(day: date, written: str) -> None:
    assert in_era(day) == written
    assert parse_typed(written, "en_GB") == day


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.letter)
def test_each_era_begins_where_the_one_before_ends(era: object) -> None:
    assert era_of(era.first) == era
    if era is not ERAS[-1]:
        assert era_of(era.first - timedelta(days=1)) == ERAS[ERAS.index(era) + 1]


def test_before_meiji_there_is_no_era() -> None:
    with pytest.raises(ValueError, match="before Meiji"):
        in_era(EARLIEST - timedelta(days=1))


@given(TWO_DIGIT_YEARS)
def test_the_rules_read_what_is_written(day: date) -> None:
    assert parse_day(in_era(day)) == day
    era = era_of(day)
    number = day.year - era.first.year + 1
    assert parse_typed(f"{era.letter}{number}.{day.month}.{day.day}", "ja_JP") == day


@pytest.mark.parametrize(
    ("locale", "order"),
    [
        ("ja_JP", "ymd"),
        ("en_GB", "dmy"),
        ("en_US", "mdy"),
        ("zh_Hans_CN", "ymd"),
        ("vi", "dmy"),
        ("fil", "mdy"),
    ],
)
def test_order_of_the_language(locale: str, order: str) -> None:
    assert order_of(locale) == order


@pytest.mark.parametrize(
    ("text", "locale", "day"),
    [
        ("20261124", "en_GB", "2026-11-24"),
        ("24112026", "en_GB", "2026-11-24"),
        ("11242026", "en_US", "2026-11-24"),
        ("05042026", "en_US", "2026-05-04"),
        ("05042026", "en_GB", "2026-04-05"),
        ("２０２６／１１／２４", "ja_JP", "2026-11-24"),
        ("2026-11-24", "en_US", "2026-11-24"),
        ("2026/1/2", "en_GB", "2026-01-02"),
        ("24/11/2026", "en_GB", "2026-11-24"),
        ("24.11.2026.", "en_GB", "2026-11-24"),
        ("05/04/2026", "en_GB", "2026-04-05"),
        ("05/04/2026", "en_US", "2026-05-04"),
        ("11/24/2026", "en_GB", "2026-11-24"),
        ("24 Nov 2026", "en_GB", "2026-11-24"),
        ("24NOV2026", "en_GB", "2026-11-24"),
        ("24th of November 2026", "en_GB", "2026-11-24"),
        ("November 24, 2026", "en_GB", "2026-11-24"),
        ("nov. 24 2026", "vi", "2026-11-24"),
        ("24 tháng 11, 2026", "vi", "2026-11-24"),
        ("24 de novembro de 2026", "pt_BR", "2026-11-24"),
        ("2026년 11월 24일", "ko", "2026-11-24"),
        ("२०२६/११/२४", "ne", "2026-11-24"),
        ("1 May 1990", "ja_JP", "1990-05-01"),
    ],
)
def test_days_as_people_type_them(text: str, locale: str, day: str) -> None:
    assert parse_typed(text, locale) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        *("", "abc", "24/11/26", "1/2/3", "2026", "2026-11", "31/02/2026", "99999999"),
        *("13/13/2026", "2026/13/1", "11/2026/24", "24 Nov", "Nov Nov 2026"),
        *("24 apples 11 2026", "24 Nov 11 2026", "1200-01-01", "昭和65年1月8日"),
        *("24/11/20266", "0000/00/00", "2026 24 Nov", "24/24/2026"),
    ],
)
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match="day"):
        parse_typed(text, "en_GB")


@pytest.mark.parametrize("locale", LOCALES)
@given(day=DAYS)
def test_days_as_cldr_writes_them_are_read(locale: str, day: date) -> None:
    for length in ("medium", "long"):
        text = format_date(day, length, locale=locale)
        if str(day.year) in text:
            assert parse_typed(text, locale) == day


@given(text=st.text("0123456789/-. novmay年月日令和元R", max_size=16))
def test_any_text_is_a_day_or_an_error(text: str) -> None:
    try:
        day = parse_typed(text, "en_GB")
    except ValueError:
        return
    assert EARLIEST <= day <= LATEST


@pytest.mark.parametrize("text", ["05042026", "05/04/2026", "5.4.2026"])
def test_a_year_that_stands_last_where_it_never_does(text: str) -> None:
    with pytest.raises(WhichIsMonth):
        parse_typed(text, "ja_JP")
    assert parse_typed(text.replace("4", "5"), "ja_JP") == date(2026, 5, 5)
    assert parse_typed(text.replace("05", "25").replace("5.", "25."), "ko") == date(
        2026, 4, 25
    )
