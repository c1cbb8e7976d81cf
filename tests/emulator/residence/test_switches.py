"""What the specification leaves open, each point both ways."""

from typing import Any

import pytest

from kiosk.emulator.residence.behaviour import Behaviour, Passes
from kiosk.emulator.residence.holders import Kind
from tests.emulator.residence.fixtures import NUMBER, MakeCard
from tests.emulator.residence.wire import DF1, DF2, DF3, MF, Client

SECURED = "08B08500000004960200000000"


def client(make_card: MakeCard, **switches: Any) -> Client:
    """A card of the first generation with these switches."""
    return Client(make_card(behaviour=Behaviour(**switches)), first=True)


@pytest.mark.parametrize(
    ("switch", "usual", "commands", "rights"),
    [
        ("plain_picture", "6982", [DF1, "00B0850004"], True),
        ("plain_verify", "6982", ["0020008613861101" + "00" * 16], False),
        ("no_session", "6982", [SECURED.replace("85", "8A")], False),
        ("no_session", "6982", ["0820008613861101" + "00" * 16], False),
        ("wrong_object", "6988", [DF1, "08B08500000004970200000000"], True),
        ("wrong_object", "6988", ["0820008613871101" + "00" * 16], True),
        ("wrong_object", "6988", ["0820008613861102" + "00" * 16], True),
        ("wrong_object", "6988", [DF1, "08B085000000039601000000"], True),
        ("at_end", "6b00", [DF2, "00B0840001", "00B0000301"], True),
        ("other_application", "6a82", [DF2, "00B0850001"], True),
    ],
)
@pytest.mark.parametrize("other", [None, 0x6985, 0x6F00])
def test_status_words(
    make_card: MakeCard,
    switch: str,
    usual: str,
    commands: list[str],
    rights: bool,
    other: int | None,
) -> None:
    own = client(make_card, **({} if other is None else {switch: other}))
    if rights:
        own.open(NUMBER)
    assert own.send(*commands) == (usual if other is None else f"{other:04x}")


def test_nothing_at_the_end_is_no_error(make_card: MakeCard) -> None:
    own = client(make_card, at_end=0x9000)
    own.open(NUMBER)
    assert own.send(DF2, "00B0840001", "00B0000301") == "9000"
    assert own.send("00B0000401") == "6b00"


@pytest.mark.parametrize("command", [DF1, DF2, DF3, MF])
@pytest.mark.parametrize("forgets", [False, True])
def test_selecting(make_card: MakeCard, command: str, forgets: bool) -> None:
    own = client(make_card, forgets_on_select=forgets)
    own.open(NUMBER)
    own.send(command)
    if forgets:
        assert own.send(SECURED.replace("85", "86")) in ("6982", "6a82")
        assert own.verify(NUMBER) == "6982"
        own.open(NUMBER)
    else:
        assert own.send(DF3, "00B0820001")[-4:] == "9000"


@pytest.mark.parametrize("forgets", [False, True])
def test_a_second_agreement(make_card: MakeCard, forgets: bool) -> None:
    own = client(make_card, forgets_on_agreement=forgets)
    own.open(NUMBER)
    assert own.agree(NUMBER) == "9000"
    answer = own.send(DF3, "00B0820001")
    assert answer == ("6982" if forgets else "da9000")


@pytest.mark.parametrize("obeyed", [False, True])
def test_secured_reads_in_short_form(make_card: MakeCard, obeyed: bool) -> None:
    own = client(make_card, short_secured=obeyed)
    own.open(NUMBER)
    own.send(DF1)
    if obeyed:
        assert len(own.secured("08B085000496020040" + "00")) == 0x40
    else:
        assert own.send("08B085000496020040" + "00") == "6700"
    assert len(own.secured("08B0850000000496020040" + "0000")) == 0x40


@pytest.mark.parametrize("obeyed", [False, True])
@pytest.mark.parametrize("wanted", ["960140", "9603000040"])
def test_other_lengths_wanted(make_card: MakeCard, obeyed: bool, wanted: str) -> None:
    own = client(make_card, other_wanted=obeyed)
    own.open(NUMBER)
    own.send(DF1)
    command = f"08B085000000{len(wanted) // 2:02X}{wanted}0000"
    if obeyed:
        assert len(own.secured(command)) == 0x40
    else:
        assert own.send(command) == "6988"


@pytest.mark.parametrize("fails", [False, True])
def test_the_first_command(make_card: MakeCard, fails: bool) -> None:
    own = client(make_card, first_apdu_fails=fails)
    assert own.send("00B08A0004") == ("6f00" if fails else "c101319000")
    assert own.send("00B08A0004") == "c101319000"


def test_what_the_way_lets_through(make_card: MakeCard) -> None:
    for passes, whole, block in (
        (Passes.EVERYTHING, True, True),
        (Passes.SHORT_ANSWERS, False, True),
        (Passes.SHORT, False, False),
    ):
        own = client(make_card, passes=passes)
        own.open(NUMBER)
        own.send(DF1)
        assert (own.send(SECURED) != "6700") == whole
        assert (own.send("08B0850000000496020040" + "0000") != "6700") == block
        assert len(own.secured("08B085000496020040" + "00")) == 0x40
        own.send(DF3)
        assert (own.send("00B08200000000") != "6700") == whole
        assert own.send("00B0820010") != "6700"


def test_the_atr_can_be_another(make_card: MakeCard) -> None:
    card = make_card(Kind.RESIDENCE_2, behaviour=Behaviour(atr=b"\x3b\x00"))
    assert card.atr == card.power_on() == card.reset() == b"\x3b\x00"
