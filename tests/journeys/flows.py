"""The flows that faults are tried in: each makes its terminal and its visitor."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import MappingProxyType

from kiosk.forms.application import make
from kiosk.forms.walk import groups
from kiosk.rules.usage import Answer
from kiosk.rules.usage_life import State
from kiosk.rules.vocabulary import Role
from kiosk.visit.effects import PrintForgotten
from kiosk.visit.requests import Usage
from kiosk.visit.steps import LoggedIn, NumberFound, Verdict
from kiosk.visit.terms import Pin
from tests.forms.samples import EXTENSION
from tests.journeys.drafts import Kept
from tests.journeys.people import CLERK, VirtualCard, residence_card
from tests.journeys.visitor import Visitor
from tests.journeys.world import OWN_PASSWORD, TODAY, Holder, World


@dataclass(frozen=True)
class Flow:
    """``make`` is called for each try; ``reached``: the visitor has what they want."""

    name: str
    make: Callable[[], tuple[World, Visitor]]
    reached: Callable[[World, Visitor], bool]


def _has_an_id(world: World, visitor: Visitor) -> bool:
    return [
        holder.role
        for holder in world.registry.holders
        if holder.person == visitor.card.person
    ] == [visitor.role]


def _was_logged_in(world: World, visitor: Visitor) -> bool:
    return any(isinstance(after.step, LoggedIn) for _, _, after, _ in world.trail)


def _was_told(world: World, visitor: Visitor) -> bool:
    return any(isinstance(after.step, Verdict) for _, _, after, _ in world.trail)


def _has_a_number(world: World, visitor: Visitor) -> bool:
    return any(isinstance(after.step, NumberFound) for _, _, after, _ in world.trail)


def _plain() -> tuple[World, Visitor]:
    return World(), Visitor()


def _for_a_child() -> tuple[World, Visitor]:
    return World(), Visitor(role="relative", procedure="change", wants_slip=True)


def _mistyped() -> tuple[World, Visitor]:
    wrong = Counter({Pin.AUTHENTICATION: 1, Pin.SIGNATURE: 2})
    return World(), Visitor(wrong=wrong)


def _last_try() -> tuple[World, Visitor]:
    card = VirtualCard()
    card.tries |= {Pin.AUTHENTICATION: 2, Pin.SIGNATURE: 1}
    return World(), Visitor(card=card, wrong=Counter({Pin.AUTHENTICATION: 1}))


def _known() -> tuple[World, Visitor]:
    world, card = World(), VirtualCard()
    auth_id, _ = world.registry.register("applicant", card.person, card)
    return world, Visitor(card=card, purpose="log_in", auth_id=auth_id)


def _renewed() -> tuple[World, Visitor]:
    world, visitor = _known()
    visitor.card = VirtualCard()
    return world, visitor


def _setting_a_password() -> tuple[World, Visitor]:
    return World(), Visitor(sets_password=True)


def _by_password() -> tuple[World, Visitor]:
    world, visitor = _known()
    world.registry.holders[0].password = OWN_PASSWORD
    visitor.has_no_card, visitor.mistyped = True, 1
    return world, visitor


def _has_a_password(world: World, visitor: Visitor) -> bool:
    return [own.password for own in world.registry.holders] == [OWN_PASSWORD]


def _asking() -> tuple[World, Visitor]:
    return World(), Visitor(purpose="ask", procedure="coe", wants_slip=True)


def _number() -> tuple[World, Visitor]:
    visitor = Visitor(role="gyoseishoshi", wants_number=True, wants_slip=True)
    visitor.purpose = "ask"
    return World(), visitor


def _by_number() -> tuple[World, Visitor]:
    return World(), Visitor(role="gyoseishoshi", sets_password=True)


def _by_its_parts() -> tuple[World, Visitor]:
    world, visitor = _by_number()
    visitor.role, visitor.types_parts = "attorney", True
    visitor.own = replace(visitor.own, number="132026798765")
    return world, visitor


def _without_a_card() -> tuple[World, Visitor]:
    """A gyoseishoshi comes back, and fills in for somebody else."""
    world, visitor = _by_number()
    visitor.visit(world)
    world.trail.clear()
    world.asked.clear()
    visitor.auth_id = world.registry.holders[0].auth_id
    visitor.purpose, visitor.has_no_card = "log_in", True
    visitor.wants_form, visitor.questions = "new", 1
    return world, visitor


def _bringing(role: str) -> tuple[World, Visitor]:
    return World(), Visitor(purpose="record", role=role, brought="Agency-ID-1")


def _bringing_with_a_card() -> tuple[World, Visitor]:
    world, visitor = _bringing("applicant")
    world.registry.register("applicant", visitor.card.person, visitor.card)
    return world, visitor


def _bringing_with_a_number() -> tuple[World, Visitor]:
    world, visitor = _bringing("gyoseishoshi")
    visitor.sets_password = True
    return world, visitor


def _bringing_of_an_institution() -> tuple[World, Visitor]:
    world, visitor = _bringing("organization_staff")
    visitor.sets_password = True
    return world, visitor


def _forgetting(forgot: str) -> tuple[World, Visitor]:
    return World(), Visitor(purpose="log_in", forgot=forgot)


def _was_told_how_to_ask(world: World, visitor: Visitor) -> bool:
    """The paper with their particulars, and no ID anywhere."""
    asked = [own for own in world.effects if isinstance(own, PrintForgotten)]
    assert all(state.answers.auth_id is None for state, *_ in world.trail)
    with_card = visitor.forgot == "card"
    person = visitor.card.person if with_card else None
    return bool(asked) and asked[-1].person == person


def _is_kept(world: World, visitor: Visitor) -> bool:
    """The Agency's ID is that of the one who brought it, and nobody has two."""
    [own] = world.registry.holders
    return (own.auth_id, own.role) == (visitor.brought, visitor.role)


