"""Selecting and reading files, with as few commands as short answers allow."""

from typing import Final

from kiosk.card import tlv
from kiosk.card.apdu import (
    BLOCK,
    Response,
    Status,
    read_binary,
    select_application,
    select_file,
    throw_away,
)
from kiosk.card.door import Door
from kiosk.card.faults import CardError, Fault
from kiosk.card.files import Application, CardFile

LONGEST_OBJECT: Final = 8192
"""Bytes. Certificates have about 1,750; an attributes file far fewer."""

_ANOTHER_KIND_OF_CARD: Final = (
    Status.NOT_FOUND,
    Status.FUNCTION_NOT_SUPPORTED,
    Status.WRONG_PARAMETERS,
    Status.UNKNOWN_INSTRUCTION,
    Status.UNKNOWN_CLASS,
)


def wake(door: Door) -> None:
    """Select the JPKI application, as the first command of all.

    soltia48/myna-card measured a card that answers 6F00 to the first command after
    power-on, whatever it is; it is then given one to throw away.

    Raises:
        CardError: OTHER_CARD, it has no such application.
    """
    response = door.send(select_application(Application.JPKI))
    if response.status == Status.NO_DIAGNOSIS:
        door.send(throw_away())
        response = door.send(select_application(Application.JPKI))
    if response.status in _ANOTHER_KIND_OF_CARD:
        raise CardError(Fault.OTHER_CARD)
    require_plain_ok(response)


def select(door: Door, file: CardFile) -> None:
    """Make a file the current one, and its application before it where needed.

    Raises:
        CardError: UNKNOWN_GENERATION, a card of today would have it.
    """
    if door.application is not file.application:
        _selected(door.send(select_application(file.application)))
    if door.file is not file:
        _selected(door.send(select_file(file)))


def read_start(door: Door, file: CardFile, length: int) -> bytes:
    """The first bytes of a file, all ``length`` of them.

    Raises:
        CardError: UNREADABLE, or as ``select``.
    """
    select(door, file)
    return _block(door, 0, length)


def read_object(door: Door, file: CardFile, tag: int) -> bytes:
    """The one object with which a file begins, header included, without the filler.

    Raises:
        CardError: UNREADABLE, or as ``select``.
    """
    select(door, file)
    content = _first_block(door)
    header = tlv.header(content)
    if header.tag != tag or header.end > LONGEST_OBJECT:
        raise CardError(Fault.UNREADABLE)
    if header.end > len(content) < BLOCK:
        raise CardError(Fault.UNREADABLE)
    while len(content) < header.end:
        wanted = min(BLOCK, header.end - len(content))
        content += _block(door, len(content), wanted)
    return content[: header.end]


def require_plain_ok(response: Response) -> None:
    """The command succeeded and had nothing to say.

    Raises:
        CardError: UNREADABLE.
    """
    if response.status != Status.OK or response.data:
        raise CardError(Fault.UNREADABLE)


def _selected(response: Response) -> None:
    if response.status == Status.NOT_FOUND:
        raise CardError(Fault.UNKNOWN_GENERATION)
    require_plain_ok(response)


def _first_block(door: Door) -> bytes:
    """A file shorter than a block ends early, with or without a warning."""
    response = door.send(read_binary(0, BLOCK))
    if response.status not in (Status.OK, Status.END_OF_FILE):
        raise CardError(Fault.UNREADABLE)
    return response.data


def _block(door: Door, offset: int, length: int) -> bytes:
    response = door.send(read_binary(offset, length))
    if response.status != Status.OK or len(response.data) != length:
        raise CardError(Fault.UNREADABLE)
    return response.data
