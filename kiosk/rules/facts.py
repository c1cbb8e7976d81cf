"""Facts as given from outside, checked and given their types."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from kiosk.rules.calendar import parse_day
from kiosk.rules.vocabulary import FACTS, FactKind, Procedure, Role, Shape

Known = dict[str, bool | date | str]
"""What is known: a fact that is not there is unknown."""


class BadInput(ValueError):
    """A name or value that means nothing here; its text is one line for a person."""


def known_role(name: str) -> Role:
    """The role of that name; ``BadInput`` if there is none."""
    try:
        return Role(name)
    except ValueError:
        raise BadInput(_unknown("role", name, Role)) from None


def known_procedure(name: str) -> Procedure:
    """The procedure of that name; ``BadInput`` if there is none."""
    try:
        return Procedure(name)
    except ValueError:
        raise BadInput(_unknown("procedure", name, Procedure)) from None


def known_facts(given: Mapping[str, object]) -> Known:
    """The facts with their types: dates as dates, choices as listed.

    A fact given as None is unknown.

    Raises:
        BadInput: a name that is no fact, or a value that is not of its kind.
    """
    known: Known = {}
    for name, value in given.items():
        kind = FACTS.get(name)
        if kind is None:
            raise BadInput(_unknown("fact", name, FACTS))
        if value is not None:
            known[name] = _typed(kind, value)
    return known


def _typed(kind: FactKind, value: object) -> bool | date | str:
    if kind.shape is Shape.YES_NO:
        if isinstance(value, bool):
            return value
        raise BadInput(f"fact {kind.name}: say true or false, not {_shown(value)}")
    if kind.shape is Shape.DATE:
        return _day(kind.name, value)
    option = _option(kind.name, value)
    if option is not None and option in _options(kind.name):
        return option
    raise BadInput(f"fact {kind.name}: {_unknown('choice', value, kind.options)}")


def _day(name: str, value: object) -> date:
    if isinstance(value, str):
        try:
            return parse_day(value)
        except ValueError:
            pass
    raise BadInput(f"fact {name}: write a day as 2026-03-01, not {_shown(value)}")


def _option(name: str, value: object) -> str | None:
    """A notified number may come as 47, "４７" or "33の2"; it is listed as "33-2"."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    if name != "notified_activity":
        return value if isinstance(value, str) else None
    plain = unicodedata.normalize("NFKC", str(value)).strip()
    return plain.removeprefix("告示").replace("号", "").replace("の", "-")


@cache
def _options(name: str) -> frozenset[str]:
    return frozenset(FACTS[name].options)


def _unknown(what: str, name: object, known: Iterable[str]) -> str:
    return f"unknown {what} {_shown(name)}; known: {', '.join(known)}"


def _shown(value: object) -> str:
    """At most the beginning, on one line: what was typed may be long or private."""
    return repr(value)[:40]
