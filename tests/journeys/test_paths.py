"""Every path through a visit, by visitors who know what they want."""

import sys
from collections import Counter
from datetime import date, timedelta

import pytest

from kiosk.forms.application import Application
from kiosk.forms.check import missing
from kiosk.forms.fields import Kind
from kiosk.forms.form import context, form_for
from kiosk.forms.options import options
from kiosk.rules.calendar import parse_day
from kiosk.rules.decision import Outcome
from kiosk.rules.vocabulary import Procedure, Role
from kiosk.visit.effects import (
    BeginDraft,
    Effect,
    Forget,
    Inspect,
    LogIn,
    PrintReceipt,
    PrintSlip,
    Prove,
    ReadAttributes,
    Register,
    Rejoin,
    ReleaseCard,
    SaveAnswers,
)
from kiosk.visit.events import (
    AnswersNotSaved,
    Chose,
    ContactTyped,
    Event,
    IdTyped,
    LanguageChosen,
    LanguageWanted,
    NumberWanted,
    OverlayClosed,
    PaperWanted,
    PinTyped,
    RegistrationWanted,
    SerialTyped,
    StaffWanted,
    StartOverWanted,
    VisitorEvent,
    WentBack,
    WentOn,
    WordingWanted,
)
from kiosk.visit.questions import CARD_ROLES, NUMBER_ROLES, decision
from kiosk.visit.state import Contact, new_visit
from kiosk.visit.steps import (
    AskConsent,
    AskFact,
    AskMore,
    AskResidence,
    ChooseDraft,
    ChooseLanguage,
    ChooseOffice,
    ChooseProcedure,
    ChoosePurpose,
    ChooseRole,
    ConfirmPerson,
    EnterContact,
    EnterId,
    EnterPin,
    EnterSerial,
    FillIn,
    Goodbye,
    HandOver,
    InTrouble,
    Issued,
    LastTry,
    LoggedIn,
    NumberFound,
    Overlay,
    Prepare,
    Review,
    TakeCard,
    Verdict,
    Wording,
    Working,
)
from kiosk.visit.terms import Paper, Pin, PinNote, Trouble
from tests.journeys.people import (
    CONTACT,
    FULL,
    JOON,
    SERIAL,
    VirtualCard,
    child_card,
    facts_on,
)
from tests.journeys.visitor import Visitor
from tests.journeys.world import TODAY, Answering, World
from tests.rules.oracle import expected

DAYS = (date(2022, 3, 16), date(2024, 3, 19), TODAY)


def kinds(world: World) -> list[type]:
    return [type(effect) for effect in world.effects]


def shown(world: World, step: type) -> list[object]:
    return [each for each in world.steps if isinstance(each, step)]


def registered() -> tuple[World, Visitor]:
    """A terminal whose one visitor has an ID and has left."""
    world = World()
    visitor = Visitor().visit(world)
    visitor.auth_id = world.registry.holders[0].auth_id
    visitor.purpose = "log_in"
    return world, visitor


# Registration and asking.


@pytest.mark.parametrize("on", DAYS, ids=str)
@pytest.mark.parametrize("procedure", Procedure)
@pytest.mark.parametrize("role", CARD_ROLES)
def test_registration(role: Role, procedure: Procedure, on: date) -> None:
    """An ID for exactly those whom the rules, written down once more, do not refuse."""
    world = World(today=on)
    visitor = Visitor(role=role, procedure=procedure, wants_slip=True)
    visitor.visit(world)
    facts = facts_on(on, role, procedure)
    if role == "applicant":
        facts["birth_date"] = "1990-04-01"
    days = ("birth_or_loss_date", "stay_expires", "birth_date")
    typed = {name: parse_day(str(facts[name])) for name in days}
    if expected(on, role, procedure, {**facts, **typed}) == "refused":
        assert not world.registry.holders
        assert kinds(world) == [PrintSlip, Forget]
        return
    [holder] = world.registry.holders
    assert (holder.role, holder.person) == (role, visitor.card.person)
    assert Counter(kinds(world))[Register] == 1
    [slip, receipt] = world.papers
    assert isinstance(slip, PrintSlip)
    assert isinstance(receipt, PrintReceipt)
    assert (receipt.auth_id, receipt.done) == (holder.auth_id, "issued")


@pytest.mark.parametrize("procedure", Procedure)
@pytest.mark.parametrize("role", Role)
def test_asking_only(role: Role, procedure: Procedure) -> None:
    world = World()
    visitor = Visitor(purpose="ask", role=role, procedure=procedure, wants_slip=True)
    visitor.act(world)
    visitor.until(world, Verdict)
    facts = facts_on(TODAY, role, procedure)
    days = ("birth_or_loss_date", "stay_expires", "birth_date")
    typed = {name: parse_day(str(facts[name])) for name in days}
    verdict = decision(world.state).outcome
    assert verdict == expected(TODAY, role, procedure, {**facts, **typed})
    visitor.go_on(world)
    assert kinds(world) == [PrintSlip, Forget]


