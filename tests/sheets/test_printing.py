"""Where sheets go: into a folder, or to a queue through a program that stands in."""

import stat
from pathlib import Path

import pytest

from kiosk.sheets import printing
from kiosk.sheets.printing import (
    CupsQueue,
    FolderOfSheets,
    NoSheets,
    SheetsOutOfOrder,
)

PDF = b"%PDF-1.7 of nobody"


def fake_lp(folder: Path, script: str) -> Path:
    """A program in the place of CUPS' own."""
    program = folder / "lp"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    return program


def test_every_sheet_is_a_file_more(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "sheets"
    printer = FolderOfSheets(folder)
    printer.print(PDF)
    (folder / "0007.pdf").write_bytes(b"")
    (folder / "notes.pdf").write_bytes(b"")
    printer.print(PDF + b"2")
    assert sorted(path.name for path in folder.iterdir()) == [
        "0001.pdf",
        "0007.pdf",
        "0008.pdf",
        "notes.pdf",
    ]
    assert (folder / "0008.pdf").read_bytes() == PDF + b"2"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_had(tmp_path: Path) -> None:
    in_the_way = tmp_path / "sheets"
    in_the_way.write_text("")
    with pytest.raises(SheetsOutOfOrder, match=r"^the folder: FileExistsError$"):
        FolderOfSheets(in_the_way).print(PDF)


def test_a_site_without_a_printer_takes_none() -> None:
    with pytest.raises(SheetsOutOfOrder):
        NoSheets().print(PDF)


def test_a_queue_is_given_the_sheet_and_nobodys_name(tmp_path: Path) -> None:
    script = f'cat > {tmp_path}/taken\necho "$@" > {tmp_path}/asked'
    CupsQueue("office", fake_lp(tmp_path, script)).print(PDF)
    assert (tmp_path / "taken").read_bytes() == PDF
    asked = (tmp_path / "asked").read_text().split()
    assert asked == ["-d", "office", "-t", "sheet", "-o", "media=A4", "-"]


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("exit 1", "lp: exit status 1"),
        ("echo nobody has this >&2; exit 3", "lp: exit status 3"),
        ("kill -9 $$", "lp: exit status -9"),
    ],
)
def test_a_queue_that_does_not_take_it(tmp_path: Path, script: str, told: str) -> None:
    with pytest.raises(SheetsOutOfOrder, match=f"^{told}$"):
        CupsQueue("office", fake_lp(tmp_path, script)).print(PDF * 100_000)


def test_a_queue_that_never_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "QUEUE_SECONDS", 0.1)
    with pytest.raises(SheetsOutOfOrder, match=r"^lp: TimeoutExpired$"):
        CupsQueue("office", fake_lp(tmp_path, "exec sleep 60")).print(PDF)


def test_a_machine_without_cups(tmp_path: Path) -> None:
    with pytest.raises(SheetsOutOfOrder, match=r"^lp: FileNotFoundError$"):
        CupsQueue("office", tmp_path / "lp").print(PDF)
