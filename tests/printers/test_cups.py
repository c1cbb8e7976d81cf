"""Printing through a real scheduler of CUPS to a real IPP Everywhere printer: what came
out is read by ZBar; and faults at every stage.
"""

import os
import threading
from collections.abc import Iterator

import pytest

from kiosk.printers.cups import Patience, Queue
from kiosk.printers.faults import PrinterError, PrinterFault
from kiosk.receipts.cups_printer import CupsPrinter
from kiosk.receipts.page import pdf
from kiosk.registry.auth_id import grouped
from kiosk.sheets.printing import CupsSheets
from tests.missing import missing
from tests.printers.scheduler import (
    PROGRAMS,
    Scheduler,
    kill,
    scheduler,
    start_printer,
    stop_printer,
)
from tests.receipts.papers import auth_id, drawn, receipt
from tests.sheets.poppler import codes, info
from tests.survived import Survived

pytestmark = pytest.mark.xdist_group("cups")

PAGE = pdf(drawn(receipt(), 80))
ID = grouped(auth_id(1))
STOPS = Patience(job=3, trouble=0.3, end=4, look=0.05)
BRISK = Patience(job=60, trouble=0.3, end=20, look=0.05)


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    if not all(map(os.path.exists, PROGRAMS)):
        missing("CUPS is not installed")


@pytest.fixture(scope="module")
def running() -> Iterator[Scheduler]:
    with scheduler() as made:
        yield made


@pytest.fixture
def cups(running: Scheduler) -> Iterator[Scheduler]:
    """Nothing printed yet, nothing in the queue."""
    running.tell("print")
    yield running
    running.tell("print")
    (running.folder / "drop").touch()
    running.release()
    running.run("cancel", "-a", "-x")
    stop_printer(running)
    start_printer(running)
    (running.folder / "drop").unlink()
    for path in (running.folder / "printed").iterdir():
        path.unlink()


def queue(cups: Scheduler, name: str = Scheduler.queue) -> Queue:
    return Queue(name, cups.server, BRISK)


def error_of(asked: Queue) -> PrinterError:
    with pytest.raises(PrinterError) as failed:
        CupsPrinter(asked).print(PAGE)
    assert ID not in str(failed.value)
    return failed.value


def test_a_receipt_is_printed_once_and_read(cups: Scheduler) -> None:
    assert queue(cups).look().fault is None
    CupsPrinter(queue(cups)).print(PAGE)
    (page,) = cups.printed
    assert codes(page) == [ID]
    assert cups.kept == [], "the scheduler keeps no copy"


def test_a_sheet_is_printed_on_a4(cups: Scheduler) -> None:
    CupsSheets(queue(cups)).print(PAGE)
    (page,) = cups.printed
    assert info(page)["Page size"].endswith("(A4)")
    assert cups.kept == []


@pytest.mark.parametrize(
    ("reason", "fault"),
    [
        ("media-empty", PrinterFault.PAPER_OUT),
        ("cover-open", PrinterFault.COVER_OPEN),
        ("media-jam", PrinterFault.BROKEN),
        ("other", PrinterFault.TIMEOUT),
    ],
)
def test_the_printer_stops(
    reason: str, fault: PrinterFault, cups: Scheduler, survived: Survived
) -> None:
    """It has the document: some of it may be on paper, and the rest is taken back."""
    cups.tell(reason)
    error = error_of(Queue(cups.queue, cups.server, STOPS))
    assert (error.fault, error.begun) == (fault, True)
    assert cups.kept == []
    assert "desk-" not in cups.run("lpstat", "-W", "not-completed", "-o")
    survived("in a queue of CUPS")


def test_the_printer_gives_up(cups: Scheduler, survived: Survived) -> None:
    cups.tell("fail")
    error = error_of(Queue(cups.queue, cups.server, STOPS))
    assert error.begun
    assert (cups.printed, cups.kept) == ([], [])
    survived("in a queue of CUPS")


def test_the_printer_is_switched_off(cups: Scheduler, survived: Survived) -> None:
    stop_printer(cups)
    error = error_of(queue(cups))
    assert (error.fault, error.begun) == (PrinterFault.OFFLINE, False)
    start_printer(cups)
    CupsPrinter(queue(cups)).print(PAGE)
    assert [codes(page) for page in cups.printed] == [[ID]], "and only this one"
    survived("in a queue of CUPS")


def test_a_printer_of_another_kind_is_switched_off(
    cups: Scheduler, survived: Survived
) -> None:
    """It cannot be asked itself. CUPS tries for ever, and is told to stop."""
    cups.run("lpadmin", "-p", "old", "-E", "-v", "socket://127.0.0.1:9")
    error = error_of(queue(cups, "old"))
    assert (error.fault, error.begun) == (PrinterFault.OFFLINE, False)
    assert cups.kept == []
    cups.run("lpadmin", "-x", "old")
    survived("in a queue of CUPS")


@pytest.mark.parametrize(
    ("stop", "start"), [("cupsdisable", "cupsenable"), ("cupsreject", "cupsaccept")]
)
def test_the_queue_is_stopped(
    stop: str, start: str, cups: Scheduler, survived: Survived
) -> None:
    cups.run(stop, cups.queue)
    error = error_of(queue(cups))
    assert (error.fault, error.begun) == (PrinterFault.STOPPED, False)
    cups.run(start, cups.queue)
    assert (cups.printed, cups.kept) == ([], [])
    survived("in a queue of CUPS")


def test_others_print_before(cups: Scheduler, survived: Survived) -> None:
    """A job that never got its turn is taken back, and nothing of it came out."""
    cups.tell("other")
    thread = threading.Thread(target=lambda: queue(cups).print(PAGE, "one", _plain))
    thread.start()
    while "now printing" not in cups.run("lpstat", "-p", cups.queue):
        pass
    waiting = Queue(cups.queue, cups.server, Patience(0.3, 0.3, 20, 0.05))
    error = error_of(waiting)
    assert (error.fault, error.begun) == (PrinterFault.TIMEOUT, False)
    cups.release()
    thread.join(30)
    assert not thread.is_alive()
    assert len(cups.printed) == 1
    survived("in a queue of CUPS")


def test_there_is_no_such_queue(cups: Scheduler) -> None:
    for name in ("nobody", "a b", "ü", ""):
        error = error_of(queue(cups, name))
        assert (error.fault, error.begun) == (PrinterFault.ABSENT, False)
    assert not error_of(queue(cups, "../../etc")).begun


def test_the_scheduler_dies(survived: Survived) -> None:
    """Nobody knows then; and with it gone nothing is begun."""
    with scheduler() as cups:
        cups.tell("other")
        errors: list[PrinterError] = []
        thread = threading.Thread(target=lambda: errors.append(error_of(queue(cups))))
        thread.start()
        while "now printing" not in cups.run("lpstat", "-p", cups.queue):
            pass
        kill(cups)
        thread.join(60)
        assert [(own.fault, own.begun) for own in errors] == [
            (PrinterFault.INTERRUPTED, True)
        ]
        error = error_of(queue(cups))
        assert (error.fault, error.begun) == (PrinterFault.ABSENT, False)
    survived("in a queue of CUPS")


def _plain(_: frozenset[str]) -> dict[str, str]:
    return {}
