"""Every return code of the card service has a fault, and a line that broke is told."""

import pytest
from smartcard import scard

from kiosk.card import line as wire
from kiosk.card import pcsc
from kiosk.card.faults import CardError, Fault
from kiosk.card.scard_faults import fault_of

CODES = {
    name: getattr(scard, name)
    for name in dir(scard)
    if name.startswith(("SCARD_E_", "SCARD_W_", "SCARD_F_", "SCARD_P_"))
}


@pytest.mark.parametrize("name", CODES)
def test_every_code_is_a_fault_however_it_is_written(name: str) -> None:
    code = CODES[name]
    assert fault_of(code) is fault_of(code & 0xFFFFFFFF)
    assert fault_of(code) is fault_of((code & 0xFFFFFFFF) - (1 << 32))


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (0x8010001D, Fault.NO_SERVICE),
        (0x8010001E, Fault.NO_SERVICE),
        (0x8010006A, Fault.NO_SERVICE),
        (0x8010002E, Fault.NO_READER),
        (0x80100017, Fault.NO_READER),
        (0x80100009, Fault.NO_READER),
        (0x80100069, Fault.REMOVED),
        (0x8010000C, Fault.REMOVED),
        (0x8010000B, Fault.BUSY),
        (0x80100066, Fault.MUTE),
        (0x80100067, Fault.MUTE),
        (0x8010000F, Fault.OTHER_CARD),
        (0x80100068, Fault.CHANGED),
        (0x80100016, Fault.UNREADABLE),
        (0x8010002F, Fault.UNREADABLE),
        (0x12345678, Fault.UNREADABLE),
    ],
)
def test_codes_by_number(code: int, fault: Fault) -> None:
    """Numbers: pcsc-lite, ``pcsclite.h``."""
    assert fault_of(code) is fault


RESET = scard.SCARD_W_RESET_CARD
LOST = scard.SCARD_E_COMM_DATA_LOST
OK = scard.SCARD_S_SUCCESS
SELECT = bytearray.fromhex("00A4040C0AD392F000260100000001")


class Service:
    """A card service whose answers are given beforehand."""

    def __init__(self, *answers: tuple[int, bytes], present: bool = True) -> None:
        self.answers = list(answers)
        self.calls: list[str] = []
        self.present = present
        self.commands: list[bytearray] = []

    def transmit(
        self, handle: int, protocol: int, command: bytearray
    ) -> tuple[int, bytes]:
        """``line.transmit``."""
        self.calls.append("transmit")
        self.commands.append(command)
        return self.answers.pop(0)

    def reconnect(self, *arguments: int) -> tuple[int, int]:
        """SCardReconnect; power goes off and on."""
        assert arguments[-1] == scard.SCARD_UNPOWER_CARD
        assert arguments[1] == scard.SCARD_SHARE_EXCLUSIVE
        self.calls.append("reconnect")
        return OK, scard.SCARD_PROTOCOL_T1

    def disconnect(self, handle: int, disposition: int) -> int:
        """SCardDisconnect."""
        assert disposition == scard.SCARD_UNPOWER_CARD
        self.calls.append("disconnect")
        return int(OK)

    def release(self, context: int) -> int:
        """SCardReleaseContext."""
        self.calls.append("release")
        return int(OK)

    def change(
        self, context: int, wait: int, readers: list[tuple[str, int]]
    ) -> tuple[int, list[tuple[str, int, list[int]]]]:
        """SCardGetStatusChange."""
        (reader, known), *_ = readers
        if known:
            return scard.SCARD_E_TIMEOUT, []
        state = scard.SCARD_STATE_PRESENT if self.present else scard.SCARD_STATE_EMPTY
        return OK, [(reader, state, [])]


def connection(
    monkeypatch: pytest.MonkeyPatch, service: Service
) -> pcsc._PcscConnection:
    """A connection over a service that does not run."""
    monkeypatch.setattr(wire, "transmit", service.transmit)
    monkeypatch.setattr(pcsc, "SCardReconnect", service.reconnect)
    monkeypatch.setattr(pcsc, "SCardDisconnect", service.disconnect)
    monkeypatch.setattr(pcsc, "SCardReleaseContext", service.release)
    monkeypatch.setattr(pcsc, "SCardGetStatusChange", service.change)
    return pcsc._PcscConnection(1, 2, scard.SCARD_PROTOCOL_T1, "reader")


CLOSED = ["disconnect", "release"]


@pytest.mark.parametrize("lost", [(RESET, b""), (LOST, b""), (OK, b""), (OK, b"\x90")])
def test_a_first_command_is_sent_once_more(
    monkeypatch: pytest.MonkeyPatch, lost: tuple[int, bytes]
) -> None:
    service = Service(lost, (OK, b"\x90\x00"))
    line = connection(monkeypatch, service)
    assert line.transmit(SELECT) == b"\x90\x00"
    assert service.calls == ["transmit", "reconnect", "transmit"]


def test_but_not_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    service = Service((LOST, b""), (LOST, b""))
    line = connection(monkeypatch, service)
    with pytest.raises(CardError) as caught:
        line.transmit(SELECT)
    assert caught.value.fault is Fault.UNREADABLE
    assert service.calls == ["transmit", "reconnect", "transmit", *CLOSED]


@pytest.mark.parametrize(
    ("lost", "fault"),
    [
        ((RESET, b""), Fault.CHANGED),
        ((LOST, b""), Fault.UNREADABLE),
        ((OK, b""), Fault.UNREADABLE),
    ],
)
def test_nothing_later_is_ever_repeated(
    monkeypatch: pytest.MonkeyPatch, lost: tuple[int, bytes], fault: Fault
) -> None:
    service = Service((OK, b"\x90\x00"), lost)
    line = connection(monkeypatch, service)
    line.transmit(SELECT)
    verify = bytearray.fromhex("002000800431323334")
    for _ in range(2):
        with pytest.raises(CardError) as caught:
            line.transmit(verify)
        assert caught.value.fault is fault
    assert service.calls == ["transmit", "transmit", *CLOSED]
    # The very buffer, which its owner wipes: no copy was made of it.
    assert service.commands[-1] is verify


def test_a_line_that_broke_because_the_card_was_lifted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service = Service((OK, b"\x90\x00"), (LOST, b""), present=False)
    line = connection(monkeypatch, service)
    line.transmit(SELECT)
    with pytest.raises(CardError) as caught:
        line.transmit(SELECT)
    assert caught.value.fault is Fault.REMOVED


def test_closing_once_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    service = Service()
    line = connection(monkeypatch, service)
    line.close()
    line.close()
    assert service.calls == CLOSED
    with pytest.raises(CardError) as caught:
        line.transmit(SELECT)
    assert caught.value.fault is Fault.REMOVED
