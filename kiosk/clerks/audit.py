"""The clerk who records what is done outside of the store.

What is done in it is recorded by the registry and by the drafts themselves, in the
same transaction.
"""

import logging
import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from kiosk.store.audit.events import (
    Event,
    PaperAsked,
    StaffCalled,
    Started,
    Stopped,
    TablesAsked,
)
from kiosk.store.audit.fields import Mode, Paper, Part, Printing, SiteKind
from kiosk.store.audit.trail import Trail
from kiosk.store.faults import StoreError
from kiosk.visit.effects import (
    PrintEffect,
    PrintForgotten,
    PrintReceipt,
    PrintSheet,
    PrintSlip,
)
from kiosk.visit.events import (
    PaperAnswer,
    PaperFailed,
    PaperPrinted,
    TablesAnswer,
    TablesWritten,
)
from kiosk.visit.site import Site
from kiosk.visit.usage_effects import PrintUsage

_PAPERS: Final = {
    PrintReceipt: Paper.RECEIPT,
    PrintSlip: Paper.SLIP,
    PrintSheet: Paper.SHEET,
    PrintUsage: Paper.USAGE,
    PrintForgotten: Paper.FORGOTTEN,
}

logger = logging.getLogger(__name__)


class AuditClerk:
    """``now`` gives an aware time. For any thread.

    A record that cannot be kept is logged and holds nobody up: what it is about has
    been done.
    """

    def __init__(self, trail: Trail, now: Callable[[], datetime]) -> None:
        self._trail = trail
        self._now = now

    def started(self, site: Site, version: str) -> None:
        """The kiosk starts, in a version such as ``0.1.0``."""
        major, minor, patch = (*re.findall(r"\d+", version), "0", "0", "0")[:3]
        self._note(
            Started(
                Mode(site.mode),
                SiteKind(site.kind),
                Part(int(major)),
                Part(int(minor)),
                Part(int(patch)),
            )
        )

    def stopped(self) -> None:
        """It ends."""
        self._note(Stopped())

    def staff_called(self) -> None:
        """A visitor has rung."""
        self._note(StaffCalled())

    def printed(
        self,
        effect: PrintEffect | PrintSheet | PrintUsage | PrintForgotten,
        answer: PaperAnswer,
    ) -> PaperAnswer:
        """What came of a paper; gives the answer back."""
        self._note(PaperAsked(_PAPERS[type(effect)], printing(answer)))
        return answer

    def handed_over(self, answer: TablesAnswer) -> TablesAnswer:
        """What came of writing tables; gives the answer back."""
        self._note(TablesAsked(isinstance(answer, TablesWritten)))
        return answer

    def _note(self, event: Event) -> None:
        try:
            self._trail.note(event, self._now())
        except StoreError as error:
            logger.error("not recorded: %s", error)
        except Exception as error:
            logger.error("the audit clerk failed: %s", type(error).__name__)


def printing(answer: PaperAnswer) -> Printing:
    """What became of a paper, as the trail says it."""
    match answer:
        case PaperPrinted():
            return Printing.PRINTED
        case PaperFailed(no_printer=True):
            return Printing.NO_PRINTER
        case PaperFailed(unsure=True):
            return Printing.UNSURE
        case PaperFailed():
            return Printing.FAILED
