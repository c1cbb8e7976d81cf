"""Detecting a residence card, opening its session, and reading its files."""

from typing import Final

from kiosk.card.apdu import Response, Status
from kiosk.card.faults import CardError, Fault
from kiosk.card.residence import apdu
from kiosk.card.residence.agreement import (
    NONCE_BYTES,
    Agreement,
    Random,
    Share,
    base_key,
    number_cryptogram,
)
from kiosk.card.residence.apdu import Lengths
from kiosk.card.residence.ciphers import AesSuite, Suite, TripleDesSuite
from kiosk.card.residence.door import ResidenceDoor
from kiosk.card.residence.files import Application, ResidenceFile
from kiosk.card.residence.kinds import CardType, Detection, Generation
from kiosk.card.residence.messaging import Session
from kiosk.card.residence.number import CardNumber, WrongNumber
from kiosk.card.residence.objects import value

_TAG_VERSION: Final = 0xC0
_TAG_TYPE: Final = 0xC1
_MISMATCH: Final = 0x6300
_SUITES: Final[dict[Generation, Suite]] = {
    Generation.FIRST: TripleDesSuite(),
    Generation.SECOND: AesSuite(),
}


def detect(door: ResidenceDoor) -> Detection:
    """What lies there, as the first commands after power-on. Selects something only
    on a card that has no type to read.

    The type is read with room for two characters: three bytes would cut a card of the
    second generation off. Short lengths reach every reader and work on genuine cards
    (eringoio/zairyu-card-reader).

    Raises:
        CardError: OTHER_CARD; UNKNOWN_GENERATION, a type that is not known; UNREADABLE.
    """
    response = _read_type(door)
    if response.status == Status.NO_DIAGNOSIS:
        # My Number cards were measured to answer so to whatever comes first.
        response = _read_type(door)
    if response.status == Status.OK and response.data.startswith(bytes([_TAG_TYPE])):
        card = _card_type(response.data)
        return Detection(card.generation, card)
    response = door.send(apdu.select(Application.SPECIFIED))
    if response.status != Status.OK:
        raise CardError(Fault.OTHER_CARD)
    return Detection(Generation.SPECIFIED, None)


def reads_extended(door: ResidenceDoor) -> bool:
    """Whether the type can be read with an extended length through this reader.

    Raises:
        CardError: no answer.
    """
    response = _read_type(door, extended=True)
    return response.status == Status.OK


def read_version(door: ResidenceDoor) -> str:
    """The version of the card's layout, four digits such as 0001.

    Raises:
        CardError: UNREADABLE.
    """
    file = ResidenceFile.VERSION
    command = apdu.read(apdu.place(file, 0), file.capacity, extended=False)
    version = value(_data(door.send(command)), _TAG_VERSION)
    if not version.isdigit():
        raise CardError(Fault.UNREADABLE)
    return version.decode("ascii")


def open_session(
    door: ResidenceDoor,
    generation: Generation,
    number: CardNumber,
    lengths: Lengths,
    random: Random,
) -> Session:
    """Agree on a key, and give the number.

    Raises:
        WrongNumber: the card is well, but does not have this number.
        CardError: UNREADABLE, or no answer.
    """
    suite = _SUITES[generation]
    nonce = _data(door.send(apdu.get_challenge()))
    if len(nonce) != NONCE_BYTES:
        raise CardError(Fault.UNREADABLE)
    agreement = Agreement(suite, base_key(number), Share.new(random), nonce)
    answer = door.send(apdu.mutual_authenticate(agreement.proof()))
    # Made with another number, the proof is noise to the card. So a wrong number is
    # told here, and a card that refuses the number only afterwards is out of order.
    if answer.status == _MISMATCH:
        raise WrongNumber
    session = Session(suite, agreement.session_key(_data(answer)), lengths)
    verify = apdu.verify(number_cryptogram(suite, session.key, number))
    if _data(door.send(verify)):
        raise CardError(Fault.UNREADABLE)
    return session


def select(door: ResidenceDoor, application: Application) -> None:
    """Make an application current, unless it is.

    Raises:
        CardError: UNREADABLE.
    """
    if door.application is application:
        return
    if _data(door.send(apdu.select(application))):
        raise CardError(Fault.UNREADABLE)


def read(door: ResidenceDoor, session: Session, file: ResidenceFile) -> bytes:
    """A whole file, with its padding.

    Raises:
        CardError: UNREADABLE.
    """
    select(door, file.application)
    if session.lengths is Lengths.WHOLE:
        return _part(door, session, file, 0, file.capacity, whole=True)
    content = b""
    while len(content) < file.capacity:
        wanted = min(apdu.BLOCK, file.capacity - len(content))
        part = _part(door, session, file, len(content), wanted)
        content += part
        if len(part) < wanted:
            break
    return content


def _part(
    door: ResidenceDoor,
    session: Session,
    file: ResidenceFile,
    offset: int,
    most: int,
    *,
    whole: bool = False,
) -> bytes:
    """At most ``most`` bytes from ``offset``; ``whole`` asks for all, however many."""
    where, length = apdu.place(file, offset), 0 if whole else most
    extended = session.lengths is not Lengths.SHORT
    if file.is_secured:
        command = apdu.read_secured(where, length, extended=extended)
        answer = _data(door.send(command))
        part = session.unwrap(answer)
    else:
        part = _data(door.send(apdu.read(where, length, extended=extended)))
    if len(part) > most:
        raise CardError(Fault.UNREADABLE)
    return part


def _read_type(door: ResidenceDoor, *, extended: bool = False) -> Response:
    file = ResidenceFile.TYPE
    command = apdu.read(apdu.place(file, 0), file.capacity, extended=extended)
    return door.send(command)


def _card_type(content: bytes) -> CardType:
    code = value(content, _TAG_TYPE)
    for card in CardType:
        if code == card.value.encode("ascii"):
            return card
    raise CardError(Fault.UNKNOWN_GENERATION)


def _data(response: Response) -> bytes:
    if response.status != Status.OK:
        raise CardError(Fault.UNREADABLE)
    return response.data
