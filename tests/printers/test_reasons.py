"""The reasons of IPP: RFC 8011, 5.4.12."""

import pytest

from kiosk.printers.faults import PrinterFault
from kiosk.printers.reasons import fault_of, likely_fault, near_end


@pytest.mark.parametrize(
    ("reasons", "fault"),
    [
        ({"none"}, None),
        (set(), None),
        ({"media-empty"}, PrinterFault.PAPER_OUT),
        ({"media-empty-error"}, PrinterFault.PAPER_OUT),
        ({"media-empty-warning", "media-low-report"}, None),
        ({"cover-open", "media-empty-error"}, PrinterFault.COVER_OPEN),
        ({"door-open-error"}, PrinterFault.COVER_OPEN),
        ({"media-jam", "none"}, PrinterFault.BROKEN),
        ({"vendor-thing-error"}, PrinterFault.BROKEN),
        ({"vendor-thing"}, None),
        ({"cups-waiting-for-job-completed"}, None),
        ({"connecting-to-device"}, PrinterFault.OFFLINE),
        ({"paused"}, PrinterFault.STOPPED),
    ],
)
def test_what_keeps_it_from_printing(
    reasons: set[str], fault: PrinterFault | None
) -> None:
    assert fault_of(reasons) is fault


@pytest.mark.parametrize(
    ("reason", "fault"),
    [
        ("media-empty-warning", PrinterFault.PAPER_OUT),
        ("cover-open-report", PrinterFault.COVER_OPEN),
        ("none", None),
        ("media-low-warning", None),
    ],
)
def test_what_it_calls_a_warning(reason: str, fault: PrinterFault | None) -> None:
    assert fault_of({reason}) is None
    assert likely_fault({reason}) is fault


def test_the_paper_is_low() -> None:
    assert near_end({"none", "media-low"})
    assert not near_end({"media-empty"})
