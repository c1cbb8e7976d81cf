"""Months, typed with the year first or last."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.forms.fields import Field, Kind
from kiosk.forms.sheets import sheet
from kiosk.forms.tidy import tidied
from kiosk.forms.values import fault
from kiosk.rules.calendar import EARLIEST, LATEST

MONTH: Field = next(own for own in sheet("japan_n").fields if own.kind is Kind.MONTH)


@pytest.mark.parametrize(
    "layout", ["%Y%m", "%Y-%m", "%Y/%m", "%m%Y", "%m/%Y", "%m.%Y", "%m - %Y"]
)
@given(day=st.dates(date(1868, 11, 1), LATEST))
def test_a_month_is_read_in_either_order(layout: str, day: date) -> None:
    answer = tidied(MONTH, day.strftime(layout), {})
    assert answer == f"{day:%Y%m}"
    assert fault(MONTH, answer, {}) is None
    assert tidied(MONTH, answer, {}) == answer


@pytest.mark.parametrize(
    ("text", "answer"), [("4/2020", "202004"), ("2020年4月", "202004")]
)
def test_a_month_of_one_digit(text: str, answer: str) -> None:
    assert tidied(MONTH, text, {}) == answer


@given(text=st.text("0123456789/-.", max_size=9))
def test_anything_else_is_one_fault(text: str) -> None:
    answer = tidied(MONTH, text, {})
    wrong = fault(MONTH, answer, {})
    if wrong is None and answer:
        day = date(int(answer[:4]), int(answer[4:]), 1)
        assert EARLIEST <= day <= LATEST
