"""Everything that can fail, at every step of every flow.

After each fault the visitor goes on as people do. The visit must come to an end, the
terminal must wait for the next visitor with nothing left of this one, and whoever
tries again must get what they came for.
"""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from kiosk.visit.effects import (
    BeginDraft,
    CheckPassword,
    Effect,
    Enroll,
    EraseDraft,
    FindDrafts,
    FindPlace,
    Forget,
    Inspect,
    KeepPassword,
    LogIn,
    OpenDraft,
    PrintForgotten,
    PrintReceipt,
    PrintSheet,
    PrintSlip,
    Prove,
    ReadAttributes,
    ReadResidence,
    ReadSignature,
    Register,
    Rejoin,
    SaveAnswers,
    WriteTables,
)
from kiosk.visit.events import (
    AnswersNotSaved,
    AnswersTyped,
    AnswersWanted,
    CardFailed,
    Chose,
    CopyWanted,
    DeletionWanted,
    Event,
    FormWanted,
    LanguageChosen,
    LanguageWanted,
    LoginAnswered,
    NotRegistered,
    OverlayClosed,
    PaperFailed,
    PaperWanted,
    PasswordChecked,
    PasswordUnfit,
    PasswordWanted,
    PinWrong,
    PlaceFound,
    RegistrationWanted,
    ResidenceFailed,
    StaffWanted,
    StartOverConfirmed,
    StartOverWanted,
    StoreFailed,
    TablesNotWritten,
    WentBack,
    WordingWanted,
)
from kiosk.visit.readings import ResidenceFault
from kiosk.visit.state import new_visit
from kiosk.visit.steps import EnterPin
from kiosk.visit.tables import TablesFault
from kiosk.visit.terms import Login, PasswordAnswer, PasswordFault, Refusal, Trouble
from kiosk.visit.usage_effects import (
    OpenUsage,
    PrintUsage,
    ReportUsage,
    SaveUsage,
    SendUsage,
    TakeBackUsage,
)
from kiosk.visit.usage_events import UsageNotSaved
from tests.journeys.flows import FLOWS, Flow
from tests.journeys.people import FULL, JOON, VirtualCard
from tests.journeys.promises import PIN_EFFECTS
from tests.journeys.visitor import Visitor
from tests.journeys.world import OWN_PASSWORD, World
from tests.survived import Survived

Fault = Callable[[World, Visitor], None]


def _relaid(world: World, visitor: Visitor) -> None:
    world.lift()
    world.lay(visitor.card)


def _swapped(world: World, visitor: Visitor) -> None:
    world.lift()
    world.lay(VirtualCard(JOON))


def _child_swapped(world: World, visitor: Visitor) -> None:
    world.lift()
    world.lay(VirtualCard(JOON, has_signature=False))


def _lost(world: World, visitor: Visitor, **parts: bool) -> None:
    world.have(**parts)


def _lost_and_back(world: World, visitor: Visitor, **parts: bool) -> None:
    world.have(**parts)
    world.have(**{part: not works for part, works in parts.items()})


DESK_FAULTS: dict[str, Fault] = {
    "lifted": lambda world, visitor: world.lift(),
    "laid again": _relaid,
    "another card": _swapped,
    "a card without signature": _child_swapped,
    "service lost": partial(_lost, service=False),
    "service lost and back": partial(_lost_and_back, service=False),
    "reader lost": partial(_lost, reader=False),
    "reader lost and back": partial(_lost_and_back, reader=False),
    "mute": partial(_lost, mute=True),
    "mute and answering": partial(_lost_and_back, mute=True),
    "everything lost": partial(_lost, service=False, reader=False, mute=True),
}


def _sends(*events: Event) -> Fault:
    def send(world: World, visitor: Visitor) -> None:
        for event in events:
            world.send(event)

    return send


def _mistypes(world: World, visitor: Visitor) -> None:
    if isinstance(world.state.step, EnterPin) and world.state.step.tries > 1:
        world.type_pin(False)


