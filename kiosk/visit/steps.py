"""Where a visitor is: one step a screen, with what only that screen needs."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kiosk.message import Message
from kiosk.record import record
from kiosk.rules.number import IntermediaryNumber
from kiosk.visit.drafts import DraftNote
from kiosk.visit.readings import ResidenceFault
from kiosk.visit.tables import TablesFault, Written
from kiosk.visit.terms import (
    Paper,
    PasswordAnswer,
    PasswordFault,
    Pin,
    PinNote,
    Refusal,
    Trouble,
    Work,
)

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_NO_FAULTS: Final[Mapping[str, Message]] = MappingProxyType({})


@record
class ChooseLanguage:
    """The first screen, which waits for visitors."""


@record
class ChoosePurpose:
    """What the visitor came for."""


@record
class ChooseRole:
    """As whom they file."""


@record
class ChooseProcedure:
    """What they want to file."""


@record
class AskFact:
    """One question that still matters for the answer (``rules.vocabulary.FACTS``)."""

    fact: str


@record
class Verdict:
    """May it be filed online, why, and what to do. ``slip``: its paper, if wanted."""

    slip: Paper = Paper.NOT_WANTED


@record
class Wording:
    """The rules' own words."""


@record
class ChooseOffice:
    """The mark with which the number on a 届出済証明書 begins."""


@record
class EnterSerial:
    """Its year and serial. ``fault`` says why what was typed is no number."""

    office: str
    year: str = field(default="", repr=False)
    serial: str = field(default="", repr=False)
    fault: Message | None = None


@record
class NumberFound:
    """The 12 digits, shown in their parts before anybody uses them."""

    number: IntermediaryNumber


@record
class EnterId:
    """The authentication ID is typed or scanned. ``refused``: it was none. ``flaw``:
    what is wrong with what was ``typed``, if it is to be one of this registry; typed
    once more, it is looked up as it is.
    """

    refused: bool = False
    typed: str = field(default="", repr=False)
    flaw: Message | None = None


@record
class Prepare:
    """What to have ready; goes on when a card is laid down. ``passed_over`` is the
    token of a card that lies there and is not wanted.
    """

    passed_over: int | None = None


@record
class Working:
    """The terminal is busy; the answer to its ticket goes on from here."""

    work: Work


@record
class EnterPin:
    """One PIN is typed. ``note`` says why once more."""

    pin: Pin
    tries: int
    note: PinNote | None = None


@record
class EnterPassword:
    """The ID's password is typed in the place of a card. ``answer``: what came of the
    last one, REFUSED or WAIT; ``wait``: seconds until the next is looked at.
    """

    answer: PasswordAnswer | None = None
    wait: int = 0


@record
class ChoosePassword:
    """One is chosen. ``again``: it was typed once, and is typed once more; ``fault``
    says why it is begun anew.
    """

    again: bool = False
    fault: PasswordFault | None = None


@record
class PasswordSet:
    """It is kept."""


@record
class LastTry:
    """One try is left: does the visitor want to risk it? ``wrong``: one just failed."""

    pin: Pin
    wrong: bool = False


@record
class InTrouble:
    """Something stands in the way. ``pin`` is the PIN concerned, if one is; ``ended``
    the last day of a certificate, where that is the trouble.
    """

    trouble: Trouble
    pin: Pin | None = None
    ended: date | None = None


@record
class ConfirmPerson:
    """Is this you?"""


@record
class EnterContact:
    """Telephone and mail. ``faults`` are the fields to be mended."""

    faults: tuple[str, ...] = ()


@record
class ForgotId:
    """Who issued the ID that was forgotten?"""


@record
class ForgotHere:
    """It was this registry: how it is printed again."""


@record
class ForgotAgency:
    """It was the Agency: who asks, and whether a card fills in the request."""


@record
class ForgotPaper:
    """What is written into the request, on paper; ``group`` says where it goes."""

    group: str
    paper: Paper = Paper.PRINTING


@record
class EnterBrought:
    """The Agency's ID is typed or scanned. ``refused``: it was none."""

    refused: bool = False


@record
class ConfirmBrought:
    """Does it stand on the paper exactly so?"""


@record
class EnterNumber:
    """The number of a 届出済証明書 in one go: 12 digits, or as printed. ``fault`` says
    why what was typed is no number.
    """

    typed: str = field(default="", repr=False)
    fault: Message | None = None


@record
class EnterName:
    """Surname and given name. ``fault`` says what is to be mended."""

    fault: Message | None = None


@record
class EnterBirth:
    """The birth date. ``refused``: nobody can have been born on that day."""

    refused: bool = False


@record
class ChooseSex:
    """Male or female, as the Agency's system asks."""


