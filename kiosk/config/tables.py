"""A table as TOML gives it, made into the class that describes it."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import partial
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from kiosk.config.checks import Check, Place, flag, one_of
from kiosk.config.faults import missing, not_a_table, unknown


def table(model: type[Any], given: Any, place: Place) -> Any:
    """An instance of ``model``, or None with every reason told to the place."""
    before = len(place.faults)
    if not isinstance(given, Mapping):
        place.faults.append(not_a_table(place.path, given))
        return None
    known = keys(model)
    for key in given:
        if key not in known:
            place.faults.append(unknown(place.at(key).path, list(known)))
    for field in fields(model):
        if field.default is MISSING and field.name not in given:
            place.faults.append(missing(place.at(field.name).path))
    values = {
        key: check(given[key], place.at(key))
        for key, check in known.items()
        if key in given
    }
    return model(**values) if len(place.faults) == before else None


def each(model: type[Any]) -> Check:
    """A list of tables: a tuple of instances of ``model``."""

    def check(value: Any, place: Place) -> Any:
        if not isinstance(value, list):
            place.wrong(f"must be tables, each begun by {_begin(place)}", value)
            return value
        return tuple(table(model, own, place.at(n)) for n, own in enumerate(value))

    return check


def keys(model: type[Any]) -> dict[str, Check]:
    """What each key of a table must be, in their order."""
    hints = get_type_hints(model, include_extras=True)
    return {name: _check(kind) for name, kind in hints.items()}


def _begin(place: Place) -> str:
    return f"[[{'.'.join(map(str, place.path))}]]"


def _check(kind: Any) -> Check:
    if isinstance(kind, type) and is_dataclass(kind):
        return partial(table, kind)
    if kind is bool:
        return flag
    if get_origin(kind) is Literal:
        return one_of(*get_args(kind))
    if get_origin(kind) is Annotated:
        check: Check = kind.__metadata__[0]
        return check
    # Something, or None where it is left out.
    return _check(get_args(kind)[0])
