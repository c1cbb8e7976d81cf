"""The key of the store, sealed by a TPM 2: swtpm, one in software, is the chip."""

import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.recovery import on_paper
from tests.commands.program import KIOSK
from tests.deploy.conftest import FILES, program

SEAL = FILES / "usr/local/sbin/madoguchi-seal"
KEY = bytes(range(32))
BOOT_POLICY = "7"
"""The register in which the firmware measures how it starts the system."""


class Tpm:
    """A TPM that listens on a port."""

    def __init__(self, port: int) -> None:
        self.device = f"swtpm:host=127.0.0.1,port={port}"

    def seal(self, key: bytes, file: Path) -> subprocess.CompletedProcess[bytes]:
        how = ["--with-key=tpm2", f"--tpm2-device={self.device}"]
        return run(SEAL, file, *how, f"--tpm2-pcrs={BOOT_POLICY}", given=key)

    def unseal(self, file: Path) -> subprocess.CompletedProcess[bytes]:
        how = ["--name=store-key", f"--tpm2-device={self.device}"]
        return run(program("systemd-creds"), "decrypt", *how, file, "-")

    def measure(self, what: str) -> None:
        """As the firmware does, for each thing that it starts."""
        event = f"{BOOT_POLICY}:sha256={what * 64}"
        done = run(program("tpm2_pcrextend"), "-T", self.device, event)
        assert done.returncode == 0, done.stderr


def run(*command: str | Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command, capture_output=True, check=False, input=given, timeout=60
    )


def free_ports() -> int:
    """The first of two ports in a row that nobody listens on."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port: int = one.getsockname()[1]
            try:
                two.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port


@pytest.fixture
def tpm(tmp_path: Path) -> Iterator[Tpm]:
    program("systemd-creds")
    program("tpm2_pcrextend")
    port = free_ports()
    command = [program("swtpm"), "socket", "--tpm2", "--tpmstate", f"dir={tmp_path}"]
    command += ["--server", f"type=tcp,port={port},bindaddr=127.0.0.1"]
    command += ["--ctrl", f"type=tcp,port={port + 1},bindaddr=127.0.0.1"]
    command += ["--flags", "not-need-init,startup-clear", "--daemon"]
    command += ["--pid", f"file={tmp_path / 'pid'}"]
    subprocess.run(command, check=True, timeout=60)
    own = Tpm(port)
    own.measure("1")
    yield own
    subprocess.run(["kill", (tmp_path / "pid").read_text().strip()], check=True)


def test_what_was_sealed_is_unsealed_by_the_same_machine(
    tpm: Tpm, tmp_path: Path
) -> None:
    file = tmp_path / "store-key.cred"
    done = tpm.seal(KEY, file)
    assert done.returncode == 0, done.stderr
    assert file.stat().st_mode & 0o777 == 0o600
    assert KEY not in file.read_bytes()
    assert tpm.unseal(file).stdout == KEY


def test_another_system_on_the_same_machine_gets_nothing(
    tpm: Tpm, tmp_path: Path
) -> None:
    file = tmp_path / "store-key.cred"
    tpm.seal(KEY, file)
    tpm.measure("2")
    done = tpm.unseal(file)
    assert (done.returncode != 0, done.stdout) == (True, b"")


def test_the_paper_seals_it_anew(tpm: Tpm, tmp_path: Path) -> None:
    file = tmp_path / "store-key.cred"
    tpm.seal(KEY, file)
    tpm.measure("2")
    typed = "\n".join(on_paper(KEY)).encode() + b"\n"
    key = run(KIOSK, "store", "recovery", "restore", "-", given=typed).stdout
    assert tpm.seal(key, file).returncode == 0
    assert tpm.unseal(file).stdout == KEY


def test_a_seal_that_fails_leaves_the_old_one(tpm: Tpm, tmp_path: Path) -> None:
    file = tmp_path / "store-key.cred"
    tpm.seal(KEY, file)
    before = file.read_bytes()
    nowhere = "--tpm2-device=swtpm:host=127.0.0.1,port=9"
    done = run(SEAL, file, "--with-key=tpm2", nowhere, given=KEY)
    assert done.returncode != 0
    assert file.read_bytes() == before
    assert not file.with_name(f"{file.name}.new").exists()
