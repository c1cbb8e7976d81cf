"""Staff: every journey with faults at every step, and any events in any order."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from kiosk.store.audit import fields as audit
from kiosk.visit import desk
from kiosk.visit.desk import Member, Refusal, Report
from kiosk.visit.display import Display, DisplayChosen, DisplayWanted, Theme
from kiosk.visit.duties import MAY, Duty, StaffRole, may
from kiosk.visit.effects import CallStaff, Forget
from kiosk.visit.events import (
    Chose,
    ContactTyped,
    Event,
    IdTyped,
    LanguageChosen,
    LanguageWanted,
    OverlayClosed,
    PasswordTyped,
    PinTyped,
    StaffWanted,
    StartOverConfirmed,
    StartOverWanted,
    Touched,
    WentBack,
    WentOn,
)
from kiosk.visit.staff_effects import DUTY_OF, DeleteVisitor, EndVisit, SignOutStaff
from kiosk.visit.staff_events import (
    AttendanceEnded,
    DayTold,
    RoundLooked,
    StaffCardFailed,
    StaffCodeTyped,
    StaffDeskWanted,
    StaffDone,
    StaffKnown,
    StaffPapers,
    StaffPinWrong,
    StaffRefused,
    VisitorTold,
)
from kiosk.visit.state import Card, Contact, DeskView
from kiosk.visit.steps import (
    ChooseLanguage,
    ChoosePurpose,
    EnterId,
    EnterPin,
    Goodbye,
    InTrouble,
    Prepare,
    Step,
    Working,
)
from kiosk.visit.terms import Glance, Paper, Pin, Trouble, Work
from tests.journeys.staff import CODES, HOLDER, KINDS, RECEIPT, TODAY, StaffWorld

Act = Callable[[StaffWorld], None]

TABLE = {
    Duty.TODAY: "helper gyoseishoshi manager",
    Duty.FIND: "helper gyoseishoshi manager",
    Duty.REPRINT: "helper gyoseishoshi manager",
    Duty.OWN_CARD: "helper gyoseishoshi manager",
    Duty.READINESS: "helper gyoseishoshi manager",
    Duty.TEST_PRINT: "helper gyoseishoshi manager",
    Duty.SLIP: "helper gyoseishoshi manager",
    Duty.END_VISIT: "helper gyoseishoshi manager",
    Duty.CONTACT: "gyoseishoshi manager",
    Duty.USAGE: "gyoseishoshi manager",
    Duty.NEW_START: "gyoseishoshi manager",
    Duty.CONFIRM: "gyoseishoshi manager",
    Duty.EXPORT: "manager",
    Duty.DELETE: "manager",
    Duty.ATTEND: "gyoseishoshi",
}
"""As docs/operations.md says it."""


@pytest.mark.parametrize(("duty", "role", "kind"), [*product(Duty, StaffRole, KINDS)])
def test_who_may_do_what(duty: Duty, role: StaffRole, kind: str) -> None:
    allowed = role.value in TABLE[duty].split()
    if duty is Duty.ATTEND:
        allowed = allowed and kind == "gyoseishoshi"
    assert may(role, duty, kind) == allowed


def test_the_table_is_whole() -> None:
    assert set(MAY) == set(Duty) == set(TABLE)
    assert set(DUTY_OF.values()) == set(Duty) - {Duty.CONFIRM, Duty.ATTEND}


def test_roles_are_called_alike_everywhere() -> None:
    assert {*StaffRole} == {*audit.StaffRole}


@pytest.mark.parametrize(("role", "kind"), [*product(StaffRole, KINDS)])
def test_each_page_offers_what_the_role_may_and_nothing_else(
    role: StaffRole, kind: str
) -> None:
    """And what is not offered cannot be had by its event either."""
    for step in (desk.StaffHome(), desk.VisitorFound(), desk.Readiness(())):
        for duty in Duty:
            world = StaffWorld(kind, EnterId())
            own = desk.StaffDesk("ja", step, Member(1, role), HOLDER)
            world.state = world.state.but(staff=own)
            before = world.state
            world.send(Chose(duty.value))
            if not may(role, duty, kind):
                assert world.state == before


# Journeys, each a list of acts.


def send(*events: Event) -> Act:
    def act(world: StaffWorld) -> None:
        for event in events:
            world.send(event)
        world.settle()

    return act


def password(right: bool = True) -> Act:
    def act(world: StaffWorld) -> None:
        world.type_password(right)
        world.settle()

    return act


def signed_in(code: str) -> list[Act]:
    return [send(StaffDeskWanted()), send(StaffCodeTyped(code)), password()]


def found(code: str) -> list[Act]:
    return [*signed_in(code), send(Chose(Duty.FIND)), send(IdTyped(RECEIPT))]


def done(report: Report) -> Callable[[StaffWorld], bool]:
    def reached(world: StaffWorld) -> bool:
        own = world.state.staff
        return (
            own is not None
            and isinstance(own.step, desk.Reported)
            and (own.step.report is report)
        )

    return reached


def at(kind: type[desk.StaffStep]) -> Callable[[StaffWorld], bool]:
    return lambda world: isinstance(
        world.state.staff.step if world.state.staff else None, kind
    )


def laid(code: str | None = None, tries: int = 3) -> Act:
    """A card is laid down that is joined to a code."""

    def act(world: StaffWorld) -> None:
        if code is not None:
            world.joined, world.tries = code, tries
        world.card(there=True)
        world.settle()

    return act


def lifted(world: StaffWorld) -> None:
    world.card(there=False)


def pin(right: bool = True, *, well_formed: bool = True) -> Act:
    def act(world: StaffWorld) -> None:
        world.type_pin(right, well_formed=well_formed)
        world.settle()

    return act


def by_card(code: str) -> list[Act]:
    return [
        lifted,
        send(StaffDeskWanted()),
        send(StaffCodeTyped(code)),
        laid(code),
        pin(),
    ]


CONTACT = Contact("03-1111-2222", "mei@example.invalid")
JOURNEYS: dict[str, tuple[list[Act], Callable[[StaffWorld], bool]]] = {
    "the day": (
        [*signed_in("helper-1"), send(Chose(Duty.TODAY)), send(Chose("older"))],
        at(desk.Today),
    ),
    "readiness": (
        [
            *signed_in("helper-1"),
            send(Chose(Duty.READINESS)),
            send(Chose(Duty.TEST_PRINT)),
        ],
        at(desk.PapersTried),
    ),
    "a reprint": (
        [*found("helper-1"), send(Chose(Duty.REPRINT))],
        at(desk.PapersTried),
    ),
    "a contact": (
        [
            *found("gyoseishoshi-1"),
            send(Chose(Duty.CONTACT)),
            send(ContactTyped(CONTACT)),
        ],
        done(Report.CONTACT),
    ),
    "an approval": (
        [
            *found("gyoseishoshi-1"),
            send(Chose(Duty.USAGE)),
            send(Chose(True)),
            send(StaffCodeTyped("AB-12345")),
            send(Chose("2027-03-31")),
            send(WentOn()),
        ],
        done(Report.APPROVED),
    ),
    "a refusal": (
        [
            *found("manager-1"),
            send(Chose(Duty.USAGE)),
            send(Chose(False)),
            send(WentOn()),
        ],
        done(Report.REFUSED),
    ),
    "an export": (
        [*found("manager-1"), send(Chose(Duty.EXPORT))],
        done(Report.EXPORTED),
    ),
    "signed in by card": (by_card("helper-1"), at(desk.StaffHome)),
    "a card is joined": (
        [
            *signed_in("helper-1"),
            send(Chose(Duty.OWN_CARD)),
            lifted,
            send(Chose("join")),
            laid("helper-1"),
            pin(),
        ],
        done(Report.CARD_JOINED),
    ),
    "a card is removed": (
        [*by_card("helper-1"), send(Chose(Duty.OWN_CARD)), send(Chose("remove"))],
        done(Report.CARD_REMOVED),
    ),
    "a deletion by card": (
        [
            *found("manager-1"),
            send(Chose(Duty.DELETE)),
            send(WentOn()),
            lifted,
            send(StaffCodeTyped("manager-2")),
            laid("manager-2"),
            pin(),
        ],
        done(Report.DELETED),
    ),
    "a new start": (
        [
            *found("gyoseishoshi-1"),
            send(Chose(Duty.NEW_START)),
            send(WentOn()),
            send(StaffCodeTyped("manager-2")),
            password(),
        ],
        at(desk.PapersTried),
    ),
    "a deletion": (
        [
            *found("manager-1"),
            send(Chose(Duty.DELETE)),
            send(WentOn()),
            send(StaffCodeTyped("manager-2")),
            password(),
        ],
        done(Report.DELETED),
    ),
}


@pytest.mark.parametrize("name", [*JOURNEYS])
def test_undisturbed(name: str) -> None:
    acts, reached = JOURNEYS[name]
    world = StaffWorld()
    for act in acts:
        act(world)
    assert reached(world)


def waits(world: StaffWorld, seconds: int) -> None:
    for _ in range(seconds // 5):
        world.tick(5)


FAULTS: dict[str, Act] = {
    "back": send(WentBack()),
    "another language": send(LanguageWanted(), LanguageChosen("vi")),
    "other colours": send(DisplayWanted(), DisplayChosen(Display(Theme.DARK))),
    "no language": send(LanguageWanted(), OverlayClosed()),
    "staff once more": send(StaffWanted(), StaffDeskWanted()),
    "signed out": send(StartOverWanted()),
    "nonsense": send(Chose("\0"), Chose(True), WentOn(), IdTyped(None)),
    "markup": send(StaffCodeTyped("'; DROP TABLE staff; --[b]"), PasswordTyped()),
    "a card": laid(),
    "no card": lifted,
    "a wrong PIN": pin(right=False),
    "no PIN": pin(well_formed=False),
    "a pause": partial(waits, seconds=45),
    "gone": partial(waits, seconds=60),
    "the store fails": lambda world: setattr(world, "works", False),
    "a wrong password": password(right=False),
    "an answer to nothing": send(StaffDone(0, Report.DELETED), DayTold(77, ())),
}


@pytest.mark.parametrize(("name", "fault"), [*product(JOURNEYS, FAULTS)])
def test_whatever_happens_at_every_step(name: str, fault: str) -> None:
    """The clock leaves nothing of staff, and who begins anew gets there."""
    acts, reached = JOURNEYS[name]
    for after in range(len(acts) + 1):
        world = StaffWorld()
        for act in acts[:after]:
            act(world)
        FAULTS[fault](world)
        for act in acts[after:]:
            act(world)
        world.send(Touched())
        world.tick(60)
        assert world.state.step == ChooseLanguage()
        assert world.state.staff is None
        world.works = True
        world.deleted.clear()
        for act in acts:
            act(world)
        assert reached(world)


# Over a visit.


@pytest.mark.parametrize("step", [EnterId(), ChoosePurpose(), Working(Work.REGISTER)])
def test_the_visit_below_is_as_it_was(step: Step) -> None:
    world = StaffWorld(step=step, language="vi", history=(ChoosePurpose(),))
    before = world.state
    world.send(StaffDeskWanted())
    assert world.state == before, "only after somebody was called"
    send(StaffWanted(), *[StaffDeskWanted()])(world)
    for act in signed_in("helper-1")[1:]:
        act(world)
    send(LanguageWanted(), LanguageChosen("ja"))(world)
    send(WentBack())(world)
    assert world.state.but(staff_ticket=0) == before
    assert world.effects[-1] == SignOutStaff()


def test_a_visitors_card_is_never_taken_for_that_of_staff() -> None:
    """It lies there when staff come; and theirs is taken away before they go."""
    lying = DeskView(Glance.CARD, 7)
    world = StaffWorld(step=Prepare(passed_over=7), desk=lying)
    send(StaffWanted(), StaffDeskWanted(), StaffCodeTyped("helper-1"))(world)
    assert world.effects == [CallStaff()], "what lies there is not looked at"
    lifted(world)
    laid("helper-1")(world)
    pin()(world)
    assert at(desk.StaffHome)(world)
    send(WentBack())(world)
    assert at(desk.TakeStaffCard)(world)
    lifted(world)
    assert world.state.staff is None
    assert world.state.step == Prepare(passed_over=7)
    assert SignOutStaff() in world.effects


def test_the_visit_hears_that_its_card_has_gone() -> None:
    step = EnterPin(Pin.AUTHENTICATION, 3)
    lying = DeskView(Glance.CARD, 7)
    world = StaffWorld(step=step, desk=lying, in_use=7, card=Card(7, {}, True))
    send(StaffWanted(), StaffDeskWanted())(world)
    lifted(world)
    assert world.state.step == step
    send(WentBack())(world)
    assert world.state.step == InTrouble(Trouble.REMOVED)


def test_a_locked_pin_has_a_screen_of_its_own() -> None:
    world = StaffWorld()
    for act in (*by_card("helper-1")[:3], laid("helper-1", 2), pin(right=False)):
        act(world)
    use = desk.CardUse("helper-1")
    own = world.state.staff
    assert own is not None
    assert own.step == desk.StaffLastTry(use, 1, wrong=True)
    send(PinTyped(well_formed=True))(world)
    assert world.tries == 1, "not before they have said so"
    send(WentOn())(world)
    pin(right=False)(world)
    assert world.state.staff is not None
    locked = desk.StaffCardTrouble(use, Trouble.PIN_LOCKED)
    assert world.state.staff.step == locked
    lifted(world)
    laid()(world)
    assert world.state.staff is not None
    assert world.state.staff.step == locked, "and nothing is asked of it again"
    send(WentBack())(world)
    assert at(desk.EnterStaffPassword)(world)


def test_who_leaves_while_their_password_is_looked_at_is_not_signed_in() -> None:
    world = StaffWorld()
    for act in signed_in("manager-1")[:2]:
        act(world)
    world.type_password(right=True)
    world.send(StartOverWanted())
    assert world.state.staff is None
    assert world.effects[-1] == SignOutStaff()
    world.settle()
    assert world.state.staff is None


def test_no_new_start_for_who_has_a_card() -> None:
    world = StaffWorld()
    for act in found("manager-1"):
        act(world)
    own = world.state.staff
    assert own is not None
    carded = replace(HOLDER, by_card=True)
    world.state = world.state.but(staff=replace(own, visitor=carded))
    before = world.state
    world.send(Chose(Duty.NEW_START.value))
    assert world.state == before


def test_a_visit_is_ended() -> None:
    world = StaffWorld(step=EnterId())
    send(StaffWanted())(world)
    for act in signed_in("helper-1"):
        act(world)
    send(Chose(Duty.END_VISIT), WentOn())(world)
    assert world.state.step == Goodbye()
    assert world.effects[-2:] == [EndVisit(), SignOutStaff()]


def test_after_a_deletion_the_visit_is_over() -> None:
    world = StaffWorld(step=EnterId())
    send(StaffWanted())(world)
    acts, reached = JOURNEYS["a deletion"]
    for act in acts:
        act(world)
    assert reached(world)
    send(WentBack())(world)
    assert world.state.step == Goodbye()
    assert world.state.staff is None


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_gyoseishoshis_site_has_one_to_attend(kind: str) -> None:
    world = StaffWorld(kind, EnterId())
    send(StaffWanted())(world)
    for act in signed_in("gyoseishoshi-1"):
        act(world)
    send(Chose(Duty.ATTEND))(world)
    assert world.state.attended == (kind == "gyoseishoshi")
    if world.state.attended:
        assert world.state.staff is None
        send(StaffWanted(), AttendanceEnded())(world)
        assert not world.state.attended


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("manager-1", Refusal.SAME),
        ("helper-1", Refusal.ROLE),
        ("nobody", Refusal.REFUSED),
        ("manager-2", None),
        ("gyoseishoshi-1", None),
    ],
)
def test_a_second_person_who_may(code: str, refusal: Refusal | None) -> None:
    world = StaffWorld()
    for act in JOURNEYS["a deletion"][0][:-2]:
        act(world)
    send(StaffCodeTyped(code))(world)
    password()(world)
    own = world.state.staff
    assert own is not None
    if refusal is None:
        assert own.step == desk.Reported(Report.DELETED)
    else:
        assert isinstance(own.step, desk.EnterCode)
        assert own.step.refusal is refusal
        assert not [o for o in world.effects if isinstance(o, DeleteVisitor)]


# Anything at all.

CHOSEN = st.one_of(
    st.sampled_from([*Duty, "older", "newer", "join", "remove", "2027-03-31", "\0"]),
    st.booleans(),
)
EVENTS = st.one_of(
    st.builds(Chose, CHOSEN),
    st.builds(StaffCodeTyped, st.sampled_from([*CODES, "", "'; --"]) | st.text()),
    st.builds(IdTyped, st.sampled_from([RECEIPT, "OTHER", None])),
    st.builds(ContactTyped, st.builds(Contact, st.text(), st.text())),
    st.builds(LanguageChosen, st.sampled_from(["ja", "en", "xx"])),
    st.sampled_from(
        [
            WentOn(),
            WentBack(),
            StaffWanted(),
            StaffDeskWanted(),
            AttendanceEnded(),
            LanguageWanted(),
            DisplayWanted(),
            DisplayChosen(Display(Theme.LIGHT)),
            OverlayClosed(),
            StartOverWanted(),
            StartOverConfirmed(),
            Touched(),
        ]
    ),
)


def invented(ticket: st.SearchStrategy[int]) -> st.SearchStrategy[Event]:
    """Answers that nobody has given; only the registry answers a sign-in."""
    return st.one_of(
        st.builds(StaffRefused, ticket, st.sampled_from(Refusal)),
        st.builds(DayTold, ticket, st.just(())),
        st.builds(VisitorTold, ticket, st.sampled_from([HOLDER, None])),
        st.builds(RoundLooked, ticket, st.just(())),
        st.builds(StaffPinWrong, ticket, st.integers(0, 3)),
        st.builds(StaffCardFailed, ticket, st.sampled_from(Trouble)),
        st.builds(StaffPapers, ticket, st.just((Paper.UNSURE,))),
        st.builds(StaffDone, ticket, st.sampled_from(Report)),
    )


class AnyStaff(RuleBasedStateMachine):
    """One terminal; ``StaffWorld`` checks what always holds."""

    @initialize(
        kind=st.sampled_from(KINDS),
        step=st.sampled_from([ChooseLanguage(), ChoosePurpose(), EnterId()]),
        acts=st.sampled_from(
            [[], *(acts[:-1] for acts, _ in JOURNEYS.values()), signed_in("nobody")]
        ),
    )
    def begin(self, kind: str, step: Step, acts: list[Act]) -> None:
        self.world = StaffWorld(kind, step)
        if step != ChooseLanguage():
            self.world.send(StaffWanted())
        for act in acts:
            act(self.world)

    @rule(event=EVENTS)
    def press(self, event: Event) -> None:
        self.world.send(event)

    @rule(right=st.booleans())
    def type_password(self, right: bool) -> None:
        self.world.type_password(right)

    @rule(right=st.booleans(), well_formed=st.booleans())
    def type_pin(self, right: bool, well_formed: bool) -> None:
        self.world.type_pin(right, well_formed=well_formed)

    @rule(code=st.sampled_from([*CODES, None]))
    def card_of(self, code: str | None) -> None:
        self.world.joined = code

    @rule()
    def answer(self) -> None:
        self.world.answer()

    @rule(data=st.data(), behind=st.integers(0, 3))
    def answer_anything(self, data: st.DataObject, behind: int) -> None:
        own = self.world.state.staff
        ticket = own.ticket if own else self.world.state.staff_ticket
        self.world.send(data.draw(invented(st.just(ticket - behind))))

    @rule(code=st.sampled_from([*CODES]), behind=st.integers(1, 3))
    def late_sign_in(self, code: str, behind: int) -> None:
        """To a try that nobody waits for any more."""
        own = self.world.state.staff
        before = self.world.state
        ticket = (own.ticket if own else before.staff_ticket) - behind
        self.world.send(StaffKnown(ticket, CODES[code]))
        assert self.world.state == before

    @rule(there=st.booleans())
    def card(self, there: bool) -> None:
        self.world.card(there=there)

    @rule(seconds=st.sampled_from([1, 20, 41, 60]))
    def wait(self, seconds: int) -> None:
        self.world.tick(seconds)

    def teardown(self) -> None:
        """Left alone, nobody is signed in and nobody attends."""
        if not hasattr(self, "world"):
            return
        world = self.world
        world.tick(60)
        world.tick(60)
        assert world.state.staff is None
        assert not world.state.attended
        assert world.state.today == TODAY
        if world.effects:
            assert world.state.step == ChooseLanguage() or Forget() in world.effects


TestAnyStaff = AnyStaff.TestCase
TestAnyStaff.settings = settings(
    max_examples=200, stateful_step_count=30, deadline=None
)
