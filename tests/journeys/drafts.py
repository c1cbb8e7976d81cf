"""The applications that were begun, as a store would keep them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from types import MappingProxyType

from kiosk.forms.application import Application
from kiosk.visit.drafts import DraftNote
from kiosk.visit.effects import (
    BeginDraft,
    DraftEffect,
    EraseDraft,
    FindDrafts,
    SaveAnswers,
)
from kiosk.visit.events import AnswersSaved, DraftOpened, DraftsFound
from kiosk.visit.state import Account

KEPT_FOR = timedelta(days=30)

DraftAnswer = DraftsFound | DraftOpened | AnswersSaved


@dataclass
class Kept:
    """One of them, and whose it is."""

    auth_id: str
    application: Application
    changed: date
    place: str | None = None

    @property
    def answers(self) -> Mapping[str, str]:
        return self.application.answers

    def answer(self, changes: Mapping[str, str | None]) -> None:
        """Some answers more, or other ones; None: none any more."""
        answers = {
            name: answer
            for name, answer in {**self.answers, **changes}.items()
            if answer is not None
        }
        proxy = MappingProxyType(answers)
        self.application = replace(self.application, answers=proxy)


class Drafts:
    """All of them by their number, which is never given twice."""

    def __init__(self) -> None:
        self.kept: dict[int, Kept] = {}
        self._numbers = count(1)

    def keep(self, own: Kept) -> int:
        number = next(self._numbers)
        self.kept[number] = own
        return number

    def do(
        self, effect: DraftEffect, account: Account, today: date
    ) -> DraftAnswer | None:
        """What a holder of this ID wants; None: they have no such application."""
        auth_id = effect.auth_id
        if isinstance(effect, FindDrafts):
            return self._found(effect, account)
        if isinstance(effect, BeginDraft) and effect.instead is not None:
            return self._change(effect, today)
        if isinstance(effect, BeginDraft):
            number = self.keep(Kept(auth_id, effect.application, today))
            return self._opened(effect.ticket, number)
        own = self.kept.get(effect.draft)
        if isinstance(effect, EraseDraft):
            if own is not None and own.auth_id == auth_id:
                del self.kept[effect.draft]
            return self._found(effect, account)
        if own is None or own.auth_id != auth_id:
            return None
        if isinstance(effect, SaveAnswers):
            own.answer(effect.answers)
            own.place, own.changed = effect.place, today
            return AnswersSaved(effect.ticket)
        if effect.copy:
            copied = self.keep(Kept(auth_id, own.application, today))
            return self._opened(effect.ticket, copied)
        return self._opened(effect.ticket, effect.draft)

    def _change(self, effect: BeginDraft, today: date) -> DraftOpened | None:
        own = self.kept.get(effect.instead or 0)
        if own is None or own.auth_id != effect.auth_id:
            return None
        answers = own.application.answers
        own.application = replace(effect.application, answers=answers)
        own.place, own.changed = None, today
        return self._opened(effect.ticket, effect.instead or 0)

    def _found(self, effect: FindDrafts | EraseDraft, account: Account) -> DraftsFound:
        notes = [
            DraftNote(
                number,
                own.application.procedure,
                own.changed,
                own.changed + KEPT_FOR,
                len(own.answers),
            )
            for number, own in sorted(self.kept.items(), reverse=True)
            if own.auth_id == effect.auth_id
        ]
        return DraftsFound(effect.ticket, account, tuple(notes))

    def _opened(self, ticket: int, number: int) -> DraftOpened:
        own = self.kept[number]
        expires = own.changed + KEPT_FOR
        return DraftOpened(ticket, number, own.application, expires, own.place)
