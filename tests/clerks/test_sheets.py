"""The clerk with the sheet: what is said of the paper, and that no answer is logged."""

import logging
from datetime import date

import pytest

from kiosk.clerks import sheets
from kiosk.clerks.sheets import SheetClerk
from kiosk.forms.application import Application
from kiosk.printers.faults import PrinterError, PrinterFault
from kiosk.sheets.apart import NotSet
from kiosk.sheets.printing import NoSheets, SheetPrinter
from kiosk.visit.effects import PrintSheet
from kiosk.visit.events import PaperAnswer, PaperFailed, PaperPrinted
from kiosk.visit.site import Site
from tests.registry.people import NOON

SITE = Site("A desk", "demo", "community", ("ja", "en"))
SECRET = "TARO"


class Tray:
    """Takes a sheet, or fails in one way."""

    def __init__(self, error: Exception | None = None) -> None:
        self.sheets: list[bytes] = []
        self._error = error

    def print(self, pdf: bytes) -> None:
        if self._error:
            raise self._error
        self.sheets.append(pdf)


def asked(
    printer: SheetPrinter,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception | None = None,
) -> PaperAnswer:
    def sheet_of(_: object) -> bytes:
        if error:
            raise error
        return b"%PDF-"

    monkeypatch.setattr(sheets, "sheet_of", sheet_of)
    effect = PrintSheet(3, "en", Application("extension"), date(2026, 12, 24))
    return SheetClerk(SITE, printer, lambda: NOON).do(effect)


def test_it_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    tray = Tray()
    assert asked(tray, monkeypatch) == PaperPrinted(3)
    assert tray.sheets == [b"%PDF-"]


def test_there_is_no_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(NoSheets(), monkeypatch) == PaperFailed(3, no_printer=True)


@pytest.mark.parametrize("begun", [True, False])
@pytest.mark.parametrize("fault", PrinterFault)
def test_the_printer_fails(
    fault: PrinterFault,
    begun: bool,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "kiosk")
    staff = fault in (PrinterFault.PAPER_OUT, PrinterFault.COVER_OPEN) and not begun
    told = asked(Tray(PrinterError(fault, SECRET, begun=begun)), monkeypatch)
    assert told == PaperFailed(3, needs_staff=staff, unsure=begun)
    assert SECRET not in caplog.text


@pytest.mark.parametrize("error", [NotSet("status 1"), ZeroDivisionError(SECRET)])
def test_it_cannot_be_set(
    error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tray = Tray()
    assert asked(tray, monkeypatch, error) == PaperFailed(3)
    assert tray.sheets == []
    assert SECRET not in caplog.text


def test_what_nobody_expected(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told = asked(Tray(ZeroDivisionError(SECRET)), monkeypatch)
    assert told == PaperFailed(3, unsure=True)
    assert SECRET not in caplog.text
