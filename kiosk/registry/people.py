"""Whom the registry keeps and what it answers."""

from dataclasses import field
from datetime import date, datetime
from enum import StrEnum

from kiosk.record import record


class LoginOutcome(StrEnum):
    """What an authentication ID and a card are to each other."""

    KNOWN = "known"
    RENEWED = "renewed"
    REFUSED = "refused"


class Proof(StrEnum):
    """By what somebody has shown in this visit that they hold an ID."""

    CARD = "card"
    PASSWORD = "password"  # noqa: S105  # the word, not one
    ENROLMENT = "enrolment"
    """They were enrolled in this visit, without a card."""


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


@record(hidden=True)
class Applicant:
    """Somebody who asks for an ID. ``public_key`` is SubjectPublicKeyInfo (DER) of the
    user authentication certificate; ``birth_date`` is YYYYMMDD; ``kind`` is that of a
    legal representative or relative; ``brought`` is an ID that the Agency issued. What
    is not given is empty.
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
    brought: str | None = None


@record(hidden=True)
class Enrolment:
    """Somebody who registers and has no card to show. ``address`` is that of their
    office or organisation; ``birth_date`` is YYYYMMDD and ``sex`` as on a card, each
    empty where the role has none. ``number`` are the 12 digits of a 届出済証明書,
    ``brought`` is an ID that the Agency issued; ``organisation`` is the one for which
    an institution's clerk files.
    """

    role: str
    name: str
    address: str
    birth_date: str
    sex: str
    phone: str
    mail: str
    language: str
    number: str | None = None
    brought: str | None = None
    organisation: str | None = None


class Refusal(StrEnum):
    """Why somebody is not enrolled. Nothing says whose the other one is."""

    NUMBER = "number"
    """This 12-digit number is enrolled."""
    PERSON = "person"
    """Somebody with these particulars is, in this role."""
    ID = "id"
    """The ID that was brought is kept for somebody else."""
    WAIT = "wait"
    """Too many were refused just now: nothing was looked at."""


class NotEnrolled(Exception):
    """``why``; ``wait``: seconds until enrolments are looked at again."""

    def __init__(self, why: Refusal, wait: int = 0) -> None:
        self.why = why
        self.wait = wait
        super().__init__(f"not enrolled: {why}")


@record(hidden=True)
class Issued:
    """The ID, and whether it was made just now. ``user`` is the number of its row."""

    auth_id: str
    new: bool
    issuer: Issuer = Issuer.HERE
    user: int = field(default=0, compare=False)
    replaced: bool = False
    """The ID that they have brought has just taken the place of one issued here."""

    def __repr__(self) -> str:
        return f"Issued(new={self.new})"


@record(hidden=True)
class User:
    """What the registry knows of the holder of an ID. ``issued_at`` is in UTC.
    ``number`` is the beginning of their 12-digit number, without its serial.
    ``has_card``: a card opens the ID, and not only a password.
    """

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
    number: str | None
    has_card: bool
    organisation: str | None = None


@record
class Holder:
    """Whose visit it is: the number of a user, and what has shown it."""

    user: int
    proof: Proof


@record
class Validity:
    """The last day of a password, in Japan. ``warns``: it is near, or past."""

    last_day: date
    warns: bool


@record
class Checked:
    """``wait``: seconds until the next try is looked at. ``user`` and ``validity`` are
    there when it is KNOWN.
    """

    outcome: PasswordOutcome
    wait: int = 0
    user: int | None = None
    validity: Validity | None = None
