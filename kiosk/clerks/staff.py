"""The clerk who does what staff want done, for whoever has signed in.

Who has signed in is remembered here and not in the visit alone: nothing is done for
anybody whose role may not, whatever the visit asks.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.clerks.audit import printing
from kiosk.clerks.drafts import note_of
from kiosk.clerks.papers import PaperClerk
from kiosk.clerks.sheets import SheetClerk
from kiosk.japan import JAPAN
from kiosk.newfile import write_new
from kiosk.record import record
from kiosk.registry.auth_id import grouped, opaque
from kiosk.registry.day import acts_of
from kiosk.registry.fresh_starts import FreshStarts
from kiosk.registry.people import Issuer, PasswordOutcome
from kiosk.registry.staff import Member, SignedIn, Staff
from kiosk.registry.staff_cards import CardTaken, StaffCards
from kiosk.registry.usage import IdTaken, NoSuchDay, NotAnId, UsageRequests
from kiosk.registry.visitors import Found, Visitors
from kiosk.rules.calendar import today
from kiosk.rules.usage_life import State
from kiosk.secret import Secret
from kiosk.store.audit.events import (
    Attended,
    Event,
    PrinterTested,
    ReceiptReprinted,
    StaffLooked,
    StaffSignedOut,
    VisitEnded,
)
from kiosk.store.audit.fields import StaffNumber, StaffPage, UserNumber
from kiosk.store.audit.trail import Trail
from kiosk.store.database import Store
from kiosk.store.drafts import Drafts
from kiosk.store.faults import StoreError
from kiosk.visit import desk
from kiosk.visit.desk import Part, Refusal, Report
from kiosk.visit.duties import Duty, StaffRole, may
from kiosk.visit.effects import PrintReceipt
from kiosk.visit.events import PaperAnswer, PaperFailed
from kiosk.visit.papers import outcome
from kiosk.visit.site import Site
from kiosk.visit.staff_effects import (
    DUTY_OF,
    ApproveUsage,
    DeleteVisitor,
    EndVisit,
    ExportVisitor,
    FindVisitor,
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
    StaffNote,
    TellDay,
    TryPrinters,
)
from kiosk.visit.staff_events import (
    DayTold,
    RoundLooked,
    StaffAnswer,
    StaffDone,
    StaffKnown,
    StaffPapers,
    StaffRefused,
    VisitorTold,
)
from kiosk.visit.terms import Issuer as IssuedBy

_MOST_A_SECOND: Final = 100
_REFUSALS: Final = {
    PasswordOutcome.WAIT: Refusal.WAIT,
    PasswordOutcome.LOCKED: Refusal.LOCKED,
}

_ActOnOthers = (
    TellDay
    | FindVisitor
    | LookRound
    | TryPrinters
    | PrintReadiness
    | ReprintReceipt
    | KeepContact
    | ExportVisitor
    | ApproveUsage
    | RefuseUsage
    | DeleteVisitor
    | GiveNewStart
)
_ForVisitor = (
    ReprintReceipt
    | KeepContact
    | ExportVisitor
    | ApproveUsage
    | RefuseUsage
    | DeleteVisitor
    | GiveNewStart
)

logger = logging.getLogger(__name__)


class NotAllowed(PermissionError):
    """Nobody has signed in who may have that done."""


@record
class _Session:
    """Who has signed in, who confirms, whom they have found; ``attending``: who stands
    by the visitor; ``by_card``: they have signed in with their card.
    """

    member: Member | None = None
    by_card: bool = False
    second: Member | None = None
    found: Found | None = None
    attending: Member | None = None


class StaffClerk:
    """``examine`` looks at every part of the terminal and tells of it in a language;
    ``exports`` is the folder for what is written out, or None; ``proven`` gives the key
    of the card that has just proved it, once. For any thread.
    """

    def __init__(
        self,
        site: Site,
        store: Store,
        staff: Staff,
        cards: StaffCards,
        starts: FreshStarts,
        visitors: Visitors,
        requests: UsageRequests,
        papers: PaperClerk,
        sheets: SheetClerk,
        now: Callable[[], datetime],
        examine: Callable[[str], tuple[Part, ...]],
        exports: Path | None,
        proven: Callable[[], bytes | None] = lambda: None,
    ) -> None:
        self._site = site
        self._store = store
        self._trail = Trail(store)
        self._staff = staff
        self._cards = cards
        self._starts = starts
        self._proven = proven
        self._visitors = visitors
        self._requests = requests
        self._drafts = Drafts(store)
        self._papers = papers
        self._sheets = sheets
        self._now = now
        self._examine = examine
        self._exports = exports
        self._session = _Session()

    def sign_in(self, effect: SignInStaff, password: Secret | None) -> StaffAnswer:
        """Compare a code and a password, which is wiped. Whoever is signed in stays so
        when a ``second`` person tries.
        """
        with password or Secret() as typed:
            try:
                self._begin(effect)
                signed = self._staff.sign_in(effect.code, typed, self._now())
                return self._signed_in(effect, signed)
            except Exception as error:
                return _failed(effect.ticket, error)

    def sign_in_by_card(self, effect: SignInByCard) -> StaffAnswer:
        """The same by the card that has just proved its key."""
        try:
            self._begin(effect)
            key = self._proven()
            if key is None:
                return StaffRefused(effect.ticket, Refusal.CARD)
            signed = self._cards.sign_in(effect.code, key, self._now())
            return self._signed_in(effect, signed)
        except Exception as error:
            return _failed(effect.ticket, error)

    def do(self, effect: StaffAct) -> StaffAnswer:
        """Do one thing for whoever has signed in."""
        try:
            member = self._allowed(DUTY_OF[type(effect)])
            if isinstance(effect, JoinStaffCard | RemoveStaffCard):
                return self._own_card(effect, member)
            return self._do(effect, member.number)
        except Exception as error:
            return _failed(effect.ticket, error)

    def note(self, effect: StaffNote) -> None:
        """Record what needs no answer, and heed it."""
        session = self._session
        if isinstance(effect, SignOutStaff):
            self._sign_out()
            return
        with _logged():
            if isinstance(effect, EndVisit):
                number = StaffNumber(self._allowed(Duty.END_VISIT).number)
                self._trail.note(VisitEnded(number), self._now())
            elif effect.begun:
                member = self._allowed(Duty.ATTEND)
                self._session = replace(session, attending=member)
                self._note(Attended(StaffNumber(member.number), begun=True))
            else:
                self._leave()

    def forget(self) -> None:
        """Nobody is signed in, and nobody attends."""
        self._sign_out()
        with _logged():
            self._leave()

    def _sign_out(self) -> None:
        session = self._session
        self._session = _Session(attending=session.attending)
        self._proven()
        if session.member is not None:
            with _logged():
                self._note(StaffSignedOut(StaffNumber(session.member.number)))

    def _leave(self) -> None:
        session = self._session
        self._session = replace(session, attending=None)
        if session.attending is not None:
            number = StaffNumber(session.attending.number)
            self._note(Attended(number, begun=False))

    def _note(self, event: Event) -> None:
        self._trail.note(event, self._now())

    def _begin(self, effect: SignInStaff | SignInByCard) -> None:
        """Whoever was the first, or the second, is so no longer."""
        self._session = replace(self._session, second=None)
        if not effect.second:
            self._session = replace(self._session, member=None, found=None)

    def _signed_in(
        self, effect: SignInStaff | SignInByCard, signed: SignedIn
    ) -> StaffAnswer:
        member, by_card = signed.member, isinstance(effect, SignInByCard)
        if member is None:
            otherwise = Refusal.CARD if by_card else Refusal.REFUSED
            refusal = _REFUSALS.get(signed.outcome, otherwise)
            return StaffRefused(effect.ticket, refusal, signed.wait)
        if effect.second:
            self._session = replace(self._session, second=member)
        else:
            self._session = replace(self._session, member=member, by_card=by_card)
        known = desk.Member(member.number, StaffRole(member.role))
        return StaffKnown(effect.ticket, known, self._cards.has(member))

    def _allowed(self, duty: Duty) -> Member:
        """Whoever has signed in, if they still may.

        Raises:
            NotAllowed: nobody has, or their role may not.
        """
        return self._checked(self._session.member, duty)

    def _checked(self, member: Member | None, duty: Duty) -> Member:
        if member is None or not self._staff.still(member):
            raise NotAllowed
        if not may(StaffRole(member.role), duty, self._site.kind):
            raise NotAllowed
        return member

    def _own_card(
        self, effect: JoinStaffCard | RemoveStaffCard, member: Member
    ) -> StaffDone:
        ticket, now = effect.ticket, self._now()
        if isinstance(effect, RemoveStaffCard):
            self._cards.remove(member.code, now)
            return StaffDone(ticket, Report.CARD_REMOVED)
        key = self._proven()
        if key is None or self._session.by_card:
            raise NotAllowed
        try:
            self._cards.join(member, key, now)
        except CardTaken:
            return StaffDone(ticket, Report.CARD_TAKEN)
        return StaffDone(ticket, Report.CARD_JOINED)

    def _do(self, effect: _ActOnOthers, staff: int) -> StaffAnswer:
        now = self._now()
        match effect:
            case TellDay(ticket):
                acts = acts_of(self._store, today(now), staff, now)
                return DayTold(ticket, tuple(desk.Act(**vars(own)) for own in acts))
            case FindVisitor(ticket, auth_id):
                found = self._visitors.find(auth_id, staff, now)
                self._session = replace(self._session, found=found, second=None)
                return VisitorTold(ticket, None if found is None else self._told(found))
            case LookRound(ticket, language):
                self._note(StaffLooked(StaffNumber(staff), StaffPage.READINESS))
                return RoundLooked(ticket, self._examine(language))
            case TryPrinters(ticket, language):
                return self._test(ticket, language, staff)
            case PrintReadiness(ticket, language):
                return self._slip(ticket, language, staff)
        return self._for_visitor(effect, self._found(effect.user), staff)

    def _for_visitor(
        self,
        effect: _ForVisitor,
        found: Found,
        staff: int,
    ) -> StaffAnswer:
        ticket, now = effect.ticket, self._now()
        match effect:
            case ReprintReceipt(_, _, language):
                return self._reprint(ticket, language, found, staff)
            case KeepContact(_, user, phone, mail):
                self._visitors.correct_contact(user, phone, mail, staff, now)
                return StaffDone(ticket, Report.CONTACT)
            case ExportVisitor():
                return self._export(ticket, found, staff)
            case ApproveUsage() | RefuseUsage():
                return self._usage(effect, found, staff)
        second = self._checked(self._session.second, Duty.CONFIRM)
        self._session = replace(self._session, second=None)
        if isinstance(effect, GiveNewStart):
            return self._new_start(effect, staff, second.number)
        self._session = replace(self._session, found=None)
        wiped = self._visitors.delete(found.user, staff, second.number, now)
        return StaffDone(ticket, Report.DELETED if wiped else Report.DELETED_SOON)

    def _new_start(
        self, effect: GiveNewStart, staff: int, confirmed: int
    ) -> StaffPapers:
        """Nothing is changed where nothing could be printed."""
        ticket, now = effect.ticket, self._now()
        if not self._papers.has_printer:
            return StaffPapers(ticket, (outcome(PaperFailed(0, no_printer=True)),))
        start = self._starts.give(effect.user, staff, confirmed, now)
        until = f"{start.until.astimezone(JAPAN):%H:%M}"
        answer = self._papers.new_start(effect.language, start.code, until)
        return StaffPapers(ticket, (outcome(answer),))

    def _usage(
        self, effect: ApproveUsage | RefuseUsage, found: Found, staff: int
    ) -> StaffDone:
        ticket, now = effect.ticket, self._now()
        if isinstance(effect, RefuseUsage):
            self._requests.refuse(effect.user, staff, now)
            return StaffDone(ticket, Report.REFUSED)
        try:
            self._requests.approve(
                effect.user, effect.agency_id, effect.until, staff, now
            )
        except NotAnId:
            return StaffDone(ticket, Report.NOT_AN_ID)
        except IdTaken:
            return StaffDone(ticket, Report.ID_TAKEN)
        except NoSuchDay:
            return StaffDone(ticket, Report.NO_DAY)
        # Their receipt is that of the new ID from now on.
        given = opaque(effect.agency_id) or found.auth_id
        found = replace(found, auth_id=given, issuer=Issuer.AGENCY)
        self._session = replace(self._session, found=found)
        return StaffDone(ticket, Report.APPROVED)

    def _found(self, user: int) -> Found:
        """Only whom this staff member has found by their ID.

        Raises:
            NotAllowed: it is not that user.
        """
        found = self._session.found
        if found is None or found.user != user:
            raise NotAllowed
        return found

    def _told(self, found: Found) -> desk.Visitor:
        notes = self._drafts.of(found.user, self._now())
        return desk.Visitor(
            found.user,
            found.auth_id,
            found.role,
            found.kind,
            found.issuer is Issuer.AGENCY,
            found.issued_at.astimezone(JAPAN).date(),
            found.issued_site,
            found.phone,
            found.mail,
            tuple(map(note_of, notes)),
            found.organisation or "",
            found.by_card,
            self._is_with_the_office(found.user),
        )

    def _is_with_the_office(self, user: int) -> bool:
        request = self._requests.of(user)
        return request is not None and request.state in (State.SENT, State.APPROVED)

    def _reprint(
        self, ticket: int, language: str, found: Found, staff: int
    ) -> StaffPapers:
        auth_id = found.auth_id
        shown = grouped(auth_id) if found.issuer is Issuer.HERE else auth_id
        paper = PrintReceipt(
            ticket,
            language,
            "reprinted",
            shown,
            issuer=IssuedBy(found.issuer.value),
            organisation=found.organisation or "",
        )
        answer = self._papers.do(paper)
        who, user = StaffNumber(staff), UserNumber(found.user)
        self._note(ReceiptReprinted(who, user, printing(answer)))
        return StaffPapers(ticket, (outcome(answer),))

    def _slip(self, ticket: int, language: str, staff: int) -> StaffPapers:
        answer = self._papers.readiness(self._examine(language), language)
        self._note(PrinterTested(StaffNumber(staff), printing(answer)))
        return StaffPapers(ticket, (outcome(answer),))

    def _test(self, ticket: int, language: str, staff: int) -> StaffPapers:
        answers: tuple[PaperAnswer, ...] = self._papers.test(language)
        sheet = self._sheets.test(language)
        if not answers and sheet is None:
            answers = (PaperFailed(ticket, no_printer=True),)
        for answer in (*answers, *([sheet] if sheet else [])):
            self._note(PrinterTested(StaffNumber(staff), printing(answer)))
        tried = tuple(map(outcome, answers))
        return StaffPapers(ticket, tried, outcome(sheet) if sheet else None)

    def _export(self, ticket: int, found: Found, staff: int) -> StaffDone:
        if self._exports is None:
            return StaffDone(ticket, Report.NO_FOLDER)
        now = self._now()
        content = self._visitors.export(found.user, staff, now)
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        try:
            name = _write_named(self._exports, now, text.encode())
        except OSError as error:
            logger.error("not exported: %s", type(error).__name__)
            return StaffDone(ticket, Report.NOT_WRITTEN)
        return StaffDone(ticket, Report.EXPORTED, name)


def _write_named(folder: Path, at: datetime, content: bytes) -> str:
    """Into a new file that only its owner may read, named by the time alone; its name.

    Raises:
        OSError: there is no such file now.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for number in range(1, _MOST_A_SECOND):
        path = folder / f"{at.astimezone(JAPAN):%Y%m%d-%H%M%S}-{number}.json"
        try:
            write_new(path, content)
        except FileExistsError:
            continue
        return path.name
    raise FileExistsError


def _failed(ticket: int, error: Exception) -> StaffDone:
    _log(error)
    return StaffDone(ticket, Report.FAILED)


def _log(error: Exception) -> None:
    if isinstance(error, StoreError):
        # Its text is a fault's name and a result code.
        logger.error("the staff clerk failed: %s", error)
    else:
        logger.error("the staff clerk failed: %s", type(error).__name__)


@contextmanager
def _logged() -> Iterator[None]:
    """What cannot be recorded afterwards holds nobody up."""
    try:
        yield
    except Exception as error:
        _log(error)
