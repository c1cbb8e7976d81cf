"""EF 0006 of the JPKI application: what the card says of itself.

Field widths are those of PKCS#11's CK_TOKEN_INFO; values as soltia48/myna-card
measured them, the serial an obviously made-up one.
"""

from typing import Final

CURRENT_LABEL: Final = "JPKIAPICCTOKEN2"
OLD_JUKI_LABEL: Final = "JPKIAPICCTOKEN"

_FLAGS: Final = 0x0000040D
_UNAVAILABLE: Final = 0xFFFFFFFF


def token_information(label: str = CURRENT_LABEL) -> bytes:
    """160 bytes; text fields are padded with spaces."""
    text = f"{label:<32}{'1':0>32}{'E16R01NJ':<16}{'9':0<16}".encode("ascii")
    sessions_and_lengths = (_FLAGS, 1, 0, 1, 0, 16, 6)
    numbers = sessions_and_lengths + (_UNAVAILABLE,) * 4
    versions = bytes([0x03, 0x00, 0x01, 0x00])
    return (
        text
        + b"".join(number.to_bytes(4, "big") for number in numbers)
        + versions
        + b"9" * 16
    )


def availability(*, signature: bool) -> bytes:
    """EF 0008: 8F for a certificate that is there. Under 15 there is no first one."""
    return bytes([0x8F if signature else 0x00, 0x8F, 0x00])
