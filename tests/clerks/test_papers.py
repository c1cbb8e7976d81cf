"""The clerk at the printer: what comes out, whether it did, and that no name does."""

import logging
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from kiosk.clerks import papers
from kiosk.clerks.papers import PaperClerk
from kiosk.i18n import words_of
from kiosk.message import say
from kiosk.printers.faults import BY_HAND, PrinterError, PrinterFault
from kiosk.receipts.blocks import Block
from kiosk.receipts.drawn import NotDrawn
from kiosk.receipts.job import job
from kiosk.receipts.order import Sheet
from kiosk.receipts.outlet import Form, Outlet
from kiosk.receipts.page import pdf
from kiosk.receipts.png import png
from kiosk.receipts.printer import Printer
from kiosk.rules.decision import Decision, decide
from kiosk.visit.effects import PrintReceipt, PrintSlip
from kiosk.visit.events import PaperFailed, PaperPrinted
from kiosk.visit.site import Site
from tests.receipts.papers import printed, scan, texts
from tests.registry.people import NOON

SITE = Site("まどぐち Test Desk", "demo", "gyoseishoshi", ("ja", "en"))
AUTH_ID = "P6EQ-2MQ1-BPA6-30GJ"
TODAY = date(2026, 11, 24)
FACTS = {
    "in_japan": True,
    "status": "student",
    "stay_expires": "2027-01-15",
    "birth_date": "1990-04-01",
    "has_mynumber_card": True,
}
DECISION = decide(TODAY, "applicant", "extension", FACTS)


class Recorder:
    """A printer that takes everything, and is asked what it took."""

    def __init__(self) -> None:
        self.images: list[Image.Image] = []

    def print(self, job: bytes) -> None:
        self.images += printed(job)


class Raising:
    """A printer that fails in one way."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def print(self, job: bytes) -> None:
        raise self._error


@pytest.fixture(autouse=True)
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All that is logged in a test, of which nothing may be the visitor's."""
    caplog.set_level(logging.DEBUG, "kiosk")
    yield caplog
    assert AUTH_ID not in caplog.text
    assert "1990" not in caplog.text


@pytest.fixture
def composed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Block, ...]]:
    """The papers of a test in final words, instead of their slow drawing."""
    composed: list[tuple[Block, ...]] = []

    def drawn(
        blocks: tuple[Block, ...], width_mm: int, *, picture: bool, page: bool = False
    ) -> Sheet:
        composed.append(blocks)
        image = Image.new("1", (8 * width_mm, 8))
        page_of_it = pdf(image) if page else b""
        return Sheet(job(image), png(image) if picture else b"", page_of_it)

    monkeypatch.setattr(papers, "drawn", drawn)
    return composed


def clerk(
    printer: Printer | None, width_mm: int = 80, pictures: Path | None = None
) -> PaperClerk:
    outlets = [Outlet(printer, width_mm)] if printer else []
    return PaperClerk(SITE, outlets, lambda: NOON, pictures)


def receipt(
    ticket: int = 1, done: str = "issued", decision: Decision | None = DECISION
) -> PrintReceipt:
    return PrintReceipt(ticket, "en", done, AUTH_ID, decision)


def slip(decision: Decision = DECISION) -> PrintSlip:
    return PrintSlip(2, "en", "applicant", "extension", decision)


def in_words(code: str) -> Callable[..., str]:
    """Says message ids, as a paper does, in one language."""
    words = words_of(code)
    return lambda name, **values: words.say(say(name, **values))


# What comes out.


@pytest.mark.parametrize(("width_mm", "dots"), [(58, 384), (80, 576)])
def test_a_receipt_is_printed_and_can_be_scanned(width_mm: int, dots: int) -> None:
    printer = Recorder()
    assert clerk(printer, width_mm).do(receipt(7)) == PaperPrinted(7)
    [image] = printer.images
    assert (image.mode, image.width) == ("1", dots)
    assert scan(image) == [AUTH_ID]


