"""What happens around a usage request (利用申出)."""

from kiosk.record import record
from kiosk.visit.requests import Usage
from kiosk.visit.state import Account


@record
class UsageWanted:
    """By the visitor: see how it stands, or go on with its checklist."""


# From the workers, each with the ticket of the effect it answers.


@record
class UsageFound:
    """Whose account it is, and how its request stands now."""

    ticket: int
    account: Account
    usage: Usage


@record
class UsageSaved:
    """The answers are on the disk."""

    ticket: int


@record
class UsageNotSaved:
    """They are not; those from before are."""

    ticket: int


SavingUsage = UsageSaved | UsageNotSaved
