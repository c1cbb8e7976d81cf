"""A visitor's own key, and the locks that only their receipt together with their card
or password opens.

The private key (X25519) is made by the terminal and kept nowhere but in locks, which go
to the hub: AES-256-GCM under a key that HKDF-SHA256 makes of the *resume secret*, which
only the receipt carries, and of a *factor*: Argon2id of the password, or the card's
signature over a challenge of this lock. RSA signatures with PKCS#1 v1.5 padding are
always the same for the same text and key, and nobody without card and PIN can make one.
"""

from base64 import b32decode, b32encode
from binascii import Error
from collections.abc import Callable
from enum import StrEnum
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.hub import hpke
from kiosk.hub.association import Association
from kiosk.hub.faults import CannotOpenError
from kiosk.record import record

RESUME_BYTES: Final = 20
SALT_BYTES: Final = 16
_LEAST_FACTOR: Final = 32
_NONCE: Final = bytes(12)
_PREFIX: Final = "MR1-"
_CHECK_BYTES: Final = 5


class Factor(StrEnum):
    """What a visitor shows besides the receipt."""

    CARD = "card"
    PASSWORD = "password"  # noqa: S105  # a word, none of anybody


@record(hidden=True)
class Lock:
    """A visitor's private key for one factor. Worth nothing without receipt and factor:
    it may lie in the hub. ``salt`` is new for each lock, and so is its key: the nonce
    need not be.
    """

    factor: Factor
    salt: bytes
    sealed: bytes


def lock(
    private: bytes,
    resume: bytes,
    factor: tuple[Factor, bytes],
    salt: bytes,
    association: Association,
) -> Lock:
    """``factor``: which, and its bytes for this ``salt`` (``SALT_BYTES``, random and
    never used twice): ``argon2id(password, salt, …)`` or the card's signature over
    ``challenge(salt, association)``.

    Raises:
        ValueError: a factor or resume secret that is too short to be one.
    """
    kind, told = factor
    sealed = AESGCM(_key(resume, told, kind, salt)).encrypt(
        _NONCE, private, association.id
    )
    return Lock(kind, salt, sealed)


def unlock(
    own: Lock, resume: bytes, factor: bytes, public: bytes, association: Association
) -> bytes:
    """The private key of ``public``.

    Raises:
        CannotOpenError: another receipt, card or password, or it was altered.
    """
    cipher = AESGCM(_key(resume, factor, own.factor, own.salt))
    try:
        private = cipher.decrypt(_NONCE, own.sealed, association.id)
    except InvalidTag:
        raise CannotOpenError from None
    if hpke.public_of(private) != public:
        raise CannotOpenError
    return private


def challenge(salt: bytes, association: Association) -> bytes:
    """SHA-256 of what a card signs for one lock: no other system asks for the same."""
    return sha256(b"madoguchi/hub/card/1" + association.id + salt).digest()


def resume_text(resume: bytes) -> str:
    """What the receipt's second QR code says: capital letters, digits and a hyphen,
    which QR codes write shortest.
    """
    return _PREFIX + b32encode(resume + _check(resume)).decode()


def resume_of(text: str) -> bytes:
    """The resume secret of what a scanner read.

    Raises:
        ValueError: it is none, or was misread; the text is not told.
    """
    plain = text.strip().upper()
    if not plain.startswith(_PREFIX):
        raise ValueError("no resume code")
    try:
        told = b32decode(plain.removeprefix(_PREFIX))
    except Error:
        raise ValueError("no resume code") from None
    resume, check = told[:RESUME_BYTES], told[RESUME_BYTES:]
    if len(resume) != RESUME_BYTES or check != _check(resume):
        raise ValueError("a resume code that was misread")
    return resume


def new_private(random: Callable[[int], bytes]) -> bytes:
    """A visitor's private key."""
    return random(hpke.KEY_BYTES)


def _check(resume: bytes) -> bytes:
    return sha256(b"madoguchi/hub/resume/1" + resume).digest()[:_CHECK_BYTES]


def _key(resume: bytes, factor: bytes, kind: Factor, salt: bytes) -> bytes:
    if len(resume) != RESUME_BYTES or len(factor) < _LEAST_FACTOR:
        raise ValueError("too short to lock anything with")
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has another length")
    info = f"madoguchi/hub/visitor/1/{kind}".encode()
    # The resume secret has a fixed length: no two pairs give the same bytes.
    return HKDF(SHA256(), hpke.KEY_BYTES, salt, info).derive(resume + factor)
