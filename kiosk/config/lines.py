"""On which line of a TOML text something was written.

``tomllib`` gives the values and forgets where they stood. A statement of TOML is a
document by itself, so the text is read again statement by statement.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

Path = tuple[str | int, ...]

DEEPEST: Final = 4
"""Levels of keys that are told apart. Settings have two."""


class Lines:
    """Where each table and key of a text is. The text must be valid TOML."""

    def __init__(self, text: str) -> None:
        self._first: dict[Path, int] = {}
        table: Path = ()
        entries: Counter[Path] = Counter()
        for number, source, statement in _statements(text):
            if source.lstrip().startswith("["):
                table = next(iter(_paths(statement)), ())
                if source.lstrip().startswith("[["):
                    entries[table] += 1
                    table = (*table, entries[table] - 1)
                self._note(table, number)
                continue
            for path in _paths(statement):
                self._note((*table, *path), number)

    def find(self, path: Path) -> int:
        """The line, from 1, of the key at ``path``, or of the nearest table above
        it that is there; 1 when none is.
        """
        while path and path not in self._first:
            path = path[:-1]
        return self._first.get(path, 1)

    def _note(self, path: Path, number: int) -> None:
        for length in range(1, len(path) + 1):
            self._first.setdefault(path[:length], number)


def _statements(text: str) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """Line, text and content of each statement; several lines may be one of them."""
    begin, source = 1, ""
    for number, line in enumerate(text.split("\n"), 1):
        source += f"{line}\n"
        try:
            statement = tomllib.loads(source)
        except tomllib.TOMLDecodeError:
            continue
        if statement:
            yield begin, source, statement
        begin, source = number + 1, ""


def _paths(value: object, depth: int = DEEPEST) -> list[Path]:
    """The way to every leaf; an empty table is one, and so is an array."""
    if depth and isinstance(value, Mapping) and value:
        return [(key, *rest) for key in value for rest in _paths(value[key], depth - 1)]
    return [()]
