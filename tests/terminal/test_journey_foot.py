"""The real program in foot, from language to receipt: by keys, and by touch alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.message import say
from tests.terminal.conftest import FONTS, require
from tests.terminal.kiosk_site import KioskSite, workshop
from tests.terminal.mirror import MirroredFoot
from tests.terminal.seen import PROGRAMS, SeenTouchingVisitor, SeenVisitor
from tests.terminal.visitor import ISSUED, id_on, until_issued

__all__ = ["workshop"]

pytestmark = pytest.mark.xdist_group("terminal")

HANDS = (SeenVisitor, SeenTouchingVisitor)
PRINTED = say("screen.paper.printed")


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
@pytest.mark.parametrize(
    "hand", [SeenVisitor, SeenTouchingVisitor], ids=["keys", "touch"]
)
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
    visitor.took_sight("after")
    assert display.foot.qr_codes() == []
    assert display.foot.alive
    assert site.log == ""
