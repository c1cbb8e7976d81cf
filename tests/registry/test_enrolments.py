"""Registering without a card: one number, one ID, and nobody learns another's."""

import traceback
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.registry.auth_id import generate, grouped, parse
from kiosk.registry.enrolments import REFUSALS, WITHIN
from kiosk.registry.people import (
    Enrolment,
    Holder,
    Issuer,
    LoginOutcome,
    NotEnrolled,
    Proof,
    Refusal,
    User,
)
from kiosk.registry.registry import Registry, VisitReused
from kiosk.registry.seals import Sealer, Unsealed, unsealed
from kiosk.rules.vocabulary import Role
from kiosk.store.audit.events import Enrolled, EnrolmentRefused, Event, IdRecorded
from kiosk.store.audit.fields import Language, UserNumber
from kiosk.store.audit.fields import Refusal as Recorded
from kiosk.store.audit.verify import entries, verified
from kiosk.store.database import Store
from kiosk.store.faults import StoreError
from tests.registry.people import KEY, NOON, applicant, enrolment, seeded
from tests.registry.test_recorded import nothing_is_recorded


def refused(registry: Registry, visit: str, own: Enrolment) -> NotEnrolled:
    with pytest.raises(NotEnrolled) as caught:
        registry.enroll(visit, own, NOON)
    shown = "".join(traceback.format_exception(caught.value))
    assert own.name not in shown
    assert own.number is None or own.number not in shown
    return caught.value


def user_of(registry: Registry, user: int) -> User:
    found = registry.user_of(Holder(user, Proof.ENROLMENT))
    assert found is not None
    return found


def recorded(store: Store) -> list[Event | None]:
    with store.read() as db:
        return [entry.event for entry, _, _ in entries(db)]


def well_sealed(store: Store) -> Unsealed:
    with store.read() as db:
        report = verified(db, store.trail_key)
        assert report.whole
        return unsealed(db, Sealer(KEY), report.seals, report.first_user)


def test_an_id_is_issued_and_what_was_told_is_kept(registry: Registry) -> None:
    issued = registry.enroll("visit-1", enrolment(), NOON)
    assert (issued.new, issued.issuer) == (True, Issuer.HERE)
    assert parse(issued.auth_id) == issued.auth_id
    user = user_of(registry, issued.user)
    given = vars(enrolment())
    for name in ("role", "name", "address", "birth_date", "sex", "phone", "mail"):
        assert getattr(user, name) == given[name]
    assert (user.kind, user.has_card, user.issued_at) == (None, False, NOON)
    assert user.number == "1320242"


def test_the_number_itself_is_nowhere_in_the_store(
    store: Store, registry: Registry
) -> None:
    registry.enroll("visit-1", enrolment(), NOON)
    number = enrolment().number
    assert number is not None
    with store.read() as db:
        for table in db.table_names():
            for row in db[table].rows:
                assert number not in str(row)


def test_the_same_visit_gets_the_same_id(registry: Registry) -> None:
    issued = registry.enroll("visit-1", enrolment(), NOON)
    again = registry.enroll("visit-1", enrolment(), NOON + timedelta(hours=2))
    assert (again.auth_id, again.new, again.user) == (issued.auth_id, False, 1)
    corrected = enrolment(name="SYNTHETIC CORRECTED")
    assert registry.enroll("visit-1", corrected, NOON).auth_id == issued.auth_id


@pytest.mark.parametrize(
    "other", [enrolment(2), enrolment(1, role="attorney", number=None, name="X")]
)
def test_a_visit_belongs_to_one_person(registry: Registry, other: Enrolment) -> None:
    registry.enroll("visit-1", enrolment(1), NOON)
    with pytest.raises(VisitReused):
        registry.enroll("visit-1", other, NOON)
    with pytest.raises(VisitReused):
        registry.register("visit-1", applicant(), NOON)
    registry.register("visit-2", applicant(), NOON)
    with pytest.raises(VisitReused):
        registry.enroll("visit-2", other, NOON)


def test_a_number_never_leads_to_an_id(registry: Registry) -> None:
    registry.enroll("visit-1", enrolment(1), NOON)
    number = enrolment(1).number
    thief = enrolment(2, number=number)
    assert refused(registry, "visit-2", thief).why is Refusal.NUMBER
    itself = enrolment(1)
    assert refused(registry, "visit-3", itself).why is Refusal.NUMBER


def test_nor_do_particulars(registry: Registry) -> None:
    registry.enroll("visit-1", enrolment(1), NOON)
    another = enrolment(1, number=enrolment(2).number)
    assert refused(registry, "visit-2", another).why is Refusal.PERSON
    same_name = enrolment(1, number=enrolment(2).number, birth_date="19700101")
    assert registry.enroll("visit-3", same_name, NOON).new
    other_role = enrolment(1, role="attorney", number=None)
    assert registry.enroll("visit-4", other_role, NOON).new


