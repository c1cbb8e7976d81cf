"""The PINs of the card and the form each must have.

A PIN of the wrong form can be refused here; on the card the same mistake would cost
a try. Forms: https://services.digital.go.jp/mynumbercard/info-passcode/
"""

import string
from enum import StrEnum
from typing import Final

from kiosk.secret import Secret

_DIGITS: Final = frozenset(string.digits.encode())
_CAPITALS: Final = frozenset(string.ascii_uppercase.encode())
_DIGIT_PIN_LENGTH: Final = 4
_PASSWORD_LENGTHS: Final = range(6, 17)


class PinKind(StrEnum):
    """The three secrets this kiosk may ask for."""

    AUTHENTICATION = "authentication"
    """利用者証明用電子証明書: four digits."""
    SIGNATURE = "signature"
    """署名用電子証明書: 6 to 16 capital letters and digits, at least one of each."""
    ATTRIBUTES = "attributes"
    """券面事項入力補助用: four digits."""


def check_form(kind: PinKind, secret: Secret) -> bool:
    """Whether a secret can be this PIN at all. Never asks the card."""
    with secret.view() as codes:
        return has_form(kind, codes)


def has_form(kind: PinKind, codes: memoryview) -> bool:
    """``check_form`` for ASCII codes that already stand in a command."""
    if kind is not PinKind.SIGNATURE:
        return len(codes) == _DIGIT_PIN_LENGTH and all(c in _DIGITS for c in codes)
    return (
        len(codes) in _PASSWORD_LENGTHS
        and all(c in _CAPITALS or c in _DIGITS for c in codes)
        and any(c in _CAPITALS for c in codes)
        and any(c in _DIGITS for c in codes)
    )
