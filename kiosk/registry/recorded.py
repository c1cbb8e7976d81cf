"""What the registry does, as the audit trail records it."""

from kiosk.registry import people
from kiosk.registry.people import Applicant, Enrolment, LoginOutcome
from kiosk.rules.vocabulary import LegalRepresentativeKind, RelativeKind, Role
from kiosk.store.audit.events import (
    CardRejoined,
    Enrolled,
    EnrolmentRefused,
    IdRecorded,
    LoggedIn,
    PasswordSet,
    Registered,
)
from kiosk.store.audit.fields import How, Language, Outcome, Refusal, UserNumber, known


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


def enrolled(user: int, enrolment: Enrolment) -> Enrolled:
    """Somebody without a card has this user's ID."""
    return Enrolled(
        UserNumber(user),
        known(Role, enrolment.role),
        known(Language, enrolment.language),
        enrolment.brought is not None,
    )


def not_enrolled(why: people.Refusal) -> EnrolmentRefused:
    """Somebody without a card has none."""
    return EnrolmentRefused(Refusal(why))


def id_recorded(user: int) -> IdRecorded:
    """The user has brought an ID of the Agency."""
    return IdRecorded(UserNumber(user))


def logged_in(outcome: LoginOutcome, user: int | None) -> LoggedIn:
    """Somebody tried to log in with an ID and a card."""
    return LoggedIn(How.CARD, Outcome(outcome), _number(user))


def logged_in_by_password(user: int | None, *, known: bool) -> LoggedIn:
    """A password was looked at, for this user's ID if it is anybody's."""
    outcome = Outcome.KNOWN if known else Outcome.REFUSED
    return LoggedIn(How.PASSWORD, outcome, _number(user))


def password_set(user: int) -> PasswordSet:
    """The user has a new password."""
    return PasswordSet(UserNumber(user))


def rejoined(user: int | None, *, joined: bool) -> CardRejoined:
    """A card was to be joined to this user's ID."""
    return CardRejoined(joined, _number(user))


def _number(user: int | None) -> UserNumber | None:
    return None if user is None else UserNumber(user)
