"""Where virtual residence cards are made: the folder of ``kiosk.emulator.workshop``.

``residence/`` holds the authorities and their keys, ``anchors/residence/`` what a
demo site is told to trust.
"""

import logging
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.emulator.residence.authority import ResidenceAuthority, ResidenceSigner
from kiosk.emulator.residence.holders import Holder, Kind, holder
from kiosk.emulator.residence.settings import ResidenceSettings
from kiosk.emulator.workshop import make

if TYPE_CHECKING:
    from kiosk.emulator.residence.card import VirtualResidenceCard

_log = logging.getLogger(__name__)

GENERATIONS: Final = {"residence-1": "1", "residence-2": "2"}
"""By the kind that ``kiosk card emulate`` takes."""
_KINDS: Final = {
    ("1", False): Kind.RESIDENCE_1,
    ("1", True): Kind.SPECIAL_1,
    ("2", False): Kind.RESIDENCE_2,
    ("2", True): Kind.SPECIAL_2,
}
_ISSUED_AGO: Final = timedelta(days=1)
_LONG_AGO: Final = timedelta(days=8 * 365)


def residence_authority_in(folder: Path, at: datetime) -> ResidenceAuthority:
    """The authority of a folder, made when there is none; anchors are kept beside.

    Raises:
        ValueError: a file is damaged, or the roots do not hold at ``at``.
        OSError: the folder cannot be read or written.
    """
    home = folder / "residence"
    if not home.exists():
        make(home, ResidenceAuthority.create(at).save)
    authority = ResidenceAuthority.load(home)
    if not authority.valid_at(at):
        raise ValueError(
            f"{home}: not valid on {at:%Y-%m-%d}; set the clock or delete the folder"
        )
    authority.write_anchors(folder / "anchors" / "residence")
    return authority


def build_residence_card(
    generation: str, settings: ResidenceSettings, at: datetime
) -> "VirtualResidenceCard":
    """The card that the settings describe, as it is at ``at``.

    Raises:
        ValueError: a damaged file, or pictures that cannot be drawn; one line.
        OSError: a file cannot be read or written.
    """
    # Imported when one is made: its pictures bring a library that draws them.
    from kiosk.emulator.residence.card import VirtualResidenceCard

    card = VirtualResidenceCard(
        _KINDS[generation, settings.special],
        _holder(settings),
        _signer(generation, settings, at),
        behaviour=settings.behaviour,
        writing=settings.writing,
        alarm_file=settings.alarm_file,
        on_alarm=lambda alarm: _log.error("ALARM: %s", alarm),
    )
    if settings.delay:
        card.delay = lambda command: time.sleep(settings.delay)
    return card


def _holder(settings: ResidenceSettings) -> Holder:
    own = holder(settings.person)
    stay = settings.stay or own.person.stay_until
    return replace(
        own,
        person=replace(own.person, stay_until=stay),
        number=settings.number or own.number,
        child=settings.child or own.child,
    )


def _signer(
    generation: str, settings: ResidenceSettings, at: datetime
) -> ResidenceSigner:
    authority = residence_authority_in(settings.authority, at)
    if settings.untrusted:
        authority = ResidenceAuthority.create(at)
    if settings.expired:
        return authority.signer(generation, at - _LONG_AGO, at - _ISSUED_AGO)
    return authority.signer(generation, at - _ISSUED_AGO)
