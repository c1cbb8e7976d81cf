"""What happens on the pages for staff. No event carries a password."""

from dataclasses import field
from datetime import date

from kiosk.record import record
from kiosk.visit.desk import Act, Member, Part, Refusal, Report, Visitor
from kiosk.visit.terms import Paper, Trouble

# By staff.


@record
class StaffDeskWanted:
    """The pages for staff, from the first screen or when they were called."""


@record
class StaffCodeTyped:
    """What is to be the code of a staff member, or an ID that the Agency gave."""

    code: str = field(repr=False)


@record
class AttendanceEnded:
    """The gyoseishoshi goes away from the visitor."""


# From the workers, each with the ticket of the effect it answers.


@record
class StaffKnown:
    """Code and password belong together, or code and card. ``has_card``: one is joined
    to the code.
    """

    ticket: int
    member: Member
    has_card: bool = False


@record
class StaffCardInspected:
    """It is a My Number card; so many tries are left of its PIN."""

    ticket: int
    tries: int


@record
class StaffCardProved:
    """It has proved its key, with its PIN."""

    ticket: int


@record
class StaffPinWrong:
    """It has refused the PIN; so many tries are left, one at least."""

    ticket: int
    tries_left: int


@record
class StaffCardFailed:
    """It cannot be used. ``ended``: the last day of its certificate."""

    ticket: int
    trouble: Trouble
    ended: date | None = None


@record
class StaffRefused:
    """They do not, or were not looked at; ``wait``: seconds until the next is."""

    ticket: int
    refusal: Refusal
    wait: int = 0


@record
class DayTold:
    """What happened on this day, the last first."""

    ticket: int
    acts: tuple[Act, ...]


@record
class VisitorTold:
    """Who holds the ID; None: nobody."""

    ticket: int
    visitor: Visitor | None


@record
class RoundLooked:
    """How every part of the terminal is."""

    ticket: int
    parts: tuple[Part, ...]


@record
class StaffPapers:
    """What came of a receipt, or of a test at each printer of receipts and, where there
    is one, at that of sheets.
    """

    ticket: int
    papers: tuple[Paper, ...]
    sheet: Paper | None = None


@record
class StaffDone:
    """What came of an act. ``detail``: the name of a file."""

    ticket: int
    report: Report
    detail: str = ""


ByStaff = StaffDeskWanted | StaffCodeTyped | AttendanceEnded
StaffCardAnswer = StaffCardInspected | StaffCardProved | StaffPinWrong | StaffCardFailed
StaffAnswer = (
    StaffCardAnswer
    | StaffKnown
    | StaffRefused
    | DayTold
    | VisitorTold
    | RoundLooked
    | StaffPapers
    | StaffDone
)
