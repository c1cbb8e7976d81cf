"""Values that never change, declared as dataclasses are: ``@record`` above the class.

``@dataclass(frozen=True)`` writes, compiles and runs six functions for each class,
which takes a third of a millisecond, and there are hundreds of classes. Here all share
the same six. What a field is, ``fields``, ``replace``, ``asdict`` and ``match`` are the
standard library's own.
"""

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
def record(cls: type[T], /) -> type[T]: ...
@overload
def record(
    *, kw_only: bool = False, eq: bool = True, hidden: bool = False
) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(
    cls: type[T] | None = None,
    /,
    *,
    kw_only: bool = False,
    eq: bool = True,
    hidden: bool = False,
) -> Any:
    """Make a class a record: equal and hashed by its fields, which cannot be set.

    ``kw_only``: its fields are given by name. ``eq=False``: each is equal to itself
    alone. ``hidden``: its repr tells nothing of what is in it.
    """

    def made(own: type[T]) -> type[T]:
        dataclass(init=False, repr=False, eq=False, kw_only=kw_only)(own)
        methods: dict[str, Any] = {"__init__": _init}
        methods |= {"__setattr__": _refuse, "__delattr__": _refuse}
        methods |= {"__eq__": _eq, "__hash__": _hash} if eq else {}
        methods |= {} if hidden else {"__repr__": _repr}
        for name, method in methods.items():
            if name not in vars(own):
                setattr(own, name, method)
        return own

    return made if cls is None else made(cls)


def _init(self: Any, /, *given: Any, **named: Any) -> None:
    """
    Raises:
        TypeError: a field is given twice, is missing or is none; its value is not told.
    """
    places = self.__match_args__
    values = dict(zip(places, given, strict=False))
    if len(given) > len(places) or not values.keys().isdisjoint(named):
        raise TypeError(f"{type(self).__name__}: given too much")
    values |= named
    for own in fields(self):
        if own.name in values:
            value = values.pop(own.name)
        elif own.default is not MISSING:
            value = own.default
        elif own.default_factory is not MISSING:
            value = own.default_factory()
        else:
            raise TypeError(f"{type(self).__name__}: {own.name} is missing")
        object.__setattr__(self, own.name, value)
    if values:
        raise TypeError(f"{type(self).__name__}: has no {', '.join(values)}")
    if hasattr(self, "__post_init__"):
        self.__post_init__()


def _values(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, own.name) for own in fields(self) if own.compare)


def _eq(self: Any, other: object) -> object:
    if type(self) is not type(other):
        return NotImplemented
    return _values(self) == _values(other)


def _hash(self: Any) -> int:
    return hash(_values(self))


def _repr(self: Any) -> str:
    shown = (
        f"{own.name}={getattr(self, own.name)!r}" for own in fields(self) if own.repr
    )
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse(self: Any, name: str, *value: Any) -> None:
    raise FrozenInstanceError(f"cannot change {name}")
