"""How are the printers, and what is to be done to them? They are asked themselves."""

import os
from pathlib import Path
from typing import Final

from kiosk.clerks.parts import FILE, NEAR_END, WELL
from kiosk.commands.finding import Finding, State, bad, ok, warning
from kiosk.commands.language import Say
from kiosk.commands.printers import LOCK, escpos_printer
from kiosk.config import Config
from kiosk.config.models import OnePrinter
from kiosk.message import say
from kiosk.printers.cups import SERVER, Queue
from kiosk.printers.faults import PrinterError, PrinterFault
from kiosk.printers.ipptool import NO_IPPTOOL
from kiosk.receipts.file_printer import is_device

_MUTE: Final = str(PrinterFault.UNCONFIRMED)
_STATES: Final = {
    WELL: State.OK,
    FILE: State.OK,
    NEAR_END: State.WARNING,
    _MUTE: State.WARNING,
}


def printers(config: Config, tell: Say, server: str = SERVER) -> list[Finding]:
    """One finding for each printer, those of receipts in their order, then that of
    sheets if it is one. ``server``: where CUPS is.
    """
    if config.printer.kind == "none":
        what, do = say("printer.none"), say("printer.none.do")
        found = [warning("printer", tell(what), tell(do))]
    else:
        found = [
            _finding(
                _part(number),
                _where(own),
                _condition(own, server, config.data_folder / LOCK),
                tell,
            )
            for number, own in enumerate(config.printer.in_order, start=1)
        ]
    queue, found = config.sheets.queue, _relieved(found)
    if config.sheets.kind == "cups" and queue:
        found.append(_finding("sheets", queue, _of_queue(queue, server), tell))
    return found


def conditions(config: Config, server: str = SERVER) -> tuple[str, ...]:
    """How each printer of receipts is, in their order: a fault, or how well it is."""
    return tuple(
        _condition(own, server, config.data_folder / LOCK)
        for own in config.printer.in_order
        if own.kind != "none"
    )


def _relieved(found: list[Finding]) -> list[Finding]:
    """What is bad stops nobody as long as another printer prints."""
    if all(own.state is State.BAD for own in found):
        return found
    return [
        warning(own.part, own.what, own.do) if own.state is State.BAD else own
        for own in found
    ]


def _finding(part: str, where: str, condition: str, tell: Say) -> Finding:
    what = tell(say(f"printer.{condition}", where=where))
    state = _STATES.get(condition, State.BAD)
    if state is State.OK:
        return ok(part, what)
    do = tell(say(f"printer.{condition}.do"))
    return warning(part, what, do) if state is State.WARNING else bad(part, what, do)


def _part(number: int) -> str:
    return "printer" if number == 1 else f"printer {number}"


def _where(own: OnePrinter) -> str:
    match own.kind:
        case "network":
            return f"{own.host}:{own.port}"
        case "usb":
            return f"USB {own.usb}" if own.usb else "USB"
        case "cups":
            return str(own.queue)
    return str(own.path)


def _condition(own: OnePrinter, server: str, lock: Path) -> str:
    if own.kind == "cups":
        return _of_queue(own.queue or "", server)
    if own.kind == "file" and own.path and not is_device(own.path):
        return _of_file(own.path)
    try:
        status = escpos_printer(own, lock).status()
    except PrinterError as error:
        return str(error.fault)
    if status is None:
        return _MUTE
    return str(status.fault or (NEAR_END if status.near_end else WELL))


def _of_queue(queue: str, server: str) -> str:
    try:
        look = Queue(queue, server).look()
    except PrinterError as error:
        if error.detail == NO_IPPTOOL:
            return "no_ipptool"
        return "no_queue" if error.fault is PrinterFault.ABSENT else str(error.fault)
    return str(look.fault or (NEAR_END if look.near_end else WELL))


def _of_file(path: Path) -> str:
    if path.exists():
        writable = path.is_file() and os.access(path, os.W_OK)
        return WELL if writable else str(PrinterFault.UNWRITABLE)
    folder = next(each for each in path.parents if each.exists())
    writable = folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
    return FILE if writable else str(PrinterFault.UNWRITABLE)
