"""The only way to a card. What is not allowed here is never sent.

The individual number (個人番号) may be collected only where 番号法 article 20 lets
one, and this kiosk never may. So it must not depend on the care of whoever calls: a
command passes only if it has exactly one of the forms below, names one of
``files.CardFile`` and fits what is selected. Commands that change a card have no
form here.
"""

from collections.abc import Mapping
from typing import Final

from kiosk.card.apdu import SHA256_PREFIX, Response, Status, split
from kiosk.card.desk import Connection
from kiosk.card.files import Application, CardFile
from kiosk.card.pins import PinKind, has_form

_THROW_AWAY: Final = bytes.fromhex("00A40000")
_APPLICATIONS: Final[Mapping[bytes, Application]] = {
    bytes.fromhex("00A4040C0A") + application.value: application
    for application in Application
}
_FILES: Final[Mapping[tuple[Application | None, bytes], CardFile]] = {
    (
        file.application,
        bytes.fromhex("00A4020C02") + file.identifier.to_bytes(2, "big"),
    ): file
    for file in CardFile
}
_SELECT: Final = bytes.fromhex("00A4")
_READ: Final = bytes.fromhex("00B0")
_READ_LENGTH: Final = 5
_SHORT_IDENTIFIER: Final = 0x80
_VERIFY: Final = bytes.fromhex("00200080")
"""Alone it asks for the tries left; with a length and a PIN it spends one."""
_SIGN: Final = bytes.fromhex("802A008033") + SHA256_PREFIX
_SIGN_LENGTH: Final = len(_SIGN) + 32 + 1


class ForbiddenCommand(Exception):
    """A command that must never be sent was stopped. Says nothing of its content."""

    def __init__(self) -> None:
        super().__init__("a card command that is not allowed was stopped")


class Door:
    """Lets allowed commands through to one connection and keeps track of it.

    ``application`` and ``file`` are what is selected for certain: None after any
    answer that leaves it in doubt. A PIN passes only right after the card has said
    that it has tries left, and once for each time it said so.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.application: Application | None = None
        self.file: CardFile | None = None
        self._may_verify = False

    def send(self, command: bytearray) -> Response:
        """Send one command.

        Raises:
            ForbiddenCommand: it is not allowed now; nothing was sent.
            CardError: there is no answer, or none that can be understood.
        """
        application, file = self._after(command)
        is_verify, is_query = command.startswith(_VERIFY), command == _VERIFY
        self._forget()
        response = split(self._connection.transmit(command))
        tries_left = response.tries_left if is_verify else None
        if response.status == Status.OK or tries_left is not None:
            self.application, self.file = application, file
        self._may_verify = is_query and bool(tries_left)
        return response

    def close(self) -> None:
        """Power the card down."""
        self._forget()
        self._connection.close()

    def _forget(self) -> None:
        self.application = self.file = None
        self._may_verify = False

    def _after(self, command: bytearray) -> tuple[Application | None, CardFile | None]:
        """What is selected once an allowed command has been obeyed."""
        if command.startswith(_SELECT):
            return self._after_select(bytes(command))
        if self.file is not None and self._allows(command, self.file):
            return self.application, self.file
        raise ForbiddenCommand

    def _after_select(
        self, command: bytes
    ) -> tuple[Application | None, CardFile | None]:
        if command == _THROW_AWAY:
            return None, None
        if command in _APPLICATIONS:
            return _APPLICATIONS[command], None
        if (self.application, command) in _FILES:
            return self.application, _FILES[self.application, command]
        raise ForbiddenCommand

    def _allows(self, command: bytearray, file: CardFile) -> bool:
        if file.pin is not None:
            return command == _VERIFY or (
                self._may_verify and _carries_pin(command, file.pin)
            )
        if file.key is not None:
            return (
                len(command) == _SIGN_LENGTH
                and command.startswith(_SIGN)
                and command[-1] == 0
            )
        return (
            len(command) == _READ_LENGTH
            and command.startswith(_READ)
            and command[2] < _SHORT_IDENTIFIER
        )


def _carries_pin(command: bytearray, pin: PinKind) -> bool:
    header = len(_VERIFY) + 1
    if len(command) <= header or not command.startswith(_VERIFY):
        return False
    with memoryview(command)[header:] as codes:
        return command[header - 1] == len(codes) and has_form(pin, codes)
