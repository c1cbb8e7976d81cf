"""All that is known in a visit. It is replaced, never changed."""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Self

from kiosk.record import record
from kiosk.visit.desk import StaffDesk
from kiosk.visit.display import Display
from kiosk.visit.drafts import Draft
from kiosk.visit.health import Health
from kiosk.visit.readings import Residence
from kiosk.visit.requests import Usage
from kiosk.visit.site import Site
from kiosk.visit.steps import ChooseLanguage, Goodbye, Overlay, Step
from kiosk.visit.terms import Glance, Issuer, Pin, Purpose

NO_FACTS: Mapping[str, bool | str] = MappingProxyType({})
NO_ENDS: Mapping[Pin, date] = MappingProxyType({})
_NO_DAYS: Mapping[str, "HalfDay"] = MappingProxyType({})


@record(hidden=True)
class Person:
    """The four attributes as the card gives them (``kiosk.card.attributes``)."""

    name: str
    address: str
    birth_date: str
    sex: str


@record(hidden=True)
class Contact:
    """How to reach the visitor, as typed."""

    phone: str = ""
    mail: str = ""


@record
class HalfDay:
    """The digits of a day that was typed and not given, and the order they are in:
    ``ymd``, ``dmy`` or ``mdy``.
    """

    order: str
    digits: str = field(repr=False)


@record
class Account:
    """What the registry knows of whoever has logged in or registered. ``kind`` is that
    of a legal representative or relative.
    """

    role: str
    kind: str | None
    person: Person = field(repr=False)
    contact: Contact = field(repr=False)
    organisation: str = field(default="", repr=False)
    """For which an institution's clerk files."""


@record
class Held:
    """The ID that is known to be the visitor's: who issued it, and whether a card opens
    it and not only a password.
    """

    issuer: Issuer = Issuer.HERE
    by_card: bool = True
    auth_id: str = field(default="", repr=False)
    """As its holder writes it; empty: as it was typed."""
    replaced: bool = False
    """It has just taken the place of one that was issued here."""
    role: str = ""
    """Of its account, where it is known."""


@record
class Password:
    """Until when that of the visitor's ID holds. ``warns``: that is near, or past."""

    last_day: date
    warns: bool


@record
class DeskView:
    """What is seen at the desk; ``token`` counts insertions."""

    glance: Glance = Glance.EMPTY
    token: int = 0

    @property
    def has_card(self) -> bool:
        """Something with a chip lies there and answers."""
        return self.glance is Glance.CARD


@record
class Card:
    """The card of this visit. ``token`` is None while it is not in use. ``ends``: the
    last days of its certificates, as far as they were read.
    """

    token: int | None
    tries: Mapping[Pin, int]
    has_signature: bool
    proven: bool = False
    person: Person | None = field(default=None, repr=False)
    ends: Mapping[Pin, date] = field(default_factory=lambda: NO_ENDS)


@record(hidden=True)
class Particulars:
    """What somebody has told of themselves who has no card to show. ``name`` is made of
    ``surname`` and ``given``; ``number`` are 12 digits; ``brought`` is an ID that the
    Agency has issued, ``organisation`` the one for which an institution's clerk files.
    """

    surname: str = ""
    given: str = ""
    name: str = ""
    birth_date: str = ""
    sex: str = ""
    address: str = ""
    number: str = ""
    brought: str = ""
    organisation: str = ""


@record
class Answers:
    """What the visitor has told. Going back loses none of it."""

    purpose: Purpose | None = None
    role: str | None = None
    procedure: str | None = None
    facts: Mapping[str, bool | str] = field(
        default_factory=lambda: NO_FACTS, repr=False
    )
    contact: Contact = field(default_factory=Contact, repr=False)
    auth_id: str | None = field(default=None, repr=False)
    together: tuple[str, ...] = ()
    """What is filed together with the procedure."""
    own: Particulars = field(default_factory=Particulars, repr=False)

    def with_fact(self, fact: str, value: bool | str) -> "Answers":
        """The same with one fact told or told anew."""
        return replace(self, facts=MappingProxyType({**self.facts, fact: value}))

    def without_fact(self, fact: str) -> "Answers":
        """The same with a fact unknown again."""
        rest = {name: told for name, told in self.facts.items() if name != fact}
        return replace(self, facts=MappingProxyType(rest))


@record
class State:
    """One visitor's visit.

    ``history`` are the steps behind, for the way back. ``ticket`` numbers the piece
    of work that is waited for; answers to any other are too late. ``in_use`` is the
    token of the card last begun with. ``idle`` counts seconds without a sign of the
    visitor. ``half_days``, by question (``half_days.question_of``), are days that
    were begun when it was left. ``staff`` lies over all of it; ``attended``: a
    gyoseishoshi is with the visitor.
    """

    site: Site
    today: date
    language: str
    step: Step = field(default_factory=ChooseLanguage)
    history: tuple[Step, ...] = ()
    answers: Answers = field(default_factory=Answers)
    desk: DeskView = field(default_factory=DeskView)
    health: Health = field(default_factory=Health)
    card: Card | None = None
    in_use: int | None = None
    account: Account | None = None
    held: Held | None = None
    password: Password | None = None
    residence: Residence = field(default_factory=Residence)
    draft: Draft | None = None
    usage: Usage | None = None
    half_days: Mapping[str, HalfDay] = field(
        default_factory=lambda: _NO_DAYS, repr=False
    )
    display: Display = field(default_factory=Display)
    overlay: Overlay | None = None
    staff: StaffDesk | None = None
    attended: bool = False
    ticket: int = 0
    paper_ticket: int = 0
    staff_ticket: int = 0
    idle: int = 0

    def but(self, **changes: Any) -> Self:
        """The same with some fields changed."""
        return replace(self, **changes)

    @property
    def countdown(self) -> int | None:
        """Seconds until everything is wiped, once they are shown; else None."""
        if self.staff is None and isinstance(self.step, ChooseLanguage | Goodbye):
            return None
        left = self.site.idle_seconds - self.idle
        return left if left <= self.site.warning_seconds else None


def new_visit(site: Site, today: date, desk: DeskView, ticket: int = 0) -> State:
    """Nobody is there yet. ``ticket``: the last one given out, so that none is used
    twice and no answer to an earlier visit is taken for this one's.
    """
    return State(
        site=site,
        today=today,
        language=site.languages[0],
        display=site.display,
        desk=desk,
        ticket=ticket,
        paper_ticket=ticket,
    )
