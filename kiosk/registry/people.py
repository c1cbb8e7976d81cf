"""Whom the registry keeps and what it answers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class LoginOutcome(StrEnum):
    """What an authentication ID and a card are to each other."""

    KNOWN = "known"
    RENEWED = "renewed"
    REFUSED = "refused"


class Proof(StrEnum):
    """By what somebody has shown in this visit that they hold an ID."""

    CARD = "card"
    PASSWORD = "password"  # noqa: S105  # the word, not one


class PasswordOutcome(StrEnum):
    """What comes of an ID and a password. Nothing but KNOWN and EXPIRED, which only
    the right password brings, tells whether anybody holds the ID.
    """

    KNOWN = "known"
    REFUSED = "refused"
    WAIT = "wait"
    """Too soon after a wrong one: it was not looked at."""
    LOCKED = "locked"
    """Too many were wrong: none is looked at until the holder's card is used."""
    EXPIRED = "expired"
    """It is the right one, and its year is over: the card is needed for a new one."""


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


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose visit it is: the number of a user, and what has shown it."""

    user: int
    proof: Proof


@dataclass(frozen=True, slots=True)
class Validity:
    """The last day of a password, in Japan. ``warns``: it is near, or past."""

    last_day: date
    warns: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """``wait``: seconds until the next try is looked at. ``user`` and ``validity`` are
    there when it is KNOWN.
    """

    outcome: PasswordOutcome
    wait: int = 0
    user: int | None = None
    validity: Validity | None = None
