"""The five commands of a residence card.

Answers are those of 在留カード等仕様書 (Ver 1.5) 4.2, which the second generation
shares; where it is silent, ``Behaviour`` says.
"""

import hmac
import os
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from kiosk.emulator.apdu import SW, Command, Refusal
from kiosk.emulator.residence.behaviour import Behaviour
from kiosk.emulator.residence.contents import MAIN, Folder
from kiosk.emulator.residence.crypto import (
    KEY,
    MAC,
    NONCE,
    CardCipher,
    base_key,
    session_key,
)
from kiosk.emulator.residence.tlv import tlv

Random = Callable[[int], bytes]

_SELECT: Final = 0xA4
_GET_CHALLENGE: Final = 0x84
_MUTUAL_AUTHENTICATE: Final = 0x82
_VERIFY: Final = 0x20
_READ_BINARY: Final = 0xB0
_MAIN_FILE: Final = bytes.fromhex("3F00")
_PICTURES: Final = 1
"""Place of the folder whose files are read under secure messaging only."""
_PROOF: Final = 2 * NONCE + KEY + MAC
_SECURED: Final = 0x08
_MISMATCH: Final = 0x6300
_NUMBER_HEADER: Final = bytes.fromhex("861101")
_NUMBER_REFERENCE: Final = 0x86
_WANTED: Final = 0x96
_LONGEST_NAME: Final = 16


class Place(NamedTuple):
    """A folder and a file in it."""

    folder: Folder
    short_id: int


