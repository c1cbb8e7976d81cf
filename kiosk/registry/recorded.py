"""What the registry does, as the audit trail records it."""

from kiosk.registry.people import Applicant, LoginOutcome
from kiosk.rules.vocabulary import LegalRepresentativeKind, RelativeKind, Role
from kiosk.store.audit.events import (
    CardRejoined,
    How,
    Language,
    LoggedIn,
    Outcome,
    Registered,
    UserNumber,
    known,
)


def registered(user: int, applicant: Applicant, *, new: bool) -> Registered:
    """An applicant has this user's ID."""
    kind = applicant.kind
    return Registered(
        UserNumber(user),
        known(Role, applicant.role),
        known(LegalRepresentativeKind, kind) or known(RelativeKind, kind),
        known(Language, applicant.language),
        new,
    )


def logged_in(outcome: LoginOutcome, user: int | None) -> LoggedIn:
    """Somebody tried to log in with an ID and a card."""
    return LoggedIn(How.CARD, Outcome(outcome), _number(user))


def rejoined(outcome: LoginOutcome, user: int | None) -> CardRejoined:
    """A card was to be joined to this user's ID."""
    return CardRejoined(Outcome(outcome), _number(user))


def _number(user: int | None) -> UserNumber | None:
    return None if user is None else UserNumber(user)
