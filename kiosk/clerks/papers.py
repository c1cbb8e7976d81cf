"""The clerk at the printers."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from kiosk.message import Message, say
from kiosk.printers.faults import BY_HAND, PrinterError, PrinterFault
from kiosk.receipts.blocks import Block
from kiosk.receipts.compose import compose
from kiosk.receipts.drawn import NotDrawn, drawn
from kiosk.receipts.order import Sheet
from kiosk.receipts.outlet import Form, Outlet
from kiosk.receipts.paper import Fault, Paper, Readiness, Reason, Receipt, Slip
from kiosk.receipts.png import name_at, save_png
from kiosk.rules.decision import Decision
from kiosk.visit.desk import Part
from kiosk.visit.effects import PrintEffect, PrintReceipt
from kiosk.visit.events import PaperAnswer, PaperFailed, PaperPrinted
from kiosk.visit.parts import BAD, called, unwell
from kiosk.visit.site import Site
from kiosk.visit.verdicts import reasons_of, verdict_of

_REGISTERING = "step.register_with_card"
_WIDTH_OF_PICTURES_MM = 80

logger = logging.getLogger(__name__)


class PaperClerk:
    """``outlets`` in the order in which they are tried; ``now`` gives an aware time;
    ``pictures`` is a folder for copies, or None.
    """

    def __init__(
        self,
        site: Site,
        outlets: Sequence[Outlet],
        now: Callable[[], datetime],
        pictures: Path | None = None,
    ) -> None:
        self._site = site
        self._outlets = outlets
        self._now = now
        self._pictures = pictures

    def do(self, effect: PrintEffect) -> PaperAnswer:
        """Draw one paper and print it. Printed means: the printer has said so."""
        try:
            return self._printed(self._paper(effect), effect.ticket)
        except Exception as error:
            logger.error("the paper clerk failed: %s", type(error).__name__)
        return PaperFailed(effect.ticket)

    def readiness(self, parts: Sequence[Part], language: str) -> PaperAnswer:
        """Whether the terminal is ready, by what was found of its parts, for staff who
        read this language.
        """
        try:
            faults = tuple(
                Fault(called(part.name), part.what, part.do) for part in unwell(parts)
            )
            ready = all(part.state != BAD for part in parts)
            name, mode, at = self._site.name, self._site.mode, self._now()
            paper = Readiness(name, mode, at, language, ready, faults)
            return self._printed(paper, 0)
        except Exception as error:
            logger.error("the paper clerk failed: %s", type(error).__name__)
        return PaperFailed(0)

    def _printed(self, paper: Paper, ticket: int) -> PaperAnswer:
        try:
            blocks = compose(paper)
            if not self._outlets:
                self._keep_picture_of(blocks)
                return PaperFailed(ticket, no_printer=True)
            return self._print(blocks, ticket)
        except NotDrawn as error:
            logger.error("not drawn: %s", error)
        return PaperFailed(ticket)

    def new_start(self, language: str, code: str, until: str) -> PaperAnswer:
        """A code in place of a forgotten password, until HH:MM."""
        steps = (
            say("receipt.start.log_in", time=until),
            say("receipt.start.code", code=code),
            say("receipt.start.choose"),
        )
        done, name, mode = say("receipt.done.start"), self._site.name, self._site.mode
        now = self._now()
        paper = Receipt(name, mode, now, language, done, None, None, steps)
        try:
            return self._print(compose(paper), 0)
        except Exception as error:
            logger.error("the paper clerk failed: %s", type(error).__name__)
        return PaperFailed(0)

    @property
    def has_printer(self) -> bool:
        """Whether this site prints receipts."""
        return bool(self._outlets)

    def test(self, language: str) -> tuple[PaperAnswer, ...]:
        """A test on each printer, in their order: what became of it there."""
        try:
            blocks = compose(self._test(language))
        except Exception as error:
            logger.error("the paper clerk failed: %s", type(error).__name__)
            return tuple(PaperFailed(0) for _ in self._outlets)
        return tuple(self._tested(blocks, outlet) for outlet in self._outlets)

    def _tested(self, blocks: Sequence[Block], outlet: Outlet) -> PaperAnswer:
        alone = PaperClerk(self._site, [outlet], self._now)
        try:
            return alone._print(blocks, 0)
        except NotDrawn as error:
            logger.error("not drawn: %s", error)
        except Exception as error:
            logger.error("the paper clerk failed: %s", type(error).__name__)
        return PaperFailed(0)

    def _test(self, language: str) -> Receipt:
        """A receipt without an ID."""
        done, name, mode = say("receipt.done.test"), self._site.name, self._site.mode
        return Receipt(name, mode, self._now(), language, done, None, None, ())

    def _print(self, blocks: Sequence[Block], ticket: int) -> PaperAnswer:
        """The next printer is asked only when nothing came out of the one before."""
        faults: set[PrinterFault] = set()
        for outlet in self._outlets:
            sheet = self._drawn(blocks, outlet, picture=not faults)
            try:
                outlet.print(sheet)
            except PrinterError as error:
                if error.begun:
                    logger.error("perhaps printed: %s", error.fault)
                    return PaperFailed(ticket, unsure=True)
                logger.error("not printed: %s", error.fault)
                faults.add(error.fault)
            except Exception as error:
                logger.error("perhaps printed: %s", type(error).__name__)
                return PaperFailed(ticket, unsure=True)
            else:
                return PaperPrinted(ticket)
        return PaperFailed(ticket, needs_staff=not faults.isdisjoint(BY_HAND))

    def _drawn(
        self, blocks: Sequence[Block], outlet: Outlet, *, picture: bool
    ) -> Sheet:
        picture = picture and self._pictures is not None
        is_page = outlet.form is Form.PDF
        sheet = drawn(blocks, outlet.width_mm, picture=picture, page=is_page)
        self._keep_picture(sheet.picture)
        return sheet

    def _keep_picture_of(self, blocks: Sequence[Block]) -> None:
        if self._pictures is not None:
            sheet = drawn(blocks, _WIDTH_OF_PICTURES_MM, picture=True)
            self._keep_picture(sheet.picture)

    def _keep_picture(self, picture: bytes) -> None:
        """A copy for whoever looks at a demo; the paper does not depend on it."""
        if self._pictures is None or not picture:
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
                issuer=effect.issuer.value,
                steps=_steps(effect.decision),
                kept_until=effect.kept_until,
                organisation=effect.organisation,
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
