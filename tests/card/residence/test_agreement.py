"""Key agreements by the thousand, and answers that are none."""

import random

import pytest

from kiosk.card.faults import CardError, Fault
from kiosk.card.residence.agreement import Agreement, Share, base_key
from kiosk.card.residence.apdu import Lengths
from kiosk.card.residence.ciphers import AesSuite, Suite, TripleDesSuite
from kiosk.card.residence.door import ResidenceDoor
from kiosk.card.residence.kinds import Generation
from kiosk.card.residence.number import CardNumber, WrongNumber
from kiosk.card.residence.reading import open_session
from kiosk.emulator.apdu import Refusal, parse
from kiosk.emulator.residence.behaviour import Behaviour
from kiosk.emulator.residence.contents import Folder
from kiosk.emulator.residence.crypto import CardCipher
from kiosk.emulator.residence.processor import Processor

AGREEMENTS = 10_000
"""For each generation."""
_SUITES: dict[Generation, Suite] = {
    Generation.FIRST: TripleDesSuite(),
    Generation.SECOND: AesSuite(),
}


class Chip:
    """A card without pictures: its key agreement is all that counts here."""

    def __init__(self, number: str, drawn: random.Random, *, first: bool) -> None:
        empty = Folder(b"", {})
        self._processor = Processor(
            (empty, empty),
            CardCipher(first_generation=first),
            number.encode(),
            Behaviour(),
            drawn.randbytes,
        )

    def transmit(self, apdu: bytearray) -> bytes:
        """One command."""
        try:
            return self._processor.answer(parse(bytes(apdu))) + b"\x90\x00"
        except Refusal as refusal:
            return refusal.status.to_bytes(2, "big")

    def close(self) -> None:
        """Power off."""
        self._processor.clear()


def drawn_number(drawn: random.Random) -> str:
    """Any of the form."""
    letters = [drawn.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(4)]
    return "".join(letters[:2]) + f"{drawn.randrange(10**8):08}" + "".join(letters[2:])


@pytest.mark.parametrize("generation", _SUITES)
def test_ten_thousand_agreements(generation: Generation) -> None:
    drawn = random.Random(generation.value)  # noqa: S311 - to be repeatable
    sessions = set()
    for _ in range(AGREEMENTS):
        number = drawn_number(drawn)
        chip = Chip(number, drawn, first=generation is Generation.FIRST)
        session = open_session(
            ResidenceDoor(chip),
            generation,
            CardNumber(number),
            Lengths.WHOLE,
            drawn.randbytes,
        )
        sessions.add(session.key)
    assert len(sessions) == AGREEMENTS


@pytest.mark.parametrize("generation", _SUITES)
def test_a_number_off_by_one_character_never_passes(generation: Generation) -> None:
    drawn = random.Random(1)  # noqa: S311
    for _ in range(200):
        number = drawn_number(drawn)
        place = drawn.randrange(12)
        other = "Q" if number[place].isalpha() else str((int(number[place]) + 1) % 10)
        wrong = number[:place] + other + number[place + 1 :]
        if wrong == number:
            continue
        chip = Chip(number, drawn, first=generation is Generation.FIRST)
        door = ResidenceDoor(chip)
        with pytest.raises(WrongNumber):
            open_session(
                door, generation, CardNumber(wrong), Lengths.WHOLE, drawn.randbytes
            )
        # Nothing is lost by it: the right one opens the same card at once.
        open_session(
            door, generation, CardNumber(number), Lengths.WHOLE, drawn.randbytes
        )


@pytest.mark.parametrize("suite", _SUITES.values())
def test_an_answer_that_is_none(suite: Suite) -> None:
    key = base_key(CardNumber("AA12345678BB"))
    share = Share(b"\x11" * 8, b"\x22" * 16)
    agreement = Agreement(suite, key, share, b"\x33" * 8)

    def answer(plain: bytes) -> bytes:
        encrypted = suite.encrypt(key, plain)
        return encrypted + suite.mac(key, encrypted)

    right = answer(b"\x33" * 8 + b"\x11" * 8 + b"\x44" * 16)
    agreement.session_key(right)
    for wrong in (
        b"",
        right[:-1],
        right + b"\0",
        bytes(40),
        bytes([right[0] ^ 1]) + right[1:],
        right[:-1] + bytes([right[-1] ^ 1]),
        answer(b"\x11" * 8 + b"\x33" * 8 + b"\x44" * 16),  # our own, sent back
        answer(b"\x33" * 8 + b"\x12" * 8 + b"\x44" * 16),
        agreement.proof(),
    ):
        with pytest.raises(CardError) as caught:
            agreement.session_key(wrong)
        assert caught.value.fault is Fault.UNREADABLE
