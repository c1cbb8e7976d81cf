"""What happens: at the screen, at the desk, in the workers, by the clock.

No event carries a PIN or a password. What is the visitor's own shows in no repr.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.forms.application import Application
from kiosk.visit.drafts import DraftNote
from kiosk.visit.readings import Reading, ResidenceFault
from kiosk.visit.state import Account, Contact, HalfDay, Password, Person
from kiosk.visit.terms import (
    Glance,
    Login,
    PasswordAnswer,
    PasswordFault,
    Pin,
    Trouble,
)

# By the visitor.


@dataclass(frozen=True, slots=True)
class Chose:
    """One of the answers on the screen."""

    value: str | bool = field(repr=False)


@dataclass(frozen=True, slots=True)
class WentOn:
    """The screen's way on."""


@dataclass(frozen=True, slots=True)
class WentBack:
    """One step back. ``half``: so much of a day stands there and was not given."""

    half: HalfDay | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class PinTyped:
    """A PIN lies ready; only its form has been looked at."""

    well_formed: bool


@dataclass(frozen=True, slots=True)
class PasswordWanted:
    """Log in with the password of the ID; or, once logged in, set one."""


@dataclass(frozen=True, slots=True)
class PasswordTyped:
    """A password lies ready. ``fault``: it cannot be one, or not the one from before,
    and lies there no longer.
    """

    fault: PasswordFault | None = None


@dataclass(frozen=True, slots=True)
class IdTyped:
    """An ID was typed or scanned; None: what was typed is none."""

    auth_id: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class ContactTyped:
    """How to reach the visitor."""

    contact: Contact = field(repr=False)


@dataclass(frozen=True, slots=True)
class PaperWanted:
    """Print it, or print it again."""


@dataclass(frozen=True, slots=True)
class WordingWanted:
    """The law's own words."""


@dataclass(frozen=True, slots=True)
class NumberWanted:
    """The 12 digits of the number on a 届出済証明書."""


@dataclass(frozen=True, slots=True)
class SerialTyped:
    """Year and serial, as printed there."""

    year: str = field(repr=False)
    serial: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CardNumberTyped:
    """The number of a residence card, as the chip wants it; None: what was ``typed`` is
    none, and ``flaw`` says why.
    """

    number: str | None = field(repr=False)
    typed: str = field(default="", repr=False)
    flaw: str | None = None


@dataclass(frozen=True, slots=True)
class RegistrationWanted:
    """Who only asked wants to register now."""


@dataclass(frozen=True, slots=True)
class FormWanted:
    """Fill in an application."""


@dataclass(frozen=True, slots=True)
class CopyWanted:
    """Begin with the answers of an earlier one."""


@dataclass(frozen=True, slots=True)
class DeletionWanted:
    """Delete what was begun."""


@dataclass(frozen=True, slots=True)
class AnswersTyped:
    """The lines of a group of questions, by field."""

    answers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class AnswersWanted:
    """See every answer."""


@dataclass(frozen=True, slots=True)
class LanguageWanted:
    """The choice of languages, from anywhere."""


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """A language, by its code."""

    code: str


@dataclass(frozen=True, slots=True)
class StaffWanted:
    """Somebody should come."""


@dataclass(frozen=True, slots=True)
class StartOverWanted:
    """End this visit; asked once more before it is wiped."""


@dataclass(frozen=True, slots=True)
class StartOverConfirmed:
    """Yes, wipe it."""


@dataclass(frozen=True, slots=True)
class OverlayClosed:
    """Back to what lay below."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A key or a touch that means nothing but that somebody is there."""


# At the desk.


@dataclass(frozen=True, slots=True)
class Seen:
    """A card came, went, or the reader did. ``token`` counts insertions."""

    glance: Glance
    token: int


# From the workers, each with the ticket of the effect it answers.


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class CardFailed:
    """The card could not be used. ``ended``: the last day of a certificate that has
    expired.
    """

    ticket: int
    trouble: Trouble
    pin: Pin | None = None
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class PinWrong:
    """The card refused the PIN and has tries left."""

    ticket: int
    pin: Pin
    tries_left: int


