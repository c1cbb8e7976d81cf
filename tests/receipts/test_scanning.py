"""What is printed can be scanned, and holds the ID and nothing else."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.receipts.job import job
from kiosk.receipts.qr import qr_code
from kiosk.registry.auth_id import grouped, parse
from tests.receipts.papers import auth_id, drawn, printed, receipt, scan, slip

WIDTHS = (58, 80)
LANGUAGES = ("en", "ja")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", ["demo", "training", "production"])
def test_the_one_code_on_a_receipt_is_the_id(
    width: int, language: str, mode: str
) -> None:
    for kept_until in (None, date(2026, 12, 24)):
        own = receipt(language=language, mode=mode, kept_until=kept_until)
        assert scan(drawn(own, width)) == [grouped(auth_id(1))]


@pytest.mark.parametrize("width", WIDTHS)
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(1, 2**64))
def test_every_id_is_scanned_and_understood(width: int, seed: int) -> None:
    (code,) = scan(drawn(receipt(auth_id=auth_id(seed), steps=()), width))
    assert code == grouped(auth_id(seed))
    assert parse(code) == auth_id(seed)


@pytest.mark.parametrize("width", WIDTHS)
@settings(max_examples=12, deadline=None)
@given(
    issued=st.text(
        st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=120
    )
)
def test_an_id_of_the_agency_is_scanned_as_it_was_given(
    width: int, issued: str
) -> None:
    paper = drawn(receipt(auth_id=issued, issuer="agency", steps=()), width)
    assert scan(paper) == [issued]


def test_the_longest_id_still_fits_on_the_narrowest_paper() -> None:
    issued = "aB3/" * 30
    paper = drawn(receipt(auth_id=issued, issuer="agency"), 58)
    assert scan(paper) == [issued]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slip_has_no_code(width: int, language: str) -> None:
    assert scan(drawn(slip(language=language), width)) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_printer_gets_the_very_picture(width: int) -> None:
    paper = drawn(receipt(), width)
    (from_printer,) = printed(job(paper))
    assert from_printer.size == paper.size
    assert from_printer.tobytes() == paper.tobytes()
    assert scan(from_printer) == [grouped(auth_id(1))]


def test_a_blotted_code_is_still_read() -> None:
    """A blot of ink, where neither an eye nor the corner between them is."""
    code = qr_code(grouped(auth_id(1)), 350).convert("L")
    near, far = code.width * 45 // 100, code.width * 60 // 100
    code.paste(0, (near, near, far, far))
    assert scan(code.convert("1")) == [grouped(auth_id(1))]