@record
class EnterOrganisation:
    """For which organisation an institution's clerk files: each has an account of its
    own. ``fault`` says what is to be mended.
    """

    fault: Message | None = None


@record
class EnterAddress:
    """That of the office. ``fault`` says what is to be mended."""

    fault: Message | None = None


@record
class ConfirmParticulars:
    """Is all of it right?"""


@record
class Refused:
    """They are not registered by this, and what to do. ``wait``: seconds until
    registrations are looked at again.
    """

    why: Refusal
    wait: int = 0


@record
class NoPassword:
    """Their ID has no password and no card opens it: what becomes of it then."""


@record
class Issued:
    """The ID is there. ``new``: made just now; ``receipt``: how its paper stands."""

    new: bool
    receipt: Paper


@record
class LoggedIn:
    """The ID and the card belong together. ``receipt``: a second one, if wanted."""

    receipt: Paper = Paper.NOT_WANTED


@record
class ChooseDraft:
    """Go on with an application that was begun, or begin another. Newest first."""

    notes: tuple[DraftNote, ...]


@record
class DraftChosen:
    """What to do with one that was begun."""

    note: DraftNote


@record
class DeleteDraft:
    """Asked once more: it cannot be brought back."""

    note: DraftNote


@record
class ChooseTogether:
    """What else is filed together with the application."""


@record
class AskResidence:
    """Is the residence card here? It fills in what its chip knows."""


@record
class EnterCardNumber:
    """Its number is typed or scanned. ``flaw`` names what is wrong with what was typed
    (``kiosk.card.residence.number.Flaw``).
    """

    typed: str = field(default="", repr=False)
    flaw: str | None = None


@record
class LayResidence:
    """Goes on when the residence card is laid down. ``passed_over`` is the token of a
    card that lies there and is not it.
    """

    passed_over: int | None = None


@record
class ResidenceTrouble:
    """It did not tell anything that may be used. ``token`` is that of the card tried;
    ``day`` (ISO) its last day, where that is the trouble.
    """

    fault: ResidenceFault
    token: int | None = None
    day: str | None = None


@record
class ResidenceRead:
    """What its chip says."""


@record
class AskConsent:
    """The group that comes next asks something that nobody likes to be asked."""

    group: str


@record
class AskMore:
    """One more relative, or whatever comes several times: its first group."""

    group: str


@record
class FillIn:
    """One group of questions. ``typed`` and ``faults``, by field: what was typed and
    cannot be an answer. ``correcting``: come to from the answers, and back to them.
    """

    group: str
    correcting: bool = False
    typed: Mapping[str, str] = field(default_factory=lambda: _NOTHING, repr=False)
    faults: Mapping[str, Message] = field(default_factory=lambda: _NO_FAULTS)


@record
class Review:
    """Everything has been asked: what is to be mended, and the way to the paper."""


@record
class AllAnswers:
    """Every answer, each to be corrected."""


@record
class HandOver:
    """The sheet with everything that is to be entered at the portal."""

    sheet: Paper = Paper.PRINTING


@record
class HandTables:
    """The Agency's tables for bulk entry: written, or why not; None while they are.
    ``ticket`` is that of the effect.
    """

    ticket: int
    outcome: Written | TablesFault | None = None


@record
class AskUsage:
    """One question of the checklist of a usage request (利用申出)."""

    question: str


@record
class UsageResult:
    """What is missing for it, and what to do."""


@record
class UsagePapers:
    """The papers to attach, and how to hand it in."""


@record
class UsagePackage:
    """The checklist on paper."""

    sheet: Paper = Paper.PRINTING


@record
class UsageDay:
    """The day on which something was done is typed; ``refused`` cannot be it."""

    what: str
    refused: str = ""


@record
class UsageCategory:
    """In which category the Agency has put the institution that it has approved."""


@record
class UsageStatus:
    """How a request stands that was handed in."""


@record
class TakeCard:
    """Everything is done and the card still lies on the reader."""


@record
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
    | ForgotId
    | ForgotHere
    | ForgotAgency
    | ForgotPaper
    | EnterBrought
    | ConfirmBrought
    | EnterNumber
    | EnterName
    | EnterBirth
    | ChooseSex
    | EnterOrganisation
    | EnterAddress
    | ConfirmParticulars
    | Refused
    | NoPassword
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
    | HandTables
    | AskUsage
    | UsageResult
    | UsagePapers
    | UsagePackage
    | UsageDay
    | UsageCategory
    | UsageStatus
    | TakeCard
    | Goodbye
)


class Overlay(StrEnum):
    """What lies over the step for a moment."""

    LANGUAGE = "language"
    DISPLAY = "display"
    STAFF = "staff"
    START_OVER = "start_over"
