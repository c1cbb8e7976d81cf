"""Whom the registry keeps and what it answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LoginOutcome(StrEnum):
    """What an authentication ID and a card are to each other."""

    KNOWN = "known"
    RENEWED = "renewed"
    REFUSED = "refused"


class Issuer(StrEnum):
    """Who made an authentication ID."""

    HERE = "here"
    AGENCY = "agency"


@dataclass(frozen=True, repr=False)
class Applicant:
    """Somebody who asks for an ID. ``public_key`` is SubjectPublicKeyInfo (DER) of the
    user authentication certificate; ``birth_date`` is YYYYMMDD; ``kind`` is that of a
    legal representative or relative. What is not given is empty.
    """

    role: str
    kind: str | None
    public_key: bytes
    name: str
    address: str
    birth_date: str
    sex: str
    phone: str
    mail: str
    language: str


@dataclass(frozen=True, repr=False)
class Issued:
    """The ID, and whether it was made just now."""

    auth_id: str
    new: bool

    def __repr__(self) -> str:
        return f"Issued(new={self.new})"


@dataclass(frozen=True, repr=False)
class User:
    """What the registry knows of the holder of an ID. ``issued_at`` is in UTC."""

    auth_id: str
    issuer: Issuer
    role: str
    kind: str | None
    name: str
    address: str
    birth_date: str
    sex: str
    phone: str
    mail: str
    language: str
    issued_at: datetime
    issued_site: str
