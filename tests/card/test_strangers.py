"""Cards of other kinds are told by name, and nothing on them is read."""

import pytest

from kiosk.card.desk import Sight
from kiosk.card.faults import CardError, Fault
from kiosk.card.info import CardKind, describe
from kiosk.card.strangers import recognise
from kiosk.emulator.desk import VirtualDesk

OTHER_ATR = bytes.fromhex("3B80800101")
# Answers to reset that PC/SC part 3 (supplemental document) has readers make up.
FELICA = bytes.fromhex("3B8F8001804F0CA00000030611003B0000000042")
MIFARE = bytes.fromhex("3B8F8001804F0CA000000306030001000000006A")

DRIVING_LICENCE = bytes.fromhex("A0000002310100000000000000000000")
CONTACT_BANK_CARD = b"1PAY.SYS.DDF01"
CONTACTLESS_BANK_CARD = b"2PAY.SYS.DDF01"


class Stranger:
    """A card that knows some applications, by name, and keeps what it was sent."""

    def __init__(
        self, *names: bytes, atr: bytes = OTHER_ATR, answer: bytes = b"\x90\x00"
    ) -> None:
        self.atr = atr
        self.sent: list[bytes] = []
        self.powered = False
        self._names = names
        self._answer = answer

    def power_on(self) -> bytes:
        self.powered = True
        return self.atr

    def power_off(self) -> None:
        self.powered = False

    def reset(self) -> bytes:
        return self.atr

    def transmit(self, apdu: bytes) -> bytes:
        self.sent.append(apdu)
        if apdu[1] == 0xA4 and apdu[5:] in self._names:
            return self._answer
        return b"\x6a\x82"


def laid(card: Stranger) -> tuple[VirtualDesk, Sight]:
    desk = VirtualDesk()
    desk.put(card)
    return desk, desk.sight


@pytest.mark.parametrize(
    ("card", "fault"),
    [
        (Stranger(DRIVING_LICENCE), Fault.DRIVING_LICENCE),
        (Stranger(CONTACT_BANK_CARD), Fault.BANK_CARD),
        (Stranger(CONTACTLESS_BANK_CARD), Fault.BANK_CARD),
        # A T=0 card has more to say, and is not asked for it.
        (Stranger(CONTACT_BANK_CARD, answer=b"\x61\x20"), Fault.BANK_CARD),
        (Stranger(atr=FELICA), Fault.TRANSIT_CARD),
        (Stranger(atr=MIFARE), Fault.OTHER_CARD),
        (Stranger(atr=FELICA[:11]), Fault.OTHER_CARD),
        (Stranger(), Fault.OTHER_CARD),
    ],
)
def test_each_kind(card: Stranger, fault: Fault) -> None:
    desk, sight = laid(card)
    assert recognise(desk, sight) is fault
    assert not card.powered


@pytest.mark.parametrize("names", [(), (DRIVING_LICENCE,), (CONTACTLESS_BANK_CARD,)])
def test_nothing_is_read_but_a_residence_cards_type(names: tuple[bytes, ...]) -> None:
    card = Stranger(*names)
    recognise(*laid(card))
    reads = {apdu[:4] for apdu in card.sent if apdu[1] != 0xA4}
    assert reads <= {bytes.fromhex("00B08A00")}


def test_a_card_lifted_meanwhile() -> None:
    desk, sight = laid(Stranger())
    desk.take()
    with pytest.raises(CardError) as caught:
        recognise(desk, sight)
    assert caught.value.fault is Fault.REMOVED


def test_the_command_line_tells_it() -> None:
    desk, _ = laid(Stranger(DRIVING_LICENCE))
    assert describe(desk).kind is CardKind.DRIVING_LICENCE
    desk.close()
