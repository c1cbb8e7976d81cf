"""The kiosk: runs the visit, has its effects done, and shows its state.

The visit itself is ``kiosk.visit``; what is done at the card, in the registry and at
the printer is done by ``kiosk.clerks``, each in a thread of its own, and comes back
as an event. So nothing here decides anything.
"""

import asyncio
import logging
import secrets
import signal
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from rich.cells import cached_cell_len
from textual import events, on
from textual._styles_cache import StylesCache
from textual.message import Message as Posted

from kiosk.card.desk import Sight
from kiosk.card.pins import PinKind, check_form
from kiosk.card.residence.number import CardNumber, flaw
from kiosk.i18n import words_of
from kiosk.message import Message
from kiosk.record import record
from kiosk.registry import auth_id
from kiosk.registry.password_form import unfit
from kiosk.screens.base import KioskApp
from kiosk.screens.graphics import Cell
from kiosk.screens.overlay_screen import OverlayScreen
from kiosk.screens.page import Page, PinForm
from kiosk.screens.pages import page_of
from kiosk.screens.pages.overlays import overlay_of
from kiosk.screens.quiet import Quiet
from kiosk.screens.visit_screen import Happened, PinGiven, TextGiven, VisitScreen
from kiosk.secret import Secret
from kiosk.visit.desk import EnterStaffPassword
from kiosk.visit.effects import (
    BeginDraft,
    CallStaff,
    CardEffect,
    CheckPassword,
    Effect,
    Enroll,
    EraseDraft,
    FindDrafts,
    FindPlace,
    Forget,
    Inspect,
    KeepPassword,
    LogIn,
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
    SaveAnswers,
    WriteTables,
)
from kiosk.visit.events import (
    AddressTyped,
    AnswersTyped,
    BroughtTyped,
    CardNumberTyped,
    ContactTyped,
    Event,
    IdTyped,
    NameTyped,
    NumberTyped,
    PasswordTyped,
    PinTyped,
    SerialTyped,
    Ticked,
    Touched,
)
from kiosk.visit.site import Site
from kiosk.visit.staff_effects import (
    ApproveUsage,
    Attend,
    DeleteVisitor,
    EndVisit,
    ExportVisitor,
    FindVisitor,
    KeepContact,
    LookRound,
    RefuseUsage,
    ReprintReceipt,
    SignInStaff,
    SignOutStaff,
    TellDay,
    TryPrinters,
)
from kiosk.visit.staff_events import StaffCodeTyped
from kiosk.visit.state import Contact, DeskView, State, new_visit
from kiosk.visit.steps import ChoosePassword, EnterPassword, EnterPin
from kiosk.visit.terms import PasswordFault
from kiosk.visit.usage_effects import (
    OpenUsage,
    PrintUsage,
    ReportUsage,
    SaveUsage,
    SendUsage,
    TakeBackUsage,
)
from kiosk.writing.kanji import Converter, KanjiError

if TYPE_CHECKING:
    # Imported with the crew, in its thread: the libraries behind it take longer to
    # load than the first screen takes to be drawn.
    from kiosk.clerks.crew import Crew, Dock

JAPAN: Final = ZoneInfo("Asia/Tokyo")
TICK_SECONDS: Final = 1.0
TIDY_SECONDS: Final = 0.5
REFUSED_STATUS: Final = 1
"""Exit status when desk, registry or printer cannot be opened; ``refusal`` says why."""
_DIGITS: Final = "1234567890"
_DOCK_KEYS: "Final[Mapping[str, Callable[[Dock], None]]]" = {
    "f11": lambda dock: dock.toggle_residence(),
    "f12": lambda dock: dock.toggle(),
}
"""On a demo site they lay a virtual card down, or lift it."""


@record
class Parts:
    """What a kiosk is made of. ``now`` gives an aware time, ``monotonic`` seconds
    that never go back, ``shuffled`` an order for the keys of a PIN pad. ``pause``:
    seconds for which a new page takes no answer (``screens.quiet``). ``tidy`` is
    called after each visit, when its last screen has surely been replaced, ``alive``
    every second in which the screen answers. ``cell`` is the size of a character where
    the terminal draws pictures.

    ``hire`` opens the desk, the registry and the printer. It is called once, in a
    thread, when the first screen has been asked for: nobody waits for it.
    """

    site: Site
    hire: Callable[[], "Crew"]
    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    shuffled: Callable[[str], str] | None = None
    high_contrast: bool = False
    pause: float = 0.0
    tidy: Callable[[], object] = lambda: None
    alive: Callable[[], object] = lambda: None
    notices: tuple[Message, ...] = ()
    cell: Cell | None = None


