"""One paper, set in this process: its kind is the argument, the order comes on standard
input, the PDF goes to standard output. Typst keeps what it has set in memory, so the
process ends with it.
"""

import sys
from collections.abc import Callable, Mapping
from typing import Final

from kiosk.sheets.forgotten import forgotten_paper
from kiosk.sheets.forgotten_order import ForgottenOrder
from kiosk.sheets.order import Order
from kiosk.sheets.proof import proof_paper
from kiosk.sheets.proof_order import ProofOrder
from kiosk.sheets.transcription import transcription
from kiosk.sheets.usage import usage_paper
from kiosk.sheets.usage_order import UsageOrder

FAILED = 3
"""Exit status of what could not be set; nothing is said about it."""


def _transcription(written: bytes) -> bytes:
    own = Order.read(written)
    return transcription(own.application, own.language, own.now, mode=own.mode)


SET: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "transcription": _transcription,
    "usage": lambda written: usage_paper(UsageOrder.read(written)),
    "forgotten": lambda written: forgotten_paper(ForgottenOrder.read(written)),
    "proof": lambda written: proof_paper(ProofOrder.read(written)),
}


def main() -> int:
    """The exit status."""
    try:
        pdf = SET[sys.argv[1]](sys.stdin.buffer.read())
    except Exception:
        # A message could repeat what somebody has written.
        return FAILED
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
