"""Where a sheet goes. Real printing: tests/printers."""

import stat
from pathlib import Path

import pytest

from kiosk.printers.cups import Queue
from kiosk.printers.faults import PrinterError, PrinterFault
from kiosk.sheets.printing import CupsSheets, FolderOfSheets, NoSheets


def test_a_folder_gets_one_file_more(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "sheets"
    printer = FolderOfSheets(folder)
    printer.print(b"one")
    printer.print(b"two")
    (folder / "notes.pdf").touch()
    printer.print(b"three")
    assert (folder / "0003.pdf").read_bytes() == b"three"
    assert [path.name for path in sorted(folder.iterdir())][:3] == [
        "0001.pdf",
        "0002.pdf",
        "0003.pdf",
    ]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PrinterError) as failed:
        FolderOfSheets(tmp_path / "file").print(b"%PDF-")
    assert (failed.value.fault, failed.value.begun) == (PrinterFault.UNWRITABLE, False)


def test_a_site_without_a_printer() -> None:
    with pytest.raises(PrinterError) as failed:
        NoSheets().print(b"%PDF-")
    assert (failed.value.fault, failed.value.begun) == (PrinterFault.ABSENT, False)


def test_no_scheduler() -> None:
    with pytest.raises(PrinterError) as failed:
        CupsSheets(Queue("office", "127.0.0.1:9")).print(b"%PDF-")
    assert (failed.value.fault, failed.value.begun) == (PrinterFault.ABSENT, False)
