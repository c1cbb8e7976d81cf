"""What staff want done. ``DUTY_OF`` says which duty each is part of."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from kiosk.record import record
from kiosk.visit.duties import Duty


@record
class SignInStaff:
    """Give the typed password to the registry, once: is it that of this code?
    ``second``: of whoever confirms what the first wants.
    """

    ticket: int
    code: str = field(repr=False)
    second: bool = False


@record
class InspectStaffCard:
    """Look at the card of a token, which staff have laid down. Asks for no PIN."""

    ticket: int
    token: int


@record
class ProveStaffCard:
    """Give the typed PIN to that card, once, and have it sign."""

    ticket: int
    tries: int


@record
class ReleaseStaffCard:
    """Power it down."""


@record
class SignInByCard:
    """Is the card that has just proved its key joined to this code? ``second`` as of
    ``SignInStaff``.
    """

    ticket: int
    code: str = field(repr=False)
    second: bool = False


@record
class JoinStaffCard:
    """It is to open the code of whoever has signed in."""

    ticket: int


@record
class RemoveStaffCard:
    """No card opens the code of whoever has signed in."""

    ticket: int


@record
class SignOutStaff:
    """Whoever has signed in is nobody from now on."""


@record
class TellDay:
    """What happened on this day."""

    ticket: int


@record
class FindVisitor:
    """Whose is this ID?"""

    ticket: int
    auth_id: str = field(repr=False)


@record
class ReprintReceipt:
    """The receipt of the visitor who was found."""

    ticket: int
    user: int
    language: str


@record
class KeepContact:
    """How the visitor can be reached from now on."""

    ticket: int
    user: int
    phone: str = field(repr=False)
    mail: str = field(repr=False)


@record
class ExportVisitor:
    """All that is kept about the visitor, into a file."""

    ticket: int
    user: int


@record
class DeleteVisitor:
    """The visitor, for good; a second staff member has signed in for it."""

    ticket: int
    user: int


@record
class GiveNewStart:
    """A code on paper for the visitor, to choose a new password with; a second staff
    member has signed in for it.
    """

    ticket: int
    user: int
    language: str


@record
class ApproveUsage:
    """The office has approved the visitor's usage request, with this ID."""

    ticket: int
    user: int
    agency_id: str = field(repr=False)
    until: date


@record
class RefuseUsage:
    """The office has refused it."""

    ticket: int
    user: int


@record
class LookRound:
    """How is every part of the terminal? In words of this language."""

    ticket: int
    language: str


@record
class TryPrinters:
    """A test on every printer of receipts, and on that of sheets."""

    ticket: int
    language: str


@record
class PrintReadiness:
    """How every part is, on a slip in this language."""

    ticket: int
    language: str


@record
class EndVisit:
    """Record that staff end the visit."""


@record
class Attend:
    """Record that a gyoseishoshi stands by the visitor, or no longer does."""

    begun: bool


StaffAct = (
    TellDay
    | FindVisitor
    | ReprintReceipt
    | KeepContact
    | ExportVisitor
    | DeleteVisitor
    | GiveNewStart
    | ApproveUsage
    | RefuseUsage
    | LookRound
    | TryPrinters
    | PrintReadiness
    | JoinStaffCard
    | RemoveStaffCard
)
"""Answered; the others are not, but for the sign-in, which takes a password along."""
StaffNote = SignOutStaff | EndVisit | Attend
StaffCardEffect = InspectStaffCard | ProveStaffCard
StaffEffect = (
    SignInStaff
    | SignInByCard
    | StaffCardEffect
    | ReleaseStaffCard
    | StaffAct
    | StaffNote
)
DUTY_OF: Final[Mapping[type[Any], Duty]] = MappingProxyType(
    {
        TellDay: Duty.TODAY,
        FindVisitor: Duty.FIND,
        ReprintReceipt: Duty.REPRINT,
        KeepContact: Duty.CONTACT,
        ExportVisitor: Duty.EXPORT,
        DeleteVisitor: Duty.DELETE,
        GiveNewStart: Duty.NEW_START,
        ApproveUsage: Duty.USAGE,
        RefuseUsage: Duty.USAGE,
        LookRound: Duty.READINESS,
        TryPrinters: Duty.TEST_PRINT,
        PrintReadiness: Duty.SLIP,
        JoinStaffCard: Duty.OWN_CARD,
        RemoveStaffCard: Duty.OWN_CARD,
        EndVisit: Duty.END_VISIT,
    }
)
"""What somebody must be allowed to do so that this is done for them."""