@pytest.mark.parametrize("done", ["issued", "found", "logged_in", "draft"])
def test_a_receipt_says_what_was_done_where_and_by_whom(
    composed: list[tuple[Block, ...]], done: str
) -> None:
    clerk(Recorder()).do(receipt(done=done))
    said = texts(composed[0])
    assert SITE.name in said
    assert AUTH_ID.split("-") == [text for text in said if text in AUTH_ID.split("-")]
    for language in ("en", "ja"):
        words = in_words(language)
        assert words(f"receipt.done.{done}") in said
        assert words("receipt.issuer.here") in said
        assert words("receipt.mode.demo") in said


def test_a_receipt_tells_the_next_steps_but_not_to_register_again(
    composed: list[tuple[Block, ...]],
) -> None:
    steps = [step.id for step in DECISION.next_steps]
    assert "step.register_with_card" in steps
    assert len(steps) > 1
    clerk(Recorder()).do(receipt())
    said = "\n".join(texts(composed[0]))
    english = in_words("en")
    assert english("step.register_with_card") not in said
    assert english("step.file_by", last_online_day="2027-01-14") in said


def test_a_receipt_without_a_decision_has_no_steps(
    composed: list[tuple[Block, ...]],
) -> None:
    clerk(Recorder()).do(receipt(decision=None))
    assert in_words("en")("receipt.next") not in texts(composed[0])


def test_a_receipt_tells_until_when_an_application_is_kept(
    composed: list[tuple[Block, ...]],
) -> None:
    kept = PrintReceipt(1, "en", "draft", AUTH_ID, None, date(2026, 12, 24))
    clerk(Recorder()).do(kept)
    said = "\n".join(texts(composed[0]))
    assert "until 24 December 2026" in said
    assert "2026年12月24日まで" in said


def test_a_slip_says_what_was_asked_what_holds_and_why(
    composed: list[tuple[Block, ...]],
) -> None:
    refused = decide(TODAY, "relative", "extension", {"status": "temporary_visitor"})
    effect = PrintSlip(2, "en", "relative", "extension", refused)
    assert clerk(Recorder()).do(effect) == PaperPrinted(2)
    said = "\n".join(texts(composed[0]))
    english = in_words("en")
    for wanted in ("role.relative", "procedure.extension", "screen.verdict.refused"):
        assert english(wanted) in said
    for reason in refused.reasons:
        assert english(reason.message.id) in said
        assert reason.source in said


def test_nobodys_birth_date_is_on_a_paper(composed: list[tuple[Block, ...]]) -> None:
    """The rules know it; and names never get as far as an effect that prints."""
    for effect in (receipt(), slip()):
        clerk(Recorder()).do(effect)
    said = "\n".join(text for blocks in composed for text in texts(blocks))
    assert "1990" not in said
    assert not {"person", "contact", "name"} & {
        *(part.name for part in fields(PrintReceipt)),
        *(part.name for part in fields(PrintSlip)),
    }


# Whether it did.


def test_a_site_without_a_printer_says_so() -> None:
    assert clerk(None).do(receipt()) == PaperFailed(1, no_printer=True)


@pytest.mark.usefixtures("composed")
@pytest.mark.parametrize("fault", PrinterFault)
def test_a_printer_that_fails(
    fault: PrinterFault, logged: pytest.LogCaptureFixture
) -> None:
    printer = Raising(PrinterError(fault, AUTH_ID))
    staff = fault in (PrinterFault.PAPER_OUT, PrinterFault.COVER_OPEN)
    assert clerk(printer).do(receipt()) == PaperFailed(1, needs_staff=staff)
    assert logged.messages == [f"not printed: {fault}"]


@pytest.mark.usefixtures("composed")
@pytest.mark.parametrize("fault", PrinterFault)
def test_nobody_knows_what_came_of_it(
    fault: PrinterFault, logged: pytest.LogCaptureFixture
) -> None:
    """The next printer must not print it again."""
    first, second = Raising(PrinterError(fault, AUTH_ID, begun=True)), Recorder()
    outlets = [Outlet(first), Outlet(second)]
    asked = PaperClerk(SITE, outlets, lambda: NOON)
    assert asked.do(receipt()) == PaperFailed(1, unsure=True)
    assert second.images == []
    assert logged.messages == [f"perhaps printed: {fault}"]


@pytest.mark.usefixtures("composed")
def test_what_nobody_expected(logged: pytest.LogCaptureFixture) -> None:
    """Only the kind of it is logged: its text may be anything."""
    broken = clerk(Raising(ZeroDivisionError(AUTH_ID)))
    assert broken.do(receipt()) == PaperFailed(1, unsure=True)
    assert logged.messages == ["perhaps printed: ZeroDivisionError"]


