"""Where a visitor is: one step a screen, with what only that screen needs."""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.message import Message
from kiosk.rules.number import IntermediaryNumber
from kiosk.visit.terms import Paper, Pin, PinNote, Trouble, Work


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """The first screen, which waits for visitors."""


@dataclass(frozen=True, slots=True)
class ChoosePurpose:
    """What the visitor came for."""


@dataclass(frozen=True, slots=True)
class ChooseRole:
    """As whom they file."""


@dataclass(frozen=True, slots=True)
class ChooseProcedure:
    """What they want to file."""


@dataclass(frozen=True, slots=True)
class AskFact:
    """One question that still matters for the answer (``rules.vocabulary.FACTS``)."""

    fact: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """May it be filed online, why, and what to do. ``slip``: its paper, if wanted."""

    slip: Paper = Paper.NOT_WANTED


@dataclass(frozen=True, slots=True)
class Wording:
    """The rules' own words."""


@dataclass(frozen=True, slots=True)
class ChooseOffice:
    """The mark with which the number on a 届出済証明書 begins."""


@dataclass(frozen=True, slots=True)
class EnterSerial:
    """Its year and serial. ``fault`` says why what was typed is no number."""

    office: str
    year: str = field(default="", repr=False)
    serial: str = field(default="", repr=False)
    fault: Message | None = None


@dataclass(frozen=True, slots=True)
class NumberFound:
    """The 12 digits, shown in their parts before anybody uses them."""

    number: IntermediaryNumber


@dataclass(frozen=True, slots=True)
class EnterId:
    """The authentication ID is typed or scanned. ``refused``: it was none."""

    refused: bool = False


@dataclass(frozen=True, slots=True)
class Prepare:
    """What to have ready; goes on when a card is laid down. ``passed_over`` is the
    token of a card that lies there and is not wanted.
    """

    passed_over: int | None = None


@dataclass(frozen=True, slots=True)
class Working:
    """The terminal is busy; the answer to its ticket goes on from here."""

    work: Work


@dataclass(frozen=True, slots=True)
class EnterPin:
    """One PIN is typed. ``note`` says why once more."""

    pin: Pin
    tries: int
    note: PinNote | None = None


@dataclass(frozen=True, slots=True)
class LastTry:
    """One try is left: does the visitor want to risk it? ``wrong``: one just failed."""

    pin: Pin
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class InTrouble:
    """Something stands in the way. ``pin`` is the PIN concerned, if one is."""

    trouble: Trouble
    pin: Pin | None = None


@dataclass(frozen=True, slots=True)
class ConfirmPerson:
    """Is this you?"""


@dataclass(frozen=True, slots=True)
class EnterContact:
    """Telephone and mail. ``faults`` are the fields to be mended."""

    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Issued:
    """The ID is there. ``new``: made just now; ``receipt``: how its paper stands."""

    new: bool
    receipt: Paper


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """The ID and the card belong together. ``receipt``: a second one, if wanted."""

    receipt: Paper = Paper.NOT_WANTED


@dataclass(frozen=True, slots=True)
class TakeCard:
    """Everything is done and the card still lies on the reader."""


@dataclass(frozen=True, slots=True)
class Goodbye:
    """The last screen; it goes away by itself."""

    shown_for: int = field(default=0)
    """Seconds."""


Step = (
    ChooseLanguage
    | ChoosePurpose
    | ChooseRole
    | ChooseProcedure
    | AskFact
    | Verdict
    | Wording
    | ChooseOffice
    | EnterSerial
    | NumberFound
    | EnterId
    | Prepare
    | Working
    | EnterPin
    | LastTry
    | InTrouble
    | ConfirmPerson
    | EnterContact
    | Issued
    | LoggedIn
    | TakeCard
    | Goodbye
)


class Overlay(StrEnum):
    """What lies over the step for a moment."""

    LANGUAGE = "language"
    STAFF = "staff"
    START_OVER = "start_over"
