"""What one has to know around filing: dated, with sources, by topic."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from kiosk.message import Message, say
from kiosk.record import record
from kiosk.rules import data
from kiosk.rules.sources import Certainty, cite, in_force
from kiosk.rules.vocabulary import Role


class Topic(StrEnum):
    """What an item is about."""

    REGISTRATION = "registration"
    LOGIN = "login"
    PIN = "pin"
    CHANNEL = "channel"


@record
class Item:
    """One fact in force from ``from_`` to ``to``, both included.

    ``value`` is for programs: a table whose keys belong to the topic.
    """

    id: str
    topic: Topic
    roles: frozenset[Role]
    from_: date | None
    to: date | None
    value: Mapping[str, Any]
    source: str
    certainty: Certainty
    summary: str

    @property
    def message(self) -> Message:
        """The item in words."""
        return say(f"reference.{self.id.replace('-', '_')}")


@cache
def all_items() -> tuple[Item, ...]:
    """Every item of every day, by topic in the order of the data."""
    return tuple(
        Item(
            id=row["id"],
            topic=Topic(row["topic"]),
            roles=frozenset(Role(name) for name in row.get("roles", Role)),
            from_=row.get("from"),
            to=row.get("to"),
            value=row.get("value", {}),
            source=cite(row["source"], row["section"]),
            certainty=Certainty(row["certainty"]),
            summary=row["summary"],
        )
        for row in data.load("reference")["item"]
    )


def items(on: date, topic: Topic, role: Role) -> tuple[Item, ...]:
    """What holds on a day for a role."""
    return tuple(
        item
        for item in all_items()
        if item.topic is topic
        and role in item.roles
        and in_force(on, {"from": item.from_, "to": item.to})
    )
