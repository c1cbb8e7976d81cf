"""``--set KEY=VALUE`` as text, made into values; every complaint is one line."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

Parser = Callable[[str], object]
_LONGEST_DELAY: Final = 60.0


def parse(given: Mapping[str, str], parsers: Mapping[str, Parser]) -> dict[str, Any]:
    """Values by field name, which is the key with ``_`` for ``-``.

    Raises:
        ValueError: an unknown key or a value it cannot have.
    """
    values: dict[str, Any] = {}
    for key, text in given.items():
        parser = parsers.get(key)
        if parser is None:
            raise ValueError(f"unknown setting {key}; there are {', '.join(parsers)}")
        try:
            values[key.replace("-", "_")] = parser(text)
        except ValueError as error:
            raise ValueError(f"{key}={text}: {error}") from error
    return values


def yes_or_no(text: str) -> bool:
    """A switch."""
    answers = {"yes": True, "no": False}
    if text not in answers:
        raise ValueError("give yes or no")
    return answers[text]


def one_of(*names: str) -> Callable[[str], str]:
    """A choice."""

    def choose(text: str) -> str:
        if text not in names:
            raise ValueError(f"give one of {', '.join(names)}")
        return text

    return choose


def seconds(text: str) -> float:
    """A delay."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= _LONGEST_DELAY:
        raise ValueError(f"give seconds from 0 to {_LONGEST_DELAY:.0f}")
    return value


def day(text: str) -> date:
    """A day."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("give a day such as 2029-03-31") from error
