"""What goes to the process that draws papers, and what comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.receipts.compose import compose
from kiosk.receipts.order import Order, Sheet
from kiosk.receipts.paper import Paper
from tests.receipts.papers import receipt, slip


@pytest.mark.parametrize(
    "paper",
    [receipt(language="ja"), receipt(mode="demo"), slip()],
    ids=["receipt", "demo receipt", "slip"],
)
@pytest.mark.parametrize(("picture", "page"), [(True, False), (False, True)])
def test_an_order_is_read_as_it_was_written(
    paper: Paper, picture: bool, page: bool
) -> None:
    order = Order(list(compose(paper)), 58, picture, page)
    assert Order.read(order.written()) == order


@given(st.binary(min_size=1), st.binary(), st.binary())
def test_a_sheet_is_read_as_it_was_written(
    job: bytes, picture: bytes, page: bytes
) -> None:
    sheet = Sheet(job, picture, page)
    assert Sheet.read(sheet.written()) == sheet


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"0 0 0\n",
        b"0 1 0\nx",
        b"0 0 1\nx",
        b"1 0 0\n",
        b"1 0 0\nxx",
        b"1 1 0\nx",
        b"1 0 1\nx",
        b"-1 2 0\nx",
        b"1 0 0 x",
        b"1 0\nx",
        b"1\nx",
        b"999999999 0 0\nx",
        b"\xd9\xa1 0 0\nx",  # an Arabic digit one
    ],
)
def test_what_is_no_sheet(data: bytes) -> None:
    assert Sheet.read(data) is None


@given(st.binary())
def test_whatever_comes_back(data: bytes) -> None:
    sheet = Sheet.read(data)
    assert sheet is None or data.endswith(sheet.job + sheet.picture + sheet.page)


def test_neither_shows_what_is_on_it() -> None:
    sheet = Sheet(b"P6EQ", b"P6EQ", b"P6EQ")
    assert "P6EQ" not in repr((Order([], 58, picture=True), sheet))
