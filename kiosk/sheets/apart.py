"""A sheet set in a process of its own, so that nothing of it stays in this one."""

from typing import Final

from kiosk.apart import done_apart
from kiosk.sheets.forgotten_order import ForgottenOrder
from kiosk.sheets.order import Order
from kiosk.sheets.proof_order import ProofOrder
from kiosk.sheets.usage_order import UsageOrder

LONGEST: Final = 20_000_000
"""Bytes of a PDF; the longest form has less than a tenth of them."""
_KINDS: Final = {
    Order: "transcription",
    UsageOrder: "usage",
    ForgottenOrder: "forgotten",
    ProofOrder: "proof",
}
_PATIENCE_SECONDS: Final = 60.0
_PDF: Final = b"%PDF-"


class NotSet(Exception):
    """There is no sheet; ``str()`` is the status that its process ended with."""


def sheet_of(order: Order | UsageOrder | ForgottenOrder | ProofOrder) -> bytes:
    """The PDF.

    Raises:
        NotSet: no fonts, no memory, or nonsense came back.
        OSError: no process can be started.
    """
    worker = ("-m", "kiosk.sheets.worker", _KINDS[type(order)])
    status, pdf = done_apart(worker, order.written(), LONGEST, _PATIENCE_SECONDS)
    if status != 0 or len(pdf) > LONGEST or not pdf.startswith(_PDF):
        raise NotSet(f"status {status}")
    return pdf
