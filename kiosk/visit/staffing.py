"""The pages for staff. They lie over whatever the terminal shows a visitor, and what
lies below stays as it is until they are left.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from kiosk.visit import carding, residence, staff_carding
from kiosk.visit.contact import faults, tidied
from kiosk.visit.desk import (
    PER_PAGE,
    CardUse,
    ConfirmDeletion,
    ConfirmEnd,
    ConfirmNewStart,
    ConfirmUsage,
    CorrectContact,
    DecideUsage,
    EnterAgencyId,
    EnterCode,
    EnterLastDay,
    EnterStaffPassword,
    FindVisitor,
    LayStaffCard,
    OwnCard,
    PapersTried,
    Readiness,
    Refusal,
    Report,
    Reported,
    StaffCardWorking,
    StaffDesk,
    StaffHome,
    StaffStep,
    StaffWorking,
    TakeStaffCard,
    Today,
    VisitorFound,
)
from kiosk.visit.duties import Duty, may
from kiosk.visit.events import (
    Chose,
    ContactTyped,
    IdTyped,
    LanguageWanted,
    PasswordTyped,
    Seen,
    StartOverWanted,
    VisitorEvent,
    WentBack,
    WentOn,
)
from kiosk.visit.moves import Transition, leave, stay
from kiosk.visit.staff_effects import (
    ApproveUsage,
    Attend,
    DeleteVisitor,
    EndVisit,
    ExportVisitor,
    GiveNewStart,
    JoinStaffCard,
    KeepContact,
    LookRound,
    PrintReadiness,
    RefuseUsage,
    RemoveStaffCard,
    ReprintReceipt,
    SignInByCard,
    SignInStaff,
    SignOutStaff,
    StaffAct,
    TellDay,
    TryPrinters,
)
from kiosk.visit.staff_effects import FindVisitor as Find
from kiosk.visit.staff_events import (
    DayTold,
    RoundLooked,
    StaffAnswer,
    StaffCardFailed,
    StaffCardInspected,
    StaffCardProved,
    StaffCodeTyped,
    StaffDone,
    StaffKnown,
    StaffPapers,
    StaffPinWrong,
    StaffRefused,
    VisitorTold,
)
from kiosk.visit.state import Contact, DeskView, State
from kiosk.visit.steps import ChooseLanguage, Goodbye, Overlay, TakeCard

JOIN: Final = "join"
REMOVE: Final = "remove"
"""What is done with one's own card."""
OLDER: Final = "older"
NEWER: Final = "newer"
"""The pages of a day."""
_OFFERED: Final[Mapping[type[StaffStep], tuple[Duty, ...]]] = {
    StaffHome: (
        Duty.TODAY,
        Duty.FIND,
        Duty.READINESS,
        Duty.OWN_CARD,
        Duty.ATTEND,
        Duty.END_VISIT,
    ),
    VisitorFound: (
        Duty.REPRINT,
        Duty.CONTACT,
        Duty.NEW_START,
        Duty.USAGE,
        Duty.EXPORT,
        Duty.DELETE,
    ),
    Readiness: (Duty.TEST_PRINT, Duty.SLIP),
}
_OF_A_VISIT: Final = frozenset({Duty.ATTEND, Duty.END_VISIT})


def enter(state: State) -> Transition:
    """Somebody wants to sign in; the visit below stays as it is."""
    own = StaffDesk(state.language, glance=state.desk.glance, token=state.desk.token)
    return state.but(overlay=None, staff=own), ()


def offered(state: State) -> tuple[Duty, ...]:
    """What is to be chosen on the page that staff see."""
    desk = state.staff
    if desk is None or desk.member is None:
        return ()
    duties = _OFFERED.get(type(desk.step), ())
    role, kind = desk.member.role, state.site.kind
    usage = desk.visitor is not None and desk.visitor.usage
    by_card = desk.visitor is None or desk.visitor.by_card
    return tuple(
        duty
        for duty in duties
        if may(role, duty, kind)
        and (duty not in _OF_A_VISIT or has_visit(state))
        and not (duty is Duty.ATTEND and state.attended)
        and (duty is not Duty.USAGE or usage)
        and not (duty is Duty.NEW_START and by_card)
    )


def has_visit(state: State) -> bool:
    """Whether a visitor's visit lies below."""
    return not isinstance(state.step, ChooseLanguage | TakeCard | Goodbye)


