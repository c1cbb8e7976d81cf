"""A real pcscd of one's own, with a virtual reader and nothing else on it.

Debian's pcscd takes its socket from systemd when ``LISTEN_FDS`` says so, and its
reader definitions from ``--config``. Handed a socket of ours and a vpcd definition
with a port of ours, it lives beside a system pcscd and beside those of other test
workers. Clients find it by ``PCSCLITE_CSOCK_NAME``, which libpcsclite reads once in
a process; ``conftest.py`` sets it before anybody can have asked.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from smartcard.scard import (
    SCARD_E_NO_READERS_AVAILABLE,
    SCARD_E_TIMEOUT,
    SCARD_S_SUCCESS,
    SCARD_SCOPE_SYSTEM,
    SCARD_STATE_EMPTY,
    SCARD_STATE_MUTE,
    SCARD_STATE_PRESENT,
    SCARD_STATE_UNAWARE,
    SCardEstablishContext,
    SCardGetErrorMessage,
    SCardGetStatusChange,
    SCardListReaders,
    SCardReleaseContext,
)

from kiosk.emulator.virtual_card import VirtualCard
from kiosk.emulator.vpcd import VpcdLink

SOCKET = Path(tempfile.gettempdir()) / f"pcscd-of-{os.getpid()}.comm"
DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
READERS = ("Virtual PCD 00 00", "Virtual PCD 00 01")
PATIENCE_MS = 15_000
"""How long an event may take before the test fails. Nothing waits this long."""


def missing_programs(*names: str) -> list[str]:
    """Which of pcscd, its vpcd driver and ``names`` this machine lacks."""
    lacking = [name for name in ("pcscd", *names) if shutil.which(name) is None]
    return lacking + ([] if DRIVER.exists() else ["vsmartcard-vpcd"])


class CardService:
    """The card service of one test: start it, stop it, kill it, put cards on it.

    ``links`` are the cards that lie on its slots. Use it in a ``with`` block; cards
    and daemon are gone when the block ends.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0
        self.links: dict[int, VpcdLink] = {}

    @property
    def port(self) -> int:
        """TCP port of slot 0; slot 1 has the next one."""
        return self._port

    def start(self, *, plugged: bool = True) -> None:
        """Start pcscd and return when it has both readers; not ``plugged``, none."""
        if self._process is not None:
            return
        if not self._port:
            self._port = _two_free_ports()
        config = self._folder / "reader.conf.d"
        config.mkdir(exist_ok=True)
        (config / "vpcd").write_text(_reader(self._port) if plugged else "")
        log = self._folder / "pcscd.log"
        self._process = _launch(config, log)
        if _readers() != (set(READERS) if plugged else set()):
            self.kill()
            raise RuntimeError(f"no virtual reader; pcscd says:\n{log.read_text()}")

    def stop(self) -> None:
        """End pcscd as an administrator would."""
        self._end(kill=False)

    def kill(self) -> None:
        """End pcscd as a crash would."""
        self._end(kill=True)

    def insert(self, card: VirtualCard, slot: int = 0) -> VpcdLink:
        """Lay a card on a slot; returns when pcscd has seen it."""
        link = self.lay(card, slot)
        self.wait_until(SCARD_STATE_PRESENT, slot)
        return link

    def lay(self, card: VirtualCard, slot: int = 0) -> VpcdLink:
        """Lay a card on a slot and do not wait for anybody to notice."""
        link = VpcdLink(card, port=self._port + slot)
        link.start()
        self.links[slot] = link
        return link

    def take(self, slot: int = 0) -> None:
        """Lift the card from a slot; returns when pcscd has seen it go."""
        self.links.pop(slot).stop()
        self.wait_until(SCARD_STATE_EMPTY, slot)

    @contextmanager
    def inserted(self, card: VirtualCard, slot: int = 0) -> Iterator[VpcdLink]:
        """A card that lies on the slot for the length of a ``with`` block."""
        link = self.insert(card, slot)
        try:
            yield link
        finally:
            if self.links.get(slot) is link:
                self.take(slot)

    def wait_until(self, state: int, slot: int = 0) -> None:
        """Until the reader reports a ``SCARD_STATE_`` bit. Fails, never hangs."""
        with _context() as context:
            known = SCARD_STATE_UNAWARE
            while True:
                status, states = SCardGetStatusChange(
                    context, PATIENCE_MS, [(READERS[slot], known)]
                )
                if status == SCARD_E_TIMEOUT:
                    raise AssertionError(f"{READERS[slot]}: no state {state:#x}")
                _expect_success(status)
                known = states[0][1]
                if known & state and not known & SCARD_STATE_MUTE:
                    return

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        for link in self.links.values():
            link.stop()
        self.links.clear()
        self.stop()

    def _end(self, *, kill: bool) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        SOCKET.unlink(missing_ok=True)
        if kill:
            process.kill()
        else:
            process.terminate()
        process.wait(PATIENCE_MS / 1000)


def _launch(config: Path, log: Path) -> subprocess.Popen[bytes]:
    SOCKET.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listener, log.open("wb") as output:
        listener.bind(str(SOCKET))
        listener.listen()
        # systemd's protocol: the first socket is descriptor 3, and LISTEN_PID is
        # the daemon itself, which only a shell that becomes it can know. (bash:
        # Debian's sh cannot redirect descriptors of two digits.)
        script = f'export LISTEN_FDS=1 LISTEN_PID=$$; exec "$@" 3<&{listener.fileno()}'
        command = ["pcscd", "--foreground", "--info", "--config", str(config)]
        return subprocess.Popen(
            ["/bin/bash", "-c", script, "bash", *command],
            pass_fds=[listener.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )


def _reader(port: int) -> str:
    """What pcscd is told of vpcd."""
    return (
        'FRIENDLYNAME "Virtual PCD"\n'
        f"DEVICENAME /dev/null:{port:#x}\n"
        f"LIBPATH {DRIVER}\n"
        f"CHANNELID {port:#x}\n"
    )


def _readers() -> set[str] | None:
    """The names of all; None when the service does not say."""
    status, context = SCardEstablishContext(SCARD_SCOPE_SYSTEM)
    if status != SCARD_S_SUCCESS:
        return None
    status, readers = SCardListReaders(context, [])
    SCardReleaseContext(context)
    if status == SCARD_E_NO_READERS_AVAILABLE:
        return set()
    return set(readers) if status == SCARD_S_SUCCESS else None


def _two_free_ports() -> int:
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("", port + 1))
            except (OSError, OverflowError):
                continue
            return port


@contextmanager
def _context() -> Iterator[int]:
    status, context = SCardEstablishContext(SCARD_SCOPE_SYSTEM)
    _expect_success(status)
    try:
        yield context
    finally:
        SCardReleaseContext(context)


def _expect_success(status: int) -> None:
    if status != SCARD_S_SUCCESS:
        raise RuntimeError(SCardGetErrorMessage(status))
