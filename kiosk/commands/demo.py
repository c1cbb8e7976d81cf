"""The demo site's desk: virtual cards, and the hand that lays them down."""

from collections.abc import Callable, Iterable
from itertools import cycle
from pathlib import Path
from typing import Final

from kiosk.emulator.clock import now
from kiosk.emulator.demo import demo_desk, demo_residence_card
from kiosk.emulator.desk import VirtualDesk
from kiosk.emulator.virtual_card import VirtualCard

GENERATIONS: Final = ("2", "1")
"""Of the residence card, in the order in which they are laid down."""


class DemoDock:
    """Lays the demo person's cards on the virtual reader, or lifts them. ``residence``
    are ways to one's residence cards, laid down in turn.
    """

    def __init__(
        self,
        desk: VirtualDesk,
        card: VirtualCard,
        residence: Iterable[Callable[[], VirtualCard]],
    ) -> None:
        self._desk = desk
        self._card = card
        self._residence = cycle(residence)
        self._lies_there = ""

    def toggle(self) -> None:
        """The My Number card: down, up, down …"""
        self._move("mynumber", lambda: self._card)

    def toggle_residence(self) -> None:
        """The residence card: the new kind down, up, the older kind down, up …"""
        self._move("residence", lambda: next(self._residence)())

    def _move(self, name: str, card: Callable[[], VirtualCard]) -> None:
        if self._lies_there == name:
            self._lies_there = ""
            self._desk.take()
        else:
            self._lies_there = name
            self._desk.put(card())


def virtual_desk(folder: Path) -> tuple[VirtualDesk, DemoDock]:
    """A desk with nothing on it, and the hand.

    Raises:
        ValueError, OSError: as ``demo_desk``.
    """
    desk, card = demo_desk(folder)
    residence = [_residence(folder, generation) for generation in GENERATIONS]
    return desk, DemoDock(desk, card, residence)


def _residence(folder: Path, generation: str) -> Callable[[], VirtualCard]:
    return lambda: demo_residence_card(folder, now(), generation)