def test_institutions_have_no_number_and_perhaps_no_birth_date(
    registry: Registry,
) -> None:
    staff = {"role": "organization_staff", "number": None, "birth_date": "", "sex": ""}
    first = registry.enroll("visit-1", enrolment(1, **staff), NOON)
    second = registry.enroll("visit-2", enrolment(2, **staff), NOON)
    assert first.new
    assert second.new
    assert user_of(registry, first.user).number is None


def test_an_id_that_was_brought_is_kept_exactly(registry: Registry) -> None:
    for number, brought in enumerate(("a", "Ab-c 'd\" --", "{0}\\", "9" * 64), start=1):
        own = enrolment(number, brought=brought)
        issued = registry.enroll(f"visit-{number}", own, NOON)
        assert (issued.auth_id, issued.issuer) == (brought, Issuer.AGENCY)
        user = user_of(registry, issued.user)
        assert (user.auth_id, user.issuer) == (brought, Issuer.AGENCY)


@pytest.mark.parametrize("brought", ["", " x", "x ", "x" * 65, "a\nb", "認証", "\x00"])
def test_what_cannot_be_an_id_is_not_kept(registry: Registry, brought: str) -> None:
    with pytest.raises(ValueError, match="cannot be an ID"):
        registry.enroll("visit-1", enrolment(brought=brought), NOON)


def test_an_id_is_kept_for_one_only(registry: Registry) -> None:
    ours = registry.register("visit-1", applicant(), NOON).auth_id
    registry.enroll("visit-2", enrolment(1, brought="agency-1"), NOON)
    # However one of ours is written: it must not open two people's things.
    for brought in ("agency-1", ours, grouped(ours), ours.lower()):
        own = enrolment(2, brought=brought)
        registry = Registry(registry._store, KEY, seeded(3))
        assert refused(registry, "visit-3", own).why is Refusal.ID
    assert registry.login(ours, applicant().public_key, NOON) is LoginOutcome.KNOWN


def test_capitals_are_not_small_letters_in_an_id_of_the_agency(
    registry: Registry,
) -> None:
    for number, brought in enumerate(("Agency-1", "agency-1"), start=1):
        own = enrolment(number, brought=brought)
        assert registry.enroll(f"visit-{number}", own, NOON).auth_id == brought


def test_after_some_refusals_nothing_is_looked_at(
    store: Store, registry: Registry
) -> None:
    registry.enroll("visit-1", enrolment(1), NOON)
    taken = enrolment(2, number=enrolment(1).number)
    free = enrolment(3)
    for number in range(REFUSALS):
        assert refused(registry, f"try-{number}", taken).why is Refusal.NUMBER
    for own in (taken, free):
        caught = refused(registry, "try-again", own)
        assert (caught.why, caught.wait) == (Refusal.WAIT, WITHIN.total_seconds())
    later = NOON + WITHIN
    with pytest.raises(NotEnrolled) as once:
        registry.enroll("try-later", taken, later)
    assert once.value.why is Refusal.NUMBER
    assert registry.enroll("visit-3", free, later).new
    refusals = [own for own in recorded(store) if isinstance(own, EnrolmentRefused)]
    assert refusals == [EnrolmentRefused(Recorded.NUMBER)] * (REFUSALS + 1)


def test_a_clock_put_back_does_not_close_the_desk_for_long(registry: Registry) -> None:
    registry.enroll("visit-1", enrolment(1), NOON)
    for number in range(REFUSALS):
        refused(registry, f"try-{number}", enrolment(1))
    yesterday = NOON - timedelta(days=1)
    with pytest.raises(NotEnrolled) as caught:
        registry.enroll("visit-2", enrolment(2), yesterday)
    assert caught.value.wait == WITHIN.total_seconds()
    assert registry.enroll("visit-2", enrolment(2), yesterday + WITHIN).new


def test_recorded_and_sealed(store: Store, registry: Registry) -> None:
    registry.register("visit-0", applicant(), NOON)
    registry.enroll("visit-1", enrolment(1), NOON)
    registry.enroll("visit-1", enrolment(1), NOON)
    registry.enroll("visit-2", enrolment(2, brought="agency"), NOON)
    refused(registry, "visit-3", enrolment(1))
    assert recorded(store)[1:] == [
        Enrolled(UserNumber(2), Role.GYOSEISHOSHI, Language("vi"), brought=False),
        Enrolled(UserNumber(3), Role.GYOSEISHOSHI, Language("vi"), brought=True),
        EnrolmentRefused(Recorded.NUMBER),
    ]
    assert well_sealed(store) == Unsealed((), 0)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE enrolments SET mark = zeroblob(32) WHERE user = 1",
        "UPDATE enrolments SET shown = '1320252' WHERE user = 1",
        "DELETE FROM enrolments WHERE user = 1",
        "UPDATE enrolments SET user = 3 WHERE user = 1",
        "INSERT INTO enrolments VALUES (3, NULL, NULL)",
    ],
)
def test_an_altered_enrolment_is_found(
    store: Store, registry: Registry, sql: str
) -> None:
    registry.enroll("visit-1", enrolment(1), NOON)
    registry.enroll("visit-2", enrolment(2), NOON)
    registry.register("visit-3", applicant(), NOON)
    assert well_sealed(store) == Unsealed((), 0)
    with store.write() as db:
        db.execute(sql)
    assert well_sealed(store).altered


