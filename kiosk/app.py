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
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from textual import events, on
from textual._styles_cache import StylesCache
from textual.message import Message as Posted

from kiosk import errands
from kiosk.card.pins import PinKind, check_form
from kiosk.hands import CARD, REGISTRY, Hands
from kiosk.i18n import words_of
from kiosk.japan import JAPAN
from kiosk.message import Message
from kiosk.record import record
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
from kiosk.typed import event_of
from kiosk.visit.desk import EnterStaffPassword, EnterStaffPin
from kiosk.visit.effects import CallStaff, Effect, Forget
from kiosk.visit.events import (
    Event,
    OutOfOrder,
    PasswordTyped,
    PinTyped,
    Ticked,
    Touched,
)
from kiosk.visit.site import Site
from kiosk.visit.state import DeskView, State, new_visit
from kiosk.visit.steps import ChoosePassword, EnterPassword, EnterPin
from kiosk.visit.terms import PasswordFault
from kiosk.writing.kanji import Converter, KanjiError

if TYPE_CHECKING:
    # Imported with the crew, in its thread: the libraries behind it take longer to
    # load than the first screen takes to be drawn.
    from kiosk.clerks.crew import Crew, Dock

TICK_SECONDS: Final = 1.0
TIDY_SECONDS: Final = 0.5
REPORT_SECONDS: Final = 60.0
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
    every second in which the screen answers. ``observe`` is told of each transition.
    ``cell`` is the size of a character where the terminal draws pictures. ``linger``:
    seconds for which the first screen says that nobody can work here, before the
    program ends.

    ``hire`` opens the desk, the registry and the printer. It is called once, in a
    thread, when the first screen has been asked for: nobody waits for it.
    """

    site: Site
    hire: Callable[[], "Crew"]
    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    shuffled: Callable[[str], str] | None = None
    pause: float = 0.0
    switch: tuple[str, str] = ("f7", "f8")
    tidy: Callable[[], object] = lambda: None
    alive: Callable[[], object] = lambda: None
    observe: Callable[[State, Event, State, tuple[Effect, ...]], object] = (
        lambda *transition: None
    )
    notices: tuple[Message, ...] = ()
    cell: Cell | None = None
    linger: float = 0.0


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
        site = parts.site
        super().__init__(words_of(site.languages[0]), site.display.theme)
        self._parts = parts
        self.cell = parts.cell
        self.switch = parts.switch
        fresh = new_visit(parts.site, _here(parts.now()).date(), DeskView())
        health = fresh.health.by(parts.site.hours, _here(parts.now()))
        self._state = fresh.but(health=health)
        self._secret: Secret | None = None
        self._typed_before: Secret | None = None
        self._converter = Converter()
        self._visit = secrets.token_hex(16)
        self._ticked_at = parts.monotonic()
        self._touch_is_spent = False
        self._hands = Hands(lambda event: self.post_message(Arrived(event)))
        self.refusal: Exception | None = None

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
        # Not in the task of the timer, beside a key that changes the screen.
        self.set_interval(TICK_SECONDS, partial(self.call_later, self._tick))
        self.set_interval(REPORT_SECONDS, self._report)
        self.call_after_refresh(self._hands.hire, self._parts.hire, self._refused)

    def on_unmount(self) -> None:
        self._converter.close()
        self._wipe_secret()
        self._wipe_typed_before()
        self._hands.dismiss()

    def _refused(self, error: Exception) -> None:
        """Called in another thread: nobody can work here."""
        self.refusal = error
        self.call_from_thread(self.call_later, self._give_up)

    async def _give_up(self) -> None:
        """The first screen says so for a while, and then the program ends."""
        await self._advance(OutOfOrder())
        if self._parts.linger:
            self.set_timer(self._parts.linger, self._end)
        else:
            self._end()

    def _end(self) -> None:
        self.exit(return_code=REFUSED_STATUS)

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
            case EnterStaffPin():
                well_formed = check_form(PinKind.AUTHENTICATION, given.secret)
                await self._advance(PinTyped(well_formed))
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
        await self._advance(event_of(given.kind, given.values))

    async def _tick(self) -> None:
        self._parts.alive()
        now = self._parts.monotonic()
        seconds = int(now - self._ticked_at)
        if seconds > 0:
            self._ticked_at += seconds
            here = _here(self._parts.now())
            await self._advance(Ticked(seconds, here.date(), here))

    def _report(self) -> None:
        self._hands.tell(REGISTRY, lambda crew: crew.report())

    def _use_dock(self, toggle: "Callable[[Dock], None]") -> None:
        def use(crew: "Crew") -> None:
            if crew.dock is not None:
                toggle(crew.dock)

        self._hands.tell(CARD, use)

    # What comes of it

    async def _advance(self, event: Event) -> None:
        # With the rules and forms behind it, after the first screen has been drawn.
        from kiosk.visit.machine import advance

        before = self._state
        self._state, effects = advance(before, event)
        self._parts.observe(before, event, self._state, effects)
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
        self.look = state.display.theme
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
        errands.run(effect, self._hands, self._visit, self._take_secret)
        match effect:
            case CallStaff():
                self.bell()
            case Forget():
                self._forget()

    def _forget(self) -> None:
        """Whatever this app still holds of the visit."""
        self._wipe_secret()
        self.forget_texts()
        self._visit = secrets.token_hex(16)
        self._converter.close()
        self._converter = Converter()
        self.kana = None
        self.set_timer(TIDY_SECONDS, self._parts.tidy)

    def _take_secret(self) -> Secret | None:
        secret, self._secret = self._secret, None
        return secret

    def _wipe_secret(self) -> None:
        if self._secret is not None:
            self._secret.wipe()
            self._secret = None

    def _wipe_typed_before(self) -> None:
        if self._typed_before is not None:
            self._typed_before.wipe()
            self._typed_before = None


def _here(now: datetime) -> datetime:
    """By the clock on a wall in Japan."""
    return now.astimezone(JAPAN).replace(tzinfo=None)
