"""The pages for staff, which lie over a visit or over the first screen."""

from dataclasses import field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from kiosk.record import record
from kiosk.visit.drafts import DraftNote
from kiosk.visit.duties import Duty, StaffRole
from kiosk.visit.terms import Glance, Paper, PinNote, Trouble

PER_PAGE: Final = 8
"""Lines of a day that are shown at once."""


class Refusal(StrEnum):
    """Why somebody is not signed in, or does not count as the second person."""

    REFUSED = "refused"
    WAIT = "wait"
    LOCKED = "locked"
    SAME = "same"
    """It is the first person again."""
    ROLE = "role"
    """Their role does not confirm."""
    CARD = "card"
    """The card is not joined to this code, which may be nobody's."""


class Report(StrEnum):
    """What came of an act."""

    CONTACT = "contact"
    EXPORTED = "exported"
    NO_FOLDER = "no_folder"
    """The settings name none for exports."""
    NOT_WRITTEN = "not_written"
    DELETED = "deleted"
    DELETED_SOON = "deleted_soon"
    """What is left of it in the file goes at the next start."""
    APPROVED = "approved"
    """The usage request, with the ID that the Agency gave."""
    REFUSED = "refused"
    NOT_AN_ID = "not_an_id"
    ID_TAKEN = "id_taken"
    """Another account has it."""
    NO_DAY = "no_day"
    """It would be over on the day on which it was handed in."""
    CARD_JOINED = "card_joined"
    CARD_REMOVED = "card_removed"
    CARD_TAKEN = "card_taken"
    """Another code has it."""
    FAILED = "failed"


@record
class Act:
    """One line of a day, without a name. ``time`` is HH:MM; the rest are codes."""

    time: str
    what: str
    role: str | None = None
    procedure: str | None = None
    language: str | None = None
    paper: str | None = None
    outcome: str | None = None


@record
class Visitor:
    """Who holds the ID that was scanned. ``agency``: it was issued there."""

    user: int
    auth_id: str = field(repr=False)
    role: str
    kind: str | None
    agency: bool
    issued: date
    site: str
    phone: str = field(repr=False)
    mail: str = field(repr=False)
    drafts: tuple[DraftNote, ...] = ()
    organisation: str = ""
    """For which an institution's clerk files."""
    by_card: bool = True
    """A card opens their ID."""
    usage: bool = False
    """Whether what the office decided of their usage request may be entered."""


@record
class Part:
    """How a part of the terminal is (ok, warning or bad), in words of the language
    that was asked for. ``do`` is empty where nothing is to be done.
    """

    name: str
    state: str
    what: str
    do: str = ""


@record
class EnterCode:
    """``second``: of whoever confirms. ``refusal`` says what came of the last try and
    ``wait`` how many seconds the next is not looked at.
    """

    second: bool = False
    refusal: Refusal | None = None
    wait: int = 0


@record
class EnterStaffPassword:
    """That of this code."""

    code: str = field(repr=False)
    second: bool = False


@record
class CardUse:
    """What a staff member's card is for: to sign in with this code, or, without one, to
    be joined to that of whoever has signed in.
    """

    code: str = field(default="", repr=False)
    second: bool = False

    @property
    def joins(self) -> bool:
        """Whether it is to be joined."""
        return not self.code


@record
class OwnCard:
    """Joins a card to the code of whoever has signed in, or removes it."""


@record
class LayStaffCard:
    """Waits for the card."""

    use: CardUse


@record
class StaffCardWorking:
    """The card of this token is read, or proves its key."""

    use: CardUse
    token: int


@record
class EnterStaffPin:
    """The PIN of the card; so many tries are left."""

    use: CardUse
    token: int
    tries: int
    note: PinNote | None = None


@record
class StaffLastTry:
    """One wrong try more, and the PIN is locked."""

    use: CardUse
    token: int
    wrong: bool = False


@record
class StaffCardTrouble:
    """What is the matter with it; another try begins by laying it down anew."""

    use: CardUse
    trouble: Trouble
    ended: date | None = None


@record
class TakeStaffCard:
    """Before the visitor's screen comes back, the reader must be empty."""


@record
class StaffHome:
    """What is there to do."""


@record
class StaffWorking:
    """The answer to its ticket goes on from here. ``duty`` is None for a sign-in."""

    duty: Duty | None = None


@record
class Today:
    """The day, the last first; ``page`` counts from 0."""

    acts: tuple[Act, ...]
    page: int = 0


@record
class FindVisitor:
    """``nobody``: what was scanned is no ID, or nobody's."""

    nobody: bool = False


@record
class VisitorFound:
    """What there is to do for them."""


@record
class CorrectContact:
    """``faults`` are the fields to be mended."""

    phone: str = field(repr=False)
    mail: str = field(repr=False)
    faults: tuple[str, ...] = ()


@record
class ConfirmDeletion:
    """Asked once more; then a second person signs in."""


@record
class ConfirmNewStart:
    """Asked once more; then a second person signs in."""


@record
class DecideUsage:
    """Has the office approved the usage request, or refused it?"""


@record
class EnterAgencyId:
    """The ID that the Agency gave with its approval."""


@record
class EnterLastDay:
    """The last day of the approval with this ID."""

    agency_id: str = field(repr=False)


@record
class ConfirmUsage:
    """A second look at ID and day; without them: at a refusal."""

    agency_id: str = field(default="", repr=False)
    until: date | None = None


@record
class Readiness:
    """How every part is."""

    parts: tuple[Part, ...]


@record
class PapersTried:
    """What came of a paper at each printer, or of one receipt; ``sheet``: of a page of
    A4, where the site prints such.
    """

    duty: Duty
    papers: tuple[Paper, ...]
    sheet: Paper | None = None


@record
class Reported:
    """What came of an act. ``detail``: the name of a file."""

    report: Report
    detail: str = ""


@record
class ConfirmEnd:
    """Shall the visit really end?"""


StaffStep = (
    EnterCode
    | EnterStaffPassword
    | OwnCard
    | LayStaffCard
    | StaffCardWorking
    | EnterStaffPin
    | StaffLastTry
    | StaffCardTrouble
    | TakeStaffCard
    | StaffHome
    | StaffWorking
    | Today
    | FindVisitor
    | VisitorFound
    | CorrectContact
    | ConfirmDeletion
    | ConfirmNewStart
    | DecideUsage
    | EnterAgencyId
    | EnterLastDay
    | ConfirmUsage
    | Readiness
    | PapersTried
    | Reported
    | ConfirmEnd
)


@record
class Member:
    """Who has signed in."""

    number: int
    role: StaffRole


@record
class StaffDesk:
    """``language`` is the visit's, to be gone back to; ``ticket`` is that of the work
    that is waited for. ``glance`` and ``token``: what was seen on the reader when staff
    came. ``has_card``: whoever has signed in may do so with a card.
    """

    language: str
    step: StaffStep = field(default_factory=EnterCode)
    member: Member | None = None
    visitor: Visitor | None = None
    ticket: int = 0
    glance: Glance = Glance.EMPTY
    token: int = 0
    has_card: bool = False
    confirming: Duty = Duty.DELETE
    """What a second person signs in for."""

    def at(self, step: StaffStep, ticket: int | None = None) -> "StaffDesk":
        """The same at another step, waiting for the work of this ticket."""
        return replace(
            self, step=step, ticket=self.ticket if ticket is None else ticket
        )
