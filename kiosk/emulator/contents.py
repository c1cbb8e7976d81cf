"""What is written to a virtual My Number card, file by file."""

from typing import Final

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from kiosk.emulator.apdu import SW, Refusal
from kiosk.emulator.attributes import attributes_file
from kiosk.emulator.authority import Identity
from kiosk.emulator.filesystem import (
    Application,
    DataFile,
    File,
    KeyFile,
    PinFile,
    Tripwire,
)
from kiosk.emulator.keys import LeafKey, sign_verbatim
from kiosk.emulator.people import Person
from kiosk.emulator.pins import ATTRIBUTES, AUTHENTICATION, CODE_B, SIGNATURE
from kiosk.emulator.token_info import availability, token_information

_JPKI_AID: Final = bytes.fromhex("D392F000260100000001")
_TEXT_AID: Final = bytes.fromhex("D3921000310001010408")
_SURFACE_AID: Final = bytes.fromhex("D3921000310001010402")
_JUKI_AID: Final = bytes.fromhex("D3921000310001010401")
_COMMON_AID: Final = bytes.fromhex("D3921000310001010100")
_ISSUER_DOMAIN_AID: Final = bytes.fromhex("A0000001510000")

_NUMBER: Final = "the individual number"
_CODE_A: Final = "verification code A, the individual number"


def applications(
    person: Person, identity: Identity, *, label: str, long_form: bool, filler: bytes
) -> tuple[Application, ...]:
    """All applications. ``filler`` follows the object in every file of varying size."""
    return (
        Application("jpki", _JPKI_AID, _jpki(identity, label, filler)),
        Application("text", _TEXT_AID, _text(person, long_form, filler)),
        Application("surface", _SURFACE_AID, _surface()),
        Application("juki", _JUKI_AID, {}),
        Application("common", _COMMON_AID, {}),
        Application("issuer security domain", _ISSUER_DOMAIN_AID, {}),
    )


def _jpki(identity: Identity, label: str, filler: bytes) -> dict[int, File]:
    files: dict[int, File] = {
        0x0002: DataFile(identity.signature_authority + filler),
        0x0006: DataFile(token_information(label)),
        0x0008: DataFile(
            availability(signature=identity.signature_certificate is not None)
        ),
        0x0009: DataFile(b"\xff" * 16),
        0x000A: DataFile(identity.authentication_certificate + filler),
        0x000B: DataFile(identity.authentication_authority + filler),
        0x0017: _key(identity.keys.authentication, AUTHENTICATION),
        0x0018: PinFile(AUTHENTICATION),
        0x001A: _key(identity.keys.signature, SIGNATURE),
        0x001B: PinFile(SIGNATURE),
    }
    if identity.signature_certificate is not None:
        files[0x0001] = DataFile(
            identity.signature_certificate + filler, frozenset({SIGNATURE})
        )
    return files


def _text(person: Person, long_form: bool, filler: bytes) -> dict[int, File]:
    return {
        0x0001: Tripwire(_NUMBER),
        0x0002: DataFile(
            attributes_file(person, long_form=long_form) + filler,
            frozenset({ATTRIBUTES, CODE_B}),
        ),
        # A hash over the file of the individual number: twelve digits are guessed
        # from it in minutes.
        0x0003: Tripwire("a hash of the individual number"),
        0x0008: DataFile(b"\xff" * 16),
        0x0011: PinFile(ATTRIBUTES),
        0x0014: Tripwire(_CODE_A),
        0x0015: PinFile(CODE_B),
    }


def _surface() -> dict[int, File]:
    return {
        0x0005: Tripwire("a picture of the individual number"),
        0x0012: PinFile(CODE_B),
        0x0013: Tripwire(_CODE_A),
    }


def _key(key: LeafKey, pin: str) -> KeyFile:
    def sign(data: bytes) -> bytes:
        if isinstance(key, RSAPrivateKey):
            return sign_verbatim(key, data)
        # Nothing is published of how a card of the next generation signs.
        raise Refusal(SW.CONDITIONS_NOT_SATISFIED)

    return KeyFile(sign, pin)
