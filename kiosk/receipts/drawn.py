"""Papers drawn in a process of their own.

The fonts of all scripts take more memory than the rest of the kiosk, and a paper holds
an ID: both are gone with the process when the paper is drawn.
"""

from collections.abc import Sequence
from typing import Final

from kiosk.apart import done_apart
from kiosk.receipts.blocks import Block
from kiosk.receipts.order import LONGEST_ANSWER, Order, Sheet

_WORKER: Final = ("-m", "kiosk.receipts.paper_worker")
_PATIENCE_SECONDS: Final = 15.0


class NotDrawn(Exception):
    """There is no paper; ``str()`` is the status that its process ended with."""


def drawn(
    blocks: Sequence[Block], width_mm: int, *, picture: bool = False, page: bool = False
) -> Sheet:
    """One paper, with a PNG file of it if there is to be a ``picture``, and a PDF file
    if there is to be a ``page``.

    Raises:
        NotDrawn: no font, no memory, too long, or nonsense came back.
        OSError: no process can be started.
    """
    order = Order(blocks, width_mm, picture, page)
    status, answer = done_apart(
        _WORKER, order.written(), LONGEST_ANSWER, _PATIENCE_SECONDS
    )
    sheet = Sheet.read(answer) if status == 0 else None
    if sheet is None:
        raise NotDrawn(f"status {status}")
    return sheet
