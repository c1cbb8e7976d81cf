"""Real visits with PINs that nobody has chosen, and where these can be found then."""

import secrets
import signal
import string
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from kiosk.emulator.authority import CardKeys
from kiosk.emulator.demo import without_end_of_stay
from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.pins import Pins
from kiosk.emulator.workshop import authority_in, card_keys_in
from kiosk.message import say
from tests.pcsc.conftest import card_service
from tests.pcsc.service import CardService
from tests.terminal.kiosk_site import PERSON, VISITOR, KioskSite, workshop
from tests.terminal.memory import (
    Found,
    Needle,
    Needles,
    core_limits,
    found_in_files,
    found_in_memory,
    need_root,
    pin_needles,
    text_needles,
)
from tests.terminal.tmux import Tmux
from tests.terminal.visitor import (
    ENTER_PASSWORD,
    ENTER_PIN,
    ISSUED,
    LOGGED_IN,
    PREPARE,
    Stage,
    Visitor,
    details,
    id_on,
    questions,
    until_logged_in,
)

__all__ = ["card_service", "workshop"]

pytestmark = pytest.mark.xdist_group("pcsc")

OpenTmux = Callable[..., Tmux]

ENTER_TEXT_PIN = Stage(say("screen.pin.attributes.title"))
SET_PASSWORD = Stage(ISSUED.title, "3")
CHOOSE_PASSWORD = Stage(say("screen.password.choose.title"))
AGAIN = Stage(say("screen.password.again.title"))
PASSWORD_KEPT = Stage(say("screen.password.kept.title"), "1")
NO_CARD = Stage(PREPARE.title, "1")
USE_PASSWORD = Stage(say("screen.password.enter.title"))
TYPED = "●"
FAULT_STATUS = 70
"""EX_SOFTWARE (sysexits.h)."""
FAILING = """\
import sys
import kiosk.card.pins
from kiosk.cli import main

def fail(kind, secret):
    with secret.view() as codes:
        raise RuntimeError(bytes(codes))

kiosk.card.pins.check_form = fail
main(sys.argv[1:], prog_name="kiosk")
"""
"""The program with a fault at the worst place: a PIN is in hand and in the error."""
LEAKING = """\
import ctypes, sys
pin, password = sys.stdin.readline().split()
octets, wide = pin.encode(), password.lower().encode("utf-16-be")
del password
command = bytes.fromhex("0020008004") + octets
print("ready", flush=True)
sys.stdin.readline()
"""
"""What a library does that keeps what it was given."""
PASSWORD_ONCE = ["password, end", "password, first half", "password, second half"]
OWN_ONCE = ["own, end", "own, first half", "own, second half"]


@dataclass(frozen=True)
class Chosen:
    """One visitor's PINs, and the password that they set."""

    pin: str
    password: str
    text_pin: str
    own: str

    @classmethod
    def by_chance(cls) -> "Chosen":
        return cls(_digits(), _password(), _digits(), _own_password())

    @property
    def needles(self) -> Needles:
        return {
            **pin_needles("PIN", self.pin),
            **text_needles("password", self.password),
            **pin_needles("PIN of the texts", self.text_pin),
            # Looked for in any case.
            **text_needles("own", self.own.upper()),
        }

    def card(self, workshop: Path, keys: CardKeys) -> VirtualMyNumberCard:
        """The visitor's card, issued yesterday, with these PINs."""
        now = datetime.now(UTC)
        person = without_end_of_stay(PERSON)
        identity = authority_in(workshop, now).issue(
            person, now - timedelta(days=1), keys
        )
        pins = Pins(*(own.encode() for own in (self.pin, self.password, self.text_pin)))
        return VirtualMyNumberCard(person, identity, pins=pins)


class Desk:
    """A visitor at the real program, and what is in its memory."""

    def __init__(
        self, terminal: Tmux, service: CardService, site: KioskSite, workshop: Path
    ) -> None:
        self.terminal = terminal
        self.visitor = Visitor(terminal, "en", self.move_card)
        self.chosen = Chosen.by_chance()
        self._service = service
        self._site = site
        self._workshop = workshop
        self._card: VirtualMyNumberCard | None = None

    def come(self, keys: CardKeys) -> None:
        """With a card whose PINs look like nothing that is in memory already."""
        self.visitor.choose_language()
        while self.in_memory():
            self.chosen = Chosen.by_chance()
        self._card = self.chosen.card(self._workshop, keys)

    def type(self, stage: Stage, typed: str) -> None:
        """As a person does it: the next key when the dot of the last one is there."""
        before = self.visitor.read(stage.title).count(TYPED)
        for count, character in enumerate(typed, before + 1):
            self.terminal.type(character)
            self.terminal.wait_for(partial(_has_dots, count))

    def give(self, stage: Stage, typed: str) -> list[str]:
        """Type it and give it to the card; what was in memory in between."""
        self.type(stage, typed)
        found = self.in_memory()
        self.terminal.key("Enter")
        return found

    def in_memory(self) -> list[str]:
        return names(found_in_memory(self.terminal.pid, self.chosen.needles))

    def in_files(self) -> list[Found]:
        """In those of the site, and in what was left elsewhere."""
        folders = [self._site.folder, self._site.elsewhere]
        return found_in_files(folders, self.chosen.needles)

    @property
    def alarms(self) -> list[str]:
        return self._card.alarms if self._card else []

    def move_card(self) -> None:
        """Lay it down, lift it, lay it down …"""
        if self._service.links:
            self._service.take()
        elif self._card:
            self._service.insert(self._card)


