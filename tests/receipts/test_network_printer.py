"""A printer in the network that dies, stalls and refuses: over real sockets."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic

import pytest

from kiosk.receipts.job import job
from kiosk.receipts.network_printer import NetworkPrinter
from kiosk.receipts.printer import NoPrinter, PrinterError, PrinterFault
from tests.receipts.papers import auth_id, drawn, printed, receipt

PAPER = drawn(receipt(language="ja", steps=()), 58)
JOB = job(PAPER)
SMALL_BUFFER = 4096
Serve = Callable[[socket.socket], object]


@contextmanager
def printer(serve: Serve, buffer: int | None = None) -> Iterator[int]:
    """A port at which each connection is handed to ``serve``."""
    listener = socket.socket()
    if buffer:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    listener.bind(("127.0.0.1", 0))
    listener.listen()

    def run() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection, suppress(ConnectionError):
                    serve(connection)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)
        assert not thread.is_alive()


def at(port: int, patience: float = 5, farewell: float = 5) -> NetworkPrinter:
    return NetworkPrinter("127.0.0.1", port, 2, patience, farewell)


def fault_of(port: int, patience: float = 5) -> PrinterFault:
    with pytest.raises(PrinterError) as failed:
        at(port, patience).print(JOB)
    assert auth_id(1)[:4] not in str(failed.value)
    assert "\n" not in str(failed.value)
    return failed.value.fault


def received(connection: socket.socket, count: int) -> bytes:
    """So many bytes, or all there are."""
    data = b""
    while len(data) < count and (part := connection.recv(count - len(data))):
        data += part
    return data


def test_all_of_the_paper_arrives() -> None:
    got: list[bytes] = []
    with printer(lambda c: got.append(received(c, 1 << 24))) as port:
        at(port).print(JOB)
        at(port).print(JOB)
    assert got == [JOB, JOB]
    (paper,) = printed(got[0])
    assert paper.tobytes() == PAPER.tobytes()


@pytest.mark.parametrize("buffer", [None, SMALL_BUFFER])
def test_it_dies_at_every_thousandth_byte(buffer: int | None) -> None:
    deaths = iter(range(0, len(JOB), 1000))

    def die(connection: socket.socket) -> None:
        received(connection, next(deaths))

    with printer(die, buffer) as port:
        for _ in range(0, len(JOB), 1000):
            assert fault_of(port) is PrinterFault.INTERRUPTED


def test_it_is_switched_off_with_the_last_byte_unread() -> None:
    with printer(lambda c: received(c, len(JOB) - 1)) as port:
        assert fault_of(port) is PrinterFault.INTERRUPTED


def test_it_resets_the_connection() -> None:
    def reset(connection: socket.socket) -> None:
        received(connection, 2000)
        at_once = struct.pack("ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)

    with printer(reset) as port:
        assert fault_of(port) is PrinterFault.INTERRUPTED


def test_it_stalls() -> None:
    """Out of paper: it answers, takes what its small memory holds, and no more."""
    seen = threading.Event()
    with printer(lambda _: seen.wait(10) and None, SMALL_BUFFER) as port:
        begun = monotonic()
        assert fault_of(port, patience=0.3) is PrinterFault.TIMEOUT
        assert monotonic() - begun < 5
        seen.set()


def test_it_takes_a_little_from_time_to_time() -> None:
    """The whole paper must be taken in time, not only each part of it."""
    stop = threading.Event()

    def drip(connection: socket.socket) -> None:
        while not stop.wait(0.02) and connection.recv(64):
            pass

    with printer(drip, SMALL_BUFFER) as port:
        assert fault_of(port, patience=0.5) is PrinterFault.TIMEOUT
        stop.set()


def test_it_never_hangs_up() -> None:
    """Many printers keep the connection; all bytes were taken, so all is well."""
    done = threading.Event()

    def keep(connection: socket.socket) -> None:
        received(connection, len(JOB))
        done.wait(10)

    with printer(keep) as port:
        at(port, farewell=0.2).print(JOB)
        done.set()


def test_it_never_stops_talking() -> None:
    done = threading.Event()

    def chatter(connection: socket.socket) -> None:
        received(connection, len(JOB))
        while not done.is_set():
            connection.sendall(b"\x12" * 100)

    with printer(chatter) as port:
        begun = monotonic()
        at(port, farewell=0.2).print(JOB)
        assert monotonic() - begun < 5
        done.set()


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert fault_of(port) is PrinterFault.ABSENT


@pytest.mark.parametrize("host", ["printer.invalid", "", "a" * 300, "..", "no host"])
def test_no_such_host(host: str) -> None:
    with pytest.raises(PrinterError) as failed:
        NetworkPrinter(host, 1, connect=1).print(JOB)
    assert failed.value.fault is PrinterFault.ABSENT


def test_it_does_not_answer_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_: object) -> socket.socket:
        raise TimeoutError("timed out")

    monkeypatch.setattr(socket, "create_connection", hang)
    assert fault_of(9100) is PrinterFault.ABSENT


def test_a_site_without_a_printer() -> None:
    with pytest.raises(PrinterError) as failed:
        NoPrinter().print(JOB)
    assert failed.value.fault is PrinterFault.ABSENT