@pytest.mark.parametrize("role", sorted({*Role} - {*CARD_ROLES, *NUMBER_ROLES}))
def test_roles_without_a_card_of_their_own_are_told_and_leave(role: str) -> None:
    world = World()
    Visitor(role=role).visit(world)
    assert kinds(world) == [Forget]


def test_who_asked_may_register_after_all() -> None:
    world = World()
    visitor = Visitor(purpose="ask")
    visitor.act(world)
    visitor.until(world, Verdict)
    world.send(RegistrationWanted())
    assert world.at(Prepare())
    visitor.go_on(world)
    assert len(world.registry.holders) == 1


def test_who_is_refused_cannot_register() -> None:
    world = World()
    visitor = Visitor(purpose="ask", facts={"status": "temporary_visitor"})
    visitor.act(world)
    visitor.until(world, Verdict)
    before = world.state
    world.send(RegistrationWanted())
    assert world.state == before


def test_one_who_registers_twice_in_a_role_keeps_one_id() -> None:
    world = World()
    card = VirtualCard()
    Visitor(card=card).visit(world)
    Visitor(card=card, procedure="change").visit(world)
    assert len(world.registry.holders) == 1
    assert shown(world, Issued)[-1] == Issued(new=False, receipt=Paper.PRINTED)
    assert [getattr(paper, "done", "") for paper in world.papers] == ["issued", "found"]
    Visitor(card=card, role="relative", facts={"relation": "father"}).visit(world)
    assert len(world.registry.holders) == 2


def test_the_shortest_registration() -> None:
    """From language to receipt. Choosing is one press, and so is sending what was
    typed; a screen is whatever asks something of the visitor.
    """
    world = World()
    Visitor(procedure="employment_certificate").visit(world)
    receipt = next(
        place
        for place, (_, _, after, _) in enumerate(world.trail)
        if isinstance(after.step, Issued)
    )
    way = world.trail[: receipt + 1]
    presses = [event for _, event, _, _ in way if isinstance(event, VisitorEvent)]
    screens = {type(after.step) for *_, after, _ in way} - {Working}
    pins = {after.step for *_, after, _ in way if isinstance(after.step, EnterPin)}
    count = len({ChooseLanguage, *screens}) - 1 + len(pins)
    sys.stdout.write(f"{count} screens, {len(presses)} presses\n")
    assert count <= 14
    assert len(presses) <= 30


def test_a_gyoseishoshi_finds_their_number() -> None:
    world = World()
    visitor = Visitor(role="gyoseishoshi", purpose="ask", wants_number=True)
    visitor.act(world)
    visitor.until(world, EnterSerial)
    world.send(SerialTyped("26", "none"))
    assert isinstance(world.state.step, EnterSerial)
    assert world.state.step.fault is not None
    assert world.state.step.serial == "none", "nothing typed is lost"
    world.send(SerialTyped(*SERIAL))
    visitor.until(world, NumberFound)
    world.send(WentBack())
    assert world.at(EnterSerial("東", *SERIAL))
    world.send(WentBack())
    assert world.at(ChooseOffice())
    visitor.go_on(world)
    assert kinds(world) == [Forget]


@pytest.mark.parametrize("role", CARD_ROLES)
def test_only_who_has_such_a_number_is_asked_for_it(role: str) -> None:
    world = World()
    visitor = Visitor(role=role, procedure="change")
    visitor.act(world)
    visitor.until(world, Verdict)
    before = world.state
    world.send(NumberWanted())
    assert world.state == before


# Log-in.


def test_logging_in_with_a_known_card() -> None:
    world, visitor = registered()
    before = len(world.effects)
    visitor.visit(world)
    assert kinds(world)[before:] == [Inspect, Prove, LogIn, ReleaseCard, Forget]
    assert LoggedIn() in world.steps


def test_a_renewed_card_is_joined_to_its_holder() -> None:
    world, visitor = registered()
    visitor.card = VirtualCard()
    visitor.visit(world)
    assert Counter(kinds(world))[ReadAttributes] == 1
    assert Counter(kinds(world))[Rejoin] == 1
    assert LoggedIn() in world.steps
    visitor.visit(world)
    assert Counter(kinds(world))[ReadAttributes] == 1, "known from now on"


def test_somebody_elses_id_is_refused_and_can_be_typed_anew() -> None:
    world, visitor = registered()
    visitor.card = VirtualCard(JOON)
    visitor.act(world)
    visitor.until(world, InTrouble)
    assert world.at(InTrouble(Trouble.ANOTHER_PERSON))
    world.send(WentOn())
    assert world.at(EnterId())
    visitor.visit(world)
    assert LoggedIn() not in world.steps


