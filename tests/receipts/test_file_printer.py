"""A plain file, a full or locked disk; and a pipe, behind which nobody can answer."""

import os
import resource
import signal
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

from kiosk.printers.faults import PrinterError, PrinterFault, from_system
from kiosk.receipts.conversation import Patience
from kiosk.receipts.file_printer import FilePrinter, is_device
from kiosk.receipts.job import job
from tests.receipts.papers import auth_id, drawn, printed, receipt

PAPER = drawn(receipt(language="ja", steps=()), 58)
JOB = job(PAPER)


PATIENCE = Patience(paper=5, answer=0.1, look=0.05)


def error_of(path: Path, data: bytes = JOB) -> PrinterError:
    with pytest.raises(PrinterError) as failed:
        FilePrinter(path, PATIENCE).print(data)
    assert auth_id(1)[:4] not in str(failed.value)
    return failed.value


def fault_of(path: Path) -> PrinterFault:
    error = error_of(path)
    assert not error.begun
    return error.fault


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """The system refuses to let a file grow beyond this, in the middle of a write."""
    _, hard = limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignored)


def test_papers_are_added_one_behind_the_other(tmp_path: Path) -> None:
    path = tmp_path / "new" / "receipts.bin"
    for _ in range(2):
        FilePrinter(path).print(JOB)
    assert path.read_bytes() == JOB * 2
    assert [each.tobytes() for each in printed(path.read_bytes())] == [
        PAPER.tobytes()
    ] * 2


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "receipts.bin"
    FilePrinter(path).print(JOB)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("room", [0, 1, 1000, len(JOB) // 2, len(JOB) - 1])
def test_half_a_paper_is_taken_back(tmp_path: Path, room: int) -> None:
    path = tmp_path / "receipts.bin"
    FilePrinter(path).print(JOB)
    with largest_file(len(JOB) + room):
        assert fault_of(path) is PrinterFault.FULL
    assert path.read_bytes() == JOB
    FilePrinter(path).print(JOB)
    assert path.read_bytes() == JOB * 2


def test_a_disk_that_fails_while_it_saves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "receipts.bin"
    path.write_bytes(b"before")

    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    assert fault_of(path) is PrinterFault.INTERRUPTED
    assert path.read_bytes() == b"before"


def test_a_full_device() -> None:
    assert fault_of(Path("/dev/full")) is PrinterFault.FULL


def test_a_device_that_is_not_there_is_not_made() -> None:
    path = Path("/dev/madoguchi-test-printer")
    assert fault_of(path) is PrinterFault.ABSENT
    assert not path.exists()


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    assert fault_of(tmp_path) is PrinterFault.UNWRITABLE


def test_a_file_in_the_place_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert fault_of(tmp_path / "file" / "receipts.bin") is PrinterFault.UNWRITABLE


def test_a_folder_that_may_not_be_written_to() -> None:
    """In /sys nobody makes files, not even root."""
    assert fault_of(Path("/sys/receipts.bin")) is PrinterFault.UNWRITABLE


@pytest.mark.parametrize("code", [1, 13, 30])
def test_refusals_of_the_system(code: int) -> None:
    assert from_system(OSError(code, "/secret/path")).fault is PrinterFault.UNWRITABLE
    assert "secret" not in str(from_system(OSError(code, "/secret/path")))


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """A device that takes bytes as a reader takes them from it."""
    path = tmp_path / "lp0"
    os.mkfifo(path)
    return path


def test_a_device_that_is_switched_off(pipe: Path) -> None:
    assert fault_of(pipe) is PrinterFault.ABSENT


def test_a_device_takes_the_paper_as_fast_as_it_can(pipe: Path) -> None:
    """What became of the paper, it cannot say."""
    got: list[bytes] = []
    with reading(pipe, len(JOB), got):
        error = error_of(pipe)
    assert (error.fault, error.begun) == (PrinterFault.UNCONFIRMED, True)
    assert b"".join(got) == JOB


def test_a_device_out_of_paper(pipe: Path) -> None:
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    begun = monotonic()
    with pytest.raises(PrinterError) as failed:
        FilePrinter(pipe, Patience(paper=0.2, look=0.05)).print(bytes(576 * 500))
    os.close(reader)
    error = failed.value
    assert (error.fault, error.begun) == (PrinterFault.TIMEOUT, True)
    assert monotonic() - begun < 5


def test_a_device_pulled_out(pipe: Path) -> None:
    with reading(pipe, 3000, []):
        error = error_of(pipe, bytes(576 * 500))
    assert (error.fault, error.begun) == (PrinterFault.INTERRUPTED, True)


def test_what_is_a_device(tmp_path: Path, pipe: Path) -> None:
    (tmp_path / "file").touch()
    assert is_device(pipe)
    assert is_device(Path("/dev/usb/lp9"))
    assert not is_device(tmp_path)
    assert not is_device(tmp_path / "file")
    assert not is_device(tmp_path / "absent")


@contextmanager
def reading(pipe: Path, count: int, got: list[bytes]) -> Iterator[None]:
    """Somebody takes so many bytes from it, in small parts."""
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(reader, True)
    thread = threading.Thread(target=lambda: got.extend(_slices(reader, count)))
    thread.start()
    yield
    thread.join(10)
    assert not thread.is_alive()


def _slices(reader: int, count: int) -> Iterator[bytes]:
    """So many bytes in small parts; then the reading end is closed."""
    while count > 0:
        part = os.read(reader, min(count, 1024))
        count -= len(part)
        yield part
    os.close(reader)
