"""Every log and every trace, searched for what must be in none.

Flows of cards are disturbed in every way at every command. All that anybody logs at
any level, all that is printed, and the trace of every error is searched for what was
typed and for what is on the card. Traces are also kept with the values of the product's
local variables, as Textual would print them and the product never does: what was typed
is not even in these.
"""

import logging
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from cryptography import x509

from kiosk.card.residence.agreement import base_key
from kiosk.card.residence.apdu import Lengths
from kiosk.card.residence.fallback import read
from kiosk.card.residence.number import CardNumber
from kiosk.card.trust import TrustAnchors
from kiosk.clerks.card import CardAnswer, CardClerk
from kiosk.emulator.authority import Identity
from kiosk.emulator.people import PEOPLE
from kiosk.emulator.residence.holders import holder
from kiosk.secret import Secret
from kiosk.visit.effects import CardEffect
from tests.card import flows
from tests.card.manager import Break, ManagedDesk
from tests.card.test_fault_matrix import (
    ANSWERS,
    BREAKS,
    FLOWS,
    Cards,
    Flow,
    Stage,
    cards,
    undisturbed,
)
from tests.clerks.reader import PINS
from tests.emulator.residence.fixtures import NUMBER, residence_authority, signers
from tests.emulator.residence.fixtures import make_card as make_residence_card

__all__ = ["cards", "make_residence_card", "residence_authority", "signers"]

OURS = re.compile(r"/kiosk/(?!emulator/)")
DISTURBANCES: dict[str, Break] = {name: own for name, (own, _) in BREAKS.items()}
DISTURBANCES |= ANSWERS


@dataclass
class Traces:
    """The traces of all errors, those that were dealt with too."""

    plain: list[str] = field(default_factory=list)
    with_values: list[str] = field(default_factory=list)

    def keep(self, error: BaseException) -> None:
        """With local values only where the code is ours."""
        self.plain += [*traceback.format_exception(error), repr(error)]
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        self.with_values += [
            f"{name} = {value}"
            for frame in told.stack
            if OURS.search(frame.filename)
            for name, value in (frame.locals or {}).items()
        ]


@pytest.fixture
def traces(monkeypatch: pytest.MonkeyPatch) -> Traces:
    """Of errors in the clerk's hands, and of reading a residence card."""
    traces = Traces()
    do = CardClerk._do

    def traced(self: CardClerk, effect: CardEffect, pin: Secret) -> CardAnswer:
        try:
            return do(self, effect, pin)
        except Exception as error:
            traces.keep(error)
            raise

    monkeypatch.setattr(CardClerk, "_do", traced)
    return traces


def reading(traces: Traces) -> flows.Run:
    """A residence card read as a whole."""

    def run(desk: ManagedDesk, anchors: TrustAnchors) -> str:
        number = CardNumber(NUMBER)
        try:
            read(lambda: desk.connect(desk.sight), number, (Lengths.WHOLE,))
        except Exception as error:
            traces.keep(error)
            return "failed"
        return flows.DONE

    return run


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Every record of every logger, as it would be written."""
    lines: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record) + repr(record.__dict__))

    handler, root = Keeping(logging.DEBUG), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.setLevel(level)
    root.removeHandler(handler)


def written(octets: bytes) -> list[str]:
    """The ways in which bytes come to be printed."""
    return [
        octets.hex(),
        octets.hex().upper(),
        octets.hex(" "),
        repr(octets)[2:-1],
        str(list(octets))[1:-1],
    ]


TYPED = {
    text
    for octets in (*PINS.values(), NUMBER.encode(), base_key(CardNumber(NUMBER)))
    for text in written(octets)
}
"""And the key that follows from it."""


def on_the_cards(identity: Identity) -> set[str]:
    """What says whose they are."""
    person = PEOPLE["worker"]
    found = {person.name, *person.name.split(), person.address, person.birth_date}
    found.add(holder("worker").status)
    assert identity.signature_certificate is not None
    for der in (identity.authentication_certificate, identity.signature_certificate):
        serial = x509.load_der_x509_certificate(der).serial_number
        found |= {str(serial), f"{serial:x}", f"{serial:X}"}
    return found


def said(words: set[str], text: str) -> list[str]:
    """Those of the words that are in the text. Numbers in longer numbers are others."""
    return [
        word
        for word in words
        if re.search(rf"(?<![0-9A-Za-z]){re.escape(word)}(?![0-9A-Za-z])", text)
    ]


@pytest.mark.parametrize("name", DISTURBANCES)
@pytest.mark.parametrize(
    "flow", ["registration", "renewed card", "residence card 1", "residence card 05"]
)
def test_no_log_and_no_trace_says_anything(
    flow: str,
    name: str,
    cards: Cards,
    identity: Identity,
    traces: Traces,
    logged: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    own = FLOWS[flow]
    if flow.startswith("residence"):
        own = Flow(own.make, reading(traces))
    sent, _ = undisturbed(own, cards, monkeypatch)
    for place, _ in enumerate(sent):
        stage = Stage(own, cards, monkeypatch)
        stage.manager.breaks[place] = DISTURBANCES[name]
        stage.play()
    assert traces.plain
    printed = capfd.readouterr()
    told = "\n".join([*traces.plain, *logged, printed.out, printed.err])
    assert said(TYPED | on_the_cards(identity), told) == []
    assert said(TYPED, "\n".join(traces.with_values)) == []


def test_what_is_searched_for_would_be_found(identity: Identity) -> None:
    for word in TYPED | on_the_cards(identity):
        assert said({word}, f"ERROR {word}, and more") == [word]
        assert said({word}, f"digits = b'{word}'") == [word]
