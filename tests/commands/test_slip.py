"""``kiosk doctor --print``: whether the terminal is ready, on paper."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli import main
from kiosk.commands import doctor
from kiosk.receipts.blocks import Banner, Block, Heading, Paragraph, Points, Verdict
from kiosk.receipts.compose import compose
from kiosk.receipts.paper import Fault, Readiness
from kiosk.visit.desk import Part
from kiosk.visit.parts import called, unwell
from tests.config.site import SOUND

NOON = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
"""In Japan, on a Wednesday."""
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``kiosk doctor`` at the sound site with some more settings."""

    def run(more: str, *options: str) -> Result:
        path = tmp_path / "kiosk.toml"
        path.write_text(SOUND + more)
        arguments = ["doctor", "--config", str(path), *options]
        return CliRunner().invoke(main, arguments)

    monkeypatch.setattr("kiosk.commands.check_machine.synchronised", lambda: True)
    return run


def paper(*faults: Fault, ready: bool) -> list[Block]:
    slip = Readiness("A help desk", "production", NOON, "en", ready, faults)
    return list(compose(slip))


def test_the_answer_is_in_large_letters_and_what_to_do_below() -> None:
    fault = Fault(called("printer 2"), "USB: its cover is open", "close it")
    blocks = paper(fault, ready=False)
    assert blocks[2:] == [
        Verdict("Not ready", "en"),
        Heading("printer 2", "en"),
        Paragraph("USB: its cover is open", "en"),
        Points(("close it",), "en"),
    ]
    assert not any(isinstance(block, Banner) for block in blocks)


def test_where_all_is_well_that_is_all() -> None:
    assert paper(ready=True)[2:] == [
        Verdict("Ready", "en"),
        Paragraph("Every part is well.", "en"),
    ]


def test_the_worst_comes_first() -> None:
    warned, bad, well = (
        Part("clock", "warning", "late", "set it"),
        Part("store", "bad", "gone", "restore it"),
        Part("fonts", "ok", "there"),
    )
    assert unwell((warned, well, bad)) == (bad, warned)


def test_it_is_printed_and_said(run: Run, tmp_path: Path) -> None:
    told = run("", "--print")
    assert told.exit_code == 0
    assert "the slip has been printed" in told.output
    assert (tmp_path / "receipts.bin").stat().st_size > 1000


def test_no_paper_is_a_fault(run: Run, tmp_path: Path) -> None:
    (tmp_path / "receipts.bin").mkdir()
    told = run("", "--print")
    assert told.exit_code == 1
    assert "the slip could not be printed" in told.output


@pytest.mark.parametrize(
    "hours",
    [
        "",
        '[hours]\nmonday = ["09:00-17:00"]\n',
        '[hours]\nwednesday = ["09:00-17:00"]\nclosed = ["2026-11-25"]\n',
        '[hours]\nwednesday = ["09:00-17:00"]\nslip_minutes = 0\n',
    ],
)
def test_not_in_a_morning_on_which_nobody_comes(hours: str, tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(SOUND + hours)
    assert not doctor._wants_slip(path, NOON)


def test_in_every_other_morning(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(SOUND + '[hours]\nwednesday = ["09:00-17:00"]\n')
    assert doctor._wants_slip(path, NOON)
    path.write_text("what is this")
    assert doctor._wants_slip(path, NOON)


def test_on_a_closed_day_nothing_is_done(run: Run) -> None:
    told = run("", "--print", "--morning")
    assert (told.exit_code, told.output) == (0, "")