def test_what_is_no_id_is_asked_for_again() -> None:
    world = World()
    visitor = Visitor(purpose="log_in", auth_id="AUTH-ID-0000")
    visitor.act(world)
    visitor.until(world, EnterId)
    world.send(IdTyped(None))
    assert world.at(EnterId(refused=True))
    visitor.act(world)
    assert world.at(Prepare())


def test_a_receipt_is_printed_again_after_logging_in() -> None:
    world, visitor = registered()
    visitor.act(world)
    visitor.until(world, LoggedIn)
    world.send(PaperWanted())
    assert world.at(LoggedIn(Paper.PRINTED))
    last = world.papers[-1]
    assert isinstance(last, PrintReceipt)
    assert (last.auth_id, last.done) == (visitor.auth_id, "logged_in")


def test_a_child_can_log_in_but_not_register() -> None:
    world, visitor = registered()
    visitor.card = child_card()
    visitor.visit(world)
    assert LoggedIn() in world.steps
    world = World()
    Visitor(card=child_card()).visit(world)
    assert InTrouble(Trouble.NO_SIGNATURE_CERTIFICATE) in world.steps
    assert not shown(world, EnterPin), "no PIN is typed for nothing"


# PINs.


@pytest.mark.parametrize("pin", [Pin.AUTHENTICATION, Pin.SIGNATURE])
@pytest.mark.parametrize("mistakes", [1, 2])
def test_a_mistyped_pin(pin: Pin, mistakes: int) -> None:
    world = World()
    Visitor(wrong=Counter({pin: mistakes})).visit(world)
    asked = [s for s in shown(world, EnterPin) if getattr(s, "pin", None) is pin]
    tries = [getattr(s, "tries", 0) for s in asked]
    assert tries == [FULL[pin] - n for n in range(mistakes + 1)]
    risked = LastTry(pin, wrong=True) in world.steps
    assert risked == (mistakes == FULL[pin] - 1)
    assert len(world.registry.holders) == 1


def test_a_pin_that_cannot_be_one_costs_no_try() -> None:
    world = World()
    visitor = Visitor()
    visitor.act(world)
    visitor.until(world, EnterPin)
    world.type_pin(True, well_formed=False)
    assert world.at(EnterPin(Pin.AUTHENTICATION, 3, PinNote.FORM))
    assert Prove not in kinds(world)
    visitor.go_on(world)
    assert len(world.registry.holders) == 1


@pytest.mark.parametrize("pin", [Pin.AUTHENTICATION, Pin.SIGNATURE])
def test_the_last_try_is_declined(pin: Pin) -> None:
    world = World()
    card = VirtualCard()
    card.tries[pin] = 1
    Visitor(card=card, dares=False).visit(world)
    assert LastTry(pin) in world.steps
    assert card.tries[pin] == 1
    assert not world.registry.holders


@pytest.mark.parametrize("pin", [Pin.AUTHENTICATION, Pin.SIGNATURE])
def test_the_last_try_is_wrong(pin: Pin) -> None:
    world = World()
    card = VirtualCard()
    card.tries[pin] = 1
    Visitor(card=card, wrong=Counter({pin: 1})).visit(world)
    assert InTrouble(Trouble.PIN_LOCKED, pin) in world.steps
    assert card.tries[pin] == 0
    assert not world.registry.holders


@pytest.mark.parametrize("pin", [Pin.AUTHENTICATION, Pin.SIGNATURE])
def test_a_locked_pin_is_told_before_any_is_typed(pin: Pin) -> None:
    world = World()
    card = VirtualCard()
    card.tries[pin] = 0
    Visitor(card=card).visit(world)
    assert InTrouble(Trouble.PIN_LOCKED, pin) in world.steps
    assert not shown(world, EnterPin)


def test_going_back_from_the_last_try_spends_nothing() -> None:
    world = World()
    card = VirtualCard()
    card.tries[Pin.AUTHENTICATION] = 1
    visitor = Visitor(card=card)
    visitor.act(world)
    visitor.until(world, LastTry)
    world.send(WentBack())
    assert world.at(Verdict())
    assert world.connected is None
    visitor.go_on(world)
    assert len(world.registry.holders) == 1


# Troubles.


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_a_way_out_for_its_visitor(trouble: Trouble) -> None:
    """The way on, the way back and starting over all lead somewhere defined."""
    for leave in (WentOn(), WentBack(), StartOverWanted()):
        world = World()
        card = VirtualCard(trouble=trouble)
        visitor = Visitor(card=card)
        visitor.act(world)
        visitor.until(world, InTrouble)
        assert world.at(InTrouble(trouble))
        world.send(leave)
        card.trouble = None
        visitor.go_on(world)
        assert world.state == new_visit(
            world.state.site, TODAY, world.state.desk, world.state.ticket
        )


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_goes_away_when_another_card_is_laid_down(
    trouble: Trouble,
) -> None:
    world = World()
    visitor = Visitor(card=VirtualCard(trouble=trouble))
    visitor.act(world)
    visitor.until(world, InTrouble)
    visitor.card = VirtualCard()
    world.lift()
    world.lay(visitor.card)
    visitor.go_on(world)
    assert len(world.registry.holders) == 1


