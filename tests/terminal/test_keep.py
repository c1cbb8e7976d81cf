"""The real program has a fault: one moment, and the first screen; nothing is lost."""

import os
import re
import signal
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from kiosk.i18n import words_of
from kiosk.message import say
from tests.survived import Survived
from tests.terminal.cases import CASES, Way
from tests.terminal.drawn import DrawnTerminal
from tests.terminal.form import Form
from tests.terminal.kiosk_site import PASSWORD, PERSON, PHONE, KioskSite, workshop
from tests.terminal.processes import family
from tests.terminal.visitor import Visitor
from tests.terminal.waiting import look_until
from tests.terminal.words import squeezed

__all__ = ["workshop"]

pytestmark = pytest.mark.xdist_group("terminal")

LONG: Final = os.environ.get("MADOGUCHI_LONG") == "1"
BLOWS: Final = (signal.SIGKILL, signal.SIGSEGV) if LONG else (signal.SIGKILL,)
QUESTIONS: Final = 3
REPORT: Final = re.compile(
    r"[-0-9:, ]+ kiosk\.commands\.keep ERROR the kiosk ended with signal \d+ and is "
    r"started again\n"
)


def kept_command(site: KioskSite) -> list[str | Path]:
    """As it is started, but kept."""
    return ["keep" if word == "run" else word for word in site.command]


@pytest.mark.parametrize("blow", BLOWS)
def test_a_fault_is_one_moment(
    tmp_path: Path, workshop: Path, survived: Survived, blow: signal.Signals
) -> None:
    site = KioskSite(tmp_path / "site", workshop, desk="virtual")
    with DrawnTerminal(kept_command(site)) as terminal:
        visitor = Visitor(terminal, "en", partial(terminal.key, "F12"))
        case = CASES["extension"]
        form = Form(visitor, case.known(), case.own)
        Way(visitor, case).to(form)
        form.fill_in(QUESTIONS)
        form.here()
        answered = dict(form.given)
        keeper, kiosk, *_ = family(terminal.pid)
        os.kill(kiosk, blow)
        moment = [
            squeezed(words_of(own).say(say("kept.title"))) for own in ("ja", "en")
        ]
        shown = terminal.wait_for(
            lambda screen: all(own in squeezed(screen) for own in moment)
        )
        assert PERSON.name not in shown
        visitor.reads = "ja"
        first = visitor.read(say("screen.language.title"))
        assert not any(own in squeezed(first) for own in moment)
        assert (terminal.pid, terminal.alive) == (keeper, True)
        assert answered.items() <= site.draft().answers.items()
        assert REPORT.fullmatch(site.log)
        assert not any(own in site.log for own in (PERSON.name, PHONE, PASSWORD))
        visitor.choose_language()
        visitor.read(say("screen.purpose.title"))
        survived("of the program")


def test_a_kiosk_without_its_keeper_ends(tmp_path: Path, workshop: Path) -> None:
    site = KioskSite(tmp_path / "site", workshop, desk="virtual")
    with DrawnTerminal(kept_command(site)) as terminal:
        visitor = Visitor(terminal, "en", partial(terminal.key, "F12"))
        visitor.read(say("screen.language.title"))
        assert len(site.processes()) == 2
        terminal.kill()
        look_until(site.processes, lambda found: not found, "not ended: {}".format)
