"""What the machine wants done. Whoever does it answers with the effect's ticket."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING

from kiosk.forms.application import Application
from kiosk.record import record
from kiosk.visit.staff_effects import StaffEffect
from kiosk.visit.state import Contact, Person
from kiosk.visit.terms import Issuer
from kiosk.visit.usage_effects import PrintUsage, UsageEffect

if TYPE_CHECKING:
    # They take longer to load than the first screen takes to be drawn.
    from kiosk.rules.decision import Decision


@record
class Inspect:
    """Look at the card of a token: kind, trust, tries. Asks for no PIN."""

    ticket: int
    token: int


@record
class Prove:
    """Give the typed authentication PIN to the card, once, and have it sign."""

    ticket: int
    tries: int


@record
class ReadSignature:
    """Give the typed signature password to the card, once, and read who it is."""

    ticket: int
    tries: int


@record
class ReadAttributes:
    """Give the typed PIN of the text area to the card, once, and read who it is."""

    ticket: int
    tries: int


@record
class ReadResidence:
    """Read the residence card of a token with its number."""

    ticket: int
    token: int
    number: str = field(repr=False)


@record
class ReleaseCard:
    """Power the card down; whose it is stays known until ``Forget``."""


@record
class Register:
    """The ID of this person in this role, made now if there is none. ``brought`` is one
    that the Agency has issued to them: it is theirs from then on.
    """

    ticket: int
    role: str
    kind: str | None
    language: str
    person: Person = field(repr=False)
    contact: Contact = field(repr=False)
    brought: str | None = field(default=None, repr=False)


@record
class Enroll:
    """An ID for somebody without a card. ``number`` are the 12 digits of a
    届出済証明書; ``brought`` is the ID that the Agency has issued to them;
    ``organisation`` is the one for which an institution's clerk files.
    """

    ticket: int
    role: str
    language: str
    person: Person = field(repr=False)
    contact: Contact = field(repr=False)
    number: str | None = field(default=None, repr=False)
    brought: str | None = field(default=None, repr=False)
    organisation: str | None = field(default=None, repr=False)


@record
class ReplaceId:
    """From now on an ID that the Agency has issued is that of whoever has logged in
    with this one, which was issued here and which no card opens.
    """

    ticket: int
    auth_id: str = field(repr=False)
    brought: str = field(repr=False)


@record
class LogIn:
    """Do this ID and the proven card belong together?"""

    ticket: int
    auth_id: str = field(repr=False)


@record
class Rejoin:
    """Join a renewed card to its holder's ID."""

    ticket: int
    auth_id: str = field(repr=False)
    person: Person = field(repr=False)


@record
class CheckPassword:
    """Give the typed password to the registry, once: is it that of this ID?"""

    ticket: int
    auth_id: str = field(repr=False)


@record
class KeepPassword:
    """The typed password is from now on that of this ID."""

    ticket: int
    auth_id: str = field(repr=False)


@record
class FindDrafts:
    """Who holds this ID, and what they have begun."""

    ticket: int
    auth_id: str = field(repr=False)


@record
class BeginDraft:
    """Keep a new application. ``instead``: the draft that becomes it, of the same
    procedure; its answers stay.
    """

    ticket: int
    auth_id: str = field(repr=False)
    application: Application
    instead: int | None = field(default=None, repr=False)


@record
class OpenDraft:
    """Go on with one. ``copy``: with a copy of it, the old one stays as it is."""

    ticket: int
    auth_id: str = field(repr=False)
    draft: int
    copy: bool = False


@record
class EraseDraft:
    """Delete one for good; the answer is what is left."""

    ticket: int
    auth_id: str = field(repr=False)
    draft: int


@record
class SaveAnswers:
    """Keep answers (None: taken back), and ``place``, the group last answered."""

    ticket: int
    auth_id: str = field(repr=False)
    draft: int
    answers: Mapping[str, str | None] = field(repr=False)
    place: str | None


@record
class FindPlace:
    """The place of a postal code, for the address whose code is in this field."""

    ticket: int
    of: str
    code: str = field(repr=False)


@record
class PrintSheet:
    """The paper with everything that is to be entered at the portal."""

    ticket: int
    language: str
    application: Application
    expires: date


@record
class WriteTables:
    """The Agency's tables for bulk entry, of checked answers, into the folder."""

    ticket: int
    application: Application


@record
class PrintReceipt:
    """The paper with the ID. ``done``: which sentence says what was done;
    ``kept_until``: the last day on which what was begun is kept.
    """

    ticket: int
    language: str
    done: str
    auth_id: str = field(repr=False)
    decision: "Decision | None" = field(default=None, repr=False)
    kept_until: date | None = field(default=None, repr=False)
    issuer: Issuer = Issuer.HERE
    organisation: str = field(default="", repr=False)


@record
class PrintForgotten:
    """The paper with what is written into the request for a forgotten ID."""

    ticket: int
    language: str
    group: str
    person: Person | None = field(default=None, repr=False)


@record
class PrintSlip:
    """The paper with the verdict."""

    ticket: int
    language: str
    role: str
    procedure: str
    decision: "Decision" = field(repr=False)


@record
class CallStaff:
    """Ring for somebody."""


@record
class LookAtParts:
    """Ask printers and store how they are; nobody is there."""


@record
class Forget:
    """Nothing of the visit may be left anywhere but in the registry."""


CardEffect = Inspect | Prove | ReadSignature | ReadAttributes
RegistryEffect = Register | LogIn | Rejoin
PasswordEffect = CheckPassword | KeepPassword
DraftEffect = FindDrafts | BeginDraft | OpenDraft | EraseDraft | SaveAnswers
PrintEffect = PrintReceipt | PrintSlip
Effect = (
    CardEffect
    | ReleaseCard
    | ReadResidence
    | RegistryEffect
    | Enroll
    | ReplaceId
    | PasswordEffect
    | DraftEffect
    | PrintEffect
    | FindPlace
    | PrintSheet
    | PrintForgotten
    | WriteTables
    | CallStaff
    | UsageEffect
    | PrintUsage
    | StaffEffect
    | LookAtParts
    | Forget
)