@pytest.mark.parametrize(
    ("broken", "trouble"),
    [
        ("service", Trouble.NO_SERVICE),
        ("reader", Trouble.NO_READER),
        ("mute", Trouble.MUTE),
    ],
)
def test_a_desk_that_does_not_work_is_told_and_waited_for(
    broken: str, trouble: Trouble
) -> None:
    world = World()
    visitor = Visitor()
    world.lay(visitor.card)
    world.have(**{broken: broken == "mute"})
    visitor.act(world)
    visitor.until(world, InTrouble)
    assert world.at(InTrouble(trouble))
    world.send(WentOn())
    assert world.at(InTrouble(trouble))
    world.have(**{broken: broken != "mute"})
    assert isinstance(world.state.step, EnterPin)
    visitor.go_on(world)
    assert len(world.registry.holders) == 1


def test_a_service_whose_return_nobody_saw_is_asked_again() -> None:
    world = World()
    visitor = Visitor(card=VirtualCard(trouble=Trouble.NO_SERVICE))
    visitor.act(world)
    visitor.until(world, InTrouble)
    visitor.card.trouble = None
    world.send(WentOn())
    assert isinstance(world.state.step, EnterPin)


# The card is pulled.


def steps_of(visitor: Visitor) -> int:
    """How many actions a visitor takes whom nothing disturbs."""
    world = World()
    visitor.act(world)
    count = 1
    while not world.nobody:
        visitor.act(world)
        count += 1
    return count


ACTIONS = steps_of(Visitor())


@pytest.mark.parametrize("after", range(ACTIONS))
@pytest.mark.parametrize("other", [False, True], ids=["same card", "other card"])
def test_the_card_is_pulled_at_every_step_and_one_is_laid_down(
    after: int, other: bool
) -> None:
    world = World()
    visitor = Visitor()
    for _ in range(after):
        visitor.act(world)
    world.lift()
    world.lay(VirtualCard(JOON) if other else visitor.card)
    step = world.state.step
    if isinstance(step, EnterPin | LastTry):
        assert world.state.in_use == world.token
    visitor.visit(world) if world.nobody else visitor.go_on(world)
    people = [holder.person for holder in world.registry.holders]
    assert people == [visitor.card.person]


def test_the_same_card_laid_back_need_not_be_proven_again() -> None:
    world = World()
    visitor = Visitor()
    visitor.act(world)
    visitor.until(world, EnterPin)
    visitor.act(world)
    assert world.at(EnterPin(Pin.SIGNATURE, 5))
    world.lift()
    assert world.at(InTrouble(Trouble.REMOVED))
    world.lay(visitor.card)
    assert world.at(EnterPin(Pin.SIGNATURE, 5))
    world.lift()
    world.lay(VirtualCard(JOON))
    assert world.at(EnterPin(Pin.AUTHENTICATION, 3))


def test_a_card_pulled_while_it_answers_is_not_asked_for_another_pin() -> None:
    """The answer to the first PIN comes after the card has been seen to go."""
    world = World()
    visitor = Visitor()
    visitor.act(world)
    visitor.until(world, EnterPin)
    world.answering[len(world.asked)] = _done_and_pulled(world)
    visitor.act(world)
    assert world.at(InTrouble(Trouble.REMOVED))
    visitor.go_on(world)
    assert len(world.registry.holders) == 1


def _done_and_pulled(world: World) -> Answering:
    def answer(effect: Effect) -> Event:
        answered = world.do(effect)
        world.lift()
        return answered

    return answer


def test_a_stranger_does_not_inherit_what_was_confirmed() -> None:
    """Another card is laid down while the registry fails: "is this you?" anew."""
    world = World()
    visitor = Visitor()
    visitor.act(world)
    visitor.until(world, EnterContact)
    world.registry.works = False
    visitor.act(world)
    assert world.at(InTrouble(Trouble.STORE))
    world.lift()
    stranger = Visitor(card=VirtualCard(JOON))
    world.lay(stranger.card)
    stranger.until(world, ConfirmPerson)
    world.send(WentBack())
    assert world.at(Verdict())
    world.send(WentOn())
    assert world.at(ConfirmPerson())


def test_not_my_card() -> None:
    world = World()
    world.lay(VirtualCard(JOON))
    visitor = Visitor()
    visitor.act(world)
    visitor.until(world, EnterPin)
    world.type_pin(True)
    world.type_pin(True)
    assert world.at(ConfirmPerson())
    visitor.act(world)
    assert world.at(Prepare(passed_over=world.token))
    assert world.state.card is None
    visitor.go_on(world)
    assert [holder.person for holder in world.registry.holders] == [visitor.card.person]


# Back, language, staff, start over.


