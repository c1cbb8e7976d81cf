"""Keyed hashes by which the registry recognises a card or a person.

Without the store's key they say nothing, and no certificate, serial number or
plain list of people is needed to find somebody again.
"""

import hmac
import unicodedata
from hashlib import sha256
from typing import Protocol

from kiosk.store.keys import derive


class PersonalAttributes(Protocol):
    """The four attributes that a My Number card holds, as its text area gives them."""

    @property
    def name(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def birth_date(self) -> str: ...
    @property
    def sex(self) -> str: ...


class Marker:
    """Makes the hashes (HMAC-SHA256, 32 bytes), each kind under its own key."""

    def __init__(self, store_key: bytes) -> None:
        self._card = derive(store_key, "registry/card-key/1")
        self._person = derive(store_key, "registry/person/1")
        self._identity = derive(store_key, "registry/identity/1")
        self._auth_id = derive(store_key, "registry/auth-id/1")
        self._number = derive(store_key, "registry/number/1")
        self._staff_code = derive(store_key, "registry/staff-code/1")
        self._staff_card = derive(store_key, "registry/staff-card/1")

    def card(self, public_key: bytes) -> bytes:
        """Of a card's public key (SubjectPublicKeyInfo, DER)."""
        return hmac.digest(self._card, public_key, sha256)

    def person(self, of: PersonalAttributes, organisation: str | None = None) -> bytes:
        """Of all four attributes, and of the organisation for which they file, if they
        do for one: for another they are somebody else.
        """
        files_for = (organisation,) if organisation else ()
        told = (of.name, of.address, of.birth_date, of.sex, *files_for)
        return _digest(self._person, *told)

    def identity(self, of: PersonalAttributes) -> bytes:
        """Of what stays the same when a person moves house."""
        return _digest(self._identity, of.name, of.birth_date, of.sex)

    def auth_id(self, auth_id: str) -> bytes:
        """Of an ID in its plain form, whether anybody holds it or not."""
        return _digest(self._auth_id, auth_id)

    def number(self, digits: str) -> bytes:
        """Of the 12 digits of a 届出済証明書."""
        return _digest(self._number, digits)

    def staff_code(self, code: str) -> bytes:
        """Of a staff member's code in its plain form, whether there is one or not."""
        return _digest(self._staff_code, code)

    def staff_card(self, public_key: bytes) -> bytes:
        """Of a staff member's card: not what ``card`` makes of the same key."""
        return hmac.digest(self._staff_card, public_key, sha256)


def _digest(key: bytes, *texts: str) -> bytes:
    parts = [_normal(text) for text in texts]
    # Lengths before the parts: no two lists of texts give the same bytes.
    framed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.digest(key, framed, sha256)


def _normal(text: str) -> bytes:
    # Two cards of one person may differ in width and spacing, as typists do.
    return " ".join(unicodedata.normalize("NFKC", text).split()).encode()
