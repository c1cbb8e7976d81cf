"""The pages for staff, with everything behind them simulated, and what always holds."""

from collections import deque
from dataclasses import fields
from datetime import date

from kiosk.visit import desk
from kiosk.visit.desk import Member, Refusal, Report, Visitor
from kiosk.visit.duties import Duty, StaffRole, may
from kiosk.visit.effects import Effect, Forget, Inspect, Prove
from kiosk.visit.events import Event, PasswordTyped, PinTyped, Seen, Ticked
from kiosk.visit.machine import advance
from kiosk.visit.site import Site
from kiosk.visit.staff_carding import IN_USE, STEPS
from kiosk.visit.staff_effects import (
    DUTY_OF,
    ApproveUsage,
    Attend,
    DeleteVisitor,
    EndVisit,
    ExportVisitor,
    FindVisitor,
    GiveNewStart,
    InspectStaffCard,
    JoinStaffCard,
    KeepContact,
    LookRound,
    PrintReadiness,
    ProveStaffCard,
    RefuseUsage,
    ReleaseStaffCard,
    RemoveStaffCard,
    ReprintReceipt,
    SignInByCard,
    SignInStaff,
    SignOutStaff,
    TellDay,
    TryPrinters,
)
from kiosk.visit.staff_events import (
    DayTold,
    RoundLooked,
    StaffCardFailed,
    StaffCardInspected,
    StaffCardProved,
    StaffDone,
    StaffKnown,
    StaffPapers,
    StaffPinWrong,
    StaffRefused,
    VisitorTold,
)
from kiosk.visit.state import DeskView, State, new_visit
from kiosk.visit.steps import ChooseLanguage, Goodbye, Step, TakeCard
from kiosk.visit.terms import Glance, Paper, Trouble

TODAY = date(2026, 11, 24)
KINDS = ("gyoseishoshi", "community")
CODES = {f"{role}-1": Member(number, role) for number, role in enumerate(StaffRole, 1)}
OTHER_MANAGER = Member(9, StaffRole.MANAGER)
CODES["manager-2"] = OTHER_MANAGER
RECEIPT = "P6EQ-2MQ1-BPA6-30GJ"
PASSWORD = "tulip-lane-17"
HOLDER = Visitor(
    7,
    RECEIPT,
    "applicant",
    None,
    False,
    TODAY,
    "demo",
    "0312345678",
    "",
    by_card=False,
    usage=True,
)
ANSWERED = (SignInStaff, SignInByCard, InspectStaffCard, ProveStaffCard, *DUTY_OF)
NOT_ANSWERED = (EndVisit,)
BELOW = (
    "overlay",
    "language",
    "display",
    "idle",
    "attended",
    "staff",
    "staff_ticket",
    "today",
)
"""What staff may change of a state; all else is the visit's."""


def site_of(kind: str) -> Site:
    return Site("Example Desk", "demo", kind, ("ja", "en", "vi"))


