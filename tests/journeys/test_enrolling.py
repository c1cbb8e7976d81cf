"""Registering and logging in, role by role, around each change of the rules; with a
number, with an ID that the Agency issued, and by whoever tries it on.
"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from kiosk.registry.auth_id import mistyped
from kiosk.rules.usage import ROLES as INSTITUTIONS
from kiosk.rules.vocabulary import Role
from kiosk.visit.effects import (
    CheckPassword,
    Enroll,
    Forget,
    KeepPassword,
    PrintReceipt,
    Prove,
    ReadAttributes,
    Register,
)
from kiosk.visit.events import (
    AddressTyped,
    BroughtTyped,
    Chose,
    ContactTyped,
    FormWanted,
    IdTyped,
    NameTyped,
    NumberTyped,
    OrganisationTyped,
    PasswordWanted,
    RegistrationWanted,
    WentBack,
    WentOn,
)
from kiosk.visit.questions import CARD_ROLES, NUMBER_ROLES
from kiosk.visit.state import Contact, Held, Password, Person
from kiosk.visit.steps import (
    ChooseDraft,
    ChoosePassword,
    ChoosePurpose,
    ConfirmBrought,
    ConfirmParticulars,
    EnterAddress,
    EnterBirth,
    EnterBrought,
    EnterContact,
    EnterId,
    EnterName,
    EnterNumber,
    EnterOrganisation,
    EnterPassword,
    FillIn,
    Issued,
    LoggedIn,
    NoPassword,
    NumberFound,
    PasswordSet,
    Prepare,
    Refused,
    TakeCard,
    Verdict,
)
from kiosk.visit.terms import Issuer, Paper, PasswordFault, Refusal
from tests.journeys.people import JOON, OFFICE, VirtualCard
from tests.journeys.visitor import Visitor
from tests.journeys.world import OWN_PASSWORD, TODAY, Holder, World

CHANGES = (
    date(2022, 3, 16),
    date(2024, 3, 19),
    date(2026, 1, 5),
    date(2026, 10, 1),
)
"""First days: the table, its later edition, the new portal, the new fees."""
DAYS = sorted({day - timedelta(days=n) for day, n in product(CHANGES, (0, 1))})
BEFORE_ALL = date(2022, 3, 15)
OWN = {
    Role.GYOSEISHOSHI: "132022298765",
    Role.ATTORNEY: "132022798765",
}
"""Constructed; the year is that of the earliest day."""


def came(role: Role, **changes: object) -> Visitor:
    visitor = Visitor(role=role, card=VirtualCard())
    number = OWN.get(role, OFFICE.number)
    visitor.own = replace(OFFICE, number=number)
    visitor.sets_password = role not in CARD_ROLES
    for name, value in changes.items():
        setattr(visitor, name, value)
    return visitor


def kinds(world: World) -> list[type]:
    return [type(effect) for effect in world.effects]


def at_its_end(world: World, visitor: Visitor, step: type) -> None:
    visitor.act(world)
    visitor.until(world, step)


@pytest.mark.parametrize("on", DAYS, ids=str)
@pytest.mark.parametrize("role", [*CARD_ROLES, *NUMBER_ROLES])
def test_registration_and_log_in(role: Role, on: date) -> None:
    world = World(today=on)
    visitor = came(role).visit(world)
    if on == BEFORE_ALL:
        assert not world.registry.holders
        return
    [holder] = world.registry.holders
    assert (holder.role, holder.issuer) == (role, Issuer.HERE)
    if role in NUMBER_ROLES:
        assert (holder.number, holder.cards) == (OWN[role], [])
        assert holder.person.name == "SYNTHETIC HANA"
        assert Prove not in kinds(world)
        assert holder.password is not None
    world.lift()
    visitor.auth_id, visitor.purpose = holder.auth_id, "log_in"
    visitor.has_no_card = role in NUMBER_ROLES
    at_its_end(world, visitor, LoggedIn)
    assert (CheckPassword in kinds(world)) == (role in NUMBER_ROLES)
    assert world.state.held == holder.held


@pytest.mark.parametrize("on", DAYS, ids=str)
@pytest.mark.parametrize("role", Role)
def test_an_id_of_the_agency(role: Role, on: date) -> None:
    """Whoever has one has been let in there: on no day are the rules asked."""
    world = World(today=on)
    brought = "aB3/ {x} [b]'--"
    visitor = came(role, purpose="record", brought=brought).visit(world)
    [holder] = world.registry.holders
    assert (holder.auth_id, holder.issuer) == (brought, Issuer.AGENCY)
    receipts = [own for own in world.papers if isinstance(own, PrintReceipt)]
    assert [(own.auth_id, own.issuer, own.done) for own in receipts] == [
        (brought, Issuer.AGENCY, "recorded")
    ]
    world.lift()
    visitor.auth_id, visitor.purpose = brought, "log_in"
    visitor.has_no_card = role not in CARD_ROLES
    at_its_end(world, visitor, LoggedIn)
    assert world.state.held == holder.held
    assert world.state.answers.auth_id == brought


def test_the_agencys_takes_the_place_of_ours() -> None:
    world, card = World(), VirtualCard()
    Visitor(card=card).visit(world)
    [before] = [own.auth_id for own in world.registry.holders]
    visitor = Visitor(card=card, purpose="record", brought="agency-1")
    at_its_end(world, visitor, Issued)
    assert world.state.held == Held(Issuer.AGENCY, replaced=True)
    visitor.go_on(world)
    [holder] = world.registry.holders
    assert holder.auth_id == "agency-1" != before


def test_one_that_is_kept_for_somebody_else() -> None:
    world = World()
    Visitor(purpose="record", brought="agency-1").visit(world)
    other = Visitor(VirtualCard(JOON), purpose="record", brought="agency-1")
    at_its_end(world, other, Refused)
    assert world.at(Refused(Refusal.ID))
    assert "agency-1" not in repr(world.state)
    other.go_on(world)
    assert len(world.registry.holders) == 1


def test_what_was_mistyped_is_typed_again() -> None:
    world = World()
    visitor = Visitor(purpose="record", brought="agency-1")
    at_its_end(world, visitor, EnterBrought)
    world.send(BroughtTyped(None))
    assert world.at(EnterBrought(refused=True))
    world.send(BroughtTyped("agency-l"))
    assert world.at(ConfirmBrought())
    world.send(Chose(False))
    assert world.at(EnterBrought())
    world.send(BroughtTyped("agency-1"))
    world.send(WentOn())
    assert world.at(Prepare())


def test_an_id_of_the_agency_is_not_kept_by_whoever_changes_their_mind() -> None:
    world = World()
    visitor = Visitor(purpose="record", brought="agency-1")
    at_its_end(world, visitor, Prepare)
    while not world.at(ChoosePurpose()):
        world.send(WentBack())
    visitor.purpose = "register"
    visitor.go_on(world)
    [effect] = [own for own in world.effects if isinstance(own, Register)]
    assert effect.brought is None
    assert world.registry.holders[0].issuer is Issuer.HERE


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.GYOSEISHOSHI])
def test_who_brought_one_fills_in_as_anybody(role: Role) -> None:
    world = World()
    visitor = came(role, purpose="record", brought="agency-1")
    visitor.wants_form, visitor.questions = "new", 1
    at_its_end(world, visitor, FillIn)
    draft = world.state.draft
    assert draft is not None
    assert draft.application.procedure == "extension"


# Without a card.


@pytest.mark.parametrize(
    "typed",
    [
        "132024200123",
        "１３２０２４２００１２３",
        "13-2024-2-00123",
        "(東)行24第123号",
        "（東）行２４第１２３号",
        "東行24第123",
        " (東) 行 24 第 123 号 ",
    ],
)
def test_a_number_typed_or_scanned_at_once(typed: str) -> None:
    world = World()
    visitor = came(Role.GYOSEISHOSHI)
    at_its_end(world, visitor, EnterNumber)
    world.send(NumberTyped(typed))
    step = world.state.step
    assert isinstance(step, NumberFound)
    assert step.number.split == ("13", "2024", "2", "00123")
    visitor.go_on(world)
    assert world.registry.holders[0].number == "132024200123"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "number.form"),
        ("13202420012", "number.digit_count"),
        ("142024200123", "number.office_code"),
        ("132024300123", "number.category_code"),
        ("132027200123", "number.year"),
        ("132024200000", "number.serial"),
        ("[bold]13[/]", "number.form"),
        ("'; DROP TABLE users; --", "number.form"),
    ],
)
def test_what_is_no_number_says_why(typed: str, fault: str) -> None:
    world = World()
    at_its_end(world, came(Role.GYOSEISHOSHI), EnterNumber)
    world.send(NumberTyped(typed))
    step = world.state.step
    assert isinstance(step, EnterNumber)
    assert step.fault is not None
    assert (step.typed, step.fault.id) == (typed, fault)


def test_a_number_of_the_other_profession_registers_nobody() -> None:
    world = World()
    at_its_end(world, came(Role.GYOSEISHOSHI), EnterNumber)
    world.send(NumberTyped("132024700123"))
    before = world.state
    world.send(WentOn())
    assert world.state == before
    world.send(WentBack())
    assert isinstance(world.state.step, EnterNumber)


def test_who_only_asked_registers_after_all() -> None:
    world = World()
    visitor = came(Role.ATTORNEY, purpose="ask")
    at_its_end(world, visitor, Verdict)
    world.send(RegistrationWanted())
    assert world.at(EnterNumber())
    visitor.go_on(world)
    assert world.registry.holders[0].number == OWN[Role.ATTORNEY]


def test_who_is_refused_does_not() -> None:
    world = World()
    visitor = came(Role.ATTORNEY, facts={"status": "temporary_visitor"})
    at_its_end(world, visitor, Verdict)
    world.send(RegistrationWanted())
    assert isinstance(world.state.step, Verdict)
    visitor.go_on(world)
    assert kinds(world) == [Forget]


def test_each_particular_is_looked_at() -> None:
    world = World()
    visitor = came(Role.GYOSEISHOSHI)
    at_its_end(world, visitor, EnterName)
    for surname, given in (("", ""), ("山田", "花"), ("A" * 100, "B" * 5), ("A1", "B")):
        world.send(NameTyped(surname, given))
        assert isinstance(world.state.step, EnterName)
        assert world.state.step.fault is not None
    world.send(NameTyped(" ｙamada-", "hana "))
    assert isinstance(world.state.step, EnterName)
    world.send(NameTyped("ｙamada", "Hàna "))
    assert world.state.answers.own.name == "YAMADA HANA"
    for born in ("", "no day", "2026-11-24", "2030-01-01", "19800229", True):
        world.send(Chose(born))
        assert isinstance(world.state.step, EnterBirth)
    world.send(Chose("1980-02-29"))
    for sex in ("0", "9", "", True):
        world.send(Chose(sex))
        assert not isinstance(world.state.step, EnterAddress)
    world.send(Chose("2"))
    for address in ("", "Tokyo", "千代田区1-1", "東京都千代田区" + "あ" * 86):
        world.send(AddressTyped(address))
        assert isinstance(world.state.step, EnterAddress)
        assert world.state.step.fault is not None
    world.send(AddressTyped("東京都 千代田区架空町1-2"))
    assert world.state.answers.own.address == "東京都千代田区架空町１－２"
    world.send(ContactTyped(Contact("0" * 13)))
    assert isinstance(world.state.step, EnterContact)
    world.send(ContactTyped(Contact("03-1234-5678")))
    assert world.at(ConfirmParticulars())
    world.send(Chose(False))
    assert world.at(EnterName())
    visitor.go_on(world)
    assert world.registry.holders[0].person.name == "SYNTHETIC HANA"


@pytest.mark.parametrize(
    "text",
    ["'; DROP TABLE users; --", "[red]x[/red]", "{name}", "\x1b[2J", "%s", "' OR 1=1"],
)
def test_nothing_that_is_typed_becomes_anything_else(text: str) -> None:
    """A name takes letters only; an address and a mail are kept as texts or refused."""
    world = World()
    visitor = came(Role.GYOSEISHOSHI)
    at_its_end(world, visitor, EnterName)
    world.send(NameTyped(text, text))
    assert isinstance(world.state.step, EnterName)
    visitor.until(world, EnterAddress)
    world.send(AddressTyped(text))
    assert isinstance(world.state.step, EnterAddress)
    visitor.until(world, EnterContact)
    world.send(ContactTyped(Contact("", text)))
    assert isinstance(world.state.step, EnterContact)
    assert Enroll not in kinds(world)


def test_a_number_never_leads_to_an_id() -> None:
    world = World()
    came(Role.GYOSEISHOSHI).visit(world)
    [holder] = world.registry.holders
    thief = came(Role.GYOSEISHOSHI)
    thief.own = replace(thief.own, surname="OTHER", name="OTHER HANA")
    before = len(world.trail)
    at_its_end(world, thief, Refused)
    assert world.at(Refused(Refusal.NUMBER))
    for _, _, after, effects in world.trail[before:]:
        assert after.answers.auth_id is None
        assert not any(isinstance(own, PrintReceipt) for own in effects)
    world.send(PasswordWanted())
    world.send(FormWanted())
    assert world.at(Refused(Refusal.NUMBER))
    world.send(WentBack())
    assert world.at(ConfirmParticulars())
    world.send(WentOn())
    assert isinstance(world.state.step, Refused)
    world.send(Chose("log_in"))
    assert world.at(EnterId())
    thief.auth_id = "NOBODYS-ID"
    thief.go_on(world)
    assert world.registry.holders == [holder]


def test_no_password_is_not_passed_over_in_silence() -> None:
    world = World()
    visitor = came(Role.GYOSEISHOSHI, sets_password=False)
    at_its_end(world, visitor, Issued)
    for event in (FormWanted(), WentOn()):
        world.send(event)
        assert world.at(NoPassword())
        world.send(WentBack())
        assert isinstance(world.state.step, Issued)
    world.send(WentOn())
    world.send(PasswordWanted())
    assert world.at(ChoosePassword())
    world.send(WentBack())
    assert isinstance(world.state.step, Issued)
    visitor.go_on(world)
    assert KeepPassword not in kinds(world)
    assert world.registry.holders[0].password is None


def test_with_one_the_form_is_filled_in_at_once() -> None:
    world = World()
    visitor = came(Role.GYOSEISHOSHI, wants_form="new", questions=1)
    at_its_end(world, visitor, FillIn)
    shown = [type(step) for step in world.steps]
    assert shown.index(PasswordSet) < shown.index(FillIn)
    draft = world.state.draft
    assert draft is not None
    assert draft.known["intermediary.name"] == "SYNTHETIC HANA"
    assert draft.known["intermediary.address"] == OFFICE.address


def test_one_press_from_the_card_to_the_password() -> None:
    world = World()
    visitor = came(Role.GYOSEISHOSHI).visit(world)
    visitor.purpose, visitor.auth_id = "log_in", world.registry.holders[0].auth_id
    at_its_end(world, visitor, Prepare)
    world.send(PasswordWanted())
    assert world.at(EnterPassword())


def test_a_password_whose_year_is_over_only_sets_the_next() -> None:
    world = World()
    visitor = came(Role.GYOSEISHOSHI).visit(world)
    [holder] = world.registry.holders
    holder.password = Password(TODAY - timedelta(days=1), warns=True)
    visitor.purpose, visitor.auth_id = "log_in", holder.auth_id
    visitor.has_no_card = True
    at_its_end(world, visitor, ChoosePassword)
    assert world.at(ChoosePassword(fault=PasswordFault.OVER))
    for event in (WentBack(), FormWanted(), WentOn()):
        world.send(event)
        assert isinstance(world.state.step, ChoosePassword)
    visitor.until(world, LoggedIn)
    assert KeepPassword in kinds(world)
    assert not any(isinstance(own, ChooseDraft) for own in world.steps)


# An ID from elsewhere.


@pytest.mark.parametrize("typed", ["NOBODYS-ID", "another site's", "x" * 64])
def test_an_id_that_nobody_has_is_met_as_any_other(typed: str) -> None:
    """By password and by card alike: the screens of one that is kept here."""
    shown = []
    for auth_id in ("agency-1", typed):
        world = World()
        Visitor(purpose="record", brought="agency-1").visit(world)
        world.lift()
        before = len(world.trail)
        thief = Visitor(VirtualCard(JOON), purpose="log_in", auth_id=auth_id)
        thief.visit(world)
        steps = [repr(after.step) for *_, after, _ in world.trail[before:]]
        shown.append(steps)
    assert shown[0] == shown[1]
    assert not any("LoggedIn" in step for step in shown[1])


def test_one_that_looks_mistyped_is_looked_up_when_it_is_typed_again() -> None:
    world = World()
    visitor = Visitor(purpose="log_in")
    typed = "P6EQ-2MQ1-BPA6-30GK"
    flaw = mistyped(typed)
    assert flaw is not None
    at_its_end(world, visitor, EnterId)
    world.send(IdTyped(typed, flaw))
    assert world.at(EnterId(typed=typed, flaw=flaw))
    world.send(IdTyped("P6EQ-2MQ1-BPA6-30GP", flaw))
    assert isinstance(world.state.step, EnterId)
    world.send(IdTyped("P6EQ-2MQ1-BPA6-30GP", flaw))
    assert world.at(Prepare())


def test_a_receipt_that_fails_loses_nobody_their_id() -> None:
    world = World()
    world.printer = "fails"
    visitor = came(Role.GYOSEISHOSHI)
    at_its_end(world, visitor, Issued)
    assert world.at(Issued(new=True, receipt=Paper.FAILED))
    visitor.go_on(world)
    assert not isinstance(world.state.step, TakeCard)
    assert world.registry.holders[0].password is not None


# A forgotten ID.


@pytest.mark.parametrize("forgot", ["card", "person", "number", "institution"])
def test_one_of_the_agency_is_asked_for_on_paper(forgot: str) -> None:
    world = World()
    visitor = Visitor(purpose="log_in", forgot=forgot).visit(world)
    [effect] = world.requests
    with_card = forgot == "card"
    assert effect.group == ("person" if with_card else forgot)
    assert effect.person == (visitor.card.person if with_card else None)
    pins = [own for own in world.effects if isinstance(own, Prove | ReadAttributes)]
    assert [type(own) for own in pins] == [ReadAttributes] * with_card
    assert not world.papers


def test_one_of_this_terminal_comes_again_with_the_card() -> None:
    world, card = World(), VirtualCard()
    Visitor(card=card).visit(world)
    before = len(world.trail)
    Visitor(card=card, purpose="log_in", forgot="here").visit(world)
    [holder] = world.registry.holders
    steps = [after.step for *_, after, _ in world.trail[before:]]
    assert Issued(new=False, receipt=Paper.PRINTED) in steps
    shown = [after for *_, after, _ in world.trail[before:] if after.answers.auth_id]
    assert all(after.card and after.card.person == card.person for after in shown)
    assert world.papers[-1].auth_id == holder.auth_id  # type: ignore[union-attr]


def test_whoever_remembers_after_all_logs_in() -> None:
    world = World()
    visitor = Visitor().visit(world)
    visitor.auth_id = world.registry.holders[0].auth_id
    visitor.purpose, visitor.forgot = "log_in", "card"
    at_its_end(world, visitor, Prepare)
    while not isinstance(world.state.step, EnterId):
        world.send(WentBack())
    visitor.forgot = ""
    visitor.until(world, LoggedIn)


@pytest.mark.parametrize("role", INSTITUTIONS)
def test_a_clerk_of_several_organisations_has_an_account_for_each(role: Role) -> None:
    """And one for the same is refused."""
    world = World()
    given = []
    for organisation in ("架空工業株式会社", "見本農園", "見本農園"):
        visitor = Visitor(purpose="record", role=role, brought=f"AGENCY-{len(given)}")
        visitor.organisation = organisation
        visitor.until(world, EnterOrganisation)
        world.send(OrganisationTyped("x" * 61))
        assert isinstance(world.state.step, EnterOrganisation)
        assert world.state.step.fault is not None
        visitor.until(world, Issued, Refused)
        given.append(world.state.step)
        world.send(WentOn())
        world.tick(60)
        world.tick(60)
    assert [type(step) for step in given] == [Issued, Issued, Refused]
    [first, second] = world.registry.holders
    assert first.person == second.person
    papers = [own for own in world.papers if isinstance(own, PrintReceipt)]
    assert [own.organisation for own in papers] == ["架空工業株式会社", "見本農園"]


def logged_in_without_a_card(*others: Holder) -> World:
    world = World()
    person = Person(OFFICE.name, OFFICE.address, OFFICE.birth_date, OFFICE.sex)
    own = Holder("AUTH-ID-OWN", "gyoseishoshi", person, [], password=OWN_PASSWORD)
    world.registry.holders += [own, *others]
    visitor = Visitor(purpose="log_in", auth_id="AUTH-ID-OWN", has_no_card=True)
    visitor.act(world)
    visitor.until(world, LoggedIn)
    return world


def test_an_id_of_ours_is_replaced_after_the_password() -> None:
    world = logged_in_without_a_card()
    for event in (Chose("bring"), BroughtTyped("AGENCY-ID"), WentOn()):
        world.send(event)
    assert isinstance(world.state.step, Issued)
    assert world.state.held is not None
    assert world.state.held.replaced
    [own] = world.registry.holders
    assert (own.auth_id, own.issuer) == ("AGENCY-ID", Issuer.AGENCY)
    assert own.password == OWN_PASSWORD
    before = world.state
    world.send(Chose("bring"))
    assert world.state == before, "only once"


def test_nor_is_anybody_elses_and_a_store_that_fails_loses_nothing() -> None:
    other = Holder("AGENCY-ID", "attorney", JOON, [], issuer=Issuer.AGENCY)
    world = logged_in_without_a_card(other)
    world.registry.works = False
    for event in (Chose("bring"), BroughtTyped("AGENCY-ID"), WentOn()):
        world.send(event)
    world.registry.works = True
    world.send(WentOn())
    assert world.at(ConfirmBrought())
    world.send(WentOn())
    assert world.at(Refused(Refusal.ID))
    assert [own.auth_id for own in world.registry.holders] == [
        "AUTH-ID-OWN",
        "AGENCY-ID",
    ]
