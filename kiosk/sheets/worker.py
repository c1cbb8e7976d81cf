"""One sheet, set in this process: the order comes on standard input, the PDF goes to
standard output. Typst keeps what it has set in memory, so the process ends with it.
"""

import sys

from kiosk.sheets.order import Order
from kiosk.sheets.transcription import transcription

FAILED = 3
"""Exit status of what could not be set; nothing is said about it."""


def main() -> int:
    """The exit status."""
    try:
        order = Order.read(sys.stdin.buffer.read())
        pdf = transcription(
            order.application, order.language, order.now, mode=order.mode
        )
    except Exception:
        # A message could repeat what somebody has written.
        return FAILED
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
