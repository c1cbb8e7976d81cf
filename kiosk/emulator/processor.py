"""The commands of a My Number card: SELECT, READ BINARY, VERIFY, COMPUTE SIGNATURE.

Answers are those that soltia48/myna-card, jpki/myna and OpenSC measured or expect;
where nobody has measured one, the plain meaning of ISO/IEC 7816-4 is answered.
"""

from collections.abc import Sequence
from typing import Final

from kiosk.emulator.alarms import Alarms
from kiosk.emulator.apdu import SW, Command, Refusal
from kiosk.emulator.filesystem import (
    Application,
    DataFile,
    File,
    KeyFile,
    PinFile,
    Tripwire,
)
from kiosk.emulator.pins import PinVault

_SELECT: Final = 0xA4
_READ_BINARY: Final = 0xB0
_VERIFY: Final = 0x20
_PERFORM_SECURITY_OPERATION: Final = 0x2A
_COMMANDS: Final = {
    (0x00, _SELECT),
    (0x00, _READ_BINARY),
    (0x00, _VERIFY),
    (0x80, _PERFORM_SECURITY_OPERATION),
}

_BY_AID: Final = 0x04
_BY_FILE: Final = 0x02
_NO_FCI: Final = 0x0C
_MAIN_FILE: Final = 0x00
_SHORT_ID: Final = 0x80
_CURRENT: Final = 0x80
_LONGEST_SIGNED: Final = 245
_SIGNATURE_BYTES: Final = 256


