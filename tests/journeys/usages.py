"""The usage requests of institutions, as a store would keep them."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

from kiosk.rules.usage import ROLES
from kiosk.rules.usage_life import State, prolonged
from kiosk.rules.vocabulary import Role
from kiosk.visit.requests import Usage
from kiosk.visit.state import Account
from kiosk.visit.usage_effects import (
    PrintUsage,
    ReportUsage,
    SaveUsage,
    SendUsage,
    TakeBackUsage,
    TellUsage,
    UsageEffect,
)
from kiosk.visit.usage_events import UsageFound, UsageSaved


class Usages:
    """Each by the ID of its account."""

    def __init__(self) -> None:
        self.kept: dict[str, Usage] = {}
        self.printed: list[PrintUsage] = []

    def of(self, auth_id: str, role: str) -> Usage | None:
        """How it stands; None where there can be none."""
        if role not in ROLES:
            return None
        return self.kept.get(auth_id, Usage(Role(role)))

    def do(
        self, effect: UsageEffect, account: Account, today: date
    ) -> UsageFound | UsageSaved | None:
        """What a holder of this ID wants; None: it cannot be done."""
        own = self.of(effect.auth_id, account.role)
        if own is None:
            return None
        match effect:
            case SaveUsage(ticket, auth_id, answers):
                kept = {**own.answers, **answers}
                self.kept[auth_id] = replace(
                    own, begun=True, answers=MappingProxyType(kept)
                )
                return UsageSaved(ticket)
            case SendUsage(_, auth_id, on, more):
                if on > today or own.is_approved(today):
                    return None
                kept = {**own.answers, **more}
                self.kept[auth_id] = replace(
                    own,
                    begun=True,
                    state=State.SENT,
                    sent_on=on,
                    answers=MappingProxyType(kept),
                )
            case TellUsage(_, auth_id, more, on, until):
                if on > today or until <= on or own.sent_on is not None:
                    return None
                self.kept[auth_id] = replace(
                    own,
                    begun=True,
                    known=True,
                    state=State.APPROVED,
                    decided_on=on,
                    valid_until=until,
                    answers=MappingProxyType({**own.answers, **more}),
                )
            case TakeBackUsage(_, auth_id):
                if own.state is not State.SENT:
                    return None
                self.kept[auth_id] = replace(own, state=State.DRAFT, sent_on=None)
            case ReportUsage(_, auth_id, on):
                if own.valid_until is None or not own.is_approved(on):
                    return None
                until = prolonged(own.valid_until, on, own.role)
                self.kept[auth_id] = replace(
                    own, reported_on=on, valid_until=until, counted=True
                )
        found = self.kept.get(effect.auth_id, own)
        return UsageFound(effect.ticket, account, found)
