"""What happens: at the screen, at the desk, in the workers, by the clock.

No event carries a PIN or a password. What is the visitor's own shows in no repr.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime

from kiosk.forms.application import Application
from kiosk.message import Message
from kiosk.record import record
from kiosk.visit.display import DisplayChosen, DisplayWanted
from kiosk.visit.drafts import DraftNote
from kiosk.visit.health import Lamp
from kiosk.visit.readings import Reading, ResidenceFault
from kiosk.visit.requests import Usage
from kiosk.visit.staff_events import ByStaff, StaffAnswer
from kiosk.visit.state import Account, Contact, HalfDay, Held, Password, Person
from kiosk.visit.tables import TablesFault
from kiosk.visit.terms import (
    Glance,
    Issuer,
    Login,
    PasswordAnswer,
    PasswordFault,
    Pin,
    Refusal,
    Trouble,
)
from kiosk.visit.usage_events import SavingUsage, UsageFound, UsageWanted

# By the visitor.


@record
class Chose:
    """One of the answers on the screen."""

    value: str | bool = field(repr=False)


@record
class WentOn:
    """The screen's way on."""


@record
class WentBack:
    """One step back. ``half``: so much of a day stands there and was not given."""

    half: HalfDay | None = field(default=None, repr=False)


@record
class PinTyped:
    """A PIN lies ready; only its form has been looked at."""

    well_formed: bool


@record
class PasswordWanted:
    """Log in with the password of the ID; or, once logged in, set one."""


@record
class PasswordTyped:
    """A password lies ready. ``fault``: it cannot be one, or not the one from before,
    and lies there no longer.
    """

    fault: PasswordFault | None = None


@record
class IdTyped:
    """An ID was typed or scanned; None: what was typed is none. ``flaw``: it looks like
    one of this registry, and what is wrong with it then.
    """

    auth_id: str | None = field(repr=False)
    flaw: Message | None = None


@record
class ForgotWanted:
    """The ID is forgotten."""


@record
class BroughtTyped:
    """An ID of the Agency was typed or scanned; None: what was typed is none."""

    brought: str | None = field(repr=False)


@record
class NumberTyped:
    """The number of a 届出済証明書, as it was typed or scanned."""

    text: str = field(repr=False)


@record
class NameTyped:
    """Whoever has no card to show, by name."""

    surname: str = field(repr=False)
    given: str = field(repr=False)


@record
class OrganisationTyped:
    """The organisation for which an institution's clerk files."""

    name: str = field(repr=False)


@record
class AddressTyped:
    """That of their office, in one line."""

    address: str = field(repr=False)


@record
class ContactTyped:
    """How to reach the visitor."""

    contact: Contact = field(repr=False)


@record
class PaperWanted:
    """Print it, or print it again."""


@record
class WordingWanted:
    """The law's own words."""


@record
class NumberWanted:
    """The 12 digits of the number on a 届出済証明書."""


@record
class SerialTyped:
    """Year and serial, as printed there."""

    year: str = field(repr=False)
    serial: str = field(repr=False)


@record
class CardNumberTyped:
    """The number of a residence card, as the chip wants it; None: what was ``typed`` is
    none, and ``flaw`` says why.
    """

    number: str | None = field(repr=False)
    typed: str = field(default="", repr=False)
    flaw: str | None = None


@record
class RegistrationWanted:
    """Who only asked wants to register now."""


@record
class FormWanted:
    """Fill in an application."""


@record
class CopyWanted:
    """Begin with the answers of an earlier one."""


@record
class DeletionWanted:
    """Delete what was begun."""


@record
class AnswersTyped:
    """The lines of a group of questions, by field."""

    answers: Mapping[str, str] = field(repr=False)


@record
class AnswersWanted:
    """See every answer."""


@record
class TablesWanted:
    """The Agency's tables for bulk entry, or once more."""


@record
class LanguageWanted:
    """The choice of languages, from anywhere."""


@record
class LanguageChosen:
    """A language, by its code."""

    code: str


@record
class StaffWanted:
    """Somebody should come."""


@record
class StartOverWanted:
    """End this visit; asked once more before it is wiped."""


@record
class StartOverConfirmed:
    """Yes, wipe it."""


@record
class OverlayClosed:
    """Back to what lay below."""


@record
class Touched:
    """A key or a touch that means nothing but that somebody is there."""


# At the desk.


@record
class Seen:
    """A card came, went, or the reader did. ``token`` counts insertions."""

    glance: Glance
    token: int


# From the workers, each with the ticket of the effect it answers.


@record
class CardInspected:
    """A My Number card that this site trusts. ``same``: that of this visit before;
    ``ends``: the last day, in Japan, of its certificate for log-in.
    """

    ticket: int
    token: int
    tries: Mapping[Pin, int]
    has_signature: bool
    same: bool
    ends: date | None = None


@record
class CardFailed:
    """The card could not be used. ``ended``: the last day of a certificate that has
    expired.
    """

    ticket: int
    trouble: Trouble
    pin: Pin | None = None
    ended: date | None = None


@record
class PinWrong:
    """The card refused the PIN and has tries left."""

    ticket: int
    pin: Pin
    tries_left: int


@record
class CardProved:
    """It signed a fresh challenge."""

    ticket: int


@record
class PersonRead:
    """Whose card it is. ``ends``: the last day of its certificate for signing, where
    that is what told it.
    """

    ticket: int
    person: Person = field(repr=False)
    ends: date | None = None


