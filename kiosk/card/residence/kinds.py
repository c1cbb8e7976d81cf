"""The families of residence cards and the types of card in them.

Sources: 在留カード等仕様書 (Ver 1.5) for the first generation; for the second and the
specified cards what eringoio/zairyu-card-reader derives from 第2世代在留カード等仕様書
(Ver 1.1).
"""

from enum import StrEnum

from kiosk.record import record


class Generation(StrEnum):
    """How a card is talked to."""

    FIRST = "first"
    """3DES and RSA."""
    SECOND = "second"
    """AES and ECDSA, issued since 14 June 2026."""
    SPECIFIED = "specified"
    """One card with My Number (特定在留カード): its residence side sets up its session
    by steps that are not published to this project."""


class CardType(StrEnum):
    """The code that the card tells of itself (MF/EF02)."""

    RESIDENCE_1 = "1"
    """在留カード."""
    SPECIAL_PERMANENT_1 = "2"
    """特別永住者証明書."""
    RESIDENCE_2 = "05"
    """第2世代在留カード."""
    SPECIAL_PERMANENT_2 = "06"
    """第2世代特別永住者証明書."""
    SPECIFIED_RESIDENCE = "07"
    """特定在留カード."""
    SPECIFIED_SPECIAL_PERMANENT = "08"
    """特定特別永住者証明書."""

    @property
    def generation(self) -> Generation:
        """How a card of this type is talked to."""
        if len(self.value) == 1:
            return Generation.FIRST
        if self in (CardType.RESIDENCE_2, CardType.SPECIAL_PERMANENT_2):
            return Generation.SECOND
        return Generation.SPECIFIED

    @property
    def is_special_permanent(self) -> bool:
        """A certificate of a special permanent resident: it has no period of stay."""
        return self.value[-1] in "268"


@record
class Detection:
    """What a card was found to be before anything was selected or asked for.

    ``type`` is None for a specified card: it is known by its application alone.
    """

    generation: Generation
    type: CardType | None