def seen(state: State, event: Seen) -> Transition:
    """A glance at the desk while staff are here. What lies there now is no visitor's:
    the visit below hears of it when they have gone.
    """
    desk = state.staff
    if desk is None:
        return stay(state)
    view = DeskView(event.glance, event.token)
    laid = view.has_card and view.token != state.desk.token
    looked = state.but(desk=view, idle=0 if laid else state.idle)
    if isinstance(desk.step, TakeStaffCard):
        return stay(looked) if view.has_card else _closed(looked)
    moved = staff_carding.seen(looked, desk, laid=laid)
    return staff_carding.let_go(state, moved)


def happened(state: State, event: VisitorEvent) -> Transition:
    """What is done on a page for staff."""
    return staff_carding.let_go(state, _happened(state, event))


def _happened(state: State, event: VisitorEvent) -> Transition:
    desk = state.staff
    if desk is None:
        return stay(state)
    match desk.step, event:
        case _, LanguageWanted():
            return state.but(overlay=Overlay.LANGUAGE), ()
        case _, StartOverWanted():
            return close(state)
        case Reported(Report.DELETED | Report.DELETED_SOON), WentBack():
            return _end(state)
        case _, WentBack():
            return _back(state, desk)
        case EnterCode(second), StaffCodeTyped(code):
            return _to(state, EnterStaffPassword(code, second))
        case EnterStaffPassword(code, second), PasswordTyped(None):
            duty = Duty.CONFIRM if second else None
            ticket = state.staff_ticket + 1
            there, _ = _to(state, StaffWorking(duty), ticket)
            return there, (SignInStaff(ticket, code, second),)
        case own, _ if isinstance(own, staff_carding.STEPS):
            return staff_carding.happened(state, desk, event)
    return stay(state) if desk.member is None else _signed_in(state, desk, event)


def answered(state: State, event: StaffAnswer) -> Transition:
    """What the workers say; what nobody waits for any more is not heard."""
    return staff_carding.let_go(state, _answered(state, event))


def _answered(state: State, event: StaffAnswer) -> Transition:
    desk = state.staff
    if desk is None or event.ticket != desk.ticket:
        return stay(state)
    match desk.step, event:
        case StaffCardWorking(use), StaffCardProved():
            return _proved(state, use)
        case (
            StaffCardWorking() as step,
            StaffCardInspected() | StaffPinWrong() | StaffCardFailed(),
        ):
            return staff_carding.answered(state, step, event)
        case StaffWorking(None), StaffKnown(_, member, has_card):
            known = replace(desk, member=member, has_card=has_card, step=StaffHome())
            return state.but(staff=known), ()
        case StaffWorking(Duty.CONFIRM), StaffKnown():
            return _confirmed(state, desk, event)
        case StaffWorking(None | Duty.CONFIRM as duty), StaffRefused(_, why, wait):
            return _to(state, EnterCode(duty is Duty.CONFIRM, why, wait))
        case StaffWorking(Duty.TODAY), DayTold(_, acts):
            return _to(state, Today(acts))
        case StaffWorking(Duty.FIND), VisitorTold(_, None):
            return _to(state, FindVisitor(nobody=True))
        case StaffWorking(Duty.FIND), VisitorTold(_, visitor):
            found = replace(desk, visitor=visitor, step=VisitorFound())
            return state.but(staff=found), ()
        case StaffWorking(Duty.READINESS), RoundLooked(_, parts):
            return _to(state, Readiness(parts))
        case (
            StaffWorking(
                Duty.REPRINT | Duty.TEST_PRINT | Duty.SLIP | Duty.NEW_START as duty
            ),
            StaffPapers(_, papers, sheet),
        ):
            return _to(state, PapersTried(duty, papers, sheet))
        case StaffWorking(), StaffDone(_, report, detail):
            return _reported(state, desk, Reported(report, detail))
    return stay(state)


def close(state: State) -> Transition:
    """Nobody is signed in, and the visitor's screen is there again; first the card that
    was laid down here is taken away.
    """
    desk = state.staff
    laid = desk is not None and state.desk.has_card and state.desk.token != desk.token
    if laid and has_visit(state):
        return _to(state, TakeStaffCard())
    return _closed(state)


def _closed(state: State) -> Transition:
    desk = state.staff
    if desk is None:
        return stay(state)
    below, effects = stay(state.but(staff=None, language=desk.language))
    if state.desk != DeskView(desk.glance, desk.token):
        now = Seen(state.desk.glance, state.desk.token)
        below, effects = residence.seen(carding.seen(below, now))
    # Somebody whose password is being looked at will be signed in in a moment.
    nobody = desk.member is None and desk.step != StaffWorking()
    return below, effects if nobody else (SignOutStaff(), *effects)


def attendance_ended(state: State) -> Transition:
    """The gyoseishoshi goes away from the visitor."""
    return state.but(attended=False, overlay=None), (Attend(begun=False),)


