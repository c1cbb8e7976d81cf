"""The part of a visit that has to do with the password of an ID.

One may be set after the card was used in this visit, and used later in its place.
"""

from dataclasses import replace
from typing import Final

from kiosk.visit.carding import in_trouble
from kiosk.visit.effects import CheckPassword, KeepPassword, PasswordEffect
from kiosk.visit.events import (
    LoginAnswered,
    PasswordChecked,
    PasswordKept,
    PasswordTyped,
    PasswordUnfit,
    PasswordWanted,
    VisitorEvent,
    WentOn,
)
from kiosk.visit.moves import Transition, back, go, stay
from kiosk.visit.state import Held, State
from kiosk.visit.steps import (
    ChoosePassword,
    EnterPassword,
    InTrouble,
    Issued,
    LoggedIn,
    NoPassword,
    PasswordSet,
    Prepare,
    Working,
)
from kiosk.visit.terms import PasswordAnswer, PasswordFault, Purpose, Trouble, Work

STEPS: Final = (EnterPassword, ChoosePassword, PasswordSet)
_NO_WAY_ROUND: Final = frozenset(
    {Trouble.STORE, Trouble.PASSWORD_LOCKED, Trouble.PASSWORD_EXPIRED}
)


def may_use(state: State) -> bool:
    """Whether a password may stand in for the card here."""
    if state.answers.purpose is not Purpose.LOG_IN:
        return False
    match state.step:
        case InTrouble(trouble):
            return trouble not in _NO_WAY_ROUND
    return isinstance(state.step, Prepare)


def may_choose(state: State) -> bool:
    """Whether a password may be set here: the card has shown whose ID it is, or there
    is no card for it.
    """
    if not isinstance(state.step, Issued | LoggedIn | NoPassword):
        return False
    by_card = state.card is not None and state.card.proven
    return by_card or has_no_card(state)


def logged_in(state: State, event: LoginAnswered | PasswordChecked) -> State:
    """The ID is the visitor's; from now on it is written as its holder writes it."""
    held = event.held or Held()
    answers = replace(
        state.answers, auth_id=held.auth_id or state.answers.auth_id or ""
    )
    return state.but(
        step=LoggedIn(), answers=answers, held=held, password=event.password
    )


def _by_password(state: State, event: PasswordChecked) -> State:
    """In; or, with one whose year is over, first to another: no way leads around."""
    known = logged_in(state, event)
    own = event.password
    if own is None:
        # By the code of a new start, which opens nothing but the way to a password.
        return known.but(step=ChoosePassword(), history=())
    if own.last_day >= state.today:
        return known
    return known.but(step=ChoosePassword(fault=PasswordFault.OVER), history=())


def has_no_card(state: State) -> bool:
    """Whether the ID is one that no card opens."""
    return state.held is not None and not state.held.by_card


def must_choose(state: State) -> bool:
    """Whether nobody could ever log in with this ID as it stands."""
    return has_no_card(state) and state.password is None


def stepped(state: State, event: VisitorEvent) -> Transition:
    """What the visitor does on a screen of this part, and on the way to it."""
    match state.step, event:
        case _, PasswordWanted() if may_use(state):
            # A card that lay here proves nothing of whoever knows the password.
            return state.but(step=EnterPassword(), card=None), ()
        case _, PasswordWanted() if may_choose(state):
            return go(state, ChoosePassword())
        case EnterPassword(), PasswordTyped(None):
            check = CheckPassword(state.ticket + 1, state.answers.auth_id or "")
            return _work(state, Work.CHECK_PASSWORD, check)
        case ChoosePassword(), PasswordTyped(fault) if fault is not None:
            return state.but(step=ChoosePassword(fault=fault)), ()
        case ChoosePassword(again=False), PasswordTyped():
            return state.but(step=ChoosePassword(again=True)), ()
        case ChoosePassword(), PasswordTyped():
            keep = KeepPassword(state.ticket + 1, state.answers.auth_id or "")
            return _work(state, Work.KEEP_PASSWORD, keep)
        case PasswordSet(), WentOn():
            return back(state) if state.history else (state.but(step=LoggedIn()), ())
    return stay(state)


def answered(
    state: State, event: PasswordChecked | PasswordKept | PasswordUnfit
) -> Transition:
    """What the registry says of it."""
    match event:
        case PasswordKept(_, password):
            return state.but(step=PasswordSet(), password=password), ()
        case PasswordUnfit(_, fault):
            return state.but(step=ChoosePassword(fault=fault)), ()
        case PasswordChecked(_, PasswordAnswer.KNOWN):
            return _by_password(state, event), ()
        case PasswordChecked(_, PasswordAnswer.LOCKED):
            return in_trouble(state, Trouble.PASSWORD_LOCKED)
        case PasswordChecked(_, PasswordAnswer.EXPIRED):
            return in_trouble(state, Trouble.PASSWORD_EXPIRED)
    return state.but(step=EnterPassword(event.answer, event.wait)), ()


def _work(state: State, work: Work, effect: PasswordEffect) -> Transition:
    return state.but(step=Working(work), ticket=effect.ticket), (effect,)