@record
class ResidenceTold:
    """What a residence card says; nothing speaks against its signature."""

    ticket: int
    reading: Reading = field(repr=False)


@record
class ResidenceFailed:
    """It told nothing that may be used."""

    ticket: int
    fault: ResidenceFault


@record
class Registered:
    """The ID; ``new`` when it was made just now. ``password``: that of one that was
    there before.
    """

    ticket: int
    auth_id: str = field(repr=False)
    new: bool = True
    password: Password | None = None
    issuer: Issuer = Issuer.HERE
    replaced: bool = False
    """An ID that was issued here holds no longer: this one has taken its place."""


@record
class NotRegistered:
    """They have no ID by this. ``wait``: seconds until it is looked at again."""

    ticket: int
    why: Refusal
    wait: int = 0


@record
class LoginAnswered:
    """What ID and card are to each other. ``password``: the ID's, if they are KNOWN
    and it has one; ``held``: the ID itself.
    """

    ticket: int
    login: Login
    password: Password | None = None
    held: Held | None = None


@record
class PasswordChecked:
    """What came of ID and password. ``wait``: seconds until the next is looked at;
    ``password`` and ``held`` are there when they are KNOWN.
    """

    ticket: int
    answer: PasswordAnswer
    wait: int = 0
    password: Password | None = None
    held: Held | None = None


@record
class PasswordKept:
    """The ID has it from now on."""

    ticket: int
    password: Password


@record
class PasswordUnfit:
    """The registry does not take it; nothing was changed."""

    ticket: int
    fault: PasswordFault


@record
class DraftsFound:
    """Who holds the ID, and what they have begun. ``usage``: the usage request of an
    institution.
    """

    ticket: int
    account: Account
    notes: tuple[DraftNote, ...]
    usage: Usage | None = None


@record
class DraftOpened:
    """It is kept from now on. ``place``: the group last answered."""

    ticket: int
    draft: int
    application: Application
    expires: date
    place: str | None = None


@record
class AnswersSaved:
    """They are on the disk."""

    ticket: int


@record
class AnswersNotSaved:
    """They are not; those from before are."""

    ticket: int


@record
class PlaceFound:
    """Where a postal code is; empty where it is not known or several places are."""

    ticket: int
    of: str
    code: str = field(repr=False)
    prefecture: str = field(repr=False)
    municipality: str = field(repr=False)
    town: str = field(repr=False)


@record
class StoreFailed:
    """The registry could not answer; nothing was changed."""

    ticket: int


@record
class PaperPrinted:
    """The printer has said that all of it is on paper."""

    ticket: int


@record
class PaperFailed:
    """It has not. ``no_printer``: this site has none. ``needs_staff``: it is out of
    paper, or open. ``unsure``: some or all of it may have come out.
    """

    ticket: int
    no_printer: bool = False
    needs_staff: bool = False
    unsure: bool = False


@record
class TablesWritten:
    """All of them are in the folder; ``files`` are their names."""

    ticket: int
    folder: str = field(repr=False)
    files: tuple[str, ...] = field(repr=False)


@record
class TablesNotWritten:
    """None is."""

    ticket: int
    fault: TablesFault


# By the clock.


@record
class Ticked:
    """So many seconds have passed; ``today`` is the day in Japan, ``at`` the time there
    (None: the hours of the desk are not looked at).
    """

    seconds: int
    today: date
    at: datetime | None = None


# Of the terminal.


@record
class PrinterSeen:
    """How printing is."""

    lamp: Lamp


@record
class StoreSeen:
    """Whether the store answers."""

    well: bool


@record
class OutOfOrder:
    """Something that nobody can work without could not be opened."""


VisitorEvent = (
    Chose
    | WentOn
    | WentBack
    | PinTyped
    | PasswordWanted
    | PasswordTyped
    | IdTyped
    | ForgotWanted
    | BroughtTyped
    | NumberTyped
    | NameTyped
    | OrganisationTyped
    | AddressTyped
    | ContactTyped
    | PaperWanted
    | WordingWanted
    | NumberWanted
    | SerialTyped
    | CardNumberTyped
    | RegistrationWanted
    | FormWanted
    | CopyWanted
    | DeletionWanted
    | AnswersTyped
    | AnswersWanted
    | TablesWanted
    | LanguageWanted
    | LanguageChosen
    | DisplayWanted
    | DisplayChosen
    | StaffWanted
    | StartOverWanted
    | StartOverConfirmed
    | OverlayClosed
    | Touched
    | UsageWanted
    | ByStaff
)
Answer = (
    CardInspected
    | CardFailed
    | PinWrong
    | CardProved
    | PersonRead
    | ResidenceTold
    | ResidenceFailed
    | Registered
    | NotRegistered
    | LoginAnswered
    | PasswordChecked
    | PasswordKept
    | PasswordUnfit
    | DraftsFound
    | DraftOpened
    | UsageFound
    | StoreFailed
)
"""To the one piece of work that a visit waits for."""
PaperAnswer = PaperPrinted | PaperFailed
TablesAnswer = TablesWritten | TablesNotWritten
SavingAnswer = AnswersSaved | AnswersNotSaved
Event = (
    VisitorEvent
    | Seen
    | Answer
    | PaperAnswer
    | TablesAnswer
    | SavingAnswer
    | SavingUsage
    | PlaceFound
    | StaffAnswer
    | Ticked
    | PrinterSeen
    | StoreSeen
    | OutOfOrder
)
