"""A card service that does not run, under the desk that is used with real ones.

Everything of ``kiosk.card.pcsc`` is the real thing; only the calls of libpcsclite are
answered here, by a virtual card and by what is told to go wrong. Return codes and who
may connect when are pcsc-lite's (``pcsclite.h``; ``winscard.c`` of its daemon).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

import pytest
from smartcard import scard

from kiosk.card import line, pcsc
from kiosk.card.desk import Sight
from kiosk.card.lookout import Report
from kiosk.emulator.virtual_card import VirtualCard

READER: Final = "Reader One"
OK: Final = int(scard.SCARD_S_SUCCESS)
PRESENT, EMPTY = int(scard.SCARD_STATE_PRESENT), int(scard.SCARD_STATE_EMPTY)


class Exchange(NamedTuple):
    """One command that reached the card: its answer, the number of its connection,
    and whether it was the first on it.
    """

    command: bytes
    answer: bytes
    connection: int
    is_first: bool


def _same(answer: bytes) -> bytes:
    return answer


def _nothing(manager: "Manager") -> None:
    pass


@dataclass(frozen=True)
class Break:
    """What goes wrong with one command: ``code`` is what the service returns. With OK,
    the answer is what ``change`` makes of the card's. ``reaches``: the card has carried
    the command out. ``happens`` is done to the manager afterwards.
    """

    code: int
    reaches: bool = True
    happens: Callable[["Manager"], object] = _nothing
    change: Callable[[bytes], bytes] = _same


class Manager:
    """One reader and at most one card on it.

    ``breaks`` are looked up by the place of a command among all that were tried,
    ``refusals`` (return codes of connecting) by the place of a connection.
    """

    def __init__(self, card: VirtualCard) -> None:
        self.breaks: dict[int, Break] = {}
        self.refusals: dict[int, int] = {}
        self.sent: list[Exchange] = []
        self.connections = 0
        self.is_held = False
        self._card = card
        self._tried = 0
        self._events = 1
        self._has_answered = False
        self._runs = self._is_plugged = self._is_laid = True

    def lift(self) -> None:
        """The card is taken off."""
        self._is_laid = False
        self._events += 1
        self._card.power_off()

    def unplug(self) -> None:
        """The reader is pulled out."""
        self._is_plugged = False
        self._card.power_off()

    def end(self) -> None:
        """The service ends."""
        self._runs = self.is_held = False
        self._card.power_off()

    def reset(self) -> None:
        """Somebody resets the card."""
        self._card.reset()

    def restore(self) -> None:
        """Everything is well again, and the card is laid down anew."""
        self.breaks.clear()
        self.refusals.clear()
        self._runs = self._is_plugged = self._is_laid = True
        self._events += 2

    def desk(self) -> "ManagedDesk":
        """A desk that has seen the card as it lies now."""
        report = Report(READER, self._state(), self._card.atr)
        return ManagedDesk(report)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Have ``kiosk.card.pcsc`` call this."""
        monkeypatch.setattr(line, "transmit", self.transmit)
        for name, own in (
            ("SCardEstablishContext", self._establish),
            ("SCardReleaseContext", lambda context: OK),
            ("SCardConnect", self._connect),
            ("SCardReconnect", self._reconnect),
            ("SCardDisconnect", self._disconnect),
            ("SCardGetStatusChange", self._change),
        ):
            monkeypatch.setattr(pcsc, name, own)

    def transmit(
        self, handle: int, protocol: int, command: bytearray
    ) -> tuple[int, bytes]:
        """``line.transmit``."""
        broken = self.breaks.get(self._tried)
        self._tried += 1
        if broken is None:
            return self._exchange(command)
        answer = self._exchange(command)[1] if broken.reaches else b""
        broken.happens(self)
        return broken.code, broken.change(answer) if broken.code == OK else b""

    def _exchange(self, command: bytearray) -> tuple[int, bytes]:
        obstacle = self._obstacle()
        if obstacle:
            return obstacle, b""
        answer = self._card.transmit(bytes(command))
        is_first, self._has_answered = not self._has_answered, True
        self.sent.append(
            Exchange(bytes(command), answer, self.connections - 1, is_first)
        )
        return OK, answer

    def _obstacle(self) -> int:
        if not self._runs:
            return int(scard.SCARD_E_NO_SERVICE)
        if not self._is_plugged:
            return int(scard.SCARD_E_READER_UNAVAILABLE)
        return OK if self._is_laid else int(scard.SCARD_W_REMOVED_CARD)

    def _establish(self, scope: int) -> tuple[int, int]:
        return (OK if self._runs else int(scard.SCARD_E_NO_SERVICE)), 1

    def _connect(self, *arguments: object) -> tuple[int, int, int]:
        assert arguments[1:3] == (READER, scard.SCARD_SHARE_EXCLUSIVE)
        status = self._refusal()
        self.connections += 1
        if status == OK:
            self.is_held = True
            self._card.power_on()
            self._has_answered = False
        return status, 2, int(scard.SCARD_PROTOCOL_T1)

    def _refusal(self) -> int:
        if self.connections in self.refusals:
            return self.refusals[self.connections]
        if self._runs and not self._is_plugged:
            return int(scard.SCARD_E_UNKNOWN_READER)
        if self._runs and not self._is_laid:
            return int(scard.SCARD_E_NO_SMARTCARD)
        return int(scard.SCARD_E_SHARING_VIOLATION) if self.is_held else OK

    def _reconnect(self, *arguments: object) -> tuple[int, int]:
        assert arguments[-1] == scard.SCARD_UNPOWER_CARD
        obstacle = self._obstacle()
        if not obstacle:
            self._card.power_on()
            self._has_answered = False
        return obstacle, int(scard.SCARD_PROTOCOL_T1)

    def _disconnect(self, handle: int, disposition: int) -> int:
        assert disposition == scard.SCARD_UNPOWER_CARD
        self.is_held = False
        self._card.power_off()
        return OK

    def _change(
        self, context: int, wait: int, readers: list[tuple[str, int]]
    ) -> tuple[int, list[tuple[str, int, list[int]]]]:
        if not self._runs:
            return int(scard.SCARD_E_NO_SERVICE), []
        if not self._is_plugged:
            return int(scard.SCARD_E_UNKNOWN_READER), []
        ((reader, known),) = readers
        if known == self._state():
            return int(scard.SCARD_E_TIMEOUT), []
        return OK, [(reader, self._state(), [])]

    def _state(self) -> int:
        return self._events << 16 | (PRESENT if self._is_laid else EMPTY)


class ManagedDesk(pcsc.PcscDesk):
    """The desk for real readers, told once what its thread would see."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.sight = self._lookout.look([report])

    def watch(self, listener: Callable[[Sight], None]) -> None:
        """At once, and never again."""
        listener(self.sight)