def test_nothing_is_done_that_cannot_be_recorded(
    store: Store, registry: Registry
) -> None:
    registry.enroll("visit-1", enrolment(1), NOON)
    with nothing_is_recorded(store):
        for own in (enrolment(2), enrolment(1)):
            with pytest.raises(StoreError):
                registry.enroll("visit-2", own, NOON)
    with store.read() as db:
        assert db["users"].count == 1
        assert db["enrolments_refused"].count == 0


def test_no_card_ever_opens_such_an_id(registry: Registry) -> None:
    """Not even of a person of the same name: the name was only typed."""
    issued = registry.enroll("visit-1", enrolment(), NOON)
    own = enrolment()
    card = applicant(name=own.name, birth_date=own.birth_date, sex=own.sex)
    key = card.public_key
    assert registry.login(issued.auth_id, key, NOON) is LoginOutcome.RENEWED
    outcome = registry.rejoin(issued.auth_id, key, card, NOON)
    assert outcome is LoginOutcome.REFUSED
    assert registry.user(issued.auth_id, key) is None


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE users; --",
        "[bold red]X[/] {name} %s \\x1b[2J",
        "Ｎａｍｅ\u202e",
        '" OR 1=1',
    ],
)
@pytest.mark.parametrize("name", ["name", "address", "phone", "mail", "language"])
def test_texts_are_kept_as_texts(registry: Registry, name: str, text: str) -> None:
    own = replace(enrolment(), **{name: text})
    issued = registry.enroll("visit-1", own, NOON)
    assert getattr(user_of(registry, issued.user), name) == text


@pytest.mark.parametrize("name", ["name", "address", "phone", "mail", "number"])
def test_broken_text_is_refused(registry: Registry, name: str) -> None:
    own = replace(enrolment(), **{name: "\ud800"})
    with pytest.raises(ValueError, match="not Unicode"):
        registry.enroll("visit-1", own, NOON)


def test_nobody_is_found_by_an_id_that_nobody_has(registry: Registry) -> None:
    registry.enroll("visit-1", enrolment(), NOON)
    for auth_id in (generate(seeded(7)), "agency-1", "' OR '1'='1"):
        assert registry.login(auth_id, b"key", NOON) is LoginOutcome.RENEWED


def test_who_has_an_id_of_this_registry_brings_that_of_the_agency(
    store: Store, registry: Registry
) -> None:
    """One person in one role has one ID: the Agency's takes the other's place."""
    ours = registry.register("visit-1", applicant(), NOON)
    mine = applicant(brought="agency-1")
    issued = registry.register("visit-2", mine, NOON)
    assert (issued.auth_id, issued.issuer) == ("agency-1", Issuer.AGENCY)
    assert (issued.new, issued.replaced) == (False, True)
    key = mine.public_key
    assert registry.login("agency-1", key, NOON) is LoginOutcome.KNOWN
    assert registry.login(ours.auth_id, key, NOON) is LoginOutcome.RENEWED
    again = registry.register("visit-3", mine, NOON)
    assert (again.auth_id, again.replaced) == ("agency-1", False)
    later = registry.register("visit-4", applicant(brought="agency-2"), NOON)
    assert (later.auth_id, later.replaced) == ("agency-2", False)
    without = registry.register("visit-5", applicant(), NOON)
    assert without.auth_id == "agency-2"
    assert IdRecorded(UserNumber(1)) in recorded(store)
    assert well_sealed(store) == Unsealed((), 0)


def test_their_own_of_this_registry_is_not_taken_for_the_agencys(
    registry: Registry,
) -> None:
    ours = registry.register("visit-1", applicant(), NOON).auth_id
    for number, brought in enumerate((ours, grouped(ours)), start=2):
        mine = applicant(brought=brought)
        issued = registry.register(f"visit-{number}", mine, NOON)
        assert (issued.auth_id, issued.issuer) == (ours, Issuer.HERE)


