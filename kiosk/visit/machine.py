"""The visit: one state, one event, the next state and what is to be done.

Any event may come at any moment. One that no longer fits is ignored; nothing here
raises for what a visitor, a card or a printer does.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from kiosk.rules.number import (
    office_marks,
)
from kiosk.visit import (
    asking,
    begun,
    carding,
    enrolling,
    filling,
    forgotten,
    half_days,
    handing,
    papers,
    passwords,
    residence,
    staffing,
    usage,
    waiting,
)
from kiosk.visit.contact import faults, tidied
from kiosk.visit.display import DisplayChosen, DisplayWanted
from kiosk.visit.effects import CallStaff
from kiosk.visit.events import (
    Answer,
    AnswersNotSaved,
    AnswersSaved,
    CardFailed,
    CardInspected,
    CardProved,
    Chose,
    ContactTyped,
    DraftOpened,
    DraftsFound,
    Event,
    ForgotWanted,
    FormWanted,
    IdTyped,
    LanguageChosen,
    LanguageWanted,
    LoginAnswered,
    NotRegistered,
    OutOfOrder,
    OverlayClosed,
    PaperFailed,
    PaperPrinted,
    PaperWanted,
    PasswordChecked,
    PasswordKept,
    PasswordUnfit,
    PasswordWanted,
    PersonRead,
    PinTyped,
    PinWrong,
    PlaceFound,
    PrinterSeen,
    Registered,
    ResidenceFailed,
    ResidenceTold,
    Seen,
    SerialTyped,
    StaffWanted,
    StartOverConfirmed,
    StartOverWanted,
    StoreFailed,
    StoreSeen,
    TablesNotWritten,
    TablesWritten,
    Ticked,
    Touched,
    VisitorEvent,
    WentBack,
    WentOn,
)
from kiosk.visit.moves import Transition, back, forget, go, leave, release, stay
from kiosk.visit.passwords import must_choose
from kiosk.visit.questions import (
    CARD_ROLES,
    may_register,
    open_question,
)
from kiosk.visit.staff_events import (
    AttendanceEnded,
    DayTold,
    RoundLooked,
    StaffCardFailed,
    StaffCardInspected,
    StaffCardProved,
    StaffDeskWanted,
    StaffDone,
    StaffKnown,
    StaffPapers,
    StaffPinWrong,
    StaffRefused,
    VisitorTold,
)
from kiosk.visit.state import State
from kiosk.visit.steps import (
    AskFact,
    ChooseLanguage,
    ChooseOffice,
    ChooseProcedure,
    ChoosePurpose,
    ChooseRole,
    ConfirmBrought,
    ConfirmParticulars,
    ConfirmPerson,
    EnterContact,
    EnterId,
    EnterPassword,
    EnterPin,
    EnterSerial,
    ForgotId,
    Goodbye,
    InTrouble,
    Issued,
    LastTry,
    LoggedIn,
    NoPassword,
    Overlay,
    Step,
    TakeCard,
    Verdict,
    Wording,
    Working,
)
from kiosk.visit.terms import Login, Purpose, Trouble, Work
from kiosk.visit.usage_events import (
    UsageFound,
    UsageNotSaved,
    UsageSaved,
    UsageWanted,
)

__all__ = ["Transition", "advance"]

_ANSWERS: Final[Mapping[Work, tuple[type[Answer], ...]]] = {
    Work.INSPECT: (CardInspected,),
    Work.PROVE: (CardProved, PinWrong),
    Work.READ_SIGNATURE: (PersonRead, PinWrong),
    Work.READ_ATTRIBUTES: (PersonRead, PinWrong),
    Work.REGISTER: (Registered, NotRegistered),
    Work.LOG_IN: (LoginAnswered,),
    Work.REJOIN: (LoginAnswered,),
    Work.CHECK_PASSWORD: (PasswordChecked,),
    Work.KEEP_PASSWORD: (PasswordKept, PasswordUnfit),
    Work.DRAFTS: (DraftsFound, DraftOpened),
    Work.READ_RESIDENCE: (ResidenceTold, ResidenceFailed),
    Work.USAGE: (UsageFound,),
}


def advance(state: State, event: Event) -> Transition:
    """What becomes of a visit when something happens."""
    match event:
        case Ticked():
            return _ticked(state, event)
        case Seen() if state.staff is not None:
            return staffing.seen(state, event)
        case Seen():
            return residence.seen(carding.seen(state, event))
        case PaperPrinted() | PaperFailed():
            return papers.answered(waiting.look_soon(state), event)
        case AnswersSaved() | AnswersNotSaved():
            return filling.saved(state, event)
        case UsageSaved() | UsageNotSaved():
            return usage.saved(state, event)
        case PlaceFound():
            return filling.placed(state, event)
        case TablesWritten() | TablesNotWritten():
            return handing.answered(state, event)
        case PrinterSeen() | StoreSeen() | OutOfOrder():
            return waiting.told(state, event)
        case (
            StaffKnown()
            | StaffRefused()
            | DayTold()
            | VisitorTold()
            | RoundLooked()
            | StaffPapers()
            | StaffDone()
            | StaffCardInspected()
            | StaffCardProved()
            | StaffPinWrong()
            | StaffCardFailed()
        ):
            return staffing.answered(state, event)
        case (
            CardInspected()
            | CardFailed()
            | PinWrong()
            | CardProved()
            | PersonRead()
            | ResidenceTold()
            | ResidenceFailed()
            | Registered()
            | NotRegistered()
            | LoginAnswered()
            | PasswordChecked()
            | PasswordKept()
            | PasswordUnfit()
            | DraftsFound()
            | DraftOpened()
            | UsageFound()
            | StoreFailed()
        ):
            if event.ticket == state.ticket and _fits(state.step, event):
                return _answered(state, event)
            return stay(state)
    return _visitor(state, event)


def _ticked(state: State, event: Ticked) -> Transition:
    state = waiting.by_the_clock(state, event)
    match state.step:
        case Goodbye(shown_for) if state.staff is None:
            shown_for += event.seconds
            if shown_for >= state.site.goodbye_seconds:
                return forget(state)
            return state.but(step=Goodbye(shown_for)), ()
        case ChooseLanguage() if state.overlay is None and state.staff is None:
            return waiting.ticked(state, event)
    state = state.but(idle=state.idle + event.seconds)
    return forget(state) if state.idle >= state.site.idle_seconds else stay(state)


def _fits(step: Step, event: Answer) -> bool:
    """Whether it answers what is being done. That it failed can be said of all."""
    if not isinstance(step, Working):
        return False
    return isinstance(event, (CardFailed, StoreFailed, *_ANSWERS[step.work]))


def _answered(state: State, event: Answer) -> Transition:
    match event:
        case CardInspected():
            return carding.inspected(state, event)
        case CardFailed(_, trouble, pin, ended):
            return carding.in_trouble(state, trouble, pin, ended)
        case PinWrong():
            return carding.pin_wrong(state, event)
        case CardProved():
            return carding.proved(state)
        case PersonRead():
            return carding.person_read(state, event)
        case ResidenceTold() | ResidenceFailed():
            return residence.answered(state, event)
        case Registered():
            return enrolling.registered(state, event)
        case NotRegistered():
            return enrolling.refused(state, event)
        case LoginAnswered(_, Login.KNOWN):
            return release(passwords.logged_in(state, event))
        case LoginAnswered(_, Login.RENEWED) if state.step == Working(Work.LOG_IN):
            return carding.renewed(state)
        case LoginAnswered():
            return carding.in_trouble(state, Trouble.ANOTHER_PERSON)
        case PasswordChecked() | PasswordKept() | PasswordUnfit():
            return usage.welcome(passwords.answered(state, event))
        case DraftsFound():
            return begun.found(state, event)
        case DraftOpened():
            return begun.opened(state, event)
        case UsageFound():
            return usage.found(state, event)
        case StoreFailed() if state.step == Working(Work.USAGE):
            return usage.failed(state)
        case StoreFailed():
            return carding.in_trouble(state, Trouble.STORE)


def _visitor(state: State, event: VisitorEvent) -> Transition:
    counting_down = state.countdown is not None
    state = state.but(idle=0)
    if counting_down or isinstance(event, Touched):
        # The first key only says "I am still here".
        return stay(state)
    if state.overlay is not None:
        return _over(state, event)
    if isinstance(event, DisplayWanted):
        return state.but(overlay=Overlay.DISPLAY), ()
    if state.staff is not None:
        return staffing.happened(state, event)
    state = half_days.heeded(state, event)
    match event:
        case LanguageWanted() if not isinstance(state.step, ChooseLanguage):
            return state.but(overlay=Overlay.LANGUAGE), ()
        case StaffWanted():
            return state.but(overlay=Overlay.STAFF), (CallStaff(),)
        case StaffDeskWanted() if isinstance(state.step, ChooseLanguage):
            return staffing.enter(state)
        case StartOverWanted() if not isinstance(state.step, ChooseLanguage | Goodbye):
            return state.but(overlay=Overlay.START_OVER), ()
        case LanguageChosen(code) if code in state.site.languages:
            if isinstance(state.step, ChooseLanguage):
                chosen = state.but(language=code)
                shut = state.health.shut
                return stay(chosen) if shut else go(chosen, ChoosePurpose())
        case WentBack():
            return _back(state)
    return _stepped(state, event)


def _over(state: State, event: VisitorEvent) -> Transition:
    match state.overlay, event:
        case Overlay.LANGUAGE, LanguageChosen(code) if code in state.site.languages:
            return staffing.retold(state.but(overlay=None, language=code))
        case Overlay.DISPLAY, DisplayChosen(own) if (
            state.site.large_type or not own.large
        ):
            return state.but(overlay=None, display=own), ()
        case Overlay.STAFF, StaffDeskWanted():
            return staffing.enter(state)
        case Overlay.STAFF, AttendanceEnded() if state.attended:
            return staffing.attendance_ended(state)
        case Overlay.START_OVER, StartOverConfirmed():
            return leave(state)
        case Overlay.START_OVER, PaperWanted() if state.draft is not None:
            return papers.stop_with_receipt(state)
        case _, OverlayClosed() | WentBack():
            return state.but(overlay=None), ()
    return stay(state)


def _back(state: State) -> Transition:
    match state.step:
        case ChoosePurpose():
            return forget(state)
        case Issued() | LoggedIn() | TakeCard() | Goodbye() | Working():
            return stay(state)
        case EnterPassword():
            return carding.await_card(state)
    return back(state)


def _stepped(state: State, event: VisitorEvent) -> Transition:
    if isinstance(state.step, begun.STEPS):
        return begun.stepped(state, event)
    if isinstance(state.step, filling.STEPS):
        return filling.stepped(state, event)
    if isinstance(state.step, handing.STEPS):
        return handing.stepped(state, event)
    if isinstance(state.step, residence.STEPS):
        return residence.stepped(state, event)
    if isinstance(state.step, usage.STEPS) or event == UsageWanted():
        return usage.stepped(state, event)
    if isinstance(state.step, passwords.STEPS) or event == PasswordWanted():
        return passwords.stepped(state, event)
    if isinstance(state.step, enrolling.STEPS):
        return enrolling.stepped(state, event)
    if isinstance(state.step, forgotten.STEPS):
        return forgotten.stepped(state, event)
    match state.step, event:
        case ChoosePurpose(), Chose(value):
            return asking.purpose(state, value)
        case ChooseRole(), Chose(value):
            return asking.role(state, value)
        case ChooseProcedure(), Chose(value):
            return asking.procedure(state, value)
        case AskFact(fact), Chose(value):
            return asking.fact(state, fact, value)
        case Verdict(), _:
            return asking.verdict(state, event)
        case Wording(), WentOn():
            return back(state)
        case ChooseOffice(), Chose(mark) if mark in office_marks():
            return go(state, EnterSerial(str(mark)))
        case EnterSerial() as step, SerialTyped(year, serial):
            return asking.serial(state, step, year, serial)
        case EnterId(), ForgotWanted():
            return go(state, ForgotId())
        case EnterId() as step, IdTyped():
            return _id(state, step, event)
        case LastTry() as step, WentOn():
            return carding.risk_last_try(state, step)
        case EnterPin() as step, PinTyped():
            return carding.pin_typed(state, step, event)
        case InTrouble(trouble), WentOn():
            return _out_of_trouble(state, trouble)
        case ConfirmPerson(), WentOn():
            return _person_confirmed(state)
        case ConfirmPerson(), Chose(False):
            return carding.another_card(state)
        case EnterContact(), ContactTyped(contact):
            return _contact(
                state.but(answers=replace(state.answers, contact=tidied(contact)))
            )
        case LoggedIn(), Chose(enrolling.BRING) if enrolling.may_bring(state):
            return enrolling.replaces(state)
        case Issued() | LoggedIn(), PaperWanted():
            return papers.print_receipt(state)
        case Issued() | LoggedIn(), FormWanted() | WentOn() if must_choose(state):
            return go(state, NoPassword())
        case Issued() | LoggedIn(), FormWanted():
            return begun.wanted(state)
        case Issued() | LoggedIn() | TakeCard(), WentOn():
            return leave(state)
        case Goodbye(), WentOn():
            return forget(state)
    return stay(state)


def _id(state: State, step: EnterId, event: IdTyped) -> Transition:
    """Nobody knows how the Agency's look: one that is typed twice is looked up."""
    auth_id = event.auth_id
    if auth_id is None:
        return state.but(step=EnterId(refused=True)), ()
    if event.flaw is not None and step.typed != auth_id:
        return state.but(step=EnterId(typed=auth_id, flaw=event.flaw)), ()
    return carding.prepare(
        state.but(
            step=EnterId(),
            answers=replace(state.answers, purpose=Purpose.LOG_IN, auth_id=auth_id),
            card=None,
        )
    )


