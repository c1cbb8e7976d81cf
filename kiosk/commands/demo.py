"""The demo site's desk: virtual cards, and the hand that lays them down."""

from pathlib import Path

from kiosk.emulator.demo import demo_desk
from kiosk.emulator.desk import VirtualDesk
from kiosk.emulator.mynumber import VirtualMyNumberCard


class DemoDock:
    """Lays the demo person's card on the virtual reader, or lifts it."""

    def __init__(self, desk: VirtualDesk, card: VirtualMyNumberCard) -> None:
        self._desk = desk
        self._card = card
        self._lies_there = False

    def toggle(self) -> None:
        """Down, up, down …"""
        self._lies_there = not self._lies_there
        if self._lies_there:
            self._desk.put(self._card)
        else:
            self._desk.take()


def virtual_desk(folder: Path) -> tuple[VirtualDesk, DemoDock]:
    """A desk with nothing on it, and the hand.

    Raises:
        ValueError, OSError: as ``demo_desk``.
    """
    desk, card = demo_desk(folder)
    return desk, DemoDock(desk, card)
