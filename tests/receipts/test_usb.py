"""Which of the printers that the kernel knows it is; and what is no serial port."""

from functools import partial
from pathlib import Path

import pytest

from kiosk.printers.faults import PrinterError, PrinterFault
from kiosk.receipts.device_wire import serial_wire, usb_printers, usb_wire
from kiosk.receipts.escpos_printer import EscposPrinter
from tests.receipts.box import Box, attached
from tests.receipts.test_conversation import CALM, SMALL


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """As in ``/sys``: the class, and behind each printer's interface its device."""
    folder = tmp_path / "usbmisc"
    folder.mkdir()
    for name, numbers in {
        "lp0": ("04b8", "0e15", "J7AF012345"),
        "lp1": ("0519", "0003", None),
        "lp2": ("04b8", "0e15", "J7AF099999"),
    }.items():
        interface = tmp_path / "devices" / name / "1-1:1.0"
        interface.mkdir(parents=True)
        for file, content in zip(
            ("idVendor", "idProduct", "serial"), numbers, strict=True
        ):
            if content:
                (interface.parent / file).write_text(f"{content}\n")
        (folder / name).mkdir()
        (folder / name / "device").symlink_to(interface)
    return folder


def test_all_of_them(known: Path) -> None:
    assert usb_printers(known) == {
        "lp0": "04b8:0e15:J7AF012345",
        "lp1": "0519:0003",
        "lp2": "04b8:0e15:J7AF099999",
    }


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        (None, "lp0"),
        ("04b8:0e15", "lp0"),
        ("0519:0003", "lp1"),
        ("04b8:0e15:J7AF099999", "lp2"),
    ],
)
def test_the_one_that_is_wanted(
    wanted: str | None, name: str, known: Path, tmp_path: Path
) -> None:
    box = Box()
    with attached(box) as path:
        (tmp_path / name).symlink_to(path)
        EscposPrinter(partial(usb_wire, wanted, known, tmp_path), CALM).print(SMALL)
    assert len(box.papers) == 1


@pytest.mark.parametrize("wanted", ["04b", "04b8:0e1", "04b8:0e15:J7AF0", "1:2"])
def test_one_that_is_not_there(wanted: str, known: Path, tmp_path: Path) -> None:
    with pytest.raises(PrinterError) as failed:
        usb_wire(wanted, known, tmp_path)
    assert (failed.value.fault, failed.value.begun) == (PrinterFault.ABSENT, False)


def test_none_at_all(tmp_path: Path) -> None:
    with pytest.raises(PrinterError) as failed:
        usb_wire(None, tmp_path / "absent")
    assert failed.value.fault is PrinterFault.ABSENT


def test_a_file_is_no_serial_port(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(PrinterError) as failed:
        serial_wire(path, 9600, "hardware")
    assert failed.value.fault is PrinterFault.UNWRITABLE
