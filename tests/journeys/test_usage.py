"""Usage requests by events: each role and category, on the days before and after each
change; what may follow what; and what an approval opens.
"""

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest

from kiosk.rules.decision import Outcome
from kiosk.rules.usage import ROLES, Answer
from kiosk.rules.usage_check import possible_categories
from kiosk.rules.usage_life import Phase, State
from kiosk.rules.vocabulary import Role
from kiosk.visit.events import (
    Chose,
    FormWanted,
    PaperWanted,
    StoreFailed,
    WentBack,
    WentOn,
)
from kiosk.visit.questions import decision
from kiosk.visit.requests import Usage
from kiosk.visit.steps import (
    AskFact,
    AskUsage,
    ChooseProcedure,
    InTrouble,
    LoggedIn,
    NoPassword,
    UsageCategory,
    UsageDay,
    UsagePackage,
    UsagePapers,
    UsageResult,
    UsageStatus,
    Verdict,
)
from kiosk.visit.terms import Paper, Trouble
from kiosk.visit.usage_effects import SaveUsage, SendUsage
from kiosk.visit.usage_events import UsageNotSaved, UsageWanted
from tests.journeys.people import CLERK
from tests.journeys.visitor import Visitor
from tests.journeys.world import OWN_PASSWORD, TODAY, Holder, World

ORGANIZATION, SUPPORT, PUBLIC = ROLES
REVIEW = date(2022, 3, 16)
PORTAL = date(2026, 1, 5)
DAY = timedelta(days=1)
ID = "AUTH-ID-USAGE"
BEFORE = [
    "covered_foreigners",
    "several_filings",
    "fined",
    "officer_imprisoned",
    "lawful_employment",
    "revocation",
    "cancelled",
    "notifications",
    "pledge",
]
SINCE = {
    ORGANIZATION: ["certificate", "trusted", "notifications", "pledge"],
    SUPPORT: ["certificate", "trusted", "commission", "whole_plan", "pledge"],
    PUBLIC: ["certificate", "trusted", "commission", "pledge"],
}
CATEGORIES = {
    1: {"listed": "yes"},
    2: {"listed": "no", "withheld": "yes"},
    3: {"listed": "no", "withheld": "no", "table": "yes"},
    4: {"listed": "no", "withheld": "no", "table": "no"},
}
LAST = {
    (False, 3): ["stable"],
    (True, 3): ["stable"],
    (True, 4): ["stable_expected"],
}
"""Of a category, by whether it is since 2022-03-16."""
BAD = ("fined", "officer_imprisoned", "revocation", "cancelled", "trusted")
"""Questions whose good answer is no."""


def at_the_kiosk(role: Role, usage: Usage | None = None, today: date = TODAY) -> World:
    """Whose clerk has an account and a password, and has logged in."""
    world = World(today=today)
    world.registry.holders.append(Holder(ID, role, CLERK, [], password=OWN_PASSWORD))
    if usage is not None:
        world.usages.kept[ID] = usage
    visitor = Visitor(purpose="log_in", auth_id=ID, has_no_card=True)
    visitor.act(world)
    visitor.until(world, LoggedIn)
    return world


def approved(role: Role, on: date, until: date) -> Usage:
    return Usage(
        role,
        State.APPROVED,
        begun=True,
        sent_on=on,
        decided_on=on,
        valid_until=until,
    )


def answered(world: World, says: dict[str, str]) -> list[str]:
    """Every question that is asked, answered."""
    asked = []
    while isinstance(world.state.step, AskUsage):
        question = world.state.step.question
        asked.append(question)
        world.send(Chose(says.get(question, "no" if question in BAD else "yes")))
    return asked


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "today", [REVIEW - DAY, REVIEW, PORTAL - DAY, PORTAL, TODAY], ids=str
)
def test_the_checklist_of_each_role_and_category(
    today: date, role: Role, category: int
) -> None:
    world, since = at_the_kiosk(role, today=today), today >= REVIEW
    world.send(UsageWanted())
    asked = answered(world, CATEGORIES[category])
    first = SINCE[role] if since else BEFORE
    assert asked == [
        *first,
        *CATEGORIES[category],
        *LAST.get((since, category), []),
    ]
    assert world.at(UsageResult())
    kept = world.usages.kept[ID]
    assert list(kept.answers) == asked
    world.send(WentOn())
    assert world.at(UsagePapers())
    world.send(PaperWanted())
    assert world.at(UsagePackage(Paper.PRINTED))
    [printed] = world.usages.printed
    assert (printed.role, printed.on) == (role, today)
    assert printed.answers == kept.answers
    assert printed.person == CLERK
    world.send(Chose("sent"))
    world.send(Chose(today.isoformat()))
    assert world.at(UsageStatus())
    assert world.usages.kept[ID].sent_on == today