@dataclass(frozen=True, slots=True)
class CardProved:
    """It signed a fresh challenge."""

    ticket: int


@dataclass(frozen=True, slots=True)
class PersonRead:
    """Whose card it is. ``ends``: the last day of its certificate for signing, where
    that is what told it.
    """

    ticket: int
    person: Person = field(repr=False)
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class ResidenceTold:
    """What a residence card says; nothing speaks against its signature."""

    ticket: int
    reading: Reading = field(repr=False)


@dataclass(frozen=True, slots=True)
class ResidenceFailed:
    """It told nothing that may be used."""

    ticket: int
    fault: ResidenceFault


@dataclass(frozen=True, slots=True)
class Registered:
    """The ID; ``new`` when it was made just now. ``password``: that of one that was
    there before.
    """

    ticket: int
    auth_id: str = field(repr=False)
    new: bool = True
    password: Password | None = None


@dataclass(frozen=True, slots=True)
class LoginAnswered:
    """What ID and card are to each other. ``password``: the ID's, if they are KNOWN
    and it has one.
    """

    ticket: int
    login: Login
    password: Password | None = None


@dataclass(frozen=True, slots=True)
class PasswordChecked:
    """What came of ID and password. ``wait``: seconds until the next is looked at;
    ``password`` is there when they are KNOWN.
    """

    ticket: int
    answer: PasswordAnswer
    wait: int = 0
    password: Password | None = None


@dataclass(frozen=True, slots=True)
class PasswordKept:
    """The ID has it from now on."""

    ticket: int
    password: Password


@dataclass(frozen=True, slots=True)
class PasswordUnfit:
    """The registry does not take it; nothing was changed."""

    ticket: int
    fault: PasswordFault


@dataclass(frozen=True, slots=True)
class DraftsFound:
    """Who holds the ID, and what they have begun."""

    ticket: int
    account: Account
    notes: tuple[DraftNote, ...]


@dataclass(frozen=True, slots=True)
class DraftOpened:
    """It is kept from now on. ``place``: the group last answered."""

    ticket: int
    draft: int
    application: Application
    expires: date
    place: str | None = None


@dataclass(frozen=True, slots=True)
class AnswersSaved:
    """They are on the disk."""

    ticket: int


@dataclass(frozen=True, slots=True)
class AnswersNotSaved:
    """They are not; those from before are."""

    ticket: int


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """Where a postal code is; empty where it is not known or several places are."""

    ticket: int
    of: str
    code: str = field(repr=False)
    prefecture: str = field(repr=False)
    municipality: str = field(repr=False)
    town: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StoreFailed:
    """The registry could not answer; nothing was changed."""

    ticket: int


@dataclass(frozen=True, slots=True)
class PaperPrinted:
    """The printer has said that all of it is on paper."""

    ticket: int


@dataclass(frozen=True, slots=True)
class PaperFailed:
    """It has not. ``no_printer``: this site has none. ``needs_staff``: it is out of
    paper, or open. ``unsure``: some or all of it may have come out.
    """

    ticket: int
    no_printer: bool = False
    needs_staff: bool = False
    unsure: bool = False


# By the clock.


@dataclass(frozen=True, slots=True)
class Ticked:
    """So many seconds have passed; ``today`` is the day in Japan."""

    seconds: int
    today: date


VisitorEvent = (
    Chose
    | WentOn
    | WentBack
    | PinTyped
    | PasswordWanted
    | PasswordTyped
    | IdTyped
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
    | LanguageWanted
    | LanguageChosen
    | StaffWanted
    | StartOverWanted
    | StartOverConfirmed
    | OverlayClosed
    | Touched
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
    | LoginAnswered
    | PasswordChecked
    | PasswordKept
    | PasswordUnfit
    | DraftsFound
    | DraftOpened
    | StoreFailed
)
"""To the one piece of work that a visit waits for."""
PaperAnswer = PaperPrinted | PaperFailed
SavingAnswer = AnswersSaved | AnswersNotSaved
Event = VisitorEvent | Seen | Answer | PaperAnswer | SavingAnswer | PlaceFound | Ticked
