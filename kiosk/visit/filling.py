"""Filling in an application: asked, answered, corrected, handed over.

Every answer is kept at once. The visit does not wait for that: what the store has not
confirmed is given to it again with the next answer.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from kiosk.forms.application import Application
from kiosk.forms.fields import Field, Kind
from kiosk.forms.form import context, form_for
from kiosk.forms.prefill import prefill
from kiosk.forms.tidy import tidied
from kiosk.forms.values import fault
from kiosk.forms.walk import (
    Group,
    begins_another,
    following,
    group_of,
    groups,
    past_block,
)
from kiosk.message import Message, say
from kiosk.rules.vocabulary import Role
from kiosk.visit import handing
from kiosk.visit.drafts import Draft
from kiosk.visit.effects import (
    FindPlace,
    PrintSheet,
)
from kiosk.visit.events import (
    AnswersSaved,
    AnswersTyped,
    AnswersWanted,
    Chose,
    PaperWanted,
    PlaceFound,
    SavingAnswer,
    TablesWanted,
    VisitorEvent,
    WentOn,
)
from kiosk.visit.moves import (
    Transition,
    back,
    go,
    leave,
    save,
    stay,
)
from kiosk.visit.state import State
from kiosk.visit.steps import (
    AllAnswers,
    AskConsent,
    AskMore,
    FillIn,
    HandOver,
    Review,
    Step,
    Working,
)
from kiosk.visit.terms import Paper

STEPS: Final = (AskConsent, AskMore, FillIn, Review, AllAnswers, HandOver)
"""The steps that this part of a visit answers for."""
_BLOCKS_OF: Final[Mapping[str, frozenset[str]]] = {
    Role.APPLICANT: frozenset({"representative", "intermediary"}),
    Role.LEGAL_REPRESENTATIVE: frozenset({"intermediary"}),
}
"""The people of the form who are not there when somebody files in this role."""
_POSTAL_CODE: Final = "postal_code"
_ANYBODY: Final = frozenset({"representative"})


def saved(state: State, event: SavingAnswer) -> Transition:
    """The store has confirmed the last attempt, or could not keep it."""
    draft = state.draft
    if draft is None or event.ticket != draft.saving:
        return stay(state)
    if isinstance(event, AnswersSaved):
        kept = replace(draft, unsaved=MappingProxyType({}), failed=False)
        return state.but(draft=kept), ()
    return state.but(draft=replace(draft, failed=bool(draft.unsaved))), ()


def placed(state: State, event: PlaceFound) -> Transition:
    """An address begins with what its postal code tells, where nothing stands yet."""
    draft = state.draft
    if draft is None or draft.application.answers.get(event.of) != event.code:
        return stay(state)
    if isinstance(state.step, Working):
        # A ticket more, and what is waited for would be too late.
        return stay(state)
    stem = event.of.removesuffix(_POSTAL_CODE)
    told = {
        f"{stem}prefecture": event.prefecture,
        f"{stem}municipality": event.municipality,
    }
    changes = _taken(draft.application, told)
    if not changes:
        return stay(state)
    answered = state.but(draft=_answered(draft, changes))
    if isinstance(state.step, FillIn) and state.step.group in changes:
        # It was just going to be asked.
        step = _step_behind(answered, event.of)
        answered = answered.but(step=_with_town(step, f"{stem}street", event.town))
    return _save((answered, ()), draft.place)


def _with_town(step: Step, street: str, town: str) -> Step:
    """The town stands in the line, to be gone on with: the number of the house is known
    to the visitor alone.
    """
    if isinstance(step, FillIn) and step.group == street and not step.typed:
        return replace(step, typed=MappingProxyType({street: town}))
    return step


def stepped(state: State, event: VisitorEvent) -> Transition:
    """What the visitor does on a screen of this part."""
    draft = state.draft
    if draft is None:
        return stay(state)
    match state.step, event:
        case AskConsent(group), Chose(bool(consent)):
            agreed = state.but(draft=replace(draft, consent=consent))
            return _to(agreed, group) if consent else ask_next(agreed, group)
        case AskMore(group), Chose(bool(more)):
            return _to(state, group) if more else _past(state, draft, group)
        case FillIn() as step, AnswersTyped(typed):
            return _typed(state, draft, step, typed)
        case FillIn() as step, Chose(str(answer)):
            return _typed(state, draft, step, {step.group: answer})
        case FillIn() as step, WentOn():
            return _skipped(state, step)
        case Review() | AllAnswers(), Chose(str(field)):
            return _correct(state, draft, field)
        case Review(), AnswersWanted():
            return go(state, AllAnswers())
        case AllAnswers(), WentOn():
            return go(state, Review())
        case Review(), WentOn():
            return hand_over(state, draft)
        case HandOver(sheet), PaperWanted() if sheet is not Paper.PRINTING:
            return hand_over(state, draft)
        case HandOver() as step, TablesWanted():
            return handing.wanted(state, step)
        case HandOver(), WentOn():
            return leave(state)
    return stay(state)


def hand_over(state: State, draft: Draft) -> Transition:
    """The sheet, on paper."""
    ticket = state.ticket + 1
    effect = PrintSheet(ticket, state.language, draft.application, draft.expires)
    there, _ = go(state, HandOver())
    printing = there.but(ticket=ticket, paper_ticket=ticket)
    return _save((printing, (effect,)), draft.place)


def ask_next(state: State, after: str | None) -> Transition:
    """The next open question; or everything has been asked."""
    return _save(go(state, _step_behind(state, after)), after)


def _step_behind(state: State, after: str | None) -> Step:
    draft = draft_of(state)
    role = state.account.role if state.account else ""
    others = _BLOCKS_OF.get(role, _ANYBODY)
    group = following(draft.application, after, others)
    while group is not None and group.sensitive and draft.consent is False:
        group = following(draft.application, group.id, others)
    return Review() if group is None else _asking(draft, group)


def _asking(draft: Draft, group: Group) -> Step:
    if group.sensitive and draft.consent is None:
        return AskConsent(group.id)
    if begins_another(draft.application, group):
        return AskMore(group.id)
    return _fill_in(draft, group)


def _fill_in(draft: Draft, group: Group) -> FillIn:
    """What stands there and can be no answer any more is told at once."""
    given = draft.application.answers
    standing = {own.id: given[own.id] for own in group.fields if own.id in given}
    wrong = {
        own.id: why
        for own in group.fields
        if own.id in standing
        and (why := fault(own, standing[own.id], given)) is not None
    }
    return FillIn(group.id, faults=MappingProxyType(wrong))


def _to(state: State, group: str) -> Transition:
    return go(state, FillIn(group))


def _past(state: State, draft: Draft, name: str) -> Transition:
    group = group_of(draft.application, name)
    return ask_next(state, past_block(draft.application, group) if group else name)


def _correct(state: State, draft: Draft, field: str) -> Transition:
    group = group_of(draft.application, field)
    if group is None:
        return stay(state)
    if group.sensitive and not draft.consent:
        return go(state, AskConsent(group.id))
    return go(state, FillIn(group.id, correcting=True))


def _typed(
    state: State, draft: Draft, step: FillIn, typed: Mapping[str, str]
) -> Transition:
    """A group's answers: each in the form's spelling, or with what is wrong with it."""
    group = group_of(draft.application, step.group)
    if group is None:
        return ask_next(state, step.group)
    tidy = _tidy(draft.application, group, typed)
    faults = _faults(draft.application, group, tidy)
    if faults and not any(tidy.values()) and step.faults == faults:
        # Told that it is wanted, and given empty once more: later, then.
        return _skipped(state, step)
    if faults:
        again = replace(
            step, typed=MappingProxyType(dict(typed)), faults=MappingProxyType(faults)
        )
        return state.but(step=again), ()
    changes = {name: answer or None for name, answer in tidy.items()}
    told_again = replace(step, typed=MappingProxyType({}), faults=MappingProxyType({}))
    answered = state.but(step=told_again, draft=_answered(draft, changes))
    if step.correcting:
        return _save(_reviewed(answered), draft.place)
    return _look_up(ask_next(answered, step.group), group, changes)


def _look_up(
    moved: Transition, group: Group, changes: Mapping[str, str | None]
) -> Transition:
    """A postal code tells most of an address."""
    state, effects = moved
    code = changes.get(group.id)
    if group.fields[0].kind is not Kind.POSTAL_CODE or not code:
        return moved
    ticket = state.ticket + 1
    return state.but(ticket=ticket), (*effects, FindPlace(ticket, group.id, code))


def _skipped(state: State, step: FillIn) -> Transition:
    """Not now: nobody has to leave because one number is at home."""
    if step.correcting:
        return _reviewed(state)
    return ask_next(state.but(step=FillIn(step.group)), step.group)


def _reviewed(state: State) -> Transition:
    """Back to where the correction was asked for, as things stand now."""
    return back(state) if state.history else go(state, Review())


def _answered(draft: Draft, changes: Mapping[str, str | None]) -> Draft:
    """What follows from the answers is written in the fields that are still empty."""
    asked = {field.id for g in groups(draft.application) for field in g.fields}
    told_now = draft.answered(changes)
    filled, origins = prefill(told_now.application, {})
    new: dict[str, str] = {}
    for name, origin in origins.items():
        # What was emptied on purpose stays empty.
        told_anew = origin.removeprefix("answer.") in {*changes, *new}
        if name not in changes and (told_anew or name not in asked):
            new[name] = filled.answers[name]
    return told_now.answered(new)


def _taken(application: Application, told: Mapping[str, str]) -> dict[str, str]:
    """What the form takes in its empty fields, one after the other."""
    answers = dict(application.answers)
    changes = {}
    for field in form_for(application).fields:
        answer = tidied(field, told.get(field.id, ""), answers)
        if answer and field.id not in answers and not fault(field, answer, answers):
            answers[field.id] = changes[field.id] = answer
    return changes


def _tidy(
    application: Application, group: Group, typed: Mapping[str, str]
) -> dict[str, str]:
    return {
        field.id: tidied(field, typed.get(field.id, ""), application.answers).strip()
        for field in group.fields
    }


def _faults(
    application: Application, group: Group, tidy: Mapping[str, str]
) -> dict[str, Message]:
    answers = {name: a for name, a in {**context(application), **tidy}.items() if a}
    faults = {
        field.id: _fault(field, tidy[field.id], answers) for field in group.fields
    }
    return {name: wrong for name, wrong in faults.items() if wrong is not None}


def _fault(field: Field, answer: str, answers: Mapping[str, str]) -> Message | None:
    if answer:
        return fault(field, answer, answers)
    return say("screen.fill.missing") if field.required.holds(answers) else None


def _save(moved: Transition, place: str | None) -> Transition:
    """Give the store what it has not confirmed yet, and how far the visitor is."""
    state, effects = moved
    draft = state.draft
    if draft is None or (not draft.unsaved and draft.place == place):
        return moved
    saving, more = save(state, replace(draft, place=place))
    return saving, (*effects, *more)


def draft_of(state: State) -> Draft:
    """The application that is being filled in.

    Raises:
        ValueError: there is none.
    """
    if state.draft is None:
        raise ValueError("no application is being filled in")
    return state.draft
