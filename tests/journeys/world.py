"""Everything around a visit, simulated: desk, cards, registry, printer, clock.

The world does what the machine wants done and answers at once, or when told to. Any
answer can be replaced, and anything can happen before one is given.
"""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from kiosk.visit.effects import (
    BeginDraft,
    CallStaff,
    CheckPassword,
    DraftEffect,
    Effect,
    Enroll,
    EraseDraft,
    FindDrafts,
    FindPlace,
    Forget,
    Inspect,
    KeepPassword,
    LogIn,
    LookAtParts,
    OpenDraft,
    PasswordEffect,
    PrintForgotten,
    PrintReceipt,
    PrintSheet,
    PrintSlip,
    Prove,
    ReadAttributes,
    ReadResidence,
    ReadSignature,
    Register,
    Rejoin,
    ReleaseCard,
    ReplaceId,
    SaveAnswers,
    WriteTables,
)
from kiosk.visit.events import (
    AnswersNotSaved,
    CardFailed,
    CardInspected,
    CardProved,
    DraftsFound,
    Event,
    LoginAnswered,
    NotRegistered,
    PaperFailed,
    PaperPrinted,
    PasswordChecked,
    PasswordKept,
    PasswordTyped,
    PersonRead,
    PinTyped,
    PinWrong,
    PlaceFound,
    Registered,
    ResidenceFailed,
    ResidenceTold,
    Seen,
    StoreFailed,
    TablesWritten,
    Ticked,
)
from kiosk.visit.machine import advance
from kiosk.visit.readings import Reading, ResidenceFault, Signature
from kiosk.visit.site import Site
from kiosk.visit.state import (
    Account,
    Contact,
    DeskView,
    Held,
    Password,
    Person,
    State,
    new_visit,
)
from kiosk.visit.steps import ChooseLanguage, Step
from kiosk.visit.terms import (
    Glance,
    Issuer,
    Login,
    PasswordAnswer,
    PasswordFault,
    Pin,
    Refusal,
    Trouble,
)
from kiosk.visit.usage_effects import (
    OpenUsage,
    PrintUsage,
    ReportUsage,
    SaveUsage,
    SendUsage,
    TakeBackUsage,
    TellUsage,
    UsageEffect,
)
from kiosk.visit.usage_events import UsageNotSaved
from tests.journeys.drafts import Drafts
from tests.journeys.people import FULL, VirtualCard
from tests.journeys.promises import (
    CARD_IN_USE,
    PASSWORD_EFFECTS,
    PIN_EFFECTS,
    Promises,
)
from tests.journeys.usages import Usages

SITE = Site("Example Desk", "demo", "gyoseishoshi", ("ja", "en", "vi"))
TODAY = date(2026, 11, 24)
OWN_PASSWORD = Password(date(2027, 11, 24), warns=False)
PASSWORD_TRIES = 10
Answering = Callable[[Effect], Event | None]
"""Takes the world's place; None: there never is an answer."""
Happening = Callable[["World"], None]

_UNSEEN = {
    Glance.NO_SERVICE: Trouble.NO_SERVICE,
    Glance.NO_READER: Trouble.NO_READER,
    Glance.MUTE: Trouble.MUTE,
    Glance.EMPTY: Trouble.REMOVED,
    Glance.CARD: Trouble.REMOVED,
}


@dataclass
class Holder:
    """One row of the registry."""

    auth_id: str
    role: str
    person: Person
    cards: list[VirtualCard]
    kind: str | None = None
    contact: Contact = field(default_factory=Contact)
    password: Password | None = None
    number: str | None = None
    organisation: str | None = None
    issuer: Issuer = Issuer.HERE

    @property
    def held(self) -> Held:
        """What their ID is, as the visit is told."""
        return Held(self.issuer, bool(self.cards), self.auth_id, role=self.role)


