"""The desk of the demo site: a virtual reader, and one card to lay on it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk.emulator.clock import now
from kiosk.emulator.desk import VirtualDesk
from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.people import PEOPLE, Person
from kiosk.emulator.workshop import authority_in, card_keys_in

DEMO_PERSON: Final = "student"
_ISSUED_AGO: Final = timedelta(days=1)


def demo_desk(
    folder: Path, clock: Callable[[], datetime] = now
) -> tuple[VirtualDesk, VirtualMyNumberCard]:
    """An empty desk, and the demo person's card (PINs: ``pins.Pins``) beside it.

    Makes its authority and keys under ``folder`` at the first start, which takes a
    second, and reads them at later ones. Trust ``folder / "anchors"``.

    Raises:
        ValueError: something in the folder is damaged; one line says what.
        OSError: the folder cannot be read or written.
    """
    return VirtualDesk(), demo_card(folder, clock())


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


def without_end_of_stay(person: Person) -> Person:
    """So that a demo still works in ten years."""
    return replace(person, stay_until=None)