def retold(state: State) -> Transition:
    """In another language: what was put into words elsewhere is asked for again."""
    desk = state.staff
    if desk is not None and isinstance(desk.step, Readiness):
        ticket = state.staff_ticket + 1
        return _work(state, Duty.READINESS, LookRound(ticket, state.language))
    return stay(state)


def _signed_in(state: State, desk: StaffDesk, event: VisitorEvent) -> Transition:
    match desk.step, event:
        case StaffHome() | VisitorFound() | Readiness(), Chose(duty) if duty in offered(
            state
        ):
            return _begin(state, desk, Duty(duty))
        case OwnCard(), Chose(what) if what == JOIN and not desk.has_card:
            return _to(state, LayStaffCard(CardUse()))
        case OwnCard(), Chose(what) if what == REMOVE and desk.has_card:
            effect = RemoveStaffCard(state.staff_ticket + 1)
            return _work(state, Duty.OWN_CARD, effect)
        case Today(acts, page), Chose(way):
            return _turn(state, Today(acts, page), way)
        case FindVisitor(), IdTyped(None):
            return _to(state, FindVisitor(nobody=True))
        case FindVisitor(), IdTyped(str(auth_id)):
            return _work(state, Duty.FIND, Find(state.staff_ticket + 1, auth_id))
        case CorrectContact(), ContactTyped(contact):
            return _contact(state, desk, tidied(contact))
        case ConfirmDeletion(), WentOn():
            return _to_second(state, desk, Duty.DELETE)
        case ConfirmNewStart(), WentOn():
            return _to_second(state, desk, Duty.NEW_START)
        case ConfirmDeletion() | ConfirmNewStart(), Chose(False):
            return _to(state, VisitorFound())
        case DecideUsage() | EnterAgencyId() | EnterLastDay() | ConfirmUsage(), _:
            return _usage(state, desk, event)
        case ConfirmEnd(), WentOn():
            return _end(state)
        case ConfirmEnd(), Chose(False):
            return _to(state, StaffHome())
    return stay(state)


def _to_second(state: State, desk: StaffDesk, duty: Duty) -> Transition:
    """Another person confirms that."""
    return state.but(staff=replace(desk, confirming=duty).at(EnterCode(True))), ()


def _reported(state: State, desk: StaffDesk, step: Reported) -> Transition:
    if step.report is Report.APPROVED and desk.visitor is not None:
        desk = replace(desk, visitor=replace(desk.visitor, agency=True))
    if step.report in (Report.CARD_JOINED, Report.CARD_REMOVED):
        desk = replace(desk, has_card=step.report is Report.CARD_JOINED)
    return state.but(staff=replace(desk, step=step)), ()


def _begin(state: State, desk: StaffDesk, duty: Duty) -> Transition:
    ticket, visitor = state.staff_ticket + 1, desk.visitor
    match duty:
        case Duty.TODAY:
            return _work(state, duty, TellDay(ticket))
        case Duty.FIND:
            return _to(state, FindVisitor())
        case Duty.OWN_CARD:
            return _to(state, OwnCard())
        case Duty.READINESS:
            return _work(state, duty, LookRound(ticket, state.language))
        case Duty.TEST_PRINT:
            return _work(state, duty, TryPrinters(ticket, state.language))
        case Duty.SLIP:
            return _work(state, duty, PrintReadiness(ticket, state.language))
        case Duty.ATTEND:
            below, effects = close(state.but(attended=True))
            return below, (Attend(begun=True), *effects)
        case Duty.END_VISIT:
            return _to(state, ConfirmEnd())
    if visitor is None:
        return stay(state)
    match duty:
        case Duty.REPRINT:
            effect = ReprintReceipt(ticket, visitor.user, state.language)
            return _work(state, duty, effect)
        case Duty.CONTACT:
            return _to(state, CorrectContact(visitor.phone, visitor.mail))
        case Duty.NEW_START:
            return _to(state, ConfirmNewStart())
        case Duty.USAGE:
            return _to(state, DecideUsage())
        case Duty.EXPORT:
            return _work(state, duty, ExportVisitor(ticket, visitor.user))
    return _to(state, ConfirmDeletion())


def _proved(state: State, use: CardUse) -> Transition:
    """The card is there, and who knows its PIN: whose code is it?"""
    ticket = state.staff_ticket + 1
    if use.joins:
        return _work(state, Duty.OWN_CARD, JoinStaffCard(ticket))
    there, _ = _to(state, StaffWorking(Duty.CONFIRM if use.second else None), ticket)
    return there, (SignInByCard(ticket, use.code, use.second),)


