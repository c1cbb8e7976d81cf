"""Usage requests as they are kept: who may move which, and what an approval opens."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.registry.passwords import Passwords
from kiosk.registry.people import Holder, PasswordOutcome, Proof
from kiosk.registry.registry import Registry
from kiosk.registry.seals import Sealer, unsealed
from kiosk.registry.usage import (
    IdTaken,
    NoSuchDay,
    NotAnId,
    NotNow,
    UsageRequest,
    UsageRequests,
)
from kiosk.rules.usage_life import State
from kiosk.rules.vocabulary import Role
from kiosk.secret import Secret
from kiosk.store.audit.events import (
    Event,
    UsageApproved,
    UsageBegun,
    UsageRefused,
    UsageReported,
    UsageSent,
    UsageTakenBack,
)
from kiosk.store.audit.verify import entries
from kiosk.store.audit.verify import verified as check
from kiosk.store.database import Store
from tests.registry.people import KEY, NOON, applicant, enrolment, seeded

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
UNTIL = date(2029, 11, 30)
AGENCY = "OF THE AGENCY: 0001"
STAFF = 3


@pytest.fixture
def user(registry: Registry) -> int:
    return clerk(registry)


@pytest.fixture
def requests(store: Store) -> UsageRequests:
    return UsageRequests(store, KEY)


def clerk(registry: Registry, number: int = 1) -> int:
    own = applicant(number, role="support_organization_staff")
    auth_id = registry.register(f"visit-{number}", own, NOON).auth_id
    found = registry.holder(auth_id, own.public_key)
    assert found is not None
    return found


def sent(requests: UsageRequests, user: int) -> UsageRequest:
    return requests.send(user, TODAY, NOON)


def approved(
    requests: UsageRequests, user: int, on: date = TODAY, until: date = UNTIL
) -> UsageRequest:
    at = datetime(on.year, on.month, on.day, 3, tzinfo=UTC)
    requests.send(user, on, at)
    return requests.approve(user, AGENCY, until, STAFF, at)


def recorded(store: Store) -> list[Event]:
    with store.read() as db:
        found = [entry.event for entry, _, _ in entries(db)]
    return [event for event in found if type(event).__name__.startswith("Usage")]  # type: ignore[misc]


def verified(store: Store) -> bool:
    with store.read() as db:
        report = check(db, store.trail_key)
        found = unsealed(db, Sealer(KEY), report.seals, report.first_user)
    return report.whole and not found.altered


# Answers


def test_nothing_was_begun(requests: UsageRequests, user: int) -> None:
    assert requests.of(user) is None


def test_answers_are_kept_one_by_one(requests: UsageRequests, user: int) -> None:
    requests.save(user, {"certificate": "yes"}, NOON)
    requests.save(user, {"pledge": "unknown", "certificate": "no"}, NOON)
    kept = requests.of(user)
    assert kept is not None
    assert kept.answers == {"certificate": "no", "pledge": "unknown"}
    assert kept.state is State.DRAFT
    requests.save(user, {"certificate": None}, NOON)
    left = requests.of(user)
    assert left is not None
    assert left.answers == {"pledge": "unknown"}


def test_requests_of_two_accounts(
    requests: UsageRequests, registry: Registry, user: int
) -> None:
    other = clerk(registry, 2)
    requests.save(user, {"certificate": "yes"}, NOON)
    requests.save(other, {"certificate": "no"}, NOON)
    found = [requests.of(own) for own in (user, other)]
    assert [own.answers["certificate"] for own in found if own] == ["yes", "no"]


def test_only_institutions_have_requests(
    requests: UsageRequests, registry: Registry
) -> None:
    own = applicant(5)
    auth_id = registry.register("visit-5", own, NOON).auth_id
    number = registry.holder(auth_id, own.public_key)
    assert number is not None
    for nobody in (number, 4711):
        with pytest.raises(LookupError):
            requests.save(nobody, {"certificate": "yes"}, NOON)
        with pytest.raises(LookupError):
            requests.send(nobody, TODAY, NOON)


def test_no_answer_shows_in_a_repr(requests: UsageRequests, user: int) -> None:
    requests.save(user, {"certificate": "yes"}, NOON)
    assert "certificate" not in repr(requests.of(user))
    sent(requests, user)
    assert "SYNTHETIC" not in repr(requests.waiting())


# What the clerk of the institution says


def test_handed_in_and_the_day_put_right(requests: UsageRequests, user: int) -> None:
    requests.save(user, {"certificate": "yes"}, NOON)
    assert sent(requests, user).sent_on == TODAY
    right = requests.send(user, TODAY - DAY, NOON)
    assert (right.state, right.sent_on) == (State.SENT, TODAY - DAY)
    assert right.answers == {"certificate": "yes"}
    assert requests.take_back(user, NOON).state is State.DRAFT
    assert requests.of(user) == UsageRequest(answers={"certificate": "yes"})


def test_nobody_has_handed_it_in_tomorrow(requests: UsageRequests, user: int) -> None:
    with pytest.raises(NoSuchDay):
        requests.send(user, TODAY + DAY, NOON)
    # In Japan it is the next day already.
    late = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    assert requests.send(user, TODAY + DAY, late).sent_on == TODAY + DAY


def test_handed_in_without_the_checklist(requests: UsageRequests, user: int) -> None:
    assert sent(requests, user).answers == {}


def test_what_a_clerk_may_not_do(requests: UsageRequests, user: int) -> None:
    requests.save(user, {"certificate": "yes"}, NOON)
    with pytest.raises(NotNow):
        requests.take_back(user, NOON)
    with pytest.raises(NotNow):
        requests.report(user, TODAY, NOON)
    approved(requests, user)
    with pytest.raises(NotNow):
        requests.send(user, TODAY, NOON)
    with pytest.raises(NotNow):
        requests.take_back(user, NOON)


def test_once_more_after_a_refusal_and_after_the_end(
    requests: UsageRequests, user: int
) -> None:
    sent(requests, user)
    requests.refuse(user, STAFF, NOON)
    assert sent(requests, user).state is State.SENT
    requests.approve(user, AGENCY, TODAY + DAY, STAFF, NOON)
    over = NOON + 2 * DAY
    assert requests.send(user, TODAY + 2 * DAY, over).state is State.SENT


# What staff enter


def test_waiting_requests(
    requests: UsageRequests, registry: Registry, user: int
) -> None:
    other = clerk(registry, 2)
    sent(requests, user)
    requests.send(other, TODAY - DAY, NOON)
    found = requests.waiting()
    assert [own.user for own in found] == [other, user]
    assert found[0].name == "SYNTHETIC PERSON 2"
    assert found[0].role == "support_organization_staff"
    assert found[0].sent_on == TODAY - DAY
    requests.approve(other, AGENCY, UNTIL, STAFF, NOON)
    requests.refuse(user, STAFF, NOON)
    assert requests.waiting() == []


def test_an_approval(requests: UsageRequests, user: int) -> None:
    own = approved(requests, user)
    assert own.state is State.APPROVED
    assert (own.decided_on, own.valid_until) == (TODAY, UNTIL)
    assert not own.counted


def test_the_agencys_id_opens_the_account(
    store: Store, registry: Registry, requests: UsageRequests, user: int
) -> None:
    passwords = Passwords(store, KEY, seeded(2))
    old = registry.user_of(Holder(user, Proof.CARD))
    assert old is not None
    password = Secret.of(b"quiet-long-sentence")
    passwords.choose(Holder(user, Proof.CARD), password, NOON)
    approved(requests, user)
    again = Secret.of(b"quiet-long-sentence")
    checked = passwords.check(f" {AGENCY} ", again, NOON)
    assert (checked.outcome, checked.user) == (PasswordOutcome.KNOWN, user)
    again = Secret.of(b"quiet-long-sentence")
    before = passwords.check(old.auth_id, again, NOON)
    assert before.outcome is PasswordOutcome.REFUSED
    now = registry.user_of(Holder(user, Proof.PASSWORD))
    assert now is not None
    assert (now.auth_id, now.issuer) == (AGENCY, "agency")


@pytest.mark.parametrize("wrong", ["", "  ", "認証", "a" * 65, "a\nb"])
def test_what_cannot_be_an_id(requests: UsageRequests, user: int, wrong: str) -> None:
    sent(requests, user)
    with pytest.raises(NotAnId):
        requests.approve(user, wrong, UNTIL, STAFF, NOON)
    assert requests.of(user) == UsageRequest(State.SENT, {}, TODAY)


def test_an_id_is_one_accounts(
    requests: UsageRequests, registry: Registry, user: int
) -> None:
    other = clerk(registry, 2)
    approved(requests, user)
    sent(requests, other)
    with pytest.raises(IdTaken):
        requests.approve(other, AGENCY, UNTIL, STAFF, NOON)


def test_an_approval_is_put_right(requests: UsageRequests, user: int) -> None:
    approved(requests, user)
    later = NOON + DAY
    right = requests.approve(user, AGENCY + "b", UNTIL + DAY, STAFF, later)
    assert (right.valid_until, right.decided_on) == (UNTIL + DAY, TODAY)


def test_an_approval_that_is_over_at_once(requests: UsageRequests, user: int) -> None:
    sent(requests, user)
    with pytest.raises(NoSuchDay):
        requests.approve(user, AGENCY, TODAY, STAFF, NOON)


def test_staff_decide_only_what_was_handed_in(
    requests: UsageRequests, user: int
) -> None:
    for _ in range(2):
        with pytest.raises(NotNow):
            requests.approve(user, AGENCY, UNTIL, STAFF, NOON)
        with pytest.raises(NotNow):
            requests.refuse(user, STAFF, NOON)
        requests.save(user, {"pledge": "no"}, NOON)
    approved(requests, user)
    with pytest.raises(NotNow):
        requests.refuse(user, STAFF, NOON)


# The periodic report


@pytest.mark.parametrize(
    ("approved_on", "until", "reported", "end"),
    [
        # One year more until 2026-01-04, three years from the report since then.
        (date(2024, 9, 1), date(2025, 8, 31), date(2025, 7, 20), date(2026, 8, 31)),
        (date(2025, 2, 1), date(2026, 1, 31), date(2026, 1, 4), date(2027, 1, 31)),
        (date(2025, 2, 1), date(2026, 1, 31), date(2026, 1, 5), date(2029, 1, 5)),
    ],
)
def test_a_report_makes_it_longer(
    requests: UsageRequests,
    user: int,
    approved_on: date,
    until: date,
    reported: date,
    end: date,
) -> None:
    approved(requests, user, approved_on, until)
    at = datetime(reported.year, reported.month, reported.day, 3, tzinfo=UTC)
    own = requests.report(user, reported, at)
    assert (own.reported_on, own.valid_until, own.counted) == (reported, end, True)
    # Said once more it is not made longer once more.
    assert requests.report(user, reported, at) == own
    # The Agency's mail has come.
    told = requests.approve(user, AGENCY, end + DAY, STAFF, at)
    assert (told.valid_until, told.counted) == (end + DAY, False)


def test_days_on_which_nothing_was_reported(requests: UsageRequests, user: int) -> None:
    approved(requests, user, TODAY - 10 * DAY, TODAY - DAY)
    for day in (TODAY - 11 * DAY, TODAY + DAY):
        with pytest.raises(NoSuchDay):
            requests.report(user, day, NOON)
    with pytest.raises(NotNow):
        requests.report(user, TODAY, NOON)
    assert requests.report(user, TODAY - DAY, NOON).reported_on == TODAY - DAY


# The record


def test_each_move_is_recorded(
    store: Store, requests: UsageRequests, user: int
) -> None:
    requests.save(user, {"certificate": "yes"}, NOON)
    sent(requests, user)
    requests.send(user, TODAY - DAY, NOON)
    requests.take_back(user, NOON)
    sent(requests, user)
    requests.refuse(user, STAFF, NOON)
    approved(requests, user)
    requests.report(user, TODAY, NOON)
    assert [type(event) for event in recorded(store)] == [
        UsageBegun,
        UsageSent,
        UsageSent,
        UsageTakenBack,
        UsageSent,
        UsageRefused,
        UsageSent,
        UsageApproved,
        UsageReported,
    ]
    assert [
        event.again for event in recorded(store) if isinstance(event, UsageSent)
    ] == [
        False,
        True,
        False,
        False,
    ]
    assert verified(store)


def test_an_id_that_was_altered_without_a_record_is_found(
    store: Store, requests: UsageRequests, user: int
) -> None:
    approved(requests, user)
    assert verified(store)
    with store.write() as db:
        db.execute("UPDATE users SET auth_id = 'another' WHERE number = ?", (user,))
    assert not verified(store)


def test_nothing_is_left_of_a_deleted_account(
    store: Store, requests: UsageRequests, user: int
) -> None:
    requests.save(user, {"certificate": "yes"}, NOON)
    with store.write() as db:
        db.execute("DELETE FROM users WHERE number = ?", (user,))
    with store.read() as db:
        for table in ("usage_requests", "usage_answers"):
            assert db[table].count == 0
    assert requests.of(user) is None


@pytest.mark.parametrize(
    "move",
    [
        lambda own, user, at: own.save(user, {"certificate": "yes"}, at),
        lambda own, user, at: own.send(user, TODAY, at),
        lambda own, user, at: own.approve(user, AGENCY, UNTIL, STAFF, at),
    ],
)
def test_a_naive_time(
    requests: UsageRequests,
    user: int,
    move: Callable[[UsageRequests, int, datetime], object],
) -> None:
    sent(requests, user)
    before = requests.of(user)
    with pytest.raises(ValueError, match="time zone"):
        move(requests, user, datetime(2026, 11, 24))  # noqa: DTZ001
    assert requests.of(user) == before


# An approval that came with an ID of the Agency.


def brought(registry: Registry) -> int:
    own = enrolment(
        role=Role.SUPPORT_ORGANIZATION_STAFF,
        number=None,
        organisation="架空工業株式会社",
        brought="AB-12345",
    )
    return registry.enroll("visit-brought", own, NOON).user


def test_an_approval_that_was_brought_is_told(
    registry: Registry, requests: UsageRequests, store: Store
) -> None:
    """And from then on it is reported as any other."""
    user, until = brought(registry), date(2027, 6, 30)
    told = requests.tell(user, {"listed": "no"}, date(2026, 7, 1), until, NOON)
    assert (told.state, told.decided_on) == (State.APPROVED, date(2026, 7, 1))
    assert (told.valid_until, told.counted) == (until, False)
    assert told.answers == {"listed": "no"}
    reported = requests.report(user, date(2026, 11, 24), NOON)
    assert reported.counted
    right = requests.tell(user, {}, date(2026, 7, 1), date(2029, 11, 24), NOON)
    assert (right.valid_until, right.counted) == (date(2029, 11, 24), False)
    assert right.reported_on == date(2026, 11, 24)
    with store.read() as db:
        codes = [entry.code for entry, _, _ in entries(db)]
    assert codes.count("usage_told") == 2


@pytest.mark.parametrize(
    ("decided", "until"),
    [
        (date(2026, 11, 25), date(2027, 11, 25)),
        (date(2026, 7, 1), date(2026, 7, 1)),
        (date(2026, 7, 1), date(2025, 7, 1)),
    ],
)
def test_days_that_cannot_be_told(
    registry: Registry, requests: UsageRequests, decided: date, until: date
) -> None:
    user = brought(registry)
    with pytest.raises(NoSuchDay):
        requests.tell(user, {}, decided, until, NOON)
    assert requests.of(user) is None


def test_only_of_an_id_that_was_brought(
    registry: Registry, requests: UsageRequests
) -> None:
    own = enrolment(role=Role.ORGANIZATION_STAFF, number=None)
    user = registry.enroll("visit-ours", own, NOON).user
    with pytest.raises(NotNow):
        requests.tell(user, {}, date(2026, 7, 1), date(2027, 6, 30), NOON)
    carded = registry.register("visit-3", applicant(), NOON).user
    with pytest.raises(NotNow):
        requests.tell(carded, {}, date(2026, 7, 1), date(2027, 6, 30), NOON)
