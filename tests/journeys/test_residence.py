"""A residence card in a visit, with anything that may happen in between."""

from datetime import date

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from kiosk.forms.application import Application
from kiosk.visit.effects import BeginDraft, Effect, Forget, ReadResidence
from kiosk.visit.events import (
    CardFailed,
    CardNumberTyped,
    Chose,
    DraftOpened,
    Event,
    LanguageChosen,
    LanguageWanted,
    OverlayClosed,
    ResidenceFailed,
    ResidenceTold,
    Seen,
    StaffWanted,
    StartOverConfirmed,
    StartOverWanted,
    StoreFailed,
    Ticked,
    Touched,
    VisitorEvent,
    WentBack,
    WentOn,
)
from kiosk.visit.known import known
from kiosk.visit.machine import advance
from kiosk.visit.readings import Picture, Reading, ResidenceFault, Signature
from kiosk.visit.residence import STEPS
from kiosk.visit.state import State
from kiosk.visit.steps import (
    AskResidence,
    EnterCardNumber,
    LayResidence,
    ResidenceRead,
    ResidenceTrouble,
    Working,
)
from kiosk.visit.terms import Glance, Trouble, Work
from tests.visit.states import MEI, TODAY
from tests.visit.test_residence import READING, asked

NUMBERS = ("AB12345678CD", "ZZ00000000ZZ")
EXPIRES = date(2026, 12, 24)
FACE = Picture("L", 2, 2, b"FACE")
WAYS: tuple[VisitorEvent, ...] = (
    WentOn(),
    WentBack(),
    Chose(True),
    Chose(False),
    Chose("extension"),
    CardNumberTyped(None, "AB1", "short"),
    *(CardNumberTyped(number, number) for number in NUMBERS),
    LanguageWanted(),
    LanguageChosen("en"),
    StaffWanted(),
    StartOverWanted(),
    OverlayClosed(),
    Touched(),
)


def readings() -> st.SearchStrategy[Reading]:
    """Cards of both generations: anybody's, running, expired and garbled."""
    days = st.sampled_from(["", "20270115", "20261124", "20261123", "20279999"])
    return st.builds(
        Reading,
        second=st.booleans(),
        special_permanent=st.booleans(),
        signature=st.sampled_from(Signature),
        birth_date=st.sampled_from(["", MEI.birth_date, "19850101", "19850000"]),
        sex=st.sampled_from(["", "1", "3"]),
        nationality=st.sampled_from(["", "ZZZ"]),
        period=st.sampled_from(["", "0000", "0100", "090", "x"]),
        stay_expires=days,
        card_expires=days,
        face=st.sampled_from([None, FACE]),
    )


