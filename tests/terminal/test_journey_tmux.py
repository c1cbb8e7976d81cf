"""The real program in tmux, with a real card service: from language to receipt."""

import re
import secrets
import signal
import string
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.emulator.mynumber import VirtualMyNumberCard
from kiosk.emulator.pins import TRIES
from kiosk.message import say
from tests.pcsc.conftest import card_service
from tests.pcsc.service import CardService
from tests.terminal.kiosk_site import (
    PASSWORD,
    PERSON,
    PHONE,
    KioskSite,
    card_of,
    workshop,
)
from tests.terminal.tmux import Tmux
from tests.terminal.visitor import (
    ENTER_PASSWORD,
    ENTER_PIN,
    ISSUED,
    LOGGED_IN,
    PREPARE,
    Visitor,
    details,
    id_on,
    questions,
    until_issued,
    until_logged_in,
)
from tests.terminal.waiting import look_until
from tests.terminal.words import squeezed

__all__ = ["card_service", "workshop"]

pytestmark = pytest.mark.xdist_group("pcsc")

OpenTmux = Callable[..., Tmux]

SIZES = [(80, 24), (120, 40)]
ALREADY_FOUND = say("screen.issued.found")
PRINTED = say("screen.paper.printed")
NOT_PRINTED = say("screen.paper.failed")


# Escape, Enter, Tab and their other names (C-[, C-m, C-i) are for the visitor, as are
# F1, F2, F3 and F10, and F7 and F8, which walk and take at the demo site.
LETTERS = string.ascii_lowercase
KEYS = [
    *(f"C-{letter}" for letter in LETTERS if letter not in "im"),
    *("C-Space", "C-\\", "C-]", "C-^", "C-_", "C-?"),
    *(f"M-{letter}" for letter in LETTERS + string.ascii_uppercase),
    *(f"C-M-{letter}" for letter in LETTERS if letter not in "im"),
    *(f"F{number}" for number in range(1, 13) if number not in (1, 2, 3, 7, 8, 10)),
    *(f"{held}-F{number}" for held in ("S", "C", "C-S") for number in range(1, 13)),
    *(f"{held}-{key}" for held in ("S", "C") for key in ("Up", "Home", "PPage")),
    *("IC", "DC", "PPage", "NPage", "Home", "End", "BSpace"),
]
ALT_KEYS = [f"M-F{number}" for number in range(1, 13)] + ["M-Up", "M-Home", "M-PPage"]
MOUSE_REPORTS = [
    f"\x1b[<{button};{column};{row}{end}"
    for button in (0, 1, 2, 4, 8, 16, 32, 35, 64, 65, 66, 67, 128)
    for column, row in ((1, 1), (40, 2), (79, 20), (1, 20), (80, 24))
    for end in "Mm"
]


class Reader:
    """The reader on the desk, and the hand with the visitor's card."""

    def __init__(self, service: CardService, card: VirtualMyNumberCard) -> None:
        self.service = service
        self.card = card

    def move_card(self) -> None:
        """Lay it down, lift it, lay it down …"""
        if self.service.links:
            self.service.take()
        else:
            self.service.insert(self.card)


@pytest.fixture
def site(tmp_path: Path, workshop: Path) -> KioskSite:
    return KioskSite(tmp_path / "site", workshop)


@pytest.fixture
def reader(card_service: CardService, workshop: Path) -> Reader:
    return Reader(card_service, card_of(workshop))


@pytest.fixture
def tmux(site: KioskSite, reader: Reader, open_tmux: OpenTmux) -> Tmux:
    """The program, started when the card service runs."""
    return open_tmux(site.command)


@pytest.fixture
def visitor(tmux: Tmux, reader: Reader) -> Visitor:
    """An English speaker before the first screen."""
    return Visitor(tmux, "en", reader.move_card)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_from_language_to_receipt_and_back_with_the_id(
    site: KioskSite,
    reader: Reader,
    open_tmux: OpenTmux,
    language: str,
    columns: int,
    rows: int,
) -> None:
    terminal = open_tmux(site.command, columns, rows)
    visitor = Visitor(terminal, language, reader.move_card)
    visitor.choose_language()
    visitor.walk(until_issued())
    auth_id = id_on(visitor.read(ISSUED.title, PRINTED))
    visitor.do(ISSUED)
    visitor.go()
    assert site.auth_ids() == [auth_id]
    assert site.printed_codes() == site.pictured_codes() == [[auth_id]]

    visitor.choose_language()
    visitor.walk(until_logged_in(auth_id))
    visitor.read(LOGGED_IN.title)
    visitor.type("4")
    visitor.read(LOGGED_IN.title, PRINTED)
    visitor.do(LOGGED_IN)
    visitor.go()
    assert site.auth_ids() == [auth_id]
    assert site.printed_codes() == site.pictured_codes() == [[auth_id]] * 2

    assert traces(auth_id, terminal.screen(), terminal.history()) == []
    assert site.files_telling(particulars(auth_id)) == []
    assert list(site.elsewhere.iterdir()) == []
    assert site.log == ""
    assert reader.card.alarms == []


