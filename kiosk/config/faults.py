"""What is wrong with a setting, in words for whoever wrote it."""

import difflib
import json
import re
from collections.abc import Sequence
from typing import Final

from kiosk.record import record

KeyPath = tuple[str | int, ...]

_LONGEST: Final = 40
"""Characters of a wrong value that are shown."""


@record
class Fault:
    """One thing wrong: at which key, and the line to be printed without its place."""

    path: KeyPath
    text: str


def fault(path: KeyPath, what: str) -> Fault:
    """A fault whose line begins with its key."""
    return Fault(path, f"{_dotted(path)}: {what}")


def wrong(path: KeyPath, what: str, value: object) -> Fault:
    """A fault that shows what was there instead."""
    return fault(path, f"{what} (is {shown(value)})")


def not_a_table(path: KeyPath, value: object) -> Fault:
    """Something else stands where a table belongs."""
    return wrong(path, f"must be a table [{_dotted(path)}]", value)


def missing(path: KeyPath) -> Fault:
    """A key or a table that must be there."""
    if len(path) == 1:
        return fault(path, f"is missing; add the table [{_dotted(path)}]")
    return fault(path, f"is missing; add {path[-1]} = … to [{_dotted(path[:-1])}]")


def unknown(path: KeyPath, known: Sequence[str]) -> Fault:
    """A key that has no meaning; perhaps one of those that have was meant."""
    close = difflib.get_close_matches(str(path[-1]), known, n=1)
    instead = f"did you mean {close[0]}?" if close else f"known: {', '.join(known)}"
    return fault(path, f"unknown key; {instead}")


def shown(value: object) -> str:
    """A value much as TOML writes it, short, and harmless to a terminal."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except RecursionError:
        return "…"
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _dotted(path: KeyPath) -> str:
    keys = ".".join(
        key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else shown(key)
        for key in path
        if isinstance(key, str)
    )
    entries = [f" (entry {key + 1})" for key in path if isinstance(key, int)]
    return keys + "".join(entries)
