"""Residence cards over a real pcscd, through everything and through less."""

from contextlib import closing

import pytest

from kiosk.card.desk import SightState
from kiosk.card.residence.apdu import Lengths
from kiosk.card.residence.fallback import read
from kiosk.card.residence.number import CardNumber, WrongNumber
from kiosk.emulator.residence.behaviour import Behaviour, Passes
from kiosk.emulator.residence.holders import Kind
from tests.emulator.residence.fixtures import (
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


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    ("passes", "lengths"),
    [
        (Passes.EVERYTHING, Lengths.WHOLE),
        (Passes.SHORT_ANSWERS, Lengths.BLOCKS),
        (Passes.SHORT, Lengths.SHORT),
    ],
)
def test_everything_on_the_card(
    card_service: CardService,
    make_residence_card: MakeCard,
    kind: Kind,
    passes: Passes,
    lengths: Lengths,
) -> None:
    card = make_residence_card(kind, behaviour=Behaviour(passes=passes))
    card_service.insert(card)
    with closing(Watched()) as watched:
        sight = watched.until(SightState.CARD)
        with pytest.raises(WrongNumber):
            read(lambda: watched.desk.connect(sight), CardNumber("ZZ00000000ZZ"))
        found = read(lambda: watched.desk.connect(sight), CardNumber(NUMBER))
    assert found.lengths is lengths
    assert found.contents.card == kind.value
    assert found.contents.proof is not None
    assert card.alarms == []
