"""One paper of a usage request, set in this process: the order comes on standard input,
the PDF goes to standard output.
"""

import sys

from kiosk.sheets.usage import usage_paper
from kiosk.sheets.usage_order import UsageOrder
from kiosk.sheets.worker import FAILED


def main() -> int:
    """The exit status."""
    try:
        pdf = usage_paper(UsageOrder.read(sys.stdin.buffer.read()))
    except Exception:
        # A message could repeat what somebody has written.
        return FAILED
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
