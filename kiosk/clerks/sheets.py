"""The clerk who makes the transcription sheet and has it printed."""

import logging
from collections.abc import Callable
from datetime import datetime

from kiosk.sheets.apart import NotSet, sheet_of
from kiosk.sheets.order import Order
from kiosk.sheets.printing import NoSheets, SheetPrinter, SheetsOutOfOrder
from kiosk.visit.effects import PrintSheet
from kiosk.visit.events import PaperAnswer, PaperFailed, PaperPrinted
from kiosk.visit.site import Site

logger = logging.getLogger(__name__)


class SheetClerk:
    """``now`` gives an aware time."""

    def __init__(
        self, site: Site, printer: SheetPrinter, now: Callable[[], datetime]
    ) -> None:
        self._site = site
        self._printer = printer
        self._now = now

    def do(self, effect: PrintSheet) -> PaperAnswer:
        """Set the sheet and give it to the printer for A4."""
        if isinstance(self._printer, NoSheets):
            return PaperFailed(effect.ticket, no_printer=True)
        try:
            order = Order(
                effect.application, effect.language, self._now(), self._site.mode
            )
            self._printer.print(sheet_of(order))
        except (NotSet, SheetsOutOfOrder) as error:
            logger.error("no sheet printed: %s", error)
            return PaperFailed(effect.ticket)
        except Exception as error:
            logger.error("the sheet clerk failed: %s", type(error).__name__)
            return PaperFailed(effect.ticket)
        return PaperPrinted(effect.ticket)
