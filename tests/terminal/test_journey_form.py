"""The real program from language to the printed sheet, for every procedure: by keys
alone, and by touch alone.

In tmux; where the environment says ``MADOGUCHI_LONG=1`` in both languages, and all of
them once more in foot. ``MADOGUCHI_SHOTS`` names a folder for foot's pictures.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest

from kiosk.forms.application import make
from kiosk.i18n import words_of
from kiosk.message import say
from kiosk.rules.vocabulary import Procedure
from tests.sheets import poppler
from tests.sheets.expected import entered, scanned
from tests.sheets.poppler import squeezed
from tests.terminal.answers import in_days
from tests.terminal.cases import CASES, Way
from tests.terminal.conftest import FONTS, require
from tests.terminal.form import Form
from tests.terminal.kiosk_site import KioskSite, workshop
from tests.terminal.mirror import MirroredFoot
from tests.terminal.seen import PROGRAMS, SeenTouchingVisitor, SeenVisitor
from tests.terminal.tmux import Tmux
from tests.terminal.touch import TouchedTmux, TouchingVisitor
from tests.terminal.visitor import LANGUAGES, Visitor

__all__ = ["workshop"]

LONG: Final = os.environ.get("MADOGUCHI_LONG") == "1"
SHORT: Final = (
    Procedure.EMPLOYMENT_CERTIFICATE,
    Procedure.OTHER_ACTIVITY,
    Procedure.REENTRY,
)
"""Forms of some twenty questions; the others have more than twice as many."""
EVERY: Final = [(name.value, language) for name in Procedure for language in LANGUAGES]
BY_KEYS: Final = EVERY if LONG else [(name.value, "en") for name in Procedure]
BY_TOUCH: Final = EVERY if LONG else [(name.value, "ja") for name in SHORT]
IN_FOOT: Final = EVERY if LONG else [(Procedure.REENTRY.value, "en")]

HANDS: Final = (SeenVisitor, SeenTouchingVisitor)

OpenTmux = Callable[..., Tmux]


@pytest.fixture
def site(tmp_path: Path, workshop: Path) -> KioskSite:
    require("pdftotext", "pdftoppm", "zbarimg")
    return KioskSite(tmp_path / "site", workshop, desk="virtual")


@pytest.mark.parametrize(("procedure", "language"), BY_KEYS)
def test_by_keys(
    site: KioskSite, open_tmux: OpenTmux, procedure: str, language: str
) -> None:
    terminal = open_tmux(site.command)
    visitor = Visitor(terminal, language, lambda: terminal.key("F12"))
    files(visitor, procedure, site)


@pytest.mark.parametrize(("procedure", "language"), BY_TOUCH)
def test_by_touch(
    site: KioskSite, open_tmux: OpenTmux, procedure: str, language: str
) -> None:
    terminal = open_tmux(site.command)
    touched = TouchedTmux(terminal)
    visitor = TouchingVisitor(touched, language, lambda: terminal.key("F12"))
    files(visitor, procedure, site)


@pytest.mark.xdist_group("terminal")
@pytest.mark.parametrize("hand", HANDS, ids=["keys", "touch"])
@pytest.mark.parametrize(("procedure", "language"), IN_FOOT)
def test_in_foot(
    site: KioskSite,
    tmp_path: Path,
    procedure: str,
    language: str,
    hand: type[SeenVisitor],
) -> None:
    require(*PROGRAMS, fonts=FONTS)
    with MirroredFoot(site.command, tmp_path) as display:
        files(hand(display, language, procedure), procedure, site)


def files(visitor: Visitor, procedure: str, site: KioskSite) -> None:
    """From the first screen to the last, and look at what came out."""
    case, words = CASES[procedure], words_of(visitor.language)
    form = Form(visitor, case.known(), case.own)
    Way(visitor, case).to(form)
    form.fill_in()
    visitor.read(say("screen.review.done"))
    visitor.choose(words.say(say("screen.review.print")))
    visitor.read(say("screen.sheet.title"), say("screen.sheet.printed"))
    visitor.took_sight("sheet")
    visitor.choose(words.say(say("screen.finish")))
    visitor.go()

    draft, today = site.draft(), in_days(0)
    assert form.given.items() <= draft.answers.items()
    assert set(draft.answers.values()) - set(form.given.values()) <= case.told
    filed = replace(
        make(draft.procedure, draft.status, draft.accompanying),
        answers=MappingProxyType(dict(draft.answers)),
    )
    [sheet] = (site.folder / "sheets").iterdir()
    pdf = sheet.read_bytes()
    text = squeezed(poppler.text(pdf))
    place = text.index(squeezed(words.say(say("sheet.answers"))))
    for answer in entered(filed, today).values():
        place = text.index(squeezed(answer), place) + 1
    assert sorted(poppler.codes(pdf)) == sorted(scanned(filed, today))
    assert list(site.elsewhere.iterdir()) == []
    assert site.log == ""
