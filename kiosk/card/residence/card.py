"""What is asked of a residence card, step by step."""

import os
from dataclasses import field
from typing import Self

from kiosk.card.desk import Connection
from kiosk.card.faults import CardError, Fault
from kiosk.card.residence import contents, reading
from kiosk.card.residence.agreement import Random
from kiosk.card.residence.apdu import Lengths
from kiosk.card.residence.contents import (
    Address,
    Entries,
    Other,
    Permission,
    Permissions,
    Proof,
)
from kiosk.card.residence.door import ResidenceDoor
from kiosk.card.residence.files import ResidenceFile
from kiosk.card.residence.kinds import CardType, Detection, Generation
from kiosk.card.residence.messaging import Session
from kiosk.card.residence.number import CardNumber
from kiosk.record import record


@record
class FirstGeneration:
    """All that a card of the first generation holds. Pictures are filled up with NUL
    as stored; name, dates and status are in ``front`` alone, a Group 4 TIFF.

    A special permanent resident's certificate has no permissions and no renewal; a
    child's card has no ``face`` (JPEG 2000) and no ``proof``.
    """

    card: CardType
    front: bytes | None = field(repr=False)
    face: bytes | None = field(repr=False)
    address: Address | None = field(repr=False)
    comprehensive: Permission | None = field(repr=False)
    individual: Permission | None = field(repr=False)
    renewal: str | None = field(repr=False)
    proof: Proof | None = field(repr=False)

    @property
    def signed(self) -> bytes:
        """What the signature is over."""
        return _filled(self.front, contents.FRONT_BYTES) + _filled(
            self.face, contents.FACE_BYTES
        )


@record
class SecondGeneration:
    """All that a card of the second generation holds. ``name`` and ``address`` are
    pictures (Group 4 TIFF), as is ``face`` (JPEG 2000), which an infant's card lacks.
    """

    card: CardType
    entries: Entries = field(repr=False)
    name: bytes | None = field(repr=False)
    face: bytes | None = field(repr=False)
    address: bytes | None = field(repr=False)
    permissions: Permissions | None = field(repr=False)
    renewal: str | None = field(repr=False)
    other: Other = field(repr=False)
    proof: Proof | None = field(repr=False)

    @property
    def signed(self) -> bytes:
        """What the signature is over: the face comes before the name."""
        return (
            _filled(self.entries.signed, contents.ENTRIES_BYTES)
            + _filled(self.face, contents.FACE_BYTES)
            + _filled(self.name, contents.NAME_BYTES)
        )


Contents = FirstGeneration | SecondGeneration


class ResidenceCard:
    """One card on one connection, from being laid down to being powered down."""

    def __init__(self, door: ResidenceDoor, card: CardType, version: str) -> None:
        self._door = door
        self._session: Session | None = None
        self.type = card
        self.version = version

    @classmethod
    def open(cls, connection: Connection) -> Self:
        """Find out whether this is a residence card. Powers down any other.

        ``connection`` must be new: a card is told from others before anything is
        selected.

        Raises:
            CardError: OTHER_CARD; UNKNOWN_GENERATION, a specified card or one of a
                type not known; UNREADABLE, or no answer.
        """
        door = ResidenceDoor(connection)
        try:
            found = reading.detect(door)
            if found.type is None or found.type.generation is Generation.SPECIFIED:
                raise CardError(Fault.UNKNOWN_GENERATION)
            return cls(door, found.type, reading.read_version(door))
        except BaseException:
            door.close()
            raise

    def unlock(
        self,
        number: CardNumber,
        lengths: Lengths = Lengths.WHOLE,
        random: Random = os.urandom,
    ) -> None:
        """Prove to the card that its number is known. May be called again after a
        wrong number, as often as one likes: the card does not count.

        Raises:
            WrongNumber: the card is well, but does not have this number.
            CardError: UNREADABLE, or no answer.
        """
        self._session = reading.open_session(
            self._door, self.type.generation, number, lengths, random
        )
        if self.type.generation is Generation.SECOND:
            own = contents.number(self._read(ResidenceFile.NUMBER_2))
            if CardNumber(own) != number:
                raise CardError(Fault.UNREADABLE)

    def read(self) -> Contents:
        """All files of the unlocked card.

        Raises:
            CardError: UNREADABLE, or no answer.
        """
        if self.type.generation is Generation.FIRST:
            return self._first_generation()
        return self._second_generation()

    def close(self) -> None:
        """Power the card down: it forgets the session."""
        self._session = None
        self._door.close()

    def _first_generation(self) -> FirstGeneration:
        return FirstGeneration(
            self.type,
            front=contents.picture(self._read(ResidenceFile.FRONT), 0xD0),
            face=contents.picture(self._read(ResidenceFile.FACE), 0xD1),
            address=contents.address(self._read(ResidenceFile.ADDRESS)),
            comprehensive=self._permission(ResidenceFile.COMPREHENSIVE, 0xD5),
            individual=self._permission(ResidenceFile.INDIVIDUAL, 0xD6),
            renewal=self._renewal(ResidenceFile.RENEWAL, 0xD7),
            proof=contents.proof(self._read(ResidenceFile.PROOF), 0xDA, 0xDB),
        )

    def _second_generation(self) -> SecondGeneration:
        entries = contents.entries(self._read(ResidenceFile.ENTRIES_2))
        pictures = contents.name_and_face(self._read(ResidenceFile.NAME_AND_FACE_2))
        return SecondGeneration(
            self.type,
            entries,
            pictures.name,
            pictures.face,
            address=contents.picture(self._read(ResidenceFile.ADDRESS_2), 0xDFD1),
            permissions=self._permissions(),
            renewal=self._renewal(ResidenceFile.RENEWAL_2, 0xD8),
            other=contents.other(self._read(ResidenceFile.OTHER_2)),
            proof=contents.proof(self._read(ResidenceFile.PROOF_2), 0xDC, 0xDD),
        )

    def _permission(self, file: ResidenceFile, tag: int) -> Permission | None:
        if not file.is_on(self.type):
            return None
        return contents.permission(self._read(file), tag)

    def _permissions(self) -> Permissions | None:
        if not ResidenceFile.PERMISSIONS_2.is_on(self.type):
            return None
        return contents.permissions(self._read(ResidenceFile.PERMISSIONS_2))

    def _renewal(self, file: ResidenceFile, tag: int) -> str | None:
        if not file.is_on(self.type):
            return None
        return contents.renewal(self._read(file), tag)

    def _read(self, file: ResidenceFile) -> bytes:
        if self._session is None:
            raise RuntimeError("the card was not unlocked")
        return reading.read(self._door, self._session, file)


def detect(connection: Connection) -> Detection:
    """What lies there. Powers it down. ``connection`` must be new.

    Raises:
        CardError: OTHER_CARD, UNKNOWN_GENERATION, UNREADABLE, or no answer.
    """
    door = ResidenceDoor(connection)
    try:
        return reading.detect(door)
    finally:
        door.close()


def reads_extended(connection: Connection) -> bool:
    """Whether a residence card reads its type with an extended length. Powers it down.
    ``connection`` must be new.

    Raises:
        CardError: UNREADABLE, as some readers answer by losing the line; no answer.
    """
    door = ResidenceDoor(connection)
    try:
        return reading.reads_extended(door)
    finally:
        door.close()


def _filled(content: bytes | None, size: int) -> bytes:
    return (content or b"").ljust(size, b"\0")
