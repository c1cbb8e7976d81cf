"""What is asked of a My Number card (個人番号カード), step by step.

The card's specification is not public; commands and files are those that OpenSC
(``card-jpki.c``), jpki/myna and soltia48/myna-card agree on.
"""

import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from kiosk.card import attributes, certificates
from kiosk.card.apdu import Status, compute_signature, verify, verify_query, wipe
from kiosk.card.attributes import Attributes
from kiosk.card.certificates import Certificate
from kiosk.card.desk import Connection
from kiosk.card.door import Door
from kiosk.card.faults import CardError, Fault, WrongPin
from kiosk.card.files import PIN_FILES, CardFile
from kiosk.card.pins import PinKind, check_form
from kiosk.card.reading import read_object, read_start, select, wake
from kiosk.record import record
from kiosk.secret import Secret

SHORTEST_CHALLENGE: Final = 16
"""Bytes: fewer could be signed in advance."""

_LABEL_LENGTH: Final = 32
_LABEL: Final = b"JPKIAPICCTOKEN2"
_OLD_JUKI_LABEL: Final = b"JPKIAPICCTOKEN"
_PHONE_LABELS: Final = (b"JPKIAPGPSETOKEN", b"JPKIAPIOSTOKEN")
_LABEL_PADDING: Final = b" \0"
_AVAILABILITY_LENGTH: Final = 3
_ABSENT: Final = 0x00


@record
class Inspection:
    """What the card tells before any PIN is asked for.

    ``tries`` are what is left of each PIN; 0 is locked or never set. Without a
    signature certificate its password counts as having none.
    """

    tries: Mapping[PinKind, int]
    has_signature_certificate: bool
    authentication: Certificate


