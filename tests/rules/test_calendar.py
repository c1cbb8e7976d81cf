"""Days, ages and periods: boundary days, leap years, Tokyo midnight, eras."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.calendar import (
    EARLIEST,
    LATEST,
    add_months,
    is_under,
    parse_day,
    period_end,
    today,
)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 3, 31, 14, 59, 59, tzinfo=UTC), date(2026, 3, 31)),
        (datetime(2026, 3, 31, 15, 0, 0, tzinfo=UTC), date(2026, 4, 1)),
        (datetime(2025, 12, 31, 15, 0, 0, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2024, 2, 28, 15, 0, 0, tzinfo=UTC), date(2024, 2, 29)),
        (
            datetime(2026, 4, 1, 0, 0, tzinfo=timezone(timedelta(hours=12))),
            date(2026, 3, 31),
        ),
    ],
)
def test_the_day_changes_at_tokyo_midnight(now: datetime, day: date) -> None:
    assert today(now) == day


def test_an_instant_without_a_zone_has_no_day() -> None:
    with pytest.raises(
        ValueError, match=r"^an instant without a time zone has no day in Japan$"
    ):
        today(datetime(2026, 3, 31, 12, 0))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("２０２６-０３-０１", date(2026, 3, 1)),
        ("2026年3月1日", date(2026, 3, 1)),
        ("2026/03/01", date(2026, 3, 1)),
        ("2026.3.1", date(2026, 3, 1)),
        ("令和8年3月1日", date(2026, 3, 1)),
        (" 令和 8 年 3 月 1 日 ", date(2026, 3, 1)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R1.5.1", date(2019, 5, 1)),
        ("r8-3-1", date(2026, 3, 1)),
        ("Ｒ８／３／１", date(2026, 3, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("大正元年7月30日", date(1912, 7, 30)),
        ("明治45年7月29日", date(1912, 7, 29)),
        ("M1.10.23", date(1868, 10, 23)),
        ("1868-10-23", date(1868, 10, 23)),
        ("2199-12-31", date(2199, 12, 31)),
    ],
)
def test_days_as_people_write_them(text: str, day: date) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-3-1",
        "20260301",
        "2026-W09-7",
        "2026-02-29",
        "2025-13-01",
        "2026-03-01T00:00",
        "0001-01-01",
        "1868-10-22",
        "2200-01-01",
        "令和元年4月30日",
        "令和0年5月1日",
        "平成31年5月1日",
        "平成元年1月7日",
        "昭和64年1月8日",
        "昭和1年12月24日",
        "大正15年12月25日",
        "大正1年7月29日",
        "明治45年7月30日",
        "明治1年10月22日",
        "令和8年2月29日",
        "X8.3.1",
        "令和8年",
        "2026-03-01日",
        "yesterday",
    ],
)
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]+$"):
        parse_day(text)


def test_what_is_wrong_is_said() -> None:
    with pytest.raises(ValueError, match=r"^not a day such as 2026-03-01 or"):
        parse_day("?")
    with pytest.raises(ValueError, match=r"^that day does not lie in that era$"):
        parse_day("平成31年5月1日")
    with pytest.raises(ValueError, match=r"^that day is too long ago or too far away$"):
        parse_day("9999-01-01")


@given(st.dates(EARLIEST, LATEST))
def test_every_iso_day_is_read_back(day: date) -> None:
    assert parse_day(day.isoformat()) == day


@given(st.text())
def test_any_text_is_a_day_or_one_line(text: str) -> None:
    line = ""
    try:
        parse_day(text)
    except ValueError as error:
        line = str(error)
    assert "\n" not in line


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 5, 31), -3, date(2026, 2, 28)),
        (date(2024, 5, 31), -3, date(2024, 2, 29)),
        (date(2026, 1, 15), -3, date(2025, 10, 15)),
        (date(2026, 3, 31), -3, date(2025, 12, 31)),
        (date(2026, 12, 1), -12, date(2025, 12, 1)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2024, 2, 29), -192, date(2008, 2, 29)),
        (date(2026, 6, 30), 0, date(2026, 6, 30)),
    ],
)
def test_months_earlier_and_later(day: date, months: int, result: date) -> None:
    assert add_months(day, months) == result


@pytest.mark.parametrize(
    ("event", "months", "last"),
    [
        # 民法 143: the eve of the day that corresponds to the day after the event.
        (date(2026, 3, 15), 2, date(2026, 5, 15)),
        (date(2026, 1, 30), 2, date(2026, 3, 30)),
        # No corresponding day: the last day of the month.
        (date(2025, 12, 30), 2, date(2026, 2, 28)),
        (date(2025, 12, 29), 2, date(2026, 2, 28)),
        (date(2025, 12, 28), 2, date(2026, 2, 28)),
        (date(2025, 12, 27), 2, date(2026, 2, 27)),
        (date(2023, 12, 29), 2, date(2024, 2, 29)),
        # From the first of a month: to the end of a month.
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2026, 2, 28), 2, date(2026, 4, 30)),
        (date(2026, 4, 30), 2, date(2026, 6, 30)),
        (date(2026, 10, 31), 2, date(2026, 12, 31)),
    ],
)
def test_a_period_ends_as_the_civil_code_says(
    event: date, months: int, last: date
) -> None:
    assert period_end(event, months) == last


@pytest.mark.parametrize(
    ("born", "on", "under"),
    [
        (date(2010, 6, 15), date(2026, 6, 13), True),
        (date(2010, 6, 15), date(2026, 6, 14), True),  # the age is reached as it ends
        (date(2010, 6, 15), date(2026, 6, 15), False),
        (date(2010, 6, 15), date(2026, 6, 16), False),
        (date(2008, 2, 29), date(2024, 2, 28), True),
        (date(2008, 2, 29), date(2024, 2, 29), False),
        (date(2010, 1, 1), date(2025, 12, 31), True),
        (date(2010, 1, 1), date(2026, 1, 1), False),
        (date(2010, 4, 1), date(2026, 3, 31), True),
    ],
)
def test_under_16(born: date, on: date, under: bool) -> None:
    assert is_under(16, born, on) is under


@pytest.mark.parametrize(
    ("age", "on", "under"),
    [
        (15, date(2023, 2, 27), True),
        (15, date(2023, 2, 28), True),
        (15, date(2023, 3, 1), False),
        (17, date(2025, 2, 28), True),
        (17, date(2025, 3, 1), False),
    ],
)
def test_born_on_29_february_ages_as_28_february_ends(
    age: int, on: date, under: bool
) -> None:
    assert is_under(age, date(2008, 2, 29), on) is under
