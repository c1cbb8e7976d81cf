"""Everything Textual offers a user and a kiosk's visitor must not have."""

import io
import logging
import os
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot
from textual.widgets import Button, Input, Static

from kiosk.screens.base import FAULT_STATUS, LONGEST_SCAN, KioskApp, TakesScans
from kiosk.screens.kiosk_screen import KioskScreen
from tests.screens.harness import made_up_words, run_in_terminal

WORDS = made_up_words()
CONTROL_KEYS = [f"ctrl+{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
ALT_KEYS = [f"alt+{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
FUNCTION_KEYS = [f"f{number}" for number in range(1, 25)]
MOVING_KEYS = ["tab", "shift+tab", "up", "down", "left", "right", "home", "end"]
OTHER_KEYS = [
    *("escape", "enter", "space", "backspace", "delete", "insert", "pageup"),
    *("pagedown", "ctrl+pageup", "ctrl+end", "ctrl+backslash", "super+c"),
    *("ctrl+insert", "shift+insert", "shift+delete", "ctrl+shift+c", "ctrl+shift+v"),
]


class ScanInput(TakesScans, Input):
    """A field for a scanner."""


class Busy(KioskScreen):
    """A screen of Textual's own widgets, with what a careless author may write."""

    def compose(self) -> ComposeResult:
        yield Static("[@click=app.quit]leave[/] [@click=app.bell()]ring[/]", id="quit")
        yield Static("[link='https://example.com']there[/link]", id="link")
        yield Static("[@click=screen.dismiss]away[/]", id="away")
        yield Button("go", id="go")
        yield Input("8315", id="plain")
        yield ScanInput(id="scan")


class Kiosk(KioskApp):
    def __init__(self) -> None:
        super().__init__(WORDS)

    def on_mount(self) -> None:
        self.push_screen(Busy())


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a picture or a download would be written: the home, and here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.fixture(autouse=True)
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What goes to the terminal, and that no browser is opened, during a test."""
    written: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "write", lambda _, data: written.append(data))
    monkeypatch.setattr(webbrowser, "open", lambda *_, **__: pytest.fail("a browser"))
    yield written
    assert "\x1b]52" not in "".join(written)
    assert "\x07" not in "".join(text for text in written if "\x1b]22" not in text)


async def unmoved(pilot: Pilot[int], folder: Path) -> None:
    """The app runs, on the same screen, and nothing was kept anywhere."""
    await pilot.pause()
    app = pilot.app
    assert app.is_running
    assert app.return_code is None
    assert isinstance(app.screen, Busy)
    assert len(app.screen_stack) == 2
    assert app.screen.maximized is None
    assert app.clipboard == ""
    assert app.theme == "textual-dark"
    assert not app._notifications
    assert files(folder) == []


def files(folder: Path) -> list[Path]:
    return list(folder.rglob("*"))


@pytest.mark.parametrize("focus", ["", "#go", "#plain"])
@pytest.mark.parametrize(
    "keys",
    [CONTROL_KEYS, ALT_KEYS, FUNCTION_KEYS, MOVING_KEYS, OTHER_KEYS],
    ids=["control", "alt", "function", "moving", "other"],
)
async def test_no_key_leads_away(keys: list[str], focus: str, folder: Path) -> None:
    async with Kiosk().run_test(size=(80, 24)) as pilot:
        for key in keys:
            if focus:
                pilot.app.screen.query_one(focus).focus()
            await pilot.press(key)
            await unmoved(pilot, folder)


@pytest.mark.parametrize("focus", ["", "#go", "#plain"])
@pytest.mark.parametrize("text", ["8315", "\x1b[21~", "x" * 100_000])
async def test_a_paste_is_lost(text: str, focus: str, folder: Path) -> None:
    async with Kiosk().run_test(size=(80, 24)) as pilot:
        if focus:
            pilot.app.screen.query_one(focus).focus()
        await pilot.pause()
        pilot.app.post_message(events.Paste(text))
        await unmoved(pilot, folder)
        assert pilot.app.screen.query_one("#plain", Input).value == "8315"
        assert pilot.app.screen.query_one("#scan", Input).value == ""


@pytest.mark.parametrize(
    ("length", "arrives"), [(LONGEST_SCAN, True), (LONGEST_SCAN + 1, False)]
)
async def test_a_scanner_may_paste_one_code(length: int, arrives: bool) -> None:
    async with Kiosk().run_test(size=(80, 24)) as pilot:
        field = pilot.app.screen.query_one(ScanInput)
        field.focus()
        await pilot.pause()
        pilot.app.post_message(events.Paste("x" * length))
        await pilot.pause()
        assert field.value == ("x" * length if arrives else "")


async def test_no_touch_leads_away(folder: Path) -> None:
    async with Kiosk().run_test(size=(80, 24)) as pilot:
        for widget in ("#quit", "#link", "#away"):
            for x in range(0, 14, 2):
                await pilot.click(widget, offset=(x, 0))
        for y in range(24):
            await pilot.click(offset=(3 * y, y), times=2)
        await unmoved(pilot, folder)


async def test_a_touch_beside_the_screen_does_not_take_the_keys_away() -> None:
    async with Kiosk().run_test(size=(80, 24)) as pilot:
        field = pilot.app.screen.query_one(ScanInput)
        field.focus()
        await pilot.pause()
        for kind in (events.MouseDown, events.MouseUp, events.MouseMove):
            beside = kind(None, 90, 30, 0, 0, 1, False, False, False, 90, 30, Style())
            pilot.app.post_message(beside)
        await pilot.press("x")
        assert field.value == "x"


def test_no_key_of_textual_is_bound() -> None:
    assert set(Kiosk()._bindings.key_to_bindings) == set()
    assert set(KioskScreen()._bindings.key_to_bindings) == {
        *("tab", "shift+tab", "up", "down", "left", "right"),
        *("pageup", "pagedown", "home", "end"),
    }


async def test_nothing_can_be_selected() -> None:
    async with Kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.mouse_down("#quit", offset=(0, 0))
        await pilot.hover("#away", offset=(3, 0))
        await pilot.mouse_up("#away", offset=(3, 0))
        await pilot.click("#quit", times=2)
        assert pilot.app.screen.get_selected_text() is None


async def test_any_size_is_survived(folder: Path) -> None:
    async with Kiosk().run_test(size=(80, 24)) as pilot:
        for size in [(20, 5), (1, 1), (300, 100), (5, 60), (80, 24)]:
            await pilot.resize_terminal(*size)
            await unmoved(pilot, folder)


async def test_no_action_of_textual_leads_away(folder: Path) -> None:
    """Whatever calls them: a key map, markup, a widget of Textual's."""
    actions = [name.removeprefix("action_") for name in dir(App) if "action_" in name]
    async with Kiosk().run_test(size=(80, 24)) as pilot:
        for action in actions:
            await pilot.app.run_action(action)
            await unmoved(pilot, folder)
        assert "quit" in actions


async def test_nothing_goes_outside_however_it_is_called(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "kill", lambda *_: pytest.fail("a signal"))
    monkeypatch.setattr(HeadlessDriver, "can_suspend", True)
    monkeypatch.setattr(
        HeadlessDriver, "suspend_application_mode", lambda _: pytest.fail("suspended")
    )
    async with Kiosk().run_test(size=(80, 24)) as pilot:
        app = pilot.app
        app.copy_to_clipboard("8315")
        app.open_url("https://example.com")
        app.deliver_text(io.StringIO("8315"), save_filename="a", save_directory=".")
        app.deliver_binary(io.BytesIO(b"8315"), save_filename="a", save_directory=".")
        app.deliver_screenshot("a", ".")
        app.save_screenshot("a.svg", ".")
        app.notify("8315")
        app.action_suspend_process()
        await app.action_quit()
        app.action_help_quit()
        app.action_command_palette()
        app.search_themes()
        app.screen.query_one("#go").focus()
        app.screen.action_maximize()
        assert not app.screen.maximize(app.screen.query_one("#go"))
        with app.suspend():
            assert app.is_running
        assert list(app.get_system_commands(app.screen)) == []
        await unmoved(pilot, folder)


async def test_focus_starts_nowhere_and_keys_alone_move_it() -> None:
    async with Kiosk().run_test(size=(80, 24)) as pilot:

        async def focused_after(*keys: str) -> str | None:
            await pilot.press(*keys)
            return pilot.app.focused.id if pilot.app.focused else None

        assert await focused_after() is None
        assert await focused_after("tab") == "go"
        assert await focused_after("down") == "plain"
        assert await focused_after("down") == "scan"
        assert await focused_after("up") == "plain"
        assert await focused_after("shift+tab") == "go"
        assert await focused_after("right") == "plain"


class Long(KioskScreen):
    def compose(self) -> ComposeResult:
        yield Static("\n".join(map(str, range(100))), markup=False)


async def test_a_long_screen_without_fields_scrolls_by_keys() -> None:
    async with Kiosk().run_test(size=(80, 24)) as pilot:
        await pilot.app.push_screen(Long())

        async def top_after(key: str) -> int:
            await pilot.press(key)
            return round(pilot.app.screen.scroll_y)

        assert await top_after("down") == 1
        assert await top_after("up") == 0
        assert await top_after("pagedown") == 24
        assert await top_after("pageup") == 0
        assert await top_after("end") == 76
        assert await top_after("home") == 0


async def test_a_fault_is_seen_by_tests_and_not_told(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    app = Kiosk()

    def fail() -> None:
        pin = "83" + "15"
        raise LookupError(pin)

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            app.call_later(fail)
            await pilot.pause()

    with pytest.raises(LookupError):
        await run()
    assert app.return_code == 70
    [record] = [r for r in caplog.records if r.name == "kiosk.screens.base"]
    assert record.levelno == logging.ERROR
    assert record.exc_info is None
    assert "LookupError" in record.getMessage()
    assert "8315" not in record.getMessage()
    assert capfd.readouterr() == ("", "")


def test_the_screen_is_wiped_when_nothing_is_left_to_write(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever fails while the app ends: its driver writes in a thread of its own."""
    done: list[str] = []

    class Slow:
        def close(self) -> None:
            done.append("written")

    class Failing(KioskApp):
        def run(self, **_: object) -> None:
            self._driver = Slow()  # type: ignore[assignment]
            raise LookupError

    monkeypatch.setattr("kiosk.screens.base._wipe", lambda _: done.append("wiped"))
    assert Failing(made_up_words()).serve() == FAULT_STATUS
    assert done == ["written", "wiped"]


FAULTS = """
import asyncio, logging, sys, threading
from kiosk.screens.environment import scrub
scrub()
from textual.binding import Binding
from textual.widget import Widget
from kiosk.screens.base import KioskApp
from kiosk.screens.kiosk_screen import KioskScreen
from kiosk.screens.widgets.text import Text
from tests.screens.harness import made_up_words

_, how, log = sys.argv
logging.basicConfig(filename=log)

def fail():
    pin = "83" + "15"
    raise LookupError(f"the PIN is {pin}")

async def fail_later():
    pin = "83" + "15"
    await asyncio.to_thread(lambda: None)
    raise LookupError(f"the PIN is {pin}")

class Fails(Widget):
    def compose(self):
        fail()

class Draws(Widget):
    def render(self):
        fail()

class Dies(Widget):
    def on_unmount(self):
        fail()

class Page(KioskScreen):
    BINDINGS = [Binding("f12", "end"), Binding("f11", "fail")]
    def compose(self):
        yield Text("listening")
        if how == "compose":
            yield Fails()
        if how == "render":
            yield Draws()
        if how == "unmount":
            yield Dies()
    def action_end(self):
        self.app.exit(return_code=0)
    def action_fail(self):
        match how:
            case "handler":
                fail()
            case "timer":
                self.set_timer(0.01, fail)
            case "async worker":
                self.run_worker(fail_later())
            case "thread worker":
                self.run_worker(fail, thread=True)
            case "task":
                self.task = asyncio.create_task(fail_later())
                self.set_timer(0.1, self.forget)
            case "callback":
                asyncio.get_running_loop().call_soon(fail)
            case "thread":
                thread = threading.Thread(target=fail)
                thread.start()
                thread.join()
            case "keyboard":
                self.app.panic("the PIN is 8315")
            case "message":
                self.app.exit(message="the PIN is 8315")
    def forget(self):
        del self.task

class App(KioskApp):
    CSS = "nonsense: 8315;" if how == "style" else ""
    def get_default_screen(self):
        return Page()
    def on_load(self):
        if how == "load":
            fail()

raise SystemExit(App(made_up_words()).serve())
"""
F11, F12 = b"\x1b[23~", b"\x1b[24~"
WIPED = b"\x1b[2J\x1b[3J"


@pytest.mark.parametrize(
    ("how", "status", "kind"),
    [
        ("handler", 70, "LookupError"),
        ("timer", 70, "LookupError"),
        ("async worker", 70, "LookupError"),
        ("thread worker", 70, "LookupError"),
        ("task", 70, "LookupError"),
        ("callback", 70, "LookupError"),
        ("compose", 70, "LookupError"),
        ("render", 70, "LookupError"),
        ("load", 70, "LookupError"),
        ("style", 70, "TokenError"),
        ("keyboard", 70, "keyboard"),
        ("unmount", 70, "LookupError"),
        ("thread", 0, "LookupError"),
        ("message", 0, ""),
        ("nothing", 0, ""),
    ],
)
def test_a_fault_ends_the_kiosk_and_tells_nothing(
    how: str, status: int, kind: str, tmp_path: Path
) -> None:
    """In a real terminal: what stands on the screen and in the log afterwards."""
    script = tmp_path / "faulty_kiosk.py"
    script.write_text(FAULTS)
    log = tmp_path / "log"
    ends_by_itself = status == 70 and how != "unmount"
    keys = F11 if ends_by_itself else F11 + F12

    ended = run_in_terminal(script, how, str(log), folder=tmp_path, keys=keys)

    assert ended.status == status
    assert b"8315" not in ended.output
    assert b"Traceback" not in ended.output
    assert b"Error" not in ended.output
    assert b"\x1b]52" not in ended.output
    assert ended.output.endswith(WIPED)
    logged = log.read_text()
    assert kind in logged
    assert "8315" not in logged
    assert "Traceback" not in logged
    assert bool(logged) == bool(kind)
