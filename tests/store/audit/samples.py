"""One event of each kind, and a trail of them."""

from datetime import UTC, datetime, timedelta
from typing import Final

from kiosk.rules.vocabulary import LegalRepresentativeKind, Procedure, Role
from kiosk.store.audit import events, fields
from kiosk.store.audit.events import Event
from kiosk.store.audit.fields import Count, DraftNumber, Part, StaffNumber, UserNumber
from kiosk.store.audit.trail import Trail
from kiosk.store.database import Store

NOW: Final = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
MINUTE: Final = timedelta(minutes=1)
SAMPLES: Final[tuple[Event, ...]] = (
    events.Started(
        fields.Mode.DEMO, fields.SiteKind.COMMUNITY, Part(0), Part(1), Part(0)
    ),
    events.Registered(
        UserNumber(1),
        Role.LEGAL_REPRESENTATIVE,
        LegalRepresentativeKind.PARENT,
        fields.Language("ja"),
        new=True,
    ),
    events.Enrolled(
        UserNumber(2), Role.GYOSEISHOSHI, fields.Language("ja"), brought=True
    ),
    events.EnrolmentRefused(fields.Refusal.NUMBER),
    events.IdRecorded(UserNumber(1)),
    events.LoggedIn(fields.How.CARD, fields.Outcome.KNOWN, UserNumber(1)),
    events.PasswordSet(UserNumber(1)),
    events.CardRejoined(joined=True, user=UserNumber(1)),
    events.DraftBegun(UserNumber(1), DraftNumber(1), Procedure.EXTENSION),
    events.DraftOpened(UserNumber(1), DraftNumber(1)),
    events.DraftCopied(UserNumber(1), DraftNumber(2), DraftNumber(1)),
    events.DraftDeleted(UserNumber(1), DraftNumber(1)),
    events.DraftsExpired(Count(3)),
    events.UsageBegun(UserNumber(2)),
    events.UsageSent(UserNumber(2), again=True),
    events.UsageTakenBack(UserNumber(2)),
    events.UsageApproved(StaffNumber(1), UserNumber(2)),
    events.UsageRefused(StaffNumber(1), UserNumber(2)),
    events.UsageReported(UserNumber(2)),
    events.PaperAsked(fields.Paper.SHEET, fields.Printing.PRINTED),
    events.TablesAsked(True),
    events.TablesAsked(False),
    events.StaffCalled(),
    events.StaffAdded(StaffNumber(1), fields.StaffRole.HELPER),
    events.StaffRoleChanged(StaffNumber(1), fields.StaffRole.MANAGER),
    events.StaffPasswordSet(StaffNumber(1)),
    events.StaffSignedIn(fields.Outcome.KNOWN, StaffNumber(1)),
    events.StaffLooked(StaffNumber(1), fields.StaffPage.TODAY),
    events.UserFound(StaffNumber(1), UserNumber(1)),
    events.ReceiptReprinted(StaffNumber(1), UserNumber(1), fields.Printing.PRINTED),
    events.ContactCorrected(StaffNumber(1), UserNumber(1)),
    events.UserExported(StaffNumber(1), UserNumber(1)),
    events.UserDeleted(StaffNumber(1), StaffNumber(2), UserNumber(1)),
    events.PrinterTested(StaffNumber(1), fields.Printing.UNSURE),
    events.VisitEnded(StaffNumber(1)),
    events.Attended(StaffNumber(1), begun=True),
    events.StaffSignedOut(StaffNumber(1)),
    events.UsageTold(UserNumber(1)),
    events.NewStartGiven(StaffNumber(1), StaffNumber(2), UserNumber(1)),
    events.StaffCardJoined(StaffNumber(1)),
    events.StaffSignedIn(fields.Outcome.KNOWN, StaffNumber(1), fields.How.CARD),
    events.StaffCardRemoved(StaffNumber(1)),
    events.StaffRemoved(StaffNumber(1)),
    events.TrailExported(Count(12)),
    events.Stopped(),
)
"""All that is recorded of a trail that nobody has been at."""


def filled(store: Store) -> None:
    """Append them all, a minute apart."""
    trail = Trail(store)
    for number, event in enumerate(SAMPLES):
        trail.note(event, NOW + number * MINUTE)
