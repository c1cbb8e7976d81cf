"""The clerk who makes papers of A4 and has them printed."""

import logging
from collections.abc import Callable
from datetime import datetime

from kiosk.printers.faults import BY_HAND, PrinterError
from kiosk.sheets.apart import NotSet, sheet_of
from kiosk.sheets.forgotten_order import ForgottenOrder, Known
from kiosk.sheets.order import Order
from kiosk.sheets.printing import NoSheets, SheetPrinter
from kiosk.sheets.proof_order import ProofOrder
from kiosk.sheets.usage_order import Particulars, UsageOrder
from kiosk.visit.effects import PrintForgotten, PrintSheet
from kiosk.visit.events import PaperAnswer, PaperFailed, PaperPrinted
from kiosk.visit.site import Site
from kiosk.visit.state import Person
from kiosk.visit.usage_effects import PrintUsage

_AnyOrder = Order | UsageOrder | ForgottenOrder | ProofOrder

logger = logging.getLogger(__name__)


class SheetClerk:
    """``now`` gives an aware time."""

    def __init__(
        self, site: Site, printer: SheetPrinter, now: Callable[[], datetime]
    ) -> None:
        self._site = site
        self._printer = printer
        self._now = now

    def do(self, effect: PrintSheet | PrintUsage | PrintForgotten) -> PaperAnswer:
        """Set the sheet and have it printed on A4. Printed means: the printer has said
        so.
        """
        return self._made(lambda: self._order(effect), effect.ticket)

    def test(self, language: str) -> PaperAnswer | None:
        """A test page: what became of it. None: this site prints no sheets."""
        if isinstance(self._printer, NoSheets):
            return None
        site = self._site
        return self._made(
            lambda: ProofOrder(site.name, language, self._now(), site.mode), 0
        )

    def _made(self, order: Callable[[], _AnyOrder], ticket: int) -> PaperAnswer:
        if isinstance(self._printer, NoSheets):
            return PaperFailed(ticket, no_printer=True)
        try:
            sheet = sheet_of(order())
        except NotSet as error:
            logger.error("no sheet set: %s", error)
            return PaperFailed(ticket)
        except Exception as error:
            logger.error("the sheet clerk failed: %s", type(error).__name__)
            return PaperFailed(ticket)
        return self._print(sheet, ticket)

    def _order(
        self, effect: PrintSheet | PrintUsage | PrintForgotten
    ) -> Order | UsageOrder | ForgottenOrder:
        now, mode = self._now(), self._site.mode
        if isinstance(effect, PrintForgotten):
            known = _known(effect.person)
            return ForgottenOrder(effect.group, known, effect.language, now, mode)
        if isinstance(effect, PrintSheet):
            return Order(effect.application, effect.language, now, mode)
        person, contact = effect.person, effect.contact
        who = Particulars(
            person.name,
            person.birth_date,
            person.sex,
            person.address,
            contact.phone,
            contact.mail,
            effect.organisation,
        )
        answers = {name: answer.value for name, answer in effect.answers.items()}
        return UsageOrder(
            effect.role, answers, who, effect.on, effect.language, now, mode
        )

    def _print(self, sheet: bytes, ticket: int) -> PaperAnswer:
        try:
            self._printer.print(sheet)
        except PrinterError as error:
            how = "perhaps printed" if error.begun else "not printed"
            logger.error("sheet %s: %s", how, error.fault)
            by_hand = error.fault in BY_HAND and not error.begun
            return PaperFailed(ticket, unsure=error.begun, needs_staff=by_hand)
        except Exception as error:
            logger.error("sheet perhaps printed: %s", type(error).__name__)
            return PaperFailed(ticket, unsure=True)
        return PaperPrinted(ticket)


def _known(person: Person | None) -> Known:
    if person is None:
        return Known()
    return Known(person.name, person.birth_date, person.sex, person.address)
