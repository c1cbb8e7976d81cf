"""A residence card behind the virtual reader's protocol."""

from contextlib import closing

from kiosk.emulator.vpcd import VpcdLink
from tests.emulator.residence.fixtures import MakeCard
from tests.emulator.test_vpcd import Reader


def test_power_reset_and_commands(make_card: MakeCard) -> None:
    card = make_card()
    with closing(Reader()) as reader, VpcdLink(card, port=reader.port):
        reader.accept()
        reader.control(4)
        assert reader.answer() == card.atr
        reader.control(1)
        reader.command("00B08A0004")
        assert reader.answer().hex() == "c101319000"
        reader.command("0084000008")
        assert len(reader.answer()) == 10
        reader.control(2)
        reader.command("0082000028" + "00" * 41)
        assert reader.answer().hex() == "6985"  # the nonce went with the reset
