"""Every fault at every command of a reading, whole and in blocks, both generations."""

from collections.abc import Callable

import pytest

from kiosk.card.faults import Fault
from kiosk.card.residence.apdu import Lengths
from kiosk.card.residence.card import FirstGeneration, SecondGeneration
from kiosk.card.residence.fallback import Reading
from kiosk.emulator import faults
from kiosk.emulator.mynumber import Fault as CardFault
from kiosk.emulator.residence.card import VirtualResidenceCard
from kiosk.emulator.residence.holders import Kind
from tests.card.residence.flow import Sent, outcome, read_at_desk
from tests.emulator.residence.fixtures import MakeCard
from tests.survived import Survived

KINDS: dict[str, Callable[[int], CardFault]] = {
    "removed": faults.drop_at,
    "6F00": lambda at: faults.replace_at(at, b"\x6f\x00"),
    "6985": lambda at: faults.replace_at(at, b"\x69\x85"),
    "6982": lambda at: faults.replace_at(at, b"\x69\x82"),
    "6988": lambda at: faults.replace_at(at, b"\x69\x88"),
    "6A82": lambda at: faults.replace_at(at, b"\x6a\x82"),
    "6700": lambda at: faults.replace_at(at, b"\x67\x00"),
    "6300": lambda at: faults.replace_at(at, b"\x63\x00"),
    "9000": lambda at: faults.replace_at(at, b"\x90\x00"),
    "empty": lambda at: faults.replace_at(at, b""),
    "half a status": lambda at: faults.replace_at(at, b"\x90"),
    "noise": lambda at: faults.replace_at(at, bytes(range(256)) + b"\x90\x00"),
    "truncated": faults.truncate_at,
    "cut in half": lambda at: faults.truncate_at(at, 4000),
    "oversized": lambda at: faults.oversize_at(at, 8000),
    "a little too long": lambda at: faults.oversize_at(at, 1),
    "garbled": faults.garble_at,
}
GENERATIONS = [Kind.RESIDENCE_1, Kind.RESIDENCE_2]


def commands(card: VirtualResidenceCard, lengths: Lengths) -> tuple[Sent, Reading]:
    """What an undisturbed reading sends and brings."""
    sent = Sent()
    card.faults = sent.record
    found = read_at_desk(card, ways=(lengths,))
    return sent, found


def expected(kind: str, place: int, sent: Sent) -> set[str]:
    """What a fault may end in, from what the command is for."""
    command, has_data = sent.commands[place], len(sent.answers[place]) > 2
    unreadable = {Fault.UNREADABLE.value}
    if kind == "removed":
        return {Fault.REMOVED.value}
    if kind in ("empty", "half a status", "oversized"):
        return unreadable
    if kind == "6300" and command[1] == 0x82:
        return {"wrong number"}
    if place == 0 and kind == "6F00":
        return {"done"}  # asked once more
    if place == 0 and kind in ("truncated", "cut in half"):
        return unreadable | {Fault.OTHER_CARD.value}
    if place == 0:
        return {Fault.OTHER_CARD.value}
    if not has_data and kind in ("9000", "truncated", "cut in half", "garbled"):
        return {"done"}  # it is what the card says anyway
    if kind in ("garbled", "truncated", "9000", "noise", "cut in half"):
        # Nothing protects what is read: the signature is what tells. A garbled nonce
        # is to the card as a wrong number.
        changed = {"wrong number"} if command[1] == 0x84 else {"done"}
        return unreadable | changed
    return unreadable


@pytest.mark.parametrize("lengths", [Lengths.WHOLE, Lengths.BLOCKS])
@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_at_every_command(
    make_card: MakeCard,
    generation: Kind,
    lengths: Lengths,
    kind: str,
    survived: Survived,
) -> None:
    card = make_card(generation)
    undisturbed, right = commands(card, lengths)
    places = range(len(undisturbed.commands))
    for place in places:
        sent = Sent()
        break_it = KINDS[kind](place)

        def disturb(
            index: int,
            command: bytes,
            answer: bytes,
            sent: Sent = sent,
            break_it: CardFault = break_it,
        ) -> bytes:
            sent.record(index, command, answer)
            return break_it(index, command, answer)

        card.faults = disturb
        result = outcome(card, ways=(lengths,))
        assert result in expected(kind, place, undisturbed), place
        assert sent.verifies <= 1, "the number was given twice"
        if result not in ("done", Fault.OTHER_CARD.value) and not (
            kind == "6F00" and place == 0
        ):
            # It stops at once; a command is not repeated in the hope of better luck.
            is_noticed_late = kind in (
                "9000",
                "truncated",
                "cut in half",
                "noise",
                "garbled",
            )
            assert len(sent.commands) == place + 1 or is_noticed_late, place
        assert card.alarms == [], place

        card.faults = None
        assert read_at_desk(card, ways=(lengths,)).contents == right.contents, place
        survived("at the residence card")


@pytest.mark.parametrize("generation", GENERATIONS)
def test_with_every_way_tried_a_broken_card_still_ends(
    make_card: MakeCard, generation: Kind, survived: Survived
) -> None:
    """One that always fails at one place: three sessions, and no more."""
    card = make_card(generation)
    undisturbed, _ = commands(card, Lengths.WHOLE)
    for place in range(1, len(undisturbed.commands)):
        sent = Sent()

        def fail(
            index: int,
            command: bytes,
            answer: bytes,
            sent: Sent = sent,
            place: int = place,
        ) -> bytes:
            sent.record(index, command, answer)
            return b"\x69\x85" if index == place else answer

        card.faults = fail
        assert outcome(card, ways=tuple(Lengths)) == Fault.UNREADABLE.value
        assert len(sent.commands) == 3 * (place + 1)
        assert sent.verifies <= 3
        survived("at the residence card")


def test_both_generations_are_meant(make_card: MakeCard) -> None:
    kinds = [FirstGeneration, SecondGeneration]
    for generation, kind in zip(GENERATIONS, kinds, strict=True):
        assert isinstance(read_at_desk(make_card(generation)).contents, kind)
