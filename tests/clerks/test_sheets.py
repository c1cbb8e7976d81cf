"""The clerk of the sheets: what is printed, whether it was, and that no name shows."""

import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kiosk.clerks import sheets
from kiosk.clerks.sheets import SheetClerk
from kiosk.printers.faults import PrinterError, PrinterFault
from kiosk.sheets.apart import NotSet
from kiosk.sheets.order import Order
from kiosk.sheets.printing import FolderOfSheets, NoSheets, SheetPrinter
from kiosk.visit.effects import PrintSheet
from kiosk.visit.events import PaperFailed, PaperPrinted
from kiosk.visit.site import Site
from tests.forms.samples import application, relative
from tests.registry.people import NOON
from tests.sheets import poppler
from tests.sheets.poppler import squeezed

SITE = Site("まどぐち Test Desk", "demo", "community", ("ja", "en"))
ASKED = application("extension", relatives="有", **relative(1))
SHEET = PrintSheet(3, "en", ASKED, date(2026, 12, 24))
PRIVATE = ("NGUYEN", "09012345678", "霞が関", "AB12345678CD")


class Recorder:
    """Takes everything."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    def print(self, pdf: bytes) -> None:
        self.taken.append(pdf)


class Raising:
    """Fails in one way."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def print(self, pdf: bytes) -> None:
        raise self._error


@pytest.fixture(autouse=True)
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All that is logged in a test, of which nothing may be the visitor's."""
    caplog.set_level(logging.DEBUG)
    yield caplog
    assert not [word for word in PRIVATE if word in caplog.text]


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """What is to be set, instead of its slow setting."""
    orders: list[Order] = []

    def sheet_of(order: Order) -> bytes:
        orders.append(order)
        return b"%PDF-"

    monkeypatch.setattr(sheets, "sheet_of", sheet_of)
    return orders


def clerk(printer: SheetPrinter) -> SheetClerk:
    return SheetClerk(SITE, printer, lambda: NOON)


def test_a_sheet_in_a_folder_has_every_answer(tmp_path: Path) -> None:
    folder = tmp_path / "sheets"
    assert clerk(FolderOfSheets(folder)).do(SHEET) == PaperPrinted(3)
    [path] = folder.iterdir()
    text = squeezed(poppler.text(path.read_bytes()))
    missing = [a for a in ASKED.answers.values() if squeezed(a) not in text]
    assert missing == []


def test_the_sheet_is_in_the_visitors_language_and_of_this_site(
    orders: list[Order],
) -> None:
    printer = Recorder()
    assert clerk(printer).do(SHEET) == PaperPrinted(3)
    assert orders == [Order(ASKED, "en", NOON, "demo")]
    assert printer.taken == [b"%PDF-"]


def test_a_site_without_a_printer_says_so_and_sets_nothing(
    orders: list[Order],
) -> None:
    assert clerk(NoSheets()).do(SHEET) == PaperFailed(3, no_printer=True)
    assert orders == []


@pytest.mark.usefixtures("orders")
@pytest.mark.parametrize(
    ("error", "answer", "told"),
    [
        (
            PrinterError(PrinterFault.OFFLINE, "NGUYEN"),
            PaperFailed(3),
            "sheet not printed: offline",
        ),
        (
            PrinterError(PrinterFault.PAPER_OUT),
            PaperFailed(3, needs_staff=True),
            "sheet not printed: paper_out",
        ),
        (
            PrinterError(PrinterFault.PAPER_OUT, begun=True),
            PaperFailed(3, unsure=True),
            "sheet perhaps printed: paper_out",
        ),
        (
            ZeroDivisionError("NGUYEN"),
            PaperFailed(3, unsure=True),
            "sheet perhaps printed: ZeroDivisionError",
        ),
    ],
)
def test_a_printer_that_fails(
    error: Exception,
    answer: PaperFailed,
    told: str,
    logged: pytest.LogCaptureFixture,
) -> None:
    assert clerk(Raising(error)).do(SHEET) == answer
    assert logged.messages == [told]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (NotSet("status -9"), "no sheet set: status -9"),
        (OSError("NGUYEN"), "the sheet clerk failed: OSError"),
    ],
)
def test_a_sheet_of_which_nothing_came(
    error: Exception,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    logged: pytest.LogCaptureFixture,
) -> None:
    def sheet_of(order: Order) -> bytes:
        raise error

    monkeypatch.setattr(sheets, "sheet_of", sheet_of)
    printer = Recorder()
    assert clerk(printer).do(SHEET) == PaperFailed(3)
    assert printer.taken == []
    assert logged.messages == [told]
