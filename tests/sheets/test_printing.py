"""Where sheets go: into a folder, or to a queue with what it is told of the paper."""

import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import pytest

from kiosk.printers.cups import Queue
from kiosk.printers.faults import PrinterError, PrinterFault
from kiosk.sheets.printing import CupsSheets, FolderOfSheets, NoSheets

PDF = b"%PDF-1.7 of nobody"


class Recorder:
    """A queue that takes everything, and is asked what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[bytes, str, Mapping[str, str]]] = []

    def print(
        self,
        content: bytes,
        title: str,
        options: Callable[[frozenset[str]], Mapping[str, str]],
    ) -> None:
        self.told.append((content, title, options(frozenset())))


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
    with pytest.raises(PrinterError) as raised:
        FolderOfSheets(in_the_way).print(PDF)
    assert raised.value.fault is PrinterFault.UNWRITABLE
    assert not raised.value.begun


def test_a_site_without_a_printer_takes_none() -> None:
    with pytest.raises(PrinterError) as raised:
        NoSheets().print(PDF)
    assert raised.value.fault is PrinterFault.ABSENT


def test_a_queue_is_told_of_a4_and_nobodys_name() -> None:
    queue = Recorder()
    CupsSheets(cast(Queue, queue)).print(PDF)
    on_a4 = {"media": "iso_a4_210x297mm", "sides": "one-sided"}
    assert queue.told == [(PDF, "sheet", on_a4)]
