"""Applications that were begun: gone on with, copied, deleted, or a new one begun."""

from dataclasses import replace
from itertools import takewhile
from types import MappingProxyType
from typing import Final

from kiosk.forms.application import ACCOMPANYING, make
from kiosk.forms.form import form_for
from kiosk.forms.prefill import origin_of, prefill
from kiosk.rules.vocabulary import Procedure
from kiosk.visit.drafts import NOTHING, Draft, DraftNote
from kiosk.visit.effects import (
    BeginDraft,
    DraftEffect,
    EraseDraft,
    FindDrafts,
    OpenDraft,
)
from kiosk.visit.events import (
    Chose,
    CopyWanted,
    DeletionWanted,
    DraftOpened,
    DraftsFound,
    VisitorEvent,
    WentOn,
)
from kiosk.visit.filling import ask_next, draft_of
from kiosk.visit.known import known
from kiosk.visit.moves import Transition, back, go, save_once_more, stay
from kiosk.visit.questions import with_kind, with_person, with_usage
from kiosk.visit.readings import Residence
from kiosk.visit.state import State
from kiosk.visit.steps import (
    AskResidence,
    ChooseDraft,
    ChooseProcedure,
    ChooseTogether,
    DeleteDraft,
    DraftChosen,
    Working,
)
from kiosk.visit.terms import Work

STEPS: Final = (ChooseDraft, DraftChosen, DeleteDraft, ChooseTogether)
"""The steps that this part of a visit answers for."""
_OF_WHO_IS_HERE: Final = tuple(
    own for own in Procedure if own not in (Procedure.COE, Procedure.ACQUISITION)
)
"""About somebody who has a status in Japan, and may have a residence card."""
_AN_ANSWER: Final = "answer"
_WITH_OTHERS: Final = (Procedure.CHANGE, Procedure.EXTENSION, Procedure.ACQUISITION)


def wanted(state: State) -> Transition:
    """Whoever holds the ID wants to fill in: what have they begun?"""
    kept, effects = save_once_more(state)
    find = FindDrafts(kept.ticket + 1, kept.answers.auth_id or "")
    there, more = _work(kept, find)
    return there, (*effects, *more)


def found(state: State, event: DraftsFound) -> Transition:
    """Go on with one, or straight to a new one when there is none."""
    account = event.account
    answers = replace(state.answers, role=account.role)
    answers = with_person(with_kind(answers, account.kind), account.person)
    usage = event.usage
    if usage is not None:
        usage = usage.going_on(state.usage)
        answers = with_usage(answers, usage, state.today)
    unkept = state.draft if state.draft and state.draft.unsaved else None
    state = state.but(
        account=account,
        answers=answers,
        draft=unkept,
        usage=usage,
        residence=Residence(),
        half_days=MappingProxyType({}),
    )
    if event.notes:
        return go(state, ChooseDraft(event.notes))
    return _another(state)


def may_fill_in(state: State) -> bool:
    """Somebody is known, and what they file is chosen."""
    return state.account is not None and state.answers.procedure is not None


def together(state: State) -> Transition:
    """What else is filed with it; where nothing can be, straight to the form."""
    if state.answers.procedure in _WITH_OTHERS:
        return go(state, ChooseTogether())
    return _offer(state)


def begin(state: State) -> Transition:
    """Keep a new application; gone back and come again, go on with the same one, also
    when it has become one about another status or with other things filed together.
    """
    answers = state.answers
    status = answers.facts.get("status")
    with_it = answers.together if answers.procedure in _WITH_OTHERS else ()
    application = make(
        answers.procedure or "", str(status) if status else None, with_it
    )
    draft = state.draft
    if draft is not None and replace(draft.application, answers={}) == application:
        return ask_next(_prefilled(state.but(draft=_told_anew(state, draft))), None)
    same = draft is not None and draft.application.procedure == application.procedure
    instead = draft.id if draft is not None and same else None
    ticket, auth_id = state.ticket + 1, answers.auth_id or ""
    return _work(state, BeginDraft(ticket, auth_id, application, instead))