logger = logging.getLogger(__name__)


class Arrived(Posted):
    """An event from a thread."""

    def __init__(self, event: Event) -> None:
        super().__init__()
        self.event = event

    def __rich_repr__(self) -> list[str]:
        return []


class Kiosk(KioskApp):
    """One terminal, one visit after another, until it is told to end."""

    CSS_PATH = "screens/kiosk.tcss"

    def __init__(self, parts: Parts) -> None:
        super().__init__(words_of(parts.site.languages[0]))
        self._parts = parts
        self.cell = parts.cell
        self._state = new_visit(parts.site, _today(parts.now()), DeskView())
        self._secret: Secret | None = None
        self._typed_before: Secret | None = None
        self._converter = Converter()
        self._visit = secrets.token_hex(16)
        self._ticked_at = parts.monotonic()
        self._touch_is_spent = False
        self._crew: Future[Crew] = Future()
        self.refusal: Exception | None = None
        self._hands = {
            name: ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
            for name in ("card", "registry", "printer")
        }

    @property
    def state(self) -> State:
        """The visit as it stands."""
        return self._state

    def in_kanji(self, kana: str) -> tuple[str, ...]:
        """By the converter of this visit; without one, in kana alone."""
        try:
            return self._converter.convert(kana).phrases
        except (KanjiError, ValueError) as error:
            logger.warning("no kanji: %s", type(error).__name__)
            return super().in_kanji(kana)

    def get_default_screen(self) -> VisitScreen:
        site, notices = self._parts.site, self._parts.notices
        quiet = Quiet(self._parts.pause, self._parts.monotonic)
        return VisitScreen(site.name, site.mode, page_of(self._state), notices, quiet)

    def on_mount(self) -> None:
        # Whoever stops the service must not leave a visitor's screen standing.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit)
        self.set_class(self._parts.high_contrast, "-high-contrast")
        self.set_interval(TICK_SECONDS, self._tick)
        self.call_after_refresh(self._hands["card"].submit, self._hire)

    def on_unmount(self) -> None:
        self._converter.close()
        self._wipe_secret()
        self._wipe_typed_before()
        self._hands["card"].submit(self._dismiss)
        for hand in self._hands.values():
            hand.shutdown(wait=True)

    def _hire(self) -> None:
        """In the card's thread, before anything else there."""
        try:
            crew = self._parts.hire()
        except Exception as error:
            self.refusal = error
            self._crew.set_exception(error)
            self.call_from_thread(self.exit, return_code=REFUSED_STATUS)
            return
        crew.desk.watch(self._look)
        self._crew.set_result(crew)

    def _dismiss(self) -> None:
        if self._crew.cancel() or self._crew.exception():
            return  # it has never come
        crew = self._crew.result()
        crew.desk.close()
        crew.card.forget()

    async def on_event(self, event: events.Event) -> None:
        """Any key or touch tells that somebody is there; during the countdown that
        is all it tells.
        """
        if isinstance(event, events.MouseUp) and self._touch_is_spent:
            # Textual would take it for the end of the touch before that one.
            self._touch_is_spent = False
            return
        if isinstance(event, events.Key | events.MouseDown):
            counting_down = self._state.countdown is not None
            self._touch_is_spent = counting_down and isinstance(event, events.MouseDown)
            await self._advance(Touched())
            if counting_down:
                return
            if isinstance(event, events.Key) and event.key in _DOCK_KEYS:
                self._use_dock(_DOCK_KEYS[event.key])
                return
        await super().on_event(event)

    # What happens

    @on(Happened)
    async def _visitor_did(self, happened: Happened) -> None:
        await self._advance(happened.event)

    @on(Arrived)
    async def _came_from_thread(self, arrived: Arrived) -> None:
        await self._advance(arrived.event)

    @on(PinGiven)
    async def _pin_given(self, given: PinGiven) -> None:
        """Its form is looked at here, where a mistake costs no try."""
        self._wipe_secret()
        self._secret = given.secret
        desk = self._state.staff
        match desk.step if desk is not None else self._state.step:
            case EnterStaffPassword():
                await self._advance(PasswordTyped())
            case EnterPin(pin):
                well_formed = check_form(PinKind(pin.value), given.secret)
                await self._advance(PinTyped(well_formed))
            case EnterPassword():
                await self._advance(PasswordTyped())
            case ChoosePassword(again):
                look = self._typed_again if again else self._first_typed
                await self._advance(PasswordTyped(look(given.secret)))
        self._wipe_secret()

    def _first_typed(self, secret: Secret) -> PasswordFault | None:
        """Why it cannot be a password; else it stays in hand, to be typed once more."""
        why = unfit(secret, (self._state.answers.auth_id or "",))
        if why is not None:
            return PasswordFault(why.value)
        self._typed_before, self._secret = secret, None
        return None

    def _typed_again(self, secret: Secret) -> PasswordFault | None:
        before, self._typed_before = self._typed_before, None
        with before or Secret() as first:
            return None if secret.is_same_as(first) else PasswordFault.DIFFERS

    @on(TextGiven)
    async def _text_given(self, given: TextGiven) -> None:
        match given.kind, given.values:
            case "id", {"auth_id": typed}:
                mistyped = auth_id.mistyped(typed)
                await self._advance(IdTyped(_typed_id(typed), mistyped))
            case "brought", {"brought": typed}:
                await self._advance(BroughtTyped(auth_id.opaque(typed)))
            case "number", {"number": typed}:
                await self._advance(NumberTyped(typed))
            case "name", {"surname": surname, "given": own}:
                await self._advance(NameTyped(surname, own))
            case "address", {"address": typed}:
                await self._advance(AddressTyped(typed))
            case "contact", {"phone": phone, "mail": mail}:
                await self._advance(ContactTyped(Contact(phone, mail)))
            case "serial", {"year": year, "serial": serial}:
                await self._advance(SerialTyped(year, serial))
            case "card_number", {"number": typed}:
                number, wrong = CardNumber.parse(typed), flaw(typed)
                await self._advance(
                    CardNumberTyped(number.reveal() if number else None, typed, wrong)
                )
            case "staff_code", {"code": typed}:
                await self._advance(StaffCodeTyped(typed))
            case "answers", answers:
                await self._advance(AnswersTyped(answers))

    async def _tick(self) -> None:
        self._parts.alive()
        now = self._parts.monotonic()
        seconds = int(now - self._ticked_at)
        if seconds > 0:
            self._ticked_at += seconds
            await self._advance(Ticked(seconds, _today(self._parts.now())))

    def _look(self, sight: Sight) -> None:
        """Called by the desk, from its own thread."""
        self._ask("card", lambda crew: crew.card.seen(sight))

    def _use_dock(self, toggle: "Callable[[Dock], None]") -> None:
        def use(crew: "Crew") -> None:
            if crew.dock is not None:
                toggle(crew.dock)

        self._tell("card", use)

    # What comes of it

    async def _advance(self, event: Event) -> None:
        # With the rules and forms behind it, after the first screen has been drawn.
        from kiosk.visit.machine import advance

        before = self._state
        self._state, effects = advance(before, event)
        if self._state.step != ChoosePassword(again=True):
            self._wipe_typed_before()
        for effect in effects:
            self._have_done(effect)
        if self._state is not before:
            await self._show(before)

    async def _show(self, before: State) -> None:
        state = self._state
        if state.language != before.language:
            self.words = words_of(state.language)
        screen = self.screen_stack[-1] if self.screen_stack else None
        over = overlay_of(state)
        if isinstance(screen, OverlayScreen):
            if over is not None and screen.replaces(over):
                return
            await self.pop_screen()
        visit = self.screen_stack[-1]
        page = page_of(state)
        if isinstance(visit, VisitScreen) and visit.page != page:
            await visit.show(page, self._order(page))
            # Textual keeps the lines of the last 1024 widgets there ever were.
            StylesCache.get_inner_outer.cache_clear()
        if over is not None:
            await self.push_screen(OverlayScreen(over))

    def _order(self, page: Page) -> str | None:
        """A new order for each PIN, where the site wants that."""
        if self._parts.shuffled is None or page.form != PinForm(4):
            return None
        return self._parts.shuffled(_DIGITS)

    def _have_done(self, effect: Effect) -> None:
        match effect:
            case Inspect():
                self._ask("card", lambda crew: crew.card.do(effect))
            case Prove() | ReadSignature() | ReadAttributes():
                self._use_pin(effect)
            case ReleaseCard():
                self._tell("card", lambda crew: crew.card.release())
            case ReadResidence():
                self._ask("card", lambda crew: crew.residence.do(effect))
            case (
                FindDrafts() | BeginDraft() | OpenDraft() | EraseDraft() | SaveAnswers()
            ):
                self._ask("registry", lambda crew: crew.drafts.do(effect))
            case CheckPassword() | KeepPassword():
                self._use_password(effect)
            case Register() | LogIn() | Rejoin():
                # Whose they are is settled now: when it is their turn, another card
                # may lie there.
                visit, key = self._visit, self._crew.result().card.public_key
                self._ask("registry", lambda crew: crew.registry.do(effect, visit, key))
            case PrintReceipt() | PrintSlip():
                self._ask(
                    "printer",
                    lambda crew: crew.audit.printed(effect, crew.papers.do(effect)),
                )
            case Enroll():
                visit = self._visit
                self._ask("registry", lambda crew: crew.registry.enroll(effect, visit))
            case SignInStaff():
                self._use_staff_password(effect)
            case ReprintReceipt() | TryPrinters() | LookRound():
                # A look at the printers, too, is not taken while they print.
                self._ask("printer", lambda crew: crew.staff.do(effect))
            case (
                TellDay()
                | FindVisitor()
                | KeepContact()
                | ExportVisitor()
                | DeleteVisitor()
                | ApproveUsage()
                | RefuseUsage()
            ):
                self._ask("registry", lambda crew: crew.staff.do(effect))
            case SignOutStaff() | EndVisit() | Attend():
                self._tell("registry", lambda crew: crew.staff.note(effect))
            case (
                OpenUsage()
                | SaveUsage()
                | SendUsage()
                | TakeBackUsage()
                | ReportUsage()
            ):
                self._ask("registry", lambda crew: crew.usage.do(effect))
            case FindPlace():
                self._ask("registry", lambda crew: crew.find_place(effect))
            case PrintSheet() | PrintUsage() | PrintForgotten():
                self._ask(
                    "printer",
                    lambda crew: crew.audit.printed(effect, crew.sheets.do(effect)),
                )
            case WriteTables():
                self._ask(
                    "printer",
                    lambda crew: crew.audit.handed_over(crew.tables.do(effect)),
                )
            case CallStaff():
                self.bell()
                self._tell("registry", lambda crew: crew.audit.staff_called())
            case Forget():
                self._wipe_secret()
                # Rich keeps how wide each text is that was ever drawn.
                cached_cell_len.cache_clear()
                self._visit = secrets.token_hex(16)
                self._converter.close()
                self._converter = Converter()
                self.kana = None
                self._tell("card", lambda crew: crew.card.forget())
                self._tell("registry", lambda crew: crew.registry.forget())
                self._tell("registry", lambda crew: crew.staff.forget())
                self.set_timer(TIDY_SECONDS, self._parts.tidy)

    def _use_pin(self, effect: CardEffect) -> None:
        """The one typed PIN goes with the one effect that uses it."""
        pin, self._secret = self._secret, None
        self._ask("card", lambda crew: crew.card.do(effect, pin))

    def _use_password(self, effect: PasswordEffect) -> None:
        """The same of a password."""
        password, self._secret = self._secret, None
        self._ask("registry", lambda crew: crew.registry.use_password(effect, password))

    def _use_staff_password(self, effect: SignInStaff) -> None:
        password, self._secret = self._secret, None
        self._ask("registry", lambda crew: crew.staff.sign_in(effect, password))

    def _ask(self, hand: str, job: "Callable[[Crew], Event]") -> None:
        """Have something done in that hand's thread; its answer is an event."""
        self._hands[hand].submit(
            lambda: self.post_message(Arrived(job(self._crew.result())))
        )

    def _tell(self, hand: str, job: "Callable[[Crew], None]") -> None:
        """Have something done to which there is no answer."""
        self._hands[hand].submit(lambda: job(self._crew.result()))

    def _wipe_secret(self) -> None:
        if self._secret is not None:
            self._secret.wipe()
            self._secret = None

    def _wipe_typed_before(self) -> None:
        if self._typed_before is not None:
            self._typed_before.wipe()
            self._typed_before = None


def _today(now: datetime) -> date:
    return now.astimezone(JAPAN).date()


def _typed_id(text: str) -> str | None:
    """As it is; one of ours in its groups, however it was typed."""
    try:
        return auth_id.grouped(auth_id.parse(text))
    except auth_id.InvalidAuthId:
        return auth_id.opaque(text)