def test_registering_again_gives_the_same_id(site: KioskSite, visitor: Visitor) -> None:
    visitor.choose_language()
    visitor.walk(until_issued())
    auth_id = id_on(visitor.read(ISSUED.title, PRINTED))
    visitor.do(ISSUED)
    visitor.go()

    visitor.choose_language()
    visitor.walk(until_issued())
    assert id_on(visitor.read(ALREADY_FOUND, PRINTED)) == auth_id
    assert site.auth_ids() == [auth_id]


def test_the_card_is_lifted_while_its_pin_is_typed(
    visitor: Visitor, reader: Reader
) -> None:
    visitor.choose_language()
    visitor.walk((*questions(), PREPARE))
    visitor.read(ENTER_PIN.title)
    visitor.type("12")
    visitor.read(ENTER_PIN.title)
    reader.move_card()
    visitor.read(say("trouble.removed.title"))
    reader.move_card()
    visitor.do(ENTER_PIN)
    visitor.read(ENTER_PASSWORD.title)
    assert tries(reader.card) == TRIES

    reader.move_card()
    visitor.read(say("trouble.removed.title"))
    reader.move_card()
    visitor.walk((ENTER_PASSWORD, *details()))
    visitor.read(ISSUED.title)
    assert tries(reader.card) == TRIES


def test_the_card_service_is_stopped_in_the_middle(
    site: KioskSite, visitor: Visitor, reader: Reader
) -> None:
    visitor.choose_language()
    visitor.walk((*questions(), PREPARE, ENTER_PIN))
    visitor.read(ENTER_PASSWORD.title)
    reader.service.kill()
    visitor.read(say("trouble.no_service.title"))
    reader.service.links.pop(0).stop()
    reader.service.start()
    visitor.read(PREPARE.title)
    reader.move_card()
    visitor.walk((ENTER_PASSWORD, *details()))
    auth_id = id_on(visitor.read(ISSUED.title, PRINTED))
    assert site.auth_ids() == [auth_id]
    assert tries(reader.card) == TRIES


def test_the_card_service_is_not_there_at_the_start(
    stopped_service: CardService, visitor: Visitor
) -> None:
    visitor.choose_language()
    visitor.walk(questions())
    visitor.read(say("trouble.no_service.title"))
    stopped_service.start()
    visitor.walk((PREPARE, ENTER_PIN))
    visitor.read(ENTER_PASSWORD.title)


@pytest.fixture
def stopped_service(reader: Reader) -> CardService:
    """Before the program starts, which is ``visitor``'s doing."""
    reader.service.stop()
    return reader.service


def test_a_printer_that_is_not_there(
    tmp_path: Path, workshop: Path, reader: Reader, open_tmux: OpenTmux
) -> None:
    site = KioskSite(tmp_path / "site", workshop, printer=Path("/dev/no-such-printer"))
    visitor = Visitor(open_tmux(site.command), "en", reader.move_card)
    visitor.choose_language()
    visitor.walk(until_issued())
    auth_id = id_on(visitor.read(ISSUED.title, NOT_PRINTED))
    assert site.auth_ids() == [auth_id]
    assert site.pictured_codes() == [[auth_id]]

    visitor.type("4")
    look_until(
        site.pictured_codes,
        lambda codes: len(codes) == 2,
        lambda codes: f"not printed again: {len(codes)} pictures",
    )
    assert id_on(visitor.read(ISSUED.title, NOT_PRINTED)) == auth_id
    visitor.do(ISSUED)
    visitor.go()
    assert site.auth_ids() == [auth_id]
    assert re.findall("not printed: (.*)", site.log) == ["absent", "absent"]
    assert site.files_telling(particulars(auth_id)) == []


def test_a_key_that_does_not_open_the_store(
    site: KioskSite, open_tmux: OpenTmux
) -> None:
    first = open_tmux(site.command)
    look_until(site.has_store, bool, lambda _: "no store was made")
    first.kill()
    first.wait_for_exit()

    key = site.key_file.read_bytes()
    site.key_file.write_bytes(secrets.token_bytes(len(key)))
    again = open_tmux(site.command, 400, 24)
    assert again.wait_for_exit() == 1
    [line] = again.screen().strip().splitlines()
    assert re.fullmatch(r"kiosk: the key does not open this store.*kiosk\.db.*", line)

    site.key_file.write_bytes(key)
    assert site.auth_ids() == []


