"""Draws one paper: an order from standard input, a sheet to standard output.

Run as a program by ``drawn``. Any status but 0 means that there is no sheet.
"""

import resource
import sys
from typing import Final

from kiosk.letters.fonts import FontsUnavailable
from kiosk.receipts.drawing import draw
from kiosk.receipts.job import job
from kiosk.receipts.order import Order, Sheet
from kiosk.receipts.page import pdf
from kiosk.receipts.png import png
from kiosk.sealed import seal

NO_FONTS: Final = 10
"""Exit status."""
_CPU_SECONDS: Final = 20
"""Whoever waits for the paper may be gone."""


def main() -> None:
    """Draw what comes in."""
    seal()
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    order = Order.read(sys.stdin.buffer.read())
    try:
        image = draw(order.blocks, order.width_mm)
    except FontsUnavailable:
        sys.exit(NO_FONTS)
    sheet = Sheet(
        job(image),
        png(image) if order.picture else b"",
        pdf(image) if order.page else b"",
    )
    sys.stdout.buffer.write(sheet.written())


if __name__ == "__main__":
    main()
