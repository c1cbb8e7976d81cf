"""To a receipt printer in the network that takes raw bytes, as most do on port 9100."""

import socket
import struct
from typing import Final

from kiosk.printers.faults import PrinterError, PrinterFault
from kiosk.receipts.wire import Wire

CONNECT_SECONDS: Final = 3.0
_AT_ONCE: Final = struct.pack("ii", 1, 0)


def network_wire(host: str, port: int, connect: float = CONNECT_SECONDS) -> Wire:
    """A connection of its own. ``connect``: seconds in which it must come about.

    Raises:
        PrinterError: absent.
    """
    try:
        connection = socket.create_connection((host, port), connect)
    # A host name that cannot be one is refused with a UnicodeError.
    except (OSError, UnicodeError):
        raise PrinterError(PrinterFault.ABSENT) from None
    connection.setblocking(False)
    # Questions are short, and their answers waited for.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(well: bool) -> None:
        if not well:
            # Or the system goes on sending, and half a paper with an ID on it comes
            # out when somebody puts in a new roll.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        connection.close()

    return Wire(connection.fileno(), hears=True, ends=True, close=close)
