"""States to begin from."""

from collections.abc import Mapping
from datetime import date

from kiosk.visit.site import Site
from kiosk.visit.state import (
    Answers,
    Card,
    Contact,
    DeskView,
    Person,
    State,
    new_visit,
)
from kiosk.visit.steps import AskFact
from kiosk.visit.terms import Glance, Pin, Purpose

SITE = Site("Example Desk", "demo", "community", ("ja", "en"))
TODAY = date(2026, 11, 24)
MEI = Person("SYNTHETIC MEI", "架空県見本市例町1番地", "19900401", "2")
CONTACT = Contact("0312345678", "mei@example.invalid")
FULL = {Pin.AUTHENTICATION: 3, Pin.SIGNATURE: 5, Pin.ATTRIBUTES: 3}
ON_READER = DeskView(Glance.CARD, 1)


def fresh(desk: DeskView | None = None) -> State:
    return new_visit(SITE, TODAY, desk or DeskView())


def told(
    role: str = "applicant",
    procedure: str = "extension",
    purpose: Purpose = Purpose.REGISTER,
    facts: Mapping[str, bool | str] | None = None,
) -> State:
    """A visitor who has told this much, question by question."""
    return fresh().but(
        answers=Answers(purpose, role, procedure, facts or {}),
        history=tuple(AskFact(fact) for fact in facts or ()),
    )


def card(person: Person | None = None, **tries: int) -> Card:
    """A card in use; ``tries`` by the names of the PINs."""
    left = FULL | {Pin(name): number for name, number in tries.items()}
    return Card(1, left, has_signature=True, person=person)


def with_card(state: State, held: Card | None = None) -> State:
    """The same with a card on the reader that is in use."""
    return state.but(desk=ON_READER, in_use=1, card=held or card())