@pytest.mark.parametrize("after", range(1, ACTIONS))
def test_back_from_every_step_loses_no_answer(after: int) -> None:
    world = World()
    visitor = Visitor()
    for _ in range(after):
        visitor.act(world)
    before = world.state
    world.send(WentBack())
    there = world.state
    if isinstance(before.step, ChoosePurpose):
        assert world.nobody, "before the first question lies the first screen"
        visitor.visit(world)
    elif before.history:
        assert there.step == before.history[-1]
        assert there.answers == before.answers
        assert world.connected is None
    else:
        assert there == before
    visitor.visit(world) if world.nobody else visitor.go_on(world)
    assert len(world.registry.holders) == 1


def test_all_the_way_back_and_forward_again() -> None:
    world = World()
    visitor = Visitor()
    visitor.act(world)
    visitor.until(world, EnterContact)
    before = world.state.answers
    while world.state.step != ChoosePurpose():
        world.send(WentBack())
    assert world.state.answers == before
    visitor.until(world, EnterContact)
    assert world.state.answers == before
    assert Counter(kinds(world))[Prove] == 1, "the card has told everything already"


def test_a_later_answer_can_still_be_changed_after_going_back_past_it() -> None:
    world = World()
    visitor = Visitor(facts={"stay_expires": "2026-11-01"})
    visitor.act(world)
    visitor.until(world, Verdict)
    assert decision(world.state).outcome is Outcome.REFUSED
    while world.state.step != ChooseProcedure():
        world.send(WentBack())
    visitor.facts = {}
    visitor.go_on(world)
    assert len(world.registry.holders) == 1


def test_a_person_known_is_known_in_another_role() -> None:
    """What the card has told is not asked of whoever changes their role."""
    world = World()
    visitor = Visitor(role="relative", facts={"relation": "father"})
    visitor.act(world)
    visitor.until(world, ConfirmPerson)
    while world.state.step != ChooseRole():
        world.send(WentBack())
    visitor.role = "applicant"
    seen = len(world.trail)
    visitor.until(world, EnterContact)
    asked = {after.step for _, _, after, _ in world.trail[seen:]}
    assert not asked & {AskFact("birth_date"), AskFact("has_mynumber_card")}
    assert world.state.answers.facts["birth_date"] == "1990-04-01"


@pytest.mark.parametrize("after", range(1, ACTIONS))
def test_the_language_changes_at_every_step_and_nothing_else(after: int) -> None:
    world = World()
    visitor = Visitor()
    for _ in range(after):
        visitor.act(world)
    before = world.state
    world.send(LanguageWanted())
    assert world.state.overlay is Overlay.LANGUAGE or world.nobody
    world.send(LanguageChosen("vi"))
    if not isinstance(before.step, ChooseLanguage):
        assert world.state == before.but(language="vi", idle=0)
    visitor.language = "vi"
    visitor.visit(world) if world.nobody else visitor.go_on(world)
    [*_, receipt] = world.papers
    printed_before = isinstance(before.step, Issued | TakeCard | Goodbye)
    assert receipt.language == "vi" or printed_before


def test_a_language_that_the_site_does_not_have() -> None:
    world = World()
    world.send(LanguageChosen("xx"))
    assert world.nobody
    Visitor().act(world)
    world.send(LanguageWanted())
    world.send(LanguageChosen("xx"))
    assert world.state.overlay is Overlay.LANGUAGE
    world.send(WentBack())
    assert world.state.overlay is None


@pytest.mark.parametrize("after", range(ACTIONS + 1))
def test_staff_is_called_from_every_step(after: int) -> None:
    world = World()
    visitor = Visitor()
    for _ in range(after):
        visitor.act(world)
    before = world.state
    world.send(StaffWanted())
    assert (world.calls, world.state.overlay) == (1, Overlay.STAFF)
    world.send(StaffWanted())
    assert world.calls == 1, "once is enough"
    world.send(OverlayClosed())
    assert world.state == before.but(idle=0)


@pytest.mark.parametrize("after", range(1, ACTIONS))
def test_starting_over_from_every_step(after: int) -> None:
    world = World()
    visitor = Visitor()
    for _ in range(after):
        visitor.act(world)
    before = world.state
    world.send(StartOverWanted())
    if isinstance(before.step, ChooseLanguage | Goodbye):
        assert world.state.overlay is None
        return
    world.send(OverlayClosed())
    assert world.state == before.but(idle=0), "asked once more before it is wiped"
    world.send(StartOverWanted())
    visitor.act(world)
    assert world.at(TakeCard() if world.card else Goodbye())
    visitor.go_on(world)
    assert kinds(world)[-1] is Forget


def test_the_laws_own_words_and_back() -> None:
    world = World()
    visitor = Visitor()
    visitor.act(world)
    visitor.until(world, Verdict)
    for way in (WentOn(), WentBack()):
        world.send(WordingWanted())
        assert world.at(Wording())
        world.send(way)
        assert world.at(Verdict())


# The clock.


