"""The clerk at the card reader."""

import logging
import threading
from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from kiosk.card.attributes import Attributes
from kiosk.card.certificates import Certificate
from kiosk.card.desk import Desk, Sight, SightState
from kiosk.card.faults import CardError, Fault, WrongPin
from kiosk.card.mynumber import MyNumberCard
from kiosk.card.profile import Purpose
from kiosk.card.strangers import recognise
from kiosk.card.trust import TrustAnchors
from kiosk.japan import JAPAN
from kiosk.secret import Secret
from kiosk.visit.effects import CardEffect, Inspect, Prove, ReadAttributes
from kiosk.visit.events import (
    CardFailed,
    CardInspected,
    CardProved,
    PersonRead,
    PinWrong,
    Seen,
)
from kiosk.visit.state import Person
from kiosk.visit.terms import Glance, Pin, Trouble

CHALLENGE_BYTES: Final = 32

CardAnswer = CardInspected | CardFailed | PinWrong | CardProved | PersonRead

logger = logging.getLogger(__name__)


class _Expired(CardError):
    """``ended``: the last day of the certificate, in Japan."""

    def __init__(self, ended: date) -> None:
        super().__init__(Fault.EXPIRED)
        self.ended = ended


class CardClerk:
    """Holds the card of one visit, from being laid down to being powered down.

    ``now`` gives an aware time, ``random`` n unpredictable bytes. All methods but
    ``seen`` are for one thread.
    """

    def __init__(
        self,
        desk: Desk,
        anchors: TrustAnchors,
        now: Callable[[], datetime],
        random: Callable[[int], bytes],
    ) -> None:
        self._desk = desk
        self._anchors = anchors
        self._now = now
        self._random = random
        self._lock = threading.Lock()
        self._sight: Sight | None = None
        self._card: MyNumberCard | None = None
        self._public_key: bytes | None = None

    @property
    def public_key(self) -> bytes | None:
        """That of the last card inspected (SubjectPublicKeyInfo, DER)."""
        return self._public_key

    def seen(self, sight: Sight) -> Seen:
        """What the desk tells, as the visit hears it. For any thread."""
        with self._lock:
            self._sight = sight
        return Seen(Glance(sight.state.value), sight.token)

    @property
    def sight(self) -> Sight | None:
        """What the desk has told last. For any thread."""
        with self._lock:
            return self._sight

    def do(self, effect: CardEffect, pin: Secret | None = None) -> CardAnswer:
        """Do one thing with the card. ``pin`` is wiped, whatever happens."""
        try:
            return self._do(effect, pin or Secret())
        except WrongPin as error:
            return PinWrong(effect.ticket, Pin(error.pin.value), error.tries_left)
        except CardError as error:
            self.release()
            concerned = Pin(error.pin.value) if error.pin else None
            ended = error.ended if isinstance(error, _Expired) else None
            trouble = Trouble(error.fault.value)
            return CardFailed(effect.ticket, trouble, concerned, ended)
        except Exception as error:
            # The visitor must not be left waiting for a fault of ours.
            logger.error("the card clerk failed: %s", type(error).__name__)
            self.release()
            return CardFailed(effect.ticket, Trouble.UNREADABLE)
        finally:
            if pin is not None:
                pin.wipe()

    def release(self) -> None:
        """Power the card down."""
        card, self._card = self._card, None
        if card is not None:
            card.close()

    def forget(self) -> None:
        """The visit is over: not even whose card it was is known any more."""
        self.release()
        self._public_key = None

    def _do(self, effect: CardEffect, pin: Secret) -> CardAnswer:
        if isinstance(effect, Inspect):
            return self._inspect(effect)
        card = self._card
        if card is None:
            raise CardError(Fault.REMOVED)
        if isinstance(effect, Prove):
            card.prove(pin, self._random(CHALLENGE_BYTES), effect.tries)
            return CardProved(effect.ticket)
        if isinstance(effect, ReadAttributes):
            return PersonRead(
                effect.ticket, _person(card.attributes(pin, effect.tries))
            )
        certificate = card.signature_certificate(pin, effect.tries)
        self._check(certificate, Purpose.SIGNATURE)
        if certificate.attributes is None:
            raise CardError(Fault.WRONG_PROFILE)
        person = _person(certificate.attributes)
        return PersonRead(effect.ticket, person, _last_day(certificate))

    def _inspect(self, effect: Inspect) -> CardInspected:
        self.release()
        sight = self.sight
        if (
            sight is None
            or sight.state is not SightState.CARD
            or sight.token != effect.token
        ):
            raise CardError(Fault.REMOVED)
        self._card = self._opened(sight)
        found = self._card.inspect()
        self._check(found.authentication, Purpose.AUTHENTICATION)
        before, self._public_key = self._public_key, found.authentication.public_key
        return CardInspected(
            effect.ticket,
            effect.token,
            {Pin(kind.value): left for kind, left in found.tries.items()},
            found.has_signature_certificate,
            same=before == self._public_key,
            ends=_last_day(found.authentication),
        )

    def _check(self, certificate: Certificate, purpose: Purpose) -> None:
        try:
            self._anchors.check(certificate, purpose, self._now())
        except CardError as error:
            if error.fault is not Fault.EXPIRED:
                raise
            raise _Expired(_last_day(certificate)) from None

    def _opened(self, sight: Sight) -> MyNumberCard:
        """A card of another kind is told by its name, as far as it has one."""
        try:
            return MyNumberCard.open(self._desk.connect(sight))
        except CardError as error:
            if error.fault is not Fault.OTHER_CARD:
                raise
        raise CardError(recognise(self._desk, sight))


def _last_day(certificate: Certificate) -> date:
    return certificate.not_after.astimezone(JAPAN).date()


def _person(found: Attributes) -> Person:
    return Person(found.name, found.address, found.birth_date, found.sex)
