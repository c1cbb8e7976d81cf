"""Where a paper may come out: a printer, and how papers are drawn for it."""

from enum import StrEnum

from kiosk.receipts.order import Sheet
from kiosk.receipts.printer import Printer
from kiosk.record import record


class Form(StrEnum):
    """What a printer takes."""

    ESCPOS = "escpos"
    PDF = "pdf"


@record
class Outlet:
    """``width_mm``: of its paper."""

    printer: Printer
    width_mm: int = 80
    form: Form = Form.ESCPOS

    def print(self, sheet: Sheet) -> None:
        """Print what was drawn for it, as ``Printer``."""
        self.printer.print(sheet.page if self.form is Form.PDF else sheet.job)
