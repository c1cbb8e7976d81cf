"""An association that does not exist, its office, a visitor, a change of a draft."""

from dataclasses import replace
from typing import Any

from kiosk.hub import hpke
from kiosk.hub.association import Association
from kiosk.hub.envelope import Kind, Route
from kiosk.hub.office import Paper
from tests.registry.people import seeded

__all__ = ["seeded"]


_DRAW = seeded(180)
PAPER = Paper(_DRAW(32))
ASSOCIATION = Association(_DRAW(16), _DRAW(32), PAPER.root)
OFFICE = _DRAW(32)
OFFICE_PUBLIC = hpke.public_of(OFFICE)
HOLDER = _DRAW(32)
HOLDER_PUBLIC = hpke.public_of(HOLDER)
KEY = _DRAW(32)
ROUTE = Route(
    handle=ASSOCIATION.handle("7K2MQ0TRA9XWZ3HD"),
    record=_DRAW(16),
    kind=Kind.DRAFT,
    change=_DRAW(16),
    parent=None,
    version=1,
    terminal=3,
    sequence=7,
    at=1_795_000_000_000_000,
)


def route(**fields: Any) -> Route:
    """The route with other fields."""
    return replace(ROUTE, **fields)
