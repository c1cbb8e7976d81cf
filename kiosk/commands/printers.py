"""The printers for receipts that the settings name."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from kiosk.config import Config
from kiosk.config.models import OnePrinter
from kiosk.printers.cups import Queue
from kiosk.receipts.conversation import PATIENCE
from kiosk.receipts.cups_printer import CupsPrinter
from kiosk.receipts.device_wire import device_wire, serial_wire, usb_wire
from kiosk.receipts.escpos_printer import EscposPrinter
from kiosk.receipts.file_printer import FilePrinter
from kiosk.receipts.in_turn import in_turn
from kiosk.receipts.network_wire import network_wire
from kiosk.receipts.outlet import Form, Outlet
from kiosk.receipts.wire import Wire

LOCK: Final = "printer.lock"
"""In the folder of the store."""
_BITS_OF_A_BYTE: Final = 10
"""On a serial port: one to begin with, and one to end with."""


def outlets(config: Config) -> list[Outlet]:
    """In the order in which they are tried; none where there is no printer."""
    lock = config.data_folder / LOCK
    return [_outlet(own, lock) for own in config.printer.in_order if own.kind != "none"]


def escpos_printer(own: OnePrinter, lock: Path) -> EscposPrinter:
    """One that understands ESC/POS: any kind but ``cups`` and ``none``. ``lock``: the
    file by which programs wait for each other.
    """
    patience = PATIENCE
    if own.kind == "serial":
        patience = replace(patience, byte=_BITS_OF_A_BYTE / own.baud)
    return EscposPrinter(in_turn(_wire(own), lock), patience)


def _outlet(own: OnePrinter, lock: Path) -> Outlet:
    if own.kind == "cups":
        printer = CupsPrinter(Queue(own.queue or ""))
        return Outlet(printer, own.width_mm, Form.PDF)
    if own.kind == "file":
        return Outlet(FilePrinter(_path(own)), own.width_mm)
    return Outlet(escpos_printer(own, lock), own.width_mm)


def _wire(own: OnePrinter) -> Callable[[], Wire]:
    if own.kind == "network":
        return partial(network_wire, own.host or "", own.port)
    if own.kind == "usb":
        return partial(usb_wire, own.usb)
    if own.kind == "serial":
        return partial(serial_wire, _path(own), own.baud, own.flow)
    return partial(device_wire, _path(own))


def _path(own: OnePrinter) -> Path:
    return own.path or Path()