def _waits(world: World, visitor: Visitor, seconds: int) -> None:
    for _ in range(seconds // 5):
        world.tick(5)


def _clock_jumps(world: World, visitor: Visitor) -> None:
    """It is set a year ahead, then a year back, and then as it should be."""
    for days in (366, -732, 366):
        world.tick(1, days=days)


def _store_fails(world: World, visitor: Visitor) -> None:
    world.registry.works = False


def _printer_fails(world: World, visitor: Visitor) -> None:
    world.printer = "fails"


OTHER_FAULTS: dict[str, Fault] = {
    "back": _sends(WentBack()),
    "back twice": _sends(WentBack(), WentBack()),
    "another language": _sends(LanguageWanted(), LanguageChosen("vi")),
    "no language after all": _sends(LanguageWanted(), OverlayClosed()),
    "staff": _sends(StaffWanted(), OverlayClosed()),
    "not starting over": _sends(StartOverWanted(), OverlayClosed()),
    "starting over": _sends(StartOverWanted(), StartOverConfirmed()),
    "an answer to nothing": _sends(Chose("\0nonsense"), Chose(False)),
    "buttons of other screens": _sends(
        PaperWanted(), WordingWanted(), RegistrationWanted(), OverlayClosed()
    ),
    "buttons of other forms": _sends(
        CopyWanted(), AnswersWanted(), AnswersTyped({"no.such.field": "x"})
    ),
    "a password": _sends(PasswordWanted(), WentBack()),
    "not deleting": _sends(DeletionWanted(), Chose(False)),
    "the form from the beginning": _sends(WentBack(), FormWanted()),
    "a wrong PIN": _mistypes,
    "a pause": partial(_waits, seconds=45),
    "gone": partial(_waits, seconds=60),
    "midnight": lambda world, visitor: world.tick(1, days=1),
    "a clock that jumps": _clock_jumps,
    "store fails": _store_fails,
    "printer fails": _printer_fails,
}


def failures(effect: Effect) -> Iterator[Event | None]:
    """Every answer that this can have and that is not the one hoped for."""
    yield None
    match effect:
        case Inspect() | Prove() | ReadSignature() | ReadAttributes():
            pin = PIN_EFFECTS.get(type(effect))
            for trouble in Trouble:
                yield CardFailed(effect.ticket, trouble, pin)
            if pin is not None:
                for left in range(1, FULL[pin]):
                    yield PinWrong(effect.ticket, pin, left)
        case Register(ticket) | Enroll(ticket):
            yield StoreFailed(ticket)
            for refusal in Refusal:
                yield NotRegistered(ticket, refusal, 60)
        case FindDrafts() | BeginDraft() | OpenDraft() | EraseDraft():
            yield StoreFailed(effect.ticket)
        case ReadResidence():
            for fault in ResidenceFault:
                yield ResidenceFailed(effect.ticket, fault)
        case SaveAnswers():
            yield AnswersNotSaved(effect.ticket)
        case SaveUsage():
            yield UsageNotSaved(effect.ticket)
        case OpenUsage() | SendUsage() | TakeBackUsage() | ReportUsage():
            yield StoreFailed(effect.ticket)
        case LogIn() | Rejoin():
            yield StoreFailed(effect.ticket)
            for login in Login:
                yield LoginAnswered(effect.ticket, login)
        case CheckPassword(ticket):
            yield StoreFailed(ticket)
            for answer in PasswordAnswer:
                yield PasswordChecked(ticket, answer, 2, OWN_PASSWORD)
        case KeepPassword(ticket):
            yield StoreFailed(ticket)
            for unfit in PasswordFault:
                yield PasswordUnfit(ticket, unfit)
        case FindPlace(ticket, of, code):
            yield PlaceFound(ticket, of, code, "東京都", "千代田区", "千代田")
        case (
            PrintReceipt()
            | PrintSlip()
            | PrintSheet()
            | PrintUsage()
            | PrintForgotten()
        ):
            yield PaperFailed(effect.ticket)
            yield PaperFailed(effect.ticket, no_printer=True)
        case WriteTables(ticket):
            for fault in TablesFault:
                yield TablesNotWritten(ticket, fault)


def _ends_well(flow: Flow, world: World, visitor: Visitor, first: bool) -> None:
    """``first``: the visitor has to succeed in the visit in which it happened."""
    visitor.go_on(world)
    _is_clean(world)
    if not first:
        world.answering.clear()
        world.happening.clear()
        world.registry.works = True
        _, again = flow.make()
        again.card, again.given = visitor.card, visitor.given
        visitor.card.tries.update(FULL)
        again.visit(world)
        _is_clean(world)
    assert flow.reached(world, visitor)


def _is_clean(world: World) -> None:
    state = world.state
    fresh = new_visit(state.site, state.today, state.desk, state.ticket)
    assert state == fresh.but(health=state.health)
    assert world.effects[-1] == Forget()
    assert world.connected is None
    assert world.visited is None
    assert not world.waiting
    assert not world.pins


def _actions(flow: Flow) -> int:
    """How many actions the flow takes undisturbed."""
    world, visitor = flow.make()
    visitor.act(world)
    count = 1
    while not world.nobody:
        visitor.act(world)
        count += 1
    assert flow.reached(world, visitor)
    return count


def _asked(flow: Flow) -> list[Effect]:
    """The effects that the flow has done undisturbed."""
    world, visitor = flow.make()
    visitor.visit(world)
    assert world.asked
    return world.asked


def _names(flow: Flow) -> str:
    return flow.name


@pytest.mark.parametrize("flow", FLOWS, ids=_names)
def test_every_effect_fails_in_every_way(flow: Flow, survived: Survived) -> None:
    for number, effect in enumerate(_asked(flow)):
        for place, _ in enumerate(failures(effect)):
            world, visitor = flow.make()

            def fail(asked: Effect, place: int = place) -> Event | None:
                return list(failures(asked))[place]

            world.answering[number] = fail
            visitor.act(world)
            _ends_well(flow, world, visitor, first=False)
            survived("in the visit")


@pytest.mark.parametrize("flow", FLOWS, ids=_names)
def test_every_effect_keeps_failing_in_every_way(
    flow: Flow, survived: Survived
) -> None:
    """Whoever meets the same trouble again and again gives up and leaves."""
    for number, effect in enumerate(_asked(flow)):
        for place, _ in enumerate(failures(effect)):
            world, visitor = flow.make()

            def fail(
                asked: Effect, world: World, kind: type[Effect], place: int
            ) -> Event | None:
                if isinstance(asked, kind):
                    return list(failures(asked))[place]
                return world.do(asked)

            failing = partial(fail, world=world, kind=type(effect), place=place)
            world.answering.update((n, failing) for n in range(number, 100))
            visitor.act(world)
            _ends_well(flow, world, visitor, first=False)
            survived("in the visit")


@pytest.mark.parametrize("flow", FLOWS, ids=_names)
def test_the_desk_fails_at_every_step(flow: Flow, survived: Survived) -> None:
    """Whatever the desk does, its visitor gets there in the same visit."""
    for after in range(_actions(flow)):
        for fault in DESK_FAULTS.values():
            world, visitor = flow.make()
            for _ in range(after):
                visitor.act(world)
            fault(world, visitor)
            visitor.act(world)
            _ends_well(flow, world, visitor, first=True)
            survived("in the visit")


@pytest.mark.parametrize("flow", FLOWS, ids=_names)
def test_the_desk_fails_while_the_terminal_is_busy(
    flow: Flow, survived: Survived
) -> None:
    for number, _ in enumerate(_asked(flow)):
        for fault in DESK_FAULTS.values():
            world, visitor = flow.make()
            world.happening[number] = partial(_happens, fault, visitor)
            visitor.act(world)
            _ends_well(flow, world, visitor, first=True)
            survived("in the visit")


@pytest.mark.parametrize("flow", FLOWS, ids=_names)
def test_something_else_happens_at_every_step(flow: Flow, survived: Survived) -> None:
    for after in range(1, _actions(flow)):
        for fault in OTHER_FAULTS.values():
            world, visitor = flow.make()
            for _ in range(after):
                visitor.act(world)
            fault(world, visitor)
            _ends_well(flow, world, visitor, first=False)
            survived("in the visit")


def _happens(fault: Fault, visitor: Visitor, world: World) -> None:
    fault(world, visitor)