class StaffWorld:
    """One terminal: effects wait until they are answered."""

    def __init__(
        self, kind: str = "gyoseishoshi", step: Step | None = None, **changes: object
    ) -> None:
        fresh = new_visit(site_of(kind), TODAY, DeskView())
        self.state = fresh.but(step=step or ChooseLanguage(), **changes)
        self.waiting: deque[Effect] = deque()
        self.effects: list[Effect] = []
        self.right = False
        self.signed: dict[int, Member] = {}
        """Whom the registry has known, by the ticket of its answer."""
        self.second: Member | None = None
        self.deleted: set[int] = set()
        self.works = True
        self.joined: str | None = None
        """Whose code the card on the reader opens."""
        self.tries = 3
        self.held = False
        """Staff's own card is in use."""
        self.proven = False

    def send(self, event: Event) -> None:
        before = self.state
        self.state, effects = advance(before, event)
        self._promises(before, event, self.state, effects)
        self.effects += effects
        self.waiting += [own for own in effects if type(own) in ANSWERED]
        self.waiting = deque(o for o in self.waiting if not isinstance(o, NOT_ANSWERED))

    def type_password(self, right: bool = True) -> None:
        self.right = right
        self.send(PasswordTyped())

    def type_pin(self, right: bool = True, *, well_formed: bool = True) -> None:
        self.right = right
        self.send(PinTyped(well_formed))

    def answer(self) -> None:
        """The oldest effect that waits is done, and answered."""
        if self.waiting:
            self.give(self.do(self.waiting.popleft()))

    def give(self, answer: Event) -> None:
        if isinstance(answer, StaffKnown):
            self.signed[answer.ticket] = answer.member
        self.send(answer)

    def settle(self) -> None:
        while self.waiting:
            self.answer()

    def tick(self, seconds: int) -> None:
        self.send(Ticked(seconds, self.state.today))

    def card(self, *, there: bool) -> None:
        token = self.state.desk.token + there
        self.send(Seen(Glance.CARD if there else Glance.EMPTY, token))

    def _use_card(self, effect: Effect) -> Event:
        """The card there is, whoever's it is, and what its own clerk says."""
        match effect:
            case InspectStaffCard(ticket, token):
                there = self.state.desk
                self.proven = False
                if not there.has_card or there.token != token:
                    return StaffCardFailed(ticket, Trouble.REMOVED)
                own = self.state.staff
                # Who has left has it let go of, in its turn.
                self.held = own is not None and own.ticket == ticket
                return StaffCardInspected(ticket, self.tries)
            case ProveStaffCard(ticket, tries):
                if not self.held or not self.state.desk.has_card:
                    return StaffCardFailed(ticket, Trouble.REMOVED)
                if tries != self.tries:
                    return StaffCardFailed(ticket, Trouble.CHANGED)
                self.tries = 3 if self.right else self.tries - 1
                if self.right:
                    self.proven, self.held = True, False
                    return StaffCardProved(ticket)
                if self.tries:
                    return StaffPinWrong(ticket, self.tries)
                return StaffCardFailed(ticket, Trouble.PIN_LOCKED)
            case SignInByCard(ticket, code) if self.works:
                proven, self.proven = self.proven, False
                if not proven or code not in CODES or code != self.joined:
                    return StaffRefused(ticket, Refusal.CARD)
                return StaffKnown(ticket, CODES[code], has_card=True)
            case JoinStaffCard(ticket) if self.works and self.proven:
                return StaffDone(ticket, Report.CARD_JOINED)
            case RemoveStaffCard(ticket) if self.works:
                return StaffDone(ticket, Report.CARD_REMOVED)
        return StaffDone(getattr(effect, "ticket", 0), Report.FAILED)

    def do(self, effect: Effect) -> Event:
        match effect:
            case (
                InspectStaffCard()
                | ProveStaffCard()
                | SignInByCard()
                | JoinStaffCard()
                | RemoveStaffCard()
            ):
                return self._use_card(effect)
            case SignInStaff(ticket, code) if self.works:
                member = CODES.get(code)
                if member is None or not self.right:
                    return StaffRefused(ticket, Refusal.REFUSED, 1)
                return StaffKnown(ticket, member)
            case FindVisitor(ticket, auth_id) if self.works:
                gone = HOLDER.user in self.deleted
                known = auth_id == RECEIPT and not gone
                return VisitorTold(ticket, HOLDER if known else None)
            case TellDay(ticket) if self.works:
                return DayTold(ticket, (desk.Act("12:00", "staff_called"),) * 20)
            case LookRound(ticket) if self.works:
                return RoundLooked(ticket, (desk.Part("clock", "ok", "now"),))
            case (
                ReprintReceipt(ticket) | TryPrinters(ticket) | PrintReadiness(ticket)
            ) if self.works:
                return StaffPapers(ticket, (Paper.PRINTED,))
            case GiveNewStart(ticket) if self.works:
                return StaffPapers(ticket, (Paper.PRINTED,))
            case DeleteVisitor(ticket, user) if self.works:
                self.deleted.add(user)
                return StaffDone(ticket, Report.DELETED)
            case KeepContact(ticket) if self.works:
                return StaffDone(ticket, Report.CONTACT)
            case ExportVisitor(ticket) if self.works:
                return StaffDone(ticket, Report.EXPORTED, "1.json")
            case ApproveUsage(ticket) if self.works:
                return StaffDone(ticket, Report.APPROVED)
            case RefuseUsage(ticket) if self.works:
                return StaffDone(ticket, Report.REFUSED)
        return StaffDone(getattr(effect, "ticket", 0), Report.FAILED)

    def _promises(
        self, before: State, event: Event, after: State, effects: tuple[Effect, ...]
    ) -> None:
        self._allowed(before, after, effects)
        self._never_mixed(before, event, after, effects)
        self._signed_in(before, event, after)
        self._second(before, event, effects)
        assert not (after.attended and after.site.kind != "gyoseishoshi")
        assert after.staff_ticket >= before.staff_ticket
        shown = repr((after.staff, event, effects))
        for private in (RECEIPT, PASSWORD, *CODES, HOLDER.phone):
            assert private not in shown
        if Forget() in effects:
            fresh = new_visit(after.site, after.today, after.desk, after.ticket)
            kept = {"staff_ticket": after.staff_ticket, "health": after.health}
            assert after == fresh.but(**kept)
        elif before.staff and after.staff and not isinstance(event, Seen | Ticked):
            for part in fields(State):
                if part.name not in BELOW:
                    assert getattr(before, part.name) == getattr(after, part.name)

    def _allowed(
        self, before: State, after: State, effects: tuple[Effect, ...]
    ) -> None:
        """Nothing is done for anybody who has not signed in, or whose role may not."""
        for effect in effects:
            duty = DUTY_OF.get(type(effect))
            if isinstance(effect, Attend) and effect.begun:
                duty = Duty.ATTEND
            if duty is not None:
                assert before.staff is not None
                member = before.staff.member
                assert member is not None
                assert may(member.role, duty, before.site.kind)
            if isinstance(effect, SignOutStaff):
                assert before.staff is not None
                signing_in = before.staff.step == desk.StaffWorking()
                assert before.staff.member is not None or signing_in
                assert after.staff is None

    def _never_mixed(
        self, before: State, event: Event, after: State, effects: tuple[Effect, ...]
    ) -> None:
        """No card that lies there while staff are signed in is taken for a visitor's,
        and none that was there before them for theirs.
        """
        if ReleaseStaffCard() in effects or Forget() in effects:
            self.held = False
        if before.staff is None:
            return
        if after.staff is not None:
            assert not any(isinstance(own, Inspect | Prove) for own in effects)
            holds = isinstance(after.staff.step, IN_USE)
            assert holds or not self.held
        elif not any(isinstance(own, Forget) for own in effects):
            was = before.staff
            new = after.desk.has_card and after.desk.token != was.token
            at_first = isinstance(after.step, ChooseLanguage | TakeCard | Goodbye)
            assert at_first or not new
        for own in effects:
            if isinstance(own, InspectStaffCard):
                assert isinstance(event, Seen)
                assert own.token != before.desk.token
            if isinstance(own, ProveStaffCard):
                assert isinstance(event, PinTyped)
                assert event.well_formed
                step = before.staff.step
                assert isinstance(step, desk.EnterStaffPin)
                assert own.tries == step.tries

    def _signed_in(self, before: State, event: Event, after: State) -> None:
        """Whom the registry does not know sees no page but the sign-in."""
        if after.staff is None:
            return
        member = after.staff.member
        if member is None:
            open_to_all = (
                desk.EnterCode,
                desk.EnterStaffPassword,
                desk.StaffWorking,
                desk.Reported,
                *STEPS,
                desk.TakeStaffCard,
            )
            if isinstance(after.staff.step, STEPS):
                assert not after.staff.step.use.joins
            assert isinstance(after.staff.step, open_to_all)
            if isinstance(after.staff.step, desk.StaffWorking):
                assert after.staff.step.duty is None
            if isinstance(after.staff.step, desk.Reported):
                assert (
                    after.staff.step.report is Report.FAILED or not after.staff.visitor
                )
        elif before.staff is None or before.staff.member != member:
            assert isinstance(event, StaffKnown)
            assert before.staff is not None
            assert event.ticket == before.staff.ticket

    def _second(self, before: State, event: Event, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            if isinstance(effect, DeleteVisitor | GiveNewStart):
                assert isinstance(event, StaffKnown)
                assert before.staff is not None
                assert before.staff.member is not None
                assert before.staff.visitor is not None
                assert event.member.number != before.staff.member.number
                assert may(event.member.role, Duty.CONFIRM, before.site.kind)
                assert effect.user == before.staff.visitor.user