class ResidenceJourney(RuleBasedStateMachine):
    """Begins where something else may be filed together with the application."""

    def __init__(self) -> None:
        super().__init__()
        self.state: State = asked()
        self.waiting: list[Effect] = []
        self.last_ticket = self.state.ticket
        self.shown: Reading | None = None

    def send(self, event: Event) -> None:
        before = self.state
        self.state, effects = advance(before, event)
        self.waiting += effects
        for effect in effects:
            self._check(before, effect)
        if isinstance(before.step, ResidenceRead) and event == WentOn():
            self.shown = before.residence.reading
        if Forget() in effects:
            assert self.state.residence.number == ""
            assert self.state.residence.reading is None
            self.state, self.waiting = asked().but(ticket=self.state.ticket), []

    def _check(self, before: State, effect: Effect) -> None:
        if not isinstance(effect, ReadResidence | BeginDraft):
            return
        assert effect.ticket > self.last_ticket
        self.last_ticket = effect.ticket
        if isinstance(effect, ReadResidence):
            assert self.state.step == Working(Work.READ_RESIDENCE)
            assert self.state.desk.has_card
            assert effect.token == self.state.desk.token
            assert effect.number in NUMBERS
            assert isinstance(before.step, STEPS) or before.step == self.state.step
        else:
            assert self.state.step == Working(Work.DRAFTS)

    @initialize(token=st.integers(1, 3), steps=st.integers(0, 7))
    def my_number_card(self, token: int, steps: int) -> None:
        """It lies there from before; some of the way is behind."""
        self.send(Seen(Glance.CARD, token))
        self.state = self.state.but(in_use=token)
        for _ in range(steps):
            self.purpose(NUMBERS[0])

    @rule(event=st.sampled_from(WAYS))
    def visitor(self, event: VisitorEvent) -> None:
        self.send(event)

    @rule(number=st.sampled_from(NUMBERS))
    def go_on(self, number: str) -> None:
        self.purpose(number)

    def purpose(self, number: str) -> None:
        """The one next step of somebody who wants their card read and used."""
        self.send(OverlayClosed())
        match self.state.step:
            case Working() if self.waiting:
                self.answer_with(READING, None)
            case EnterCardNumber():
                self.send(CardNumberTyped(number, number))
            case LayResidence():
                self.send(Seen(Glance.EMPTY, self.state.desk.token))
                self.send(Seen(Glance.CARD, self.state.desk.token + 1))
            case _:
                self.send(WentOn())

    @rule(glance=st.sampled_from(Glance), more=st.integers(0, 1))
    def desk(self, glance: Glance, more: int) -> None:
        self.send(Seen(glance, self.state.desk.token + more))

    @rule(seconds=st.sampled_from([1, 45]), today=st.sampled_from([TODAY, EXPIRES]))
    def clock(self, seconds: int, today: date) -> None:
        self.send(Ticked(seconds, today))

    @rule()
    def the_end(self) -> None:
        self.send(StartOverWanted())
        self.send(StartOverConfirmed())

    @precondition(lambda self: self.waiting)
    @rule(told=readings(), fault=st.sampled_from([None, *ResidenceFault]))
    def answer(self, told: Reading, fault: ResidenceFault | None) -> None:
        self.answer_with(told, fault)

    def answer_with(self, told: Reading, fault: ResidenceFault | None) -> None:
        effect = self.waiting.pop(0)
        match effect:
            case ReadResidence(ticket):
                failed = fault and ResidenceFailed(ticket, fault)
                self.send(failed or ResidenceTold(ticket, told))
            case BeginDraft(ticket, _, application) if fault is None:
                self.send(DraftOpened(ticket, 7, application, EXPIRES))
            case BeginDraft(ticket):
                self.send(StoreFailed(ticket))

    @rule(told=readings(), late=st.integers(0, 3))
    def invented(self, told: Reading, late: int) -> None:
        """An answer that nobody gave; with the right ticket only to what is asked."""
        ticket = self.state.ticket - late
        if self.state.step == Working(Work.READ_RESIDENCE) and not late:
            return
        self.send(ResidenceTold(ticket, told))
        self.send(ResidenceFailed(ticket, ResidenceFault.FORGED))
        self.send(CardFailed(ticket - 1, Trouble.UNREADABLE))

    @invariant()
    def nothing_shows(self) -> None:
        text = repr((self.state, self.waiting))
        assert not [own for own in (*NUMBERS, "FACE", MEI.birth_date) if own in text]

    @invariant()
    def only_what_was_shown_is_used(self) -> None:
        told = {n: v for n, v in known(self.state).items() if "residence" in n}
        if told:
            assert self.state.residence.accepted
            assert self.state.residence.reading == self.shown
            assert told["residence.number"] == self.state.residence.number
            assert self.shown is not None
            assert not self.shown.expired_on(TODAY)
            assert self.shown.birth_date in ("", MEI.birth_date)

    @invariant()
    def there_is_always_a_way(self) -> None:
        here = self.state.but(idle=0, overlay=None)
        if not isinstance(here.step, STEPS):
            return
        steps = [advance(here, way)[0].step for way in WAYS]
        assert any(step != here.step for step in steps)
        if not isinstance(here.step, EnterCardNumber):
            without, _ = advance(here, Chose(False))
            filled = isinstance(here.draft and here.draft.application, Application)
            assert without.step == Working(Work.DRAFTS) or filled

    @invariant()
    def a_step_has_what_it_needs(self) -> None:
        match self.state.step:
            case ResidenceRead():
                assert self.state.residence.reading is not None
            case LayResidence() | ResidenceTrouble():
                assert self.state.residence.number in NUMBERS
            case AskResidence():
                assert self.state.answers.procedure == "extension"


TestResidenceJourney = ResidenceJourney.TestCase
TestResidenceJourney.settings = settings(
    max_examples=200, stateful_step_count=50, deadline=None
)
