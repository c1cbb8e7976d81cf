"""The clerk reads residence cards of both generations over a real pcscd."""

from contextlib import closing
from pathlib import Path

import pytest

from kiosk.card.desk import SightState
from kiosk.card.residence.anchors import ResidenceAnchors
from kiosk.clerks.residence import ResidenceClerk
from kiosk.emulator.residence.authority import ResidenceAuthority
from kiosk.emulator.residence.holders import Kind
from kiosk.visit.effects import ReadResidence
from kiosk.visit.events import ResidenceFailed, ResidenceTold
from kiosk.visit.readings import ResidenceFault, Signature
from tests.emulator.fixtures import MakeCard as MakeMyNumber
from tests.emulator.residence.fixtures import (
    ISSUED,
    NUMBER,
    MakeCard,
    residence_authority,
    signers,
)
from tests.emulator.residence.fixtures import make_card as make_residence_card
from tests.pcsc.service import CardService
from tests.pcsc.test_desk import Watched

__all__ = ["make_residence_card", "residence_authority", "signers"]

pytestmark = pytest.mark.xdist_group("pcsc")


@pytest.mark.parametrize("kind", [Kind.RESIDENCE_1, Kind.RESIDENCE_2])
def test_a_reading(
    card_service: CardService,
    make_residence_card: MakeCard,
    make_card: MakeMyNumber,
    residence_authority: ResidenceAuthority,
    tmp_path: Path,
    kind: Kind,
) -> None:
    """The My Number card first by mistake, then the right one with a wrong number."""
    residence_authority.write_anchors(tmp_path / "anchors")
    anchors = ResidenceAnchors.load(tmp_path / "anchors", production=False)
    with closing(Watched()) as watched:
        card_service.insert(make_card())
        sight = watched.until(SightState.CARD)
        clerk = ResidenceClerk(watched.desk, lambda: sight, anchors, lambda: ISSUED)

        def read(number: str) -> ResidenceTold | ResidenceFailed:
            return clerk.do(ReadResidence(1, sight.token, number))

        assert read(NUMBER) == ResidenceFailed(1, ResidenceFault.MY_NUMBER)
        card_service.take()
        watched.until(SightState.EMPTY)
        card_service.insert(make_residence_card(kind))
        sight = watched.until(SightState.CARD)
        wrong = ResidenceFailed(1, ResidenceFault.WRONG_NUMBER)
        assert read("ZZ00000000ZZ") == wrong
        told = read(NUMBER)
    assert isinstance(told, ResidenceTold)
    assert told.reading.signature is Signature.RIGHT
    assert told.reading.second == (kind is Kind.RESIDENCE_2)
    assert told.reading.face is not None
