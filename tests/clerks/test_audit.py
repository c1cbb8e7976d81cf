"""The clerk of the audit trail: what is done outside of the store."""

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.clerks.audit import AuditClerk
from kiosk.forms.application import make
from kiosk.rules.decision import Decision, Outcome
from kiosk.store.audit.events import Event, PaperAsked, StaffCalled, Started, Stopped
from kiosk.store.audit.fields import Mode, Paper, Part, Printing, SiteKind
from kiosk.store.audit.trail import Trail
from kiosk.store.audit.verify import entries, verify
from kiosk.store.database import Store, open_store
from kiosk.visit.effects import PrintEffect, PrintReceipt, PrintSheet, PrintSlip
from kiosk.visit.events import PaperAnswer, PaperFailed, PaperPrinted
from kiosk.visit.site import Site
from tests.registry.people import KEY, NOON

DECISION = Decision(Outcome.ALLOWED, (), (), (), (), ())
EFFECTS = (
    (PrintReceipt(7, "en", "registered", "AB12-CD34-EF56-GH78"), Paper.RECEIPT),
    (PrintSlip(7, "en", "applicant", "extension", DECISION), Paper.SLIP),
    (PrintSheet(7, "en", make("extension", "student", ()), NOON.date()), Paper.SHEET),
)
ANSWERS = (
    (PaperPrinted(7), Printing.PRINTED),
    (PaperFailed(7), Printing.FAILED),
    (PaperFailed(7, needs_staff=True), Printing.FAILED),
    (PaperFailed(7, unsure=True), Printing.UNSURE),
    (PaperFailed(7, no_printer=True), Printing.NO_PRINTER),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "store.db", KEY)
    yield opened
    opened.close()


@pytest.fixture
def clerk(store: Store) -> AuditClerk:
    return AuditClerk(Trail(store), lambda: NOON)


def recorded(store: Store) -> list[Event | None]:
    assert verify(store).whole
    with store.read() as db:
        return [entry.event for entry, _, _ in entries(db)]


@pytest.mark.parametrize(("effect", "paper"), EFFECTS)
@pytest.mark.parametrize(("answer", "printing"), ANSWERS)
def test_papers(
    clerk: AuditClerk,
    store: Store,
    effect: PrintEffect | PrintSheet,
    paper: Paper,
    answer: PaperAnswer,
    printing: Printing,
) -> None:
    assert clerk.printed(effect, answer) is answer
    assert recorded(store) == [PaperAsked(paper, printing)]


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("0.1.0", (0, 1, 0)),
        ("12.345", (12, 345, 0)),
        ("1.2.3rc4", (1, 2, 3)),
        ("", (0, 0, 0)),
    ],
)
def test_a_day_of_the_kiosk(
    clerk: AuditClerk, store: Store, version: str, numbers: tuple[int, int, int]
) -> None:
    clerk.started(Site("Desk", "training", "community", ("en",)), version)
    clerk.staff_called()
    clerk.stopped()
    parts = (Part(number) for number in numbers)
    assert recorded(store) == [
        Started(Mode.TRAINING, SiteKind.COMMUNITY, *parts),
        StaffCalled(),
        Stopped(),
    ]


def test_what_cannot_be_recorded_holds_nobody_up(
    clerk: AuditClerk, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    store.close()
    [(effect, _), *_], [(answer, _), *_] = EFFECTS, ANSWERS
    with caplog.at_level(logging.DEBUG):
        assert clerk.printed(effect, answer) is answer
    [line] = caplog.messages
    assert line.startswith("not recorded: ")
    assert "AB12" not in line


def test_a_clock_without_its_zone_is_a_fault_of_ours(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    naive = datetime(2026, 11, 24)  # noqa: DTZ001 - what is tested
    AuditClerk(Trail(store), lambda: naive).staff_called()
    assert caplog.messages == ["the audit clerk failed: ValueError"]
    assert recorded(store) == []
