"""``kiosk doctor``: every part, well and unwell, and what to do."""

import json
import os
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from click.testing import CliRunner

from kiosk.card.desk import Connection, Sight, SightState
from kiosk.card.lookout import Report
from kiosk.card.readers import Look, Service
from kiosk.cli import main
from kiosk.commands import check_machine, doctor
from kiosk.commands.check_cards import service_and_reader, trust_anchors
from kiosk.commands.check_machine import catalogues, clock, fonts
from kiosk.commands.check_store import store_and_key
from kiosk.commands.finding import Finding, State
from kiosk.commands.language import sayer
from kiosk.config import Config, load
from kiosk.i18n import LANGUAGES
from kiosk.i18n import words_of as words_in
from kiosk.i18n.languages import Drawn, Language
from kiosk.message import say
from kiosk.store.database import open_store
from kiosk.store.keys import FileKey
from tests.config.site import SOUND

Site = Callable[..., Config]
NOW = datetime(2026, 3, 1, 0, 30, tzinfo=UTC)
ENGLISH = sayer("en")
PRESENT, EXCLUSIVE = 0x20, 0x80


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The sound site with some of its text replaced, in a folder of its own."""

    def site(*changes: tuple[str, str]) -> Config:
        text = SOUND
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "kiosk.toml"
        path.write_text(text)
        return load(path)

    return site


@dataclass
class StubDesk:
    """Sees one thing, once, or nothing at all."""

    state: SightState
    closed: bool = field(default=False)

    def watch(self, listener: Callable[[Sight], None]) -> None:
        sight = Sight(self.state, "Reader One", b"", 1)
        threading.Thread(target=listener, args=(sight,)).start()

    def connect(self, sight: Sight) -> Connection:
        raise AssertionError("the doctor only looks")

    def close(self) -> None:
        self.closed = True


def report(reader: str, state: int = 0x10) -> Report:
    """A reader, empty unless said otherwise."""
    return Report(reader, state, b"")


def examine(
    config: Config,
    state: SightState,
    *readers: Report,
    service: Service = Service.RUNS,
    language: str = "en",
    has_pcscd: bool = True,
) -> list[Finding]:
    """What the doctor says of the card service and the reader."""
    desk = StubDesk(state)
    findings = service_and_reader(
        config,
        lambda _: desk,
        lambda: Look(service, readers),
        sayer(language),
        lambda: has_pcscd,
    )
    assert desk.closed
    assert all(bool(each.do) is (each.state is not State.OK) for each in findings)
    return findings


def look(
    config: Config, state: SightState, *readers: Report, **switches: Any
) -> list[tuple[str, State, str]]:
    """The same without what to do."""
    found = examine(config, state, *readers, **switches)
    return [(each.part, each.state, each.what) for each in found]


REAL = ('desk = "virtual"', 'desk = "pcsc"')


@pytest.mark.parametrize(
    ("state", "seen"),
    [
        (SightState.EMPTY, "Reader One: no card on it"),
        (SightState.CARD, "Reader One: a card lies on it"),
    ],
)
def test_a_reader_is_well_whatever_lies_on_it(
    state: SightState, seen: str, site: Site
) -> None:
    assert look(site(REAL), state) == [
        ("service", State.OK, "pcscd runs"),
        ("reader", State.OK, seen),
    ]


def test_no_card_service(site: Site) -> None:
    assert look(site(REAL), SightState.NO_SERVICE) == [
        ("service", State.BAD, "pcscd does not run"),
        ("reader", State.BAD, "not known without the card service"),
    ]


@pytest.mark.parametrize(
    ("service", "has_pcscd", "what", "do"),
    [
        (Service.STOPPED, True, "pcscd does not run", "start it: sudo systemctl"),
        (Service.STOPPED, False, "pcscd is not installed", "install it: sudo apt"),
        (Service.FORBIDDEN, True, "this user may not use pcscd", "allow it with a"),
    ],
)
def test_why_there_is_no_card_service(
    service: Service, has_pcscd: bool, what: str, do: str, site: Site
) -> None:
    state = SightState.NO_SERVICE
    found, _ = examine(site(REAL), state, service=service, has_pcscd=has_pcscd)
    assert (found.state, found.what) == (State.BAD, what)
    assert found.do.startswith(do)


def test_something_that_does_not_answer_can_be_taken_away(site: Site) -> None:
    _, found = examine(site(REAL), SightState.MUTE)
    assert found == Finding(
        "reader",
        State.WARNING,
        "Reader One: something that does not answer lies on it",
        "take it away, or turn the card over",
    )


def test_several_readers(site: Site) -> None:
    readers = [report(f"Reader {number}") for number in ("One", "Two", "Three")]
    assert look(site(REAL), SightState.EMPTY, *readers)[1] == (
        "reader",
        State.OK,
        "Reader One: no card on it; beside it 2 more: Reader Two, Reader Three;"
        " the one with a card counts",
    )
    named = ('desk = "virtual"', 'desk = "pcsc"\nreader = "One"')
    assert look(site(named), SightState.EMPTY, *readers)[1] == (
        "reader",
        State.OK,
        "Reader One: no card on it",
    )


def test_a_card_that_another_program_holds(site: Site) -> None:
    held = report("Reader One", PRESENT | EXCLUSIVE)
    _, found = examine(site(REAL), SightState.CARD, held, report("Reader Two"))
    assert found.state is State.WARNING
    assert found.what.startswith("Reader One: another program holds the card on it; ")
    assert found.do.startswith("nothing, if a visitor is at the kiosk; else end")
    beside = report("Reader Two", PRESENT | EXCLUSIVE)
    assert look(site(REAL), SightState.EMPTY, beside)[1][1] is State.OK


def test_readers_of_other_names_are_named(site: Site) -> None:
    named = ('desk = "virtual"', 'desk = "pcsc"\nreader = "Sony"')
    readers = report("Reader One"), report("Reader Two")
    assert look(site(named), SightState.NO_READER, *readers)[1] == (
        "reader",
        State.BAD,
        'no reader has "Sony" in its name; there is Reader One, Reader Two',
    )


@pytest.mark.parametrize("service", Service)
@pytest.mark.parametrize("state", SightState)
@pytest.mark.parametrize("has_pcscd", [True, False])
@pytest.mark.parametrize("readers", [(), ("One",), ("One", "Two")])
def test_all_that_can_be_said_is_said_in_japanese_too(
    service: Service,
    state: SightState,
    has_pcscd: bool,
    readers: tuple[str, ...],
    site: Site,
) -> None:
    for wanted in ("", '\nreader = "One"'):
        real = ('desk = "virtual"', f'desk = "pcsc"{wanted}')
        for bits in (PRESENT, PRESENT | EXCLUSIVE):
            reports = [report(f"Reader {name}", bits) for name in readers]
            switches: dict[str, Any] = {"service": service, "has_pcscd": has_pcscd}
            english, japanese = (
                examine(site(real), state, *reports, language=language, **switches)
                for language in ("en", "ja")
            )
            for one, other in zip(english, japanese, strict=True):
                assert (one.part, one.state) == (other.part, other.state)
                assert one.what != other.what
                assert not one.do or one.do != other.do
                assert "desk." not in one.what + one.do + other.what + other.do
                assert re.search("[ぁ-ん]", other.what)


def test_a_doctor_without_compiled_words_still_tells(
    monkeypatch: pytest.MonkeyPatch, site: Site
) -> None:
    def no_words(language: str) -> None:
        raise FileNotFoundError

    monkeypatch.setattr("kiosk.commands.language.words_of", no_words)
    found = examine(site(REAL), SightState.NO_SERVICE)
    assert found[0] == Finding(
        "service", State.BAD, "desk.service.stopped", "desk.service.stopped.do"
    )


def test_no_reader(site: Site) -> None:
    assert look(site(REAL), SightState.NO_READER)[1] == (
        "reader",
        State.BAD,
        "no reader is plugged in",
    )


def test_no_reader_of_that_name(site: Site) -> None:
    named = ('desk = "virtual"', 'desk = "pcsc"\nreader = "Sony"')
    assert look(site(named), SightState.NO_READER)[1] == (
        "reader",
        State.BAD,
        'no reader has "Sony" in its name',
    )


def test_virtual_cards_need_no_reader(site: Site) -> None:
    def open_desk(_: str) -> StubDesk:
        raise AssertionError("no desk is opened")

    def look() -> Look:
        raise AssertionError("nothing is looked at")

    findings = service_and_reader(site(), open_desk, look, sayer("en"), bool)
    assert [each.state for each in findings] == [State.OK, State.OK]


def test_store_and_key_before_the_first_start(site: Site, tmp_path: Path) -> None:
    found = store_and_key(site(), ENGLISH)
    assert [(each.part, each.state) for each in found] == [
        ("key", State.OK),
        ("store", State.OK),
    ]
    assert not (tmp_path / "demo").exists()


def test_a_place_where_no_store_can_be_made(site: Site, tmp_path: Path) -> None:
    (tmp_path / "demo").touch()
    assert [each.state for each in store_and_key(site(), ENGLISH)] == [
        State.BAD,
        State.BAD,
    ]


@pytest.fixture
def kept(site: Site) -> Config:
    """A site that has been started once."""
    config = site()
    key = FileKey(config.store.key_file).load_or_create()
    open_store(config.store.path, key).close()
    return config


def test_a_store_that_is_whole(kept: Config) -> None:
    assert [each.state for each in store_and_key(kept, ENGLISH)] == [State.OK, State.OK]


def test_a_store_without_its_key(kept: Config) -> None:
    kept.store.key_file.unlink()
    key, store = store_and_key(kept, ENGLISH)
    assert key.state is State.BAD
    assert key.what == "the store exists but its key file does not"
    assert key.do.startswith("put the key file back")
    assert store.state is State.BAD
    assert not kept.store.key_file.exists()


def test_a_key_that_others_can_read(kept: Config) -> None:
    kept.store.key_file.chmod(0o644)
    key, _ = store_and_key(kept, ENGLISH)
    assert key.state is State.BAD
    assert "chmod 600" in f"{key.what} {key.do}"


def test_a_store_with_another_key(kept: Config) -> None:
    kept.store.key_file.write_bytes(bytes(32))
    key, store = store_and_key(kept, ENGLISH)
    assert (key.state, store.state) == (State.OK, State.BAD)
    assert store.do.startswith("put back the key file")


def test_trust_anchors_of_a_demo_before_its_first_start(site: Site) -> None:
    assert trust_anchors(site(), ENGLISH).state is State.OK


def test_trust_anchors_that_are_none(site: Site) -> None:
    config = site()
    folder = config.card.trust_anchors
    folder.mkdir(parents=True)
    found = trust_anchors(config, ENGLISH)
    assert found.state is State.BAD
    assert found.what == f"{folder}: no trust anchor"
    assert found.do.startswith("put certificates there")
    (folder / "one.pem").write_text("none")
    assert trust_anchors(config, ENGLISH).state is State.BAD


def test_trust_anchors_in_earnest_must_be_there(site: Site) -> None:
    config = site(
        ("demo/", "data/"),
        ('mode = "demo"', 'mode = "production"'),
        ('desk = "virtual"', 'desk = "pcsc"'),
        ("receipts.bin", "/dev/usb/lp0"),
    )
    found = trust_anchors(config, ENGLISH)
    assert found.state is State.BAD
    assert found.what.endswith("no such folder")


def test_every_part_has_a_name_for_staff() -> None:
    """Those in the source of this command; a printer after the first has a number."""
    folder = Path(doctor.__file__).parent
    calls = r'\b(?:ok|bad|warning|_bad|_unfit|_refused|_will_be_made)\(\s*"([a-z ]+)"'
    named = {
        part
        for path in (*folder.glob("check_*.py"), Path(doctor.__file__))
        for part in re.findall(calls, path.read_text(encoding="utf-8"))
    }
    words = words_in("en")
    for part in named - {"settings"}:
        assert words.say(say(f"staff.part.{part.replace(' ', '_')}"))


def test_fonts(tmp_path: Path) -> None:
    assert fonts(ENGLISH, tmp_path).do == (
        "install them: sudo apt-get install fonts-noto-core fonts-noto-cjk"
    )
    folder = tmp_path / "noto"
    folder.mkdir()
    (folder / "NotoSans-Regular.ttf").touch()
    assert (
        fonts(ENGLISH, tmp_path).do
        == "install them: sudo apt-get install fonts-noto-cjk"
    )
    (folder / "NotoSansCJK-Regular.ttc").touch()
    assert fonts(ENGLISH, tmp_path).state is State.OK


def words_of(language: str, folder: Path) -> tuple[Path, Path]:
    """A catalogue and its compiled form, of the same age."""
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True)
    words, compiled = place / "kiosk.po", place / "kiosk.mo"
    words.touch()
    with compiled.open("wb") as file:
        write_mo(file, Catalog(language))
    os.utime(words, (1000, 1000))
    os.utime(compiled, (1000, 1000))
    return words, compiled


def test_catalogues(site: Site, tmp_path: Path) -> None:
    config, folder = site(), tmp_path / "locales"
    assert catalogues(config, ENGLISH, folder).what == "no words in language ja"
    words_of("ja", folder)
    assert catalogues(config, ENGLISH, folder).what == "no words in language en"
    words, compiled = words_of("en", folder)
    assert catalogues(config, ENGLISH, folder).state is State.OK
    os.utime(words, (1001, 1001))
    assert catalogues(config, ENGLISH, folder).state is State.WARNING
    compiled.write_bytes(b"no catalogue")
    assert catalogues(config, ENGLISH, folder).state is State.BAD
    compiled.unlink()
    assert catalogues(config, ENGLISH, folder).what == "en is not compiled"


def made_up(code: str, script: str, drawn: Drawn) -> Language:
    return replace(LANGUAGES["en"], code=code, script=script, drawn=drawn)


MADE_UP = {
    "ne": made_up("ne", "Deva", Drawn.IMAGE),
    "th": made_up("th", "Thai", Drawn.IMAGE),
    "en": made_up("en", "Latn", Drawn.CELLS),
}


@pytest.mark.parametrize(
    ("languages", "dictionary", "told"),
    [
        (("ne", "th"), True, "pictures"),
        (("ne", "en"), False, ""),
        (("th", "en"), True, ""),
        (("th", "en"), False, "dictionary"),
    ],
)
def test_words_that_not_every_screen_can_show(
    languages: tuple[str, ...],
    dictionary: bool,
    told: str,
    site: Site,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(check_machine, "LANGUAGES", MADE_UP)
    monkeypatch.setattr(check_machine.dictionaries, "is_there", lambda: dictionary)
    config = site()
    config = replace(config, site=replace(config.site, languages=languages))
    folder = tmp_path / "words"
    for language in languages:
        words_of(language, folder)
    found = catalogues(config, ENGLISH, folder)
    assert found.state is (State.WARNING if told else State.OK)
    assert told in found.what
    assert "libicu72" in found.do or told != "dictionary"


@pytest.mark.parametrize(
    ("now", "synchronised", "state"),
    [
        (NOW, True, State.OK),
        (NOW, None, State.OK),
        (NOW, False, State.WARNING),
        (datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC), True, State.BAD),
        (datetime(1970, 1, 1, tzinfo=UTC), False, State.BAD),
    ],
)
def test_the_clock(now: datetime, synchronised: bool | None, state: State) -> None:
    assert clock(now, lambda: synchronised, ENGLISH).state is state


def test_the_clock_is_shown_as_it_is_in_japan() -> None:
    assert clock(NOW, lambda: True, ENGLISH).what == "2026-03-01 09:30 in Japan"


def test_every_part_is_told_and_well_means_that_none_is_bad(
    site: Site, tmp_path: Path
) -> None:
    site()
    path = tmp_path / "kiosk.toml"
    result = CliRunner().invoke(main, ["doctor", "--json", "--config", str(path)])
    told = json.loads(result.stdout)
    assert {each["part"] for each in told["parts"]} == {
        "settings",
        "service",
        "reader",
        "printer",
        "key",
        "store",
        "catalogues",
        "trust anchors",
        "residence anchors",
        "fonts",
        "clock",
    }
    states = [each["state"] for each in told["parts"]]
    assert told["well"] is ("bad" not in states)
    assert result.exit_code == (0 if told["well"] else 1)
    for each in told["parts"]:
        assert bool(each["do"]) is (each["state"] != "ok")


def test_wrong_settings_are_told_and_the_machine_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(SOUND.replace("58", "70").replace("60", "6"))
    result = CliRunner().invoke(main, ["doctor", "--config", str(path)])
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith(f"BAD     settings: {path}:7: visit.idle_seconds: ")
    assert lines[1].startswith(f"BAD     settings: {path}:21: printer.width_mm: ")
    assert [line[8:].split(":")[0] for line in lines[2:]] == ["fonts", "clock"]
