"""The part of a visit that has to do with the card."""

from dataclasses import replace
from datetime import date
from itertools import takewhile
from typing import Final

from kiosk.visit import papers
from kiosk.visit.effects import (
    CardEffect,
    Inspect,
    LogIn,
    Prove,
    ReadAttributes,
    ReadSignature,
    Register,
    RegistryEffect,
    Rejoin,
)
from kiosk.visit.events import CardInspected, PersonRead, PinTyped, PinWrong, Seen
from kiosk.visit.moves import Transition, go, release, stay
from kiosk.visit.questions import kind, registers, with_person, without_person
from kiosk.visit.state import Card, DeskView, State
from kiosk.visit.steps import (
    ConfirmPerson,
    EnterPin,
    Goodbye,
    InTrouble,
    LastTry,
    Prepare,
    TakeCard,
    Working,
)
from kiosk.visit.terms import (
    WAITING_FOR_A_CARD,
    Glance,
    Pin,
    PinNote,
    Purpose,
    Trouble,
    Work,
)

_IN_THE_WAY: Final = {
    Glance.NO_SERVICE: Trouble.NO_SERVICE,
    Glance.NO_READER: Trouble.NO_READER,
    Glance.MUTE: Trouble.MUTE,
}


def seen(state: State, event: Seen) -> Transition:
    """A glance at the desk: whoever lays a card down is there."""
    laid = event.glance is Glance.CARD and event.token != state.desk.token
    state = state.but(
        desk=DeskView(event.glance, event.token), idle=0 if laid else state.idle
    )
    match state.step:
        case Prepare():
            return await_card(state)
        case InTrouble(trouble) if trouble in WAITING_FOR_A_CARD:
            if trouble is Trouble.REMOVED and event.glance is Glance.EMPTY:
                return stay(state)
            return await_card(state)
        case InTrouble() if event.glance is Glance.CARD and _is_another(state):
            return await_card(state)
        case EnterPin() | LastTry() if _is_another(state):
            return _gone(state)
        case TakeCard() if not state.desk.has_card:
            return state.but(step=Goodbye()), ()
    return stay(state)


def prepare(state: State) -> Transition:
    """To the card, unless it has told everything already."""
    if state.card is not None and state.card.person is not None:
        return go(state, ConfirmPerson())
    there, effects = go(state, Prepare())
    awaited, more = await_card(there)
    return awaited, (*effects, *more)


def another_card(state: State) -> Transition:
    """This is not the visitor's card: another one, please."""
    another = _nobody_yet(state).but(
        step=Prepare(passed_over=state.desk.token), card=None, in_use=None
    )
    return another, ()


def await_card(state: State) -> Transition:
    """Begin with the card that lies there, or say what stands in the way."""
    passed_over = state.step.passed_over if isinstance(state.step, Prepare) else None
    if state.desk.glance in _IN_THE_WAY:
        return state.but(step=InTrouble(_IN_THE_WAY[state.desk.glance])), ()
    if state.desk.glance is Glance.EMPTY or state.desk.token == passed_over:
        return state.but(step=Prepare(passed_over)), ()
    working = state.but(in_use=state.desk.token)
    return _work(working, Work.INSPECT, Inspect(state.ticket + 1, state.desk.token))


def inspected(state: State, event: CardInspected) -> Transition:
    """The card is known; whose it is stays known if it is the one from before."""
    ends = {Pin.AUTHENTICATION: event.ends} if event.ends else {}
    card = Card(event.token, event.tries, event.has_signature, ends=ends)
    before = state.card if event.same else None
    if before is None:
        return next_for_card(_nobody_yet(state).but(card=card))
    ends = {**before.ends, **ends}
    known = replace(card, proven=before.proven, person=before.person, ends=ends)
    return next_for_card(state.but(card=known))


def next_for_card(state: State) -> Transition:
    """What is still wanted of the card, in the order in which it is asked."""
    card = state.card
    if card is None:
        return await_card(state)
    if state.answers.purpose is Purpose.FORGOT:
        return ask_pin(state, Pin.ATTRIBUTES)
    registering = registers(state)
    if registering and not card.has_signature:
        return in_trouble(state, Trouble.NO_SIGNATURE_CERTIFICATE)
    if registering and card.person is None and not card.tries.get(Pin.SIGNATURE):
        # Told before the other PIN is typed for nothing.
        return in_trouble(state, Trouble.PIN_LOCKED, Pin.SIGNATURE)
    if not card.proven:
        return ask_pin(state, Pin.AUTHENTICATION)
    if not registering:
        return log_in(state)
    if card.person is None:
        return ask_pin(state, Pin.SIGNATURE)
    return _known(state)


def ask_pin(state: State, pin: Pin, note: PinNote | None = None) -> Transition:
    """A PIN's screen goes by the tries that are left, and by the card's being there."""
    if _is_another(state):
        return _gone(state)
    tries = _card(state).tries.get(pin, 0)
    if tries == 0:
        return in_trouble(state, Trouble.PIN_LOCKED, pin)
    if tries == 1:
        return state.but(step=LastTry(pin, note is PinNote.WRONG)), ()
    return state.but(step=EnterPin(pin, tries, note)), ()


