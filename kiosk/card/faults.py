"""What can go wrong between a visitor's card and this kiosk, one name each.

Every fault has a screen of its own: what stands in the way decides what the visitor
is asked to do.
"""

from enum import StrEnum

from kiosk.card.pins import PinKind


class Fault(StrEnum):
    """A reason why the card was not read. The value names it outside of Python."""

    NO_SERVICE = "no_service"
    """The card service (pcscd) does not run."""
    NO_READER = "no_reader"
    """No reader is plugged in."""
    NO_CARD = "no_card"
    """Nothing lies on the reader."""
    REMOVED = "removed"
    """The card was lifted while it was in use."""
    BUSY = "busy"
    """Another program holds the card."""
    MUTE = "mute"
    """The card does not answer; it may lie upside down."""
    OTHER_CARD = "other_card"
    """Not a My Number card, nor any of the following."""
    RESIDENCE_CARD = "residence_card"
    """A residence card or special permanent resident certificate."""
    DRIVING_LICENCE = "driving_licence"
    BANK_CARD = "bank_card"
    """Also a telephone with a payment card in it."""
    TRANSIT_CARD = "transit_card"
    """A transit or e-money card (FeliCa)."""
    SMARTPHONE = "smartphone"
    """A telephone with the certificates in it, whose steps differ."""
    OLD_JUKI_CARD = "old_juki_card"
    """A Basic Resident Register card (住民基本台帳カード)."""
    UNKNOWN_GENERATION = "unknown_generation"
    """A card of a generation whose commands or keys this kiosk does not know."""
    PIN_LOCKED = "pin_locked"
    """No try is left for the PIN, or it was never set."""
    NO_SIGNATURE_CERTIFICATE = "no_signature_certificate"
    """The card carries none, as a child's."""
    EXPIRED = "expired"
    """The certificate's last day has passed."""
    NOT_YET_VALID = "not_yet_valid"
    """The certificate's first day has not come, or the kiosk's clock is wrong."""
    UNTRUSTED = "untrusted"
    """No trust anchor of this site vouches for the certificate."""
    WRONG_PROFILE = "wrong_profile"
    """A trusted certificate that is not meant for this purpose."""
    PROOF_FAILED = "proof_failed"
    """The card's signature does not match its certificate."""
    CHANGED = "changed"
    """Not the card, or not the tries left, that this was begun with."""
    UNREADABLE = "unreadable"
    """An answer is garbled, cut off or not one that the card should give."""


class CardError(Exception):
    """The card could not be used. ``pin`` is the PIN concerned, if one is.

    Its text is the fault's name and the PIN's: no data of the card or its holder.
    """

    def __init__(self, fault: Fault, pin: PinKind | None = None) -> None:
        super().__init__(fault.value if pin is None else f"{fault.value} ({pin.value})")
        self.fault = fault
        self.pin = pin


class WrongPin(Exception):
    """The card refused the PIN and may be asked again: ``tries_left`` is at least 1.

    Not a ``CardError``: nothing is wrong with the card. When the last try is gone,
    ``CardError`` with ``PIN_LOCKED`` is raised instead.
    """

    def __init__(self, pin: PinKind, tries_left: int) -> None:
        super().__init__(f"wrong {pin.value} PIN, {tries_left} left")
        self.pin = pin
        self.tries_left = tries_left