@dataclass
class Registry:
    """One ID for each person and role, found again by card or particulars."""

    holders: list[Holder] = field(default_factory=list)
    works: bool = True
    wrong: Counter[str] = field(default_factory=Counter)
    """Passwords, by the ID with which they were tried."""

    def register(
        self,
        role: str,
        person: Person,
        card: VirtualCard,
        kind: str | None = None,
        contact: Contact | None = None,
    ) -> tuple[str, bool]:
        for holder in self.holders:
            if holder.role == role and (
                card in holder.cards or holder.person == person
            ):
                return holder.auth_id, False
        auth_id = self._next()
        self.holders.append(
            Holder(auth_id, role, person, [card], kind, contact or Contact())
        )
        return auth_id, True

    def enroll(self, effect: Enroll) -> Holder | Refusal:
        """Somebody without a card; nobody is answered with another's ID."""
        refusal = None
        for holder in self.holders:
            if effect.brought == holder.auth_id:
                refusal = Refusal.ID
            same = (effect.role, effect.person, effect.organisation)
            if (holder.role, holder.person, holder.organisation) == same:
                refusal = Refusal.PERSON
            if holder.number is not None and holder.number == effect.number:
                return Refusal.NUMBER
        if refusal is not None:
            return refusal
        issuer = Issuer.AGENCY if effect.brought else Issuer.HERE
        own = Holder(
            effect.brought or self._next(),
            effect.role,
            effect.person,
            [],
            contact=effect.contact,
            number=effect.number,
            issuer=issuer,
            organisation=effect.organisation,
        )
        self.holders.append(own)
        return own

    def bring(self, auth_id: str, brought: str) -> Refusal | None:
        """The Agency's ID takes the place of one of this registry."""
        own = next(h for h in self.holders if h.auth_id == auth_id)
        others = (h for h in self.holders if h is not own)
        if any(other.auth_id == brought for other in others):
            return Refusal.ID
        own.auth_id, own.issuer = brought, Issuer.AGENCY
        return None

    def _next(self) -> str:
        return f"AUTH-ID-{len(self.holders):04}"

    def log_in(self, auth_id: str, card: VirtualCard) -> Login:
        known = any(h.auth_id == auth_id and card in h.cards for h in self.holders)
        return Login.KNOWN if known else Login.RENEWED

    def rejoin(self, auth_id: str, person: Person, card: VirtualCard) -> Login:
        for holder in self.holders:
            if holder.auth_id == auth_id and holder.person == person:
                holder.cards.append(card)
                return Login.KNOWN
        return Login.REFUSED


