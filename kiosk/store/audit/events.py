"""What the trail records: a closed list of kinds, each with fields of closed types
(``audit.fields``).
"""

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Final

from kiosk.record import record
from kiosk.rules.vocabulary import (
    LegalRepresentativeKind,
    Procedure,
    RelativeKind,
    Role,
)
from kiosk.store.audit.fields import (
    Count,
    DraftNumber,
    How,
    Language,
    Mode,
    Outcome,
    Paper,
    Part,
    Printing,
    Refusal,
    SiteKind,
    StaffNumber,
    StaffPage,
    StaffRole,
    UserNumber,
    fits,
)


@record
class Event:
    """Something that was done. Looks at its own values when it is made.

    Raises:
        ValueError: a value is not of its field's type; without the value.
    """

    def __post_init__(self) -> None:
        for field in fields(self):
            if not fits(getattr(self, field.name), field.type):
                raise ValueError(f"{type(self).__name__}.{field.name}: not of its type")


@record
class Registered(Event):
    """A person asked for an ID and has it. `new`: made now; otherwise found, and the
    card and the newest particulars joined to it.
    """

    user: UserNumber
    role: Role | None
    kind: LegalRepresentativeKind | RelativeKind | None
    language: Language | None
    new: bool


@record
class Enrolled(Event):
    """A person without a card was given an ID, or brought the one that the
    Immigration Services Agency had issued.
    """

    user: UserNumber
    role: Role | None
    language: Language | None
    brought: bool


@record
class EnrolmentRefused(Event):
    """A person was not registered: the number, the person without a card, or the ID
    that was brought is registered already. Of too many the later ones are not recorded.
    """

    why: Refusal


@record
class IdRecorded(Event):
    """The holder of a card brought an ID that the Immigration Services Agency had
    issued: from then on it is theirs, and none of this registry.
    """

    user: UserNumber


@record
class LoggedIn(Event):
    """Somebody tried to log in. `known`: ID and card, or ID and password, belong
    together, and `user` is their holder; `renewed`: the card does not hold the ID, the
    holder may have a newer one; `refused`: what was entered is no ID, or the password
    is not that of `user`, or was and its year is over.
    """

    how: How
    outcome: Outcome
    user: UserNumber | None


@record
class PasswordSet(Event):
    """The holder of an ID set a password, the first or a new one."""

    user: UserNumber


@record
class CardRejoined(Event):
    """A card was to be joined to the ID of a holder whose card was renewed. Where it
    was not `joined`, `user` is whose ID was entered, if it is anybody's.
    """

    joined: bool
    user: UserNumber | None


@record
class DraftBegun(Event):
    """An application was begun."""

    user: UserNumber
    draft: DraftNumber
    procedure: Procedure | None


@record
class DraftOpened(Event):
    """An application was opened, with all its answers, to go on with it."""

    user: UserNumber
    draft: DraftNumber


@record
class DraftCopied(Event):
    """An application was begun with the answers of another, `source`."""

    user: UserNumber
    draft: DraftNumber
    source: DraftNumber


@record
class DraftDeleted(Event):
    """An application was deleted because its holder wanted it."""

    user: UserNumber
    draft: DraftNumber


@record
class DraftsExpired(Event):
    """Applications were deleted because their time was over."""

    count: Count


@record
class UsageBegun(Event):
    """The checklist of an institution's usage request (利用申出) was begun."""

    user: UserNumber


@record
class UsageSent(Event):
    """An institution's clerk said on which day the usage request was handed in to the
    immigration office. `again`: that had been said, and the day was put right.
    """

    user: UserNumber
    again: bool


@record
class UsageTakenBack(Event):
    """The clerk said that the usage request was not handed in after all."""

    user: UserNumber


@record
class UsageApproved(Event):
    """Staff entered that the office has approved a usage request, and the ID and the
    last day that it gave; or put these right.
    """

    staff: StaffNumber
    user: UserNumber


@record
class UsageTold(Event):
    """The clerk of an institution told of the approval that came with an ID of the
    Agency, or put it right.
    """

    user: UserNumber


@record
class UsageRefused(Event):
    """Staff entered that the office has refused a usage request."""

    staff: StaffNumber
    user: UserNumber


@record
class UsageReported(Event):
    """The clerk said on which day the periodic report (定期報告) was handed in; the
    approval holds longer from then on.
    """

    user: UserNumber


@record
class PaperAsked(Event):
    """A paper was to be printed. `printed`: all of it came out, as far as the printer
    can say; `unsure`: some or all of it may have; `failed`: none is known to have.
    """

    paper: Paper
    outcome: Printing


@record
class TablesAsked(Event):
    """The Agency's tables of an application were to be written into the folder from
    which somebody takes them along. `written`: all of them are there, else none.
    """

    written: bool


@record
class StaffCalled(Event):
    """A visitor rang for somebody."""


@record
class StaffAdded(Event):
    """Somebody may sign in as staff from now on."""

    staff: StaffNumber
    role: StaffRole


@record
class StaffRoleChanged(Event):
    """A staff member has another role."""

    staff: StaffNumber
    role: StaffRole


@record
class StaffPasswordSet(Event):
    """A staff member has a new password; wrong tries before it are forgotten."""

    staff: StaffNumber


