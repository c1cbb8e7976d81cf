"""Every fault at every command of every flow of cards, and at every connection.

The desk is the one for real readers (``kiosk.card.pcsc``); what libpcsclite would
answer is made up. After each fault the right thing is told, nobody keeps the reader,
no PIN has been given twice, no counter has moved, and the next visit works.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest
from smartcard import scard

from kiosk.card.residence.apdu import Lengths
from kiosk.card.trust import TrustAnchors
from kiosk.emulator import faults
from kiosk.emulator.authority import SyntheticAuthority
from kiosk.emulator.mynumber import Behaviour, VirtualMyNumberCard
from kiosk.emulator.mynumber import Fault as CardFault
from kiosk.emulator.residence.holders import Kind
from kiosk.emulator.specified import VirtualSpecifiedCard
from kiosk.emulator.token_info import OLD_JUKI_LABEL
from kiosk.emulator.virtual_card import VirtualCard
from kiosk.visit.effects import Prove, ReadAttributes, ReadSignature
from tests.card.flow import FULL
from tests.card.flows import (
    DONE,
    LOG_IN,
    REGISTRATION,
    RENEWED_CARD,
    Run,
    Visit,
    card_info,
    residence_reading,
    residence_type,
)
from tests.card.manager import OK, Break, Exchange, Manager
from tests.card.test_strangers import (
    CONTACT_BANK_CARD,
    CONTACTLESS_BANK_CARD,
    DRIVING_LICENCE,
    FELICA,
    Stranger,
)
from tests.clerks.reader import NAMES, WRONG
from tests.emulator.fixtures import MakeCard
from tests.emulator.residence.fixtures import MakeCard as MakeResidenceCard
from tests.emulator.residence.fixtures import make_card as make_residence_card
from tests.emulator.residence.fixtures import residence_authority, signers
from tests.survived import Survived

__all__ = ["make_residence_card", "residence_authority", "signers"]

INS, VERIFY, QUERY_LENGTH = 1, 0x20, 4


@dataclass
class Cards:
    """Makes the card of a flow, and knows whom the site trusts."""

    make: MakeCard
    make_residence: MakeResidenceCard
    anchors: TrustAnchors


@pytest.fixture
def cards(
    make_card: MakeCard,
    make_residence_card: MakeResidenceCard,
    authority: SyntheticAuthority,
    tmp_path_factory: pytest.TempPathFactory,
) -> Cards:
    folder = tmp_path_factory.mktemp("anchors")
    authority.write_anchors(folder)
    anchors = TrustAnchors.load(folder, production=False)
    return Cards(make_card, make_residence_card, anchors)


@dataclass(frozen=True)
class Flow:
    """``ends``: the word it ends with undisturbed. ``tells``: it is about which card
    lies there, so an answer that is not a card's own may make it an unknown one.
    """

    make: Callable[[Cards], VirtualCard]
    run: Run
    ends: str = DONE
    tells: bool = False


def _residence(kind: Kind) -> Callable[[Cards], VirtualCard]:
    return lambda cards: cards.make_residence(kind)


def _stranger(*names: bytes, atr: bytes = b"") -> Callable[[Cards], VirtualCard]:
    return lambda cards: Stranger(*names, atr=atr) if atr else Stranger(*names)


LOOK = Visit(REGISTRATION, {})
WHOLE, SHORT = residence_reading(Lengths.WHOLE), residence_reading(Lengths.SHORT)
FLOWS: dict[str, Flow] = {
    "registration": Flow(lambda cards: cards.make(), LOOK),
    "log-in": Flow(lambda cards: cards.make(), Visit(LOG_IN, {})),
    "renewed card": Flow(lambda cards: cards.make(), Visit(RENEWED_CARD, {})),
    "card info": Flow(lambda cards: cards.make(), card_info, "mynumber", tells=True),
    "card info, specified": Flow(
        lambda cards: VirtualSpecifiedCard(cards.make()),
        card_info,
        "mynumber",
        tells=True,
    ),
    "card info, stranger": Flow(_stranger(), card_info, "other", tells=True),
    **{f"residence card {kind.value}": Flow(_residence(kind), WHOLE) for kind in Kind},
    "residence card 1, short": Flow(_residence(Kind.RESIDENCE_1), SHORT),
    "residence card 05, short": Flow(_residence(Kind.RESIDENCE_2), SHORT),
    **{
        f"generation of {kind.value}": Flow(
            _residence(kind),
            residence_type,
            "first" if kind.is_first else "second",
            tells=True,
        )
        for kind in Kind
    },
    "which card, old": Flow(
        lambda cards: cards.make(behaviour=Behaviour(label=OLD_JUKI_LABEL)),
        LOOK,
        "old_juki_card",
        tells=True,
    ),
    "which card, telephone": Flow(
        lambda cards: cards.make(behaviour=Behaviour(label="JPKIAPIOSTOKEN")),
        LOOK,
        "smartphone",
        tells=True,
    ),
    **{
        f"which card, {kind.value}": Flow(
            _residence(kind), LOOK, "residence_card", tells=True
        )
        for kind in Kind
    },
    "which card, licence": Flow(
        _stranger(DRIVING_LICENCE), LOOK, "driving_licence", tells=True
    ),
    "which card, bank": Flow(
        _stranger(CONTACT_BANK_CARD), LOOK, "bank_card", tells=True
    ),
    "which card, bank without contacts": Flow(
        _stranger(CONTACTLESS_BANK_CARD), LOOK, "bank_card", tells=True
    ),
    "which card, transit": Flow(
        _stranger(atr=FELICA), LOOK, "transit_card", tells=True
    ),
    "which card, unknown": Flow(_stranger(), LOOK, "other_card", tells=True),
}


@dataclass
class Stage:
    """One flow, with a card and a service of its own."""

    flow: Flow
    cards: Cards
    monkeypatch: pytest.MonkeyPatch
    run: Run | None = None
    card: VirtualCard = field(init=False)
    manager: Manager = field(init=False)

    def __post_init__(self) -> None:
        self.card = self.flow.make(self.cards)
        self.manager = Manager(self.card)
        self.manager.install(self.monkeypatch)

    def play(self, run: Run | None = None) -> str:
        """Once, with the card as it lies there."""
        self.manager.sent.clear()
        own = run or self.flow.run
        return own(self.manager.desk(), self.cards.anchors)

    def verifies(self) -> list[bytes]:
        """What carried a PIN or a number to the card, this time."""
        return [
            own.command
            for own in self.manager.sent
            if own.command[INS] == VERIFY and len(own.command) > QUERY_LENGTH
        ]

    def keeps_its_promises(self) -> None:
        """Nothing was given twice or changed, and the reader is free."""
        verifies = self.verifies()
        assert len(verifies) == len(set(verifies)), "a PIN was given twice"
        assert not self.manager.is_held, "nobody else can have the reader"
        assert getattr(self.card, "alarms", []) == []
        if isinstance(self.card, VirtualMyNumberCard):
            assert counters(self.card) == FULL

    def goes_on(self) -> None:
        """The next visit, once everything is well again."""
        self.manager.restore()
        assert self.play() == self.flow.ends
        self.keeps_its_promises()


def counters(card: VirtualMyNumberCard) -> dict[str, int]:
    """The tries left of each PIN."""
    return {name: card.tries_left(name) for name in FULL}


def undisturbed(
    flow: Flow, cards: Cards, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[Exchange], int]:
    """Everything a flow sends, and how often it connects."""
    stage = Stage(flow, cards, monkeypatch)
    assert stage.play() == flow.ends
    stage.keeps_its_promises()
    return list(stage.manager.sent), stage.manager.connections


# What the service says --------------------------------------------------------------

LOST = int(scard.SCARD_E_NOT_TRANSACTED)
GONE = int(scard.SCARD_W_REMOVED_CARD)
UNPLUGGED = int(scard.SCARD_E_READER_UNAVAILABLE)
ENDED = int(scard.SCARD_E_NO_SERVICE)
RESET = int(scard.SCARD_W_RESET_CARD)
SHARED = int(scard.SCARD_E_SHARING_VIOLATION)

BREAKS: Mapping[str, tuple[Break, str]] = {
    "card removed before": (Break(GONE, False, Manager.lift), "removed"),
    "card removed after": (Break(GONE, True, Manager.lift), "removed"),
    "reader removed before": (Break(UNPLUGGED, False, Manager.unplug), "no_reader"),
    "reader removed after": (Break(UNPLUGGED, True, Manager.unplug), "no_reader"),
    "service killed before": (Break(ENDED, False, Manager.end), "no_service"),
    "service killed after": (Break(ENDED, True, Manager.end), "no_service"),
    "sharing violation": (Break(SHARED, False), "busy"),
    "reset": (Break(RESET, False, Manager.reset), "changed"),
    "line lost before": (Break(LOST, False), "unreadable"),
    "line lost after": (Break(LOST, True), "unreadable"),
    "line lost, card lifted": (Break(LOST, True, Manager.lift), "removed"),
    "line lost, reader gone": (Break(LOST, True, Manager.unplug), "removed"),
    "no answer": (Break(OK, change=lambda answer: b""), "unreadable"),
    "half a status": (Break(OK, change=lambda answer: b"\x90"), "unreadable"),
}
"""With the fault each is told as. One that can come of a line just coming up is tried
again at the first command of a connection, once."""
TRIED_AGAIN = (
    "reset",
    "line lost before",
    "line lost after",
    "no answer",
    "half a status",
)


@pytest.mark.parametrize("name", BREAKS)
@pytest.mark.parametrize("flow", FLOWS)
def test_what_the_service_says_at_every_command(
    flow: str,
    name: str,
    cards: Cards,
    monkeypatch: pytest.MonkeyPatch,
    survived: Survived,
) -> None:
    own = FLOWS[flow]
    broken, fault = BREAKS[name]
    sent, _ = undisturbed(own, cards, monkeypatch)
    for place, exchange in enumerate(sent):
        stage = Stage(own, cards, monkeypatch)
        stage.manager.breaks[place] = broken
        told = stage.play()
        is_retried = exchange.is_first and name in TRIED_AGAIN
        # Whether a card that is no My Number card is a residence card: one that
        # cannot say so is not.
        is_no_matter = own.tells and exchange.connection == 1 and fault == "unreadable"
        expected = own.ends if is_retried or is_no_matter else fault
        assert told == expected, place
        stage.keeps_its_promises()
        stage.goes_on()
        survived("between service and card")


REFUSALS: Mapping[str, tuple[int, str]] = {
    "another program": (SHARED, "busy"),
    "too busy": (int(scard.SCARD_E_SERVER_TOO_BUSY), "busy"),
    "not ready": (int(scard.SCARD_E_NOT_READY), "busy"),
    "no answer to reset": (int(scard.SCARD_W_UNRESPONSIVE_CARD), "mute"),
    "no power": (int(scard.SCARD_W_UNPOWERED_CARD), "mute"),
    "too slow": (int(scard.SCARD_E_TIMEOUT), "mute"),
    "lifted": (int(scard.SCARD_E_NO_SMARTCARD), "removed"),
    "unplugged": (int(scard.SCARD_E_UNKNOWN_READER), "no_reader"),
    "service ended": (ENDED, "no_service"),
    "not allowed": (int(scard.SCARD_W_SECURITY_VIOLATION), "no_service"),
    "line lost": (LOST, "unreadable"),
    "no common protocol": (int(scard.SCARD_E_PROTO_MISMATCH), "other_card"),
}


@pytest.mark.parametrize("name", REFUSALS)
@pytest.mark.parametrize("flow", FLOWS)
def test_every_refusal_at_every_connection(
    flow: str,
    name: str,
    cards: Cards,
    monkeypatch: pytest.MonkeyPatch,
    survived: Survived,
) -> None:
    own = FLOWS[flow]
    code, fault = REFUSALS[name]
    _, connections = undisturbed(own, cards, monkeypatch)
    for place in range(connections):
        stage = Stage(own, cards, monkeypatch)
        stage.manager.refusals[place] = code
        expected = {fault}
        if own.tells and fault in ("unreadable", "other_card"):
            expected |= {own.ends, "other_card", "other"}
        assert stage.play() in expected, place
        assert stage.manager.connections >= place + 1
        stage.keeps_its_promises()
        stage.goes_on()
        survived("between service and card")


# What the card says -----------------------------------------------------------------


def _says(status: str) -> Break:
    return Break(OK, change=lambda answer: bytes.fromhex(status))


def _in_place(fault: CardFault) -> Break:
    """One of ``kiosk.emulator.faults`` for the place 0, wherever that is."""
    return Break(OK, change=lambda answer: fault(0, b"", answer))


ANSWERS: Mapping[str, Break] = {
    "6F00": _says("6F00"),
    "6985": _says("6985"),
    "6982": _says("6982"),
    "6A82": _says("6A82"),
    "6700": _says("6700"),
    "truncated": _in_place(faults.truncate_at(0)),
    "cut in half": _in_place(faults.truncate_at(0, 4000)),
    "oversized": _in_place(faults.oversize_at(0, 8000)),
    "a little too long": _in_place(faults.oversize_at(0, 1)),
    "noise": Break(OK, change=lambda answer: bytes(range(256)) + b"\x90\x00"),
    "garbled": _in_place(faults.garble_at(0)),
}
NOT_A_CARDS_OWN = {"unreadable", "unknown_generation", "other_card"}
NAMES_ASKED_FOR = {"driving_licence", "bank_card", "bank"}
UNNOTICED_AT_FIRST = {"untrusted", "wrong_profile", "proof_failed", "wrong number"}
"""No check sum protects a file or a nonce; what is made of them does."""


def expected_of_answer(
    name: str, place: int, exchange: Exchange, flow: Flow
) -> set[str]:
    """What may be told. The tests of each flow beside this one are exact."""
    changes_data = name in ("truncated", "cut in half", "garbled")
    if changes_data and len(exchange.answer) == len(b"\x90\x00"):
        return {flow.ends}
    if flow.tells and name == "noise":
        # It ends in 9000: a card that says yes to a name has that name.
        return {flow.ends, "other", *NOT_A_CARDS_OWN, *NAMES_ASKED_FOR}
    if flow.tells:
        return {flow.ends, "other"} | NOT_A_CARDS_OWN
    if place == 0 and name == "6F00":
        return {flow.ends}
    if name == "6A82" or place == 0:
        return NOT_A_CARDS_OWN
    if changes_data or name in ("noise", "a little too long"):
        return {flow.ends} | NOT_A_CARDS_OWN | UNNOTICED_AT_FIRST
    return {"unreadable"}


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("flow", FLOWS)
def test_what_the_card_says_at_every_command(
    flow: str,
    name: str,
    cards: Cards,
    monkeypatch: pytest.MonkeyPatch,
    survived: Survived,
) -> None:
    own = FLOWS[flow]
    sent, _ = undisturbed(own, cards, monkeypatch)
    for place, exchange in enumerate(sent):
        stage = Stage(own, cards, monkeypatch)
        stage.manager.breaks[place] = ANSWERS[name]
        assert stage.play() in expected_of_answer(name, place, exchange, own), place
        stage.keeps_its_promises()
        stage.goes_on()
        survived("at the card")


@pytest.mark.parametrize("flow", FLOWS)
def test_a_slow_answer_at_every_command(
    flow: str, cards: Cards, monkeypatch: pytest.MonkeyPatch, survived: Survived
) -> None:
    """It is waited for, nothing is sent meanwhile, and it is good for all that."""
    own = FLOWS[flow]
    sent, _ = undisturbed(own, cards, monkeypatch)
    for place, _ in enumerate(sent):
        stage = Stage(own, cards, monkeypatch)
        reached, goes_on = threading.Event(), threading.Event()

        def hold(
            manager: Manager,
            reached: threading.Event = reached,
            goes_on: threading.Event = goes_on,
        ) -> None:
            reached.set()
            assert goes_on.wait(PATIENCE)

        stage.manager.breaks[place] = Break(OK, happens=hold)
        told: list[str] = []
        thread = threading.Thread(
            target=lambda told=told, stage=stage: told.append(stage.play())
        )
        thread.start()
        assert reached.wait(PATIENCE)
        assert len(stage.manager.sent) == place + 1
        goes_on.set()
        thread.join(PATIENCE)
        assert told == [own.ends]
        stage.keeps_its_promises()
        survived("at the card")


PATIENCE = 15.0
"""Seconds an event may take before the test fails. Nothing waits this long."""


# A wrong PIN whose answer is lost ---------------------------------------------------

LOSSES: Mapping[str, Break] = {name: own for name, (own, _) in BREAKS.items()} | {
    name: own for name, own in ANSWERS.items() if len(name) == 4 or name == "noise"
}


@pytest.mark.parametrize("tries", ["all", "one"])
@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("effect", [Prove, ReadSignature, ReadAttributes])
def test_a_wrong_pin_costs_one_try_at_most(
    effect: type[Prove],
    name: str,
    tries: str,
    cards: Cards,
    monkeypatch: pytest.MonkeyPatch,
    survived: Survived,
) -> None:
    """Whatever happens to the answer. Who comes again is told what is left."""
    pin = NAMES[effect]
    before = FULL | ({pin: 1} if tries == "one" else {})
    effects = LOG_IN if effect is Prove else (Prove, effect)
    wrong, right = Visit(effects, {pin: WRONG[effect]}), Visit(effects, {})
    flow = Flow(lambda cards: cards.make(tries=before), right)

    stage = Stage(flow, cards, monkeypatch)
    stage.play(wrong)
    (place,) = [
        at for at, own in enumerate(stage.manager.sent)
        if own.command == stage.verifies()[-1]
    ]  # fmt: skip

    stage = Stage(flow, cards, monkeypatch)
    card = stage.card
    assert isinstance(card, VirtualMyNumberCard)
    stage.manager.breaks[place] = LOSSES[name]
    assert stage.play(wrong) not in (DONE, f"wrong {pin}, {before[pin] - 1} left")
    assert len(stage.verifies()) == len(set(stage.verifies()))
    assert not stage.manager.is_held
    spent = int(LOSSES[name].reaches)
    assert counters(card) == before | {pin: before[pin] - spent}

    stage.manager.restore()
    locked = before[pin] == spent
    assert stage.play() == ("pin_locked" if locked else DONE)
    if locked:
        assert all(own[-4:] != WRONG[effect] for own in stage.verifies())
        assert counters(card) == before | {pin: 0}
    else:
        assert counters(card) == FULL
    survived("at the card")