def test_a_card_brings_nobody_elses(store: Store, registry: Registry) -> None:
    registry.register("visit-1", applicant(1, brought="agency-1"), NOON)
    for number in range(REFUSALS):
        with pytest.raises(NotEnrolled) as caught:
            registry.register(f"try-{number}", applicant(2, brought="agency-1"), NOON)
        assert caught.value.why is Refusal.ID
    with pytest.raises(NotEnrolled) as caught:
        registry.register("late", applicant(3, brought="agency-3"), NOON)
    assert caught.value.why is Refusal.WAIT
    # Who brings none is not kept waiting by others.
    assert registry.register("visit-2", applicant(2), NOON).new
    with store.read() as db:
        assert db["users"].count == 2


# One clerk of several organisations.

SUPPORTED, OTHER_ONE = "架空工業株式会社", "見本農園"


def clerk(which: int = 1, /, **changes: str | None) -> Enrolment:
    own: dict[str, str | None] = {
        "role": Role.SUPPORT_ORGANIZATION_STAFF,
        "number": None,
        "organisation": SUPPORTED,
    }
    return enrolment(which, **own | changes)


def test_a_clerk_has_one_id_for_each_organisation(
    registry: Registry, store: Store
) -> None:
    first = registry.enroll("visit-1", clerk(), NOON)
    second = registry.enroll("visit-2", clerk(organisation=OTHER_ONE), NOON)
    assert first.auth_id != second.auth_id
    assert user_of(registry, first.user).organisation == SUPPORTED
    assert user_of(registry, second.user).organisation == OTHER_ONE
    assert well_sealed(store) == Unsealed((), 0)


@pytest.mark.parametrize("typed", [SUPPORTED, f" {SUPPORTED}", "架空工業　株式会社"])
def test_and_no_second_one_for_the_same(registry: Registry, typed: str) -> None:
    registry.enroll("visit-1", clerk(organisation="架空工業 株式会社"), NOON)
    registry.enroll("visit-2", clerk(), NOON)
    assert refused(registry, "visit-3", clerk(organisation=typed)).why is Refusal.PERSON


def test_the_same_visit_is_answered_alike_and_another_organisation_not(
    registry: Registry,
) -> None:
    first = registry.enroll("visit-1", clerk(), NOON)
    assert registry.enroll("visit-1", clerk(), NOON).auth_id == first.auth_id
    with pytest.raises(VisitReused):
        registry.enroll("visit-1", clerk(organisation=OTHER_ONE), NOON)


def test_an_altered_organisation_is_found(registry: Registry, store: Store) -> None:
    user = registry.enroll("visit-1", clerk(), NOON).user
    for sql in (
        "UPDATE organisations SET name = 'x'",
        "DELETE FROM organisations",
    ):
        with store.write() as db:
            db.execute(sql)
        assert well_sealed(store) == Unsealed((user,), 0)


@pytest.mark.parametrize("hostile", ["'; DROP TABLE users; --", "[b]x[/b]", "\x1b[2J"])
def test_its_name_is_only_a_text(registry: Registry, hostile: str) -> None:
    user = registry.enroll("visit-1", clerk(organisation=hostile), NOON).user
    assert user_of(registry, user).organisation == hostile


# The Agency's ID in place of ours, without a card.


def test_who_has_no_card_brings_an_id_later(registry: Registry, store: Store) -> None:
    own = registry.enroll("visit-1", enrolment(), NOON)
    holder = Holder(own.user, Proof.PASSWORD)
    issued = registry.replace(holder, "AB-12345", NOON)
    assert (issued.auth_id, issued.issuer) == ("AB-12345", Issuer.AGENCY)
    assert issued.replaced
    assert recorded(store)[-1] == IdRecorded(UserNumber(own.user))
    assert well_sealed(store) == Unsealed((), 0)
    again = registry.replace(holder, "AB-12345", NOON)
    assert not again.replaced, "it is theirs already"


def test_nobodys_id_is_taken_away_by_it(registry: Registry, store: Store) -> None:
    own = registry.enroll("visit-1", enrolment(), NOON)
    registry.enroll("visit-2", enrolment(2, brought="AB-12345"), NOON)
    holder = Holder(own.user, Proof.PASSWORD)
    with pytest.raises(NotEnrolled) as caught:
        registry.replace(holder, "AB-12345", NOON)
    assert caught.value.why is Refusal.ID
    assert user_of(registry, own.user).auth_id == own.auth_id
    assert recorded(store)[-1] == EnrolmentRefused(Recorded.ID)
    with pytest.raises(ValueError, match="cannot be an ID"):
        registry.replace(holder, "", NOON)
    carded = registry.register("visit-3", applicant(), NOON)
    with pytest.raises(PermissionError):
        registry.replace(Holder(carded.user, Proof.PASSWORD), "CD-1", NOON)
