"""The applications and files of a residence card, of both generations.

The specifications number the files EF01 and up; on the card they are reached only by
the short identifiers given here. The files of DF1 are read under secure messaging.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from kiosk.card.residence.kinds import CardType, Generation


class Application(Enum):
    """Dedicated files by name. ``MAIN`` is current after reset and never selected."""

    MAIN = b""
    PICTURES = bytes.fromhex("D392F0004F02") + bytes(10)
    """DF1: what is printed, as pictures; from the second generation as text too."""
    BACK = bytes.fromhex("D392F0004F03") + bytes(10)
    """DF2: what was added later, such as address and permissions."""
    PROOF = bytes.fromhex("D392F0004F04") + bytes(10)
    """DF3: the signature over DF1 and its certificate."""
    SPECIFIED = bytes.fromhex("D392F0004F01") + bytes(10)
    """在留AP of a specified card. Nothing in it is read here."""


class ResidenceFile(Enum):
    """A file: its generations, its application and its short identifier."""

    VERSION = (None, Application.MAIN, 0x0B)
    TYPE = (None, Application.MAIN, 0x0A)

    FRONT = (Generation.FIRST, Application.PICTURES, 0x05)
    FACE = (Generation.FIRST, Application.PICTURES, 0x06)
    ADDRESS = (Generation.FIRST, Application.BACK, 0x01)
    COMPREHENSIVE = (Generation.FIRST, Application.BACK, 0x02)
    INDIVIDUAL = (Generation.FIRST, Application.BACK, 0x03)
    RENEWAL = (Generation.FIRST, Application.BACK, 0x04)
    PROOF = (Generation.FIRST, Application.PROOF, 0x02)

    NUMBER_2 = (Generation.SECOND, Application.PICTURES, 0x01)
    ENTRIES_2 = (Generation.SECOND, Application.PICTURES, 0x03)
    NAME_AND_FACE_2 = (Generation.SECOND, Application.PICTURES, 0x04)
    ADDRESS_2 = (Generation.SECOND, Application.PICTURES, 0x06)
    PERMISSIONS_2 = (Generation.SECOND, Application.BACK, 0x01)
    RENEWAL_2 = (Generation.SECOND, Application.BACK, 0x02)
    OTHER_2 = (Generation.SECOND, Application.BACK, 0x03)
    PROOF_2 = (Generation.SECOND, Application.PROOF, 0x02)

    def __init__(
        self, generation: Generation | None, application: Application, short_id: int
    ) -> None:
        self.generation = generation
        self.application = application
        self.short_id = short_id

    @property
    def is_secured(self) -> bool:
        """Whether it is read under secure messaging only."""
        return self.application is Application.PICTURES

    @property
    def capacity(self) -> int:
        """Bytes of the whole file, padding included; none is longer."""
        return _CAPACITIES[self]

    def is_on(self, card: CardType) -> bool:
        """Whether a card of this type has it."""
        if self.generation not in (None, card.generation):
            return False
        return not (card.is_special_permanent and self in _OF_RESIDENCE_CARDS)


_CAPACITIES: Final[Mapping[ResidenceFile, int]] = {
    ResidenceFile.VERSION: 6,
    ResidenceFile.TYPE: 4,
    ResidenceFile.FRONT: 7004,
    ResidenceFile.FACE: 3004,
    ResidenceFile.ADDRESS: 342,
    ResidenceFile.COMPREHENSIVE: 122,
    ResidenceFile.INDIVIDUAL: 122,
    ResidenceFile.RENEWAL: 3,
    ResidenceFile.PROOF: 1464,
    ResidenceFile.NUMBER_2: 14,
    ResidenceFile.ENTRIES_2: 73,
    ResidenceFile.NAME_AND_FACE_2: 5508,
    ResidenceFile.ADDRESS_2: 2505,
    ResidenceFile.PERMISSIONS_2: 22,
    ResidenceFile.RENEWAL_2: 3,
    ResidenceFile.OTHER_2: 207,
    ResidenceFile.PROOF_2: 704,
}
_OF_RESIDENCE_CARDS: Final = frozenset(
    {
        ResidenceFile.COMPREHENSIVE,
        ResidenceFile.INDIVIDUAL,
        ResidenceFile.RENEWAL,
        ResidenceFile.PERMISSIONS_2,
        ResidenceFile.RENEWAL_2,
    }
)
"""Files that a special permanent resident's certificate does not have."""
