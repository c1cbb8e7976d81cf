"""What every virtual card offers to whatever carries it.

A carrier is the vpcd link (a real pcscd sees the card) or the in-process desk.
"""

from typing import Protocol


class LinkDropped(Exception):
    """The card left the field in the middle of a command: there is no answer."""


class VirtualCard(Protocol):
    """A card as a reader sees it: power, reset, and one answer to each command."""

    @property
    def atr(self) -> bytes:
        """Answer to reset, as PC/SC reports it. Readable without power."""
        ...

    def power_on(self) -> bytes:
        """Cold start. Returns the ATR."""
        ...

    def power_off(self) -> None:
        """Everything the card held in its working memory is gone."""
        ...

    def reset(self) -> bytes:
        """Warm reset. Returns the ATR."""
        ...

    def transmit(self, apdu: bytes) -> bytes:
        """Answer one command APDU with data and two status bytes.

        Raises:
            LinkDropped: a fault switch tears the card off here.
        """
        ...
