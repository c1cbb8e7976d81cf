"""``bin/run`` and the lock files: how a newcomer's machine is met.

The scripts run in a copy of the checkout's top with stand-ins for everything they
would install with. The real thing is tried by ``.ci/fresh-root``.
"""

import os
import pty
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
SYSTEM = ("sh", "dirname", "readlink", "cat", "sha256sum", "grep", "awk", "flock")


@dataclass
class Machine:
    """A checkout and a PATH with nothing on it but what is put there."""

    checkout: Path
    programs: Path
    log: Path

    def has(self, name: str, script: str) -> None:
        """A stand-in on the PATH."""
        self._write(self.programs / name, script)

    def has_environment(self) -> None:
        """An interpreter that claims to have installed whatever it was told to."""
        environment = self.checkout / ".venv" / "bin"
        environment.mkdir(parents=True)
        self._write(environment / "python", f'echo "pip $*" >> {self.log}')
        self._write(environment / "kiosk", 'echo "kiosk $*"')

    def run(self, *args: str, cwd: str = "/") -> subprocess.CompletedProcess[str]:
        """``bin/run`` without a terminal."""
        return subprocess.run(
            [self.checkout / "bin" / "run", *args],
            capture_output=True,
            check=False,
            cwd=cwd,
            env={"PATH": str(self.programs)},
            stdin=subprocess.DEVNULL,
            text=True,
        )

    def run_in_terminal(self, *args: str) -> str:
        """``bin/run`` in a terminal; what it showed."""
        master, slave = pty.openpty()
        subprocess.run(
            [self.checkout / "bin" / "run", *args],
            check=True,
            env={"PATH": str(self.programs)},
            stdin=slave,
            stdout=slave,
            stderr=slave,
        )
        shown = os.read(master, 10_000).decode()
        os.close(master)
        os.close(slave)
        return shown

    def installed(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    @staticmethod
    def _write(path: Path, script: str) -> None:
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Everything installed, an ordinary user, Python 3.11, no sudo."""
    checkout, programs = tmp_path / "a checkout", tmp_path / "programs"
    programs.mkdir()
    (checkout / "locales").mkdir(parents=True)
    shutil.copytree(ROOT / "bin", checkout / "bin")
    for name in ("pyproject.toml", *LOCKS):
        shutil.copy(ROOT / name, checkout / name)
    for name in SYSTEM:
        found = shutil.which(name)
        assert found
        (programs / name).symlink_to(found)
    machine = Machine(checkout, programs, tmp_path / "log")
    machine.has("id", "echo 1000")
    machine.has("sudo", "exit 1")
    machine.has("dpkg-query", "echo installed")
    machine.has("python3.11", "exit 0")
    machine.has_environment()
    return machine


def test_what_is_locked_is_installed_by_hash_and_nothing_else(
    machine: Machine,
) -> None:
    done = machine.run("--setup-only")
    assert done.returncode == 0, done.stderr
    version, tools, packages, project = machine.installed()
    assert version == "pip -m pip --version"
    assert "--require-hashes" in tools
    assert packages.endswith(
        f"--require-hashes --no-build-isolation -r {machine.checkout}/requirements.lock"
    )
    assert "--no-deps --no-build-isolation --no-index" in project
    assert done.stdout == ""
    assert done.stderr == "bin/run: setting up Python (once; some minutes)\n"
    names = re.findall(
        r"^(\w+)==", (machine.checkout / ".venv/tools.lock").read_text(), re.MULTILINE
    )
    assert names == ["pip", "setuptools"]


def test_the_second_start_goes_straight_in(machine: Machine) -> None:
    machine.run("--setup-only")
    before = machine.installed()
    assert machine.run_in_terminal("--config", "a b.toml") == (
        "kiosk run --config a b.toml\r\n"
    )
    assert machine.installed() == before


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_is_installed(name: str, machine: Machine) -> None:
    machine.run("--setup-only")
    before = len(machine.installed())
    with (machine.checkout / name).open("a") as file:
        file.write("# changed\n")
    machine.run("--setup-only")
    assert len(machine.installed()) == 2 * before


def test_a_moved_checkout_is_set_up_again(machine: Machine) -> None:
    machine.run("--setup-only")
    before = len(machine.installed())
    machine.checkout = machine.checkout.rename(machine.checkout.with_name("moved"))
    machine.run("--setup-only")
    assert len(machine.installed()) == 2 * before


def test_what_fails_is_tried_again_and_shown(machine: Machine) -> None:
    python = machine.checkout / ".venv/bin/python"
    works = python.read_text()
    python.write_text("#!/bin/sh\necho 'no such hash' >&2; [ \"$3\" = --version ]\n")
    done = machine.run("--setup-only")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-2:] == [
        "no such hash",
        "bin/run: pip failed (see above); is the package index within reach?",
    ]
    python.write_text(works)
    assert machine.run("--setup-only").returncode == 0
    assert machine.installed()


def test_missing_packages_are_one_line_to_type(machine: Machine) -> None:
    machine.has(
        "dpkg-query", "case $4 in swig|gcc) exit 1 ;; *) echo installed ;; esac"
    )
    done = machine.run("--setup-only")
    assert done.returncode == 1
    assert done.stderr == (
        "bin/run: Debian packages are missing; type: sudo apt-get install gcc swig\n"
    )
    assert machine.installed() == []


def test_missing_packages_are_installed_where_sudo_may(machine: Machine) -> None:
    machine.has("dpkg-query", "echo not-installed")
    machine.has("sudo", f'[ "$2" = true ] || echo "sudo $*" >> {machine.log}')
    assert machine.run("--setup-only").returncode == 0
    update, install, *_ = machine.installed()
    assert update == "sudo -n apt-get update -q"
    assert install.startswith("sudo -n env DEBIAN_FRONTEND=noninteractive apt-get ")
    assert " libpcsclite-dev " in install


def test_another_python_is_refused_in_one_line(machine: Machine) -> None:
    machine.has("python3.11", "exit 1")
    machine.has("python3", "exit 1")
    done = machine.run("--setup-only")
    assert done.returncode == 1
    assert done.stderr.startswith("bin/run: Python 3.11 is needed")
    assert done.stderr.count("\n") == 1


def test_without_a_terminal_nothing_is_installed(machine: Machine) -> None:
    done = machine.run()
    assert done.returncode == 1
    assert done.stderr == (
        "bin/run: the kiosk needs a terminal for keys and screen; "
        "start it in one, without pipes\n"
    )
    assert machine.installed() == []


@pytest.mark.parametrize("name", LOCKS)
def test_locks_name_no_package_host(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "==" in text
    assert not re.search(r"://|--index|--extra-index|--find-links|@ ", text)


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes(name: str) -> None:
    text = (ROOT / name).read_text().replace("\\\n", "")
    packages = [line for line in text.splitlines() if re.match(r"[a-z]", line)]
    assert len(packages) > 20
    for package in packages:
        assert re.match(r"[a-z0-9-]+==\S+( +--hash=sha256:[0-9a-f]{64})+", package)


def test_words_are_compiled_when_they_are_new_or_changed(machine: Machine) -> None:
    """In a fresh checkout no catalogue is compiled: the kiosk would have no words."""
    folder = machine.checkout / "locales" / "ja" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    words, compiled = folder / "kiosk.po", folder / "kiosk.mo"
    words.touch()
    pybabel = machine.checkout / ".venv" / "bin" / "pybabel"
    Machine._write(pybabel, f'echo "pybabel $*" >> {machine.log}')

    def compilations() -> int:
        assert machine.run("--setup-only").returncode == 0
        return sum(line.startswith("pybabel") for line in machine.installed())

    assert compilations() == 1
    compiled.touch()
    os.utime(words, (1, 1))
    assert compilations() == 1
    os.utime(words, (2, 2))
    os.utime(compiled, (1, 1))
    assert compilations() == 2
