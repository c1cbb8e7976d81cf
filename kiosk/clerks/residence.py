"""The clerk who reads residence cards."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from kiosk.card.desk import Desk, Sight, SightState
from kiosk.card.faults import CardError, Fault
from kiosk.card.mynumber import MyNumberCard
from kiosk.card.residence import fallback, pictures
from kiosk.card.residence.anchors import ResidenceAnchors
from kiosk.card.residence.card import (
    Contents,
    FirstGeneration,
    SecondGeneration,
    detect,
)
from kiosk.card.residence.kinds import Generation
from kiosk.card.residence.number import CardNumber, WrongNumber
from kiosk.card.residence.pictures import BadPicture, PictureFormat
from kiosk.card.residence.signature import Verdict, check
from kiosk.visit.effects import ReadResidence
from kiosk.visit.events import ResidenceFailed, ResidenceTold
from kiosk.visit.readings import Picture, Reading, ResidenceFault, Signature

ResidenceAnswer = ResidenceTold | ResidenceFailed

_FAULTS: Final = {
    Fault.NO_SERVICE: ResidenceFault.NO_SERVICE,
    Fault.NO_READER: ResidenceFault.NO_READER,
    Fault.NO_CARD: ResidenceFault.REMOVED,
    Fault.REMOVED: ResidenceFault.REMOVED,
    # Another one lies there, or the same one again: what is seen next tells of it.
    Fault.CHANGED: ResidenceFault.REMOVED,
    Fault.BUSY: ResidenceFault.BUSY,
    Fault.MUTE: ResidenceFault.MUTE,
    Fault.OTHER_CARD: ResidenceFault.OTHER_CARD,
    Fault.UNKNOWN_GENERATION: ResidenceFault.UNKNOWN_GENERATION,
}
"""Of the others each means that it cannot be read."""
_SIGNATURES: Final = {
    Verdict.GENUINE: Signature.RIGHT,
    Verdict.UNTRUSTED: Signature.UNCHECKED,
    Verdict.ABSENT: Signature.ABSENT,
}
"""The other verdicts mean that what was read must not be used."""
_NOBODY: Final = ResidenceAnchors(())

logger = logging.getLogger(__name__)


class _Forged(Exception):
    """Its signature does not vouch for what it says."""


class ResidenceClerk:
    """Reads one card at a time, and keeps nothing of it.

    ``sight`` is what the desk has told last, ``now`` gives an aware time. Without
    ``anchors`` no signature can be checked. All methods are for the thread of the
    clerk at the card, who must have let go of it.
    """

    def __init__(
        self,
        desk: Desk,
        sight: Callable[[], Sight | None],
        anchors: ResidenceAnchors | None,
        now: Callable[[], datetime],
    ) -> None:
        self._desk = desk
        self._sight = sight
        self._anchors = anchors or _NOBODY
        self._now = now

    def do(self, effect: ReadResidence) -> ResidenceAnswer:
        """Read the card with the number that was typed for it."""
        try:
            return ResidenceTold(effect.ticket, self._read(effect))
        except WrongNumber:
            fault = ResidenceFault.WRONG_NUMBER
        except _Forged:
            fault = ResidenceFault.FORGED
        except CardError as error:
            fault = _FAULTS.get(error.fault, ResidenceFault.UNREADABLE)
            fault = self._named(effect, fault)
        except Exception as error:
            # The visitor must not be left waiting for a fault of ours.
            logger.error("the residence clerk failed: %s", type(error).__name__)
            fault = ResidenceFault.UNREADABLE
        return ResidenceFailed(effect.ticket, fault)

    def _read(self, effect: ReadResidence) -> Reading:
        number = CardNumber.parse(effect.number)
        if number is None:
            raise WrongNumber
        sight = self._expected(effect)
        found = fallback.read(lambda: self._desk.connect(sight), number).contents
        generation = found.card.generation
        verdict = check(
            found.signed, found.proof, generation, self._anchors, self._now()
        ).verdict
        if verdict not in _SIGNATURES:
            raise _Forged
        return _reading(found, _SIGNATURES[verdict])

    def _expected(self, effect: ReadResidence) -> Sight:
        sight = self._sight()
        if (
            sight is None
            or sight.state is not SightState.CARD
            or sight.token != effect.token
        ):
            raise CardError(Fault.REMOVED)
        return sight

    def _named(self, effect: ReadResidence, fault: ResidenceFault) -> ResidenceFault:
        """Which card it is that cannot be read, as far as it says so."""
        try:
            if fault is ResidenceFault.UNKNOWN_GENERATION:
                found = detect(self._desk.connect(self._expected(effect)))
                if found.generation is Generation.SPECIFIED:
                    return ResidenceFault.SPECIFIED
            elif fault is ResidenceFault.OTHER_CARD:
                sight = self._expected(effect)
                MyNumberCard.open(self._desk.connect(sight)).close()
                return ResidenceFault.MY_NUMBER
        except CardError as error:
            if error.fault in (Fault.REMOVED, Fault.CHANGED):
                return ResidenceFault.REMOVED
        return fault


def _reading(found: Contents, signature: Signature) -> Reading:
    if isinstance(found, FirstGeneration):
        return _first(found, signature)
    return _second(found, signature)


def _first(found: FirstGeneration, signature: Signature) -> Reading:
    shown = _Shown()
    return Reading(
        second=False,
        special_permanent=found.card.is_special_permanent,
        signature=signature,
        address=found.address.text if found.address else "",
        front=shown.picture(found.front, PictureFormat.GROUP_4),
        face=shown.picture(found.face, PictureFormat.PHOTO),
        damaged=shown.damaged,
    )


def _second(found: SecondGeneration, signature: Signature) -> Reading:
    shown, entries = _Shown(), found.entries
    return Reading(
        second=True,
        special_permanent=found.card.is_special_permanent,
        signature=signature,
        birth_date=entries.birth_date,
        sex=entries.sex,
        nationality=entries.nationality,
        status=entries.status,
        period=entries.period,
        stay_expires=entries.stay_expires,
        card_expires=entries.card_expires,
        name=shown.picture(found.name, PictureFormat.GROUP_4),
        address_picture=shown.picture(found.address, PictureFormat.GROUP_4),
        face=shown.picture(found.face, PictureFormat.PHOTO),
        damaged=shown.damaged,
    )


class _Shown:
    """Pictures as they can be drawn; ``damaged``: one of them cannot."""

    def __init__(self) -> None:
        self.damaged = False

    def picture(self, content: bytes | None, form: PictureFormat) -> Picture | None:
        """Decoded in a process of its own."""
        if content is None:
            return None
        try:
            own = pictures.decode(content, form)
        except (BadPicture, OSError) as error:
            logger.warning("a picture was refused: %s", type(error).__name__)
            self.damaged = True
            return None
        return Picture(own.mode, own.width, own.height, own.pixels)
