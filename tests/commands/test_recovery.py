"""``kiosk store recovery``: the paper comes out of the printer, and a key of it."""

import stat
import subprocess
from pathlib import Path

import pytest

from kiosk.store.keys import FileKey
from kiosk.store.recovery import on_paper
from tests.commands.program import KIOSK, kiosk
from tests.config.site import SOUND

TYPED = "\n".join(on_paper(bytes(range(32)))) + "\n"


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "kiosk.toml"
    path.write_text(SOUND, encoding="utf-8")
    return path


def restore(file: str | Path, typed: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [KIOSK, "store", "recovery", "restore", file],
        capture_output=True,
        check=False,
        input=typed.encode(),
        timeout=60,
    )


@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_is_printed_and_stands_nowhere_else(settings: Path, language: str) -> None:
    done = kiosk(
        "store", "recovery", "print", "--language", language, "--config", settings
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (settings.parent / "receipts.bin").stat().st_size > 1000


def test_the_pdf_shows_every_line(settings: Path) -> None:
    pdf = settings.parent / "key.pdf"
    command = ("store", "recovery", "print", "--pdf", pdf, "--config", settings)
    assert kiosk(*command).returncode == 0
    assert stat.S_IMODE(pdf.stat().st_mode) == 0o600
    assert pdf.read_bytes().startswith(b"%PDF-")
    again = kiosk(*command)
    assert again.returncode == 1
    assert again.stderr == f"kiosk: {pdf}: File exists\n"


def test_a_key_file_is_made_of_the_paper(tmp_path: Path) -> None:
    path = tmp_path / "key"
    assert restore(path, TYPED).returncode == 0
    assert FileKey(path).load_or_create() == bytes(range(32))
    assert restore(path, TYPED).returncode == 1


def test_a_pipe_takes_the_bytes(tmp_path: Path) -> None:
    done = restore("-", TYPED)
    assert (done.returncode, done.stdout) == (0, bytes(range(32)))


def test_a_misread_line_is_named_and_nothing_made(tmp_path: Path) -> None:
    path = tmp_path / "key"
    lines = TYPED.splitlines()
    lines[2] = lines[2][::-1]
    done = restore(path, "\n".join(lines))
    assert done.returncode == 2
    assert done.stderr.startswith(b"kiosk: line 3 is not as it was printed")
    assert not path.exists()