def test_going_back_keeps_every_answer() -> None:
    world = at_the_kiosk(PUBLIC)
    world.send(UsageWanted())
    asked = answered(world, CATEGORIES[3])
    for question in reversed(asked):
        world.send(WentBack())
        assert world.at(AskUsage(question))
    world.send(WentBack())
    assert isinstance(world.state.step, LoggedIn)
    world.send(UsageWanted())
    assert world.at(UsageResult())
    world.send(Chose("again"))
    assert answered(world, {**CATEGORIES[3], "pledge": "unknown"}) == asked
    assert world.usages.kept[ID].answers["pledge"] is Answer.UNKNOWN


def test_whoever_stops_goes_on_another_day() -> None:
    world = at_the_kiosk(SUPPORT)
    world.send(UsageWanted())
    for _ in range(2):
        world.send(Chose("unknown"))
    kept = world.usages.kept[ID]
    again = at_the_kiosk(SUPPORT, kept, TODAY + DAY)
    again.send(UsageWanted())
    assert again.at(AskUsage("commission"))


def test_answers_that_could_not_be_kept_are_given_again() -> None:
    world = at_the_kiosk(PUBLIC)
    world.send(UsageWanted())
    world.answering[len(world.asked)] = lambda own: UsageNotSaved(own.ticket)  # type: ignore[union-attr]
    world.send(Chose("yes"))
    assert world.state.usage is not None
    assert world.state.usage.failed
    world.send(Chose("no"))
    assert not world.state.usage.failed
    assert world.usages.kept[ID].answers == {
        "certificate": Answer.YES,
        "trusted": Answer.NO,
    }


def test_what_was_never_kept_goes_with_the_day() -> None:
    world = at_the_kiosk(PUBLIC)
    world.send(UsageWanted())
    at = len(world.asked)
    for n in range(at, at + 30):
        world.answering[n] = lambda own: (
            UsageNotSaved(own.ticket) if isinstance(own, SaveUsage) else world.do(own)
        )
    asked = answered(world, CATEGORIES[1])
    world.send(WentOn())
    world.send(Chose("sent"))
    world.send(Chose(TODAY.isoformat()))
    assert set(world.usages.kept[ID].answers) == set(asked)


def test_the_store_fails_at_the_last_moment() -> None:
    world = at_the_kiosk(PUBLIC, Usage(PUBLIC, State.SENT, sent_on=TODAY))
    world.send(UsageWanted())
    world.send(Chose("sent"))
    world.answering[len(world.asked)] = lambda own: StoreFailed(own.ticket)  # type: ignore[union-attr]
    world.send(Chose((TODAY - DAY).isoformat()))
    assert world.at(InTrouble(Trouble.STORE))
    world.send(WentOn())
    assert world.at(UsageDay("sent"))
    world.send(Chose((TODAY - DAY).isoformat()))
    assert world.at(UsageStatus())
    assert world.usages.kept[ID].sent_on == TODAY - DAY


def test_the_store_fails_at_the_log_in() -> None:
    world = World()
    world.registry.holders.append(Holder(ID, PUBLIC, CLERK, [], password=OWN_PASSWORD))
    visitor = Visitor(purpose="log_in", auth_id=ID, has_no_card=True)
    world.answering[1] = lambda own: StoreFailed(own.ticket)  # type: ignore[union-attr]
    visitor.act(world)
    visitor.until(world, LoggedIn)
    assert world.state.usage is None
    world.send(UsageWanted())
    assert isinstance(world.state.step, AskUsage)


def test_days_that_cannot_be() -> None:
    world = at_the_kiosk(PUBLIC, Usage(PUBLIC, State.SENT, sent_on=TODAY))
    world.send(UsageWanted())
    world.send(Chose("sent"))
    for told in ((TODAY + DAY).isoformat(), "nonsense"):
        world.send(Chose(told))
        assert world.at(UsageDay("sent", told))
    assert not any(isinstance(own, SendUsage) for own in world.asked)


def test_handed_in_by_mistake() -> None:
    world = at_the_kiosk(PUBLIC, Usage(PUBLIC, State.SENT, sent_on=TODAY))
    world.send(UsageWanted())
    assert world.at(UsageStatus())
    world.send(Chose("again"))
    assert world.at(UsageStatus())
    world.send(Chose("take_back"))
    assert isinstance(world.state.step, AskUsage)
    assert world.usages.kept[ID].state is State.DRAFT