def test_settings_that_are_wrong(site: KioskSite, open_tmux: OpenTmux) -> None:
    text = site.config.read_text()
    wrong = [
        ('kind = "community"', 'kind = "casino"', "site.kind"),
        ("idle_seconds = 3600", 'idle_seconds = "soon"', "visit.idle_seconds"),
        ("width_mm = 80", "width = 80", "printer.width"),
    ]
    for right, mistake, named in wrong:
        number = text[: text.index(right)].count("\n") + 1
        site.config.write_text(text.replace(right, mistake))
        terminal = open_tmux(site.command, 250, 24)
        assert terminal.wait_for_exit() == 2
        first, *rest = terminal.screen().strip().split("\n")
        assert first.startswith(f"{site.config}:{number}: ")
        assert named in first
        assert rest == []
    assert not site.data.exists()


def test_keys_paste_mouse_and_sizes_change_nothing(
    site: KioskSite, visitor: Visitor, tmux: Tmux, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    tmux.record(output)
    visitor.choose_language()
    visitor.read(say("screen.purpose.title"))
    assert_unmoved_by_everything(tmux)
    visitor.walk((*questions(), PREPARE))
    visitor.read(ENTER_PIN.title)
    assert_unmoved_by_everything(tmux)
    visitor.walk((ENTER_PIN, ENTER_PASSWORD))
    visitor.read(details()[0].title)
    assert b"\x1b]52" not in output.read_bytes()
    assert list(site.elsewhere.iterdir()) == []
    assert site.log == ""


def test_alt_with_a_function_key_types_nothing(visitor: Visitor, tmux: Tmux) -> None:
    visitor.choose_language()
    visitor.walk((*questions(), PREPARE))
    empty = visitor.read(ENTER_PIN.title)
    for key in ALT_KEYS:
        tmux.key(key)
        tmux.type("9")
        screen = tmux.wait_for(lambda screen: screen != empty)
        assert "● ○ ○ ○" in screen
        tmux.key("DC")
        tmux.wait_for(lambda screen: screen == empty)


def test_nothing_is_left_on_the_screen_when_it_is_told_to_end(
    site: KioskSite, visitor: Visitor, tmux: Tmux
) -> None:
    visitor.choose_language()
    visitor.walk(until_issued())
    auth_id = id_on(visitor.read(ISSUED.title, PRINTED))
    tmux.kill(signal.SIGTERM)
    assert tmux.wait_for_exit() == 0
    assert traces(auth_id, tmux.screen(), tmux.history()) == []
    assert site.auth_ids() == [auth_id]


def assert_unmoved_by_everything(terminal: Tmux) -> None:
    """The same screen is shown when all of it has been done."""
    before = terminal.screen()
    for count in range(0, len(KEYS), 50):
        terminal.key(*KEYS[count : count + 50])
    terminal.paste("1234\n" * 20_000)
    for report in MOUSE_REPORTS:
        terminal.type(report)
    terminal.resize(20, 5)
    terminal.wait_for(lambda screen: len(screen.splitlines()) == 5)
    terminal.resize(80, 24)
    for overlay in ("F1", "F2", "F3", "F10"):
        # It lies over the page only when all before it has been dealt with.
        terminal.wait_for(lambda screen: screen == before)
        terminal.key(overlay)
        terminal.wait_for(lambda screen: "┏" in screen)
        terminal.key("Escape")
    terminal.wait_for(lambda screen: screen == before)


def particulars(auth_id: str) -> list[str]:
    """What must stay nowhere after a visit, in every form that it may have had."""
    year, month, day = (PERSON.birth_date[a:b] for a, b in ((0, 4), (4, 6), (6, 8)))
    return [
        *(PERSON.name, PERSON.address, PHONE, PASSWORD),
        *(auth_id, auth_id.replace("-", ""), PERSON.birth_date),
        *(f"{year}-{month}-{day}", f"{year}年{int(month)}月{int(day)}日"),
        f"{int(day)} April {year}",
    ]


def traces(auth_id: str, *shown: str) -> list[int]:
    """The places, in the list of particulars, of those that can be read."""
    return [
        place
        for place, text in enumerate(particulars(auth_id))
        if any(squeezed(text) in squeezed(screen) for screen in shown)
    ]


def tries(card: VirtualMyNumberCard) -> dict[str, int]:
    return {pin: card.tries_left(pin) for pin in TRIES}
