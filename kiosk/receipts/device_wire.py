"""To a receipt printer behind a device file: USB, serial port, or whatever it is."""

import os
import stat
import termios
import tty
from contextlib import suppress
from pathlib import Path
from typing import Final

from kiosk.printers.faults import PrinterError, PrinterFault, from_system
from kiosk.receipts.wire import Wire

USB_CLASS: Final = Path("/sys/class/usbmisc")
USB_DEVICES: Final = Path("/dev/usb")

_SPEED: Final = 4, 5
"""Where termios keeps them."""


def device_wire(path: Path) -> Wire:
    """The device, both ways if it has two. A serial port keeps its speed.

    Raises:
        PrinterError: it cannot be opened; absent when it is not there.
    """
    file = _opened(path)
    if os.isatty(file):
        tty.setraw(file)
    return _wire(file)


def serial_wire(path: Path, baud: int, flow: str) -> Wire:
    """A serial port of 8 bits without parity, which holds back what the printer has
    no room for: ``flow`` is ``hardware`` (RTS/CTS) or ``software`` (XON/XOFF).

    Raises:
        PrinterError: it cannot be opened, or is no serial port.
    """
    file = _opened(path)
    try:
        _set_up(file, baud, flow)
    except (OSError, termios.error):
        os.close(file)
        raise PrinterError(PrinterFault.UNWRITABLE, "no serial port") from None
    return _wire(file)


def usb_wire(
    wanted: str | None, known: Path = USB_CLASS, devices: Path = USB_DEVICES
) -> Wire:
    """The printer of the kernel's usblp driver with these numbers (``04b8:0e15``, as
    ``lsusb`` shows them; a serial number may follow behind a colon), or the first.

    Raises:
        PrinterError: it is not there, or cannot be opened.
    """
    for name, numbers in usb_printers(known).items():
        if wanted is None or f"{numbers}:".startswith(f"{wanted}:"):
            return device_wire(devices / name)
    raise PrinterError(PrinterFault.ABSENT)


def usb_printers(known: Path = USB_CLASS) -> dict[str, str]:
    """Every USB printer: the name of its device file, and its numbers."""
    return {
        each.name: _numbers(each / "device" / "..")
        for each in sorted(known.glob("lp*"))
    }


def _numbers(device: Path) -> str:
    parts = []
    for name in ("idVendor", "idProduct", "serial"):
        with suppress(OSError):
            parts.append((device / name).read_text().strip())
    return ":".join(parts)


def _opened(path: Path) -> int:
    flags = os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    try:
        # A pipe that is read and written by the same one answers itself.
        if path.is_fifo():
            return os.open(path, os.O_WRONLY | flags)
        return os.open(path, os.O_RDWR | flags)
    except OSError as error:
        raise from_system(error, PrinterFault.ABSENT) from None


def _wire(file: int) -> Wire:
    hears = not stat.S_ISFIFO(os.fstat(file).st_mode)

    def close(well: bool) -> None:
        if not well:
            with suppress(OSError, termios.error):
                termios.tcflush(file, termios.TCIOFLUSH)
        os.close(file)

    return Wire(file, hears=hears, ends=False, close=close)


def _set_up(file: int, baud: int, flow: str) -> None:
    tty.setraw(file)
    mode = termios.tcgetattr(file)
    mode[tty.IFLAG] &= ~(termios.IXON | termios.IXOFF)
    mode[tty.CFLAG] &= ~(termios.CRTSCTS | termios.PARENB | termios.CSTOPB)
    mode[tty.CFLAG] |= termios.CLOCAL | termios.CREAD
    if flow == "software":
        mode[tty.IFLAG] |= termios.IXON
    else:
        mode[tty.CFLAG] |= termios.CRTSCTS
    for place in _SPEED:
        mode[place] = getattr(termios, f"B{baud}")
    termios.tcsetattr(file, termios.TCSAFLUSH, mode)
