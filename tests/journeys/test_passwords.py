"""A password over several visits: set with the card, used without, and locked."""

from kiosk.visit.effects import CheckPassword, KeepPassword, Prove
from kiosk.visit.events import PasswordWanted
from kiosk.visit.steps import (
    ChoosePassword,
    EnterPassword,
    FillIn,
    InTrouble,
    Issued,
    LoggedIn,
    PasswordSet,
    Prepare,
)
from kiosk.visit.terms import Trouble
from tests.journeys.people import JOON, VirtualCard
from tests.journeys.visitor import Visitor
from tests.journeys.world import OWN_PASSWORD, PASSWORD_TRIES, World


def came_back(visitor: Visitor, world: World, **changes: object) -> Visitor:
    """The same person another day, without their card."""
    world.lift()
    visitor.auth_id = world.registry.holders[0].auth_id
    visitor.purpose, visitor.sets_password = "log_in", False
    visitor.has_no_card = True
    for name, value in changes.items():
        setattr(visitor, name, value)
    return visitor


def test_set_at_the_registration_and_used_to_go_on_with_a_form() -> None:
    world = World()
    visitor = Visitor(sets_password=True, wants_form="new", questions=3).visit(world)
    assert world.registry.holders[0].password == OWN_PASSWORD
    again = came_back(
        visitor, world, wants_form="go_on", is_done=False, questions=2, given={}
    )
    before = len(world.effects)
    again.until(world, FillIn)
    kinds = {type(effect) for effect in world.effects[before:]}
    assert CheckPassword in kinds
    assert Prove not in kinds
    again.go_on(world)
    assert world.nobody


def test_the_steps_of_both_ways() -> None:
    world = World()
    visitor = Visitor(sets_password=True).visit(world)
    shown = [type(step) for step in world.steps]
    at = shown.index(Issued)
    choosing = [ChoosePassword, ChoosePassword]
    assert [own for own in shown[at:] if own is not Issued][:2] == choosing
    assert PasswordSet in shown
    came_back(visitor, world, mistyped=2).visit(world)
    kinds = [type(step) for step in world.steps]
    assert kinds.index(EnterPassword) < kinds.index(LoggedIn)
    assert sum(isinstance(own, KeepPassword) for own in world.effects) == 1
    assert sum(isinstance(own, CheckPassword) for own in world.effects) == 3


def test_locked_for_all_but_the_card() -> None:
    world = World()
    visitor = Visitor(sets_password=True).visit(world)
    thief = came_back(Visitor(), world, mistyped=PASSWORD_TRIES)
    thief.until(world, InTrouble)
    assert world.at(InTrouble(Trouble.PASSWORD_LOCKED))
    owner = came_back(visitor, world, has_no_card=False)
    owner.go_on(world)
    owner.visit(world)
    assert world.registry.wrong[owner.auth_id or ""] == 0
    came_back(visitor, world).visit(world)
    assert world.registry.holders[0].password == OWN_PASSWORD


def test_somebody_elses_card_sets_no_password_for_an_id() -> None:
    """A card that is known to the terminal, and the ID and password of another."""
    world = World()
    Visitor(sets_password=True).visit(world)
    other = came_back(Visitor(VirtualCard(JOON)), world, has_no_card=False)
    other.until(world, Prepare)
    other.act(world)
    other.until(world, InTrouble)
    assert world.at(InTrouble(Trouble.ANOTHER_PERSON))
    world.send(PasswordWanted())
    world.type_password(True)
    assert world.at(LoggedIn())
    world.send(PasswordWanted())
    assert world.at(LoggedIn())


def test_an_id_that_nobody_holds_is_met_with_the_same_screens() -> None:
    shown = []
    for auth_id in ("AUTH-ID-0000", "NOBODYS-ID"):
        world = World()
        Visitor(sets_password=True).visit(world)
        world.lift()
        before = len(world.trail)
        visitor = Visitor(purpose="log_in", auth_id=auth_id, has_no_card=True)
        visitor.until(world, EnterPassword)
        for _ in range(PASSWORD_TRIES):
            world.type_password(False)
        shown.append([repr(after.step) for *_, after, _ in world.trail[before:]])
    assert shown[0] == shown[1]
    assert "password_locked" in shown[0][-1]
