"""The service is stopped while somebody is at the real program, at every step.

Two steps, and all of them where the environment says ``MADOGUCHI_LONG=1``.
"""

import os
import signal
import sys
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Final

import pytest

from kiosk.message import say
from tests.survived import Survived
from tests.terminal.cases import CASES, Way
from tests.terminal.conftest import require
from tests.terminal.form import Form
from tests.terminal.kiosk_site import PASSWORD, PERSON, PHONE, KioskSite, workshop
from tests.terminal.tmux import Tmux
from tests.terminal.visitor import (
    AUTH_ID,
    ENTER_PASSWORD,
    ISSUED,
    Visitor,
    until_issued,
)
from tests.terminal.words import squeezed

__all__ = ["workshop"]

pytestmark = pytest.mark.xdist_group("terminal")

LONG: Final = os.environ.get("MADOGUCHI_LONG") == "1"
STAGES: Final = (*until_issued(), ISSUED)
STEPS: Final = range(len(STAGES)) if LONG else (STAGES.index(ENTER_PASSWORD),)
"""Screens of a registration that are done by then."""
QUESTIONS: Final = range(8) if LONG else (2,)
WRONG: Final = (366, -366) if LONG else (366,)
"""Days by which a clock is set wrongly."""
SECONDS: Final = 5.0
"""In which it must have ended: the service manager waits for longer."""
AT_ANOTHER_TIME: Final = """
import sys
from datetime import UTC, datetime, timedelta
from kiosk.commands import run
wrong = timedelta(days=int(sys.argv.pop(1)))
run._now = lambda: datetime.now(UTC) + wrong
from kiosk.cli import main
main()
"""


def told_to_end(terminal: Tmux) -> None:
    """It ends in time, and nothing of the visitor can be read any more."""
    began = monotonic()
    terminal.kill(signal.SIGTERM)
    assert terminal.wait_for_exit() == 0
    assert monotonic() - began < SECONDS
    left = squeezed(terminal.screen()) + squeezed(terminal.history())
    for text in (PERSON.name, PERSON.address, PHONE, PASSWORD):
        assert squeezed(text) not in left
    assert not AUTH_ID.search(left)


def test_a_registration(tmp_path: Path, workshop: Path, survived: Survived) -> None:
    require("tmux")
    site = KioskSite(tmp_path / "site", workshop, desk="virtual")
    known: list[str] = []
    for done in STEPS:
        with Tmux(site.command) as terminal:
            visitor = Visitor(terminal, "en", partial(terminal.key, "F12"))
            visitor.choose_language()
            visitor.walk(STAGES[:done])
            visitor.read(STAGES[done].title)
            told_to_end(terminal)
        ids = site.auth_ids()
        assert len(ids) == (STAGES[done] == ISSUED)
        assert ids[: len(known)] == known
        known = ids
        survived("of the program")


def test_an_application(tmp_path: Path, workshop: Path, survived: Survived) -> None:
    """It is still there, also after a start with a clock that is a year wrong."""
    require("tmux")
    case = CASES["extension"]
    for questions in QUESTIONS:
        site = KioskSite(tmp_path / f"site-{questions}", workshop, desk="virtual")
        with Tmux(site.command) as terminal:
            visitor = Visitor(terminal, "en", partial(terminal.key, "F12"))
            form = Form(visitor, case.known(), case.own)
            Way(visitor, case).to(form)
            form.fill_in(questions)
            form.here()
            told_to_end(terminal)
        kept = site.draft().answers
        assert form.given.items() <= kept.items()
        survived("of the program")
        for days in WRONG:
            with Tmux(at_another_time(site, days)) as terminal:
                visitor = Visitor(terminal, "en", partial(terminal.key, "F12"))
                visitor.read(say("screen.language.title"))
                told_to_end(terminal)
            assert site.draft().answers == kept
            survived("of a clock")


def at_another_time(site: KioskSite, days: int) -> list[str | Path]:
    """The command with a clock that is wrong by so much."""
    command = site.command
    python = command.index(sys.executable)
    assert command[python + 1 : python + 3] == ["-m", "kiosk"]
    rest = command[python + 3 :]
    return [*command[: python + 1], "-c", AT_ANOTHER_TIME, str(days), *rest]
