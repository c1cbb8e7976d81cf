"""The paper for a forgotten ID, set in this process: the order comes on standard input,
the PDF goes to standard output.
"""

import sys

from kiosk.sheets.forgotten import forgotten_paper
from kiosk.sheets.forgotten_order import ForgottenOrder
from kiosk.sheets.worker import FAILED


def main() -> int:
    """The exit status."""
    try:
        pdf = forgotten_paper(ForgottenOrder.read(sys.stdin.buffer.read()))
    except Exception:
        # A message could repeat what somebody has written.
        return FAILED
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
