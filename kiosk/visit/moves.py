"""The moves of which every transition is made: forward, back, away."""

from dataclasses import replace
from itertools import takewhile

from kiosk.visit.drafts import Draft
from kiosk.visit.effects import Effect, Forget, ReleaseCard, SaveAnswers
from kiosk.visit.requests import Usage
from kiosk.visit.state import State, new_visit
from kiosk.visit.steps import (
    AllAnswers,
    AskConsent,
    AskFact,
    AskMore,
    AskResidence,
    AskUsage,
    ChooseDraft,
    ChooseOffice,
    ChooseProcedure,
    ChoosePurpose,
    ChooseRole,
    ChooseSex,
    ChooseTogether,
    ConfirmBrought,
    ConfirmParticulars,
    ConfirmPerson,
    DraftChosen,
    EnterAddress,
    EnterBirth,
    EnterBrought,
    EnterCardNumber,
    EnterContact,
    EnterId,
    EnterName,
    EnterNumber,
    EnterOrganisation,
    EnterSerial,
    FillIn,
    ForgotAgency,
    ForgotHere,
    ForgotId,
    Goodbye,
    Issued,
    LoggedIn,
    NumberFound,
    ResidenceRead,
    Review,
    Step,
    TakeCard,
    UsageCategory,
    UsageDay,
    UsagePapers,
    UsageResult,
    UsageStatus,
    Verdict,
    Working,
)
from kiosk.visit.usage_effects import SaveUsage

Transition = tuple[State, tuple[Effect, ...]]
"""The next state, and what is to be done."""

_TO_COME_BACK_TO = (
    ChoosePurpose,
    ChooseRole,
    ChooseProcedure,
    AskFact,
    Verdict,
    EnterId,
    ChooseOffice,
    EnterSerial,
    ConfirmPerson,
    EnterContact,
    ForgotId,
    ForgotHere,
    ForgotAgency,
    EnterBrought,
    ConfirmBrought,
    EnterNumber,
    NumberFound,
    EnterOrganisation,
    EnterName,
    EnterBirth,
    ChooseSex,
    EnterAddress,
    ConfirmParticulars,
    Issued,
    LoggedIn,
    ChooseDraft,
    DraftChosen,
    ChooseTogether,
    AskResidence,
    EnterCardNumber,
    ResidenceRead,
    AskConsent,
    AskMore,
    FillIn,
    Review,
    AllAnswers,
    AskUsage,
    UsageResult,
    UsagePapers,
    UsageCategory,
    UsageDay,
    UsageStatus,
)


def stay(state: State) -> Transition:
    """Nothing comes of it."""
    return state, ()


def go(state: State, step: Step, *effects: Effect) -> Transition:
    """To the next step; the way back leads to this one where that makes sense.

    A place that is come to twice is gone back to once.
    """
    history = state.history
    if isinstance(state.step, _TO_COME_BACK_TO) and _place(state.step) != _place(step):
        here = _place(state.step)
        before = takewhile(lambda past: _place(past) != here, history)
        history = (*before, state.step)
    return state.but(step=step, history=history), effects


def back(state: State) -> Transition:
    """To the step before. What was told stays told; a card in use is let go."""
    if not state.history:
        return stay(state)
    *before, step = state.history
    return release(state.but(step=step, history=tuple(before)))


def release(state: State) -> Transition:
    """Power the card down if it is in use, or about to be. Whose it is stays known."""
    if state.card is not None and state.card.token is not None:
        return state.but(card=replace(state.card, token=None)), (ReleaseCard(),)
    return (state, (ReleaseCard(),)) if isinstance(state.step, Working) else stay(state)


def leave(state: State) -> Transition:
    """The end of the visit: first the card, then goodbye."""
    released, effects = release(state)
    step = TakeCard() if state.desk.has_card else Goodbye()
    return released.but(step=step, history=(), overlay=None), effects


def forget(state: State) -> Transition:
    """The next visitor's first screen, and nothing left of this one. What the store
    could not keep is given to it for the last time.
    """
    kept, effects = save_once_more(state)
    fresh = new_visit(kept.site, kept.today, kept.desk, kept.ticket)
    fresh = fresh.but(staff_ticket=kept.staff_ticket, health=kept.health)
    return fresh, (*effects, Forget())


def save(state: State, draft: Draft) -> Transition:
    """Give the store what it has not confirmed of this draft."""
    ticket, auth_id = state.ticket + 1, state.answers.auth_id or ""
    effect = SaveAnswers(ticket, auth_id, draft.id, draft.unsaved, draft.place)
    return state.but(ticket=ticket, draft=replace(draft, saving=ticket)), (effect,)


def save_usage(state: State, usage: Usage) -> Transition:
    """The same of the answers about a usage request."""
    ticket, auth_id = state.ticket + 1, state.answers.auth_id or ""
    effect = SaveUsage(ticket, auth_id, usage.unsaved)
    return state.but(ticket=ticket, usage=replace(usage, saving=ticket)), (effect,)


def save_once_more(state: State) -> Transition:
    """The same for what it could not keep, before it is lost from sight."""
    draft, usage = state.draft, state.usage
    failed = draft is not None and draft.failed
    kept, effects = save(state, draft) if draft and failed else stay(state)
    if usage is None or not usage.failed:
        return kept, effects
    there, more = save_usage(kept, usage)
    return there, (*effects, *more)


def _place(step: Step) -> object:
    """Steps of one place do not lead back to each other."""
    match step:
        case AskFact() | AskConsent() | AskMore() | AskUsage():
            return step
        case FillIn(group, correcting):
            return group, correcting
    return type(step)