class Processor:
    """The state between two commands, and the answer to each."""

    def __init__(
        self,
        applications: Sequence[Application],
        vault: PinVault,
        alarms: Alarms,
        *,
        forgets_on_select: bool = False,
    ) -> None:
        self._applications = applications
        self._vault = vault
        self._alarms = alarms
        self._forgets_on_select = forgets_on_select
        self._application: Application | None = None
        self._file: int | None = None

    def clear(self) -> None:
        """No application and no file are current, as after a reset."""
        self._application = None
        self._file = None

    def answer(self, command: Command) -> bytes:
        """Data of the response.

        Raises:
            Refusal: with any status word but 9000.
        """
        self._check_class(command)
        if command.ins == _SELECT:
            return self._select(command)
        if command.ins == _READ_BINARY:
            return self._read(command)
        if command.ins == _VERIFY:
            return self._verify(command)
        return self._sign(command)

    def _check_class(self, command: Command) -> None:
        cla = command.cla
        if cla >= 0xA0 or 0x20 <= cla < 0x40:
            raise Refusal(SW.UNKNOWN_CLASS)
        if cla & 0x03 or cla & 0x40:
            raise Refusal(SW.CHANNEL_NOT_SUPPORTED)
        if cla & 0x0C:
            in_text = self._application is not None and self._application.name == "text"
            if command.ins == _SELECT or in_text:
                raise Refusal(SW.SECURE_MESSAGING_NOT_SUPPORTED)
            raise Refusal(SW.SECURE_MESSAGING_HERE)
        if cla & 0x10:
            raise Refusal(SW.CHAINING_NOT_SUPPORTED)
        if (cla, command.ins) not in _COMMANDS:
            known = any(ins == command.ins for _, ins in _COMMANDS)
            raise Refusal(SW.UNKNOWN_CLASS if known else SW.UNKNOWN_INSTRUCTION)

    def _select(self, command: Command) -> bytes:
        if command.p1 == _BY_AID:
            return self._select_application(command)
        self._watch(command)
        if command.p1 == _BY_FILE and command.p2 == _NO_FCI:
            self._select_file(command)
            return b""
        if command.p1 == _MAIN_FILE and command.p2 == 0:
            # A card without a main file: nothing to go to, and right after a cold
            # start nothing to stay in either.
            if command.data:
                raise Refusal(SW.NOT_FOUND)
            if self._application is not None:
                return b""
        raise Refusal(SW.WRONG_PARAMETERS)

    def _select_application(self, command: Command) -> bytes:
        if command.p2 not in (0x00, _NO_FCI):
            raise Refusal(SW.WRONG_PARAMETERS)
        if not 1 <= len(command.data) <= 16:
            raise Refusal(SW.WRONG_LENGTH)
        for application in self._applications:
            if application.aid.startswith(command.data):
                break
        else:
            raise Refusal(SW.NOT_FOUND)
        self._application = application
        self._file = None
        if self._forgets_on_select:
            self._vault.forget()
        if command.p2 == _NO_FCI:
            return b""
        name = bytes([0x84, len(application.aid)]) + application.aid
        return bytes([0x6F, len(name)]) + name

    def _select_file(self, command: Command) -> None:
        if self._application is None:
            raise Refusal(SW.NO_CURRENT_FILE)
        if len(command.data) != 2:
            raise Refusal(SW.WRONG_LENGTH)
        file_id = int.from_bytes(command.data, "big")
        self._lookup(self._application, file_id, command)
        self._file = file_id

    def _watch(self, command: Command) -> None:
        """Ring for a tripwire in however odd a SELECT, before its form is judged."""
        file_id = int.from_bytes(command.data, "big")
        if self._application is not None and isinstance(
            self._application.files.get(file_id), Tripwire
        ):
            self._lookup(self._application, file_id, command)

    def _lookup(
        self, application: Application, file_id: int | None, command: Command
    ) -> File:
        file = None if file_id is None else application.files.get(file_id)
        if isinstance(file, Tripwire):
            self._alarms.ring(
                f"{application.name} application, file {file_id:04X} ({file.holds}) "
                f"was touched by instruction {command.ins:02X}"
            )
            file = None
        if file is None:
            raise Refusal(SW.NOT_FOUND)
        return file

    def _addressed(self, command: Command, short_id: int | None) -> File:
        """The file that a short identifier names, or else the current one."""
        if self._application is None:
            raise Refusal(SW.NO_CURRENT_FILE)
        if short_id is not None:
            file_id = self._application.by_short_id(short_id)
            file = self._lookup(self._application, file_id, command)
            self._file = file_id
            return file
        if self._file is None:
            raise Refusal(SW.NO_CURRENT_FILE)
        return self._lookup(self._application, self._file, command)

    def _by_reference(self, command: Command) -> File:
        """VERIFY and COMPUTE SIGNATURE: P2 is 80, or 80 plus a short identifier."""
        if not command.p2 & _SHORT_ID or command.p2 & 0x60:
            raise Refusal(SW.WRONG_PARAMETERS)
        short_id = None if command.p2 == _CURRENT else command.p2 & 0x1F
        return self._addressed(command, short_id)

    def _read(self, command: Command) -> bytes:
        short_id, offset = None, command.p1 << 8 | command.p2
        if command.p1 & _SHORT_ID:
            if command.p1 & 0x60:
                raise Refusal(SW.WRONG_PARAMETERS)
            short_id, offset = command.p1 & 0x1F, command.p2
        file = self._addressed(command, short_id)
        if not isinstance(file, DataFile):
            raise Refusal(SW.WRONG_FILE_KIND)
        if command.data or command.expected is None:
            raise Refusal(SW.WRONG_LENGTH)
        if file.opened_by and not any(map(self._vault.is_verified, file.opened_by)):
            raise Refusal(SW.SECURITY_NOT_SATISFIED)
        if offset >= len(file.content):
            raise Refusal(SW.OFFSET_OUTSIDE_FILE)
        return file.content[offset : offset + command.expected]

    def _verify(self, command: Command) -> bytes:
        if command.p1:
            raise Refusal(SW.WRONG_PARAMETERS)
        file = self._by_reference(command)
        if not isinstance(file, PinFile):
            raise Refusal(SW.WRONG_FILE_KIND)
        if command.expected is not None:
            raise Refusal(SW.WRONG_LENGTH)
        tries = self._vault.tries_left(file.pin)
        if not command.data:
            raise Refusal(SW.TRIES_LEFT | tries)
        if tries == 0:
            raise Refusal(SW.BLOCKED)
        if not self._vault.verify(file.pin, command.data):
            raise Refusal(SW.TRIES_LEFT | self._vault.tries_left(file.pin))
        return b""

    def _sign(self, command: Command) -> bytes:
        if command.p1:
            raise Refusal(SW.WRONG_PARAMETERS)
        file = self._by_reference(command)
        if not isinstance(file, KeyFile):
            raise Refusal(SW.WRONG_FILE_KIND)
        if not self._vault.is_verified(file.opened_by):
            raise Refusal(SW.SECURITY_NOT_SATISFIED)
        if not command.data:
            raise Refusal(SW.WRONG_LENGTH)
        if len(command.data) > _LONGEST_SIGNED:
            raise Refusal(SW.CONDITIONS_NOT_SATISFIED)
        if command.expected is not None and command.expected < _SIGNATURE_BYTES:
            raise Refusal(SW.WRONG_LENGTH)
        return file.sign(command.data)
