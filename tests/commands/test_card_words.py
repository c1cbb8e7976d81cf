"""What ``kiosk card info`` says is wrong, and what to do; no service needed."""

import re
from collections.abc import Callable, Iterator
from itertools import count

import click
import pytest

from kiosk.card.desk import Connection, Sight, SightState
from kiosk.card.faults import CardError, Fault
from kiosk.commands.card import SLOW_SECONDS, look_at
from kiosk.commands.language import sayer
from kiosk.emulator.desk import VirtualDesk
from kiosk.emulator.residence.behaviour import Behaviour, Passes
from tests.card.test_strangers import DRIVING_LICENCE, Stranger
from tests.emulator.residence.fixtures import MakeCard, residence_authority, signers
from tests.emulator.residence.fixtures import make_card as make_residence_card

__all__ = ["make_residence_card", "residence_authority", "signers"]

TOLD = {
    Fault.NO_SERVICE: "the card service (pcscd) does not run; start it",
    Fault.NO_READER: "no card reader is plugged in; plug one in",
    Fault.NO_CARD: "no card lies on the reader; lay one on it",
    Fault.REMOVED: "the card was lifted too early; lay it",
    Fault.BUSY: "another program holds the card; end that program",
    Fault.CHANGED: "another program reset the card, or another card was laid there;",
    Fault.MUTE: "the card does not answer; turn it over",
    Fault.UNREADABLE: "the card answers strangely; clean it",
}
KINDS_OF_CARD = {
    Fault.OTHER_CARD,
    Fault.OLD_JUKI_CARD,
    Fault.SMARTPHONE,
    Fault.UNKNOWN_GENERATION,
    Fault.RESIDENCE_CARD,
    Fault.DRIVING_LICENCE,
    Fault.BANK_CARD,
    Fault.TRANSIT_CARD,
}
"""They are no trouble for this command: it says what the card is."""
NEVER_HERE = {
    Fault.PIN_LOCKED,
    Fault.NO_SIGNATURE_CERTIFICATE,
    Fault.EXPIRED,
    Fault.NOT_YET_VALID,
    Fault.UNTRUSTED,
    Fault.WRONG_PROFILE,
    Fault.PROOF_FAILED,
}
"""No PIN is asked for and no certificate is judged."""


class Failing:
    """A desk whose card cannot be connected to."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        self.is_closed = False

    def watch(self, listener: Callable[[Sight], None]) -> None:
        listener(Sight(SightState.CARD, "Reader One", b"", 1))

    def connect(self, sight: Sight) -> Connection:
        raise CardError(self._fault)

    def close(self) -> None:
        self.is_closed = True


def clock(seconds: float) -> Callable[[], float]:
    """One on which so much passes between two looks."""
    ticks: Iterator[int] = count()
    return lambda: next(ticks) * seconds


def test_every_fault_is_thought_of() -> None:
    assert TOLD.keys() | KINDS_OF_CARD | NEVER_HERE == set(Fault)


@pytest.mark.parametrize("fault", TOLD)
def test_what_is_wrong_and_what_to_do(fault: Fault) -> None:
    told = {}
    for language in ("en", "ja"):
        desk = Failing(fault)
        with pytest.raises(click.ClickException) as caught:
            look_at(desk, sayer(language), clock(0))
        assert desk.is_closed
        told[language] = caught.value.message
    assert told["en"].startswith(TOLD[fault])
    assert re.search("(ください|ます)", told["ja"])
    assert "desk." not in told["ja"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (SLOW_SECONDS, ""),
        (SLOW_SECONDS + 4.4, "kiosk: the card took 7 seconds; lay it flat on the"),
    ],
)
def test_a_slow_card(
    seconds: float, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = VirtualDesk()
    desk.put(Stranger(DRIVING_LICENCE))
    found = look_at(desk, sayer("en"), clock(seconds))
    assert found["kind"] == "driving_licence"
    told = capsys.readouterr().err
    assert told.startswith(said)
    assert bool(told) is bool(said)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "kiosk: this reader does not pass"), ("ja", "kiosk: このカードリーダーは")],
)
def test_a_reader_of_short_commands(
    language: str,
    said: str,
    make_residence_card: MakeCard,
    capsys: pytest.CaptureFixture[str],
) -> None:
    desk = VirtualDesk()
    desk.put(make_residence_card(behaviour=Behaviour(passes=Passes.SHORT)))
    found = look_at(desk, sayer(language), clock(0))
    assert found["extended_lengths"] is False
    assert capsys.readouterr().err.startswith(said)
