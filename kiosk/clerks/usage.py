"""The clerk who keeps the usage requests (利用申出) of institutions."""

import logging
from collections.abc import Callable
from datetime import datetime
from types import MappingProxyType

from kiosk.clerks.registry import RegistryClerk
from kiosk.registry.people import Holder, Issuer, User
from kiosk.registry.usage import UsageRequest, UsageRequests
from kiosk.rules.usage import ROLES, Answer
from kiosk.rules.usage_life import State
from kiosk.rules.vocabulary import Role
from kiosk.store.faults import StoreError
from kiosk.visit.events import StoreFailed
from kiosk.visit.requests import Usage
from kiosk.visit.state import Account, Contact, Person
from kiosk.visit.usage_effects import (
    OpenUsage,
    ReportUsage,
    SaveUsage,
    SendUsage,
    TakeBackUsage,
    TellUsage,
    UsageEffect,
)
from kiosk.visit.usage_events import UsageFound, UsageNotSaved, UsageSaved

UsageAnswer = UsageFound | UsageSaved | UsageNotSaved | StoreFailed

logger = logging.getLogger(__name__)


class UsageClerk:
    """``registry`` knows who has logged in; ``now`` gives an aware time."""

    def __init__(
        self,
        registry: RegistryClerk,
        requests: UsageRequests,
        now: Callable[[], datetime],
    ) -> None:
        self._registry = registry
        self._requests = requests
        self._now = now

    def do(self, effect: UsageEffect) -> UsageAnswer:
        """Do one thing, for whoever has logged in with the ID or registered."""
        try:
            return self._do(effect)
        except StoreError as error:
            # Its text is a fault's name and a result code.
            logger.error("the usage requests failed: %s", error)
        except Exception as error:
            logger.error("the usage clerk failed: %s", type(error).__name__)
        if isinstance(effect, SaveUsage):
            return UsageNotSaved(effect.ticket)
        return StoreFailed(effect.ticket)

    def of(self, holder: Holder, user: User) -> Usage | None:
        """How the request of an account stands; None where it can have none.

        Raises:
            StoreError: it could not be read.
        """
        if user.role not in ROLES:
            return None
        own = self._requests.of(holder.user)
        untold = own is None or (own.state is State.DRAFT and own.decided_on is None)
        known = not (untold and user.issuer is Issuer.AGENCY)
        return _told(Role(user.role), own, known=known)

    def _do(self, effect: UsageEffect) -> UsageAnswer:
        holder = self._registry.holder(effect.auth_id)
        if holder is None:
            raise LookupError("nobody has shown in this visit that the ID is theirs")
        now = self._now()
        match effect:
            case SaveUsage(ticket, _, answers):
                self._requests.save(holder.user, answers, now)
                return UsageSaved(ticket)
            case SendUsage(_, _, on, answers):
                self._requests.send(holder.user, on, now, answers)
            case TakeBackUsage():
                self._requests.take_back(holder.user, now)
            case ReportUsage(_, _, on):
                self._requests.report(holder.user, on, now)
            case TellUsage(_, _, answers, on, until):
                self._requests.tell(holder.user, answers, on, until, now)
            case OpenUsage():
                pass
        return self._found(effect.ticket, holder)

    def _found(self, ticket: int, holder: Holder) -> UsageFound:
        user = self._registry.user(holder)
        usage = None if user is None else self.of(holder, user)
        if user is None or usage is None:
            raise LookupError("no account of an institution")
        return UsageFound(ticket, account_of(user), usage)


def account_of(user: User) -> Account:
    """What a visit knows of it."""
    return Account(
        user.role,
        user.kind,
        Person(user.name, user.address, user.birth_date, user.sex),
        Contact(user.phone, user.mail),
        user.organisation or "",
    )


def _told(role: Role, own: UsageRequest | None, *, known: bool) -> Usage:
    if own is None:
        return Usage(role, known=known)
    answers = {name: Answer(answer) for name, answer in own.answers.items()}
    return Usage(
        role,
        own.state,
        begun=True,
        known=known,
        answers=MappingProxyType(answers),
        sent_on=own.sent_on,
        decided_on=own.decided_on,
        valid_until=own.valid_until,
        counted=own.counted,
        reported_on=own.reported_on,
    )