def opened(state: State, event: DraftOpened) -> Transition:
    """From now on every answer is kept. What the store could not keep of it before is
    still there.
    """
    same = state.draft if state.draft and state.draft.id == event.draft else None
    place, unkept = event.place, same.unsaved if same else NOTHING
    state, effects = stay(state) if unkept else save_once_more(state)
    opened = Draft(
        event.draft,
        event.application,
        event.expires,
        same.known if same else known(state),
        place=place,
        consent=same.consent if same else None,
    )
    draft = _told_anew(state, opened.answered(unkept))
    state = state.but(draft=draft)
    there, more = ask_next(state if place else _prefilled(state), place)
    return there, (*effects, *more)


def stepped(state: State, event: VisitorEvent) -> Transition:
    """What the visitor does on a screen of this part."""
    match state.step, event:
        case ChooseDraft(notes), Chose(number):
            return _choose(state, notes, number)
        case ChooseDraft(), WentOn():
            kept, effects = save_once_more(state)
            return go(kept.but(draft=None), ChooseProcedure(), *effects)
        case DraftChosen() as step, _:
            return _with_chosen(state, step.note, event)
        case DeleteDraft(note), WentOn():
            ticket, auth_id = state.ticket + 1, state.answers.auth_id or ""
            return _work(_unlisted(state, note), EraseDraft(ticket, auth_id, note.id))
        case DeleteDraft(), Chose(False):
            return back(state)
        case ChooseTogether(), Chose(procedure) if procedure in ACCOMPANYING:
            return _toggle(state, str(procedure))
        case ChooseTogether(), WentOn():
            return _offer(state)
    return stay(state)


def _choose(
    state: State, notes: tuple[DraftNote, ...], number: str | bool
) -> Transition:
    for note in notes:
        if str(note.id) == number:
            return go(state, DraftChosen(note))
    return stay(state)


def _with_chosen(state: State, note: DraftNote, event: VisitorEvent) -> Transition:
    ticket, auth_id = state.ticket + 1, state.answers.auth_id or ""
    match event:
        case WentOn() if not note.newer:
            return _work(state, OpenDraft(ticket, auth_id, note.id))
        case CopyWanted() if not note.newer:
            return _work(state, OpenDraft(ticket, auth_id, note.id, copy=True))
        case DeletionWanted():
            return go(state, DeleteDraft(note))
    return stay(state)


def _unlisted(state: State, note: DraftNote) -> State:
    """No way back leads to a list that no longer holds, or to what is deleted."""
    before = takewhile(lambda past: not isinstance(past, ChooseDraft), state.history)
    kept = state.draft if state.draft and state.draft.id != note.id else None
    return state.but(history=tuple(before), draft=kept)


def _another(state: State) -> Transition:
    """The first one. Whoever has just registered has chosen its procedure already."""
    return together(state) if state.answers.procedure else go(state, ChooseProcedure())


def _toggle(state: State, procedure: str) -> Transition:
    chosen = set(state.answers.together) ^ {procedure}
    kept = tuple(name for name in ACCOMPANYING if name in chosen)
    return state.but(answers=replace(state.answers, together=kept)), ()


def _offer(state: State) -> Transition:
    """The residence card may fill in a part, where there can be one."""
    if state.answers.procedure in _OF_WHO_IS_HERE:
        return go(state, AskResidence())
    return begin(state)


def _prefilled(state: State) -> State:
    """What is known stands in the form before the first question."""
    draft = draft_of(state)
    filled, origins = prefill(draft.application, draft.known)
    new = {name: filled.answers[name] for name in origins}
    return state.but(draft=draft.answered(new))


def _told_anew(state: State, draft: Draft) -> Draft:
    """What a card or the visitor told before, and tells otherwise now, is no answer any
    more.
    """
    now = known(state)
    before = {name: text for name, text in draft.known.items() if name in now}
    other = {name: text for name, text in before.items() if now[name] != text}
    stale = {
        field.id: None
        for field in form_for(draft.application).fields
        if origin_of(field, draft.application, other) not in (None, _AN_ANSWER)
    }
    return replace(draft.answered(stale) if stale else draft, known=now)


def _work(state: State, effect: DraftEffect) -> Transition:
    there, _ = go(state, Working(Work.DRAFTS), effect)
    return there.but(ticket=effect.ticket), (effect,)