@pytest.fixture
def site(tmp_path: Path, workshop: Path) -> KioskSite:
    need_root()
    return KioskSite(tmp_path / "site", workshop)


@pytest.fixture
def start(
    site: KioskSite, card_service: CardService, workshop: Path, open_tmux: OpenTmux
) -> Callable[..., Desk]:
    """Starts the program in tmux, with what comes before and instead of it."""

    def started(*before: str, program: Sequence[str] = ("-m", "kiosk")) -> Desk:
        at = site.command.index("-m")
        command = [*before, *site.command[:at], *program, *site.command[at + 2 :]]
        return Desk(open_tmux(command), card_service, site, workshop)

    return started


def test_no_pin_is_left_by_a_registration_and_a_renewed_card(
    start: Callable[..., Desk], workshop: Path
) -> None:
    desk = start()
    desk.come(card_keys_in(workshop, VISITOR))
    desk.visitor.walk((*questions(), PREPARE))

    assert desk.give(ENTER_PIN, desk.chosen.pin) == ["PIN, buffer"]
    desk.visitor.read(ENTER_PASSWORD.title)
    assert desk.in_memory() == []

    typed = desk.chosen.password.lower()
    assert desk.give(ENTER_PASSWORD, typed) == PASSWORD_ONCE
    desk.visitor.read(details()[0].title)
    assert desk.in_memory() == []

    desk.visitor.walk(details())
    auth_id = id_on(desk.visitor.read(ISSUED.title))
    desk.visitor.do(ISSUED)
    desk.visitor.go()
    assert desk.in_memory() == []
    assert desk.in_files() == []
    assert desk.alarms == []

    desk.come(CardKeys.new())
    desk.visitor.walk(until_pin_of_log_in(auth_id))
    assert desk.give(ENTER_PIN, desk.chosen.pin) == ["PIN, buffer"]
    text_pin = desk.chosen.text_pin
    assert desk.give(ENTER_TEXT_PIN, text_pin) == ["PIN of the texts, buffer"]
    desk.visitor.read(LOGGED_IN.title)
    assert desk.in_memory() == []
    desk.visitor.do(LOGGED_IN)
    desk.visitor.go()
    assert desk.in_memory() == []
    assert desk.in_files() == []
    assert desk.alarms == []


def test_no_password_is_left_where_one_is_set_used_and_mistyped(
    start: Callable[..., Desk], workshop: Path
) -> None:
    desk = start()
    desk.come(card_keys_in(workshop, VISITOR))
    desk.visitor.walk((*questions(), PREPARE))
    desk.give(ENTER_PIN, desk.chosen.pin)
    desk.give(ENTER_PASSWORD, desk.chosen.password)
    desk.visitor.walk(details())
    auth_id = id_on(desk.visitor.read(ISSUED.title))

    desk.visitor.do(SET_PASSWORD)
    assert desk.give(CHOOSE_PASSWORD, desk.chosen.own) == OWN_ONCE
    desk.visitor.read(AGAIN.title)
    # Two buffers while it is typed for the second time: there is no comparing else.
    assert desk.give(AGAIN, desk.chosen.own) == sorted(OWN_ONCE * 2)
    desk.visitor.do(PASSWORD_KEPT)
    desk.visitor.read(ISSUED.title)
    assert desk.in_memory() == []
    assert desk.in_files() == []
    desk.visitor.do(ISSUED)
    desk.visitor.go()

    desk.visitor.choose_language()
    desk.visitor.walk((*until_card_of_log_in(auth_id), NO_CARD))
    mistyped = Chosen.by_chance().own
    desk.give(USE_PASSWORD, mistyped)
    desk.visitor.read(USE_PASSWORD.title, say("screen.password.refused"))
    needles = text_needles("mistyped", mistyped.upper())
    assert found_in_memory(desk.terminal.pid, needles) == []
    assert desk.give(USE_PASSWORD, desk.chosen.own) == OWN_ONCE
    desk.visitor.read(say("screen.logged_in.password"))
    assert desk.in_memory() == []
    assert desk.in_files() == []
    assert desk.alarms == []


def until_card_of_log_in(auth_id: str) -> tuple[Stage, ...]:
    return tuple(stage for stage in until_logged_in(auth_id) if not stage.card)[:-1]


