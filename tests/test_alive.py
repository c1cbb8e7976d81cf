"""The service manager is told that the program answers, and never waited for."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.alive import herald, teller


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    """What a service manager listens on: sd_notify(3)."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as own:
        own.bind(str(tmp_path / "notify"))
        own.settimeout(5)
        yield own


def test_it_is_up_and_alive(manager: socket.socket) -> None:
    teller({"NOTIFY_SOCKET": manager.getsockname()})()
    assert manager.recv(4096).decode().splitlines() == ["READY=1", "WATCHDOG=1"]


def test_a_socket_without_a_file() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as own:
        own.bind("\0madoguchi-test-alive")
        own.settimeout(5)
        teller({"NOTIFY_SOCKET": "@madoguchi-test-alive"})()
        assert own.recv(4096)


def test_nobody_listens(tmp_path: Path) -> None:
    teller({})()
    teller({"NOTIFY_SOCKET": str(tmp_path / "nothing")})()


def test_a_manager_that_does_not_listen_is_not_waited_for(
    manager: socket.socket,
) -> None:
    tell = teller({"NOTIFY_SOCKET": manager.getsockname()})
    for _ in range(10_000):
        tell()


def test_how_it_is_is_said_when_it_changes(manager: socket.socket) -> None:
    tell = herald({"NOTIFY_SOCKET": manager.getsockname()})
    for line in ("idle", "idle", "in use"):
        tell(line)
    assert manager.recv(4096) == b"STATUS=idle"
    assert manager.recv(4096) == b"STATUS=in use"
