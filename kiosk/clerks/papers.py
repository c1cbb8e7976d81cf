"""The clerk at the printer."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kiosk.message import Message, say
from kiosk.receipts.compose import compose
from kiosk.receipts.drawn import NotDrawn, drawn
from kiosk.receipts.paper import Paper, Reason, Receipt, Slip
from kiosk.receipts.png import name_at, save_png
from kiosk.receipts.printer import NoPrinter, Printer, PrinterError
from kiosk.rules.decision import Decision
from kiosk.visit.effects import PrintEffect, PrintReceipt
from kiosk.visit.events import PaperAnswer, PaperFailed, PaperPrinted
from kiosk.visit.site import Site
from kiosk.visit.verdicts import reasons_of, verdict_of

_REGISTERING = "step.register_with_card"

logger = logging.getLogger(__name__)


class PaperClerk:
    """``now`` gives an aware time; ``pictures`` is a folder for copies, or None."""

    def __init__(
        self,
        site: Site,
        printer: Printer,
        width_mm: int,
        now: Callable[[], datetime],
        pictures: Path | None = None,
    ) -> None:
        self._site = site
        self._printer = printer
        self._width_mm = width_mm
        self._now = now
        self._pictures = pictures

    def do(self, effect: PrintEffect) -> PaperAnswer:
        """Draw one paper and print it. Printed means: all of it was taken."""
        try:
            blocks = compose(self._paper(effect))
            sheet = drawn(blocks, self._width_mm, picture=self._pictures is not None)
            self._keep_picture(sheet.picture)
            if isinstance(self._printer, NoPrinter):
                return PaperFailed(effect.ticket, no_printer=True)
            self._printer.print(sheet.job)
        except NotDrawn as error:
            logger.error("not drawn: %s", error)
            return PaperFailed(effect.ticket)
        except PrinterError as error:
            logger.error("not printed: %s", error.fault)
            return PaperFailed(effect.ticket)
        except Exception as error:
            logger.error("the paper clerk failed: %s", type(error).__name__)
            return PaperFailed(effect.ticket)
        return PaperPrinted(effect.ticket)

    def _keep_picture(self, picture: bytes) -> None:
        """A copy for whoever looks at a demo; the paper does not depend on it."""
        if self._pictures is None:
            return
        try:
            save_png(picture, self._pictures, name_at(self._now()))
        except OSError as error:
            logger.error("no picture kept: %s", type(error).__name__)

    def _paper(self, effect: PrintEffect) -> Paper:
        if isinstance(effect, PrintReceipt):
            return Receipt(
                site=self._site.name,
                mode=self._site.mode,
                at=self._now(),
                language=effect.language,
                done=say(f"receipt.done.{effect.done}"),
                auth_id=effect.auth_id,
                issuer="here",
                steps=_steps(effect.decision),
            )
        found = effect.decision
        return Slip(
            site=self._site.name,
            mode=self._site.mode,
            at=self._now(),
            language=effect.language,
            verdict=verdict_of(found),
            subject=(
                say(f"role.{effect.role}"),
                say(f"procedure.{effect.procedure}"),
            ),
            reasons=tuple(Reason(own.message, own.source) for own in reasons_of(found)),
            steps=found.next_steps,
            remedies=found.remedies,
        )


def _steps(found: Decision | None) -> tuple[Message, ...]:
    """What is still to be done; registering has been."""
    if found is None:
        return ()
    return tuple(step for step in found.next_steps if step.id != _REGISTERING)
