"""One event of each kind, and a trail of them."""

from datetime import UTC, datetime, timedelta
from typing import Final

from kiosk.rules.vocabulary import LegalRepresentativeKind, Procedure, Role
from kiosk.store.audit import events
from kiosk.store.audit.events import Count, DraftNumber, Event, Part, UserNumber
from kiosk.store.audit.trail import Trail
from kiosk.store.database import Store

NOW: Final = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
MINUTE: Final = timedelta(minutes=1)
SAMPLES: Final[tuple[Event, ...]] = (
    events.Started(
        events.Mode.DEMO, events.SiteKind.COMMUNITY, Part(0), Part(1), Part(0)
    ),
    events.Registered(
        UserNumber(1),
        Role.LEGAL_REPRESENTATIVE,
        LegalRepresentativeKind.PARENT,
        events.Language("ja"),
        new=True,
    ),
    events.LoggedIn(events.How.CARD, events.Outcome.KNOWN, UserNumber(1)),
    events.PasswordSet(UserNumber(1)),
    events.CardRejoined(joined=True, user=UserNumber(1)),
    events.DraftBegun(UserNumber(1), DraftNumber(1), Procedure.EXTENSION),
    events.DraftOpened(UserNumber(1), DraftNumber(1)),
    events.DraftCopied(UserNumber(1), DraftNumber(2), DraftNumber(1)),
    events.DraftDeleted(UserNumber(1), DraftNumber(1)),
    events.DraftsExpired(Count(3)),
    events.PaperAsked(events.Paper.SHEET, events.Printing.PRINTED),
    events.StaffCalled(),
    events.TrailExported(Count(12)),
    events.Stopped(),
)
"""All that is recorded of a trail that nobody has been at."""


def filled(store: Store) -> None:
    """Append them all, a minute apart."""
    trail = Trail(store)
    for number, event in enumerate(SAMPLES):
        trail.note(event, NOW + number * MINUTE)
