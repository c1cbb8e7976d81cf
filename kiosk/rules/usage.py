"""What an institution's usage request (利用申出) takes, as dated data with sources."""

from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final

from kiosk.message import Message, say
from kiosk.record import record
from kiosk.rules import data
from kiosk.rules.sources import Certainty, cite
from kiosk.rules.vocabulary import Role

ROLES: Final = (
    Role.ORGANIZATION_STAFF,
    Role.SUPPORT_ORGANIZATION_STAFF,
    Role.PUBLIC_INTEREST_STAFF,
)
"""Who makes a usage request. All others register by themselves."""
CATEGORIES: Final = frozenset({1, 2, 3, 4})
"""Of institutions, by size and tax: the higher, the more is looked at."""


class Answer(StrEnum):
    """What a clerk may say to a question."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class About(StrEnum):
    """When a note is to be said."""

    REQUEST = "request"
    LIFE = "life"
    """Where the end of an approval is counted here."""
    OLDER = "older"
    """Of an approval from before the note's first day."""


class CountedFrom(StrEnum):
    """From which day a report's years are counted."""

    END = "end"
    REPORT = "report"


@record(eq=False)
class Row:
    """What is published, in force from ``from_`` to ``to``, both included.

    ``words`` names its messages. ``term`` is the official Japanese, where there is one.
    """

    id: str
    words: str
    roles: frozenset[Role]
    categories: frozenset[int]
    from_: date | None
    to: date | None
    source: str
    certainty: Certainty
    summary: str
    term: str

    def holds(self, on: date, role: Role) -> bool:
        """Whether it concerns this role on that day."""
        begun = self.from_ is None or self.from_ <= on
        return begun and (self.to is None or on <= self.to) and role in self.roles


@record(eq=False)
class Category(Row):
    """A question whose yes makes the category of the institution this ``number``."""

    number: int


@record(eq=False)
class Requirement(Row):
    """Met when one of the questions it ``asks`` is answered with ``good``."""

    asks: tuple[str, ...]
    good: Answer

    @property
    def message(self) -> Message:
        """What has to be so."""
        return say(f"usage.need.{self.words}")

    @property
    def remedy(self) -> Message:
        """What to do where it is not so."""
        return say(f"usage.do.{self.words}")


@record(eq=False)
class Paper(Row):
    """A paper to attach. ``form`` is its official number. ``when``: only after that
    answer to a question; ``perhaps``: not for everybody, as its words say.
    """

    form: str | None
    when: tuple[str, Answer] | None
    perhaps: bool

    @property
    def message(self) -> Message:
        """The paper, in words."""
        return say(f"usage.paper.{self.words}")


@record(eq=False)
class Way(Row):
    """How a request may be handed in."""

    @property
    def message(self) -> Message:
        """The way, in words."""
        return say(f"usage.way.{self.words}")


@record(eq=False)
class Life(Row):
    """How many ``years`` an approval or a periodic report holds."""

    years: int
    counted_from: CountedFrom


@record(eq=False)
class Report(Row):
    """When a periodic report is due, in months before the end."""

    remind_months: int
    due_months: int


@record(eq=False)
class Note(Row):
    """What has to be said beside it."""

    about: About

    @property
    def message(self) -> Message:
        """The note, in words."""
        return say(f"usage.note.{self.words}")


def question(name: str) -> Message:
    """A question of the checklist."""
    return say(f"usage.ask.{name}")


def explanation(name: str) -> Message:
    """What a question means, in other words."""
    return say(f"usage.ask.{name}.what")


@cache
def categories() -> tuple[Category, ...]:
    """In the order in which they are asked: the first yes settles it."""
    return tuple(
        Category(**_row(own), number=own["number"]) for own in _rows("category")
    )


@cache
def requirements() -> tuple[Requirement, ...]:
    """In the order in which they are asked."""
    return tuple(
        Requirement(
            **_row(own),
            asks=tuple(own.get("asks", [own["id"]])),
            good=Answer(own.get("met", "yes")),
        )
        for own in _rows("requirement")
    )


@cache
def papers() -> tuple[Paper, ...]:
    """In the order in which they are put together."""
    return tuple(
        Paper(
            **_row(own),
            form=own.get("form"),
            when=_when(own.get("when")),
            perhaps=own.get("perhaps", False),
        )
        for own in _rows("paper")
    )


@cache
def ways() -> tuple[Way, ...]:
    """Every way there ever was."""
    return tuple(Way(**_row(own)) for own in _rows("way"))


@cache
def lives() -> tuple[Life, ...]:
    """One for each time."""
    return tuple(
        Life(
            **_row(own),
            years=own["years"],
            counted_from=CountedFrom(own["counted_from"]),
        )
        for own in _rows("life")
    )


@cache
def reports() -> tuple[Report, ...]:
    """One for each time."""
    return tuple(
        Report(
            **_row(own),
            remind_months=own["remind_months"],
            due_months=own["due_months"],
        )
        for own in _rows("report")
    )


@cache
def notes() -> tuple[Note, ...]:
    """In the order in which they are said."""
    return tuple(
        Note(**_row(own), about=About(own.get("about", "request")))
        for own in _rows("note")
    )


def all_rows() -> tuple[Row, ...]:
    """Everything, of every day and kind."""
    return (
        *categories(),
        *requirements(),
        *papers(),
        *ways(),
        *lives(),
        *reports(),
        *notes(),
    )


def message_ids() -> frozenset[str]:
    """Every message that the data name."""
    asked = {name for own in requirements() for name in own.asks}
    asked |= {own.words for own in categories()}
    return frozenset(
        [
            *(own.message.id for own in requirements()),
            *(own.remedy.id for own in requirements()),
            *(own.message.id for own in papers()),
            *(own.message.id for own in ways()),
            *(own.message.id for own in notes()),
            *(question(name).id for name in asked),
            *(explanation(name).id for name in asked),
        ]
    )


def _rows(kind: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = data.load("usage")[kind]
    return [{**own, "kind": kind} for own in rows]


def _row(own: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": f"usage.{own['kind']}.{own['id']}",
        "words": own.get("words", own["id"]),
        "roles": frozenset(Role(name) for name in own.get("roles", ROLES)),
        "categories": frozenset(own.get("categories", CATEGORIES)),
        "from_": own.get("from"),
        "to": own.get("to"),
        "source": cite(own["source"], own["section"]),
        "certainty": Certainty(own["certainty"]),
        "summary": own["summary"],
        "term": own.get("term", ""),
    }


def _when(told: list[str] | None) -> tuple[str, Answer] | None:
    return None if told is None else (told[0], Answer(told[1]))