@record
class StaffCardJoined(Event):
    """A staff member may sign in with a My Number card from now on; one that was joined
    before no longer opens their code.
    """

    staff: StaffNumber


@record
class StaffCardRemoved(Event):
    """Only the password opens a staff member's code from now on."""

    staff: StaffNumber


@record
class StaffRemoved(Event):
    """A staff member may no longer sign in."""

    staff: StaffNumber


@record
class StaffSignedIn(Event):
    """Somebody tried to sign in as staff, also to confirm what another does. Where it
    was refused, `staff` is whose code was typed, if it is anybody's.
    """

    outcome: Outcome
    staff: StaffNumber | None
    how: How = How.PASSWORD


@record
class StaffSignedOut(Event):
    """A staff member left the pages for staff, or was signed out after a while."""

    staff: StaffNumber


@record
class StaffLooked(Event):
    """Somebody looked at a page for staff; without `staff`: at the command line."""

    staff: StaffNumber | None
    page: StaffPage


@record
class UserFound(Event):
    """Staff looked for the holder of an ID; `user` is who holds it, if anybody does."""

    staff: StaffNumber
    user: UserNumber | None


@record
class ReceiptReprinted(Event):
    """Staff had a user's receipt printed again; the outcomes are those of a paper."""

    staff: StaffNumber
    user: UserNumber
    outcome: Printing


@record
class ContactCorrected(Event):
    """Staff changed how a user can be reached."""

    staff: StaffNumber
    user: UserNumber


@record
class UserExported(Event):
    """All that is kept about a user was read, to be written into a file."""

    staff: StaffNumber
    user: UserNumber


@record
class UserDeleted(Event):
    """A user was deleted with all that hangs on them, at their own request; a second
    staff member confirmed it.
    """

    staff: StaffNumber
    confirmed: StaffNumber
    user: UserNumber


@record
class NewStartGiven(Event):
    """Staff gave a user without a card, who had forgotten their password, a code to
    choose a new one; a second staff member confirmed it.
    """

    staff: StaffNumber
    confirmed: StaffNumber
    user: UserNumber


@record
class PrinterTested(Event):
    """Staff had one printer print a test; the outcomes are those of a paper."""

    staff: StaffNumber
    outcome: Printing


@record
class VisitEnded(Event):
    """Staff ended a visitor's visit."""

    staff: StaffNumber


@record
class Attended(Event):
    """A gyoseishoshi stands by a visitor from now on, or no longer."""

    staff: StaffNumber
    begun: bool


@record
class Started(Event):
    """The kiosk started, with these settings, in this version."""

    mode: Mode
    site: SiteKind
    major: Part
    minor: Part
    patch: Part


@record
class Stopped(Event):
    """The kiosk ended as it should. Missing before a start: it was killed, or the
    power went.
    """


@record
class TrailExported(Event):
    """That many entries of this trail were written into a file."""

    entries: Count


@record
class TrailBroken(Event):
    """The end of the trail was not what had been kept, and from here on it goes on.
    Whatever stands before this entry is not vouched for.
    """


KINDS: Final[Mapping[str, type[Event]]] = MappingProxyType(
    {
        "registered": Registered,
        "enrolled": Enrolled,
        "enrolment_refused": EnrolmentRefused,
        "id_recorded": IdRecorded,
        "logged_in": LoggedIn,
        "password_set": PasswordSet,
        "card_rejoined": CardRejoined,
        "draft_begun": DraftBegun,
        "draft_opened": DraftOpened,
        "draft_copied": DraftCopied,
        "draft_deleted": DraftDeleted,
        "drafts_expired": DraftsExpired,
        "usage_begun": UsageBegun,
        "usage_sent": UsageSent,
        "usage_taken_back": UsageTakenBack,
        "usage_approved": UsageApproved,
        "usage_told": UsageTold,
        "usage_refused": UsageRefused,
        "usage_reported": UsageReported,
        "paper_asked": PaperAsked,
        "tables_asked": TablesAsked,
        "staff_called": StaffCalled,
        "staff_added": StaffAdded,
        "staff_role_changed": StaffRoleChanged,
        "staff_password_set": StaffPasswordSet,
        "staff_removed": StaffRemoved,
        "staff_card_joined": StaffCardJoined,
        "staff_card_removed": StaffCardRemoved,
        "staff_signed_in": StaffSignedIn,
        "staff_signed_out": StaffSignedOut,
        "staff_looked": StaffLooked,
        "user_found": UserFound,
        "receipt_reprinted": ReceiptReprinted,
        "contact_corrected": ContactCorrected,
        "user_exported": UserExported,
        "user_deleted": UserDeleted,
        "new_start_given": NewStartGiven,
        "printer_tested": PrinterTested,
        "visit_ended": VisitEnded,
        "attended": Attended,
        "started": Started,
        "stopped": Stopped,
        "trail_exported": TrailExported,
        "trail_broken": TrailBroken,
    }
)
"""Every kind by its code. A code once used keeps its meaning; a field that is added to
a kind has a default, since older entries lack it."""

CODES: Final[Mapping[type[Event], str]] = MappingProxyType(
    {kind: code for code, kind in KINDS.items()}
)
