"""What lies on the reader, for whoever looks after the kiosk. Asks for no PIN."""

import threading
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from kiosk.card.desk import Desk, Sight, SightState
from kiosk.card.faults import CardError, Fault
from kiosk.card.lookout import is_contactless
from kiosk.card.mynumber import MyNumberCard
from kiosk.card.pins import PinKind
from kiosk.card.residence.card import detect, reads_extended
from kiosk.card.residence.kinds import Generation
from kiosk.card.strangers import recognise
from kiosk.record import record

SECONDS_TO_LOOK: Final = 10.0
"""How long a desk may take to say what it sees before its service counts as dead."""


class CardKind(StrEnum):
    """What a card is, as far as this kiosk can tell cards apart."""

    MY_NUMBER = "mynumber"
    OLD_JUKI = "old_juki"
    UNKNOWN_GENERATION = "unknown_generation"
    RESIDENCE = "residence"
    DRIVING_LICENCE = "driving_licence"
    BANK = "bank"
    TRANSIT = "transit"
    SMARTPHONE = "smartphone"
    OTHER = "other"


_KINDS: Final[Mapping[Fault, CardKind]] = {
    Fault.OTHER_CARD: CardKind.OTHER,
    Fault.OLD_JUKI_CARD: CardKind.OLD_JUKI,
    Fault.UNKNOWN_GENERATION: CardKind.UNKNOWN_GENERATION,
    Fault.RESIDENCE_CARD: CardKind.RESIDENCE,
    Fault.DRIVING_LICENCE: CardKind.DRIVING_LICENCE,
    Fault.BANK_CARD: CardKind.BANK,
    Fault.TRANSIT_CARD: CardKind.TRANSIT,
    Fault.SMARTPHONE: CardKind.SMARTPHONE,
}
_NO_CARD: Final[Mapping[SightState, Fault]] = {
    SightState.NO_SERVICE: Fault.NO_SERVICE,
    SightState.NO_READER: Fault.NO_READER,
    SightState.EMPTY: Fault.NO_CARD,
    SightState.MUTE: Fault.MUTE,
}


@record
class CardInfo:
    """What can be known of a card without its holder. ``passes_extended`` is there
    only for a residence card: whether this reader lets extended lengths through, as
    the kiosk finds out by itself. All after it is there only for a My Number card;
    the dates are the authentication certificate's, in UTC. A residence side
    (特定在留カード) is known but not read.
    """

    kind: CardKind
    reader: str
    is_contactless: bool
    passes_extended: bool | None = None
    tries: Mapping[PinKind, int] | None = None
    has_signature_certificate: bool | None = None
    has_residence_side: bool | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None

    def as_dict(self) -> dict[str, object]:
        """For ``json.dumps``; times in ISO 8601."""
        plain: dict[str, object] = {
            "kind": self.kind.value,
            "reader": self.reader,
            "contactless": self.is_contactless,
        }
        if self.passes_extended is not None:
            plain["extended_lengths"] = self.passes_extended
        if self.tries is not None:
            plain["tries"] = {kind.value: left for kind, left in self.tries.items()}
        if self.has_signature_certificate is not None:
            plain["has_signature_certificate"] = self.has_signature_certificate
        if self.has_residence_side is not None:
            plain["has_residence_side"] = self.has_residence_side
        if self.not_before is not None and self.not_after is not None:
            plain["not_before"] = self.not_before.isoformat()
            plain["not_after"] = self.not_after.isoformat()
        return plain


def describe(desk: Desk) -> CardInfo:
    """Look at the card on ``desk``, which the caller closes afterwards.

    Raises:
        CardError: there is none, or it cannot be read.
    """
    sight = _first_sight(desk)
    if sight.state is not SightState.CARD:
        raise CardError(_NO_CARD[sight.state])
    try:
        return _inspected(desk, sight)
    except CardError as error:
        if error.fault not in _KINDS:
            raise
        fault = error.fault
    if fault is Fault.OTHER_CARD:
        fault = recognise(desk, sight)
    passes = _passes_extended(desk, sight) if fault is Fault.RESIDENCE_CARD else None
    return CardInfo(_KINDS[fault], sight.reader, is_contactless(sight.atr), passes)


def _first_sight(desk: Desk) -> Sight:
    seen: list[Sight] = []
    looked = threading.Event()

    def look(sight: Sight) -> None:
        seen.append(sight)
        looked.set()

    desk.watch(look)
    if not looked.wait(SECONDS_TO_LOOK):
        raise CardError(Fault.NO_SERVICE)
    return seen[0]


def _inspected(desk: Desk, sight: Sight) -> CardInfo:
    card = MyNumberCard.open(desk.connect(sight))
    try:
        found = card.inspect()
    finally:
        card.close()
    return CardInfo(
        CardKind.MY_NUMBER,
        sight.reader,
        is_contactless(sight.atr),
        tries=found.tries,
        has_signature_certificate=found.has_signature_certificate,
        has_residence_side=_has_residence_side(desk, sight),
        not_before=found.authentication.not_before,
        not_after=found.authentication.not_after,
    )


def _has_residence_side(desk: Desk, sight: Sight) -> bool:
    try:
        return detect(desk.connect(sight)).generation is Generation.SPECIFIED
    except CardError as error:
        if error.fault in (Fault.OTHER_CARD, Fault.UNREADABLE):
            return False
        raise


def _passes_extended(desk: Desk, sight: Sight) -> bool:
    """A reader that lets no extended command through fails in its own way."""
    try:
        return reads_extended(desk.connect(sight))
    except CardError as error:
        if error.fault is not Fault.UNREADABLE:
            raise
        return False
