"""The tripwires: nobody may touch the individual number, or change a card."""

from pathlib import Path

import pytest

from tests.emulator.fixtures import MakeCard
from tests.emulator.wire import JPKI, SURFACE, TEXT, file, select, verify


@pytest.mark.parametrize(
    "commands",
    [
        [select(TEXT), file("0001")],
        [select(TEXT), "00A40200020001"],
        [select(TEXT), "00A40000020001"],
        [select(TEXT), "00A40204020001" + "00"],
        [select(TEXT), file("0003")],
        [select(TEXT), file("0014")],
        [select(SURFACE), file("0005")],
        [select(SURFACE), file("0013")],
        [select(TEXT), "00B0810000"],
        [select(TEXT), "00B0830004"],
        [select(TEXT), "00200094"],
        [select(TEXT), verify(b"000000000000", 0x94)],
        [select(SURFACE), "00B0850000"],
        [select(SURFACE), "00200093"],
        ["0024018004" + "31323334"],
        ["002C008004" + "31323334"],
        ["80320080" + "0431323334"],
        ["00D6000001FF"],
        ["00D0000001FF"],
        ["8024018004" + "31323334"],
        ["0CD6000001FF"],
        ["00E4000002" + "000A"],
        ["00460000"],
        ["00D6"],
    ],
)
def test_touching_what_must_not_be_touched_rings(
    make_card: MakeCard, commands: list[str], tmp_path: Path
) -> None:
    heard: list[str] = []
    log = tmp_path / "alarms"
    card = make_card(alarm_file=log, on_alarm=heard.append)
    card.power_on()

    answers = [card.transmit(bytes.fromhex(command)) for command in commands]

    assert len(card.alarms) == 1
    assert heard == card.alarms
    assert log.read_text().splitlines() == card.alarms
    assert answers[-1].hex() in {"6a82", "6982"}
    assert "31323334" not in card.alarms[0]


def test_what_may_be_touched_is_silent(make_card: MakeCard) -> None:
    card = make_card()
    card.power_on()
    for aid, files in (
        (JPKI, "0001 0002 0006 0008 000A 000B 0017 0018 001A 001B"),
        (TEXT, "0002 0011 0015"),
        (SURFACE, "0012"),
    ):
        card.transmit(bytes.fromhex(select(aid)))
        for identifier in files.split():
            assert card.transmit(bytes.fromhex(file(identifier))) == b"\x90\x00"
            card.transmit(bytes.fromhex("00B0000000"))
    assert card.alarms == []


def test_a_tripped_file_does_not_become_the_current_one(make_card: MakeCard) -> None:
    card = make_card()
    card.power_on()
    for command in (select(TEXT), file("0011"), file("0001")):
        card.transmit(bytes.fromhex(command))
    assert card.transmit(bytes.fromhex("00200080")) == b"\x63\xc3"
