"""The real program in tmux, from language to the sheet of a dependent's extension."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.i18n import words_of
from kiosk.message import say
from tests.sheets import poppler
from tests.sheets.poppler import squeezed
from tests.terminal.conftest import require
from tests.terminal.form import Form, choose, to_form
from tests.terminal.kiosk_site import PERSON, KioskSite, workshop
from tests.terminal.tmux import Tmux
from tests.terminal.visitor import Visitor

__all__ = ["workshop"]

pytestmark = pytest.mark.xdist_group("terminal")

OpenTmux = Callable[..., Tmux]


def test_a_dependents_extension_from_language_to_sheet(
    tmp_path: Path, workshop: Path, open_tmux: OpenTmux
) -> None:
    require("pdftotext")
    site = KioskSite(tmp_path / "site", workshop, desk="virtual")
    terminal = open_tmux(site.command)
    visitor = Visitor(terminal, "en", lambda: terminal.key("F12"))
    to_form(visitor)
    form = Form(visitor, "extension", "dependent")
    form.fill_in()
    assert len(form.given) > 20
    choose(visitor, words_of("en").say(say("screen.review.print")))
    visitor.read(say("screen.sheet.title"), say("screen.sheet.printed"))

    [sheet] = (site.folder / "sheets").iterdir()
    text = squeezed(poppler.text(sheet.read_bytes()))
    assert [own for own in form.given.values() if squeezed(own) not in text] == []
    assert squeezed(PERSON.name) in text
    assert "家族滞在" in text

    visitor.type("1")
    visitor.go()
    assert PERSON.name not in terminal.history()
    assert list(site.elsewhere.iterdir()) == []
    assert site.log == ""
