"""Nothing that could reach a log or a screen by accident says anything personal."""

import logging
import re
import traceback

import pytest

from kiosk.card.faults import CardError
from kiosk.card.residence.agreement import Agreement, Share, base_key
from kiosk.card.residence.apdu import Lengths
from kiosk.card.residence.card import ResidenceCard
from kiosk.card.residence.ciphers import AesSuite
from kiosk.card.residence.messaging import Session
from kiosk.card.residence.number import CardNumber, WrongNumber
from kiosk.emulator import faults
from kiosk.emulator.desk import VirtualDesk
from kiosk.emulator.mynumber import Fault as CardFault
from kiosk.emulator.residence.holders import Kind
from tests.card.residence.flow import first, outcome, read_at_desk, second
from tests.emulator.residence.fixtures import NUMBER, MakeCard

PERSONAL = re.compile(
    rf"{NUMBER}|{NUMBER.encode().hex()}|TARO|見本|19920229|INVENTED|\\x|2026|許可"
)
GENERATIONS = [Kind.RESIDENCE_1, Kind.RESIDENCE_2]


def test_everything_the_card_gave(make_card: MakeCard) -> None:
    one, two = first(make_card()), second(make_card(Kind.RESIDENCE_2))
    parts = [
        *(one, one.address, one.comprehensive, one.proof),
        *(two, two.entries, two.permissions, two.other, two.proof),
        read_at_desk(make_card()),
    ]
    for own in parts:
        assert own is not None
        for text in (repr(own), str(own), f"{own}"):
            assert not PERSONAL.search(text), type(own)


def test_the_machinery(make_card: MakeCard) -> None:
    share = Share(b"\x11" * 8, b"\x22" * 16)
    key = base_key(CardNumber(NUMBER))
    desk = VirtualDesk()
    desk.put(make_card())
    card = ResidenceCard.open(desk.connect(desk.sight))
    card.unlock(CardNumber(NUMBER))
    for own in (
        CardNumber(NUMBER),
        WrongNumber(),
        share,
        Agreement(AesSuite(), key, share, bytes(8)),
        Session(AesSuite(), key, Lengths.WHOLE),
        card,
    ):
        text = repr(own) + str(own)
        assert not PERSONAL.search(text), type(own)
        assert key.hex() not in text
        assert str(key) not in text
    card.close()


def test_nothing_is_logged(
    make_card: MakeCard, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for kind in GENERATIONS:
            outcome(make_card(kind))
            outcome(make_card(kind), "ZZ00000000ZZ")
    assert caplog.records == []


@pytest.mark.parametrize("kind", GENERATIONS)
@pytest.mark.parametrize(
    ("number", "breaking"),
    [
        ("ZZ00000000ZZ", None),
        *((NUMBER, faults.drop_at(place)) for place in range(2, 12)),
        *((NUMBER, faults.replace_at(place, b"\x69\x85")) for place in range(2, 12)),
        (NUMBER, faults.garble_at(3)),
        (NUMBER, faults.garble_at(6)),
        (NUMBER, faults.truncate_at(6)),
    ],
)
def test_tracebacks_show_neither_number_nor_key(
    make_card: MakeCard, kind: Kind, number: str, breaking: CardFault | None
) -> None:
    """With local values, as Textual prints them."""
    drawn = {8: b"\x11" * 8, 16: b"\x22" * 16}
    card = make_card(kind, faults=breaking)
    with pytest.raises((CardError, WrongNumber)) as caught:
        read_at_desk(card, number, random=drawn.__getitem__)
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    told = traceback.TracebackException.from_exception(
        caught.value, capture_locals=True
    )
    own = [frame for frame in told.stack if "kiosk/card/" in frame.filename]
    assert own
    shown = " ".join(value for f in own for value in (f.locals or {}).values())
    assert number not in shown
    assert str(base_key(CardNumber(number))) not in shown
    assert str(drawn[16]) not in shown
