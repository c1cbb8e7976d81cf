"""How a new terminal gets what makes it a member: a file, and a code by another way.

The file is sealed (AES-256-GCM) under the code, 15 random octets: whoever finds one of
the two has nothing. The hub lets each invitation in once.
"""

import json
from base64 import b32decode, b32encode, b64decode, b64encode
from binascii import Error
from collections.abc import Callable
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.hub.association import Association
from kiosk.hub.authority import Pair
from kiosk.hub.faults import CannotOpenError
from kiosk.hub.identity import Identity
from kiosk.hub.member import Member

_CODE_BYTES: Final = 15
_GROUP: Final = 4
_INFO: Final = b"madoguchi/hub/invitation/1"
_NONCE: Final = bytes(12)
"""Each code is for one file."""


def invitation(own: Member, random: Callable[[int], bytes]) -> tuple[bytes, str]:
    """The file for a new member, and the code, in groups of four letters and digits."""
    code = random(_CODE_BYTES)
    told = {
        "number": own.number,
        "title": own.title,
        "login": own.identity.login,
        "id": _text(own.association.id),
        "secret": _text(own.association.secret),
        "root": _text(own.association.root),
        "ring": _text(own.ring),
        "authority": _text(own.identity.authority),
        "certificate": _text(own.identity.pair.certificate),
        "key": _text(own.identity.pair.key),
        "office": own.office and _text(own.office),
        "authority_key": own.authority_key and _text(own.authority_key),
    }
    sealed = _cipher(code).encrypt(_NONCE, json.dumps(told).encode(), _INFO)
    letters = b32encode(code).decode()
    groups = (letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
    return sealed, "-".join(groups)


def invited(sealed: bytes, code: str) -> Member:
    """Who the file makes a terminal.

    Raises:
        CannotOpenError: another code, or another file.
    """
    try:
        plain = b32decode("".join(own for own in code.upper() if own.isalnum()))
        told = json.loads(_cipher(plain).decrypt(_NONCE, sealed, _INFO))
    except (Error, InvalidTag, ValueError):
        raise CannotOpenError from None
    pair = Pair(_octets(told["certificate"]), _octets(told["key"]))
    return Member(
        told["number"],
        told["title"],
        Association(
            _octets(told["id"]), _octets(told["secret"]), _octets(told["root"])
        ),
        Identity(told["login"], pair, _octets(told["authority"])),
        _octets(told["ring"]),
        told["office"] and _octets(told["office"]),
        told["authority_key"] and _octets(told["authority_key"]),
    )


def _cipher(code: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, None, _INFO).derive(code))


def _text(octets: bytes) -> str:
    return b64encode(octets).decode()


def _octets(text: Any) -> bytes:
    return b64decode(text)
