"""The client side of the vpcd protocol, against a server of our own."""

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from kiosk.emulator.faults import drop_at
from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.vpcd import VpcdLink
from tests.emulator.fixtures import MakeCard
from tests.emulator.wire import JPKI, file, select, verify

PATIENCE = 10.0


class Reader:
    """What vpcd does: listens, and speaks first."""

    def __init__(self, port: int = 0) -> None:
        self._listener = socket.create_server(("127.0.0.1", port))
        self._listener.settimeout(PATIENCE)
        self.port: int = self._listener.getsockname()[1]
        self._card: socket.socket | None = None

    def accept(self) -> None:
        """Wait for a card; the one before is forgotten."""
        self.drop()
        self._card, _ = self._listener.accept()
        self._card.settimeout(PATIENCE)

    def send(self, *parts: bytes) -> None:
        """Bytes as they are, each part a segment of its own."""
        assert self._card is not None
        self._card.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in parts:
            self._card.sendall(part)

    def control(self, code: int) -> None:
        """A control frame."""
        self.send(b"\x00\x01", bytes([code]))

    def command(self, apdu: str) -> None:
        """A command frame."""
        raw = bytes.fromhex(apdu)
        self.send(len(raw).to_bytes(2, "big"), raw)

    def answer(self) -> bytes:
        """The next frame from the card."""
        return self._exactly(int.from_bytes(self._exactly(2), "big"))

    def is_gone(self) -> bool:
        """Whether the card has closed its side."""
        assert self._card is not None
        try:
            return self._card.recv(1) == b""
        except ConnectionResetError:
            return True

    def drop(self) -> None:
        """Close the connection to the card."""
        if self._card is not None:
            self._card.close()

    def close(self) -> None:
        """Close everything."""
        self.drop()
        self._listener.close()

    def _exactly(self, size: int) -> bytes:
        assert self._card is not None
        received = b""
        while len(received) < size:
            part = self._card.recv(size - len(received))
            assert part, "the card closed the connection"
            received += part
        return received


@pytest.fixture
def reader() -> Iterator[Reader]:
    """A listening reader."""
    with closing(Reader()) as reader:
        yield reader


@pytest.fixture
def card(make_card: MakeCard) -> VirtualMyNumberCard:
    """A card not yet on the reader."""
    return make_card()


def test_controls_and_commands(reader: Reader, card: VirtualMyNumberCard) -> None:
    with VpcdLink(card, port=reader.port):
        reader.accept()
        reader.control(4)
        assert reader.answer() == card.atr
        reader.control(1)
        reader.command(select(JPKI))
        assert reader.answer() == b"\x90\x00"
        reader.command(file("0018"))
        reader.command(verify(b"1234"))
        assert [reader.answer(), reader.answer()] == [b"\x90\x00"] * 2
        reader.control(2)
        reader.command("00200080")
        assert reader.answer() == b"\x69\x86"


def test_a_frame_in_pieces_and_two_frames_at_once(
    reader: Reader, card: VirtualMyNumberCard
) -> None:
    with VpcdLink(card, port=reader.port):
        reader.accept()
        reader.send(b"\x00", b"\x01\x01\x00", b"\x0f" + bytes.fromhex(select(JPKI)[:6]))
        reader.send(bytes.fromhex(select(JPKI)[6:]) + b"\x00\x01\x04")
        assert reader.answer() == b"\x90\x00"
        assert reader.answer() == card.atr


def test_lifting_the_card_closes_the_connection(
    reader: Reader, card: VirtualMyNumberCard
) -> None:
    link = VpcdLink(card, port=reader.port)
    link.start()
    reader.accept()
    link.stop()
    assert reader.is_gone()
    link.start()
    reader.accept()
    link.stop()


def test_a_torn_off_card_gives_no_answer(reader: Reader, make_card: MakeCard) -> None:
    card = make_card(faults=drop_at(2))
    with VpcdLink(card, port=reader.port) as link:
        reader.accept()
        reader.control(1)
        for command in (select(JPKI), file("0018")):
            reader.command(command)
            assert reader.answer() == b"\x90\x00"
        reader.command(verify(b"9999"))
        assert reader.is_gone()
        assert link.wait(PATIENCE)
    assert card.tries_left("authentication") == 2


def test_it_comes_back_when_the_reader_does(card: VirtualMyNumberCard) -> None:
    first = Reader()
    with VpcdLink(card, port=first.port, reconnect=True):
        first.accept()
        first.control(4)
        assert first.answer() == card.atr
        first.close()
        with closing(Reader(first.port)) as second:
            second.accept()
            second.control(4)
            assert second.answer() == card.atr


def test_nobody_there(card: VirtualMyNumberCard) -> None:
    with closing(Reader()) as reader:
        port = reader.port
    with pytest.raises(ConnectionRefusedError):
        VpcdLink(card, port=port).start()


def test_a_failing_card_is_heard_of(reader: Reader, card: VirtualMyNumberCard) -> None:
    def fail(command: bytes) -> None:
        raise OSError("no space left")

    card.delay = fail
    link = VpcdLink(card, port=reader.port)
    link.start()
    reader.accept()
    reader.control(1)
    reader.command(select(JPKI))
    assert reader.is_gone()
    with pytest.raises(OSError, match="no space left"):
        link.stop()