def _confirmed(state: State, desk: StaffDesk, event: StaffKnown) -> Transition:
    """The second person must be another than the first, and may confirm."""
    second, visitor = event.member, desk.visitor
    if desk.member is None or visitor is None:
        return stay(state)
    if second.number == desk.member.number:
        return _to(state, EnterCode(second=True, refusal=Refusal.SAME))
    if not may(second.role, Duty.CONFIRM, state.site.kind):
        return _to(state, EnterCode(second=True, refusal=Refusal.ROLE))
    ticket = state.staff_ticket + 1
    if desk.confirming is Duty.NEW_START:
        start = GiveNewStart(ticket, visitor.user, state.language)
        return _work(state, Duty.NEW_START, start)
    return _work(state, Duty.DELETE, DeleteVisitor(ticket, visitor.user))


def _contact(state: State, desk: StaffDesk, contact: Contact) -> Transition:
    wrong, visitor = faults(contact), desk.visitor
    if wrong or visitor is None:
        return _to(state, CorrectContact(contact.phone, contact.mail, wrong))
    reached = replace(visitor, phone=contact.phone, mail=contact.mail)
    known = replace(desk, visitor=reached)
    ticket = state.staff_ticket + 1
    effect = KeepContact(ticket, visitor.user, contact.phone, contact.mail)
    return _work(state.but(staff=known), Duty.CONTACT, effect)


def _usage(state: State, desk: StaffDesk, event: VisitorEvent) -> Transition:
    """What the office decided: entered, looked at once more, and kept."""
    user, ticket = desk.visitor.user if desk.visitor else 0, state.staff_ticket + 1
    match desk.step, event:
        case DecideUsage(), Chose(True):
            return _to(state, EnterAgencyId())
        case DecideUsage(), Chose(False):
            return _to(state, ConfirmUsage())
        case EnterAgencyId(), StaffCodeTyped(agency_id):
            return _to(state, EnterLastDay(agency_id.strip()))
        case EnterLastDay(agency_id), Chose(str(day)):
            until = _day(day)
            if until is None:
                return stay(state)
            return _to(state, ConfirmUsage(agency_id, until))
        case ConfirmUsage(agency_id, date() as until), WentOn():
            return _work(
                state, Duty.USAGE, ApproveUsage(ticket, user, agency_id, until)
            )
        case ConfirmUsage(until=None), WentOn():
            return _work(state, Duty.USAGE, RefuseUsage(ticket, user))
        case ConfirmUsage(), Chose(False):
            return _to(state, DecideUsage())
    return stay(state)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _turn(state: State, today: Today, way: str | bool) -> Transition:
    page = today.page + {OLDER: 1, NEWER: -1}.get(str(way), 0)
    if 0 <= page * PER_PAGE < max(1, len(today.acts)):
        return _to(state, Today(today.acts, page))
    return stay(state)


def _end(state: State) -> Transition:
    """The visit ends; what was begun is kept."""
    visit = has_visit(state)
    below, effects = _closed(state)
    ended, more = leave(below) if visit else stay(below)
    return ended, (*((EndVisit(),) if visit else ()), *effects, *more)


def _back(state: State, desk: StaffDesk) -> Transition:
    match desk.step:
        case StaffWorking() | StaffCardWorking():
            return stay(state)
        case own if isinstance(own, staff_carding.STEPS):
            return _to(state, staff_carding.behind(own.use))
        case TakeStaffCard() if desk.member is None:
            return _to(state, EnterCode())
        case StaffHome():
            return close(state)
        case _ if desk.member is None:
            return close(state)
        case EnterCode() | EnterStaffPassword() | CorrectContact() | ConfirmDeletion():
            return _to(state, VisitorFound())
        case ConfirmNewStart():
            return _to(state, VisitorFound())
        case DecideUsage() | EnterAgencyId() | EnterLastDay() | ConfirmUsage():
            return _to(state, VisitorFound())
        case PapersTried(Duty.REPRINT | Duty.NEW_START):
            return _to(state, VisitorFound())
        case Reported() if desk.visitor is not None:
            return _to(state, VisitorFound())
    return state.but(staff=replace(desk, step=StaffHome(), visitor=None)), ()


def _work(state: State, duty: Duty, effect: StaffAct) -> Transition:
    there, _ = _to(state, StaffWorking(duty), effect.ticket)
    return there, (effect,)


def _to(state: State, step: StaffStep, ticket: int | None = None) -> Transition:
    desk = state.staff or StaffDesk(state.language)
    if ticket is None:
        return state.but(staff=replace(desk, step=step)), ()
    there = replace(desk, step=step, ticket=ticket)
    return state.but(staff=there, staff_ticket=ticket), ()
