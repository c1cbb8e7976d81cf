"""The demo's hand: which card lies on the virtual reader after which key."""

import pytest

from kiosk.card.desk import SightState
from kiosk.card.faults import CardError
from kiosk.card.mynumber import MyNumberCard
from kiosk.card.residence.anchors import ResidenceAnchors
from kiosk.card.residence.card import detect
from kiosk.card.trust import TrustAnchors
from kiosk.commands.demo import DemoDock, virtual_desk
from kiosk.emulator.desk import VirtualDesk
from kiosk.emulator.people import DEMO_PERSON
from kiosk.emulator.pins import Pins
from kiosk.emulator.residence.holders import holder
from kiosk.i18n import LANGUAGES, words_of
from kiosk.message import say


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[VirtualDesk, DemoDock]:
    folder = tmp_path_factory.mktemp("demo")
    made = virtual_desk(folder)
    # What the demo's settings name is there before anything is laid down.
    TrustAnchors.load(folder / "anchors", production=False)
    ResidenceAnchors.load(folder / "anchors" / "residence", production=False)
    return made


def lying(desk: VirtualDesk) -> str:
    """What lies there, as its chip tells it."""
    if desk.sight.state is not SightState.CARD:
        return ""
    try:
        MyNumberCard.open(desk.connect(desk.sight)).close()
    except CardError:
        found = detect(desk.connect(desk.sight)).type
        return found.value if found else ""
    return "mynumber"


def test_the_keys_lay_cards_down_and_take_them_up(
    demo: tuple[VirtualDesk, DemoDock],
) -> None:
    desk, dock = demo
    seen = []
    for move in (
        *[dock.toggle] * 3,  # down, up, down
        *[dock.toggle_residence] * 4,  # in its place, up, the older one, up
        *[dock.toggle_residence, dock.toggle, dock.toggle],
    ):
        move()
        seen.append(lying(desk))
    assert seen == ["mynumber", "", "mynumber", "05", "", "1", "", "05", "mynumber", ""]


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_opens_the_cards_is_told(code: str) -> None:
    told = words_of(code).say(say("demo.card"))
    pins = Pins()
    assert pins.authentication.decode() in told
    assert pins.signature.decode() in told
    assert holder(DEMO_PERSON).number in told
    assert "F11" in told
    assert "F12" in told
