"""Figures for a monitor: what is counted, written, and never written."""

import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.metrics.counts import OUTCOMES, Counts
from kiosk.metrics.figures import FIGURES, PREFIX, table, text
from kiosk.metrics.file import MetricsFile
from kiosk.store.backup import back_up
from kiosk.store.database import Store, open_store
from kiosk.visit.desk import StaffDesk
from kiosk.visit.effects import Effect, PrintReceipt
from kiosk.visit.events import Event, PaperFailed, PaperPrinted, Ticked, WentOn
from kiosk.visit.health import Health, Lamp
from kiosk.visit.staff_events import StaffPapers
from kiosk.visit.state import DeskView, State
from kiosk.visit.steps import (
    ChooseLanguage,
    ChoosePurpose,
    Goodbye,
    HandOver,
    Issued,
    LoggedIn,
    Step,
    Verdict,
)
from kiosk.visit.terms import Glance, Paper
from tests.emulator.fixtures import authority
from tests.metrics.reading import samples
from tests.registry.people import KEY
from tests.screens.pages import PERSON, TODAY, at

__all__ = ["authority"]

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "metrics.md"
NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


class Watch:
    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


class Walk:
    """A visit that goes where it is told, watched by ``counts``."""

    def __init__(self) -> None:
        self.watch = Watch()
        self.counts = Counts(self.watch)
        self.state = at(ChooseLanguage())

    def to(
        self,
        step: Step,
        event: Event | None = None,
        effects: tuple[Effect, ...] = (),
        **changes: object,
    ) -> None:
        before, self.state = self.state, self.state.but(step=step, **changes)
        self.counts.observe(before, event or WentOn(), self.state, effects)

    def figure(self, name: str, **labels: str) -> float:
        found = samples(text(self.counts.values()))
        return found.get((PREFIX + name, tuple(labels.items())), 0.0)


@pytest.mark.parametrize(
    ("steps", "outcome"),
    [
        ([ChoosePurpose()], "left"),
        ([ChoosePurpose(), Verdict()], "answered"),
        (
            [ChoosePurpose(), Verdict(), Issued(new=True, receipt=Paper.PRINTED)],
            "registered",
        ),
        ([ChoosePurpose(), LoggedIn(Paper.PRINTED)], "logged_in"),
        ([LoggedIn(Paper.PRINTED), HandOver(Paper.PRINTED)], "handed_over"),
    ],
)
def test_a_visit_counts_once_by_how_far_it_came(
    steps: list[Step], outcome: str
) -> None:
    walk = Walk()
    for step in (*steps, Goodbye(), ChooseLanguage(), ChooseLanguage()):
        walk.to(step)
    told = {name: walk.figure("visits_total", outcome=name) for name in OUTCOMES}
    assert told == {name: float(name == outcome) for name in OUTCOMES}
    assert walk.figure("visits_timed_out_total") == 0


def test_a_visit_that_ran_out_of_time() -> None:
    walk = Walk()
    walk.to(ChoosePurpose())
    walk.to(ChooseLanguage(), Ticked(1, TODAY))
    assert walk.figure("visits_timed_out_total") == 1
    walk.to(Goodbye())
    walk.to(ChooseLanguage(), Ticked(1, TODAY))
    assert walk.figure("visits_timed_out_total") == 1


def test_how_long_a_screen_was_there() -> None:
    walk = Walk()
    walk.watch.seconds += 2
    walk.to(ChoosePurpose())
    walk.watch.seconds += 3.5
    walk.to(ChoosePurpose(), staff=StaffDesk("en"))
    walk.watch.seconds += 10
    walk.to(ChoosePurpose(), staff=None)
    assert walk.figure("screen_seconds_total", screen="choose_language") == 2
    assert walk.figure("screen_seconds_total", screen="choose_purpose") == 3.5
    assert walk.figure("screen_seconds_total", screen="staff") == 10
    assert walk.figure("screens_total", screen="choose_purpose") == 2


def test_papers_by_what_became_of_them() -> None:
    walk, page = Walk(), ChoosePurpose()
    for ticket, answer in (
        (1, PaperPrinted(1)),
        (2, PaperFailed(2, needs_staff=True)),
        (3, PaperFailed(3, no_printer=True)),
    ):
        walk.to(page, effects=(PrintReceipt(ticket, "en", "issued", "ID"),))
        walk.to(page, answer)
        walk.to(page, answer)
    walk.to(page, StaffPapers(9, (Paper.PRINTED, Paper.FAILED)))
    for paper, outcome in (
        ("receipt", "printed"),
        ("receipt", "needs_staff"),
        ("receipt", "no_printer"),
        ("staff", "printed"),
        ("staff", "failed"),
    ):
        assert walk.figure("prints_total", paper=paper, outcome=outcome) == 1