class Processor:
    """The state between two commands, and the answer to each."""

    def __init__(
        self,
        folders: Sequence[Folder],
        cipher: CardCipher,
        number: bytes,
        behaviour: Behaviour,
        random: Random = os.urandom,
    ) -> None:
        self._folders = folders
        self._cipher = cipher
        self._number = number
        self._behaviour = behaviour
        self._random = random
        self._commands: dict[int, Callable[[Command], bytes]] = {
            _SELECT: self._select,
            _GET_CHALLENGE: self._get_challenge,
            _MUTUAL_AUTHENTICATE: self._mutual_authenticate,
            _VERIFY: self._verify,
            _READ_BINARY: self._read,
        }
        self.clear()

    def clear(self) -> None:
        """As after power-on: the main folder, no session, no rights."""
        self._folder = self._folders[0]
        self._file: Place | None = None
        self._nonce: bytes | None = None
        self._forget()

    def answer(self, command: Command) -> bytes:
        """Data of the response.

        Raises:
            Refusal: with any status word but 9000.
        """
        if command.ins != _MUTUAL_AUTHENTICATE:
            self._nonce = None
        self._check_class(command)
        return self._commands[command.ins](command)

    def _check_class(self, command: Command) -> None:
        if command.cla & 0xE0:
            raise Refusal(SW.UNKNOWN_CLASS)
        if command.cla & 0x03:
            raise Refusal(SW.CHANNEL_NOT_SUPPORTED)
        if command.ins not in self._commands:
            raise Refusal(SW.UNKNOWN_INSTRUCTION)
        if command.cla not in (0x00, _SECURED):
            raise Refusal(SW.SECURE_MESSAGING_NOT_SUPPORTED)
        if command.cla and command.ins not in (_VERIFY, _READ_BINARY):
            raise Refusal(SW.SECURE_MESSAGING_NOT_SUPPORTED)

    def _forget(self) -> None:
        self._session: bytes | None = None
        self._has_rights = False

    def _select(self, command: Command) -> bytes:
        if (command.p1, command.p2) == (0x00, 0x00):
            if command.data != _MAIN_FILE:
                raise Refusal(SW.NOT_FOUND)
            self._enter(self._folders[0])
        elif (command.p1, command.p2) == (0x04, 0x0C):
            self._enter(self._named(command.data))
        else:
            raise Refusal(SW.WRONG_PARAMETERS)
        return b""

    def _named(self, name: bytes) -> Folder:
        if not 1 <= len(name) <= _LONGEST_NAME:
            raise Refusal(SW.WRONG_LENGTH)
        for folder in self._folders:
            if folder.name != MAIN and folder.name == name:
                return folder
        raise Refusal(SW.NOT_FOUND)

    def _enter(self, folder: Folder) -> None:
        self._folder = folder
        self._file = None
        if self._behaviour.forgets_on_select:
            self._forget()

    def _get_challenge(self, command: Command) -> bytes:
        if command.p1 or command.p2:
            raise Refusal(SW.WRONG_PARAMETERS)
        if command.data or command.expected != NONCE:
            raise Refusal(SW.WRONG_LENGTH)
        self._nonce = self._random(NONCE)
        return self._nonce

    def _mutual_authenticate(self, command: Command) -> bytes:
        nonce, self._nonce = self._nonce, None
        if len(command.data) != _PROOF:
            raise Refusal(SW.WRONG_LENGTH)
        if nonce is None or command.p1 or command.p2:
            raise Refusal(SW.CONDITIONS_NOT_SATISFIED)
        self._session = None
        if self._behaviour.forgets_on_agreement:
            self._has_rights = False
        key = base_key(self._number)
        encrypted, mac = command.data[:-MAC], command.data[-MAC:]
        if not hmac.compare_digest(self._cipher.mac(key, encrypted), mac):
            raise Refusal(_MISMATCH)
        plain = self._cipher.decrypt(key, encrypted)
        theirs, own, share = plain[:NONCE], plain[NONCE:-KEY], plain[-KEY:]
        if own != nonce:
            raise Refusal(_MISMATCH)
        mine = self._random(KEY)
        self._session = session_key(share, mine)
        answer = self._cipher.encrypt(key, nonce + theirs + mine)
        return answer + self._cipher.mac(key, answer)

    def _verify(self, command: Command) -> bytes:
        if (command.p1, command.p2) != (0, _NUMBER_REFERENCE):
            raise Refusal(SW.WRONG_PARAMETERS)
        self._has_rights = False
        if not command.cla:
            raise Refusal(self._behaviour.plain_verify)
        key = self._session_or_refuse()
        cryptogram = command.data[len(_NUMBER_HEADER) :]
        if not command.data.startswith(_NUMBER_HEADER) or len(cryptogram) != KEY:
            raise Refusal(self._behaviour.wrong_object)
        given = self._cipher.decrypt(key, cryptogram)
        if not hmac.compare_digest(given, self._number + b"\x80\0\0\0"):
            raise Refusal(_MISMATCH)
        self._has_rights = True
        return b""

    def _read(self, command: Command) -> bytes:
        place, offset = self._addressed(command)
        self._check_rights(place, command)
        content = place.folder.files[place.short_id]
        if command.cla:
            key, wanted = self._session_or_refuse(), self._wanted(command)
            part = self._part(content, offset, wanted)
            answer = tlv(0x86, self._cipher.wrap(key, part))
            if command.expected is None or len(answer) > command.expected:
                raise Refusal(SW.WRONG_LENGTH)
        else:
            if command.data or command.expected is None:
                raise Refusal(SW.WRONG_LENGTH)
            answer = self._part(content, offset, command.expected)
        self._file = place
        return answer

    def _addressed(self, command: Command) -> tuple[Place, int]:
        if not command.p1 & 0x80:
            if self._file is None:
                raise Refusal(SW.NO_CURRENT_FILE)
            return self._file, command.p1 << 8 | command.p2
        if command.p1 & 0x60:
            raise Refusal(SW.WRONG_PARAMETERS)
        short_id = command.p1 & 0x1F
        if short_id in self._folder.files:
            return Place(self._folder, short_id), command.p2
        if any(short_id in folder.files for folder in self._folders):
            raise Refusal(self._behaviour.other_application)
        raise Refusal(SW.NOT_FOUND)

    def _check_rights(self, place: Place, command: Command) -> None:
        if place.folder is self._folders[0]:
            return
        if not self._has_rights:
            raise Refusal(SW.SECURITY_NOT_SATISFIED)
        if place.folder is self._folders[_PICTURES] and not command.cla:
            raise Refusal(self._behaviour.plain_picture)

    def _part(self, content: bytes, offset: int, length: int) -> bytes:
        if offset > len(content):
            raise Refusal(SW.OFFSET_OUTSIDE_FILE)
        if offset == len(content) and self._behaviour.at_end != SW.OK:
            raise Refusal(self._behaviour.at_end)
        return content[offset : offset + length]

    def _wanted(self, command: Command) -> int:
        """Plain bytes asked for; all of them for zero."""
        sizes = (1, 2, 3) if self._behaviour.other_wanted else (2,)
        data = command.data
        if len(data) < 2 or data[0] != _WANTED or data[1] not in sizes:
            raise Refusal(self._behaviour.wrong_object)
        if len(data) != 2 + data[1]:
            raise Refusal(self._behaviour.wrong_object)
        return int.from_bytes(data[2:], "big") or 0x10000

    def _session_or_refuse(self) -> bytes:
        if self._session is None:
            raise Refusal(self._behaviour.no_session)
        return self._session
