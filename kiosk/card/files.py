"""The applications and files of a My Number card that this kiosk may reach: all.

What is not here cannot be selected, because ``kiosk.card.door`` lets nothing else
through: above all not the files that hold the individual number or can be computed
back to it (text application 0001, 0003, 0014; the whole face application), and not
verification code B. No public specification of the card exists; identifiers are
those that OpenSC (``card-jpki.c``), jpki/myna and soltia48/myna-card agree on.
"""

from enum import Enum
from typing import Final

from kiosk.card.pins import PinKind


class Application(Enum):
    """Application identifiers."""

    JPKI = bytes.fromhex("D392F000260100000001")
    """公的個人認証: certificates, their keys and PINs."""
    TEXT = bytes.fromhex("D3921000310001010408")
    """券面事項入力補助: the four attributes as text."""


class Key(Enum):
    """The private keys that may be asked to sign."""

    AUTHENTICATION = "authentication"


class CardFile(Enum):
    """An elementary file: its application, its identifier, and what it is."""

    SIGNATURE_CERTIFICATE = (Application.JPKI, 0x0001, None)
    SIGNATURE_AUTHORITY = (Application.JPKI, 0x0002, None)
    TOKEN_INFORMATION = (Application.JPKI, 0x0006, None)
    AVAILABILITY = (Application.JPKI, 0x0008, None)
    AUTHENTICATION_CERTIFICATE = (Application.JPKI, 0x000A, None)
    AUTHENTICATION_AUTHORITY = (Application.JPKI, 0x000B, None)
    AUTHENTICATION_KEY = (Application.JPKI, 0x0017, Key.AUTHENTICATION)
    AUTHENTICATION_PIN = (Application.JPKI, 0x0018, PinKind.AUTHENTICATION)
    SIGNATURE_PIN = (Application.JPKI, 0x001B, PinKind.SIGNATURE)
    ATTRIBUTES = (Application.TEXT, 0x0002, None)
    ATTRIBUTES_PIN = (Application.TEXT, 0x0011, PinKind.ATTRIBUTES)

    def __init__(
        self, application: Application, identifier: int, guards: PinKind | Key | None
    ) -> None:
        self.application = application
        self.identifier = identifier
        self.pin = guards if isinstance(guards, PinKind) else None
        self.key = guards if isinstance(guards, Key) else None
        self.is_data = guards is None


PIN_FILES: Final = {file.pin: file for file in CardFile if file.pin is not None}
"""Where each PIN is verified."""
