"""The clerk who looks at printers and store when nobody is there."""

import logging
from collections.abc import Callable, Collection
from typing import Final

from kiosk.printers.faults import PrinterFault
from kiosk.store.database import Store
from kiosk.visit.events import PrinterSeen, StoreSeen
from kiosk.visit.health import Lamp

WELL: Final = "well"
NEAR_END: Final = "near_end"
FILE: Final = "file"
"""A plain file that will be made."""
_PRINTS: Final = frozenset({WELL, FILE, str(PrinterFault.UNCONFIRMED)})
_BY_HAND: Final = {
    str(PrinterFault.PAPER_OUT): Lamp.PAPER_OUT,
    str(PrinterFault.COVER_OPEN): Lamp.COVER_OPEN,
}

logger = logging.getLogger(__name__)


class PartsClerk:
    """``conditions`` asks every printer of receipts, in their order: ``WELL``,
    ``NEAR_END``, ``FILE`` or a fault, in a word.
    """

    def __init__(self, conditions: Callable[[], Collection[str]], store: Store) -> None:
        self._conditions = conditions
        self._store = store

    def printers(self) -> PrinterSeen:
        """How printing is. One printer that prints is enough."""
        try:
            return PrinterSeen(lamp_of(self._conditions()))
        except Exception as error:
            logger.error("the printers cannot be looked at: %s", type(error).__name__)
            return PrinterSeen(Lamp.OFF)

    def store(self) -> StoreSeen:
        """Whether it answers."""
        try:
            with self._store.read() as db:
                db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except Exception as error:
            logger.error("the store cannot be read: %s", type(error).__name__)
            return StoreSeen(well=False)
        return StoreSeen(well=True)


def lamp_of(conditions: Collection[str]) -> Lamp:
    """How printing is, by the conditions of all printers. Where there is none by the
    site's own choice, nothing is out of order.
    """
    if not conditions or not _PRINTS.isdisjoint(conditions):
        return Lamp.WELL
    if NEAR_END in conditions:
        return Lamp.LOW
    known = [_BY_HAND[own] for own in conditions if own in _BY_HAND]
    return known[0] if known else Lamp.OFF
