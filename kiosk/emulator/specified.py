"""A virtual specified residence card (特定在留カード): My Number and residence in one.

Its My Number side is that of any My Number card. Of its residence side only the name
of the application is published to this project, so that is all it answers to.
"""

from typing import Final

from kiosk.emulator.mynumber import VirtualMyNumberCard

_SELECT: Final = bytes.fromhex("00A4040C10")
_RESIDENCE: Final = bytes.fromhex("D392F0004F01") + bytes(10)
_OK: Final = b"\x90\x00"


class VirtualSpecifiedCard:
    """A My Number card that also knows the residence application's name."""

    def __init__(self, my_number: VirtualMyNumberCard) -> None:
        self._my_number = my_number

    @property
    def atr(self) -> bytes:
        """Answer to reset."""
        return self._my_number.atr

    @property
    def alarms(self) -> list[str]:
        """What was touched that must not be."""
        return self._my_number.alarms

    def power_on(self) -> bytes:
        """Cold start."""
        return self._my_number.power_on()

    def power_off(self) -> None:
        """Forgets everything but the counters."""
        self._my_number.power_off()

    def reset(self) -> bytes:
        """Warm reset."""
        return self._my_number.reset()

    def transmit(self, apdu: bytes) -> bytes:
        """Answer one command."""
        if apdu.startswith(_SELECT) and apdu[len(_SELECT) :] == _RESIDENCE:
            return _OK
        return self._my_number.transmit(apdu)
