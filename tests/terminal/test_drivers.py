"""The drivers of real terminals, tried on a program whose behaviour is known."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.foot import CELL, FootDisplay
from tests.terminal.sample_app import FAREWELL, QR_PAYLOAD
from tests.terminal.tmux import Tmux

pytestmark = pytest.mark.xdist_group("terminal")

SAMPLE = [sys.executable, str(Path(__file__).with_name("sample_app.py"))]
SIZES = [(80, 24), (120, 40)]


class Journal:
    """What the program says has been done to it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lines(self) -> list[str]:
        return self.path.read_text().splitlines() if self.path.exists() else []

    def has(self, *lines: str) -> Callable[[], bool]:
        """Whether its last lines are these, for waiting."""
        return lambda: self.lines()[-len(lines) :] == list(lines)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal")


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_tmux_shows_the_program_at_its_size(
    open_tmux: Callable[..., Tmux], columns: int, rows: int
) -> None:
    terminal = open_tmux(SAMPLE, columns, rows)
    screen = terminal.wait_for(f"日本語 size {columns}x{rows}")
    assert len(screen.splitlines()) == rows
    assert "█▀▀▀▀▀█" in screen


def test_tmux_types_text_and_named_keys(open_tmux: Callable[..., Tmux]) -> None:
    terminal = open_tmux(SAMPLE)
    terminal.wait_for("size 80x24")
    for letter in "aZ9-窓é":
        terminal.type(letter)
        terminal.wait_for(f"key {letter}")
    for name, key in [("Escape", "escape"), ("Tab", "tab"), ("C-q", "ctrl+q")]:
        terminal.key(name)
        terminal.wait_for(f"key {key}")


def test_tmux_types_a_whole_text_in_order(
    open_tmux: Callable[..., Tmux], journal: Journal
) -> None:
    terminal = open_tmux([*SAMPLE, journal.path])
    terminal.wait_for("size 80x24")
    text = "-Tokyo 東京; 'C-a' $HOME"
    terminal.type(text)
    typed = [f"key {letter}" for letter in text]
    terminal.wait_for(lambda _: journal.has(*typed)())


def test_tmux_pastes_at_one_stroke(open_tmux: Callable[..., Tmux]) -> None:
    terminal = open_tmux(SAMPLE)
    terminal.wait_for("size 80x24")
    terminal.paste("q 窓口\nx")
    terminal.wait_for(r"paste 'q 窓口\nx'")


def test_tmux_resizes(open_tmux: Callable[..., Tmux]) -> None:
    terminal = open_tmux(SAMPLE)
    terminal.wait_for("size 80x24")
    terminal.resize(50, 12)
    screen = terminal.wait_for("size 50x12")
    assert len(screen.splitlines()) == 12


@pytest.mark.parametrize(("letter", "status"), [("q", 0), ("x", 3)])
def test_tmux_tells_the_exit_status(
    open_tmux: Callable[..., Tmux], letter: str, status: int
) -> None:
    terminal = open_tmux(SAMPLE)
    terminal.wait_for("size 80x24")
    assert terminal.alive
    terminal.type(letter)
    assert terminal.wait_for_exit() == status
    assert not terminal.alive
    assert FAREWELL in terminal.screen()


def test_tmux_kills_and_tells_the_signal(open_tmux: Callable[..., Tmux]) -> None:
    terminal = open_tmux(SAMPLE)
    terminal.wait_for("size 80x24")
    assert Path(f"/proc/{terminal.pid}/cmdline").read_text().split("\0")[:2] == SAMPLE
    terminal.kill(signal.SIGKILL)
    assert terminal.wait_for_exit() == -signal.SIGKILL


def test_tmux_remembers_what_scrolled_off(open_tmux: Callable[..., Tmux]) -> None:
    terminal = open_tmux(["seq", "1", "100"])
    assert terminal.wait_for_exit() == 0
    assert "100" in terminal.screen()
    assert "\n42\n" not in terminal.screen()
    assert "\n42\n" in terminal.history()


def test_tmux_shows_the_last_screen_when_the_text_does_not_come(
    open_tmux: Callable[..., Tmux],
) -> None:
    terminal = open_tmux(["sh", "-c", "echo here; read line"])
    terminal.wait_for("here")
    with pytest.raises(AssertionError, match=r"running, .*'there':\nhere"):
        terminal.wait_for("there", timeout=0)


