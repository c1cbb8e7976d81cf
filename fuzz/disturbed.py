"""A card of which any answer may come back as another."""

import atheris

from kiosk.card.faults import CardError, Fault
from kiosk.emulator.virtual_card import VirtualCard

_LONGEST = 300
_OK = b"\x90\x00"


class DisturbedConnection:
    """What is given says, answer for answer, whether it comes through; when nothing
    more is given, all do. ``sent`` are the commands that reached the card.
    """

    def __init__(self, card: VirtualCard, given: atheris.FuzzedDataProvider) -> None:
        self._card = card
        self._given = given
        self.sent: list[bytes] = []
        card.power_on()

    def transmit(self, apdu: bytearray) -> bytes:
        """The card's answer, or what became of it."""
        self.sent.append(bytes(apdu))
        answer = self._card.transmit(bytes(apdu))
        match self._given.ConsumeIntInRange(0, 7):
            case 1:
                return self._octets()
            case 2:
                return self._octets() + _OK
            case 3:
                return answer[: self._given.ConsumeIntInRange(0, len(answer))]
            case 4:
                return answer[:-2] + bytes(self._given.ConsumeBytes(2))
            case 5:
                place = self._given.ConsumeIntInRange(0, len(answer) - 1)
                return answer[:place] + self._octets() + answer[place + 1 :]
            case 6:
                raise CardError(Fault.REMOVED)
            case _:
                return answer

    def close(self) -> None:
        """Power the card down."""
        self._card.power_off()

    def _octets(self) -> bytes:
        octets: bytes = self._given.ConsumeBytes(
            self._given.ConsumeIntInRange(0, _LONGEST)
        )
        return octets