def _is_enrolled(world: World, visitor: Visitor) -> bool:
    [own] = world.registry.holders
    return (own.number, own.role) == (visitor.own.number, visitor.role)


def _filling_in() -> tuple[World, Visitor]:
    return World(), Visitor(wants_form="new", questions=2)


def _with_residence() -> tuple[World, Visitor]:
    world, visitor = _known()
    visitor.wants_form, visitor.questions = "new", 1
    visitor.residence = residence_card()
    return world, visitor


def _nearly_done(wants_form: str) -> tuple[World, Visitor]:
    """An application is there of which two answers are missing."""
    world, visitor = _known()
    started = make("extension", None, ())
    given = {**EXTENSION, "mail": "a@example.jp", "phone": "0312345678"}
    for name in ("receipt", "intention_confirmed"):
        del given[name]
    asked = replace(started, answers=MappingProxyType(given))
    place = groups(asked)[-6].id
    number = world.drafts.keep(Kept(visitor.auth_id or "", asked, TODAY, place))
    assert number == BEGUN
    visitor.wants_form, visitor.thorough = wants_form, False
    return world, visitor


def _going_on() -> tuple[World, Visitor]:
    world, visitor = _nearly_done("go_on")
    visitor.corrects = "name"
    return world, visitor


def _copying() -> tuple[World, Visitor]:
    world, visitor = _nearly_done("copy")
    visitor.questions = 1
    return world, visitor


def _deleting() -> tuple[World, Visitor]:
    return _nearly_done("delete")


def _all_is_kept(world: World, visitor: Visitor) -> bool:
    """Whatever was answered is in an application of theirs."""
    kept = [own.answers.items() for own in world.drafts.kept.values()]
    given = visitor.given.items()
    return bool(given) and all(any(own in answers for answers in kept) for own in given)


def _has_a_sheet(world: World, visitor: Visitor) -> bool:
    printed = any(
        sheet.application.answers == world.drafts.kept[BEGUN].answers
        for sheet in world.sheets
    )
    return _all_is_kept(world, visitor) and (printed or world.printer != "works")


def _has_a_copy(world: World, visitor: Visitor) -> bool:
    original, *copies = world.drafts.kept.values()
    return "receipt" not in original.answers and any(
        original.answers.items() <= copy.answers.items() for copy in copies
    )


def _is_deleted(world: World, visitor: Visitor) -> bool:
    return BEGUN not in world.drafts.kept


def _requesting(printer: str = "works") -> tuple[World, Visitor]:
    """A clerk of a support organisation, whose checklist is partly answered."""
    world = World()
    world.printer = printer
    role, auth_id = Role.SUPPORT_ORGANIZATION_STAFF, "AUTH-ID-USAGE"
    own = Holder(auth_id, role, CLERK, [], password=OWN_PASSWORD)
    world.registry.holders.append(own)
    answers = MappingProxyType({"certificate": Answer.YES, "trusted": Answer.NO})
    world.usages.kept[auth_id] = Usage(role, begun=True, answers=answers)
    visitor = Visitor(purpose="log_in", auth_id=auth_id, has_no_card=True)
    visitor.wants_usage, visitor.says = True, {"listed": "unknown", "withheld": "no"}
    return world, visitor


def _is_handed_in(world: World, visitor: Visitor) -> bool:
    """With every answer that was given, and on paper where there is a printer."""
    [own] = world.usages.kept.values()
    given = {name: Answer(answer) for name, answer in visitor.given.items()}
    kept = given.items() <= own.answers.items() and "trusted" in own.answers
    return own.state is State.SENT and own.sent_on is not None and kept


BEGUN = 1
"""The number of the application that is there."""
FLOWS = (
    Flow("registration", _plain, _has_an_id),
    Flow("registration for a child", _for_a_child, _has_an_id),
    Flow("registration with mistyped PINs", _mistyped, _has_an_id),
    Flow("registration at the last try", _last_try, _has_an_id),
    Flow("log-in", _known, _was_logged_in),
    Flow("log-in with a renewed card", _renewed, _was_logged_in),
    Flow("a password set", _setting_a_password, _has_a_password),
    Flow("log-in with a password", _by_password, _was_logged_in),
    Flow("asking", _asking, _was_told),
    Flow("the number of a gyoseishoshi", _number, _has_a_number),
    Flow("an ID forgotten, card", lambda: _forgetting("card"), _was_told_how_to_ask),
    Flow("an ID forgotten", lambda: _forgetting("institution"), _was_told_how_to_ask),
    Flow("registration with a number", _by_number, _is_enrolled),
    Flow("registration with a number in parts", _by_its_parts, _is_enrolled),
    Flow("an ID brought along by a card's holder", _bringing_with_a_card, _is_kept),
    Flow("an ID brought along with a number", _bringing_with_a_number, _is_kept),
    Flow("an ID of an institution", _bringing_of_an_institution, _is_kept),
    Flow("a form begun without a card", _without_a_card, _all_is_kept),
    Flow("a form begun", _filling_in, _all_is_kept),
    Flow("a form begun with a residence card", _with_residence, _all_is_kept),
    Flow("a form gone on with", _going_on, _has_a_sheet),
    Flow("a form copied", _copying, _has_a_copy),
    Flow("a form deleted", _deleting, _is_deleted),
    Flow("a usage request", _requesting, _is_handed_in),
)