def _out_of_trouble(state: State, trouble: Trouble) -> Transition:
    match trouble:
        case Trouble.STORE:
            return _once_more(state)
        case Trouble.ANOTHER_PERSON if state.answers.purpose is Purpose.LOG_IN:
            return back(state)
        case (
            Trouble.REMOVED
            | Trouble.MUTE
            | Trouble.BUSY
            | Trouble.CHANGED
            | Trouble.UNREADABLE
            | Trouble.NO_CARD
            | Trouble.NO_SERVICE
            | Trouble.NO_READER
            | Trouble.PASSWORD_LOCKED
            | Trouble.PASSWORD_EXPIRED
        ):
            return carding.await_card(state)
    return leave(state)


def _once_more(state: State) -> Transition:
    """The registry is asked again; what the visitor gave is all still there. Whoever
    is known already asks on the screen they came from.
    """
    before, _ = back(state)
    known = (Issued, LoggedIn, *usage.STEPS)
    if state.account is not None or isinstance(before.step, known):
        return before, ()
    if isinstance(before.step, EnterContact):
        return _contact(before)
    if isinstance(before.step, ConfirmBrought) and state.held is not None:
        return before, ()
    if isinstance(before.step, ConfirmParticulars):
        return enrolling.enroll(before)
    return carding.await_card(state)


def _person_confirmed(state: State) -> Transition:
    """With the card's own word the rules are asked again."""
    fact = open_question(state)
    if fact is not None:
        return go(state, AskFact(fact))
    return go(state, EnterContact() if may_register(state) else Verdict())


def _contact(state: State) -> Transition:
    wrong = faults(state.answers.contact)
    if wrong:
        return state.but(step=EnterContact(wrong)), ()
    if state.answers.role not in CARD_ROLES:
        return go(state.but(step=EnterContact()), ConfirmParticulars())
    if not may_register(state):
        # Midnight has passed, or the visitor came back from another answer.
        return go(state, Verdict())
    behind = (*state.history, EnterContact())
    return carding.register(state.but(history=behind))