@pytest.mark.parametrize("after", range(1, ACTIONS))
def test_a_countdown_is_stopped_by_the_first_key_which_does_nothing_else(
    after: int,
) -> None:
    world = World()
    visitor = Visitor()
    for _ in range(after):
        visitor.act(world)
    before = world.state
    if isinstance(before.step, ChooseLanguage | Goodbye):
        return
    world.tick(39)
    assert world.state.countdown is None
    world.tick(1)
    assert world.state.countdown == 20
    world.send(WentOn())
    assert world.state == before.but(idle=0)
    visitor.go_on(world)
    assert len(world.registry.holders) == 1


@pytest.mark.parametrize("after", range(1, ACTIONS))
def test_who_walks_away_is_forgotten(after: int) -> None:
    world = World()
    visitor = Visitor()
    for _ in range(after):
        visitor.act(world)
    for _ in range(60):
        world.tick(1)
    assert world.nobody
    assert world.connected is None
    assert kinds(world)[-1] is Forget


def test_staff_called_from_the_first_screen_goes_away_by_itself() -> None:
    world = World()
    world.send(StaffWanted())
    world.tick(60)
    assert world.state.overlay is None


@pytest.mark.parametrize("step", [Verdict, ConfirmPerson, EnterContact])
def test_midnight_changes_the_verdict(step: type) -> None:
    """On the last day of a stay nothing can be filed online any more."""
    world = World()
    visitor = Visitor(facts={"stay_expires": (TODAY + timedelta(days=1)).isoformat()})
    visitor.act(world)
    visitor.until(world, step)
    assert decision(world.state).outcome is not Outcome.REFUSED
    world.tick(1, days=1)
    assert decision(world.state).outcome is Outcome.REFUSED
    visitor.go_on(world)
    assert not world.registry.holders
    told = [after for _, _, after, _ in world.trail if after.step == Verdict()]
    assert decision(told[-1]).outcome is Outcome.REFUSED


def test_midnight_passes_while_the_registry_does_not_answer() -> None:
    world = World()
    visitor = Visitor(facts={"stay_expires": (TODAY + timedelta(days=1)).isoformat()})
    visitor.act(world)
    visitor.until(world, EnterContact)
    world.registry.works = False
    visitor.act(world)
    world.tick(1, days=1)
    world.registry.works = True
    world.send(WentOn())
    assert world.at(Verdict())
    assert not world.registry.holders


def test_a_first_day_comes_during_a_visit() -> None:
    """An extension opens three months before the stay ends."""
    world = World(today=date(2026, 11, 30))
    visitor = Visitor(facts={"stay_expires": "2027-03-01"})
    visitor.act(world)
    visitor.until(world, Verdict)
    assert decision(world.state).outcome is Outcome.REFUSED
    world.tick(1, days=1)
    visitor.go_on(world)
    assert len(world.registry.holders) == 1


# Store and printer.


def test_a_registry_that_fails_loses_nothing_and_gives_one_id() -> None:
    world = World()
    visitor = Visitor()
    visitor.act(world)
    visitor.until(world, EnterContact)
    world.registry.works = False
    visitor.act(world)
    for _ in range(3):
        world.send(WentOn())
        assert world.at(InTrouble(Trouble.STORE))
    history = world.state.history
    assert history.count(EnterContact()) == 1
    world.send(WentBack())
    assert world.at(EnterContact())
    assert world.state.answers.contact == CONTACT
    world.registry.works = True
    visitor.go_on(world)
    assert len(world.registry.holders) == 1
    assert Counter(kinds(world))[Register] == 5
    assert Counter(kinds(world))[Prove] == 1


@pytest.mark.parametrize("failing", [LogIn, Rejoin])
def test_logging_in_after_the_registry_failed(failing: type) -> None:
    world, visitor = registered()
    visitor.card = VirtualCard() if failing is Rejoin else visitor.card
    visitor.act(world)
    visitor.until(world, EnterPin)
    world.at_once = False
    visitor.act(world)
    while world.waiting and not isinstance(world.waiting[0], failing):
        world.answer()
        if isinstance(world.state.step, EnterPin):
            visitor.act(world)
    world.registry.works = False
    world.answer()
    assert world.at(InTrouble(Trouble.STORE))
    world.at_once = True
    typed = Counter(type(event) for _, event, _, _ in world.trail)[PinTyped]
    visitor.go_on(world)
    assert LoggedIn() in world.steps
    again = Counter(type(event) for _, event, _, _ in world.trail)[PinTyped]
    assert again == typed, "no PIN is typed twice for it"


@pytest.mark.parametrize(
    ("printer", "paper"), [("fails", Paper.FAILED), ("none", Paper.NO_PRINTER)]
)
def test_an_id_does_not_depend_on_a_printer(printer: str, paper: Paper) -> None:
    world = World()
    world.printer = printer
    visitor = Visitor()
    visitor.act(world)
    visitor.until(world, Issued)
    assert world.at(Issued(new=True, receipt=paper))
    world.printer = "works"
    world.send(PaperWanted())
    assert world.at(Issued(new=True, receipt=Paper.PRINTED))
    assert len(world.papers) == 1
    visitor.go_on(world)
    assert len(world.registry.holders) == 1


