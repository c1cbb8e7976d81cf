"""The real program in foot, from language to receipt: by keys, and by touch alone.

The folder named by ``MADOGUCHI_SHOTS`` gets a picture of every screen.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from kiosk.i18n import words_of
from kiosk.message import say
from tests.terminal.conftest import FONTS, require
from tests.terminal.kiosk_site import KioskSite, workshop
from tests.terminal.mirror import MirroredFoot
from tests.terminal.visitor import (
    ISSUED,
    Stage,
    Visitor,
    id_on,
    until_issued,
)

__all__ = ["workshop"]

pytestmark = pytest.mark.xdist_group("terminal")

PROGRAMS: Final = ("Xvfb", "weston", "foot", "xdotool", "zbarimg", "tmux", "script")
SHOTS: Final = os.environ.get("MADOGUCHI_SHOTS")
PRINTED = say("screen.paper.printed")
ENTER_KEYS: Final = ("pin_pad.ok", "form.ok", "screen.go_on")
"""What the key is called that is touched instead of Enter."""


class SeenVisitor(Visitor):
    """A visitor of whom pictures are taken. The demo's card moves by F12."""

    name = "keys"

    def __init__(self, display: MirroredFoot, language: str) -> None:
        super().__init__(display, language, lambda: display.key("F12"))
        self.display = display
        self._pictures = f"{self.name}-{language}"
        self._taken = 0

    def do(self, stage: Stage) -> None:
        self.read(stage.title)
        self.take_picture(stage.title.id)
        super().do(stage)

    def take_picture(self, name: str) -> None:
        if SHOTS is None:
            return
        self._taken += 1
        self.display.foot.wait_for_still()
        self.display.foot.screenshot(
            Path(SHOTS) / f"{self._pictures}-{self._taken:02}-{name}.png"
        )


class TouchingVisitor(SeenVisitor):
    """Somebody who never uses the keyboard."""

    name = "touch"

    def type_plainly(self, text: str) -> None:
        for character in text:
            self.display.touch(character)

    def enter(self) -> None:
        names = [words_of(self.reads).say(say(key)) for key in ENTER_KEYS]
        self.display.touch(next(filter(self.display.shows, names)))


@pytest.fixture
def site(tmp_path: Path, workshop: Path) -> KioskSite:
    return KioskSite(tmp_path / "site", workshop, desk="virtual")


@pytest.fixture
def display(site: KioskSite, tmp_path: Path) -> Iterator[MirroredFoot]:
    """The program in foot at 80 by 24."""
    require(*PROGRAMS, fonts=FONTS)
    with MirroredFoot(site.command, tmp_path) as display:
        yield display


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("hand", [SeenVisitor, TouchingVisitor], ids=["keys", "touch"])
def test_from_language_to_receipt(
    site: KioskSite, display: MirroredFoot, hand: type[SeenVisitor], language: str
) -> None:
    visitor = hand(display, language)
    visitor.choose_language()
    visitor.walk(until_issued())
    auth_id = id_on(visitor.read(ISSUED.title, PRINTED))
    display.foot.wait_until(lambda: display.foot.qr_codes() == [auth_id])
    assert site.printed_codes() == site.pictured_codes() == [[auth_id]]
    assert site.auth_ids() == [auth_id]

    visitor.do(ISSUED)
    visitor.go()
    visitor.take_picture("after")
    assert display.foot.qr_codes() == []
    assert display.foot.alive
    assert site.log == ""
