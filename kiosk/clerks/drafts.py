"""The clerk who keeps the applications that were begun."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType

from kiosk.clerks.registry import RegistryClerk
from kiosk.clerks.usage import UsageClerk, account_of
from kiosk.forms.application import Application, make
from kiosk.japan import JAPAN
from kiosk.registry.people import Holder
from kiosk.rules.vocabulary import Procedure
from kiosk.store.drafts import Draft, DraftNote, Drafts, NewerDraft, NoSuchDraft
from kiosk.store.faults import StoreError
from kiosk.visit import drafts as visit
from kiosk.visit.effects import (
    BeginDraft,
    DraftEffect,
    EraseDraft,
    FindDrafts,
    OpenDraft,
    SaveAnswers,
)
from kiosk.visit.events import (
    AnswersNotSaved,
    AnswersSaved,
    DraftOpened,
    DraftsFound,
    StoreFailed,
)

DraftAnswer = DraftsFound | DraftOpened | AnswersSaved | AnswersNotSaved | StoreFailed


logger = logging.getLogger(__name__)


class NobodyKnown(LookupError):
    """Nobody has shown in this visit that the ID is theirs."""


class DraftClerk:
    """``registry`` knows who has logged in, ``usage`` what institutions may; ``now``
    gives an aware time; ``days`` is how long a draft is kept after the last change.
    """

    def __init__(
        self,
        registry: RegistryClerk,
        drafts: Drafts,
        now: Callable[[], datetime],
        days: int,
        usage: UsageClerk | None = None,
    ) -> None:
        self._registry = registry
        self._drafts = drafts
        self._now = now
        self._kept_for = timedelta(days=days)
        self._usage = usage

    def do(self, effect: DraftEffect) -> DraftAnswer:
        """Do one thing, for whoever has logged in with the ID or registered."""
        try:
            return self._do(effect, self._holder(effect))
        except StoreError as error:
            # Its text is a fault's name and a result code.
            logger.error("the drafts failed: %s", error)
        except (NobodyKnown, NoSuchDraft, NewerDraft) as error:
            logger.error("the drafts refused: %s", type(error).__name__)
        except Exception as error:
            logger.error("the draft clerk failed: %s", type(error).__name__)
        if isinstance(effect, SaveAnswers):
            return AnswersNotSaved(effect.ticket)
        return StoreFailed(effect.ticket)

    def _holder(self, effect: DraftEffect) -> Holder:
        holder = self._registry.holder(effect.auth_id)
        if holder is None:
            raise NobodyKnown
        return holder

    def _do(self, effect: DraftEffect, known: Holder) -> DraftAnswer:
        now, holder = self._now(), known.user
        expires = now + self._kept_for
        match effect:
            case FindDrafts():
                return self._found(effect, known)
            case EraseDraft(_, _, draft):
                self._drafts.delete(draft, holder, now)
                return self._found(effect, known)
            case BeginDraft(ticket, _, asked, instead):
                status, procedure = asked.status, asked.procedure
                together = tuple(own.value for own in asked.accompanying)
                keep = (
                    partial(self._drafts.begin, holder, procedure)
                    if instead is None
                    else partial(self._drafts.change, instead, holder)
                )
                begun = keep(now, expires, status=status, accompanying=together)
                return _opened(ticket, begun)
            case OpenDraft(ticket, _, draft, copy):
                if copy:
                    return _opened(
                        ticket, self._drafts.copy(draft, holder, now, expires)
                    )
                return _opened(ticket, self._drafts.open(draft, holder, now))
            case SaveAnswers(ticket, _, draft, answers, place):
                self._drafts.save(draft, holder, answers, place or "", now, expires)
                return AnswersSaved(ticket)

    def _found(self, effect: FindDrafts | EraseDraft, known: Holder) -> DraftsFound:
        user = self._registry.user(known)
        if user is None:
            raise NobodyKnown
        return DraftsFound(
            effect.ticket,
            account_of(user),
            tuple(map(note_of, self._drafts.of(known.user, self._now()))),
            None if self._usage is None else self._usage.of(known, user),
        )


def note_of(own: DraftNote) -> visit.DraftNote:
    """What is told of an application that was begun, without its answers."""
    return visit.DraftNote(
        own.id,
        own.procedure,
        own.changed.astimezone(JAPAN).date(),
        own.expires.astimezone(JAPAN).date(),
        own.answers,
        own.newer,
    )


def _opened(ticket: int, draft: Draft) -> DraftOpened:
    asked = make(draft.procedure, draft.status, draft.accompanying)
    application = Application(
        Procedure(asked.procedure),
        asked.status,
        asked.accompanying,
        MappingProxyType(dict(draft.answers)),
    )
    day = draft.expires.astimezone(JAPAN).date()
    return DraftOpened(ticket, draft.id, application, day, draft.place or None)
