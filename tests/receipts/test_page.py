"""Papers as PDF files: as large as on a roll, and readable by other programs."""

import pytest

from kiosk.receipts.page import options_for, pdf
from kiosk.registry.auth_id import grouped
from tests.receipts.papers import auth_id, drawn, receipt
from tests.sheets.poppler import codes, info

PAPER = drawn(receipt(), 80)
PAGE = pdf(PAPER)
MM = 72 / 25.4


def test_it_is_as_large_as_on_a_roll() -> None:
    """Poppler's word; 8 dots are a millimetre."""
    width, _, height, *_ = info(PAGE)["Page size"].split()
    assert float(width) / MM == pytest.approx(576 / 8, abs=0.1)
    assert float(height) / MM == pytest.approx(PAPER.height / 8, abs=0.1)


def test_its_code_is_read_off_it() -> None:
    assert codes(PAGE) == [grouped(auth_id(1))]


ROLL = {"custom_min_25.4x25.4mm", "custom_max_80x1000mm"}


@pytest.mark.parametrize(
    ("media", "fits"),
    [
        (ROLL, True),
        (ROLL | {"iso_a4_210x297mm"}, True),
        ({"custom_min_1x1in", "custom_max_3.2x40in"}, True),
        ({"custom_min_25.4x25.4mm", "custom_max_58x1000mm"}, False),
        ({"custom_min_25.4x25.4mm", "custom_max_80x100mm"}, False),
        ({"custom_min_76x25.4mm", "custom_max_80x1000mm"}, False),
        ({"custom_max_80x1000mm"}, False),
        ({"iso_a4_210x297mm", "na_letter_8.5x11in"}, False),
        (set(), False),
    ],
)
def test_a_piece_of_the_roll_where_there_is_one(media: set[str], fits: bool) -> None:
    height = round(PAPER.height / 8)
    name = f"custom_72x{height}mm_72x{height}mm"
    on_a_roll = {"media": name, "print-scaling": "none"}
    assert options_for(PAGE, media) == (
        on_a_roll if fits else {"print-scaling": "auto-fit"}
    )


def test_what_has_no_size_goes_on_the_paper_there_is() -> None:
    assert options_for(b"%PDF-1.7", ROLL) == {"print-scaling": "auto-fit"}