@pytest.mark.parametrize(
    ("changes", "figure", "value"),
    [
        ({"desk": DeskView(Glance.NO_READER)}, "card_reader_ready", 0),
        ({"desk": DeskView(Glance.NO_SERVICE)}, "card_reader_ready", 0),
        ({"desk": DeskView(Glance.CARD)}, "card_reader_ready", 1),
        ({"health": Health(Lamp.LOW)}, "printer_ready", 1),
        ({"health": Health(Lamp.LOW)}, "printer_paper_low", 1),
        ({"health": Health(Lamp.PAPER_OUT)}, "printer_ready", 0),
        ({"health": Health(store=False)}, "store_ready", 0),
        ({"health": Health(closed=True)}, "open", 0),
        ({}, "open", 1),
        ({}, "in_use", 0),
        ({"staff": StaffDesk("en")}, "in_use", 1),
    ],
)
def test_how_the_parts_are(changes: dict[str, object], figure: str, value: int) -> None:
    walk = Walk()
    walk.state = walk.state.but(**changes)
    walk.to(ChooseLanguage())
    assert samples(text(walk.counts.values()))[PREFIX + figure, ()] == value


def test_the_line_of_the_service_manager() -> None:
    walk = Walk()
    assert walk.counts.line() == "starting"
    walk.to(ChooseLanguage())
    well = "idle, open, card reader empty, printer well, store well, 0 visits"
    assert walk.counts.line() == well
    walk.to(ChooseLanguage(), health=Health(refused=True))
    assert walk.counts.line() == "out of order"


def test_nothing_of_a_person_is_in_it() -> None:
    """Neither what a step holds nor what a visitor has told."""
    walk = Walk()
    walk.to(ChoosePurpose())
    walk.to(Issued(new=True, receipt=Paper.PRINTED))
    walk.to(ChooseLanguage())
    told = text(walk.counts.values()) + walk.counts.line()
    state = at(ChoosePurpose())
    auth_id = state.answers.auth_id
    assert auth_id is not None
    for own in (PERSON.name, PERSON.address, auth_id, state.answers.contact.phone):
        assert own not in told


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "data" / "store.db", KEY)
    yield opened
    opened.close()


def written(store: Store, folder: Path, counts: Counts | None = None) -> MetricsFile:
    return MetricsFile(
        folder / "metrics" / "kiosk.prom",
        counts or Counts(Watch()),
        store,
        folder,
        lambda: NOW,
        '1.2"3',
        folder / "copies",
        {"my_number": folder / "anchors"},
    )


def test_the_file_is_whole_and_for_everybody_to_read(
    store: Store, tmp_path: Path
) -> None:
    back_up(store, tmp_path / "copies", KEY, NOW - timedelta(hours=9))
    file = written(store, tmp_path)
    file.write()
    path = tmp_path / "metrics" / "kiosk.prom"
    assert [own.name for own in path.parent.iterdir()] == [path.name]
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    found = samples(path.read_text())
    assert found["madoguchi_up", ()] == 1
    assert found["madoguchi_drafts", ()] == 0
    assert found["madoguchi_backup_age_seconds", ()] == 9 * 3600
    assert found["madoguchi_disk_free_bytes", ()] > 0
    assert found["madoguchi_build_info", (("version", '1.2\\"3'),)] == 1
    assert found["madoguchi_written_timestamp_seconds", ()] == NOW.timestamp()
    file.end()
    ended = samples(path.read_text())
    assert ended["madoguchi_up", ()] == 0
    assert len(ended) == 3


def test_without_copies_and_anchors_their_figures_are_not_there(
    store: Store, tmp_path: Path
) -> None:
    written(store, tmp_path).write()
    told = (tmp_path / "metrics" / "kiosk.prom").read_text()
    assert "backup_age" not in told
    assert "certificate" not in told


def test_what_cannot_be_written_holds_nobody_up(store: Store, tmp_path: Path) -> None:
    (tmp_path / "metrics").write_text("a file")
    file = written(store, tmp_path)
    file.write()
    file.end()


def test_a_figure_that_is_not_listed_is_not_written() -> None:
    assert text([("up", (), 1), ("unheard_of", (), 1)]).count("\n") == 3


def test_every_figure_is_explained() -> None:
    assert table() in DOCUMENT.read_text(encoding="utf-8")
    assert len({own.name for own in FIGURES}) == len(FIGURES)


def test_a_state_that_is_replaced_is_the_one_that_is_told() -> None:
    state: State = at(ChooseLanguage())
    counts = Counts(Watch())
    low = state.but(health=replace(state.health, printer=Lamp.LOW))
    counts.observe(state, WentOn(), low, ())
    assert samples(text(counts.values()))["madoguchi_printer_paper_low", ()] == 1
