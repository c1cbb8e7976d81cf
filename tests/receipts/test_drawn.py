"""The process that draws a paper: that it does, and that it may do anything else."""

import subprocess
import sys

import pytest

from kiosk.receipts import drawn as module
from kiosk.receipts.compose import compose
from kiosk.receipts.drawn import NotDrawn, drawn
from kiosk.receipts.job import job
from kiosk.receipts.order import Order
from kiosk.receipts.paper import Paper
from kiosk.receipts.paper_worker import NO_FONTS
from kiosk.receipts.png import png
from tests.receipts import papers
from tests.receipts.papers import receipt, slip

PAPERS = {"receipt": receipt(), "slip": slip(language="ja")}


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
@pytest.mark.parametrize("width_mm", [58, 80])
def test_a_paper_is_what_it_would_be_here(paper: Paper, width_mm: int) -> None:
    image = papers.drawn(paper, width_mm)
    sheet = drawn(compose(paper), width_mm, picture=True)
    assert sheet.job == job(image)
    assert sheet.picture == png(image)


def test_pictures_and_pages_are_made_only_when_they_are_wanted() -> None:
    sheet = drawn(compose(receipt()), 58)
    assert (sheet.picture, sheet.page) == (b"", b"")
    assert drawn(compose(receipt()), 58, page=True).page.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("", 0),
        ("sys.exit(3)", 3),
        ("1 / 0", 1),
        ("import os; os.abort()", -6),
        ("import os; os.kill(os.getpid(), 9)", -9),
        ("print('nonsense')", 0),
        ("print('5 0 0'); print('1234567')", 0),
        ("while True: print('x' * 65536)", -9),
    ],
)
def test_a_process_that_does_not_draw(
    code: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = f"import sys\nsys.stdin.buffer.read()\n{code}\n"
    monkeypatch.setattr(module, "_WORKER", ("-c", program))
    with pytest.raises(NotDrawn) as failed:
        drawn(compose(receipt()), 58)
    assert str(failed.value) == f"status {status}"


@pytest.mark.parametrize("listens", [True, False])
def test_a_process_that_hangs(listens: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = "sys.stdin.buffer.read(); " if listens else ""
    program = f"import sys, threading; {reads}threading.Event().wait()"
    monkeypatch.setattr(module, "_WORKER", ("-c", program))
    monkeypatch.setattr(module, "_PATIENCE_SECONDS", 0.3)
    with pytest.raises(NotDrawn, match="status -9"):
        drawn(compose(receipt()), 58)


def test_a_language_without_fonts_ends_with_a_status_of_its_own() -> None:
    program = (
        "from kiosk.letters import fonts\n"
        "from kiosk.receipts import paper_worker\n"
        "from pathlib import Path\n"
        "fonts.find.__defaults__ = (Path('/nowhere'),)\n"
        "paper_worker.main()\n"
    )
    order = Order(compose(receipt()), 58, picture=False)
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=order.written(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (NO_FONTS, b"")


def test_its_memory_can_be_read_by_no_other_program_of_its_user() -> None:
    program = (
        "import ctypes, resource\n"
        "from kiosk.receipts import paper_worker\n"
        "paper_worker.Order.read = lambda data: print(\n"
        "    ctypes.CDLL(None).prctl(3), resource.getrlimit(resource.RLIMIT_CORE)\n"
        ") or exit()\n"
        "paper_worker.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=b"",
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == b"0 (0, 0)\n"
