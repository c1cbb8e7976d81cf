"""The only way to a residence card. What is not allowed here is never sent.

A command passes only if it has exactly one of the forms below and fits what went
before: a file is read where it lies, a nonce is answered at once, and the card number
is sent once in the life of a door, encrypted, after the card has proved that it knows
it. Commands that change a card have no form here.
"""

import re
from collections.abc import Mapping
from typing import Final

from kiosk.card.apdu import Response, Status
from kiosk.card.desk import Connection
from kiosk.card.door import ForbiddenCommand
from kiosk.card.residence.agreement import NONCE_BYTES, PROOF_BYTES
from kiosk.card.residence.apdu import split
from kiosk.card.residence.files import Application, ResidenceFile

_APPLICATIONS: Final[Mapping[bytes, Application]] = {
    bytes.fromhex("00A4040C10") + application.value: application
    for application in Application
    if application is not Application.MAIN
}
_SHORT_ID: Final = b"\x80"
_FILES: Final = frozenset(
    (file.application, bytes([0x80 | file.short_id])) for file in ResidenceFile
)
_SELECT: Final = bytes.fromhex("00A4")
_GET_CHALLENGE: Final = bytes.fromhex("0084000008")
_MUTUAL_AUTHENTICATE: Final = bytes.fromhex("0082000028")
_MUTUAL_AUTHENTICATE_LENGTH: Final = len(_MUTUAL_AUTHENTICATE) + PROOF_BYTES + 1
_VERIFY: Final = bytes.fromhex("0820008613861101")
_VERIFY_LENGTH: Final = len(_VERIFY) + 16
_READ: Final = re.compile(rb"\x00\xB0(?P<p1>.).(?:.|\x00..)", re.DOTALL)
"""With a short length, or an extended one."""
_READ_SECURED: Final = re.compile(
    rb"\x08\xB0(?P<p1>.).(?:\x04\x96\x02..\x00|\x00\x00\x04\x96\x02..\x00\x00)",
    re.DOTALL,
)


class ResidenceDoor:
    """Lets allowed commands through to one connection that was just powered up, and
    keeps track of it.

    ``application`` is what is current for certain, None after any answer that leaves
    it in doubt; ``has_file`` is whether a file in it is. ``has_session`` is whether
    the card holds a session key.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.application: Application | None = Application.MAIN
        self.has_file = False
        self.has_session = False
        self._has_nonce = False
        self._may_verify = False
        self._has_verified = False

    def send(self, command: bytearray) -> Response:
        """Send one command.

        Raises:
            ForbiddenCommand: it is not allowed now; nothing was sent.
            CardError: there is no answer, or none that can be understood.
        """
        octets = bytes(command)
        if not self._allows(octets):
            raise ForbiddenCommand
        application, had_session = self.application, self.has_session
        self._forget()
        self._has_verified = self._has_verified or octets.startswith(_VERIFY)
        response = split(self._connection.transmit(command))
        if not octets.startswith(_SELECT):
            self.application = application
        if not octets.startswith(_MUTUAL_AUTHENTICATE):
            self.has_session = had_session
        if response.status == Status.OK:
            self._learn(octets, response)
        return response

    def close(self) -> None:
        """Power the card down."""
        self._forget()
        self._connection.close()

    def _forget(self) -> None:
        """Nothing is certain until the card has answered."""
        self.application = None
        self.has_file = self.has_session = False
        self._has_nonce = self._may_verify = False

    def _learn(self, command: bytes, response: Response) -> None:
        """What is true once an allowed command has been obeyed."""
        if command in _APPLICATIONS:
            self.application = _APPLICATIONS[command]
        elif command == _GET_CHALLENGE:
            self._has_nonce = len(response.data) == NONCE_BYTES
        elif command.startswith(_MUTUAL_AUTHENTICATE):
            self.has_session = self._may_verify = True
        else:
            self.has_file = not command.startswith(_VERIFY)

    def _allows(self, command: bytes) -> bool:
        if command in _APPLICATIONS or command == _GET_CHALLENGE:
            return True
        if command.startswith(_MUTUAL_AUTHENTICATE):
            return self._has_nonce and _is_mutual_authentication(command)
        if command.startswith(_VERIFY):
            is_first = self._may_verify and not self._has_verified
            return is_first and len(command) == _VERIFY_LENGTH
        if secured := _READ_SECURED.fullmatch(command):
            return self.has_session and self._reaches_a_file(secured["p1"])
        if plain := _READ.fullmatch(command):
            is_open = self.application is not Application.PICTURES
            return is_open and self._reaches_a_file(plain["p1"])
        return False

    def _reaches_a_file(self, p1: bytes) -> bool:
        if p1 < _SHORT_ID:
            return self.has_file
        return (self.application, p1) in _FILES


def _is_mutual_authentication(command: bytes) -> bool:
    return len(command) == _MUTUAL_AUTHENTICATE_LENGTH and command[-1] == 0