def test_refused_and_handed_in_again() -> None:
    refused = Usage(SUPPORT, State.REFUSED, begun=True, sent_on=TODAY - 9 * DAY)
    world = at_the_kiosk(SUPPORT, refused)
    world.send(UsageWanted())
    assert world.at(UsageStatus())
    world.send(Chose("take_back"))
    assert world.at(UsageStatus())
    world.send(Chose("again"))
    answered(world, CATEGORIES[2])
    world.send(WentOn())
    world.send(Chose("sent"))
    world.send(Chose(TODAY.isoformat()))
    assert world.usages.kept[ID].state is State.SENT


@pytest.mark.parametrize(
    ("until", "phase"),
    [
        (TODAY + 90 * DAY, Phase.GOOD),
        (date(2027, 1, 24), Phase.DUE),
        (date(2027, 1, 25), Phase.GOOD),
        (date(2026, 12, 24), Phase.DUE),
        (date(2026, 12, 23), Phase.LATE),
        (TODAY, Phase.LATE),
        (TODAY - DAY, Phase.OVER),
    ],
)
def test_an_approval_when_logging_in(until: date, phase: Phase) -> None:
    world = at_the_kiosk(SUPPORT, approved(SUPPORT, date(2026, 2, 1), until))
    assert world.state.usage is not None
    assert world.state.usage.phase(TODAY) is phase


@pytest.mark.parametrize(
    ("today", "until", "end"),
    [
        (PORTAL - DAY, date(2026, 1, 31), date(2027, 1, 31)),
        (PORTAL, date(2026, 1, 31), date(2029, 1, 5)),
    ],
)
def test_a_periodic_report(today: date, until: date, end: date) -> None:
    own = approved(SUPPORT, date(2025, 2, 1), until)
    world = at_the_kiosk(SUPPORT, own, today)
    world.send(UsageWanted())
    world.send(Chose("reported"))
    assert world.at(UsageDay("reported"))
    world.send(Chose("2025-01-31"))
    assert world.at(UsageDay("reported", "2025-01-31"))
    world.send(Chose(today.isoformat()))
    assert world.at(UsageStatus())
    assert world.state.usage is not None
    assert world.state.usage.valid_until == end
    assert world.state.usage.counted
    assert world.state.usage.reported_on == today


def test_only_an_approval_is_reported_about() -> None:
    over = approved(SUPPORT, date(2024, 2, 1), TODAY - DAY)
    for own in (over, Usage(SUPPORT, State.SENT, sent_on=TODAY)):
        world = at_the_kiosk(SUPPORT, own)
        world.send(UsageWanted())
        world.send(Chose("reported"))
        assert world.at(UsageStatus())


# What it opens


@pytest.mark.parametrize("role", ROLES)
def test_who_is_approved_may_fill_in(role: Role) -> None:
    """What is known is not asked; the commission is."""
    world = at_the_kiosk(role, approved(role, date(2026, 2, 1), date(2029, 1, 31)))
    world.send(FormWanted())
    assert isinstance(world.state.step, ChooseProcedure)
    world.send(Chose("extension"))
    asked = set()
    while isinstance(world.state.step, AskFact):
        fact = world.state.step.fact
        asked.add(fact)
        told = {"status": "specified_skilled_worker_i", "stay_expires": "2027-01-15"}
        world.send(Chose(told.get(fact, True)))
    assert "usage_request_approved" not in asked
    assert ("commissioned" in asked) == (role != ORGANIZATION)
    assert isinstance(world.state.step, Verdict)
    found = decision(world.state)
    assert found.outcome is not Outcome.REFUSED
    world.send(WentOn())
    assert not isinstance(world.state.step, Verdict)


def test_the_form_is_there_beside_the_approval() -> None:
    world = at_the_kiosk(PUBLIC, approved(PUBLIC, date(2026, 2, 1), date(2029, 1, 31)))
    world.send(UsageWanted())
    world.send(FormWanted())
    assert world.at(ChooseProcedure())
    for own in (Usage(PUBLIC, State.SENT, sent_on=TODAY), Usage(PUBLIC)):
        world = at_the_kiosk(PUBLIC, own)
        world.send(UsageWanted())
        before = world.state
        world.send(FormWanted())
        assert world.state == before


