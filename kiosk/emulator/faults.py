"""Ready-made ways for a virtual card to answer wrongly, for its ``faults`` switch."""

from collections.abc import Callable

from kiosk.emulator.mynumber import Fault
from kiosk.emulator.virtual_card import LinkDropped

_SW_BYTES = 2


def drop_at(place: int) -> Fault:
    """The card is torn off after command ``place`` was carried out, unanswered."""

    def drop(answer: bytes) -> bytes:
        raise LinkDropped

    return _at(place, drop)


def replace_at(place: int, instead: bytes) -> Fault:
    """``instead`` is answered: another status word, garbage, too much, nothing."""
    return _at(place, lambda answer: instead)


def truncate_at(place: int, lost: int = 1) -> Fault:
    """The last ``lost`` bytes of the data are missing; the status word is there."""

    def truncate(answer: bytes) -> bytes:
        data, status = answer[:-_SW_BYTES], answer[-_SW_BYTES:]
        return data[: max(0, len(data) - lost)] + status

    return _at(place, truncate)


def garble_at(place: int) -> Fault:
    """Every bit of the data is turned over; the status word is right."""

    def garble(answer: bytes) -> bytes:
        data, status = answer[:-_SW_BYTES], answer[-_SW_BYTES:]
        return bytes(byte ^ 0xFF for byte in data) + status

    return _at(place, garble)


def oversize_at(place: int, extra: int = 300) -> Fault:
    """More data than was asked for."""
    return _at(place, lambda answer: bytes(extra) + answer)


def _at(place: int, change: Callable[[bytes], bytes]) -> Fault:
    def fault(index: int, command: bytes, answer: bytes) -> bytes:
        return change(answer) if index == place else answer

    return fault