def risk_last_try(state: State, step: LastTry) -> Transition:
    """The visitor has read what is at stake."""
    return state.but(step=EnterPin(step.pin, 1)), ()


def pin_typed(state: State, step: EnterPin, event: PinTyped) -> Transition:
    """A PIN that can be one goes to the card; one that cannot costs no try."""
    if not event.well_formed:
        return state.but(step=EnterPin(step.pin, step.tries, PinNote.FORM)), ()
    ticket, tries = state.ticket + 1, step.tries
    match step.pin:
        case Pin.AUTHENTICATION:
            return _work(state, Work.PROVE, Prove(ticket, tries))
        case Pin.SIGNATURE:
            return _work(state, Work.READ_SIGNATURE, ReadSignature(ticket, tries))
        case Pin.ATTRIBUTES:
            return _work(state, Work.READ_ATTRIBUTES, ReadAttributes(ticket, tries))


def pin_wrong(state: State, event: PinWrong) -> Transition:
    """The card has refused a PIN; ``tries_left`` is at least 1."""
    card = _card(state)
    tries = {**card.tries, event.pin: event.tries_left}
    counted = state.but(card=replace(card, tries=tries))
    return ask_pin(counted, event.pin, PinNote.WRONG)


def proved(state: State) -> Transition:
    """The chip is the one of the certificate, and its PIN was known."""
    return next_for_card(state.but(card=replace(_card(state), proven=True)))


def person_read(state: State, event: PersonRead) -> Transition:
    """Whose card it is: to be confirmed, or to be joined to an ID."""
    card = _card(state)
    ends = {**card.ends, Pin.SIGNATURE: event.ends} if event.ends else card.ends
    state = state.but(card=replace(card, person=event.person, ends=ends))
    if state.answers.purpose is Purpose.LOG_IN:
        return renewed(state)
    if state.answers.purpose is Purpose.FORGOT:
        released, effects = release(state)
        printing, more = papers.print_request(released, "person")
        return printing, (*effects, *more)
    return next_for_card(state)


def log_in(state: State) -> Transition:
    """Ask the registry about ID and card."""
    effect = LogIn(state.ticket + 1, state.answers.auth_id or "")
    return _work(state, Work.LOG_IN, effect)


def renewed(state: State) -> Transition:
    """The ID may be that of the card's holder: their particulars decide."""
    person = _card(state).person
    if person is None:
        return ask_pin(state, Pin.ATTRIBUTES)
    rejoin = Rejoin(state.ticket + 1, state.answers.auth_id or "", person)
    return _work(state, Work.REJOIN, rejoin)


def register(state: State) -> Transition:
    """Ask the registry for the ID of whoever the card has told of."""
    card, answers = state.card, state.answers
    if card is None or card.person is None or answers.role is None:
        return await_card(state)
    effect = Register(
        state.ticket + 1,
        answers.role,
        kind(answers),
        state.language,
        card.person,
        answers.contact,
        answers.own.brought or None if answers.purpose is Purpose.RECORD else None,
    )
    return _work(state, Work.REGISTER, effect)


def in_trouble(
    state: State, trouble: Trouble, pin: Pin | None = None, ended: date | None = None
) -> Transition:
    """Let the card go and say what stands in the way."""
    released, effects = release(state)
    troubled = released.but(step=InTrouble(trouble, pin, ended))
    if trouble in WAITING_FOR_A_CARD and state.desk.has_card and _is_another(troubled):
        # It has been lifted and laid down again before its failure was told.
        awaited, more = await_card(troubled)
        return awaited, (*effects, *more)
    return troubled, effects


def _known(state: State) -> Transition:
    """The card has told everything. It is not needed any more."""
    person = _card(state).person
    if person is None:
        return stay(state)
    told = with_person(state.answers, person)
    confirm = _unconfirmed(state).but(answers=told, step=ConfirmPerson())
    return release(confirm)


def _nobody_yet(state: State) -> State:
    """What an earlier card told holds no longer."""
    return _unconfirmed(state).but(answers=without_person(state.answers))


def _unconfirmed(state: State) -> State:
    """No way back leads past the question whose card it is."""
    before = takewhile(lambda past: past != ConfirmPerson(), state.history)
    return state.but(history=tuple(before))


def _gone(state: State) -> Transition:
    """The card in use was lifted, or its reader or service has gone."""
    trouble = _IN_THE_WAY.get(state.desk.glance, Trouble.REMOVED)
    return in_trouble(state, trouble)


def _is_another(state: State) -> bool:
    """Whether what lies there now is not the card that was begun with."""
    return not state.desk.has_card or state.desk.token != state.in_use


def _work(state: State, work: Work, effect: CardEffect | RegistryEffect) -> Transition:
    return state.but(step=Working(work), ticket=effect.ticket), (effect,)


def _card(state: State) -> Card:
    if state.card is None:
        raise ValueError("no card has been read in this visit")
    return state.card