def test_tmux_does_not_wait_for_a_program_that_has_ended(
    open_tmux: Callable[..., Tmux],
) -> None:
    terminal = open_tmux(["sh", "-c", "echo here; exit 9"])
    with pytest.raises(AssertionError, match=r"ended with 9, .*\nhere"):
        terminal.wait_for("there", timeout=3600)


def test_tmux_gives_the_environment_and_a_program_of_one_word(
    open_tmux: Callable[..., Tmux],
) -> None:
    terminal = open_tmux(["printenv"], rows=200, env={"COUNTER": "7 番"})
    terminal.wait_for("COUNTER=7 番\n")


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_foot_shows_a_qr_code_that_a_reader_reads(
    open_foot: Callable[..., FootDisplay],
    journal: Journal,
    tmp_path: Path,
    columns: int,
    rows: int,
) -> None:
    display = open_foot([*SAMPLE, journal.path], columns, rows)
    display.wait_until(journal.has(f"size {columns}x{rows}"))
    picture = display.wait_for_still()
    assert picture.size == (columns * CELL[0], rows * CELL[1])
    assert display.qr_codes() == [QR_PAYLOAD]
    display.screenshot(tmp_path / "shown.png")
    assert (tmp_path / "shown.png").stat().st_size


def test_foot_draws_japanese(open_foot: Callable[..., FootDisplay]) -> None:
    """Three different glyphs and a blank, not three boxes for "no such glyph"."""
    display = open_foot(["sh", "-c", r"printf '日本語\n'; read line"])
    picture = display.wait_for_still()
    width, height = CELL
    glyphs = {
        picture.crop((left, 0, left + 2 * width, height)).tobytes()
        for left in range(0, 8 * width, 2 * width)
    }
    assert len(glyphs) == 4


def test_foot_types_text_and_named_keys(
    open_foot: Callable[..., FootDisplay], journal: Journal
) -> None:
    # Otherwise Textual has foot report Shift itself as a key.
    env = {"TEXTUAL_DISABLE_KITTY_KEY": "1"}
    display = open_foot([*SAMPLE, journal.path], env=env)
    display.wait_until(journal.has("size 80x24"))
    text = "-aZ9 ~{}|'\"$_@"
    display.type(text)
    display.wait_until(journal.has(*(f"key {letter}" for letter in text)))
    display.key("Escape", "F1", "ctrl+q")
    display.wait_until(journal.has("key escape", "key f1", "key ctrl+q"))


def test_foot_clicks_the_cell_that_is_meant(
    open_foot: Callable[..., FootDisplay], journal: Journal
) -> None:
    display = open_foot([*SAMPLE, journal.path])
    display.wait_for_still()
    for column, row in [(0, 0), (79, 0), (40, 12), (0, 23), (79, 23)]:
        display.click(column, row)
        display.wait_until(journal.has(f"click {column} {row}"))


def test_foot_keeps_the_pointer_off_the_pictures(
    open_foot: Callable[..., FootDisplay],
) -> None:
    display = open_foot(["sh", "-c", "echo here; read line"])
    before = display.wait_for_still()
    display.click(40, 12)
    assert display.wait_for_still() == before


@pytest.mark.parametrize(("letter", "status"), [("q", 0), ("x", 3)])
def test_foot_tells_the_exit_status(
    open_foot: Callable[..., FootDisplay], journal: Journal, letter: str, status: int
) -> None:
    display = open_foot([*SAMPLE, journal.path])
    display.wait_until(journal.has("size 80x24"))
    assert display.alive
    display.type(letter)
    assert display.wait_for_exit() == status
    assert not display.alive


def test_foot_kills_and_tells_the_signal(
    open_foot: Callable[..., FootDisplay], journal: Journal
) -> None:
    display = open_foot([*SAMPLE, journal.path])
    display.wait_until(journal.has("size 80x24"))
    assert Path(f"/proc/{display.pid}/cmdline").read_text().split("\0")[:2] == SAMPLE
    display.kill(signal.SIGKILL)
    assert display.wait_for_exit() == -signal.SIGKILL


def test_foot_keeps_the_last_picture_when_nothing_comes(
    open_foot: Callable[..., FootDisplay],
) -> None:
    display = open_foot(["sh", "-c", "echo here; read line"])
    with pytest.raises(AssertionError, match=r"running; last picture: /.*png"):
        display.wait_until(lambda: False, timeout=0)


def test_foot_does_not_wait_for_a_program_that_has_ended(
    open_foot: Callable[..., FootDisplay],
) -> None:
    display = open_foot(["sh", "-c", "exit 9"])
    with pytest.raises(AssertionError, match="ended with 9"):
        display.wait_until(lambda: False, timeout=3600)