@pytest.mark.parametrize(
    "usage",
    [
        None,
        Usage(PUBLIC, begun=True),
        Usage(PUBLIC, State.SENT, sent_on=TODAY),
        Usage(PUBLIC, State.REFUSED, sent_on=TODAY),
        approved(PUBLIC, date(2024, 2, 1), TODAY - DAY),
    ],
)
def test_who_is_not_approved_may_not(usage: Usage | None) -> None:
    world = at_the_kiosk(PUBLIC, usage)
    world.send(FormWanted())
    world.send(Chose("extension"))
    while isinstance(world.state.step, AskFact):
        assert world.state.step.fact != "usage_request_approved"
        told = {"status": "student", "stay_expires": "2027-01-15"}
        world.send(Chose(told.get(world.state.step.fact, True)))
    assert isinstance(world.state.step, Verdict)
    found = decision(world.state)
    assert found.outcome is Outcome.REFUSED
    assert "approved" in [own.rule for own in found.reasons]
    world.send(UsageWanted())
    assert isinstance(world.state.step, AskUsage | UsageStatus)


def test_from_a_verdict_to_an_account_and_its_request() -> None:
    """Somebody of whom nothing is known yet."""
    world = World()
    visitor = Visitor(
        purpose="ask",
        role=ORGANIZATION,
        facts={"usage_request_approved": False},
        sets_password=True,
        wants_usage=True,
    )
    visitor.act(world)
    visitor.until(world, Verdict)
    world.send(UsageWanted())
    visitor.go_on(world)
    [own] = world.registry.holders
    assert own.role == ORGANIZATION
    assert own.password is not None
    assert world.usages.kept[own.auth_id].state is State.SENT
    asked = {own.question for own in world.steps if isinstance(own, AskUsage)}
    assert {"certificate", "pledge"} <= asked


def test_nobody_begins_without_a_password() -> None:
    """With no card and no password they could never come back to it."""
    world = World()
    visitor = Visitor(
        purpose="ask", role=ORGANIZATION, facts={"usage_request_approved": False}
    )
    visitor.act(world)
    visitor.until(world, Verdict)
    world.send(UsageWanted())
    visitor.wants_usage = True
    visitor.until(world, NoPassword)
    assert world.usages.kept == {}


def test_other_roles_have_no_request() -> None:
    world = World()
    visitor = Visitor(purpose="ask", role="gyoseishoshi")
    visitor.act(world)
    visitor.until(world, Verdict)
    before = world.state
    world.send(UsageWanted())
    assert world.state == before


def test_an_id_that_was_brought_along() -> None:
    """Until its approval is told nothing is known of it, so it is asked."""
    brought = Usage(PUBLIC, known=False)
    world = at_the_kiosk(PUBLIC, brought)
    world.send(UsageWanted())
    assert world.at(UsageCategory())
    world.send(WentBack())
    world.send(FormWanted())
    world.send(Chose("extension"))
    assert world.at(AskFact("usage_request_approved"))


def test_no_answer_is_a_fact_of_another_account() -> None:
    answers = MappingProxyType({"certificate": Answer.YES})
    world = at_the_kiosk(PUBLIC, replace(Usage(PUBLIC), answers=answers, begun=True))
    world.tick(60)
    world.tick(60)
    assert world.state.usage is None


@pytest.mark.parametrize("category", ["1", "2", "3", "4", "unknown"])
@pytest.mark.parametrize("role", ROLES)
def test_the_approval_of_an_id_that_was_brought(role: Role, category: str) -> None:
    """Told once, its report is reminded of; put right, it is the new one."""
    world = at_the_kiosk(role, Usage(role, known=False))
    world.send(UsageWanted())
    assert world.at(UsageCategory())
    world.send(Chose("5"))
    assert world.at(UsageCategory())
    world.send(Chose(category))
    world.send(Chose((TODAY + DAY).isoformat()))
    assert world.at(UsageDay("approved", (TODAY + DAY).isoformat()))
    world.send(Chose("2025-12-20"))
    world.send(Chose("2025-12-20"))
    assert world.at(UsageDay("until", "2025-12-20"))
    world.send(Chose("2027-01-10"))
    assert world.at(UsageStatus())
    usage = world.state.usage
    assert usage is not None
    assert usage.known
    assert usage.phase(TODAY) is Phase.DUE
    possible = possible_categories(TODAY, role, usage.answers)
    if category == "unknown":
        assert possible == {1, 2, 3, 4}
    else:
        assert possible == {int(category)}
    world.send(Chose("tell"))
    for told in (category, "2025-12-20", "2029-12-20"):
        world.send(Chose(told))
    assert world.state.usage is not None
    assert world.state.usage.phase(TODAY) is Phase.GOOD
