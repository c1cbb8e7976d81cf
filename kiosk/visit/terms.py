"""The words in which a visit speaks of devices it does not know.

The values are those that ``kiosk.card``, ``kiosk.store`` and ``kiosk.receipts`` use;
tests hold them together.
"""

from enum import StrEnum
from typing import Final


class Purpose(StrEnum):
    """What a visitor may come for."""

    REGISTER = "register"
    ASK = "ask"
    LOG_IN = "log_in"
    RECORD = "record"
    """They have an ID of the Agency, which is to be kept here."""
    FORGOT = "forgot"
    """They have forgotten the one of the Agency; a card may fill in their request."""
    REQUEST = "request"
    """They prepare the usage request (利用申出) of an institution."""


PURPOSES: Final = (Purpose.REGISTER, Purpose.ASK, Purpose.LOG_IN, Purpose.RECORD)
"""What can be chosen at the beginning; the others are come to on the way."""


class Pin(StrEnum):
    """The secrets of a My Number card that may be asked for."""

    AUTHENTICATION = "authentication"
    SIGNATURE = "signature"
    ATTRIBUTES = "attributes"


class PinNote(StrEnum):
    """Why a PIN is asked for once more."""

    FORM = "form"
    """It cannot be one; the card was not asked."""
    WRONG = "wrong"
    """The card refused it."""


class Glance(StrEnum):
    """What is seen at the desk."""

    NO_SERVICE = "no_service"
    NO_READER = "no_reader"
    EMPTY = "empty"
    CARD = "card"
    MUTE = "mute"


class Trouble(StrEnum):
    """Whatever may stand in the way, each with a screen of its own."""

    NO_SERVICE = "no_service"
    NO_READER = "no_reader"
    NO_CARD = "no_card"
    REMOVED = "removed"
    BUSY = "busy"
    MUTE = "mute"
    OTHER_CARD = "other_card"
    RESIDENCE_CARD = "residence_card"
    DRIVING_LICENCE = "driving_licence"
    BANK_CARD = "bank_card"
    TRANSIT_CARD = "transit_card"
    SMARTPHONE = "smartphone"
    OLD_JUKI_CARD = "old_juki_card"
    UNKNOWN_GENERATION = "unknown_generation"
    PIN_LOCKED = "pin_locked"
    NO_SIGNATURE_CERTIFICATE = "no_signature_certificate"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    UNTRUSTED = "untrusted"
    WRONG_PROFILE = "wrong_profile"
    PROOF_FAILED = "proof_failed"
    CHANGED = "changed"
    UNREADABLE = "unreadable"
    ANOTHER_PERSON = "another_person"
    """Card and ID do not belong together, or the two certificates do not."""
    PASSWORD_LOCKED = "password_locked"  # noqa: S105  # the word, not one
    PASSWORD_EXPIRED = "password_expired"  # noqa: S105
    STORE = "store"
    """The terminal cannot keep or find anything just now; nothing was lost."""


WAITING_FOR_A_CARD = frozenset(
    {
        Trouble.NO_SERVICE,
        Trouble.NO_READER,
        Trouble.NO_CARD,
        Trouble.REMOVED,
        Trouble.MUTE,
    }
)
"""What ends by itself once a card lies on the reader as it should."""


class Work(StrEnum):
    """What the terminal is busy with."""

    INSPECT = "inspect"
    PROVE = "prove"
    READ_SIGNATURE = "read_signature"
    READ_ATTRIBUTES = "read_attributes"
    REGISTER = "register"
    LOG_IN = "log_in"
    REJOIN = "rejoin"
    CHECK_PASSWORD = "check_password"  # noqa: S105
    KEEP_PASSWORD = "keep_password"  # noqa: S105
    DRAFTS = "drafts"
    USAGE = "usage"
    READ_RESIDENCE = "read_residence"


class Paper(StrEnum):
    """How a receipt or slip stands."""

    NOT_WANTED = "not_wanted"
    PRINTING = "printing"
    PRINTED = "printed"
    UNSURE = "unsure"
    """Some or all of it may have come out."""
    NEEDS_STAFF = "needs_staff"
    """Nothing came out: the printer has no paper, or is open."""
    FAILED = "failed"
    NO_PRINTER = "no_printer"


class PasswordAnswer(StrEnum):
    """What comes of an ID and a password."""

    KNOWN = "known"
    REFUSED = "refused"
    """Not that of this ID; or nobody has the ID, or it has no password."""
    WAIT = "wait"
    """Too soon after a wrong one: it was not looked at."""
    LOCKED = "locked"
    EXPIRED = "expired"


class PasswordFault(StrEnum):
    """Why what was typed cannot be a password."""

    LENGTH = "length"
    CHARACTER = "character"
    GUESSABLE = "guessable"
    OWN = "own"
    """The ID, or a birth date or the like."""
    DIFFERS = "differs"
    """Typed again, it was another."""
    OVER = "over"
    """The one before it, whose year is over, was right."""


class Login(StrEnum):
    """What an ID and a card are to each other."""

    KNOWN = "known"
    RENEWED = "renewed"
    REFUSED = "refused"


class Issuer(StrEnum):
    """Who made an ID."""

    HERE = "here"
    AGENCY = "agency"


class Refusal(StrEnum):
    """Why somebody is not registered, or an ID is not kept for them."""

    NUMBER = "number"
    """Their 12-digit number is registered."""
    PERSON = "person"
    """Somebody with these particulars is, in this role."""
    ID = "id"
    """The ID that they have brought is kept for somebody else."""
    WAIT = "wait"
    """Too many were refused just now."""