class World:
    """One terminal. ``send`` is an event from outside; the rest follows from it.

    ``answering`` and ``happening`` are keyed by the running number of the effect that
    wants an answer: what is answered in its place, what happens just before.
    """

    def __init__(
        self, site: Site = SITE, today: date = TODAY, *, at_once: bool = True
    ) -> None:
        self.service = self.reader = True
        self.mute = False
        self.card: VirtualCard | None = None
        self.token = 0
        self.connected: tuple[int, VirtualCard] | None = None
        self.visited: VirtualCard | None = None
        self.known: str | None = None
        self.enrolled: dict[str, Holder] = {}
        """In this visit: asked twice, they get the same."""
        self.typed: bool | None = None
        self.pins: deque[bool] = deque()
        self.right = False
        self.registry = Registry()
        self.printer = "works"
        self.papers: list[PrintReceipt | PrintSlip] = []
        self.drafts = Drafts()
        self.usages = Usages()
        self.sheets: list[PrintSheet] = []
        self.requests: list[PrintForgotten] = []
        self.calls = 0
        self.at_once = at_once
        self.answering: dict[int, Answering] = {}
        self.happening: dict[int, Happening] = {}
        self.waiting: deque[Effect] = deque()
        self.asked: list[Effect] = []
        self.trail: list[tuple[State, Event, State, tuple[Effect, ...]]] = []
        self.state = new_visit(site, today, DeskView())
        self.promises = Promises(self.state)

    # What comes from outside.

    def send(self, event: Event) -> None:
        """An event; the answers to what it causes follow if they come at once."""
        self._advance(event)
        while self.at_once and self.waiting:
            self.answer()

    def answer(self) -> Event | None:
        """The oldest effect that waits is done, and answered if it wants an answer."""
        effect = self.waiting.popleft()
        if isinstance(effect, ReleaseCard | Forget):
            self._let_go(effect)
            return None
        number = len(self.asked)
        self.asked.append(effect)
        if type(effect) in PIN_EFFECTS or isinstance(effect, PASSWORD_EFFECTS):
            self.right = self.pins.popleft()
        if number in self.happening:
            self.happening[number](self)
        answer = self.answering.get(number, self.do)(effect)
        if answer is not None:
            self._advance(answer)
        return answer

    def type_pin(self, right: bool, *, well_formed: bool = True) -> None:
        """A PIN lies ready, and the visitor says so."""
        self.typed = right
        self.send(PinTyped(well_formed))
        self.typed = None

    def type_password(self, right: bool, fault: PasswordFault | None = None) -> None:
        """The same of a password."""
        self.typed = right
        self.send(PasswordTyped(fault))
        self.typed = None

    def lay(self, card: VirtualCard) -> None:
        self.card = card
        self.token += 1
        self.look()

    def lift(self) -> None:
        self.card = None
        self.look()

    def have(
        self,
        *,
        service: bool | None = None,
        reader: bool | None = None,
        mute: bool | None = None,
    ) -> None:
        """Parts of the desk stop or work again; a card found anew is a new one."""
        before = self.glance
        self.service = self.service if service is None else service
        self.reader = self.reader if reader is None else reader
        self.mute = self.mute if mute is None else mute
        if self.glance is Glance.CARD and before is not Glance.CARD:
            self.token += 1
        self.look()

    def look(self) -> None:
        """The desk tells what it sees."""
        if self.glance is not Glance.CARD:
            self.connected = None
        event = Seen(self.glance, self.token)
        if self.at_once and self.waiting:
            self._advance(event)
        else:
            self.send(event)

    def tick(self, seconds: int = 1, days: int = 0) -> None:
        today = self.state.today + timedelta(days=days)
        self.send(Ticked(seconds, today))

    @property
    def glance(self) -> Glance:
        if not self.service:
            return Glance.NO_SERVICE
        if not self.reader:
            return Glance.NO_READER
        if self.card is None:
            return Glance.EMPTY
        return Glance.MUTE if self.mute else Glance.CARD

    @property
    def nobody(self) -> bool:
        """Whether the terminal waits for its next visitor."""
        return self.state.step == ChooseLanguage()

    def at(self, step: Step) -> bool:
        """Whether this is what the visitor sees."""
        return self.state.step == step

    @property
    def steps(self) -> list[object]:
        """The steps that were shown, one after the other."""
        shown: list[object] = []
        for _, _, after, _ in self.trail:
            if not shown or shown[-1] != after.step:
                shown.append(after.step)
        return shown

    @property
    def effects(self) -> list[Effect]:
        wanted = [effect for *_, effects in self.trail for effect in effects]
        return [own for own in wanted if not isinstance(own, LookAtParts)]

    # What the machine wants done.

    def _advance(self, event: Event) -> None:
        before = self.state
        self.state, effects = advance(before, event)
        self.trail.append((before, event, self.state, effects))
        self.promises.check(before, event, self.state, effects)
        for effect in effects:
            if isinstance(effect, LookAtParts):
                continue  # the parts tell by themselves here
            if isinstance(effect, CallStaff):
                self.calls += 1
                continue
            if type(effect) in PIN_EFFECTS or isinstance(effect, PASSWORD_EFFECTS):
                right, self.typed = self.typed, None
                assert right is not None, "a PIN that nobody typed"
                self.pins.append(right)
            self.waiting.append(effect)
        in_use = isinstance(self.state.step, CARD_IN_USE)
        assert self.connected is None or self.waiting or in_use

    def _let_go(self, effect: ReleaseCard | Forget) -> None:
        self.connected = None
        if effect == Forget():
            self.visited = self.known = None
            self.enrolled.clear()

    def do(self, effect: Effect) -> Event:
        """What comes of an effect if nothing else is arranged."""
        match effect:
            case Inspect():
                return self._inspect(effect)
            case Prove() | ReadSignature() | ReadAttributes():
                return self._use_pin(effect)
            case ReadResidence():
                return self._read_residence(effect)
            case FindPlace(ticket, of, code):
                return PlaceFound(ticket, of, code, "", "", "")
            case (
                PrintReceipt()
                | PrintSlip()
                | PrintSheet()
                | PrintUsage()
                | PrintForgotten()
            ):
                return self._print(effect)
            case WriteTables(ticket):
                return TablesWritten(ticket, "/media/stick", ("extension.csv",))
            case (
                FindDrafts() | BeginDraft() | OpenDraft() | EraseDraft() | SaveAnswers()
            ):
                return self._ask_drafts(effect)
            case Register() | LogIn() | Rejoin():
                return self._ask_registry(effect)
            case Enroll():
                return self._enroll(effect)
            case ReplaceId():
                return self._replace(effect)
            case CheckPassword() | KeepPassword():
                return self._use_password(effect)
            case (
                OpenUsage()
                | SaveUsage()
                | SendUsage()
                | TakeBackUsage()
                | ReportUsage()
                | TellUsage()
            ):
                return self._ask_usages(effect)
        raise AssertionError("not one to be answered")

    def _inspect(self, effect: Inspect) -> Event:
        if self.glance is not Glance.CARD or effect.token != self.token:
            return CardFailed(effect.ticket, _UNSEEN[self.glance])
        card = self.card
        assert card is not None
        if card.trouble is not None:
            return CardFailed(effect.ticket, card.trouble)
        same = card is self.visited
        self.visited = card
        self.connected = (self.token, card)
        tries = dict(card.tries)
        return CardInspected(effect.ticket, self.token, tries, card.has_signature, same)

    def _use_pin(self, effect: Prove | ReadSignature | ReadAttributes) -> Event:
        pin, ticket = PIN_EFFECTS[type(effect)], effect.ticket
        if self.connected is None or self.connected != (self.token, self.card):
            return CardFailed(ticket, _UNSEEN[self.glance])
        card = self.connected[1]
        if card.tries[pin] != effect.tries:
            return CardFailed(ticket, Trouble.CHANGED)
        if not self.right:
            card.tries[pin] -= 1
            if card.tries[pin]:
                return PinWrong(ticket, pin, card.tries[pin])
            return CardFailed(ticket, Trouble.PIN_LOCKED, pin)
        card.tries[pin] = FULL[pin]
        if pin is Pin.AUTHENTICATION:
            return CardProved(ticket)
        return PersonRead(ticket, card.person)

    def _read_residence(self, effect: ReadResidence) -> Event:
        if self.glance is not Glance.CARD or effect.token != self.token:
            return ResidenceFailed(effect.ticket, ResidenceFault.REMOVED)
        card = self.card
        assert card is not None
        if card.number is None:
            return ResidenceFailed(effect.ticket, ResidenceFault.MY_NUMBER)
        if card.number != effect.number:
            return ResidenceFailed(effect.ticket, ResidenceFault.WRONG_NUMBER)
        reading = Reading(
            second=True,
            special_permanent=False,
            signature=Signature.RIGHT,
            birth_date=card.person.birth_date,
            sex=card.person.sex,
            period="0103",
            stay_expires="20270115",
            card_expires="20270115",
            address=card.person.address,
        )
        return ResidenceTold(effect.ticket, reading)

    def _ask_registry(self, effect: Register | LogIn | Rejoin) -> Event:
        if not self.registry.works or self.visited is None:
            return StoreFailed(effect.ticket)
        match effect:
            case Register():
                found = self.registry.register(
                    effect.role,
                    effect.person,
                    self.visited,
                    effect.kind,
                    effect.contact,
                )
                return self._registered(effect, *found)
            case LogIn():
                login = self.registry.log_in(effect.auth_id, self.visited)
            case Rejoin():
                login = self.registry.rejoin(
                    effect.auth_id, effect.person, self.visited
                )
        if login is not Login.KNOWN:
            return LoginAnswered(effect.ticket, login)
        del self.registry.wrong[effect.auth_id]
        own = next(h for h in self.registry.holders if h.auth_id == effect.auth_id)
        return LoginAnswered(effect.ticket, login, own.password, own.held)

    def _registered(self, effect: Register, auth_id: str, new: bool) -> Event:
        if effect.brought is None or effect.brought == auth_id:
            own = next(h for h in self.registry.holders if h.auth_id == auth_id)
            return Registered(effect.ticket, auth_id, new, issuer=own.issuer)
        refusal = self.registry.bring(auth_id, effect.brought)
        if refusal is not None:
            if new:
                self.registry.holders.pop()
            return NotRegistered(effect.ticket, refusal)
        issuer = Issuer.AGENCY
        return Registered(
            effect.ticket, effect.brought, new, None, issuer, replaced=not new
        )

    def _enroll(self, effect: Enroll) -> Event:
        self.known = None
        if not self.registry.works:
            return StoreFailed(effect.ticket)
        own = self.enrolled.get(effect.number or effect.person.name)
        new = own is None
        if own is None:
            found = self.registry.enroll(effect)
            if isinstance(found, Refusal):
                return NotRegistered(effect.ticket, found)
            own = self.enrolled[effect.number or effect.person.name] = found
        self.known = own.auth_id
        return Registered(effect.ticket, own.auth_id, new, own.password, own.issuer)

    def _replace(self, effect: ReplaceId) -> Event:
        """Only for who has logged in, and has no card."""
        if not self.registry.works:
            return StoreFailed(effect.ticket)
        assert effect.auth_id == self.known
        own = next(o for o in self.registry.holders if o.auth_id == effect.auth_id)
        assert not own.cards
        refusal = self.registry.bring(effect.auth_id, effect.brought)
        if refusal is not None:
            return NotRegistered(effect.ticket, refusal)
        self.known = effect.brought
        return Registered(
            effect.ticket,
            effect.brought,
            False,
            own.password,
            Issuer.AGENCY,
            replaced=True,
        )

    def _use_password(self, effect: PasswordEffect) -> Event:
        ticket, auth_id = effect.ticket, effect.auth_id
        if not self.registry.works:
            return StoreFailed(ticket)
        holder = next((h for h in self.registry.holders if h.auth_id == auth_id), None)
        if isinstance(effect, KeepPassword):
            if holder is None:
                return StoreFailed(ticket)
            alone = not holder.cards and self.known == auth_id
            if not alone and self.visited not in holder.cards:
                return StoreFailed(ticket)
            holder.password = OWN_PASSWORD
            return PasswordKept(ticket, OWN_PASSWORD)
        self.known = None
        none = holder is None or holder.password is None
        wrong = none or not self.right
        locked = self.registry.wrong[auth_id] == PASSWORD_TRIES
        self.registry.wrong[auth_id] += wrong and not locked
        if self.registry.wrong[auth_id] == PASSWORD_TRIES:
            return PasswordChecked(ticket, PasswordAnswer.LOCKED)
        if wrong:
            return PasswordChecked(ticket, PasswordAnswer.REFUSED, 1)
        self.known = auth_id
        assert holder is not None
        return PasswordChecked(
            ticket, PasswordAnswer.KNOWN, 0, holder.password, holder.held
        )

    def _ask_drafts(self, effect: DraftEffect) -> Event:
        holders = [
            own
            for own in self.registry.holders
            if own.auth_id == effect.auth_id
            and (self.visited in own.cards or self.known == own.auth_id)
        ]
        answer = None
        if self.registry.works and holders:
            [own] = holders
            account = Account(
                own.role, own.kind, own.person, own.contact, own.organisation or ""
            )
            answer = self.drafts.do(effect, account, self.state.today)
        if isinstance(answer, DraftsFound):
            usage = self.usages.of(effect.auth_id, answer.account.role)
            return replace(answer, usage=usage)
        if answer is not None:
            return answer
        if isinstance(effect, SaveAnswers):
            return AnswersNotSaved(effect.ticket)
        return StoreFailed(effect.ticket)

    def _ask_usages(self, effect: UsageEffect) -> Event:
        account = self._account(effect.auth_id)
        answer = None
        if account is not None:
            answer = self.usages.do(effect, account, self.state.today)
        if answer is not None:
            return answer
        if isinstance(effect, SaveUsage):
            return UsageNotSaved(effect.ticket)
        return StoreFailed(effect.ticket)

    def _account(self, auth_id: str) -> Account | None:
        """Of whoever has shown that the ID is theirs, while the store works."""
        for own in self.registry.holders:
            known = self.visited in own.cards or self.known == own.auth_id
            if own.auth_id == auth_id and known and self.registry.works:
                return Account(
                    own.role, own.kind, own.person, own.contact, own.organisation or ""
                )
        return None

    def _print(
        self,
        effect: PrintReceipt | PrintSlip | PrintSheet | PrintUsage | PrintForgotten,
    ) -> Event:
        if self.printer != "works":
            return PaperFailed(effect.ticket, no_printer=self.printer == "none")
        if isinstance(effect, PrintSheet):
            self.sheets.append(effect)
        elif isinstance(effect, PrintForgotten):
            self.requests.append(effect)
        elif isinstance(effect, PrintUsage):
            self.usages.printed.append(effect)
        else:
            self.papers.append(effect)
        return PaperPrinted(effect.ticket)