def test_a_slip_printed_while_the_visitor_went_on() -> None:
    """Come back to, the verdict does not wait for its slip for ever."""
    world = World(at_once=False)
    visitor = Visitor()
    visitor.act(world)
    visitor.until(world, Verdict)
    world.send(PaperWanted())
    world.send(PaperWanted())
    assert len(world.waiting) == 1, "not twice"
    world.send(WordingWanted())
    world.answer()
    world.send(WentBack())
    assert world.at(Verdict(Paper.PRINTED))
    world.send(PaperWanted())
    assert world.at(Verdict(Paper.PRINTING))


@pytest.mark.parametrize(
    ("contact", "wrong"),
    [
        (Contact(), ("nothing",)),
        (Contact("12"), ("phone",)),
        (Contact("", "nobody"), ("mail",)),
        (Contact("12", "nobody"), ("phone", "mail")),
    ],
)
def test_contact_details_to_be_mended(contact: Contact, wrong: tuple[str, ...]) -> None:
    world = World()
    visitor = Visitor()
    visitor.act(world)
    visitor.until(world, EnterContact)
    world.send(ContactTyped(contact))
    assert world.at(EnterContact(wrong))
    assert world.state.answers.contact == contact, "nothing typed is lost"
    visitor.go_on(world)
    assert len(world.registry.holders) == 1


# Filling in an application.


def required_and_open(asked: Application) -> set[str]:
    """What the portal would miss, but for what nobody can answer there."""
    answers = context(asked)
    return {
        field.id
        for field in missing(form_for(asked), answers)
        if field.kind is not Kind.CHOICE
        or options(field.options or "", answers.get(field.options_by or "", ""))
    }


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("procedure", Procedure)
@pytest.mark.parametrize("role", CARD_ROLES)
def test_an_application_from_language_to_sheet(
    role: Role, procedure: Procedure, which: int
) -> None:
    """Everything that has to be answered is, once, and all of it is on the sheet."""
    world = World()
    visitor = Visitor(role=role, procedure=procedure, wants_form="new", which=which)
    visitor.visit(world)
    if not world.registry.holders:
        assert not world.sheets
        return
    [sheet] = world.sheets
    [own] = world.drafts.kept.values()
    assert own.auth_id == world.registry.holders[0].auth_id
    assert sheet.application == own.application
    assert visitor.given.items() <= own.answers.items()
    assert required_and_open(own.application) == set()
    asked = [step.group for step in world.steps if isinstance(step, FillIn)]
    assert len(set(asked)) == len(asked)
    told_by_card = own.answers.keys() - visitor.given.keys()
    assert not set(asked) & told_by_card
    assert Counter(kinds(world))[BeginDraft] == 1


@pytest.mark.parametrize("together", [("reentry",), ("reentry", "other_activity")])
def test_what_is_filed_together_is_asked_and_on_the_sheet(
    together: tuple[str, ...],
) -> None:
    world = World()
    Visitor(wants_form="new", together=together).visit(world)
    [sheet] = world.sheets
    assert sheet.application.accompanying == together
    assert required_and_open(sheet.application) == set()


def test_two_relatives_and_no_third() -> None:
    world = World()
    Visitor(wants_form="new", relatives=2).visit(world)
    told = {name for name in world.sheets[0].application.answers if "relative." in name}
    assert {name.split(".")[1] for name in told} == {"1", "2"}
    asked = [step.group for step in world.steps if isinstance(step, AskMore)]
    assert asked == ["relative.2.relation", "relative.3.relation"]


def test_only_what_has_to_be_answered() -> None:
    world = World()
    visitor = Visitor(wants_form="new", thorough=False, which=1)
    visitor.visit(world)
    assert required_and_open(world.sheets[0].application) == set()


def test_without_consent_what_is_sensitive_is_not_asked() -> None:
    world = World()
    Visitor(wants_form="new", consents=False).visit(world)
    assert "criminal_record" not in world.sheets[0].application.answers
    asked = {step.group for step in world.steps if isinstance(step, FillIn)}
    assert "criminal_record" not in asked
    assert len([step for step in world.steps if isinstance(step, AskConsent)]) == 1


QUESTIONS = 12