class MyNumberCard:
    """One card on one connection, from being laid down to being powered down.

    The PIN methods wipe the PIN they are given, whatever happens. They send it at
    most once, right after the card has named as many tries as ``expected_tries``,
    the number its holder was told: so a PIN typed for one card is never spent on
    another.
    """

    def __init__(self, door: Door) -> None:
        self._door = door
        self._authentication: Certificate | None = None
        self._has_signature_certificate: bool | None = None

    @classmethod
    def open(cls, connection: Connection) -> Self:
        """Find out whether this is a My Number card. Powers down any other.

        Raises:
            CardError: OTHER_CARD, OLD_JUKI_CARD, SMARTPHONE, UNKNOWN_GENERATION, or
                there is no proper answer.
        """
        door = Door(connection)
        try:
            wake(door)
            label = read_start(door, CardFile.TOKEN_INFORMATION, _LABEL_LENGTH)
            _require_known(label.rstrip(_LABEL_PADDING))
        except BaseException:
            door.close()
            raise
        return cls(door)

    def inspect(self) -> Inspection:
        """Read all that is free to read.

        Raises:
            CardError: UNREADABLE, UNKNOWN_GENERATION, or no answer.
        """
        has_signature_certificate = self._signature_certificate_is_there()
        authentication = self._authentication_certificate()
        signature = self._tries(PinKind.SIGNATURE) if has_signature_certificate else 0
        # The authentication PIN last: its file is then selected when it is typed.
        tries = {
            PinKind.SIGNATURE: signature,
            PinKind.ATTRIBUTES: self._tries(PinKind.ATTRIBUTES),
            PinKind.AUTHENTICATION: self._tries(PinKind.AUTHENTICATION),
        }
        return Inspection(
            MappingProxyType(tries), has_signature_certificate, authentication
        )

    def prove(self, pin: Secret, challenge: bytes, expected_tries: int) -> None:
        """Have the card sign a challenge: it is the genuine chip of the certificate
        that ``inspect`` returned, and whoever holds it knows its PIN.

        ``challenge``: random bytes never used before, at least ``SHORTEST_CHALLENGE``.

        Raises:
            WrongPin, CardError: as every PIN method; PROOF_FAILED.
            ValueError: the PIN's form or the challenge is wrong; nothing was sent.
        """
        with pin:
            if len(challenge) < SHORTEST_CHALLENGE:
                raise ValueError("challenge too short")
            certificate = self._authentication_certificate()
            self._verify(PinKind.AUTHENTICATION, pin, expected_tries)
        select(self._door, CardFile.AUTHENTICATION_KEY)
        digest = hashlib.sha256(challenge).digest()
        response = self._door.send(compute_signature(digest))
        if response.status != Status.OK:
            raise CardError(Fault.UNREADABLE)
        if not _is_signed(challenge, response.data, certificate):
            raise CardError(Fault.PROOF_FAILED)

    def signature_certificate(self, pin: Secret, expected_tries: int) -> Certificate:
        """The certificate that carries the holder's four attributes.

        Raises:
            WrongPin, CardError: as every PIN method; NO_SIGNATURE_CERTIFICATE, and
                no try was spent to find out.
            ValueError: the password's form is wrong; nothing was sent.
        """
        with pin:
            if not self._signature_certificate_is_there():
                raise CardError(Fault.NO_SIGNATURE_CERTIFICATE)
            self._verify(PinKind.SIGNATURE, pin, expected_tries)
        return self._certificate(CardFile.SIGNATURE_CERTIFICATE)

    def attributes(self, pin: Secret, expected_tries: int) -> Attributes:
        """The holder's four attributes.

        Raises:
            WrongPin, CardError: as every PIN method.
            ValueError: the PIN's form is wrong; nothing was sent.
        """
        with pin:
            self._verify(PinKind.ATTRIBUTES, pin, expected_tries)
        content = read_object(self._door, CardFile.ATTRIBUTES, attributes.TAG)
        return attributes.from_file(content)

    def close(self) -> None:
        """Power the card down: it forgets which PINs were verified."""
        self._door.close()

    def _authentication_certificate(self) -> Certificate:
        if self._authentication is None:
            self._authentication = self._certificate(
                CardFile.AUTHENTICATION_CERTIFICATE
            )
        return self._authentication

    def _certificate(self, file: CardFile) -> Certificate:
        return certificates.parse(read_object(self._door, file, certificates.SEQUENCE))

    def _signature_certificate_is_there(self) -> bool:
        if self._has_signature_certificate is None:
            signature, *_ = read_start(
                self._door, CardFile.AVAILABILITY, _AVAILABILITY_LENGTH
            )
            self._has_signature_certificate = signature != _ABSENT
        return self._has_signature_certificate

    def _tries(self, kind: PinKind) -> int:
        select(self._door, PIN_FILES[kind])
        response = self._door.send(verify_query())
        if response.tries_left is None or response.data:
            raise CardError(Fault.UNREADABLE, kind)
        return response.tries_left

    def _verify(self, kind: PinKind, pin: Secret, expected_tries: int) -> None:
        """Give the PIN to the card, once.

        Raises:
            WrongPin: the card refused it and has tries left.
            CardError: PIN_LOCKED; CHANGED, the counter is not what the holder was
                told; UNREADABLE, or no answer: whether a try was spent is then not
                known, and the counter must be read anew.
        """
        if not check_form(kind, pin):
            raise ValueError("PIN of a form the card never has")
        tries = self._tries(kind)
        if tries == 0:
            raise CardError(Fault.PIN_LOCKED, kind)
        if tries != expected_tries:
            raise CardError(Fault.CHANGED, kind)
        command = verify(pin)
        try:
            response = self._door.send(command)
        finally:
            wipe(command)
        if response.tries_left == 0:
            raise CardError(Fault.PIN_LOCKED, kind)
        if response.tries_left is not None:
            raise WrongPin(kind, response.tries_left)
        if response.status != Status.OK or response.data:
            raise CardError(Fault.UNREADABLE, kind)


def _require_known(label: bytes) -> None:
    """Labels: OpenSC ``pkcs15-jpki.c``, jpki/myna ``reader.rs``. Smartphones carry
    JPKIAPGPSETOKEN (Android) and JPKIAPIOSTOKEN (iPhone); their steps differ.
    """
    if label == _OLD_JUKI_LABEL:
        raise CardError(Fault.OLD_JUKI_CARD)
    if label in _PHONE_LABELS:
        raise CardError(Fault.SMARTPHONE)
    if label != _LABEL:
        raise CardError(Fault.UNKNOWN_GENERATION)


def _is_signed(challenge: bytes, signature: bytes, certificate: Certificate) -> bool:
    key = load_der_public_key(certificate.public_key)
    if not isinstance(key, RSAPublicKey):
        raise CardError(Fault.UNKNOWN_GENERATION)
    try:
        key.verify(signature, challenge, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True
