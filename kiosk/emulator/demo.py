"""The desk of the demo site: a virtual reader, and cards to lay on it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.emulator.clock import now
from kiosk.emulator.desk import VirtualDesk
from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.people import DEMO_PERSON, PEOPLE, Person
from kiosk.emulator.residence.settings import ResidenceSettings
from kiosk.emulator.residence.workshop import (
    build_residence_card,
    residence_authority_in,
)
from kiosk.emulator.workshop import authority_in, card_keys_in

if TYPE_CHECKING:
    from kiosk.emulator.residence.card import VirtualResidenceCard

_ISSUED_AGO: Final = timedelta(days=1)
_STAYS: Final = timedelta(days=60)
"""So near the end of the stay, an extension may be filed."""


def demo_desk(
    folder: Path, clock: Callable[[], datetime] = now
) -> tuple[VirtualDesk, VirtualMyNumberCard]:
    """An empty desk, and the demo person's card (PINs: ``pins.Pins``) beside it.

    Makes its authority and keys under ``folder`` at the first start, which takes a
    second, and reads them at later ones. Trust ``folder / "anchors"``, and of residence
    cards ``folder / "anchors" / "residence"``.

    Raises:
        ValueError: something in the folder is damaged; one line says what.
        OSError: the folder cannot be read or written.
    """
    at = clock()
    residence_authority_in(folder, at)
    return VirtualDesk(), demo_card(folder, at)


def demo_card(
    folder: Path, at: datetime, person: str = DEMO_PERSON
) -> VirtualMyNumberCard:
    """The card of one of ``PEOPLE``, issued yesterday and held by no period of stay.

    Raises:
        ValueError, OSError: as ``demo_desk``.
    """
    own = without_end_of_stay(PEOPLE[person])
    authority = authority_in(folder, at)
    identity = authority.issue(own, at - _ISSUED_AGO, card_keys_in(folder, person))
    return VirtualMyNumberCard(own, identity)


def demo_residence_card(
    folder: Path, at: datetime, generation: str
) -> "VirtualResidenceCard":
    """The demo person's residence card of generation "1" or "2"; its stay ends soon.

    Raises:
        ValueError, OSError: as ``build_residence_card``.
    """
    settings = ResidenceSettings(
        authority=folder, person=DEMO_PERSON, stay=(at + _STAYS).date()
    )
    return build_residence_card(generation, settings, at)


def without_end_of_stay(person: Person) -> Person:
    """So that a demo still works in ten years."""
    return replace(person, stay_until=None)