@pytest.mark.parametrize("answered", range(QUESTIONS))
@pytest.mark.parametrize("thorough", [True, False])
def test_an_application_is_gone_on_with_where_it_was_left(
    answered: int, thorough: bool
) -> None:
    world = World()
    first = Visitor(wants_form="new", questions=answered, thorough=thorough)
    first.visit(world)
    left_at = [step for step in world.steps if isinstance(step, FillIn)][-1]
    [own] = world.drafts.kept.values()
    left = dict(own.answers)
    auth_id = world.registry.holders[0].auth_id
    again = Visitor(
        first.card, "log_in", auth_id=auth_id, wants_form="go_on", thorough=thorough
    )
    again.act(world)
    again.until(world, FillIn)
    assert world.state.step == left_at
    assert world.state.draft is not None
    assert dict(world.state.draft.application.answers) == left
    again.go_on(world)
    assert len(world.drafts.kept) == 1
    assert {**left, **again.given}.items() <= own.answers.items()
    assert required_and_open(world.sheets[0].application) == set()


def test_whoever_left_at_the_review_comes_back_to_it() -> None:
    """Also when an early answer was the last to be corrected."""
    world = World()
    first = Visitor(wants_form="new", corrects="name", thorough=False)
    first.visit(world)
    again = Visitor(
        first.card,
        "log_in",
        auth_id=world.registry.holders[0].auth_id,
        wants_form="go_on",
    )
    again.act(world)
    again.until(world, FillIn, Review)
    assert world.at(Review())


def test_a_correction_is_on_the_sheet() -> None:
    world = World()
    visitor = Visitor(wants_form="new", corrects="nationality")
    visitor.visit(world)
    answers = world.sheets[0].application.answers
    assert answers["nationality"] == visitor.given["nationality"]
    corrected = [step for step in world.steps if isinstance(step, FillIn)][-1]
    assert corrected == FillIn("nationality", correcting=True)


def test_one_person_keeps_several_applications_and_no_others() -> None:
    world = World()
    mei, joon = Visitor(wants_form="new"), Visitor(VirtualCard(JOON), wants_form="new")
    for visitor in (mei, joon):
        visitor.visit(world)
    second = Visitor(
        mei.card,
        "log_in",
        procedure="change",
        auth_id=world.registry.holders[0].auth_id,
        wants_form="new",
    )
    second.visit(world)
    kept = world.drafts.kept
    assert [own.application.procedure for own in kept.values()] == [
        "extension",
        "extension",
        "change",
    ]
    shown_to = [step.notes for step in world.steps if isinstance(step, ChooseDraft)]
    assert [[note.id for note in notes] for notes in shown_to] == [[1]]
    assert len({own.auth_id for own in kept.values()}) == 2


@pytest.mark.parametrize("failing", range(1, 10))
def test_what_is_answered_while_the_store_fails_is_kept_when_it_works(
    failing: int,
) -> None:
    """From the first answer on it fails so many times."""
    world = World()
    visitor = Visitor(wants_form="new")
    visitor.act(world)
    visitor.until(world, FillIn)
    for number in range(len(world.asked), len(world.asked) + failing):
        world.answering[number] = lambda effect: AnswersNotSaved(
            effect.ticket if isinstance(effect, SaveAnswers) else 0
        )
    visitor.go_on(world)
    [own] = world.drafts.kept.values()
    assert visitor.given.items() <= own.answers.items()
    assert required_and_open(own.application) == set()


def test_who_leaves_while_the_store_fails_loses_nothing_that_it_takes_later() -> None:
    """It works again just before the terminal is wiped."""
    world = World()
    visitor = Visitor(wants_form="new", questions=3)
    visitor.act(world)
    visitor.until(world, FillIn)
    world.registry.works = False
    visitor.until(world, Goodbye)
    [own] = world.drafts.kept.values()
    assert not visitor.given.items() <= own.answers.items()
    world.registry.works = True
    visitor.go_on(world)
    assert visitor.given.items() <= own.answers.items()


@pytest.mark.parametrize(
    ("printer", "sheet"), [("fails", Paper.FAILED), ("none", Paper.NO_PRINTER)]
)
def test_an_application_does_not_depend_on_a_printer(
    printer: str, sheet: Paper
) -> None:
    world = World()
    visitor = Visitor(wants_form="new")
    visitor.act(world)
    visitor.until(world, Review)
    world.printer = printer
    visitor.act(world)
    assert world.at(HandOver(sheet))
    world.printer = "works"
    world.send(PaperWanted())
    assert world.at(HandOver(Paper.PRINTED))
    assert len(world.sheets) == 1


def test_back_through_the_whole_form_and_on_again() -> None:
    world = World()
    visitor = Visitor(wants_form="new")
    visitor.act(world)
    visitor.until(world, Review)
    assert world.state.draft is not None
    before = world.state.draft.application
    while not isinstance(world.state.step, FillIn) or world.state.history[-1:] != (
        AskResidence(),
    ):
        world.send(WentBack())
    assert world.state.step == FillIn("nationality")
    assert world.state.draft.application == before
    seen = len(world.trail)
    world.send(Chose(before.answers["nationality"]))
    visitor.until(world, Review)
    asked = [after.step for _, _, after, _ in world.trail[seen:]]
    assert not [step for step in asked if isinstance(step, FillIn)]