def until_pin_of_log_in(auth_id: str) -> tuple[Stage, ...]:
    return tuple(stage for stage in until_logged_in(auth_id) if stage != ENTER_PIN)


def test_a_pin_that_is_typed_and_not_given_goes_too(
    start: Callable[..., Desk], workshop: Path
) -> None:
    desk = start()
    desk.come(card_keys_in(workshop, VISITOR))
    desk.visitor.walk((*questions(), PREPARE))
    desk.type(ENTER_PIN, desk.chosen.pin)
    desk.move_card()
    desk.visitor.read(say("trouble.removed.title"))
    assert desk.in_memory() == []


def test_what_comes_in_one_go_leaves_no_copy_either(
    start: Callable[..., Desk], workshop: Path
) -> None:
    """From a keypad that sends it as a whole, or while the program was busy."""
    desk = start()
    desk.come(card_keys_in(workshop, VISITOR))
    desk.visitor.walk((*questions(), PREPARE))
    for stage, typed, once in (
        (ENTER_PIN, desk.chosen.pin, ["PIN, buffer"]),
        (ENTER_PASSWORD, desk.chosen.password, PASSWORD_ONCE),
    ):
        dots = desk.visitor.read(stage.title).count(TYPED) + len(typed)
        desk.terminal.type(typed)
        desk.terminal.wait_for(partial(_has_dots, dots))
        assert desk.in_memory() == once
        desk.terminal.key("Enter")
    desk.visitor.read(details()[0].title)
    assert desk.in_memory() == []


def test_a_fault_with_a_pin_in_hand_leaves_it_nowhere(
    start: Callable[..., Desk], workshop: Path, site: KioskSite
) -> None:
    desk = start(program=("-c", FAILING))
    desk.come(card_keys_in(workshop, VISITOR))
    desk.visitor.walk((*questions(), PREPARE))
    desk.give(ENTER_PIN, desk.chosen.pin)
    assert desk.terminal.wait_for_exit() == FAULT_STATUS
    assert "RuntimeError" in site.log
    assert desk.chosen.pin not in desk.terminal.history() + site.log
    assert desk.in_files() == []


@pytest.mark.parametrize("blow", [signal.SIGABRT, signal.SIGSEGV])
def test_there_is_no_core_dump(
    start: Callable[..., Desk], workshop: Path, site: KioskSite, blow: signal.Signals
) -> None:
    desk = start("prlimit", "--core=unlimited:unlimited")
    desk.come(card_keys_in(workshop, VISITOR))
    desk.visitor.walk((*questions(), PREPARE))
    desk.type(ENTER_PIN, desk.chosen.pin)
    assert core_limits(desk.terminal.pid) == (0, 0)
    desk.terminal.kill(blow)
    assert desk.terminal.wait_for_exit() == -blow
    assert list(site.elsewhere.iterdir()) == []
    assert desk.in_files() == []


def test_what_the_program_surely_holds_is_found(start: Callable[..., Desk]) -> None:
    desk = start()
    desk.visitor.read(say("screen.language.title"))
    pid = desk.terminal.pid
    kana = {"name": Needle("まどぐち Test".encode("utf-16-le"))}
    assert set(names(found_in_memory(pid, kana))) == {"name"}
    latin = text_needles("name", "TEST DESK")
    assert set(names(found_in_memory(pid, latin))) == set(latin)


def test_what_a_library_would_leave_is_found() -> None:
    need_root()
    chosen = Chosen.by_chance()
    leaking = subprocess.Popen(
        [sys.executable, "-c", LEAKING],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with leaking:
        assert leaking.stdin is not None
        assert leaking.stdout is not None
        leaking.stdin.write(f"{chosen.pin} {chosen.password}\n")
        leaking.stdin.flush()
        assert leaking.stdout.readline() == "ready\n"
        found = found_in_memory(leaking.pid, chosen.needles)
        leaking.stdin.write("\n")
        leaking.stdin.flush()
    assert set(names(found)) >= {
        "PIN, command",
        "PIN, bytes",
        "PIN, str",
        *PASSWORD_ONCE,
    }


def names(found: Iterable[Found]) -> list[str]:
    return sorted(one.name for one in found)


def _has_dots(count: int, screen: str) -> bool:
    return screen.count(TYPED) == count


def _digits() -> str:
    """No year and no code page, which come into memory as texts in the middle of a
    visit: the years that can be typed alone are one in thirty of all PINs.
    """
    return str(3_000 + secrets.randbelow(7_000))


def _own_password() -> str:
    """Sixteen small and capital letters and digits."""
    signs = string.ascii_letters + string.digits
    return "".join(secrets.choice(signs) for _ in range(16))


def _password() -> str:
    """Sixteen capitals and digits, with one of each at least."""
    capitals, digits = string.ascii_uppercase, string.digits
    rest = [secrets.choice(capitals + digits) for _ in range(14)]
    return "".join([secrets.choice(capitals), *rest, secrets.choice(digits)])