@pytest.mark.usefixtures("composed")
@pytest.mark.parametrize("working", [0, 1, 2])
def test_the_next_printer_when_nothing_came_out(
    working: int, logged: pytest.LogCaptureFixture
) -> None:
    """Each is given what was drawn for it."""
    fault = PrinterFault.PAPER_OUT
    printers: list[Printer] = [Raising(PrinterError(fault)) for _ in range(3)]
    printers[working] = good = Recorder()
    widths = (58, 80, 58)
    outlets = [Outlet(own, mm) for own, mm in zip(printers, widths, strict=True)]
    asked = PaperClerk(SITE, outlets, lambda: NOON)
    assert asked.do(receipt()) == PaperPrinted(1)
    assert [image.width for image in good.images] == [8 * widths[working]]
    assert logged.messages == [f"not printed: {fault}"] * working


@pytest.mark.usefixtures("composed")
@pytest.mark.parametrize("fault", [*sorted(BY_HAND), PrinterFault.ABSENT])
def test_staff_is_called_if_one_of_the_printers_can_be_mended(
    fault: PrinterFault,
) -> None:
    faults = (PrinterFault.ABSENT, fault, PrinterFault.STOPPED)
    outlets = [Outlet(Raising(PrinterError(own))) for own in faults]
    asked = PaperClerk(SITE, outlets, lambda: NOON)
    staff = fault is not PrinterFault.ABSENT
    assert asked.do(receipt()) == PaperFailed(1, needs_staff=staff)


@pytest.mark.usefixtures("composed")
def test_a_queue_gets_a_page() -> None:
    pages: list[bytes] = []

    class Queue:
        def print(self, job: bytes) -> None:
            pages.append(job)

    asked = PaperClerk(SITE, [Outlet(Queue(), 80, Form.PDF)], lambda: NOON)
    assert asked.do(receipt()) == PaperPrinted(1)
    assert pages[0].startswith(b"%PDF-")


def test_a_paper_that_cannot_be_made(logged: pytest.LogCaptureFixture) -> None:
    nobodys = PrintReceipt(1, "no language", "issued", AUTH_ID)
    assert clerk(Recorder()).do(nobodys) == PaperFailed(1)
    assert logged.messages == ["the paper clerk failed: KeyError"]


def test_a_paper_of_which_nothing_came(
    monkeypatch: pytest.MonkeyPatch, logged: pytest.LogCaptureFixture
) -> None:
    def drawn(*_: object, **__: object) -> Sheet:
        raise NotDrawn("status -9")

    monkeypatch.setattr(papers, "drawn", drawn)
    assert clerk(Recorder()).do(receipt()) == PaperFailed(1)
    assert logged.messages == ["not drawn: status -9"]


def test_no_font_comes_into_the_memory_of_the_kiosk() -> None:
    """With the fonts of all scripts it would take three times as much."""
    program = (
        "import sys\n"
        "import kiosk.clerks.papers, kiosk.commands.wiring\n"
        "import kiosk.commands.printers, kiosk.receipts.cups_printer\n"
        "assert not {'kiosk.letters.fonts', 'escpos'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


# Copies for whoever looks at a demo.


@pytest.mark.usefixtures("composed")
@pytest.mark.parametrize("printer", [Recorder(), None])
def test_a_picture_is_kept_without_saying_whose(
    printer: Printer | None, tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    for effect in (receipt(), slip()):
        clerk(printer, pictures=folder).do(effect)
    kept = sorted(folder.iterdir())
    assert [path.name for path in kept] == [
        "2026-11-24T030000-1.png",
        "2026-11-24T030000-2.png",
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


@pytest.mark.usefixtures("composed")
def test_a_picture_that_cannot_be_kept_spoils_no_paper(
    tmp_path: Path, logged: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "pictures"
    in_the_way.write_text("")
    printer = Recorder()
    assert clerk(printer, pictures=in_the_way).do(receipt()) == PaperPrinted(1)
    assert len(printer.images) == 1
    assert logged.messages == ["no picture kept: FileExistsError"]
