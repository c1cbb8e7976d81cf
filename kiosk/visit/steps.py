"""Where a visitor is: one step a screen, with what only that screen needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kiosk.message import Message
from kiosk.rules.number import IntermediaryNumber
from kiosk.visit.drafts import DraftNote
from kiosk.visit.readings import ResidenceFault
from kiosk.visit.terms import (
    Paper,
    PasswordAnswer,
    PasswordFault,
    Pin,
    PinNote,
    Trouble,
    Work,
)

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_NO_FAULTS: Final[Mapping[str, Message]] = MappingProxyType({})


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
class EnterPassword:
    """The ID's password is typed in the place of a card. ``answer``: what came of the
    last one, REFUSED or WAIT; ``wait``: seconds until the next is looked at.
    """

    answer: PasswordAnswer | None = None
    wait: int = 0


@dataclass(frozen=True, slots=True)
class ChoosePassword:
    """One is chosen. ``again``: it was typed once, and is typed once more; ``fault``
    says why it is begun anew.
    """

    again: bool = False
    fault: PasswordFault | None = None


@dataclass(frozen=True, slots=True)
class PasswordSet:
    """It is kept."""


@dataclass(frozen=True, slots=True)
class LastTry:
    """One try is left: does the visitor want to risk it? ``wrong``: one just failed."""

    pin: Pin
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class InTrouble:
    """Something stands in the way. ``pin`` is the PIN concerned, if one is; ``ended``
    the last day of a certificate, where that is the trouble.
    """

    trouble: Trouble
    pin: Pin | None = None
    ended: date | None = None


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
class ChooseDraft:
    """Go on with an application that was begun, or begin another. Newest first."""

    notes: tuple[DraftNote, ...]


@dataclass(frozen=True, slots=True)
class DraftChosen:
    """What to do with one that was begun."""

    note: DraftNote


@dataclass(frozen=True, slots=True)
class DeleteDraft:
    """Asked once more: it cannot be brought back."""

    note: DraftNote


@dataclass(frozen=True, slots=True)
class ChooseTogether:
    """What else is filed together with the application."""


@dataclass(frozen=True, slots=True)
class AskResidence:
    """Is the residence card here? It fills in what its chip knows."""


@dataclass(frozen=True, slots=True)
class EnterCardNumber:
    """Its number is typed or scanned. ``flaw`` names what is wrong with what was typed
    (``kiosk.card.residence.number.Flaw``).
    """

    typed: str = field(default="", repr=False)
    flaw: str | None = None


@dataclass(frozen=True, slots=True)
class LayResidence:
    """Goes on when the residence card is laid down. ``passed_over`` is the token of a
    card that lies there and is not it.
    """

    passed_over: int | None = None


@dataclass(frozen=True, slots=True)
class ResidenceTrouble:
    """It did not tell anything that may be used. ``token`` is that of the card tried;
    ``day`` (ISO) its last day, where that is the trouble.
    """

    fault: ResidenceFault
    token: int | None = None
    day: str | None = None


@dataclass(frozen=True, slots=True)
class ResidenceRead:
    """What its chip says."""


@dataclass(frozen=True, slots=True)
class AskConsent:
    """The group that comes next asks something that nobody likes to be asked."""

    group: str


@dataclass(frozen=True, slots=True)
class AskMore:
    """One more relative, or whatever comes several times: its first group."""

    group: str


@dataclass(frozen=True, slots=True)
class FillIn:
    """One group of questions. ``typed`` and ``faults``, by field: what was typed and
    cannot be an answer. ``correcting``: come to from the answers, and back to them.
    """

    group: str
    correcting: bool = False
    typed: Mapping[str, str] = field(default_factory=lambda: _NOTHING, repr=False)
    faults: Mapping[str, Message] = field(default_factory=lambda: _NO_FAULTS)


@dataclass(frozen=True, slots=True)
class Review:
    """Everything has been asked: what is to be mended, and the way to the paper."""


@dataclass(frozen=True, slots=True)
class AllAnswers:
    """Every answer, each to be corrected."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """The sheet with everything that is to be entered at the portal."""

    sheet: Paper = Paper.PRINTING


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
    | EnterPassword
    | ChoosePassword
    | PasswordSet
    | LastTry
    | InTrouble
    | ConfirmPerson
    | EnterContact
    | Issued
    | LoggedIn
    | ChooseDraft
    | DraftChosen
    | DeleteDraft
    | ChooseTogether
    | AskResidence
    | EnterCardNumber
    | LayResidence
    | ResidenceTrouble
    | ResidenceRead
    | AskConsent
    | AskMore
    | FillIn
    | Review
    | AllAnswers
    | HandOver
    | TakeCard
    | Goodbye
)


class Overlay(StrEnum):
    """What lies over the step for a moment."""

    LANGUAGE = "language"
    STAFF = "staff"
    START_OVER = "start_over"
