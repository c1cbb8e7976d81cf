"""The residence card at the whole kiosk: typed, laid down, shown, used."""

from pathlib import Path

import pytest

from kiosk.card.residence.anchors import ResidenceAnchors
from kiosk.emulator.residence.authority import ResidenceAuthority
from kiosk.emulator.residence.holders import Kind
from kiosk.screens.widgets.picture import PictureView
from kiosk.visit.readings import ResidenceFault, Signature
from kiosk.visit.steps import (
    AskResidence,
    ChooseLanguage,
    ChooseTogether,
    EnterCardNumber,
    FillIn,
    Goodbye,
    Issued,
    LayResidence,
    ResidenceRead,
    ResidenceTrouble,
    TakeCard,
)
from tests.app.bench import Bench, Terminal
from tests.app.ways import PHONE, to_person
from tests.emulator.fixtures import MakeCard as MakeMyNumber
from tests.emulator.residence.fixtures import (
    NUMBER,
    MakeCard,
    residence_authority,
    signers,
)
from tests.emulator.residence.fixtures import make_card as make_residence_card

__all__ = ["make_residence_card", "residence_authority", "signers"]


async def to_ask(terminal: Terminal, card: MakeMyNumber) -> None:
    """Registered, and about to fill in."""
    await to_person(terminal, card())
    await terminal.press("1")
    await terminal.press(*PHONE, "enter")
    await terminal.press("enter")
    await terminal.until(Issued)
    await terminal.press("2")
    await terminal.until(ChooseTogether)
    await terminal.press("1")
    await terminal.until(AskResidence)


async def erase(terminal: Terminal, letters: int) -> None:
    for _ in range(letters):
        await terminal.press("backspace")


@pytest.mark.parametrize("kind", [Kind.RESIDENCE_1, Kind.RESIDENCE_2])
async def test_from_the_number_to_the_form(
    bench: Bench,
    make_card: MakeMyNumber,
    make_residence_card: MakeCard,
    residence_authority: ResidenceAuthority,
    tmp_path: Path,
    kind: Kind,
) -> None:
    """A slip of the finger, the wrong number, the My Number card first, then all well.
    Nothing of it is left when the visit is over.
    """
    residence_authority.write_anchors(tmp_path / "anchors")
    bench.residence_anchors = ResidenceAnchors.load(
        tmp_path / "anchors", production=False
    )
    bench.dock.residence = make_residence_card(kind)
    async with bench.opened() as terminal:
        await to_ask(terminal, make_card)
        await terminal.press("1")
        await terminal.until(EnterCardNumber)
        await terminal.press(*"AA0000001ZZ", "enter")
        await terminal.until(EnterCardNumber("AA0000001ZZ", "middle"))
        assert terminal.shows("screen.card_number.flaw.middle")
        await erase(terminal, 11)
        await terminal.press(*"aa00000009zz", "enter")
        await terminal.until(LayResidence)
        assert terminal.shows("screen.residence.lay.away.my_number")
        await terminal.press("f11")
        there = bench.desk.sight.token
        await terminal.until(ResidenceTrouble(ResidenceFault.WRONG_NUMBER, there))
        await terminal.press("1")
        await terminal.until(EnterCardNumber)
        await erase(terminal, 12)
        await terminal.press(*NUMBER, "enter")
        await terminal.until(ResidenceRead)
        reading = terminal.state.residence.reading
        assert reading is not None
        assert reading.signature is Signature.RIGHT
        assert NUMBER in terminal.picture
        assert len(terminal.app.screen.query(PictureView)) == 2 + reading.second
        await terminal.press("1")
        await terminal.until(FillIn)
        draft = terminal.state.draft
        assert draft is not None
        assert draft.application.answers["card_number"] == NUMBER
        await terminal.press("f10")
        await terminal.press("2")
        await terminal.until(TakeCard)
        bench.desk.take()
        await terminal.until(Goodbye)
        await terminal.press("1")
        await terminal.until(ChooseLanguage)
        assert terminal.state.residence.reading is None
        assert terminal.state.residence.number == ""
        assert not terminal.app.screen.query(PictureView)


async def test_without_the_card(bench: Bench, make_card: MakeMyNumber) -> None:
    async with bench.opened() as terminal:
        await to_ask(terminal, make_card)
        await terminal.press("2")
        await terminal.until(FillIn)
        draft = terminal.state.draft
        assert draft is not None
        assert "card_number" not in draft.application.answers
