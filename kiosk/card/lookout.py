"""From what the card service reports of its readers to what the desk shows. Pure."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from kiosk.card.desk import Sight, SightState
from kiosk.record import record

# Bits of a reader's state and, above them, how often a card came or went (pcsc-lite,
# SCardGetStatusChange).
_PRESENT: Final = 0x0020
_EXCLUSIVE: Final = 0x0080
_MUTE: Final = 0x0200
_EVENTS_SHIFT: Final = 16
_EVENTS_MASK: Final = 0xFFFF

# How the answer to reset begins that a reader makes up for a card without contacts:
# 3B, 8n for n historical bytes, 80 01 (PC/SC part 3, 3.1.3.2.3).
_NO_CONTACTS_START: Final = 0x3B
_NO_CONTACTS_FORMAT: Final = 0x80
_NO_CONTACTS_PROTOCOLS: Final = b"\x80\x01"


class Report(NamedTuple):
    """One reader as the service reports it."""

    reader: str
    state: int
    atr: bytes

    @property
    def has_card(self) -> bool:
        """Whether something lies on it, be it mute."""
        return bool(self.state & _PRESENT)

    @property
    def is_mute(self) -> bool:
        """Whether what lies on it gave no answer to reset."""
        return self.has_card and bool(self.state & _MUTE)

    @property
    def is_held(self) -> bool:
        """Whether a program has the card on it for itself."""
        return bool(self.state & _EXCLUSIVE)

    @property
    def events(self) -> int:
        """How often a card has been put on or lifted, modulo 65536."""
        return self.state >> _EVENTS_SHIFT & _EVENTS_MASK


@record
class Insertion:
    """One card put on one reader, told from the same card put on again. ``life`` is
    that of the counts: they begin anew with the service and with the reader.
    """

    life: int
    reader: str
    events: int


class Lookout:
    """Watches over the readers whose name contains ``reader_filter``.

    Of several, the one with a card counts, and it goes on counting as long as that
    card stays.
    """

    def __init__(self, reader_filter: str = "") -> None:
        self._filter = reader_filter
        self._life = 0
        self._token = 0
        self._insertion: Insertion | None = None
        self._card: Sight | None = None

    def insertion(self, token: int) -> Insertion | None:
        """The insertion of a token, if it is the last one."""
        return self._insertion if token == self._token else None

    def service_lost(self) -> Sight:
        """The service is gone. Its counts begin anew in its next life."""
        self._life += 1
        return Sight(SightState.NO_SERVICE, "", b"", self._token)

    def look(self, reports: Sequence[Report]) -> Sight:
        """What the desk shows."""
        readers = [own for own in reports if self._filter in own.reader]
        self._notice_unplugging(readers)
        if not readers:
            return Sight(SightState.NO_READER, "", b"", self._token)
        occupied = [own for own in readers if own.has_card]
        cards = {
            Insertion(self._life, own.reader, own.events): own
            for own in occupied
            if not own.is_mute
        }
        if self._card is not None and self._insertion in cards:
            return self._card
        for insertion, own in cards.items():
            self._token += 1
            self._insertion = insertion
            self._card = Sight(SightState.CARD, own.reader, own.atr, self._token)
            return self._card
        if occupied:
            return Sight(SightState.MUTE, occupied[0].reader, b"", self._token)
        return Sight(SightState.EMPTY, readers[0].reader, b"", self._token)

    def _notice_unplugging(self, readers: Sequence[Report]) -> None:
        """A reader that is plugged in again counts from the start, too."""
        if self._card is None or any(
            own.reader == self._card.reader for own in readers
        ):
            return
        self._card = None
        self._life += 1


def is_contactless(atr: bytes) -> bool:
    """Whether an answer to reset is one that a reader without contacts makes up."""
    return (
        atr[:1] == bytes([_NO_CONTACTS_START])
        and len(atr) > 1
        and atr[1] & 0xF0 == _NO_CONTACTS_FORMAT
        and atr[2:4] == _NO_CONTACTS_PROTOCOLS
    )
