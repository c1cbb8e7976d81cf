"""The clerk who looks at a staff member's card: as the clerk for visitors' cards does,
and beside that one, so that neither ever takes the other's card or key.
"""

from collections.abc import Callable
from datetime import datetime

from kiosk.card.desk import Desk, Sight
from kiosk.card.trust import TrustAnchors
from kiosk.clerks.card import CardClerk
from kiosk.secret import Secret
from kiosk.visit.effects import Inspect, Prove
from kiosk.visit.events import CardFailed, CardInspected, PinWrong
from kiosk.visit.staff_effects import InspectStaffCard, StaffCardEffect
from kiosk.visit.staff_events import (
    StaffCardAnswer,
    StaffCardFailed,
    StaffCardInspected,
    StaffCardProved,
    StaffPinWrong,
)
from kiosk.visit.terms import Pin


class StaffCardClerk:
    """``sight`` is what the desk has told last; ``now`` and ``random`` as of
    ``CardClerk``. For that clerk's thread, but for ``take_proven``.
    """

    def __init__(
        self,
        desk: Desk,
        sight: Callable[[], Sight | None],
        anchors: TrustAnchors,
        now: Callable[[], datetime],
        random: Callable[[int], bytes],
    ) -> None:
        self._card = CardClerk(desk, anchors, now, random)
        self._sight = sight
        self._proven: bytes | None = None

    def do(self, effect: StaffCardEffect, pin: Secret | None = None) -> StaffCardAnswer:
        """Do one thing with the card. ``pin`` is wiped, whatever happens."""
        self._proven = None
        ticket = effect.ticket
        if isinstance(effect, InspectStaffCard):
            if (sight := self._sight()) is not None:
                self._card.seen(sight)
            answer = self._card.do(Inspect(ticket, effect.token))
        else:
            answer = self._card.do(Prove(ticket, effect.tries), pin)
        match answer:
            case CardInspected(tries=tries):
                return StaffCardInspected(ticket, tries.get(Pin.AUTHENTICATION, 0))
            case PinWrong(tries_left=left):
                return StaffPinWrong(ticket, left)
            case CardFailed(trouble=trouble, ended=ended):
                return StaffCardFailed(ticket, trouble, ended)
        self._proven = self._card.public_key
        self.release()
        return StaffCardProved(ticket)

    def take_proven(self) -> bytes | None:
        """The key of the card that has just proved it, once; None: none has."""
        proven, self._proven = self._proven, None
        return proven

    def release(self) -> None:
        """Power the card down."""
        self._card.release()

    def forget(self) -> None:
        """Nothing is known of any card."""
        self._proven = None
        self._card.forget()
