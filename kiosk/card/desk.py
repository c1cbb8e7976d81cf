"""What lies on the reader, and the line to it, whatever carries it.

Two desks exist: ``kiosk.card.pcsc`` with real readers, and a virtual one for the
demo site, for training and for tests.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from kiosk.record import record


class SightState(StrEnum):
    """What a glance at the desk shows."""

    NO_SERVICE = "no_service"
    NO_READER = "no_reader"
    EMPTY = "empty"
    CARD = "card"
    MUTE = "mute"


@record
class Sight:
    """One glance at the desk.

    ``token`` counts insertions: each card put on gets a new one, also the same card
    put on again. Without a card it is that of the last one. ``atr`` is the answer to
    reset, empty without a card; it identifies no person and no kind of card.
    """

    state: SightState
    reader: str
    atr: bytes
    token: int


class Connection(Protocol):
    """A powered card that nobody else can talk to. For one thread at a time."""

    def transmit(self, apdu: bytearray) -> bytes:
        """Send one command; data and two status bytes are the answer.

        The caller wipes ``apdu``. What may be a PIN is never sent twice.

        Raises:
            CardError: there is no answer.
        """
        ...

    def close(self) -> None:
        """Power the card down, so that no verified PIN outlives the visit.

        Never raises; may be called again.
        """
        ...


class Desk(Protocol):
    """A reader, or several, of which the one with the card counts."""

    def watch(self, listener: Callable[[Sight], None]) -> None:
        """Start telling ``listener``, from a thread: the first sight at once, then
        each change.
        """
        ...

    def connect(self, sight: Sight) -> Connection:
        """Power up the card of ``sight``, for this program alone.

        Raises:
            CardError: what stands in the way; ``CHANGED`` when another card, or the
                same one again, has been put on since.
        """
        ...

    def close(self) -> None:
        """Stop telling. Returns when no listener will be called any more."""
        ...
